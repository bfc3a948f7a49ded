package cards_test

import (
	"testing"

	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

func TestDecisions(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		for _, state := range townhall.DecisionStates {
			for _, viewer := range append(people, nil) {
				v := decision(state, viewer)
				m := cards.Decision(p, v)
				check(t, "decision", m)
				if len(m.Rows) != 1 {
					t.Errorf("%d rows of buttons", len(m.Rows))
				}
				if silent := len(cards.DecisionLine(p, v)) == 0; silent != (state == townhall.DecisionWithdrawn) {
					t.Errorf("a package says nothing of a decision that is %s: %v", state, silent)
				}
			}
		}
	})
}

// decision is one in which everything that can hold words of people does.
func decision(state townhall.DecisionState, viewer *townhall.Person) townhall.DecisionView {
	return townhall.DecisionView{Title: typed, Kind: townhall.KindProject, AskedByName: typed, AskedOfName: typed, DecidedByName: typed, Viewer: viewer,
		Decision: &townhall.Decision{Thing: 60, ID: 1, AskedBy: "p-author", AskedOf: "p-reader", Question: typed, State: state, Sentence: typed,
			Counter: []townhall.CounterQuestion{{Question: typed, Answer: typed}, {Question: typed}}, AskedOn: someDay, DecidedOn: someDay}}
}

func TestNoticesOfDecisionsHaveWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		values := map[string]string{"title": typed, "kind": "project", "question": typed, "counter": typed, "answer": typed, "by": typed, "asked_on": someDay.String()}
		for _, line := range townhall.DecisionTable {
			for _, to := range line.Tells {
				for _, viewer := range people {
					v := decision(line.To, viewer)
					notice(t, p, cards.Told{Kind: "decision." + string(line.Action), To: to, Number: 60, Values: values, Seen: townhall.Seen{Decision: &v}})
				}
			}
		}
		notice(t, p, cards.Told{Kind: "decision.reminder", To: townhall.ToDecider, Number: 60, Values: values})
		notice(t, p, cards.Told{Kind: "decision.unanswered", To: townhall.ToAsker, Number: 60, Values: values})
	})
}

func TestMandatesThatEndHaveWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		values := map[string]string{"until": someDay.String(), "text": typed}
		project := townhall.ProjectView{Project: &townhall.Project{ID: 60, Title: typed, State: townhall.ProjectActive}}
		notice(t, p, cards.Told{Kind: "mandate.ends", To: townhall.ToPerson, Number: 60, Values: values, Seen: townhall.Seen{Project: &project}})
		notice(t, p, cards.Told{Kind: "mandate.programme_ends", To: townhall.ToPerson, Values: values})
	})
}
