package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Day is "Do., 25. März", with the year if the printer knows another one (At).
func (p *Printer) Day(d time.Time) string { return p.day(d, "date.weekday_short.") }

// LongDay is "Donnerstag, 25. März", with the year if the printer knows another
// one (At).
func (p *Printer) LongDay(d time.Time) string { return p.day(d, "date.weekday.") }

// Clock is "9:00 Uhr" in the printer's zone.
func (p *Printer) Clock(t time.Time) string {
	t = t.In(p.zone)
	return p.Line("date.clock", Args{"Hour": t.Hour(), "Minute": t.Format("04")})
}

// DateTime is "Do., 25. März, 9:00 Uhr" in the printer's zone.
func (p *Printer) DateTime(t time.Time) string {
	return p.Line("date.moment", Args{"Date": p.Day(t), "Clock": p.Clock(t)})
}

func (p *Printer) day(d time.Time, weekdays string) string {
	d = d.In(p.zone)
	args := Args{
		"Weekday": Key(weekdays + strings.ToLower(d.Weekday().String())),
		"Day":     d.Day(),
		"Month":   Key("date.month." + strings.ToLower(d.Month().String())),
		"Year":    strconv.Itoa(d.Year()),
	}
	if p.year == 0 || p.year == d.Year() {
		return p.Line("date.day", args)
	}
	return p.Line("date.day_and_year", args)
}
