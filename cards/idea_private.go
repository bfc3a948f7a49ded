package cards

import (
	"net/url"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// IdeaPreview shows somebody's very first idea before it is filed. Draft is the
// id under which it waits.
func IdeaPreview(p *i18n.Printer, title, description, name, channel, draft string) bot.Message {
	args := i18n.Args{"Title": title, "Description": description, "Author": name, "Channel": ChannelWords(p, channel)}
	m := Say(p, "idea.preview", args, bot.Row{
		bot.Primary("idea.file_draft", draft, p.Line("button.idea.named", nil)),
		bot.Button("idea.file_draft_unnamed", draft, p.Line("button.idea.unnamed", nil)),
		bot.Button("idea.edit_draft", draft, p.Line("button.idea.edit_draft", nil)),
		bot.Button("idea.drop_draft", draft, p.Line("button.idea.drop_draft", nil)),
	})
	shown := p.Text("idea.title", args)
	if description != "" {
		shown = shown.Append(p.Text("idea.description", args))
	}
	m.Text = shown.Append(m.Text)
	return m
}

// IdeaByReceipt shows an anonymous idea to whoever has its receipt code.
func IdeaByReceipt(p *i18n.Printer, v townhall.IdeaView, code string) bot.Message {
	m := bot.Message{Line: p.Line("idea.card.line", ideaArgs(v)), Text: ideaBody(p, v, townhall.MaxIdeaDescription)}
	seenBy := "idea.seen_by.receipt"
	if v.State == townhall.IdeaWithdrawn {
		seenBy = "idea.seen_by.receipt_withdrawn"
	}
	m.Text = m.Text.Append(p.Text(seenBy, nil))
	var row bot.Row
	if v.Can(townhall.IdeaAnswer, v.Viewer) {
		row = append(row, bot.Primary("idea.receipt_answer", code, p.Line("button.idea.answer", nil)))
	}
	if v.Can(townhall.IdeaWithdraw, v.Viewer) {
		row = append(row, bot.Button("idea.receipt_withdraw", code, p.Line("button.idea.withdraw", nil)))
	}
	if len(row) > 0 {
		m.Rows = []bot.Row{row}
	}
	return m
}

// IdeaComments lists what was said about an idea; names are those of its people.
func IdeaComments(p *i18n.Printer, idea townhall.Number, comments []*townhall.Comment, names map[townhall.PersonID]string) bot.Message {
	m := Say(p, "idea.comments", i18n.Args{"Number": idea, "Count": len(comments)},
		bot.Row{button(p, "idea.comment", idea), button(p, "idea.show", idea)})
	for _, c := range comments {
		key := "idea.comment_item"
		if c.Author == "" {
			key = "idea.comment_item_unnamed"
		}
		m.Text = m.Text.Append(p.Text(key, i18n.Args{"Author": names[c.Author], "Date": Day(c.On), "Text": c.Text}))
	}
	return m
}

// Mailto is the address of an e-mail, ready to be sent, that hands an idea to a
// contact.
func Mailto(p *i18n.Printer, address string, idea *townhall.Idea) string {
	args := i18n.Args{"Number": idea.ID, "Title": idea.Title, "Description": idea.Description, "Reason": idea.Reason}
	query := url.Values{"subject": {p.Line("idea.email_subject", args)}, "body": {p.Text("idea.email_body", args).Plain()}}
	// In mailto addresses a blank is %20 (RFC 6068), not the + of web forms.
	return "mailto:" + url.PathEscape(address) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}
