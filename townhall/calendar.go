package townhall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
)

// Calendar knows the days off of an organisation.
type Calendar struct {
	holidays []*cal.Holiday
	extra    []string
	removed  []string
}

// stateHolidays are the lists of the sixteen states.
var stateHolidays = map[string][]*cal.Holiday{
	"BB": de.HolidaysBB, "BE": de.HolidaysBE, "BW": de.HolidaysBW, "BY": de.HolidaysBY, "HB": de.HolidaysHB, "HE": de.HolidaysHE,
	"HH": de.HolidaysHH, "MV": de.HolidaysMV, "NI": de.HolidaysNI, "NW": de.HolidaysNW, "RP": de.HolidaysRP, "SH": de.HolidaysSH,
	"SL": de.HolidaysSL, "SN": de.HolidaysSN, "ST": de.HolidaysST, "TH": de.HolidaysTH,
}

// NewCalendar makes the calendar of a state with days off beside its holidays
// ("12-24" every year, "2027-05-03" once) and holidays that do not count.
func NewCalendar(state string, extra, removed []string) (*Calendar, error) {
	list, ok := stateHolidays[state]
	if !ok {
		return nil, fmt.Errorf("%q is none of the sixteen states like BW", state)
	}
	return &Calendar{holidays: list, extra: extra, removed: removed}, nil
}

// Workday reports whether d is neither a weekend day nor a day off.
func (c *Calendar) Workday(d Date) bool {
	wd := d.Weekday()
	if wd == 0 || wd == 6 {
		return false
	}
	iso := d.String()
	if slices.ContainsFunc(c.extra, func(e string) bool { return strings.HasSuffix(iso, e) }) {
		return false
	}
	if slices.ContainsFunc(c.removed, func(e string) bool { return strings.HasSuffix(iso, e) }) {
		return true
	}
	for _, h := range c.holidays {
		if actual, _ := h.Calc(d.Year); actual.Month() == d.Month && actual.Day() == d.Day {
			return false
		}
	}
	return true
}

// AddWorkdays is the n-th working day after d (before it, if n is negative).
func (c *Calendar) AddWorkdays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if d = d.AddDays(step); c.Workday(d) {
			n--
		}
	}
	return d
}
