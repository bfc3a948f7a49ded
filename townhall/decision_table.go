package townhall

import "slices"

// DecisionAction is a step in the life of a decision.
type DecisionAction string

// The steps.
const (
	DecisionAsk       DecisionAction = "ask"
	DecisionCounter   DecisionAction = "counter"
	DecisionExplain   DecisionAction = "explain"
	DecisionAnswerYes DecisionAction = "yes"
	DecisionAnswerNo  DecisionAction = "no"
	DecisionWithdraw  DecisionAction = "withdraw"
)

// The audiences of decisions.
const (
	ToDecider Audience = "decider" // to whom it was put: the sponsor, or leadership
	ToAsker   Audience = "asker"
	ToWorking Audience = "working" // who works on the package or project, its lead and its sponsor
)

// DecisionTransition is one line of the table of a decision's life.
type DecisionTransition struct {
	Action DecisionAction
	From   []DecisionState // empty: there is no decision yet
	To     DecisionState
	Needs  Verb
	Guard  string
	Tells  []Audience
}

var undecidedDecision = []DecisionState{DecisionAsked, DecisionCounterQuestion}

// everybodyAtWork are those who hear what was decided.
var everybodyAtWork = []Audience{ToAsker, ToWorking, ToDecider}

// DecisionTable is the life of a decision.
var DecisionTable = []DecisionTransition{
	{DecisionAsk, nil, DecisionAsked, VerbAskDecision, "a question; no other decision of the thing is open, and somebody else can decide", []Audience{ToDecider}},
	{DecisionCounter, []DecisionState{DecisionAsked}, DecisionCounterQuestion, VerbDecide, "not one's own; a question", []Audience{ToAsker}},
	{DecisionExplain, []DecisionState{DecisionCounterQuestion}, DecisionAsked, VerbOwnDecision, "an answer", []Audience{ToDecider}},
	{DecisionAnswerYes, undecidedDecision, DecisionYes, VerbDecide, "not one's own; a sentence", everybodyAtWork},
	{DecisionAnswerNo, undecidedDecision, DecisionNo, VerbDecide, "not one's own; a sentence", everybodyAtWork},
	{DecisionWithdraw, undecidedDecision, DecisionWithdrawn, VerbOwnDecision, "", []Audience{ToAsker, ToDecider}},
}

func decisionTransition(a DecisionAction) DecisionTransition {
	for _, t := range DecisionTable {
		if t.Action == a {
			return t
		}
	}
	panic("no transition " + string(a)) // a mistake in this package, found by its first test
}

// Can reports whether the table lets p take the decision this step now: for the
// buttons on its card.
func (d *Decision) Can(a DecisionAction, p *Person) bool { return d.Check(a, p) == nil }

// Check says whether p may take the decision this step, and whether its state
// allows it, so that no form asks for words that would be refused.
func (d *Decision) Check(a DecisionAction, p *Person) error {
	t := decisionTransition(a)
	if err := May(p, t.Needs, d); err != nil {
		return err
	}
	if !slices.Contains(t.From, d.State) {
		return d.wrongState()
	}
	return nil
}

// wrongState is the Conflict that says where the decision stands instead.
func (d *Decision) wrongState() error {
	switch d.State {
	case DecisionAsked:
		return Errf(Conflict, "decision.is_asked", "Number", d.Thing)
	case DecisionCounterQuestion:
		return Errf(Conflict, "decision.is_counter_question", "Number", d.Thing, "Question", d.CounterQuestion())
	}
	if d.State == DecisionWithdrawn {
		return Errf(Conflict, "decision.is_withdrawn", "Number", d.Thing)
	}
	return Errf(Conflict, "decision.is_decided", "Number", d.Thing, "State", d.State, "Sentence", d.Sentence)
}
