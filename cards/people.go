package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Person is what the administration keeps of somebody.
func Person(p *i18n.Printer, key string, who *townhall.Person, department string) bot.Message {
	id := string(who.ID)
	name := p.Text("people.name", i18n.Args{"Person": who.Display})
	if who.Gone {
		m := Say(p, key, nil, bot.Row{bot.Button("lotsenfunk.return", id, p.Line("button.lotsenfunk.return", nil))})
		m.Text = name.Append(p.Text("people.gone", nil), m.Text)
		return m
	}
	left := bot.Button("lotsenfunk.leave", id, p.Line("button.lotsenfunk.leave", nil))
	left.Confirm, left.Style = p.Line("people.leave_confirm", nil), bot.StyleDanger
	m := Say(p, key, nil, bot.Row{
		bot.Button("lotsenfunk.roles", "geben "+id, p.Line("button.roles.give", nil)),
		bot.Button("lotsenfunk.department", id, p.Line("button.lotsenfunk.department", nil)),
		bot.Button("lotsenfunk.topics", id, p.Line("button.lotsenfunk.topics", nil)), left})
	items := [][]bot.Span{PersonItem(p, "people.item.department", "people.item.no_department", []string{department})}
	var roles []string
	for _, r := range townhall.Roles[1:] {
		if who.Is(r) {
			roles = append(roles, p.Line("role."+string(r), nil))
		}
	}
	topics := topicNames(p, who)
	items = append(items, PersonItem(p, "people.item.roles", "people.item.no_roles", roles))
	if who.Is(townhall.RoleLotse) || len(topics) > 0 {
		items = append(items, PersonItem(p, "people.item.topics", "people.item.no_topics", topics),
			p.Text("people.item.hours", i18n.Args{"Count": who.HoursPerWeek})[0].Spans)
	}
	m.Text = name.Append(bot.Text{{Items: items}}, m.Text)
	return m
}

// topicNames are the topics of a Lotse in words.
func topicNames(p *i18n.Printer, who *townhall.Person) (names []string) {
	for _, t := range who.Topics {
		names = append(names, p.Line("topic."+t, nil))
	}
	return names
}

// PersonItem is a line of a list with names in it, or the line for none.
func PersonItem(p *i18n.Printer, some, none string, names []string) []bot.Span {
	if len(names) == 0 || names[0] == "" {
		return p.Text(none, nil)[0].Spans
	}
	return p.Text(some, i18n.Args{"Names": names})[0].Spans
}

// Departments lists the departments, with a select to give one another name.
func Departments(p *i18n.Printer, key string, all []*townhall.Department) bot.Message {
	m := Say(p, key, nil, bot.Row{bot.Button("lotsenfunk.departments", "neu", p.Line("button.people.new_department", nil))})
	rename := bot.Control{Action: "lotsenfunk.department_name", Label: p.Line("button.people.rename", nil)}
	var items [][]bot.Span
	for _, d := range all {
		items = append(items, i18n.Words(d.Name)[0].Spans)
		rename.Options = append(rename.Options, bot.Option{Value: string(d.ID), Label: d.Name})
	}
	if len(items) > 0 {
		m.Text = m.Text.Append(bot.Text{{Items: items}})
		m.Rows = append(m.Rows, bot.Row{rename})
	}
	return m
}
