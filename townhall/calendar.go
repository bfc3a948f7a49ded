package townhall

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Calendar knows a town's workdays: Monday to Friday, but for the holidays of
// its Bundesland and the town's own days off.
type Calendar struct {
	holidays       []holiday
	extra, removed dayList

	mu    sync.Mutex
	years map[int]map[Date]string // the names of holidays, by year, once they were asked for
	after map[daysAfter]Date      // what AddWorkdays has found: most ask from today, for the same few deadlines
}

// maxDaysOff limits the town's own days off, so that a workday always comes.
const maxDaysOff = 100

// NewCalendar makes the calendar of a town in a Bundesland ("BW"). extra are
// further days off, "12-24" every year, "2027-05-03" once, either with what the
// town calls it behind it, or one of MunicipalDays by its name; removed are days, with or without a year, on which this town works
// although the others would not.
func NewCalendar(state string, extra, removed []string) (*Calendar, error) {
	if !slices.Contains(States(), state) {
		return nil, fmt.Errorf("%q is no Bundesland; there are %s", state, strings.Join(States(), ", "))
	}
	if len(extra) > maxDaysOff {
		return nil, fmt.Errorf("%d extra days off, at most %d", len(extra), maxDaysOff)
	}
	named, days := municipalOf(extra)
	c := &Calendar{holidays: append(holidaysOf(state), named...)}
	var err error
	if c.extra, err = parseDays(days); err != nil {
		return nil, fmt.Errorf("extra day off: %w", err)
	}
	if c.removed, err = parseDays(removed); err != nil {
		return nil, fmt.Errorf("removed day off: %w", err)
	}
	return c, nil
}

// DayOff reports whether d is a holiday or one of the town's own days off, on
// whatever weekday, and which: the name is a catalogue key below day_off.
func (c *Calendar) DayOff(d Date) (name string, off bool) {
	if c.removed.has(d) {
		return "", false
	}
	if name, ok := c.year(d.Year)[d]; ok {
		return name, true
	}
	if c.extra.has(d) {
		return "organisation", true
	}
	return "", false
}

// year are the holidays of a year.
func (c *Calendar) year(year int) map[Date]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.years == nil {
		c.years = map[int]map[Date]string{}
	}
	if c.years[year] == nil {
		c.years[year] = map[Date]string{}
		for _, h := range c.holidays {
			if d, ok := h.in(year); ok {
				c.years[year][d] = h.name
			}
		}
	}
	return c.years[year]
}

// Workday reports whether the town hall works on d.
func (c *Calendar) Workday(d Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, off := c.DayOff(d)
	return !off
}

// AddWorkdays is the n-th workday after d, for a negative n the n-th before it;
// for 0 it is d, workday or not.
func (c *Calendar) AddWorkdays(d Date, n int) Date {
	key := daysAfter{d, n}
	c.mu.Lock()
	found, ok := c.after[key]
	c.mu.Unlock()
	if ok {
		return found
	}
	found = c.countWorkdays(d, n)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.after == nil || len(c.after) == maxRemembered {
		c.after = map[daysAfter]Date{}
	}
	c.after[key] = found
	return found
}

// daysAfter is a question to AddWorkdays.
type daysAfter struct {
	from Date
	n    int
}

// maxRemembered is how many answers of AddWorkdays are remembered at most.
const maxRemembered = 1000

func (c *Calendar) countWorkdays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Workday(d) {
			n--
		}
	}
	return d
}

// NextWorkday is d if it is a workday, and the first one after it otherwise.
func (c *Calendar) NextWorkday(d Date) Date {
	for !c.Workday(d) {
		d = d.AddDays(1)
	}
	return d
}

// Workdays counts the workdays from one day until another, both included.
func (c *Calendar) Workdays(from, until Date) int {
	n := 0
	for d := from; !until.Before(d); d = d.AddDays(1) {
		if c.Workday(d) {
			n++
		}
	}
	return n
}

// LastWorkday is the last workday from one day until another, both included; the
// zero Date if there is none.
func (c *Calendar) LastWorkday(from, until Date) Date {
	for d := until; !d.Before(from); d = d.AddDays(-1) {
		if c.Workday(d) {
			return d
		}
	}
	return Date{}
}

// Works reports whether somebody of the town works on d: it is a workday, one of
// their days, and they are not away.
func (c *Calendar) Works(s Settings, d Date) bool { return c.Workday(d) && Present(s, d) }

// dayList holds days of one year, and with year 0 days of every year.
type dayList map[Date]bool

func parseDays(days []string) (dayList, error) {
	list := dayList{}
	for _, day := range days {
		d, err := ParseOwnDay(day)
		if err != nil {
			return nil, err
		}
		if d.Name != "" {
			return nil, fmt.Errorf("%s is no single day", day)
		}
		list[d.Date] = true
	}
	return list, nil
}

func (l dayList) has(d Date) bool {
	return l[d] || l[Date{Month: d.Month, Day: d.Day}]
}
