package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// PageSize is how many things a list shows at a time.
const PageSize = 8

// List says which ideas a list holds.
type List struct {
	Key    string // the catalogue entry of its heading: "idea.list.all"
	Ideas  []*townhall.Idea
	Total  int
	Offset int
	Query  string // what was searched for
	Next   string // the action that shows the next page
}

// Ideas lists ideas, one line each, with a select to open one of them.
func Ideas(p *i18n.Printer, l List, rows ...bot.Row) bot.Message {
	args := i18n.Args{"Count": l.Total, "Query": l.Query}
	if len(l.Ideas) == 0 {
		return Say(p, l.Key+"_none", args, rows...)
	}
	m := Say(p, l.Key, args)
	var items [][]bot.Span
	open := bot.Control{Action: "idea.show", Label: p.Line("button.idea.open", nil)}
	for _, i := range l.Ideas {
		line := p.Text("idea.list.item", i18n.Args{"Number": i.ID, "Title": shorten(i.Title, listExcerpt),
			"State": stateName(i, nil), "Count": i.Votes, "Until": Day(i.ParkedUntil), "Other": i.MergedInto})
		items = append(items, line[0].Spans)
		open.Options = append(open.Options, bot.Option{Value: Num(i.ID), Label: shorten(Num(i.ID)+" "+i.Title, 70)})
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	m.Rows = append(m.Rows, bot.Row{open})
	if next := l.Offset + len(l.Ideas); next < l.Total && l.Next != "" {
		more := bot.Button(l.Next, Num(int64(next)), p.Line("button.next_page", i18n.Args{"Count": l.Total - next}))
		m.Rows = append(m.Rows, bot.Row{more})
	}
	for _, r := range rows {
		if len(r) > 0 {
			m.Rows = append(m.Rows, r)
		}
	}
	return m
}

// SimilarIdeas offers what is there already before something is filed. Draft is
// the id under which the words wait; unnamed offers to file without a name too,
// for somebody's very first idea.
func SimilarIdeas(p *i18n.Printer, similar []townhall.IdeaView, draft string, anonymous, unnamed bool) bot.Message {
	m := bot.Message{Line: p.Line("idea.similar.line", i18n.Args{"Count": len(similar)})}
	var items [][]bot.Span
	var support bot.Row
	for _, v := range similar {
		key := "idea.similar.item"
		if v.State == townhall.IdeaDeclined && v.Reason != "" {
			key = "idea.similar.item_declined"
		}
		items = append(items, p.Text(key, ideaArgs(v))[0].Spans)
		if v.CheckVote(somebody) == nil {
			label := p.Line("button.idea.support_similar", i18n.Args{"Number": v.ID})
			support = append(support, bot.Button("idea.support_similar", Num(v.ID)+" "+draft, label))
		}
	}
	m.Text = bot.Text{{Items: items}}
	key := "idea.seen_by.named_draft"
	if anonymous {
		key = "idea.seen_by.anonymous_draft"
	}
	channel := ""
	if len(similar) > 0 {
		channel = similar[0].ChannelName
	}
	m.Text = m.Text.Append(p.Text(key, i18n.Args{"Channel": ChannelWords(p, channel)}))
	other := bot.Row{bot.Button("idea.file_draft", draft, p.Line("button.idea.file_draft", nil))}
	if unnamed {
		other = append(other, bot.Button("idea.file_draft_unnamed", draft, p.Line("button.idea.file_draft_unnamed", nil)))
	}
	other = append(other, bot.Button("idea.drop_draft", draft, p.Line("button.idea.drop_draft", nil)))
	if len(support) > 0 {
		m.Rows = append(m.Rows, support)
	}
	m.Rows = append(m.Rows, other)
	return m
}
