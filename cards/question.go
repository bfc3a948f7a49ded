package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// shownRemarks is how many of the last remarks a question's card shows.
const shownRemarks = 5

// QuestionInChannel is the card of a question in the channel of the Lotsen. What
// is said below it stays there; the card says so. Confidential questions never
// stand there.
func QuestionInChannel(p *i18n.Printer, v townhall.HelpRequestView) bot.Message {
	args := questionArgs(v)
	m := bot.Message{Line: p.Line("channel.question.line", args), About: Num(v.ID)}
	m.Text = questionBody(p, v, channelExcerpt)
	if v.State == townhall.HelpRequestNew {
		m.Text = m.Text.Append(p.Text("channel.question_below", args))
		m.Rows = []bot.Row{
			{primary(button(p, "question.claim", townhall.Number(v.ID))), button(p, "question.forward", townhall.Number(v.ID))},
			{topicSelect(p, v)}}
		return m
	}
	m.Rows = []bot.Row{{button(p, "question.show", townhall.Number(v.ID))}}
	return m
}

// Question is the card of a question before one person, with at most four
// buttons chosen by their part in it. Who may not read it sees that it is there
// and what it is about.
func Question(p *i18n.Printer, v townhall.HelpRequestView) bot.Message {
	args := questionArgs(v)
	m := bot.Message{About: Num(v.ID)}
	if v.Sealed {
		m.Line = p.Line("question.sealed.line", args)
		m.Text = aboutTopic(p, v).Append(p.Text(sealedBy(v), args))
	} else {
		m.Line = p.Line("question.card.line", args)
		m.Text = questionBody(p, v, townhall.MaxQuestion)
		for _, r := range v.Remarks[max(0, len(v.Remarks)-shownRemarks):] {
			m.Text = m.Text.Append(p.Text("question.remark", remarkArgs(r)))
		}
		m.Text = m.Text.Append(p.Text(questionSeenBy(v), args))
	}
	first, more := questionButtons(p, v)
	if len(more) > 0 {
		first = append(first, button(p, "question.more", townhall.Number(v.ID)))
	}
	if len(first) > 0 {
		m.Rows = append(m.Rows, first)
	}
	if v.State == townhall.HelpRequestNew && v.Can(townhall.HelpRequestTopic, v.Viewer) {
		m.Rows = append(m.Rows, bot.Row{topicSelect(p, v)})
	}
	return m
}

// sealedBy says why somebody reads no more than the topic.
func sealedBy(v townhall.HelpRequestView) string {
	switch {
	case v.Can(townhall.HelpRequestClaim, v.Viewer):
		return "question.sealed_claim"
	case v.ClaimedBy != "":
		return "question.sealed_taken"
	}
	return "question.sealed_closed"
}

// QuestionMore is what Question keeps behind "Mehr".
func QuestionMore(p *i18n.Printer, v townhall.HelpRequestView) bot.Message {
	m := Say(p, "question.more", questionArgs(v))
	m.About = Num(v.ID)
	if _, more := questionButtons(p, v); len(more) > 0 {
		m.Rows = append(m.Rows, more)
	}
	if v.Can(townhall.HelpRequestTopic, v.Viewer) {
		m.Rows = append(m.Rows, bot.Row{topicSelect(p, v)})
	}
	return m
}

// questionButtons are the viewer's buttons in the order of their use: the first
// ones stand on the card (four, or three and "Mehr"), the others behind it.
func questionButtons(p *i18n.Printer, v townhall.HelpRequestView) (first, more bot.Row) {
	var all bot.Row
	add := func(may bool, action string) {
		if may {
			all = append(all, button(p, action, townhall.Number(v.ID)))
		}
	}
	can := func(a townhall.HelpRequestAction) bool { return v.Can(a, v.Viewer) }
	add(can(townhall.HelpRequestConsent), "question.consent")
	add(can(townhall.HelpRequestRefuse), "question.refuse")
	add(can(townhall.HelpRequestClaim), "question.claim")
	add(can(townhall.HelpRequestAmend), "question.amend")
	add(can(townhall.HelpRequestSay), "question.answer")
	add(can(townhall.HelpRequestAskBack), "question.ask_back")
	add(can(townhall.HelpRequestSettle), "question.settle")
	add(can(townhall.HelpRequestClose), "question.close")
	add(can(townhall.HelpRequestHelp), "question.helped")
	add(can(townhall.HelpRequestReopen) || can(townhall.HelpRequestReask), "question.reopen")
	add(can(townhall.HelpRequestForward) || can(townhall.HelpRequestAskConsent), "question.forward")
	add(can(townhall.HelpRequestRelease), "question.release")
	back := "question.return"
	if v.Viewer != nil && v.Viewer.ID == v.ForwardedPerson {
		back = "question.release"
	}
	add(can(townhall.HelpRequestReturn) || can(townhall.HelpRequestRequeue), back)
	if len(all) > 0 {
		all[0] = primary(all[0])
	}
	sorts := v.State != townhall.HelpRequestNew && can(townhall.HelpRequestTopic) // the select is behind "Mehr"
	if len(all) <= 4 && !sorts {
		return all, nil
	}
	at := min(len(all), 3)
	if more = all[at:]; len(more) == 0 {
		more = bot.Row{button(p, "question.mine", 0)}
		more[0].Value = ""
	}
	return all[:at:at], more
}

