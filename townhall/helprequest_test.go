package townhall_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// TestMayWithQuestions tries the verbs about questions with everybody who may
// have a part in one.
func TestMayWithQuestions(t *testing.T) {
	staff := &townhall.Person{ID: "staff"}
	asker := &townhall.Person{ID: "asker", Roles: []townhall.Role{townhall.RoleLotse, townhall.RoleCoordinator}, Topics: []string{"ai"}}
	claimer := &townhall.Person{ID: "claimer", Roles: []townhall.Role{townhall.RoleLotse}}
	contact := &townhall.Person{ID: "contact", Roles: []townhall.Role{townhall.RoleLeadership}}
	knows := &townhall.Person{ID: "knows", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}}
	other := &townhall.Person{ID: "other", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file"}}
	coordinator := &townhall.Person{ID: "coordinator", Roles: []townhall.Role{townhall.RoleCoordinator}}
	boss := &townhall.Person{ID: "boss", Roles: []townhall.Role{townhall.RoleLeadership, townhall.RoleAdmin, townhall.RoleTeamLead}}
	gone := &townhall.Person{ID: "gone", Gone: true, Roles: townhall.Roles}
	everyone := []*townhall.Person{staff, asker, claimer, contact, knows, other, coordinator, boss, gone}

	open := &townhall.HelpRequest{ID: 1, Topic: "ai", RequestedBy: "asker"}
	taken := &townhall.HelpRequest{ID: 2, Topic: "ai", RequestedBy: "asker", ClaimedBy: "claimer", ForwardedPerson: "contact"}
	secret := &townhall.HelpRequest{ID: 3, Topic: "ai", RequestedBy: "asker", Confidential: true}
	shared := &townhall.HelpRequest{ID: 4, Topic: "ai", RequestedBy: "asker", ClaimedBy: "claimer", ForwardedPerson: "contact", Confidential: true}
	nobodys := &townhall.HelpRequest{ID: 5, Topic: "ai"}

	for _, c := range []struct {
		verb townhall.Verb
		q    *townhall.HelpRequest
		may  string
	}{
		{townhall.VerbReadQuestion, open, "asker claimer knows other coordinator"},
		{townhall.VerbReadQuestion, taken, "asker claimer contact knows other coordinator"},
		{townhall.VerbReadQuestion, secret, "asker"},
		{townhall.VerbReadQuestion, shared, "asker claimer contact"},
		{townhall.VerbReadQuestion, nobodys, "asker claimer knows other coordinator"},
		{townhall.VerbOwnQuestion, open, "asker"},
		{townhall.VerbOwnQuestion, shared, "asker"},
		{townhall.VerbOwnQuestion, nobodys, ""},
		{townhall.VerbTakeQuestions, open, "claimer knows other coordinator"},
		{townhall.VerbTakeQuestions, secret, "knows coordinator"},
		{townhall.VerbHandleQuestion, open, ""},
		{townhall.VerbHandleQuestion, taken, "claimer"},
		{townhall.VerbHandleQuestion, shared, "claimer"},
		{townhall.VerbForwardQuestion, open, "claimer knows other coordinator"},
		{townhall.VerbForwardQuestion, taken, "claimer"},
		{townhall.VerbForwardQuestion, secret, ""},
		{townhall.VerbForwardQuestion, shared, "claimer"},
		{townhall.VerbReleaseQuestion, taken, "claimer coordinator"},
		{townhall.VerbReleaseQuestion, shared, "claimer"},
		{townhall.VerbReturnQuestion, taken, "claimer contact"},
		{townhall.VerbReturnQuestion, shared, "claimer contact"},
		{townhall.VerbReturnQuestion, open, "claimer knows other coordinator"},
		{townhall.VerbReturnQuestion, secret, ""},
	} {
		for _, p := range everyone {
			err := townhall.May(p, c.verb, c.q)
			if want := slices.Contains(strings.Fields(c.may), string(p.ID)); want != (err == nil) {
				t.Errorf("%s may %s question %d: %v, want %v", p.ID, c.verb, c.q.ID, err, want)
			}
		}
	}
}

