package townhall_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// subject is a package that anna works on; ben leads its project, lena backs it.
func subject() *townhall.Subject {
	return &townhall.Subject{Number: 30, Kind: townhall.KindWorkPackage, Title: "Anleitung", Lead: "ben", Sponsor: "lena",
		Working: []townhall.PersonID{"anna"}, Leadership: []townhall.PersonID{"mia", "lena"}}
}

func somebody(id townhall.PersonID, roles ...townhall.Role) *townhall.Person {
	return &townhall.Person{ID: id, Display: "Person " + string(id), Roles: roles}
}

var march = townhall.Date{Year: 2027, Month: 3, Day: 18}

// TestDecisionWalks takes decisions through random steps by random people.
func TestDecisionWalks(t *testing.T) {
	seen := map[townhall.DecisionAction]bool{}
	crowd := []*townhall.Person{somebody("anna"), somebody("ben"), somebody("lena", townhall.RoleTeamLead),
		somebody("mia", townhall.RoleLeadership), somebody("kim", townhall.RoleCoordinator), somebody("zoe")}
	walks(t, func() bool {
		return slices.ContainsFunc(townhall.DecisionTable, func(line townhall.DecisionTransition) bool { return !seen[line.Action] })
	}, func(t *rapid.T) {
		m := subject()
		m.Sponsor = rapid.SampledFrom([]townhall.PersonID{"lena", ""}).Draw(t, "sponsor")
		var d *townhall.Decision
		for range rapid.IntRange(10, 80).Draw(t, "steps") {
			line := rapid.SampledFrom(townhall.DecisionTable).Draw(t, "line")
			by := rapid.SampledFrom(crowd).Draw(t, "by")
			words := rapid.SampledFrom([]string{"  ", "Ein Satz.", "Noch einer."}).Draw(t, "words")
			var before townhall.Decision
			if d != nil {
				before = *d
				before.Counter = slices.Clone(d.Counter)
			}
			next, notices, err := decisionStep(d, m, line.Action, by, words)
			if err != nil {
				if d != nil && (d.State != before.State || d.Sentence != before.Sentence || !slices.Equal(d.Counter, before.Counter)) {
					t.Fatalf("%s was refused with %v and changed the decision", line.Action, err)
				}
				continue
			}
			d = next
			seen[line.Action] = true
			checkDecision(t, line, d, before, by, notices)
		}
	})
	for _, line := range townhall.DecisionTable {
		if !seen[line.Action] {
			t.Errorf("no walk ever took the step %s", line.Action)
		}
	}
}

func decisionStep(d *townhall.Decision, m *townhall.Subject, a townhall.DecisionAction, by *townhall.Person, words string) (*townhall.Decision, []townhall.Notice, error) {
	if a == townhall.DecisionAsk {
		return m.Ask(d, by, words, march)
	}
	if d == nil {
		return nil, nil, townhall.Errf(townhall.NotFound, "decision.none")
	}
	var notices []townhall.Notice
	var err error
	switch a {
	case townhall.DecisionCounter:
		notices, err = d.CounterAsk(m, by, words, march)
	case townhall.DecisionWithdraw:
		notices, err = d.Withdraw(m, by, march)
	case townhall.DecisionExplain:
		notices, err = d.Explain(m, by, words, march)
	default:
		notices, err = d.Decide(m, by, a == townhall.DecisionAnswerYes, words, march)
	}
	return d, notices, err
}

func checkDecision(t *rapid.T, line townhall.DecisionTransition, d *townhall.Decision, before townhall.Decision, by *townhall.Person, notices []townhall.Notice) {
	if d.State != line.To || (line.From != nil && !slices.Contains(line.From, before.State)) {
		t.Fatalf("%s took a decision from %q to %q", line.Action, before.State, d.State)
	}
	if line.Action == townhall.DecisionAsk && before.Thing != 0 && before.Open() {
		t.Fatal("a second decision is open")
	}
	if line.Action != townhall.DecisionAsk && townhall.May(by, line.Needs, &before) != nil {
		t.Fatalf("%s was done by %s, who may not", line.Action, by.ID)
	}
	if (d.DecidedBy != "") != d.Answered() || (d.Sentence != "") != d.Answered() || d.DecidedBy == d.AskedBy || d.DecidedOn.IsZero() != d.Open() {
		t.Fatalf("%s left %+v", line.Action, d)
	}
	if waits := d.State == townhall.DecisionCounterQuestion; (d.CounterQuestion() != "") != waits {
		t.Fatalf("%s: the counter-question is %q", d.State, d.CounterQuestion())
	}
	if len(notices) == 0 {
		t.Fatalf("%s tells nobody", line.Action)
	}
	for _, n := range notices {
		if !slices.Contains(line.Tells, n.To) || n.Person == "" || n.Thing != d.Thing {
			t.Fatalf("%s tells %+v", line.Action, n)
		}
	}
}

