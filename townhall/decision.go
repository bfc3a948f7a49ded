package townhall

import "slices"

// DecisionState is where a decision stands.
type DecisionState string

// The states of a decision.
const (
	DecisionAsked           DecisionState = "asked"
	DecisionCounterQuestion DecisionState = "counter_question" // it is the asker's turn
	DecisionYes             DecisionState = "yes"
	DecisionNo              DecisionState = "no"
	DecisionWithdrawn       DecisionState = "withdrawn" // its asker needs it no more
)

// DecisionStates are all states of a decision, in the order people meet them.
var DecisionStates = []DecisionState{DecisionAsked, DecisionCounterQuestion, DecisionYes, DecisionNo, DecisionWithdrawn}

// DecisionID counts the decisions of one thing: its first, its second, …
type DecisionID int

// Decision is something that Lotsen cannot decide themselves, asked of whoever
// backs the project. It has no number of its own: it hangs on a package or a
// project, which has at most one open decision.
type Decision struct {
	Thing    Number // the package or the project
	ID       DecisionID
	Version  int
	AskedBy  PersonID
	AskedOf  PersonID // the project's sponsor; "" is leadership, also after the sponsor has left
	Question string
	State    DecisionState
	// Counter are the counter-questions, the last one without an answer while it
	// is open.
	Counter []CounterQuestion
	// AskedBackBy is who asked the last of them: leadership may do so in the
	// sponsor's place, and then hears of the answer too.
	AskedBackBy PersonID
	Sentence    string // that goes with yes or no
	DecidedBy   PersonID
	AskedOn     Date // or asked again, when the last counter-question was answered
	DecidedOn   Date // or taken back
}

// CounterQuestion is what whoever decides asks first.
type CounterQuestion struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	On       Date   `json:"on,omitzero"` // on which it was asked
}

// Answered reports whether it was decided, one way or the other.
func (d *Decision) Answered() bool { return d.State == DecisionYes || d.State == DecisionNo }

// Open reports whether the decision has still to be made.
func (d *Decision) Open() bool {
	return d.State == DecisionAsked || d.State == DecisionCounterQuestion
}

// CounterQuestion is the counter-question that waits for its answer, "" if none
// does.
func (d *Decision) CounterQuestion() string {
	if d.State != DecisionCounterQuestion {
		return ""
	}
	return d.Counter[len(d.Counter)-1].Question
}

// Round counts how often the decision was put to whoever decides: 0 at first,
// and once more after each answered counter-question.
func (d *Decision) Round() int { return len(d.Counter) }

// Subject is what a decision is asked about: a package or a project, and whom it
// concerns.
type Subject struct {
	Number     Number
	Kind       Kind
	Title      string
	Over       bool       // done, dropped or stopped: nothing is left to decide
	Lead       PersonID   // of the project
	Sponsor    PersonID   // of the project; "" for none, or one who has left
	StandIn    PersonID   // who stands in for the sponsor, while they are away
	Working    []PersonID // who works on it, beside the lead
	Leadership []PersonID
}

// DecisionView is a decision with what people read about it.
type DecisionView struct {
	*Decision
	Title                                   string // of the thing it hangs on
	Kind                                    Kind
	Over                                    bool
	AskedByName, AskedOfName, DecidedByName string
	Viewer                                  *Person // nil: nobody in particular
}

// WaitsFor reports whether it is p's turn to decide: it was put to them, or to
// leadership.
func (v DecisionView) WaitsFor(p *Person) bool {
	if v.State != DecisionAsked || v.Over || May(p, VerbDecide, v.Decision) != nil {
		return false
	}
	return v.AskedOf == p.ID || (v.AskedOf == "" && p.Is(RoleLeadership))
}

func (m *Subject) ownedBy(p *Person) bool {
	return p.ID != "" && (m.Lead == p.ID || slices.Contains(m.Working, p.ID))
}

// ownedBy: a decision is that of whoever asked for it.
func (d *Decision) ownedBy(p *Person) bool { return d.AskedBy != "" && d.AskedBy == p.ID }
