package townhall

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Organisation is a town: the tenant of everything else.
type Organisation struct {
	ID       OrgID
	Version  int
	Name     string
	State    string // the Bundesland: "BW"
	Zone     string // IANA time zone: "Europe/Berlin"
	Language string // "de" or "en": what channels are written in, and people by default
	// Address is how German speaks to people here: "du", "sie", or "" while
	// nobody has decided, which counts as "sie".
	Address         string
	ExtraDaysOff    []string         // days off beside the state holidays, every year: "12-24"
	RemovedDaysOff  []string         // days off elsewhere on which this town works
	Rhythm          Rhythm           // how it reads "two weeks"; "" is the default
	AnswerWithin    int              // working days until an idea's author hears the first answer; default 5
	DecideWithin    int              // working days until an idea is decided; default 30
	ReminderChanges []ReminderChange // what it has set otherwise about reminders; see Reminders
	RoleLabel       RoleLabel
	CommandWords    map[string]string // the town's own command words: "idee" → "vorschlag"
	SetUp           Date              // the day the organisation was made
	ReceiptSecret   []byte            // keys the HMAC under which receipt codes are stored
	AddressAskedFor bool              // the first admin was asked Sie or Du
	Digests         DigestDefaults    // when people get their Wochenstand; what is empty the configuration says
}

// RoleLabel is what the town calls its Lotsen; the zero value is what they are
// called everywhere else.
type RoleLabel struct{ SingularF, SingularM, Plural string }

// usualLabel is what they are called everywhere else, in German.
var usualLabel = RoleLabel{"Lotsin", "Lotse", "Lotsinnen und Lotsen"}

// MaxRoleLabel is how many characters each form of the label may have.
const MaxRoleLabel = 40

// Valid reports whether the label has all its forms, or none, and none is too
// long for a button.
func (l RoleLabel) Valid() bool {
	forms := []string{l.SingularF, l.SingularM, l.Plural}
	bad := func(f string) bool { return strings.TrimSpace(f) == "" || utf8.RuneCountInString(f) > MaxRoleLabel }
	return l == RoleLabel{} || !slices.ContainsFunc(forms, bad)
}

// Own reports whether the town has a label of its own.
func (l RoleLabel) Own() bool { return l != RoleLabel{} && l != usualLabel }

// Location is the organisation's time zone; UTC if its name is unknown, which
// loading a town refuses.
func (o *Organisation) Location() *time.Location {
	z, err := time.LoadLocation(o.Zone)
	if err != nil {
		return time.UTC
	}
	return z
}

// NewCalendar makes the calendar of the town's workdays.
func (o *Organisation) NewCalendar() (*Calendar, error) {
	return NewCalendar(o.State, o.ExtraDaysOff, o.RemovedDaysOff)
}

// Department is a Fachbereich.
type Department struct {
	ID   DepartmentID
	Name string
}

// Contact is a configured place to forward things to: a person of the town, one
// of its channels, or an e-mail address.
type Contact struct {
	ID     ContactID
	Name   string
	Email  string
	Person PersonID
	// Channel is where questions are said that are forwarded there. An idea needs
	// no telling: everybody sees it.
	Channel ChannelID
}

// Purpose says what a channel is for.
type Purpose string

// The purposes of channels.
const (
	PurposeIdeas         Purpose = "ideas"
	PurposeHelpRequests  Purpose = "help_requests"
	PurposeCohort        Purpose = "cohort"
	PurposeAnnouncements Purpose = "announcements"
)

// Channel is one of the town's channels and where it is on its platform.
type Channel struct {
	ID       ChannelID
	Name     string
	Purpose  Purpose
	Members  []string // the roles it is for; empty: everybody, a public channel
	Platform string
	Tenant   string
	Remote   string // the platform's channel id
}

// How long people wait at most, in working days, unless the town sets it
// otherwise; and the most that it can set.
const (
	DefaultAnswerWithin = 5
	DefaultDecideWithin = 30
	MaxDeadline         = 120
)

// SetDeadlines sets in how many working days an idea is answered and decided.
func (o *Organisation) SetDeadlines(answer, decide int) error {
	if answer < 1 || decide > MaxDeadline || decide < answer {
		return Errf(Invalid, "town.bad_deadlines", "Field", "answer", "Max", MaxDeadline)
	}
	o.AnswerWithin, o.DecideWithin = answer, decide
	return nil
}