func TestWhoIsAsked(t *testing.T) {
	for _, c := range []struct {
		name    string
		by      *townhall.Person
		sponsor townhall.PersonID
		standIn townhall.PersonID
		lead    []townhall.PersonID
		over    bool
		told    []townhall.PersonID
		refused string
	}{
		{"the sponsor", somebody("anna"), "lena", "", []townhall.PersonID{"mia"}, false, []townhall.PersonID{"lena"}, ""},
		{"leadership, without a sponsor", somebody("anna"), "", "", []townhall.PersonID{"lena", "mia"}, false, []townhall.PersonID{"lena", "mia"}, ""},
		{"the project's lead may ask", somebody("ben"), "lena", "", nil, false, []townhall.PersonID{"lena"}, ""},
		{"so may a coordinator", somebody("kim", townhall.RoleCoordinator), "lena", "", nil, false, []townhall.PersonID{"lena"}, ""},
		{"nobody else", somebody("zoe"), "lena", "", nil, false, nil, "may.ask_decision"},
		{"nobody is there", somebody("anna"), "", "", nil, false, nil, "decision.nobody"},
		{"oneself is the sponsor", somebody("anna"), "anna", "", nil, false, nil, "decision.yours"},
		{"oneself is leadership", somebody("anna", townhall.RoleLeadership), "", "", []townhall.PersonID{"anna"}, false, nil, "decision.yours"},
		{"the rest of leadership", somebody("anna", townhall.RoleLeadership), "", "", []townhall.PersonID{"anna", "mia"}, false, []townhall.PersonID{"mia"}, ""},
		{"who stands in for the sponsor", somebody("ben"), "lena", "dora", nil, false, []townhall.PersonID{"dora"}, ""},
		{"not oneself in their place", somebody("dora", townhall.RoleCoordinator), "lena", "dora", nil, false, []townhall.PersonID{"lena"}, ""},
		{"of nothing that is over", somebody("anna"), "lena", "", nil, true, nil, "decision.over"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := subject()
			m.Sponsor, m.Leadership, m.Over = c.sponsor, c.lead, c.over
			m.StandIn = c.standIn
			_, notices, err := m.Ask(nil, c.by, "Dürfen wir?", march)
			var told []townhall.PersonID
			for _, n := range notices {
				told = append(told, n.Person)
			}
			if !slices.Equal(told, c.told) {
				t.Errorf("%v are asked, not %v", told, c.told)
			}
			if key := errorKey(err); key != c.refused {
				t.Errorf("refused with %q, not %q", key, c.refused)
			}
		})
	}
}

func errorKey(err error) string {
	if e, ok := err.(*townhall.Error); ok {
		return e.Key
	}
	return ""
}

// Who is asked may be anybody; leadership decides in their place, and nobody
// what they have asked themselves.
func TestWhoDecides(t *testing.T) {
	for _, c := range []struct {
		by      *townhall.Person
		refused string
	}{
		{somebody("lena"), ""},
		{somebody("mia", townhall.RoleLeadership), ""},
		{somebody("anna", townhall.RoleLeadership), "may.own_decision"},
		{somebody("anna"), "may.own_decision"},
		{somebody("kim", townhall.RoleCoordinator), "may.decide"},
		{somebody("ben", townhall.RoleTeamLead), "may.decide"},
	} {
		m := subject()
		d, _, err := m.Ask(nil, somebody("anna"), "Dürfen wir?", march)
		if err != nil {
			t.Fatal(err)
		}
		notices, err := d.Decide(m, c.by, true, "Ja, gern.", march)
		if key := errorKey(err); key != c.refused {
			t.Errorf("%s is refused with %q, not %q", c.by.ID, key, c.refused)
		}
		if err == nil && len(notices) != 5 { // anna twice, ben, and lena twice, who backs it and was asked
			t.Errorf("%s: %d notices: %+v", c.by.ID, len(notices), notices)
		}
	}
}

func TestADecisionWaitsFor(t *testing.T) {
	view := townhall.DecisionView{Decision: &townhall.Decision{Thing: 30, AskedBy: "anna", AskedOf: "lena", State: townhall.DecisionAsked}}
	lena, mia, anna := somebody("lena"), somebody("mia", townhall.RoleLeadership), somebody("anna", townhall.RoleLeadership)
	waits := func(want ...bool) {
		t.Helper()
		if got := []bool{view.WaitsFor(lena), view.WaitsFor(mia), view.WaitsFor(anna)}; !slices.Equal(got, want) {
			t.Errorf("waits for %v, want %v", got, want)
		}
	}
	waits(true, false, false)
	view.AskedOf = ""
	waits(false, true, false)
	view.Over = true
	waits(false, false, false)
	view.Over, view.State = false, townhall.DecisionYes
	waits(false, false, false)
}
