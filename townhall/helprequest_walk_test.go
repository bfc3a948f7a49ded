package townhall_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

var askers = []*townhall.Person{
	{ID: "anna"}, {ID: "ben"},
	{ID: "lena", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}},
	{ID: "lars", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file"}},
	{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
	{ID: "lea", Roles: []townhall.Role{townhall.RoleLeadership}},
	{ID: "gone", Roles: townhall.Roles, Gone: true},
}

// questionContacts are a mailbox, a person and a channel.
var questionContacts = []townhall.Contact{{ID: "it", Email: "it@example.org"}, {ID: "lea", Person: "lea"}, {ID: "here", Channel: "it"}}

// questionStep lets somebody take a question a step further, and says which line
// of the table that was if it was allowed.
func questionStep(t rapid.TB, q *townhall.HelpRequest, by *townhall.Person, action townhall.HelpRequestAction, words string, to townhall.Contact, cal *townhall.Calendar) (townhall.HelpRequestAction, []townhall.Notice, error) {
	today := townhall.Date{Year: 2027, Month: 3, Day: 18}
	switch action {
	case townhall.HelpRequestClaim:
		n, err := q.Claim(by)
		return action, n, err
	case townhall.HelpRequestRelease:
		n, err := q.Release(by, today, cal)
		return action, n, err
	case townhall.HelpRequestAskBack:
		_, n, err := q.AskBack(by, words, today)
		return action, n, err
	case townhall.HelpRequestAmend, townhall.HelpRequestReply, townhall.HelpRequestAnswer:
		_, did, n, err := q.Say(by, words, today)
		return did, n, err
	case townhall.HelpRequestForward, townhall.HelpRequestAskConsent:
		n, asked, err := q.Forward(by, to)
		if asked {
			return townhall.HelpRequestAskConsent, n, err
		}
		return townhall.HelpRequestForward, n, err
	case townhall.HelpRequestConsent:
		n, err := q.Consent(by, to)
		return action, n, err
	case townhall.HelpRequestRefuse:
		n, err := q.Refuse(by)
		return action, n, err
	case townhall.HelpRequestReturn, townhall.HelpRequestRequeue:
		n, err := q.Return(by, today, cal)
		if q.State == townhall.HelpRequestNew {
			return townhall.HelpRequestRequeue, n, err
		}
		return townhall.HelpRequestReturn, n, err
	case townhall.HelpRequestSettle:
		n, err := q.Settle(by)
		return action, n, err
	case townhall.HelpRequestClose:
		n, err := q.Close(by)
		return action, n, err
	case townhall.HelpRequestHelp:
		n, err := q.Help(by)
		return action, n, err
	case townhall.HelpRequestReopen, townhall.HelpRequestReask:
		_, n, err := q.Reopen(by, words, today, cal)
		if q.State == townhall.HelpRequestNew {
			return townhall.HelpRequestReask, n, err
		}
		return townhall.HelpRequestReopen, n, err
	default:
		t.Fatalf("the test does not know %s", action)
		return "", nil, nil
	}
}

// TestQuestionsKeepToTheTable lets random people do random things to a question:
// what was allowed stands in the table, what was refused changed nothing, and
// nobody else's eyes are reached.
func TestQuestionsKeepToTheTable(t *testing.T) {
	cal := questionCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom(askers[:5]).Draw(t, "asker")
		topic := rapid.SampledFrom([]string{"", "ai"}).Draw(t, "topic")
		q := askedQuestion(t, who, topic, rapid.Bool().Draw(t, "confidential"), cal)
		for range 80 {
			by := rapid.SampledFrom(append(askers, who, who, who)).Draw(t, "by")
			lines := slices.DeleteFunc(slices.Clone(townhall.HelpRequestTable[1:]), func(l townhall.HelpRequestTransition) bool { return !q.Can(l.Action, by) })
			if len(lines) == 0 || rapid.IntRange(0, 9).Draw(t, "careful") == 0 { // mostly what is allowed, so that walks get far
				lines = townhall.HelpRequestTable[1:]
			}
			action := rapid.SampledFrom(lines).Draw(t, "action").Action
			words := rapid.SampledFrom([]string{"Text", "Text", ""}).Draw(t, "words")
			tryQuestionStep(t, q, by, action, words, rapid.SampledFrom(questionContacts).Draw(t, "contact"), cal)
		}
	})
}

