package townhall

// IdeaState is where an idea stands.
type IdeaState string

// The states of an idea.
const (
	IdeaSubmitted   IdeaState = "submitted"
	IdeaInReview    IdeaState = "in_review"
	IdeaQuestion    IdeaState = "question"
	IdeaAccepted    IdeaState = "accepted"
	IdeaInProgress  IdeaState = "in_progress"
	IdeaImplemented IdeaState = "implemented"
	IdeaParked      IdeaState = "parked"
	IdeaDeclined    IdeaState = "declined"
	IdeaForwarded   IdeaState = "forwarded"
	IdeaMerged      IdeaState = "merged"
	IdeaWithdrawn   IdeaState = "withdrawn"
)

// Source says where an idea came from.
type Source string

// The sources of ideas.
const (
	SourceStaff   Source = "staff"
	SourceCitizen Source = "citizen"
)

// Idea is something that somebody would like to be better.
type Idea struct {
	ID          IdeaID
	Version     int
	Title       string
	Description string
	Category    string // one of Categories, or ""
	Source      Source
	// Author is empty for an anonymous idea: there is no author id anywhere.
	Author    PersonID
	Anonymous bool
	State     IdeaState
	Effort    int // 1 (small) to 5 (large), 0 while unrated
	Benefit   int // 1 (small) to 5 (large), 0 while unrated

	Reviewer    PersonID   // who took it into review, or decided last
	Question    string     // what the author is asked, while State is IdeaQuestion
	Reason      string     // why it was declined, forwarded or given back
	ParkedUntil Date       // while State is IdeaParked
	ForwardedTo ContactID  // while State is IdeaForwarded
	MergedInto  IdeaID     // while State is IdeaMerged
	Project     ProjectID  // the project made of it
	Consents    []PersonID // who has chosen accept while an anonymous idea waits for a second person

	SubmittedOn Date
	AnswerBy    Date // the author hears a first answer by the end of this day
	DecideBy    Date
	DecidedOn   Date

	// Receipt is the HMAC of the receipt code of an anonymous idea.
	Receipt []byte
	// Origin is the permalink of the chat message the idea was filed from.
	Origin string
	// OriginAuthor wrote that message, and is set only once they agreed to be named.
	OriginAuthor PersonID

	// Votes and Comments are counted by storage when it loads the idea.
	Votes    int
	Comments int
}

// Categories are what ideas and questions are about.
var Categories = []string{"online_service", "e_file", "process", "accessibility", "knowledge_transfer", "training", "other"}

// Comment is what somebody said about an idea. Everybody who sees the idea sees
// it, with its author's name.
type Comment struct {
	Idea   IdeaID
	Author PersonID // empty: the author of an anonymous idea, by receipt
	Text   string
	On     Date
}

// Vote limits, in characters.
const (
	MaxIdeaTitle       = 200
	MaxIdeaDescription = 3000
	MaxSentence        = 1000 // a reason, a question, an answer, a comment
)

// IdeaView is an idea with the names that a reader sees beside it. Storage
// loads it; cards show it.
type IdeaView struct {
	*Idea
	AuthorName   string // "" if anonymous or from a citizen
	OriginName   string // the display name of OriginAuthor
	ContactName  string // of ForwardedTo
	ProjectTitle string // of Project
	MergedTitle  string // of MergedInto
	ChannelName  string // of the channel where ideas are shown, as people type it behind #; "" if there is none
	Viewer       *Person
	Voted        bool // the viewer supports it
}
