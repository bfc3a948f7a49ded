package cards

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// TownCalendar is when a town works, as those see it who set it.
type TownCalendar struct {
	Org      *townhall.Organisation
	Calendar *townhall.Calendar
	Today    townhall.Date
	School   townhall.SchoolHolidays
	Struck   []Struck
}

// Struck are dates of a cohort that lie on a day off because of what was changed.
type Struck struct {
	*townhall.CohortView
	Dates []*townhall.Occurrence
}

// DayOff is a day off and which one.
type DayOff struct {
	Date townhall.Date
	Name string // a catalogue key below day_off
}

// NextDaysOff are the days off from one day until another that fall on a working
// day of the week.
func NextDaysOff(cal *townhall.Calendar, from, until townhall.Date) (all []DayOff) {
	for d := from; !until.Before(d); d = d.AddDays(1) {
		if name, off := cal.DayOff(d); off && townhall.EveryWorkingDay.Has(d.Weekday()) {
			all = append(all, DayOff{d, name})
		}
	}
	return all
}

// NamedDay is a day off in a few words: "Fr., 26. März (Karfreitag)".
func NamedDay(p *i18n.Printer, d DayOff) string {
	return p.Line("town.day.named", i18n.Args{"Day": Day(d.Date), "Kind": i18n.Key("day_off." + d.Name)})
}

// OwnDay is a day of the town's own in a few words: "24. Dezember jedes Jahr".
func OwnDay(p *i18n.Printer, d townhall.OwnDay) string {
	var words string
	switch {
	case d.Name != "":
		return p.Line("day_off."+d.Name, nil)
	case d.Yearly():
		words = p.Line("town.day.yearly", i18n.Args{"Count": d.Date.Day, "Kind": i18n.Key("date.month." + strings.ToLower(d.Date.Month.String()))})
	default:
		words = p.Line("town.day.once", i18n.Args{"Day": Day(d.Date)})
	}
	if d.Label != "" {
		words += " (" + d.Label + ")"
	}
	return words
}

// TownCalendarCard says when the town works, and offers to change it; first of all
// which dates a change has struck.
func TownCalendarCard(p *i18n.Printer, key string, c TownCalendar) bot.Message {
	m := Say(p, key, nil)
	struck, move := c.struck(p)
	m.Text = struck.Append(bot.Text{{Items: c.items(p)}}, m.Text, p.Text("town.calendar_seen_by", nil))
	if len(move) > 0 {
		m.Rows = append(m.Rows, move)
	}
	row := bot.Row{}
	for _, action := range []string{"lotsenfunk.day_off", "lotsenfunk.workday", "lotsenfunk.calendar_more"} {
		row = append(row, bot.Button(action, "", p.Line("button."+action, nil)))
	}
	m.Rows = append(m.Rows, row)
	return m
}

// mostMoves is how many struck dates a card offers to move.
const mostMoves = 4

// struck says of each date that was struck that it is, with a button that moves it
// for those who run its cohort.
func (c TownCalendar) struck(p *i18n.Printer) (text bot.Text, move bot.Row) {
	for _, one := range c.Struck {
		for _, o := range one.Dates {
			args := i18n.Args{"Title": one.Title}
			addOccurrence(args, one.Cohort, o)
			text = text.Append(p.Text("town.struck", args))
			if one.Runs() && len(move) < mostMoves {
				b := dateButton(p, one.CohortView, "cohort.move", o)
				move = append(move, b)
			}
		}
	}
	if len(move) > 1 { // which of them
		n := 0
		for _, one := range c.Struck {
			for _, o := range one.Dates {
				if one.Runs() && n < len(move) {
					move[n].Label = p.Line("button.town.move", i18n.Args{"Day": Day(o.Date)})
					n++
				}
			}
		}
	}
	return text, move
}

// named is a day off in a few words; one of the town's own by what the town calls it.
func (c TownCalendar) named(p *i18n.Printer, off DayOff) string {
	for _, s := range c.Org.ExtraDaysOff {
		d, err := townhall.ParseOwnDay(s)
		if err != nil || d.Label == "" || d.Date.Month != off.Date.Month || d.Date.Day != off.Date.Day || !d.Yearly() && d.Date != off.Date {
			continue
		}
		return OwnDay(p, townhall.OwnDay{Date: off.Date, Label: d.Label})
	}
	return NamedDay(p, off)
}

// shownDaysOff is how many of the next days off the card names.
const shownDaysOff = 5

func (c TownCalendar) items(p *i18n.Printer) [][]bot.Span {
	item := func(key string, args i18n.Args) []bot.Span { return p.Text(key, args)[0].Spans }
	rhythm := c.Org.Rhythm
	if rhythm == "" {
		rhythm = townhall.Rhythms[0]
	}
	days := func(list []string) (names []string) {
		for _, s := range list {
			if d, err := townhall.ParseOwnDay(s); err == nil && (d.Yearly() || !d.Date.Before(c.Today)) {
				names = append(names, OwnDay(p, d))
			}
		}
		return names
	}
	var next []string
	for _, d := range NextDaysOff(c.Calendar, c.Today, c.Today.AddDays(365)) {
		if len(next) < shownDaysOff {
			next = append(next, c.named(p, d))
		}
	}
	items := [][]bot.Span{item("town.item.state", i18n.Args{"State": i18n.Key("bundesland." + c.Org.State)})}
	if own := days(c.Org.ExtraDaysOff); len(own) > 0 {
		items = append(items, item("town.item.extra", i18n.Args{"Names": own}))
	} else {
		items = append(items, item("town.item.no_extra", nil))
	}
	if worked := days(c.Org.RemovedDaysOff); len(worked) > 0 {
		items = append(items, item("town.item.removed", i18n.Args{"Names": worked}))
	}
	items = append(items, item("town.item.next", i18n.Args{"Names": next}),
		item("town.item.rhythm", i18n.Args{"Kind": i18n.Key("cohort.rhythm." + string(rhythm))}),
		item("town.item.deadlines", i18n.Args{"Answer": c.Org.AnswerWithin, "Decide": c.Org.DecideWithin}))
	if last := c.School.Until(); !last.Before(c.Today) {
		return append(items, item("town.item.school", i18n.Args{"Until": Day(last)}))
	}
	return append(items, item("town.item.no_school", nil))
}
