package cards

import (
	"net/url"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// questionNoticeArgs are the arguments of a notice about a question. What was
// said stands in the conversation; the notice only says where.
func questionNoticeArgs(t Told) i18n.Args {
	args := questionArgs(*t.HelpRequest)
	seq, _ := strconv.Atoi(t.Values["remark"])
	for _, r := range t.HelpRequest.Remarks {
		if r.Seq == seq {
			args["By"], args["Text"] = r.AuthorName, r.Text
		}
	}
	if name := t.Values["contact"]; name != "" {
		args["Contact"] = name
	}
	return args
}

// questionNotice adds to a notice about a question what only some of them have:
// what was said, where it need not be, and the e-mail that a Lotse is to send.
func questionNotice(p *i18n.Printer, t Told, m *bot.Message) {
	v := *t.HelpRequest
	m.About = Num(t.Number)
	args := questionNoticeArgs(t)
	switch t.Kind {
	case "question.forward", "question.ask_consent", "question.reopen":
		if t.To == townhall.ToContact && v.Text != "" {
			m.Text = m.Text.Append(p.Text("question.body", i18n.Args{"Text": v.Text}))
		}
		if args["By"] != nil {
			m.Text = m.Text.Append(p.Text("notice.question.words", args))
		}
	case "question.consent":
		switch {
		case t.To == townhall.ToContact && v.Text != "":
			m.Text = m.Text.Append(p.Text("question.body", i18n.Args{"Text": v.Text}))
		case t.To == townhall.ToClaimer && v.ContactEmail != "":
			m.Text = m.Text.Append(QuestionEmail(p, v))
		}
	}
}

// questionNoticeButtons are the next steps of whoever hears of a question.
func questionNoticeButtons(p *i18n.Printer, t Told) bot.Row {
	first, more := questionButtons(p, *t.HelpRequest)
	if len(more) > 0 {
		first = append(first, button(p, "question.more", t.Number))
	}
	if len(first) == 0 {
		return bot.Row{button(p, "question.show", t.Number)}
	}
	return first
}

// QuestionEmail says that the Lotse sends the e-mail to the contact, and holds
// it, ready to be sent.
func QuestionEmail(p *i18n.Printer, v townhall.HelpRequestView) bot.Text {
	args := questionArgs(v)
	args["Text"] = v.Text
	query := url.Values{"subject": {p.Line("question.email_subject", args)}, "body": {p.Text("question.email_body", args).Plain()}}
	// In mailto addresses a blank is %20 (RFC 6068), not the + of web forms.
	link := "mailto:" + url.PathEscape(v.ContactEmail) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
	args["Email"] = i18n.Link{URL: link, Words: v.ContactEmail}
	return p.Text("question.email", args)
}
