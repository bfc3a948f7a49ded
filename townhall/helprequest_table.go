package townhall

import "slices"

// HelpRequestAction is a step in the life of a question to the Lotsen.
type HelpRequestAction string

// The steps.
const (
	HelpRequestAsk        HelpRequestAction = "ask"
	HelpRequestAmend      HelpRequestAction = "amend"
	HelpRequestClaim      HelpRequestAction = "claim"
	HelpRequestRelease    HelpRequestAction = "release"
	HelpRequestAskBack    HelpRequestAction = "ask_back"
	HelpRequestReply      HelpRequestAction = "reply"
	HelpRequestAnswer     HelpRequestAction = "answer"
	HelpRequestAskConsent HelpRequestAction = "ask_consent"
	HelpRequestRefuse     HelpRequestAction = "refuse"
	HelpRequestForward    HelpRequestAction = "forward"
	HelpRequestConsent    HelpRequestAction = "consent"
	HelpRequestReturn     HelpRequestAction = "return"
	HelpRequestRequeue    HelpRequestAction = "requeue"
	HelpRequestSettle     HelpRequestAction = "settle"
	HelpRequestClose      HelpRequestAction = "close"
	HelpRequestHelp       HelpRequestAction = "helped"
	HelpRequestReopen     HelpRequestAction = "reopen"
	HelpRequestReask      HelpRequestAction = "reask"
)

// What can be done with a question without taking it a step further.
const (
	HelpRequestSay   HelpRequestAction = "say"
	HelpRequestTopic HelpRequestAction = "topic"
)

// HelpRequestTransition is one line of the table: who may take a question from
// which states to which, under what condition, and who hears of it.
type HelpRequestTransition struct {
	Action HelpRequestAction
	From   []HelpRequestState // empty: there is no question yet
	To     HelpRequestState
	Needs  Verb
	Guard  string // what else must hold, in words for docs/states.md
	Tells  []Audience
}

// inHand are the states in which a Lotse looks after the question.
var inHand = []HelpRequestState{HelpRequestClaimed, HelpRequestWaiting, HelpRequestAnswered}

// HelpRequestTable is the life of a question. The rules, docs/states.md and the
// tests all read it.
var HelpRequestTable = []HelpRequestTransition{
	{HelpRequestAsk, nil, HelpRequestNew, VerbAskLotsen, "", nil},
	{HelpRequestAmend, []HelpRequestState{HelpRequestNew}, HelpRequestNew, VerbOwnQuestion, "words", nil},
	{HelpRequestClaim, []HelpRequestState{HelpRequestNew}, HelpRequestClaimed, VerbTakeQuestions, "not one's own; a confidential one with its topic, or by the coordination", []Audience{ToRequester}},
	{HelpRequestRelease, inHand, HelpRequestNew, VerbReleaseQuestion, "", []Audience{ToRequester}},
	{HelpRequestAskBack, inHand, HelpRequestWaiting, VerbHandleQuestion, "a question", []Audience{ToRequester}},
	{HelpRequestReply, []HelpRequestState{HelpRequestWaiting}, HelpRequestClaimed, VerbOwnQuestion, "words; no consent is asked for", []Audience{ToClaimer}},
	{HelpRequestAnswer, inHand, HelpRequestAnswered, VerbHandleQuestion, "an answer", []Audience{ToRequester}},
	{HelpRequestAskConsent, inHand, HelpRequestWaiting, VerbHandleQuestion, "confidential; a contact that is no channel", []Audience{ToRequester}},
	{HelpRequestConsent, []HelpRequestState{HelpRequestWaiting}, HelpRequestForwarded, VerbOwnQuestion, "consent is asked for", []Audience{ToClaimer, ToContact}},
	{HelpRequestRefuse, []HelpRequestState{HelpRequestWaiting}, HelpRequestClaimed, VerbOwnQuestion, "consent is asked for", []Audience{ToClaimer}},
	{HelpRequestForward, append([]HelpRequestState{HelpRequestNew}, inHand...), HelpRequestForwarded, VerbForwardQuestion, "not confidential; a configured contact", []Audience{ToRequester, ToContact}},
	{HelpRequestReturn, []HelpRequestState{HelpRequestForwarded}, HelpRequestClaimed, VerbReturnQuestion, "somebody looks after it", []Audience{ToRequester, ToClaimer}},
	{HelpRequestRequeue, []HelpRequestState{HelpRequestForwarded}, HelpRequestNew, VerbReturnQuestion, "by the contact, and nobody looks after it", []Audience{ToRequester}},
	{HelpRequestSettle, OpenHelpRequests, HelpRequestClosed, VerbOwnQuestion, "", []Audience{ToClaimer, ToContact}},
	{HelpRequestClose, append([]HelpRequestState{HelpRequestForwarded}, inHand...), HelpRequestClosed, VerbHandleQuestion, "", []Audience{ToRequester, ToContact}},
	{HelpRequestHelp, []HelpRequestState{HelpRequestClosed}, HelpRequestClosed, VerbOwnQuestion, "not said before", []Audience{ToClaimer}},
	{HelpRequestReopen, []HelpRequestState{HelpRequestClosed}, HelpRequestClaimed, VerbOwnQuestion, "somebody looked after it", []Audience{ToClaimer}},
	{HelpRequestReask, []HelpRequestState{HelpRequestClosed}, HelpRequestNew, VerbOwnQuestion, "nobody looked after it", nil},
}