// TestEveryStepOfAQuestion goes everywhere a question can get: from each state
// that was reached, everybody tries each step with each contact. Of the table no
// line is left out.
func TestEveryStepOfAQuestion(t *testing.T) {
	cal := questionCalendar(t)
	var ahead []townhall.HelpRequest
	for _, confidential := range []bool{false, true} {
		q := askedQuestion(t, askers[0], "ai", confidential, cal)
		ahead = append(ahead, *q)
		// As a town file may have it: nobody has claimed what was forwarded.
		q.State, q.ForwardedTo, q.ForwardedPerson, q.RemindOn = townhall.HelpRequestForwarded, "lea", "lea", townhall.Date{}
		ahead = append(ahead, *q)
	}
	taken, reached := map[townhall.HelpRequestAction]bool{townhall.HelpRequestAsk: true}, map[townhall.HelpRequest]bool{}
	for len(ahead) > 0 {
		from := ahead[0]
		if ahead = ahead[1:]; reached[from] {
			continue
		}
		reached[from] = true
		for _, by := range askers {
			for _, line := range townhall.HelpRequestTable[1:] {
				for _, to := range questionContacts {
					q := from
					if action, ok := tryQuestionStep(t, &q, by, line.Action, "Text", to, cal); ok {
						q.Text, taken[action] = "", true
						ahead = append(ahead, q)
					}
				}
			}
		}
	}
	for _, line := range townhall.HelpRequestTable {
		if !taken[line.Action] {
			t.Errorf("nobody ever gets to %s", line.Action)
		}
	}
}

func questionCalendar(t *testing.T) *townhall.Calendar {
	t.Helper()
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func askedQuestion(t rapid.TB, who *townhall.Person, topic string, confidential bool, cal *townhall.Calendar) *townhall.HelpRequest {
	t.Helper()
	q, err := townhall.NewHelpRequest("Frage", "", topic, confidential, who, townhall.Date{Year: 2027, Month: 3, Day: 18}, cal)
	if err != nil {
		t.Fatal(err)
	}
	q.ID = 54
	return q
}

// tryQuestionStep takes a step, or finds that a refusal has changed nothing.
func tryQuestionStep(t rapid.TB, q *townhall.HelpRequest, by *townhall.Person, action townhall.HelpRequestAction, words string, to townhall.Contact, cal *townhall.Calendar) (townhall.HelpRequestAction, bool) {
	t.Helper()
	before := *q
	action, notices, err := questionStep(t, q, by, action, words, to, cal)
	if err == nil {
		checkQuestionStep(t, action, &before, q, by, notices)
	} else if *q != before {
		t.Fatalf("%s was refused to %s (%v) and changed %+v to %+v", action, by.ID, err, before, *q)
	}
	return action, err == nil
}

func checkQuestionStep(t rapid.TB, action townhall.HelpRequestAction, before, q *townhall.HelpRequest, by *townhall.Person, notices []townhall.Notice) {
	if action == townhall.HelpRequestSay {
		if before.State != q.State {
			t.Fatalf("something said took %s to %s", before.State, q.State)
		}
	} else {
		at := slices.IndexFunc(townhall.HelpRequestTable, func(l townhall.HelpRequestTransition) bool { return l.Action == action })
		line := townhall.HelpRequestTable[at]
		if !slices.Contains(line.From, before.State) || line.To != q.State {
			t.Fatalf("%s took %s to %s", action, before.State, q.State)
		}
		for _, n := range notices {
			if !slices.Contains(line.Tells, n.To) {
				t.Fatalf("%s tells %s", action, n.To)
			}
		}
	}
	for _, n := range notices {
		if n.Person == "" {
			t.Fatalf("%s is told to nobody", n.Kind)
		}
		reader := askers[slices.IndexFunc(askers, func(p *townhall.Person) bool { return p.ID == n.Person })]
		if townhall.May(reader, townhall.VerbReadQuestion, q) != nil {
			t.Fatalf("%s is told to %s, who may not read it", n.Kind, n.Person)
		}
	}
	unclaimed := q.State == townhall.HelpRequestNew
	switch {
	case unclaimed == q.RemindOn.IsZero():
		t.Fatalf("%s: %s is to be reminded of on %v", action, q.State, q.RemindOn)
	case unclaimed && q.ClaimedBy != "":
		t.Fatalf("%s: it waits, and %s looks after it", action, q.ClaimedBy)
	case slices.Contains([]townhall.HelpRequestState{townhall.HelpRequestClaimed, townhall.HelpRequestWaiting, townhall.HelpRequestAnswered}, q.State) && q.ClaimedBy == "":
		t.Fatalf("%s: it is %s by nobody", action, q.State)
	case q.ClaimedBy != "" && q.ClaimedBy == q.RequestedBy:
		t.Fatalf("%s: who asked looks after it", action)
	case q.AskedContact != "" && (q.State != townhall.HelpRequestWaiting || !q.Confidential):
		t.Fatalf("%s: consent is asked for while it is %s", action, q.State)
	case action == townhall.HelpRequestForward && q.Confidential:
		t.Fatalf("a confidential question was forwarded without consent")
	}
}
