package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// ReminderArgs name a kind of reminder.
func ReminderArgs(k townhall.ReminderKind) i18n.Args {
	return i18n.Args{"Kind": i18n.Key("reminders.kind." + string(k))}
}

// Reminders says when people of the town are reminded of what, and offers to
// change it.
func Reminders(p *i18n.Printer, key string, o *townhall.Organisation) bot.Message {
	m := Say(p, key, nil)
	change := bot.Control{Action: "cohort.reminders", Label: p.Line("button.reminders.change", nil)}
	var items [][]bot.Span
	for _, k := range townhall.ReminderKinds() {
		items = append(items, p.Text("reminders.item", i18n.Args{"Kind": i18n.Key("reminders.kind." + string(k)), "When": when(p, o.ReminderSetting(k))})[0].Spans)
		change.Options = append(change.Options, bot.Option{Value: string(k), Label: p.Line("reminders.kind."+string(k), nil)})
	}
	m.Text = bot.Text{{Items: items}}.Append(m.Text)
	m.Rows = []bot.Row{{change}}
	if len(o.ReminderChanges) > 0 {
		m.Rows = append(m.Rows, bot.Row{bot.Button("cohort.reminders", "standard", p.Line("button.reminders.usual", nil))})
	}
	return m
}

// when a reminder comes, in words.
func when(p *i18n.Printer, c townhall.ReminderChange) string {
	args := i18n.Args{"Count": c.Days + c.Workdays, "At": c.At.String()}
	switch {
	case c.Off:
		return p.Line("reminders.when.off", nil)
	case c.Days > 0:
		return p.Line("reminders.when.days", args)
	case c.Workdays > 0:
		return p.Line("reminders.when.workdays", args)
	}
	return p.Line("reminders.when.on_day", args)
}
