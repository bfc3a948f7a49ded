package commands

import (
	"regexp"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// calendarVerbs are what can be said behind "kalender".
var calendarVerbs = map[string]string{
	"dienstfrei": "lotsenfunk.day_off", "frei": "lotsenfunk.day_off", "day-off": "lotsenfunk.day_off", "off": "lotsenfunk.day_off",
	"dienst": "lotsenfunk.workday", "workday": "lotsenfunk.workday", "arbeitstag": "lotsenfunk.workday",
	"rhythmus": "lotsenfunk.rhythm", "rhythm": "lotsenfunk.rhythm",
	"bundesland": "lotsenfunk.state", "land": "lotsenfunk.state", "state": "lotsenfunk.state",
	"fristen": "lotsenfunk.deadlines", "deadlines": "lotsenfunk.deadlines",
}

// townCalendar shows when the town works, or changes it: "dienstfrei 11.2.".
func townCalendar(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	first, rest := cutWord(c.Args.Text)
	if action, ok := calendarVerbs[fold(first)]; ok {
		return c.router.row(c, action, Args{Text: rest})(c)
	}
	if first != "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.calendar_usage")
	}
	return c.calendarCard("town.calendar", nil)
}

func (c *Call) calendarCard(key string, struck []cards.Struck) (bot.Reply, error) {
	view := cards.TownCalendar{Org: c.Org, Today: c.Today, Struck: struck}
	err := c.View(func(tx *storage.Tx) (err error) {
		view.School, err = tx.SchoolHolidays()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if view.Calendar, err = c.router.calendar(c.Org); err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.TownCalendarCard(c.P, key, view)), nil
}

// calendarMore is the rest of what can be set.
func calendarMore(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.say("town.calendar_rest", nil, bot.Row{c.button("lotsenfunk.rhythm", ""), c.button("lotsenfunk.deadlines", ""),
		c.button("lotsenfunk.state", ""), c.button("cohort.reminders", "")}), nil
}

// changeTown lets a rule change the town's settings, notes what was done, and
// finds the dates of cohorts that lie on a day off because of it. To move them is
// for the coordination that runs the cohort.
func (c *Call) changeTown(action string, data map[string]string, rule func(*townhall.Organisation) error) (struck []cards.Struck, err error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return nil, err
	}
	err = c.Update(func(tx *storage.Tx) error {
		org, err := tx.Organisation()
		if err != nil {
			return err
		}
		before, err := c.router.calendar(org)
		if err != nil {
			return err
		}
		if err := rule(org); err != nil {
			return err
		}
		after, err := c.router.calendar(org)
		if err != nil {
			return err
		}
		c.Org = org
		if err := tx.SaveOrganisation(org); err != nil {
			return err
		}
		if err := tx.AppendEvent(&storage.Event{Action: action, At: c.Now, On: c.Today, Data: data}); err != nil {
			return err
		}
		struck, err = c.struck(tx, before, after)
		return err
	})
	return struck, err
}

// struck are the dates to come that were on workdays of this town before.
func (c *Call) struck(tx *storage.Tx, before, after *townhall.Calendar) (all []cards.Struck, err error) {
	cohorts, err := tx.Cohorts("")
	if err != nil {
		return nil, err
	}
	for _, b := range cohorts {
		if !b.Open(c.Today) {
			continue
		}
		v, err := c.cohortOf(tx, b.CohortKey)
		if err != nil {
			return nil, err
		}
		if dates := v.Struck(before, after, c.Today); len(dates) > 0 {
			all = append(all, cards.Struck{CohortView: v, Dates: dates})
		}
	}
	return all, nil
}

// dayOff makes a day a day off: "11.2.2027 Weiberfastnacht", "24.12. jedes Jahr",
// "Rosenmontag".
func dayOff(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		return c.dayOffForm()
	}
	d, ok := c.ownDay(c.Args.Text)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.Text)
	}
	return c.freeDay(d)
}

func (c *Call) freeDay(d townhall.OwnDay) (bot.Reply, error) {
	struck, err := c.changeTown("town.day_off", map[string]string{"day": d.String()}, func(o *townhall.Organisation) error { return o.FreeDay(d, c.Today) })
	if err != nil {
		return bot.Nothing(), err
	}
	return c.calendarCard("town.calendar_changed", struck)
}

