package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// absence notes from when until when somebody is away: "1.4. bis 9.4.", "bis
// 9.4.", "morgen". Nobody asks why.
func absence(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.absenceForm()
	}
	return c.setAbsence(parseAbsence(c.Args.Text, c.Today))
}

func (c *Call) absenceForm() (bot.Reply, error) {
	from, until := c.field(bot.FieldDate, "away_from", 40), c.field(bot.FieldDate, "away_until", 40)
	from.ID, until.ID = "from", "until"
	from.Value = c.Today.String()
	return c.form("lotsenfunk.absence", "settings.absence", State{}, c.P.Text("settings.absence.form_intro", nil), from, until), nil
}

func absenceForm(c *Call) (bot.Reply, error) {
	from, until := c.value("from"), c.value("until")
	for field, typed := range map[string]string{"from": from, "until": until} {
		if _, ok := ParseDate(typed, c.Today); !ok && typed != "" {
			return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", typed, "Field", field)
		}
	}
	if until == "" {
		until = from
	}
	return c.setAbsence(parseAbsence(from+" bis "+until, c.Today))
}

func (c *Call) setAbsence(a townhall.Absence, bad string) (bot.Reply, error) {
	if bad != "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.absence_usage", "Text", bad)
	}
	return c.changeSettings(func(_ *storage.Tx, s *townhall.Settings) error { return s.SetAbsence(a.From, a.Until, c.Today) })
}

// back ends an absence, also one that has not begun.
func back(c *Call) (bot.Reply, error) {
	return c.changeSettings(func(_ *storage.Tx, s *townhall.Settings) error {
		s.Absence = townhall.Absence{}
		return nil
	})
}

var fromUntil = regexp.MustCompile(`(?i)^(.*?)\s*(?:\bbis\s+(?:zum\s+)?|\buntil\s+|\bto\s+|\s[-–]\s?|–)(.+)$`)

// longAgo is how many days ago a day without its year is no longer meant, but
// the one to come.
const longAgo = 183

// parseAbsence reads from when until when; what cannot be read is bad.
func parseAbsence(text string, today townhall.Date) (a townhall.Absence, bad string) {
	text = strings.TrimSpace(text)
	first, rest := cutWord(text)
	if w := fold(first); w == "vom" || w == "von" || w == "ab" || w == "from" {
		text = rest
	}
	m := fromUntil.FindStringSubmatch(text)
	if m == nil {
		d, ok := ParseDate(text, today)
		if !ok {
			return a, text
		}
		until := d
		if w := fold(text); w == "naechste woche" || w == "next week" {
			until = d.AddDays(4)
		}
		return townhall.Absence{From: d, Until: until}, ""
	}
	var ok bool
	if a.Until, ok = ParseDate(m[2], today); !ok {
		return a, m[2]
	}
	a.From = today
	if m[1] == "" {
		return a, ""
	}
	if a.From, ok = ParseDate(m[1], today); ok && a.Until.Before(a.From) { // perhaps away since some day of the past: "1.4." without its year
		since, read := ParseDate(m[1], a.Until.AddDays(-365))
		if read && today.Before(since.AddDays(longAgo)) {
			a.From = since
		}
	}
	if !ok {
		return a, m[1]
	}
	return a, ""
}

// workingDays sets the days of the week on which somebody works: "mo-do", "mo mi
// fr", "alle".
func workingDays(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.workingDaysForm()
	}
	days, ok := parseWorkingDays(c.Args.Text)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.days_usage", "Text", c.Args.Text)
	}
	return c.setWorkingDays(days)
}

