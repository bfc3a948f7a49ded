package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// How much of a description a card shows, in characters.
const (
	channelExcerpt = 600
	listExcerpt    = 90
)

// IdeaInChannel is the card that stands in the channel for ideas. Everybody
// reads it, so it is impersonal; it is rendered again at every step.
func IdeaInChannel(p *i18n.Printer, v townhall.IdeaView) bot.Message {
	if v.State == townhall.IdeaWithdrawn {
		return Say(p, "channel.idea_withdrawn", i18n.Args{"Number": v.ID})
	}
	m := bot.Message{Line: p.Line("channel.idea.line", ideaArgs(v))}
	m.Text = ideaBody(p, v, channelExcerpt)
	var row bot.Row
	if v.CheckVote(somebody) == nil {
		row = append(row, button(p, "idea.vote", townhall.Number(v.ID)))
	}
	if v.State == townhall.IdeaMerged {
		row = append(row, goesOn(p, v))
	} else {
		row = append(row, button(p, "idea.comment", townhall.Number(v.ID)))
	}
	row = append(row, button(p, "idea.show", townhall.Number(v.ID)))
	m.Rows = []bot.Row{row}
	return m
}

// goesOn leads from a merged idea to the one it became part of.
func goesOn(p *i18n.Printer, v townhall.IdeaView) bot.Control {
	return ShowButton(p, townhall.KindIdea, v.MergedInto)
}

// somebody stands for whoever reads a channel.
var somebody = &townhall.Person{ID: "somebody"}

// Idea is the card that one person asked for, with at most four buttons chosen
// by who they are; the rest is behind "Mehr".
func Idea(p *i18n.Printer, v townhall.IdeaView) bot.Message {
	if v.State == townhall.IdeaWithdrawn && townhall.May(v.Viewer, townhall.VerbOwn, v.Idea) != nil {
		return Say(p, "channel.idea_withdrawn", i18n.Args{"Number": v.ID})
	}
	m := bot.Message{Line: p.Line("idea.card.line", ideaArgs(v)), About: Num(v.ID)}
	m.Text = ideaBody(p, v, townhall.MaxIdeaDescription).Append(p.Text("idea.seen_by.all", i18n.Args{"Channel": ChannelWords(p, v.ChannelName)}))
	first, more := ideaButtons(p, v)
	if len(more) > 0 {
		first = append(first, button(p, "idea.more", townhall.Number(v.ID)))
	}
	if len(first) > 0 {
		m.Rows = []bot.Row{first}
	}
	return m
}

// IdeaMore is what Idea keeps behind "Mehr".
func IdeaMore(p *i18n.Printer, v townhall.IdeaView) bot.Message {
	m := bot.Message{Line: p.Line("idea.card.line", ideaArgs(v))}
	m.Text = p.Text("idea.more_text", ideaArgs(v))
	_, more := ideaButtons(p, v)
	for len(more) > 0 {
		n := min(len(more), 4)
		m.Rows, more = append(m.Rows, more[:n]), more[n:]
	}
	return m
}

// ideaButtons are the viewer's buttons in the order of their use: the first
// ones stand on the card (four, or three and "Mehr"), the others behind it.
func ideaButtons(p *i18n.Printer, v townhall.IdeaView) (first, more bot.Row) {
	var all bot.Row
	add := func(may bool, action string) {
		if may {
			all = append(all, button(p, action, townhall.Number(v.ID)))
		}
	}
	add(v.Can(townhall.IdeaAnswer, v.Viewer), "idea.answer")
	add(v.Can(townhall.IdeaAccept, v.Viewer), "idea.accept")
	add(v.Can(townhall.IdeaAsk, v.Viewer), "idea.ask")
	add(v.Can(townhall.IdeaDecline, v.Viewer), "idea.decline")
	add(v.Can(townhall.IdeaStart, v.Viewer), "idea.project")
	open := v.Can(townhall.IdeaWithdraw, v.Viewer)
	add(open, "idea.amend")
	add(open, "idea.withdraw")
	if v.CheckVote(v.Viewer) == nil {
		if v.Voted {
			all = append(all, bot.Button("idea.unvote", Num(v.ID), p.Line("button.idea.unvote", nil)))
		} else {
			add(true, "idea.vote")
		}
	}
	add(v.State != townhall.IdeaWithdrawn && v.State != townhall.IdeaMerged, "idea.comment")
	add(v.Can(townhall.IdeaReview, v.Viewer), "idea.review")
	add(v.Can(townhall.IdeaPark, v.Viewer), "idea.park")
	add(v.Can(townhall.IdeaForward, v.Viewer), "idea.forward")
	add(v.Can(townhall.IdeaMerge, v.Viewer), "idea.merge")
	add(v.Can(townhall.IdeaAccept, v.Viewer) || v.Can(townhall.IdeaStart, v.Viewer), "idea.rate")
	if v.State == townhall.IdeaMerged {
		all = append(all, goesOn(p, v))
	}
	if len(all) > 0 {
		all[0] = primary(all[0])
	}
	if v.Comments > 0 {
		all = append(all, button(p, "idea.comments", townhall.Number(v.ID)))
	}
	if len(all) <= 4 {
		return all, nil
	}
	return all[:3:3], all[3:]
}

