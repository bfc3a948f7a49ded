package townhall

// OrgID names an organisation: a town, the tenant of everything here.
type OrgID string

// PersonID names a person within their organisation. The empty PersonID is
// nobody: the author of an anonymous idea, the actor of what happens by itself.
type PersonID string

// DepartmentID names a department (Fachbereich) of an organisation.
type DepartmentID string

// ContactID names a configured contact that things are forwarded to.
type ContactID string

// ChannelID names one of the town's channels, whatever platform it is on.
type ChannelID string

// Number is a thing's number in the one series that a town has for ideas,
// projects, packages and questions, so that #12 is never ambiguous.
type Number int64

// IdeaID is the number of an idea.
type IdeaID Number

// ProjectID is the number of a project.
type ProjectID Number

// WorkPackageID is the number of a work package.
type WorkPackageID Number

// HelpRequestID is the number of a question to the Lotsen.
type HelpRequestID Number

// Kind says what a number belongs to.
type Kind string

// The kinds of numbered things.
const (
	KindIdea        Kind = "idea"
	KindProject     Kind = "project"
	KindWorkPackage Kind = "work_package"
	KindHelpRequest Kind = "help_request"
)

// Kinds are the kinds of numbered things.
var Kinds = []Kind{KindIdea, KindProject, KindWorkPackage, KindHelpRequest}