func (c *Call) dayOffForm() (bot.Reply, error) {
	date, known := c.field(bot.FieldDate, "day_off", 40), c.field(bot.FieldSelect, "known_day", 0)
	date.ID, date.Optional, known.Optional = "date", true, true
	for _, name := range townhall.MunicipalDays() {
		known.Options = append(known.Options, bot.Option{Value: name, Label: c.P.Line("day_off."+name, nil)})
	}
	yearly, label := c.field(bot.FieldCheck, "yearly", 0), c.field(bot.FieldLine, "day_label", townhall.MaxDayLabel)
	yearly.Optional, label.Optional = true, true
	return c.form("lotsenfunk.day_off", "town.day_off", State{}, c.P.Text("town.day_off.form_intro", nil), date, known, yearly, label), nil
}

func dayOffForm(c *Call) (bot.Reply, error) {
	typed, known := c.value("date"), c.value("known_day")
	switch {
	case typed == "" && slices.Contains(townhall.MunicipalDays(), known):
		return c.freeDay(townhall.OwnDay{Name: known})
	case typed == "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.no_day", "Field", "date")
	}
	d, ok := c.ownDay(typed)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", typed, "Field", "date")
	}
	if c.value("yearly") == "true" && d.Name == "" {
		d.Date.Year = 0
	}
	if d.Label == "" && d.Name == "" {
		d.Label = c.value("day_label")
	}
	return c.freeDay(d)
}

// workday makes a day a workday, although it was a day off.
func workday(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		return c.workdayForm()
	}
	d, ok := c.ownDay(c.Args.Text)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.Text)
	}
	return c.workOn(d, "")
}

func (c *Call) workOn(d townhall.OwnDay, field string) (bot.Reply, error) {
	struck, err := c.changeTown("town.workday", map[string]string{"day": d.String()}, func(o *townhall.Organisation) error { return o.WorkOn(d, c.Today) })
	if err != nil {
		return bot.Nothing(), asField(err, "date", field)
	}
	return c.calendarCard("town.calendar_changed", struck)
}

// workdayForm offers the town's own days off and the holidays of the next year.
func (c *Call) workdayForm() (bot.Reply, error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	day := c.field(bot.FieldSelect, "workday", 0)
	day.ID = "workday"
	for _, s := range c.Org.ExtraDaysOff {
		if d, err := townhall.ParseOwnDay(s); err == nil && (d.Yearly() || !d.Date.Before(c.Today)) {
			day.Options = append(day.Options, bot.Option{Value: s, Label: cards.OwnDay(c.P, d)})
		}
	}
	for _, h := range cards.NextDaysOff(cal, c.Today, c.Today.AddDays(365)) {
		if h.Name != "organisation" {
			day.Options = append(day.Options, bot.Option{Value: h.Date.String(), Label: cards.NamedDay(c.P, h)})
		}
	}
	return c.form("lotsenfunk.workday", "town.workday", State{}, c.P.Text("town.workday.form_intro", nil), day), nil
}

func workdayForm(c *Call) (bot.Reply, error) {
	d, err := townhall.ParseOwnDay(c.value("workday"))
	if err != nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.no_day", "Field", "workday")
	}
	return c.workOn(d, "workday")
}

var (
	everyYear = regexp.MustCompile(`(?i)\s*\b(?:jedes jahr|jährlich|jaehrlich|every year|yearly)\b\s*`)
	// endOfYear are the two days that are free every year or never.
	endOfYear = regexp.MustCompile(`^(?:24|31)\.\s*12\.?(?:\s+\D.*)?$`)
)

// ownDay reads a day off as people type it: by its name, or as a date, perhaps of
// every year, with what it is called behind it.
func (c *Call) ownDay(text string) (townhall.OwnDay, bool) {
	text = strings.TrimSpace(text)
	for _, name := range townhall.MunicipalDays() {
		if t := fold(text); t == name || t == fold(c.P.Line("day_off."+name, nil)) {
			return townhall.OwnDay{Name: name}, true
		}
	}
	yearly := everyYear.MatchString(text)
	text = strings.TrimSpace(everyYear.ReplaceAllString(text, " "))
	d, label, ok := cutDate(text, c.Today)
	if !ok || d.IsZero() {
		return townhall.OwnDay{}, false
	}
	if yearly || endOfYear.MatchString(text) {
		d.Year = 0
	}
	return townhall.OwnDay{Date: d, Label: label}, true
}
