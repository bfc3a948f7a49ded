package townhall

import "slices"

// IdeaAction is a step in the life of an idea.
type IdeaAction string

// The steps.
const (
	IdeaFile     IdeaAction = "file"
	IdeaReview   IdeaAction = "review"
	IdeaAsk      IdeaAction = "ask"
	IdeaAnswer   IdeaAction = "answer"
	IdeaAccept   IdeaAction = "accept"
	IdeaConsent  IdeaAction = "consent"
	IdeaDecline  IdeaAction = "decline"
	IdeaPark     IdeaAction = "park"
	IdeaWake     IdeaAction = "wake"
	IdeaForward  IdeaAction = "forward"
	IdeaMerge    IdeaAction = "merge"
	IdeaWithdraw IdeaAction = "withdraw"
	IdeaStart    IdeaAction = "start"
	IdeaFinish   IdeaAction = "finish"
	IdeaGiveBack IdeaAction = "give_back"
)

// What can be done with an idea without taking it a step further.
const (
	IdeaAmend   IdeaAction = "amend"
	IdeaComment IdeaAction = "comment"
	IdeaRate    IdeaAction = "rate"
	IdeaSupport IdeaAction = "support"
	// IdeaMilestone: the idea's project has reached a milestone.
	IdeaMilestone IdeaAction = "milestone"
)

// IdeaTransition is one line of the table: who may take an idea from which
// states to which, under what condition, and who hears of it.
type IdeaTransition struct {
	Action IdeaAction
	From   []IdeaState // empty: there is no idea yet
	To     IdeaState
	Needs  Verb   // the right it takes; "" if it happens by itself
	Guard  string // what else must hold, in words for docs/states.md
	Tells  []Audience
}

// undecided are the states in which nobody has decided yet.
var undecided = []IdeaState{IdeaSubmitted, IdeaInReview, IdeaQuestion, IdeaParked}

// everybodyConcerned are the author and the supporters, told of each step.
var everybodyConcerned = []Audience{ToAuthor, ToSupporters}

// IdeaTable is the life of an idea. The rules below, docs/states.md and the
// tests all read it.
var IdeaTable = []IdeaTransition{
	{IdeaFile, nil, IdeaSubmitted, VerbFile, "", nil},
	{IdeaReview, []IdeaState{IdeaSubmitted, IdeaParked}, IdeaInReview, VerbReview, "not one's own idea", everybodyConcerned},
	{IdeaAsk, []IdeaState{IdeaSubmitted, IdeaInReview}, IdeaQuestion, VerbReview, "not one's own idea; a question", everybodyConcerned},
	{IdeaAnswer, []IdeaState{IdeaQuestion}, IdeaInReview, VerbOwn, "an answer", []Audience{ToReviewer, ToSupporters, ToChannel}},
	{IdeaConsent, undecided, IdeaInReview, VerbReview, "anonymous, and the first of two people to accept it", []Audience{ToDeciders}},
	{IdeaAccept, undecided, IdeaAccepted, VerbReview, "not one's own idea; an anonymous one has been accepted by somebody else before", everybodyConcerned},
	{IdeaDecline, undecided, IdeaDeclined, VerbReview, "not one's own idea; a reason", everybodyConcerned},
	{IdeaPark, undecided, IdeaParked, VerbReview, "not one's own idea; until a day to come", everybodyConcerned},
	{IdeaWake, []IdeaState{IdeaParked}, IdeaInReview, "", "the day has come", []Audience{ToAuthor, ToSupporters, ToReviewer}},
	{IdeaForward, undecided, IdeaForwarded, VerbReview, "not one's own idea; to a configured contact", everybodyConcerned},
	{IdeaMerge, undecided, IdeaMerged, VerbReview, "not one's own idea; into another one that is alive, without a circle", everybodyConcerned},
	{IdeaWithdraw, undecided, IdeaWithdrawn, VerbOwn, "", []Audience{ToSupporters}},
	{IdeaStart, []IdeaState{IdeaAccepted}, IdeaInProgress, VerbMakeProject, "a project is made of it", everybodyConcerned},
	{IdeaFinish, []IdeaState{IdeaInProgress}, IdeaImplemented, "", "its project is done", everybodyConcerned},
	{IdeaGiveBack, []IdeaState{IdeaInProgress}, IdeaAccepted, "", "its project was stopped; the reason", everybodyConcerned},
}

// IdeaWithoutStep says in which states an idea can be amended, commented, rated
// and supported.
var IdeaWithoutStep = map[IdeaAction][]IdeaState{
	IdeaAmend:   undecided,
	IdeaComment: {IdeaSubmitted, IdeaInReview, IdeaQuestion, IdeaAccepted, IdeaInProgress, IdeaImplemented, IdeaParked, IdeaDeclined, IdeaForwarded},
	IdeaRate:    {IdeaSubmitted, IdeaInReview, IdeaQuestion, IdeaAccepted, IdeaInProgress, IdeaParked},
	IdeaSupport: {IdeaSubmitted, IdeaInReview, IdeaQuestion, IdeaAccepted, IdeaInProgress, IdeaParked},
}

// IdeaStates are all states of an idea, in the order people meet them.
var IdeaStates = []IdeaState{IdeaSubmitted, IdeaInReview, IdeaQuestion, IdeaAccepted, IdeaInProgress,
	IdeaImplemented, IdeaParked, IdeaDeclined, IdeaForwarded, IdeaMerged, IdeaWithdrawn}

func ideaTransition(a IdeaAction) IdeaTransition {
	for _, t := range IdeaTable {
		if t.Action == a {
			return t
		}
	}
	panic("no transition " + string(a)) // a mistake in this package, found by its first test
}

// Can reports whether the table lets p take the idea this step now: for the
// buttons on its card.
func (i *Idea) Can(a IdeaAction, p *Person) bool {
	t := ideaTransition(a)
	return slices.Contains(t.From, i.State) && May(p, t.Needs, i) == nil
}

// CheckState says whether the state allows an action of the table, so that no
// form asks for words that would be refused.
func (i *Idea) CheckState(a IdeaAction) error {
	from, ok := IdeaWithoutStep[a]
	if !ok {
		from = ideaTransition(a).From
	}
	if !slices.Contains(from, i.State) {
		return i.wrongState()
	}
	return nil
}

// step checks right and state, moves the idea and returns the notices of the
// table line. The guards of each action are checked by its own method first.
func (i *Idea) step(a IdeaAction, by *Person, values map[string]string) ([]Notice, error) {
	t := ideaTransition(a)
	if t.Needs != "" {
		if err := May(by, t.Needs, i); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(t.From, i.State) {
		return nil, i.wrongState()
	}
	i.State = t.To
	notices := make([]Notice, 0, len(t.Tells))
	for _, to := range t.Tells {
		notices = append(notices, Notice{Kind: "idea." + string(a), To: to, Thing: Number(i.ID), Values: values})
	}
	return notices, nil
}

// wrongState is the Conflict that names where the idea stands instead.
func (i *Idea) wrongState() error {
	if i.State == IdeaMerged {
		return Errf(Conflict, "idea.is_merged", "Number", i.ID, "Other", i.MergedInto)
	}
	return Errf(Conflict, "idea.wrong_state", "Number", i.ID, "State", i.State)
}

// ToReview are the states in which it is the reviewers' turn, or soon will be. A
// parked idea comes back by itself.
func ToReview() []IdeaState { return []IdeaState{IdeaSubmitted, IdeaInReview, IdeaQuestion} }
