package cards

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Told is a notice about to be said, with what it is about as it stands now.
type Told struct {
	Kind   string            // "idea.accept"
	To     townhall.Audience // in which quality the receiver hears it
	Number townhall.Number
	Values map[string]string
	townhall.Seen
	// Reminded is set for reminders of a cohort.
	Reminded *Reminded
	// StandIn is set for what is told to whoever stands in for somebody.
	StandIn *StandIn
}

// StandIn says for whom somebody stands in, and until when.
type StandIn struct {
	Person string
	Until  townhall.Date // the last day on which that person is away
	Others bool          // somebody else can decide what that person is asked
	Ask    bool          // the reader can ask the coordination, and is not it
}

// LateKind is the kind of a notice that brings an answer which came too late to
// be given at once; its value "message" is the message.
const LateKind = "late"

// LateMessage packs a late answer into the value "message" of its notice.
func LateMessage(m bot.Message) (string, error) {
	b, err := json.Marshal(m)
	return string(b), err
}

// Notice makes the message of a notice. What is said to a channel is
// impersonal; a kind may have words of its own for one audience.
func Notice(p *i18n.Printer, t Told) (bot.Message, error) {
	m, err := notice(p, t)
	if t.StandIn != nil {
		if t.StandIn.Ask && !t.StandIn.Others && t.cannotDecide() && (t.Decision != nil || strings.HasPrefix(t.Kind, "mandate.")) {
			m.Text = m.Text.Append(p.Text("remind.ask_coordination", nil))
		}
		m.Text = p.Text("remind.in_place_of", i18n.Args{"Person": t.StandIn.Person, "Until": Day(t.StandIn.Until)}).Append(m.Text)
	}
	return m, err
}

func notice(p *i18n.Printer, t Told) (bot.Message, error) {
	switch {
	case t.Kind == LateKind:
		var m bot.Message
		err := json.Unmarshal([]byte(t.Values["message"]), &m)
		return m, err
	case t.Kind == townhall.CardKind(townhall.KindIdea) && t.Idea != nil:
		return IdeaInChannel(p, *t.Idea), nil
	case strings.HasPrefix(t.Kind, "decision."):
		return decisionNotice(p, t), nil
	case strings.HasPrefix(t.Kind, "reminder.package"):
		return packageReminder(p, t)
	case strings.HasPrefix(t.Kind, "reminder."):
		return reminderNotice(p, t)
	case strings.HasPrefix(t.Kind, "survey."):
		return surveyNotice(p, t)
	case isCohort(t.Kind):
		return cohortNotice(p, t)
	case t.Kind == townhall.CardKind(townhall.KindHelpRequest) && t.HelpRequest != nil:
		if t.HelpRequest.Viewer == nil {
			return QuestionInChannel(p, *t.HelpRequest), nil
		}
		return Question(p, *t.HelpRequest), nil
	}
	key := "notice." + t.Kind
	if t.To == townhall.ToChannel {
		key = "channel." + t.Kind
	} else if own := key + "." + string(t.To); p.Has(own + ".line") {
		key = own
	}
	if t.cannotDecide() && p.Has(key+".deputy.line") {
		key += ".deputy"
	}
	if !p.Has(key + ".line") {
		return bot.Message{}, fmt.Errorf("no words for the notice %s to %s", t.Kind, t.To)
	}
	m := Say(p, key, noticeArgs(t), noticeButtons(p, t))
	switch { // what need not be given
	case t.Kind == "idea.forward" && t.Values["reason"] != "":
		m.Text = m.Text.Append(p.Text("notice.note", i18n.Args{"Reason": t.Values["reason"]}))
	case t.Kind == "package.done" && t.Values["result"] != "":
		m.Text = m.Text.Append(p.Text("package.result_line", i18n.Args{"Result": t.Values["result"]}))
	}
	if t.HelpRequest != nil && t.To != townhall.ToChannel {
		questionNotice(p, t, &m)
	}
	return m, nil
}

