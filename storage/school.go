package storage

import "lotsenfunk/townhall"

func schoolHolidayFields(h *townhall.SchoolHoliday) fields {
	return fields{
		{"name", &h.Name, fixed},
		{"first_day", (*isoDate)(&h.From), fixed},
		{"last_day", (*isoDate)(&h.Until), fixed},
	}
}

// SchoolHolidays are the school holidays that the town knows of, in the order of
// their days.
func (t *Tx) SchoolHolidays() (townhall.SchoolHolidays, error) {
	all, err := loadAll(t, "school_holiday", schoolHolidayFields, "true order by first_day, name", nil)
	var list townhall.SchoolHolidays
	for _, h := range all {
		list = append(list, *h)
	}
	return list, err
}

// SaveSchoolHolidays replaces the list of school holidays by another one.
func (t *Tx) SaveSchoolHolidays(list townhall.SchoolHolidays) error {
	if _, err := t.exec(`delete from school_holiday where org_id = :org`, nil); err != nil {
		return err
	}
	for i := range list {
		if err := t.insert("school_holiday", schoolHolidayFields(&list[i])); err != nil {
			return err
		}
	}
	return nil
}