// HelpRequestWithoutStep says in which states something is said, and the topic
// set, without a step.
var HelpRequestWithoutStep = map[HelpRequestAction][]HelpRequestState{
	HelpRequestSay:   {HelpRequestClaimed, HelpRequestWaiting, HelpRequestAnswered, HelpRequestForwarded},
	HelpRequestTopic: OpenHelpRequests,
}

func helpRequestTransition(a HelpRequestAction) HelpRequestTransition {
	for _, t := range HelpRequestTable {
		if t.Action == a {
			return t
		}
	}
	panic("no transition " + string(a)) // a mistake in this package, found by its first test
}

// Check says whether the table lets p take the question this step now, or do
// what takes no step. What words are needed for a step is not asked.
func (h *HelpRequest) Check(a HelpRequestAction, p *Person) error {
	from, fits, err := HelpRequestWithoutStep[a], true, error(nil)
	switch a {
	case HelpRequestSay:
		err = allow(h.takesPart(p), "may.talk")
	case HelpRequestTopic:
		err = May(p, VerbForwardQuestion, h)
	default:
		t := helpRequestTransition(a)
		from, fits, err = t.From, h.fits(a), May(p, t.Needs, h)
	}
	if err == nil && (!fits || !slices.Contains(from, h.State)) {
		err = h.wrongState()
	}
	return err
}

// Can reports whether Check allows it: for the buttons on the question's card.
func (h *HelpRequest) Can(a HelpRequestAction, p *Person) bool { return h.Check(a, p) == nil }

// fits reports whether the guards of an action hold that the question alone
// decides.
func (h *HelpRequest) fits(a HelpRequestAction) bool {
	switch a {
	case HelpRequestReply:
		return h.AskedContact == ""
	case HelpRequestConsent, HelpRequestRefuse:
		return h.AskedContact != ""
	case HelpRequestAskConsent:
		return h.Confidential
	case HelpRequestForward:
		return !h.Confidential
	case HelpRequestHelp:
		return !h.Helped
	case HelpRequestReturn, HelpRequestReopen:
		return h.ClaimedBy != ""
	case HelpRequestRequeue, HelpRequestReask:
		return h.ClaimedBy == ""
	}
	return true
}

// step checks right and state, moves the question and returns the notices of the
// table line. Who they mean is named here: a question has one of each.
func (h *HelpRequest) step(a HelpRequestAction, by *Person, values map[string]string) ([]Notice, error) {
	if err := h.Check(a, by); err != nil {
		return nil, err
	}
	t := helpRequestTransition(a)
	h.State = t.To
	return h.tell(a, values, t.Tells...), nil
}

// tell makes the notices of an action for the people concerned.
func (h *HelpRequest) tell(a HelpRequestAction, values map[string]string, to ...Audience) (notices []Notice) {
	for _, audience := range to {
		if person := h.person(audience); person != "" {
			notices = append(notices, Notice{Kind: "question." + string(a), To: audience, Person: person, Thing: Number(h.ID), Values: values})
		}
	}
	return notices
}

func (h *HelpRequest) person(to Audience) PersonID {
	switch to {
	case ToRequester:
		return h.RequestedBy
	case ToClaimer:
		return h.ClaimedBy
	case ToContact:
		return h.ForwardedPerson
	}
	return ""
}

// wrongState is the Conflict that names where the question stands instead.
func (h *HelpRequest) wrongState() error {
	return Errf(Conflict, "question.wrong_state", "Number", h.ID, "State", h.State)
}