// ideaBody is title, description, who and where it stands.
func ideaBody(p *i18n.Printer, v townhall.IdeaView, excerpt int) bot.Text {
	args := ideaArgs(v)
	args["Description"] = shorten(v.Description, excerpt)
	text := p.Text("idea.title", args)
	if v.Description != "" {
		text = text.Append(p.Text("idea.description", args))
	}
	text = text.Append(p.Text("idea.from."+from(v), args))
	if v.Category != "" {
		text = text.Append(p.Text("idea.about", args))
	}
	if v.Origin != "" {
		args["Link"] = i18n.Link{URL: v.Origin, Words: p.Line("idea.origin_link", nil)}
		key := "idea.origin"
		if v.OriginName != "" { // named only with their consent
			key = "idea.origin_author"
		}
		text = text.Append(p.Text(key, args))
	}
	if detail := stateDetail(v); detail != "" {
		text = text.Append(p.Text(detail, args))
	}
	if v.Effort > 0 || v.Benefit > 0 {
		text = text.Append(p.Text("idea.rating", args))
	}
	return text
}

// from says which sentence names the author.
func from(v townhall.IdeaView) string {
	switch {
	case v.Source == townhall.SourceCitizen:
		return "citizen"
	case v.Anonymous:
		return "anonymous"
	case v.Author == "": // forgotten a year after the decision
		return "former"
	}
	return "person"
}

// stateName is what a state is called: with its day or its other idea, and with
// whose turn it is.
func stateName(i *townhall.Idea, viewer *townhall.Person) i18n.Key {
	switch {
	case i.State == townhall.IdeaParked && !i.ParkedUntil.IsZero():
		return "state.idea.parked_until"
	case i.State == townhall.IdeaMerged && i.MergedInto != 0:
		return "state.idea.merged_into"
	case viewer != nil && i.Can(townhall.IdeaAnswer, viewer):
		return "state.idea.question_to_you"
	}
	return i18n.Key("state.idea." + string(i.State))
}

// stateDetail is the sentence that some states add.
func stateDetail(v townhall.IdeaView) string {
	switch v.State {
	case townhall.IdeaQuestion:
		return "idea.detail.question"
	case townhall.IdeaParked:
		return "idea.detail.parked"
	case townhall.IdeaDeclined:
		return "idea.detail.declined"
	case townhall.IdeaForwarded:
		if v.Reason != "" {
			return "idea.detail.forwarded_reason"
		}
		return "idea.detail.forwarded"
	case townhall.IdeaMerged:
		return "idea.detail.merged"
	case townhall.IdeaInProgress, townhall.IdeaImplemented:
		if v.Project != 0 {
			return "idea.detail.project"
		}
	case townhall.IdeaAccepted:
		if v.Reason != "" {
			return "idea.detail.given_back"
		}
	case townhall.IdeaInReview:
		if len(v.Consents) > 0 {
			return "idea.detail.consent"
		}
	}
	return ""
}

// ideaArgs are the arguments that all sentences about an idea may use.
func ideaArgs(v townhall.IdeaView) i18n.Args {
	args := i18n.Args{
		"Number": v.ID, "Title": v.Title, "Count": v.Votes, "Author": v.AuthorName, "Origin": v.OriginName,
		"State": stateName(v.Idea, v.Viewer), "Date": Day(v.SubmittedOn), "Reason": v.Reason,
		"Question": v.Question, "Contact": v.ContactName, "Project": v.Project, "ProjectTitle": v.ProjectTitle,
		"Other": v.MergedInto, "OtherTitle": v.MergedTitle, "Effort": v.Effort, "Benefit": v.Benefit,
		"AnswerBy": Day(v.AnswerBy),
	}
	if v.Category != "" {
		args["Category"] = i18n.Key("category." + v.Category)
	}
	if !v.ParkedUntil.IsZero() {
		args["Until"] = Day(v.ParkedUntil)
	}
	return args
}

// ChannelWords says where ideas are seen.
func ChannelWords(p *i18n.Printer, channel string) string {
	if channel == "" {
		return p.Line("idea.seen_by.no_channel", nil)
	}
	return "#" + channel
}

// IdeaReceipt thanks for an idea filed with a name.
func IdeaReceipt(p *i18n.Printer, v townhall.IdeaView) bot.Message {
	args := ideaArgs(v)
	args["Channel"] = ChannelWords(p, v.ChannelName)
	m := Say(p, "idea.filed", args, bot.Row{
		button(p, "idea.amend", townhall.Number(v.ID)), button(p, "idea.withdraw", townhall.Number(v.ID))})
	m.About = Num(v.ID)
	return m
}

// IdeaAnonymousReceipt thanks for an idea filed without a name and shows its
// receipt code, for the only time.
func IdeaAnonymousReceipt(p *i18n.Printer, v townhall.IdeaView, code string) bot.Message {
	args := ideaArgs(v)
	args["Channel"] = ChannelWords(p, v.ChannelName)
	args["Code"] = i18n.Code(code)
	return Say(p, "idea.filed_anonymously", args)
}