// topicSelect lets a Lotse say what a question is about.
func topicSelect(p *i18n.Printer, v townhall.HelpRequestView) bot.Control {
	c := bot.Control{Action: "question.topic", Label: p.Line("button.question.topic", nil)}
	for _, topic := range townhall.Topics {
		c.Options = append(c.Options, bot.Option{Value: Num(v.ID) + " " + topic, Label: p.Line("topic."+topic, nil)})
	}
	return c
}

// questionBody is what was asked, by whom, and where it stands.
func questionBody(p *i18n.Printer, v townhall.HelpRequestView, excerpt int) bot.Text {
	args := questionArgs(v)
	if v.Title == "" { // half a year after it was closed
		return p.Text("question.forgotten", nil).Append(aboutTopic(p, v))
	}
	args["Text"] = shorten(v.Text, excerpt)
	text := p.Text("question.title", args)
	if v.Text != "" {
		text = text.Append(p.Text("question.body", args))
	}
	from := "question.from"
	if v.DepartmentName != "" {
		from = "question.from_department"
	}
	text = text.Append(p.Text(from, args)).Append(aboutTopic(p, v))
	switch {
	case v.State == townhall.HelpRequestForwarded:
		text = text.Append(p.Text("question.forwarded_to", args))
	case v.AskedContact != "":
		text = text.Append(p.Text("question.consent_asked", args))
	case v.ClaimerName != "" && v.State != townhall.HelpRequestClosed:
		text = text.Append(p.Text("question.claimer", args))
	}
	if v.Resolution != "" {
		text = text.Append(p.Text("question.resolution", args))
	}
	return text
}

func aboutTopic(p *i18n.Printer, v townhall.HelpRequestView) bot.Text {
	if v.Topic == "" {
		return nil
	}
	return p.Text("question.about", questionArgs(v))
}

// questionSeenBy says who reads the question.
func questionSeenBy(v townhall.HelpRequestView) string {
	switch {
	case v.Confidential && v.ForwardedTo != "": // also after it was closed
		return "question.seen_by.confidential_forwarded"
	case v.Confidential && v.ClaimedBy == "":
		return "question.seen_by.confidential_unclaimed"
	case v.Confidential:
		return "question.seen_by.confidential"
	case v.ForwardedTo != "":
		return "question.seen_by.forwarded"
	}
	return "question.seen_by.lotsen"
}

// questionArgs are the arguments that all sentences about a question may use.
func questionArgs(v townhall.HelpRequestView) i18n.Args {
	args := i18n.Args{"Number": v.ID, "Title": v.Title, "Requester": v.RequesterName, "Claimer": v.ClaimerName,
		"Contact": v.ContactName, "Department": v.DepartmentName, "Date": Day(v.RequestedOn), "Resolution": v.Resolution,
		"State": i18n.Key("state.help_request." + string(v.State)), "Topic": i18n.Key("topic.unset")}
	if v.Sealed && v.State != townhall.HelpRequestNew && v.State != townhall.HelpRequestClosed {
		args["State"] = i18n.Key("state.help_request." + string(townhall.HelpRequestClaimed)) // how the talk goes is nobody else's
	}
	if v.Topic != "" {
		args["Topic"] = i18n.Key("topic." + v.Topic)
	}
	if !v.RemindOn.IsZero() {
		args["Until"] = Day(v.RemindOn)
	}
	return args
}

func remarkArgs(r townhall.RemarkView) i18n.Args {
	return i18n.Args{"Author": r.AuthorName, "Date": Day(r.On), "Text": r.Text}
}