// TestReceivers: a confidential question is for those who know its topic, or for
// the coordination, and never for who asked.
func TestReceivers(t *testing.T) {
	people := []*townhall.Person{
		{ID: "anna", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}},
		{ID: "ben", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file", "training"}},
		{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
		{ID: "gone", Gone: true, Roles: townhall.Roles, Topics: []string{"ai"}},
	}
	for _, c := range []struct {
		by           townhall.PersonID
		topic        string
		confidential bool
		want         string
	}{
		{"dora", "", false, "anna ben"}, {"anna", "ai", false, "ben"},
		{"dora", "ai", true, "anna"}, {"anna", "ai", true, "cora"}, {"dora", "", true, "cora"}, {"dora", "decision", true, "cora"},
		{"cora", "decision", true, ""},
	} {
		q := &townhall.HelpRequest{RequestedBy: c.by, Topic: c.topic, Confidential: c.confidential}
		var got []string
		for _, p := range q.Receivers(people) {
			got = append(got, string(p.ID))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v goes to %v", c, got)
		}
	}
}

var askers = []*townhall.Person{
	{ID: "anna"}, {ID: "ben"},
	{ID: "lena", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}},
	{ID: "lars", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file"}},
	{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
	{ID: "lea", Roles: []townhall.Role{townhall.RoleLeadership}},
	{ID: "gone", Roles: townhall.Roles, Gone: true},
}

// questionStep lets somebody do something to a question, and says which line of
// the table that was if it was allowed.
func questionStep(t *rapid.T, q *townhall.HelpRequest, by *townhall.Person, cal *townhall.Calendar) (townhall.HelpRequestAction, []townhall.Notice, error) {
	today := townhall.Date{Year: 2027, Month: 3, Day: 18}
	words := rapid.SampledFrom([]string{"Text", "Text", ""}).Draw(t, "words")
	to := rapid.SampledFrom([]townhall.Contact{{ID: "it", Email: "it@example.org"}, {ID: "lea", Person: "lea"}, {ID: "here", Channel: "it"}}).Draw(t, "contact")
	lines := slices.DeleteFunc(slices.Clone(townhall.HelpRequestTable[1:]), func(l townhall.HelpRequestTransition) bool { return !q.Can(l.Action, by) })
	if len(lines) == 0 || rapid.IntRange(0, 9).Draw(t, "careful") == 0 { // mostly what is allowed, so that walks get far
		lines = townhall.HelpRequestTable[1:]
	}
	switch action := rapid.SampledFrom(lines).Draw(t, "action").Action; action {
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
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	today := townhall.Date{Year: 2027, Month: 3, Day: 18}
	seen := map[townhall.HelpRequestAction]bool{townhall.HelpRequestAsk: true}
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom(askers[:5]).Draw(t, "asker")
		topic := rapid.SampledFrom([]string{"", "ai"}).Draw(t, "topic")
		q, err := townhall.NewHelpRequest("Frage", "", topic, rapid.Bool().Draw(t, "confidential"), who, today, cal)
		if err != nil {
			t.Fatal(err)
		}
		q.ID = 54
		if rapid.IntRange(0, 4).Draw(t, "loaded") == 0 { // as a town file may have it: nobody has claimed what was forwarded
			q.State, q.ForwardedTo, q.ForwardedPerson, q.RemindOn = townhall.HelpRequestForwarded, "lea", "lea", townhall.Date{}
		}
		for range 80 {
			by := rapid.SampledFrom(append(askers, who, who, who)).Draw(t, "by")
			before := *q
			action, notices, err := questionStep(t, q, by, cal)
			if err != nil {
				if *q != before {
					t.Fatalf("%s was refused to %s (%v) and changed %+v to %+v", action, by.ID, err, before, *q)
				}
				continue
			}
			checkQuestionStep(t, action, &before, q, by, notices)
			seen[action] = true
		}
	})
	for _, line := range townhall.HelpRequestTable {
		if !seen[line.Action] {
			t.Errorf("no walk took the step %s", line.Action)
		}
	}
}

func checkQuestionStep(t *rapid.T, action townhall.HelpRequestAction, before, q *townhall.HelpRequest, by *townhall.Person, notices []townhall.Notice) {
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