// cannotDecide reports whether the reader stands in for somebody who alone can do
// what the notice asks for: give backing anew, or, unless the reader reviews ideas
// too, answer an idea.
func (t Told) cannotDecide() bool {
	return t.StandIn != nil && (t.Idea == nil || townhall.May(t.Idea.Viewer, townhall.VerbReview, nil) != nil)
}

// noticeArgs are the values of the notice and what its idea adds.
func noticeArgs(t Told) i18n.Args {
	if t.HelpRequest != nil {
		return questionNoticeArgs(t)
	}
	args := i18n.Args{"Number": t.Number}
	switch {
	case t.Idea != nil:
		args = ideaArgs(*t.Idea)
	case t.Project != nil:
		args = projectArgs(t.Project.Project)
	case t.WorkPackage != nil:
		args = viewArgs(*t.WorkPackage)
	}
	if t.StandIn != nil {
		args["Person"] = t.StandIn.Person
	}
	for name, v := range t.Values {
		switch name {
		case "until":
			if d, err := townhall.ParseDate(v); err == nil {
				args["Until"] = Day(d)
			}
		case "into", "project":
			n, _ := strconv.ParseInt(v, 10, 64)
			args[map[string]string{"into": "Other", "project": "Project"}[name]] = n
		case "on":
			if d, err := townhall.ParseDate(v); err == nil {
				args["Day"] = Day(d)
			}
		case "role":
			args["Role"] = i18n.Key("role." + v)
		default:
			args[argNames[name]] = v
		}
	}
	return args
}

// argNames are the placeholders for the values of notices.
var argNames = map[string]string{
	"question": "Question", "answer": "Answer", "reason": "Reason", "contact": "Contact",
	"title": "OtherTitle", "by": "By", "text": "Text", "result": "Result", "workspace": "Workspace",
}

// noticeButtons are the next steps that a notice offers, at most four.
func noticeButtons(p *i18n.Printer, t Told) bot.Row {
	switch {
	case t.Kind == "question.reminder" && t.To == townhall.ToChannel:
		return bot.Row{primary(button(p, "question.claim", t.Number)), button(p, "question.show", t.Number)}
	case t.To == townhall.ToChannel:
		return nil
	case t.HelpRequest != nil:
		return questionNoticeButtons(p, t)
	case t.cannotDecide() && t.Idea != nil:
		return bot.Row{button(p, "idea.show", t.Number)}
	case t.Kind == "mandate.ends" && t.cannotDecide():
		return bot.Row{ShowButton(p, townhall.KindProject, t.Number)}
	case t.Kind == "mandate.ends":
		return bot.Row{primary(button(p, "project.mandate", t.Number)), ShowButton(p, townhall.KindProject, t.Number)}
	case t.Kind == "idea.name_you":
		return bot.Row{button(p, "idea.name_me", t.Number), button(p, "idea.leave_me_out", t.Number), button(p, "idea.show", t.Number)}
	case strings.HasPrefix(t.Kind, "project."):
		return projectNotice(p, t)
	case t.Kind == "town.address":
		return TownAddressRow(p)
	case strings.HasPrefix(t.Kind, "person."):
		return bot.Row{bot.Button("lotsenfunk.settings", "", p.Line("button.lotsenfunk.settings", nil))}
	case t.WorkPackage != nil:
		return packageNotice(p, t)
	case t.Idea == nil:
		return nil
	case t.To == townhall.ToReviewer || t.To == townhall.ToDeciders:
		first, more := ideaButtons(p, *t.Idea)
		if len(more) > 0 {
			first = append(first, button(p, "idea.more", t.Number))
		}
		return first
	case t.Idea.Can(townhall.IdeaAnswer, t.Idea.Viewer):
		return bot.Row{primary(button(p, "idea.answer", t.Number)), button(p, "idea.show", t.Number)}
	}
	return bot.Row{button(p, "idea.show", t.Number)}
}

// TownAddressRow lets an admin choose how German speaks to people in the town.
func TownAddressRow(p *i18n.Printer) bot.Row {
	return bot.Row{
		bot.Button("lotsenfunk.town_address", "du", p.Line("button.settings.town_du", nil)),
		bot.Button("lotsenfunk.town_address", "sie", p.Line("button.settings.town_sie", nil)),
	}
}
