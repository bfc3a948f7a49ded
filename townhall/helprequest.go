package townhall

// HelpRequestState is where a question to the Lotsen stands.
type HelpRequestState string

// The states of a question to the Lotsen.
const (
	HelpRequestNew       HelpRequestState = "new"
	HelpRequestClaimed   HelpRequestState = "claimed"
	HelpRequestWaiting   HelpRequestState = "waiting"
	HelpRequestAnswered  HelpRequestState = "answered"
	HelpRequestForwarded HelpRequestState = "forwarded"
	HelpRequestClosed    HelpRequestState = "closed"
)

// HelpRequest is a question to the Lotsen.
type HelpRequest struct {
	ID           HelpRequestID
	Version      int
	Title        string
	Text         string
	Topic        string
	Confidential bool
	Department   DepartmentID
	State        HelpRequestState
	RequestedBy  PersonID
	ClaimedBy    PersonID
	ForwardedTo  ContactID
	Resolution   string
	Article      bool // became an Anleitung
	RequestedOn  Date
}

// HelpRequestStates are all states of a question, in the order people meet them.
var HelpRequestStates = []HelpRequestState{HelpRequestNew, HelpRequestClaimed, HelpRequestWaiting, HelpRequestAnswered,
	HelpRequestForwarded, HelpRequestClosed}
