package cards

import (
	"fmt"
	"strconv"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Say makes the message of a catalogue entry: KEY.line is its first line, and
// KEY.text, if there is one, what follows.
func Say(p *i18n.Printer, key string, args i18n.Args, rows ...bot.Row) bot.Message {
	m := bot.Message{Line: p.Line(key+".line", args)}
	if p.Has(key + ".text") {
		m.Text = p.Text(key+".text", args)
	}
	for _, r := range rows {
		if len(r) > 0 {
			m.Rows = append(m.Rows, r)
		}
	}
	return m
}

// Args turns the arguments of a rule's error or notice into the printer's: days
// become days, states and the like become catalogue entries.
func Args(in map[string]any) i18n.Args {
	args := make(i18n.Args, len(in))
	for name, v := range in {
		switch v := v.(type) {
		case townhall.Date:
			args[name] = Day(v)
		case townhall.IdeaState:
			args[name] = i18n.Key("state.idea." + string(v))
		case townhall.ProjectState:
			args[name] = i18n.Key("state.project." + string(v))
		case townhall.HelpRequestState:
			args[name] = i18n.Key("state.help_request." + string(v))
		case townhall.MilestoneState:
			args[name] = i18n.Key("state.milestone." + string(v))
		case townhall.WorkPackageState:
			args[name] = i18n.Key("state.work_package." + string(v))
		case townhall.DecisionState:
			args[name] = i18n.Key("state.decision." + string(v))
		default:
			args[name] = v
		}
	}
	return args
}

// Day prints a day of the calendar. It is given to the printer as noon in UTC,
// which falls on the same day in every European zone.
func Day(d townhall.Date) i18n.Day { return i18n.Day{Time: d.At(12, 0, time.UTC)} }

// button makes a button whose label stands in the catalogue under
// button.ACTION, with n as its value.
func button(p *i18n.Printer, action string, n townhall.Number) bot.Control {
	c := bot.Button(action, Num(n), p.Line("button."+action, nil))
	if action == "idea.withdraw" { // it cannot be undone
		c.Confirm = p.Line("idea.withdraw_confirm", i18n.Args{"Number": n})
	}
	return c
}

// ShowButton leads to a thing by its number.
func ShowButton[T ~int64](p *i18n.Printer, kind townhall.Kind, n T) bot.Control {
	return bot.Button(showAction(kind), Num(n), p.Line("thing."+string(kind), i18n.Args{"Number": n}))
}

// showAction shows a thing of a kind. A row of the wrong kind would show it too.
func showAction(kind townhall.Kind) string {
	switch kind {
	case townhall.KindProject:
		return "project.show"
	case townhall.KindWorkPackage:
		return "package.show"
	case townhall.KindHelpRequest:
		return "question.show"
	}
	return "idea.show"
}

func primary(c bot.Control) bot.Control {
	c.Style = bot.StylePrimary
	return c
}

// Num writes a number as a control's value.
func Num[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// shorten cuts what people typed to n characters, for cards that only hint at it.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return fmt.Sprintf("%s …", string(r[:n]))
}
