package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// QuestionList says which questions a list holds.
type QuestionList struct {
	Key       string // the catalogue entry of its heading: "question.queue_list"
	Questions []*townhall.HelpRequest
	Total     int
	Offset    int
	Viewer    *townhall.Person
	Next      string // the action that shows the next page
}

// Questions lists questions, one line each, with a select to open one of them. Of
// what the viewer may not read there is the topic only.
func Questions(p *i18n.Printer, l QuestionList) bot.Message {
	args := i18n.Args{"Count": l.Total}
	if len(l.Questions) == 0 {
		return Say(p, l.Key+"_none", args)
	}
	m := Say(p, l.Key, args)
	var items [][]bot.Span
	open := bot.Control{Action: "question.show", Label: p.Line("button.question.open", nil)}
	for _, q := range l.Questions {
		items = append(items, QuestionItem(p, q, l.Viewer)[0].Spans)
		label := p.Line("thing.help_request", i18n.Args{"Number": q.ID})
		if townhall.May(l.Viewer, townhall.VerbReadQuestion, q) == nil {
			label = Num(q.ID) + " " + q.Title
		}
		open.Options = append(open.Options, bot.Option{Value: Num(q.ID), Label: shorten(label, 70)})
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	m.Rows = append(m.Rows, bot.Row{open})
	if next := l.Offset + len(l.Questions); next < l.Total {
		m.Rows = append(m.Rows, bot.Row{bot.Button(l.Next, Num(int64(next)), p.Line("button.next_page", i18n.Args{"Count": l.Total - next}))})
	}
	return m
}

// QuestionItem is a question in one line of a list.
func QuestionItem(p *i18n.Printer, q *townhall.HelpRequest, viewer *townhall.Person) bot.Text {
	v := townhall.HelpRequestView{HelpRequest: q}
	args := questionArgs(v)
	key := "question.item"
	switch {
	case townhall.May(viewer, townhall.VerbReadQuestion, q) != nil:
		key = "question.item_sealed"
	case q.Confidential:
		key = "question.item_confidential"
	}
	args["Title"] = shorten(q.Title, listExcerpt)
	return p.Text(key, args)
}

// Lotsen lists who helps with what: a line for each topic that somebody has.
// Names are display names with the department.
func Lotsen(p *i18n.Printer, topics []string, names map[string][]string, rows ...bot.Row) bot.Message {
	m := Say(p, "question.who", nil, rows...)
	var items [][]bot.Span
	for _, topic := range topics {
		key := "question.who_item"
		if len(names[topic]) == 0 {
			key = "question.who_nobody"
		}
		items = append(items, p.Text(key, i18n.Args{"Topic": i18n.Key("topic." + topic), "Names": names[topic]})[0].Spans)
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	return m
}

// Week is a Lotse's own week: what they look after, and the hours agreed. Nobody
// else sees it.
func Week(p *i18n.Printer, me *townhall.Person, questions []*townhall.HelpRequest, packages []*townhall.WorkPackage) bot.Message {
	m := Say(p, "question.week", nil, bot.Row{button(p, "question.queue", 0), button(p, "question.mine", 0)})
	for i := range m.Rows[0] {
		m.Rows[0][i].Value = ""
	}
	if me.HoursPerWeek > 0 {
		m.Text = m.Text.Append(p.Text("question.week_hours", i18n.Args{"Count": me.HoursPerWeek}))
	}
	var items [][]bot.Span
	for _, q := range questions {
		items = append(items, QuestionItem(p, q, me)[0].Spans)
	}
	for _, w := range packages {
		items = append(items, p.Text("question.week_package", i18n.Args{"Number": w.ID, "Title": shorten(w.Title, listExcerpt),
			"Hours": w.Hours, "Date": Day(w.Due), "State": i18n.Key("state.work_package." + string(w.State))})[0].Spans)
	}
	if len(items) > 0 {
		m.Text = m.Text.Append(bot.Text{{Items: items}})
	} else {
		m.Text = m.Text.Append(p.Text("question.week_free", nil))
	}
	m.Text = m.Text.Append(p.Text("question.week_seen_by", nil))
	return m
}
