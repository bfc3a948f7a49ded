package cards

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Decision is the card of a decision, with the buttons of whoever looks at it.
func Decision(p *i18n.Printer, v townhall.DecisionView) bot.Message {
	args := DecisionArgs(v)
	m := bot.Message{Line: p.Line("decision.card.line", args), Text: p.Text("decision.title", args).Append(p.Text("decision.asked", args))}
	m.Text = m.Text.Append(decisionTalk(p, v)...)
	switch {
	case v.Open():
		m.Text = m.Text.Append(DecisionWaitsFor(p, v))
	case v.Answered():
		m.Text = m.Text.Append(p.Text("decision.sentence", args))
	default:
		m.Text = m.Text.Append(p.Text("decision.taken_back", args))
	}
	m.Text = m.Text.Append(p.Text("decision.seen_by", args))
	m.Rows = []bot.Row{decisionButtons(p, v)}
	return m
}

// DecisionWaitsFor says who decides.
func DecisionWaitsFor(p *i18n.Printer, v townhall.DecisionView) bot.Text {
	if v.AskedOf == "" {
		return p.Text("decision.waits_for_leadership", nil)
	}
	return p.Text("decision.waits_for", DecisionArgs(v))
}

// decisionTalk is what was asked first, and the answers.
func decisionTalk(p *i18n.Printer, v townhall.DecisionView) (talk []bot.Text) {
	for _, c := range v.Counter {
		talk = append(talk, p.Text("decision.counter", i18n.Args{"Question": c.Question}))
		if c.Answer != "" {
			talk = append(talk, p.Text("decision.counter_answer", i18n.Args{"Answer": c.Answer}))
		}
	}
	return talk
}

// decisionButtons are the viewer's next steps, at most four.
func decisionButtons(p *i18n.Printer, v townhall.DecisionView) bot.Row {
	var row bot.Row
	add := func(a townhall.DecisionAction, action string) {
		if v.Viewer != nil && v.Can(a, v.Viewer) {
			row = append(row, button(p, action, v.Thing))
		}
	}
	add(townhall.DecisionExplain, "decision.explain")
	add(townhall.DecisionAnswerYes, "decision.yes")
	add(townhall.DecisionAnswerNo, "decision.no")
	add(townhall.DecisionCounter, "decision.counter")
	if len(row) > 0 {
		row[0] = primary(row[0])
	}
	if v.Viewer != nil && v.AskedBy == v.Viewer.ID { // the coordination may as well, by typing
		add(townhall.DecisionWithdraw, "decision.withdraw")
	}
	return append(row, ShowButton(p, v.Kind, v.Thing))
}

// DecisionLine is what the card of a package or a project says about its last
// decision: nothing of one that was taken back.
func DecisionLine(p *i18n.Printer, v townhall.DecisionView) bot.Text {
	if v.State == townhall.DecisionWithdrawn {
		return nil
	}
	return p.Text("decision.brief."+string(v.State), DecisionArgs(v))
}

// DecisionButton leads from the card of a package or a project to its decision.
func DecisionButton(p *i18n.Printer, v townhall.DecisionView) bot.Control {
	return button(p, "decision.show", v.Thing)
}

// DecisionArgs are the arguments that all sentences about a decision may use.
func DecisionArgs(v townhall.DecisionView) i18n.Args {
	args := i18n.Args{"Number": v.Thing, "Thing": i18n.Key("thing." + string(v.Kind)), "Title": v.Title, "Question": v.Question,
		"Counter": v.CounterQuestion(), "Sentence": v.Sentence, "State": i18n.Key("state.decision." + string(v.State)), "By": v.AskedByName,
		"Decider": v.AskedOfName, "DecidedBy": v.DecidedByName, "Date": Day(v.AskedOn)}
	if !v.DecidedOn.IsZero() {
		args["DecidedOn"] = Day(v.DecidedOn)
	}
	return args
}

// decisionNotice is what somebody hears about a decision. It is told as it was
// when it happened; its buttons are those of the decision as it stands now.
func decisionNotice(p *i18n.Printer, t Told) bot.Message {
	args := i18n.Args{"Number": t.Number, "Thing": i18n.Key("thing." + t.Values["kind"]), "Title": t.Values["title"],
		"Question": t.Values["question"], "Counter": t.Values["counter"], "Answer": t.Values["answer"], "By": t.Values["by"]}
	if d, err := townhall.ParseDate(t.Values["asked_on"]); err == nil {
		args["Date"] = Day(d)
	}
	key := "notice." + t.Kind
	if own := key + "." + string(t.To); p.Has(own + ".line") {
		key = own
	}
	if t.StandIn != nil {
		args["Person"] = t.StandIn.Person
	}
	var row bot.Row
	if v := t.Decision; v != nil {
		row = decisionButtons(p, *v)
		if t.Kind == "decision.reminder" && !slices.ContainsFunc(row, func(c bot.Control) bool { return c.Action == "decision.yes" }) {
			key += ".deputy" // who stands in is told, but decides nothing
			if t.StandIn != nil && !t.StandIn.Others {
				key += ".alone"
			}
		}
		if t.Kind == "decision.unanswered" && t.StandIn != nil {
			key += ".deputy"
		}
	}
	return Say(p, key, args, row)
}