func (c *Call) workingDaysForm() (bot.Reply, error) {
	var s townhall.Settings
	err := c.View(func(tx *storage.Tx) (err error) {
		s, err = tx.Settings(c.Person.ID)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	var fields []bot.Field
	for _, d := range townhall.Weekdays {
		name := strings.ToLower(d.String())
		fields = append(fields, bot.Field{ID: name, Kind: bot.FieldCheck, Label: c.P.Line("date.weekday."+name, nil),
			Value: strconv.FormatBool(s.Works.Has(d)), Optional: true})
	}
	return c.form("lotsenfunk.days", "settings.days", State{}, c.P.Text("settings.days.form_intro", nil), fields...), nil
}

func workingDaysForm(c *Call) (bot.Reply, error) {
	var days []time.Weekday
	for _, d := range townhall.Weekdays {
		if c.value(strings.ToLower(d.String())) == "true" {
			days = append(days, d)
		}
	}
	return c.setWorkingDays(townhall.DaysOf(days...))
}

func (c *Call) setWorkingDays(days townhall.WorkingDays) (bot.Reply, error) {
	return c.changeSettings(func(_ *storage.Tx, s *townhall.Settings) error { return s.SetWorkingDays(days) })
}

// parseWorkingDays reads days of the week, one by one or from one to another.
func parseWorkingDays(text string) (townhall.WorkingDays, bool) {
	text = fold(text)
	if slices.Contains([]string{"alle", "all", "standard", "default"}, text) {
		return townhall.EveryWorkingDay, true
	}
	for _, dash := range []string{"–", "-"} {
		text = strings.ReplaceAll(text, dash, " bis ")
	}
	var days []time.Weekday
	span := false
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '+' }) {
		switch word {
		case "und", "and":
			continue
		case "bis", "to", "until":
			span = len(days) > 0
			continue
		}
		d, ok := weekdays[word]
		if !ok {
			d, ok = shortWeekdays[word]
		}
		if !ok {
			return 0, false
		}
		if span {
			for between := days[len(days)-1] + 1; between < d; between++ {
				days = append(days, between)
			}
			span = false
		}
		days = append(days, d)
	}
	return townhall.DaysOf(days...), len(days) > 0
}

// shortWeekdays are the English short forms; the German ones are dates too.
var shortWeekdays = map[string]time.Weekday{"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday,
	"sat": time.Saturday, "sun": time.Sunday}

// quiet sets the hours in which nothing comes that can wait: "17:00 bis 8:00".
func quiet(c *Call) (bot.Reply, error) {
	text := fold(c.Args.Text)
	if text == "" {
		return c.quietForm()
	}
	if text == "standard" || text == "default" {
		return c.setQuiet(townhall.DefaultQuietHours)
	}
	m := quietSpan.FindStringSubmatch(text)
	if m == nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.quiet_usage", "Text", c.Args.Text)
	}
	return c.quietFrom(m[1], m[2])
}

var (
	quietSpan = regexp.MustCompile(`^(?:von |from )?(.+?)\s*(?:\bbis\b|\buntil\b|\bto\b|-|–)\s*(.+)$`)
	clockTime = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr|h)?$`)
)

func (c *Call) quietForm() (bot.Reply, error) {
	var s townhall.Settings
	err := c.View(func(tx *storage.Tx) (err error) {
		s, err = tx.Settings(c.Person.ID)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	from, until := c.field(bot.FieldLine, "quiet_from", 10), c.field(bot.FieldLine, "quiet_until", 10)
	from.ID, from.Value = "from", s.Quiet.From.String()
	until.ID, until.Value = "until", s.Quiet.Until.String()
	return c.form("lotsenfunk.quiet", "settings.quiet", State{}, c.P.Text("settings.quiet.form_intro", nil), from, until), nil
}

func quietForm(c *Call) (bot.Reply, error) { return c.quietFrom(c.value("from"), c.value("until")) }

func (c *Call) quietFrom(from, until string) (bot.Reply, error) {
	var q townhall.QuietHours
	var ok bool
	if q.From, ok = parseClock(from); !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.quiet_usage", "Text", from, "Field", "from")
	}
	if q.Until, ok = parseClock(until); !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.quiet_usage", "Text", until, "Field", "until")
	}
	return c.setQuiet(q)
}

func (c *Call) setQuiet(q townhall.QuietHours) (bot.Reply, error) {
	return c.changeSettings(func(_ *storage.Tx, s *townhall.Settings) error { return s.SetQuietHours(q) })
}

// parseClock reads a time of day: 17:00, 17.30, 17 Uhr, 24 for midnight.
func parseClock(s string) (townhall.ClockTime, bool) {
	m := clockTime.FindStringSubmatch(fold(strings.TrimSpace(s)))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if hour == 24 && minute == 0 {
		hour = 0
	}
	return townhall.ClockTime(60*hour + minute), hour < 24 && minute < 60
}
