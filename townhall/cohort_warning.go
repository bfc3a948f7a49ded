package townhall

import (
	"maps"
	"slices"
)

// WarningKind says what somebody who plans a cohort should look at.
type WarningKind string

// The kinds of warnings.
const (
	WarnDaysOff    WarningKind = "days_off"       // a working phase is shorter by days off
	WarnShifted    WarningKind = "shifted"        // a date would have been on a day off
	WarnSchool     WarningKind = "school_holiday" // a date lies in the school holidays
	WarnGuest      WarningKind = "guest_day_off"  // another town that takes part is off on a date
	WarnNoWorkdays WarningKind = "no_workdays"    // a working phase without a workday
)

// WarningKinds are all kinds of warnings.
var WarningKinds = []WarningKind{WarnDaysOff, WarnShifted, WarnSchool, WarnGuest, WarnNoWorkdays}

// Warning is something about a plan that is no mistake and still worth a look. It
// never stands in the way.
type Warning struct {
	Kind       WarningKind
	Phase      int          // its number, of WarnDaysOff and WarnNoWorkdays
	Occurrence OccurrenceID // of the others
	Date       Date         // of the occurrence; of WarnShifted, the day it was wanted on
	Days       []string     // the days off by their catalogue keys below day_off, in order
	Have       int          // workdays of the phase
	Usual      int          // how many it would have without days off
	School     string       // the name of the school holidays
	Town       OrgID        // the other town
}

// Warnings are what is worth a look about the plan. Guests are the calendars of
// further towns whose people take part.
func (c *Cohort) Warnings(cal *Calendar, school SchoolHolidays, guests map[OrgID]*Calendar) []Warning {
	var all []Warning
	for _, o := range c.Live() {
		if name, off := cal.DayOff(o.Wanted); off && o.Wanted != o.Date {
			all = append(all, Warning{Kind: WarnShifted, Occurrence: o.ID, Date: o.Wanted, Days: []string{name}})
		}
		if name, ok := school.On(o.Date); ok {
			all = append(all, Warning{Kind: WarnSchool, Occurrence: o.ID, Date: o.Date, School: name})
		}
		for _, town := range slices.Sorted(maps.Keys(guests)) {
			if name, off := guests[town].DayOff(o.Date); off {
				all = append(all, Warning{Kind: WarnGuest, Occurrence: o.ID, Date: o.Date, Days: []string{name}, Town: town})
			}
		}
	}
	for _, p := range c.Phases(cal) {
		all = append(all, p.warnings(cal)...)
	}
	return all
}

func (p Phase) warnings(cal *Calendar) []Warning {
	if p.Workdays == 0 {
		return []Warning{{Kind: WarnNoWorkdays, Phase: p.Number}}
	}
	w := Warning{Kind: WarnDaysOff, Phase: p.Number, Have: p.Workdays}
	for d := p.From; !p.Until.Before(d); d = d.AddDays(1) {
		if !EveryWorkingDay.Has(d.Weekday()) {
			continue
		}
		w.Usual++
		if name, off := cal.DayOff(d); off {
			w.Days = append(w.Days, name)
		}
	}
	if len(w.Days) == 0 {
		return nil
	}
	return []Warning{w}
}
