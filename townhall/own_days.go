package townhall

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// OwnDay is a day that a town frees, or on which it works although others do not,
// as it stands in ExtraDaysOff and RemovedDaysOff.
type OwnDay struct {
	Name  string // one of MunicipalDays, which falls on another day each year; "" otherwise
	Date  Date   // with Year 0 every year
	Label string // what the town calls it; may be empty
}

// MaxDayLabel is how long the name of a day of the town's own is, in characters.
const MaxDayLabel = 40

// Yearly reports whether the day comes every year.
func (d OwnDay) Yearly() bool { return d.Name != "" || d.Date.Year == 0 }

// String is the form in which the day is kept: "12-24", "2027-02-11 Weiberfastnacht",
// "shrove_monday".
func (d OwnDay) String() string { return strings.TrimSpace(d.key() + " " + d.Label) }

// key is the day without what it is called.
func (d OwnDay) key() string {
	switch {
	case d.Name != "":
		return d.Name
	case d.Date.Year == 0:
		return fmt.Sprintf("%02d-%02d", d.Date.Month, d.Date.Day)
	}
	return d.Date.String()
}

// ParseOwnDay reads what String writes.
func ParseOwnDay(s string) (OwnDay, error) {
	if slices.Contains(MunicipalDays(), s) {
		return OwnDay{Name: s}, nil
	}
	day, label, _ := strings.Cut(s, " ")
	full, yearly := day, len(day) == len("12-24")
	if yearly {
		full = "2000-" + day // a leap year: 02-29 is a day, if rarely
	}
	d, err := ParseDate(full)
	if err != nil || d.IsZero() {
		return OwnDay{}, fmt.Errorf("%q is no day like 12-24 or 2027-05-03", s)
	}
	if yearly {
		d.Year = 0
	}
	return OwnDay{Date: d, Label: label}, nil
}

// FreeDay makes a day a day off in this town.
func (o *Organisation) FreeDay(d OwnDay, today Date) error {
	if err := d.check(today); err != nil {
		return err
	}
	if utf8.RuneCountInString(d.Label) > MaxDayLabel {
		return Errf(Invalid, "town.long_label", "Field", "label", "Max", MaxDayLabel)
	}
	d.Label = oneLine(d.Label)
	was := len(o.RemovedDaysOff)
	changed := *o
	changed.RemovedDaysOff = without(o.RemovedDaysOff, d)
	if off, err := changed.has(d, today); err != nil || off {
		if err == nil && len(changed.RemovedDaysOff) == was {
			err = Errf(Conflict, "town.day_off_already", "Field", "date")
		}
		if err == nil {
			o.RemovedDaysOff = changed.RemovedDaysOff
		}
		return err
	}
	changed.ExtraDaysOff = append(without(o.ExtraDaysOff, d), d.String())
	if err := changed.checkDays(); err != nil {
		return err
	}
	o.ExtraDaysOff, o.RemovedDaysOff = changed.ExtraDaysOff, changed.RemovedDaysOff
	return nil
}

// WorkOn makes a day a workday in this town: no longer a day off of its own, or
// one on which it works although others do not.
func (o *Organisation) WorkOn(d OwnDay, today Date) error {
	if err := d.check(today); err != nil {
		return err
	}
	changed := *o
	changed.ExtraDaysOff = without(o.ExtraDaysOff, d)
	off, err := changed.has(d, today)
	switch {
	case err != nil:
		return err
	case off && d.Name == "":
		changed.RemovedDaysOff = append(without(o.RemovedDaysOff, d), OwnDay{Date: d.Date}.String())
	case len(changed.ExtraDaysOff) == len(o.ExtraDaysOff):
		return Errf(Conflict, "town.workday_already", "Field", "date")
	}
	if err := changed.checkDays(); err != nil {
		return err
	}
	o.ExtraDaysOff, o.RemovedDaysOff = changed.ExtraDaysOff, changed.RemovedDaysOff
	return nil
}

// check refuses a day that is over, and one on which nobody works anyway.
func (d OwnDay) check(today Date) error {
	switch {
	case d.Yearly():
		return nil
	case d.Date.Before(today):
		return Errf(Invalid, "town.day_past", "Date", d.Date, "Field", "date")
	case d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday:
		return Errf(Invalid, "town.weekend", "Date", d.Date, "Field", "date")
	}
	return nil
}

// has reports whether a day is a day off in this town; one of every year, whether
// it is one in the next years.
func (o *Organisation) has(d OwnDay, today Date) (bool, error) {
	if d.Name != "" {
		return slices.Contains(o.ExtraDaysOff, d.Name), nil
	}
	cal, err := o.NewCalendar()
	if err != nil {
		return false, err
	}
	if d.Date.Year != 0 {
		_, off := cal.DayOff(d.Date)
		return off, nil
	}
	for year := today.Year; year < today.Year+2; year++ {
		if _, off := cal.DayOff(Date{year, d.Date.Month, d.Date.Day}); !off {
			return false, nil
		}
	}
	return true, nil
}

// checkDays says whether a calendar can be made of the town's days.
func (o *Organisation) checkDays() error {
	if len(o.ExtraDaysOff) > maxDaysOff || len(o.RemovedDaysOff) > maxDaysOff {
		return Errf(Invalid, "town.too_many_days", "Field", "date", "Max", maxDaysOff)
	}
	_, err := o.NewCalendar()
	return err
}

// without is the list without a day, whatever it is called in it.
func without(list []string, d OwnDay) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		one, err := ParseOwnDay(s)
		return err == nil && one.key() == d.key()
	})
}

// SetRhythm sets how the town reads "two weeks", for cohorts that are planned from
// now on.
func (o *Organisation) SetRhythm(r Rhythm) error {
	if !slices.Contains(Rhythms, r) {
		return Errf(Invalid, "cohort.unknown_rhythm", "Field", "rhythm")
	}
	o.Rhythm = r
	return nil
}

// SetState says in which Bundesland the town is.
func (o *Organisation) SetState(state string) error {
	if !slices.Contains(States(), state) {
		return Errf(Invalid, "town.unknown_state", "Field", "state")
	}
	o.State = state
	return nil
}

// Struck are the dates of the cohort from a day on that were workdays by one
// calendar and are days off by another one.
func (c *Cohort) Struck(before, after *Calendar, today Date) (all []*Occurrence) {
	for _, o := range c.Live() {
		if !o.Date.Before(today) && before.Workday(o.Date) && !after.Workday(o.Date) {
			all = append(all, o)
		}
	}
	return all
}
