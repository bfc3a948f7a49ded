package commands

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// rhythm sets how the town reads "two weeks": "14 Tage", "10 Arbeitstage".
func rhythm(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text != "" {
		return c.setRhythm(rhythmNamed(c.Args.Text))
	}
	field := c.field(bot.FieldSelect, "rhythm", 0)
	for _, r := range townhall.Rhythms {
		field.Options = append(field.Options, bot.Option{Value: string(r), Label: c.P.Line("cohort.rhythm."+string(r), nil)})
	}
	field.Value = string(townhall.Rhythms[0])
	if c.Org.Rhythm != "" {
		field.Value = string(c.Org.Rhythm)
	}
	return c.form("lotsenfunk.rhythm", "town.rhythm", State{}, c.P.Text("town.rhythm.form_intro", nil), field), nil
}

func rhythmForm(c *Call) (bot.Reply, error) {
	return c.setRhythm(townhall.Rhythm(c.value("rhythm")))
}

func (c *Call) setRhythm(r townhall.Rhythm) (bot.Reply, error) {
	_, err := c.changeTown("town.rhythm", map[string]string{"rhythm": string(r)}, func(o *townhall.Organisation) error { return o.SetRhythm(r) })
	if err != nil {
		return bot.Nothing(), err
	}
	return c.calendarCard("town.rhythm_changed", nil)
}

// rhythmNamed reads a rhythm as people type it; what cannot be read is none.
func rhythmNamed(text string) townhall.Rhythm {
	words := strings.Fields(fold(text))
	for _, w := range []string{"arbeitstage", "arbeitstagen", "arbeitstag", "workdays", "ten_workdays"} {
		if slices.Contains(words, w) || strings.Contains(fold(text), "working day") {
			return townhall.RhythmWorkdays
		}
	}
	for _, w := range []string{"14", "tage", "tagen", "days", "wochentag", "weekday", "fixed_weekday"} {
		if slices.Contains(words, w) {
			return townhall.RhythmWeekday
		}
	}
	return ""
}

// state says in which Bundesland the town is: by its code or its name.
func state(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text != "" {
		return c.setState(c.Args.Text)
	}
	field := c.field(bot.FieldSelect, "state", 0)
	for _, s := range townhall.States() {
		field.Options = append(field.Options, bot.Option{Value: s, Label: c.P.Line("bundesland."+s, nil)})
	}
	field.Value = c.Org.State
	return c.form("lotsenfunk.state", "town.state", State{}, c.P.Text("town.state.form_intro", nil), field), nil
}

func stateForm(c *Call) (bot.Reply, error) { return c.setState(c.value("state")) }

func (c *Call) setState(typed string) (bot.Reply, error) {
	name := fold(typed)
	for _, s := range townhall.States() {
		if name == fold(s) || name == fold(c.P.Line("bundesland."+s, nil)) {
			typed = s
		}
	}
	struck, err := c.changeTown("town.state", map[string]string{"state": typed}, func(o *townhall.Organisation) error { return o.SetState(typed) })
	if err != nil {
		return bot.Nothing(), err
	}
	return c.calendarCard("town.calendar_changed", struck)
}

// deadlines sets in how many workdays ideas are answered and decided: "5 30".
func deadlines(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetCalendar, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		answer, decide := c.field(bot.FieldLine, "answer_within", 4), c.field(bot.FieldLine, "decide_within", 4)
		answer.Value, decide.Value = strconv.Itoa(c.Org.AnswerWithin), strconv.Itoa(c.Org.DecideWithin)
		return c.form("lotsenfunk.deadlines", "town.deadlines", State{}, c.P.Text("town.deadlines.form_intro", nil), answer, decide), nil
	}
	var numbers []int
	for _, word := range strings.FieldsFunc(c.Args.Text, func(r rune) bool { return r < '0' || r > '9' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			n = -1 // too long to be one: refused
		}
		numbers = append(numbers, n)
	}
	if len(numbers) != 2 {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.deadlines_usage")
	}
	return c.setDeadlines(numbers[0], numbers[1], "")
}

func deadlinesForm(c *Call) (bot.Reply, error) {
	answer, err := strconv.Atoi(c.value("answer_within"))
	if err != nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.bad_deadlines", "Field", "answer_within", "Max", townhall.MaxDeadline)
	}
	decide, err := strconv.Atoi(c.value("decide_within"))
	if err != nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "town.bad_deadlines", "Field", "decide_within", "Max", townhall.MaxDeadline)
	}
	return c.setDeadlines(answer, decide, "answer_within")
}

func (c *Call) setDeadlines(answer, decide int, field string) (bot.Reply, error) {
	data := map[string]string{"answer": strconv.Itoa(answer), "decide": strconv.Itoa(decide)}
	_, err := c.changeTown("town.deadlines", data, func(o *townhall.Organisation) error { return o.SetDeadlines(answer, decide) })
	if err != nil {
		return bot.Nothing(), asField(err, "answer", field)
	}
	return c.say("town.deadlines_changed", i18n.Args{"Answer": answer, "Decide": decide}, bot.Row{c.button("lotsenfunk.calendar", "")}), nil
}
