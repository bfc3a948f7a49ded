package commands_test

import (
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// everyDecision draws the cards of decisions in every state, for everybody.
func everyDecision(t *testing.T, p *i18n.Printer) (all []bot.Message) {
	t.Helper()
	for _, state := range townhall.DecisionStates {
		for _, viewer := range []*townhall.Person{{ID: "anna"}, {ID: "lena"}, {ID: "mia", Roles: []townhall.Role{townhall.RoleLeadership, townhall.RoleCoordinator}}} {
			for _, asked := range []townhall.PersonID{"lena", ""} {
				v := &townhall.DecisionView{Title: "Titel", Kind: townhall.KindWorkPackage, Viewer: viewer, Decision: &townhall.Decision{
					Thing: 21, ID: 1, AskedBy: "anna", AskedOf: asked, Question: "Frage?", State: state, Sentence: "Satz", AskedOn: someDay, DecidedOn: someDay,
					Counter: []townhall.CounterQuestion{{Question: "Rückfrage?", Answer: "Antwort"}, {Question: "Und?"}}}}
				all = append(all, cards.Decision(p, *v),
					bot.Message{Text: cards.DecisionLine(p, *v), Rows: []bot.Row{{cards.DecisionButton(p, *v)}}})
				for _, line := range townhall.DecisionTable {
					for _, to := range line.Tells {
						all = append(all, told(t, p, cards.Told{Kind: "decision." + string(line.Action), To: to, Number: 21,
							Values: map[string]string{"kind": "work_package"}, Seen: townhall.Seen{Decision: v}}))
					}
				}
			}
		}
	}
	return all
}

// The word behind the number decides, in either language; anything else is asked
// about.
func TestHowADecisionIsTyped(t *testing.T) {
	var row commands.Row
	for _, r := range commands.Rows() {
		if r.Action == "decision.decide" {
			row = r
		}
	}
	for typed, want := range map[string]struct {
		choice townhall.DecisionAction
		text   string
	}{
		"12":                           {"", ""},
		"#12 ja":                       {townhall.DecisionAnswerYes, ""},
		"12 Ja, gern.":                 {townhall.DecisionAnswerYes, "gern."},
		"12 no not now":                {townhall.DecisionAnswerNo, "not now"},
		"12 nein: kein Geld":           {townhall.DecisionAnswerNo, "kein Geld"},
		"12 rueckfrage Was kostet es?": {townhall.DecisionCounter, "Was kostet es?"},
		"12 vielleicht":                {"", "vielleicht"},
		"12 jawohl":                    {"", "jawohl"},
	} {
		a, fit := row.Takes(typed, someDay)
		if fit != commands.FullFit || a.Number != 12 || a.Choice != want.choice || a.Text != want.text {
			t.Errorf("%q is read as %+v, %v", typed, a, fit)
		}
	}
	for typed, want := range map[string]commands.Fit{"": commands.TooShort, "ja 12": commands.NoFit} {
		if _, fit := row.Takes(typed, someDay); fit != want {
			t.Errorf("%q fits: %v", typed, fit)
		}
	}
}
