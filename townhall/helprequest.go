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
	Topic        string // one of Topics, or "" while nobody has set it
	Confidential bool   // read by who asked and by who claimed it
	Department   DepartmentID
	State        HelpRequestState
	RequestedBy  PersonID
	ClaimedBy    PersonID  // who looks after it; kept while it is forwarded and when it is closed
	ForwardedTo  ContactID // while State is HelpRequestForwarded
	// ForwardedPerson is the person behind ForwardedTo, if it is one: they read
	// the question and talk with who asked.
	ForwardedPerson PersonID
	// AskedContact is where a confidential question goes if who asked agrees,
	// while they are asked.
	AskedContact ContactID
	Resolution   string
	Article      bool // became an Anleitung
	Helped       bool // who asked said so, after it was closed
	RequestedOn  Date
	// RemindOn is the day until which somebody should have claimed it: if nobody
	// has, the Lotsen are reminded. The zero date while somebody looks after it.
	RemindOn Date
}

// HelpRequestStates are all states of a question, in the order people meet them.
var HelpRequestStates = []HelpRequestState{HelpRequestNew, HelpRequestClaimed, HelpRequestWaiting, HelpRequestAnswered,
	HelpRequestForwarded, HelpRequestClosed}

// OpenHelpRequests are the states in which a question is not closed.
var OpenHelpRequests = HelpRequestStates[:len(HelpRequestStates)-1]

// ClaimWithin is how many working days a question may wait for somebody to claim
// it before the Lotsen are reminded.
const ClaimWithin = 2

// MaxQuestion is how long a question may be, in characters.
const MaxQuestion = 3000

// Remark is something said in the conversation about a question: by who asked,
// by who looks after it, or by the contact it was forwarded to. The three of
// them read it, wherever it was said.
type Remark struct {
	Question HelpRequestID
	Seq      int // counted per question, set by storage
	Author   PersonID
	Text     string
	On       Date
}

// RemarkView is a remark with its author's name.
type RemarkView struct {
	Remark
	AuthorName string
}

// HelpRequestView is a question with the names that a reader sees beside it.
// Storage loads it; cards show it. Of one that is sealed there is nothing to read
// but number, state, topic and day.
type HelpRequestView struct {
	*HelpRequest
	RequesterName  string
	ClaimerName    string
	ContactName    string // of ForwardedTo, or of AskedContact
	ContactEmail   string
	DepartmentName string
	Remarks        []RemarkView // oldest first
	Viewer         *Person      // nil: the channel of the Lotsen
	Sealed         bool         // the viewer may not read it
}
