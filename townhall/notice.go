package townhall

// Notice is anything the bot says unasked. A rule returns it naming an
// audience; the command that ran the rule turns the audience into receivers.
type Notice struct {
	Kind   string   // "idea.accepted": the catalogue and the cards know it by this name
	To     Audience // who is meant
	Person PersonID // when To is ToPerson, or one person by their part in the thing
	Org    OrgID    // whose person, in cohorts, which bring people of several towns together; "" is this town's
	Thing  Number   // what it is about
	Values map[string]string
}

// Audience says who a notice is for, in the words of the rules.
type Audience string

// The audiences.
const (
	ToAuthor     Audience = "author"     // nobody, if the idea is anonymous
	ToSupporters Audience = "supporters" // voters and followers, never named to each other
	ToReviewer   Audience = "reviewer"   // who took the idea into review; the coordinators if nobody has
	ToDeciders   Audience = "deciders"   // coordinators and leadership who have not yet consented
	ToLead       Audience = "lead"       // who leads the project
	ToSponsor    Audience = "sponsor"    // who backs it
	ToOwner      Audience = "owner"      // whose package it is, or was until now
	ToHelper     Audience = "helper"     // who works on the package with its owner
	ToHands      Audience = "hands"      // all who work on the project's unfinished packages
	ToNoLead     Audience = "no_lead"    // the coordination, about a package whose project nobody leads
	ToPerson     Audience = "person"     // the one named
	ToRequester  Audience = "requester"  // who asked the Lotsen
	ToClaimer    Audience = "claimer"    // who looks after it
	ToContact    Audience = "contact"    // the person it was forwarded to
	ToChannel    Audience = "channel"    // everybody, in the thread of the card in its channel
)
