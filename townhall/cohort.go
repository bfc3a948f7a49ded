package townhall

import (
	"slices"
	"strconv"
	"time"
)

// CohortID names a cohort of its host: "dl-2027-1".
type CohortID string

// OccurrenceID counts the dates of a cohort: its first, its second, … It stays
// with the date when that moves.
type OccurrenceID int

// CohortState is where a cohort stands.
type CohortState string

// The states of a cohort.
const (
	CohortPlanned   CohortState = "planned"
	CohortRunning   CohortState = "running"
	CohortFinished  CohortState = "finished"
	CohortCancelled CohortState = "cancelled"
)

// CohortStates are all states of a cohort, in the order people meet them.
var CohortStates = []CohortState{CohortPlanned, CohortRunning, CohortFinished, CohortCancelled}

// OccurrenceKind says what happens on a date of a cohort.
type OccurrenceKind string

// The kinds of dates.
const (
	OccurrenceKickoff OccurrenceKind = "kickoff"
	OccurrenceSeminar OccurrenceKind = "seminar_day"
	OccurrenceWebinar OccurrenceKind = "webinar"
	OccurrenceClosing OccurrenceKind = "closing"
)

// OccurrenceKinds are all kinds of dates.
var OccurrenceKinds = []OccurrenceKind{OccurrenceKickoff, OccurrenceSeminar, OccurrenceWebinar, OccurrenceClosing}

// Member is somebody in a cohort: a person and the town they are from, for a
// cohort may have participants of several towns.
type Member struct {
	Org    OrgID
	Person PersonID
}

// Cohort is one run of the programme: its dates, and who takes part.
type Cohort struct {
	ID       CohortID
	Version  int
	Host     OrgID   // whose coordination runs it, and whose calendar and zone count
	Towns    []OrgID // further towns whose people may join
	From     OrgID   // the town that looks at it now, set by whoever loads it
	Title    string
	Template string // the name of the template it was made from
	Rhythm   Rhythm
	State    CohortState
	Reason   string // why it was cancelled
	Places   int    // how many can take part; 0 for any number

	Occurrences  []Occurrence  // in order
	Participants []Participant // in the order in which they came
}

// Occurrence is one date of a cohort.
type Occurrence struct {
	ID    OccurrenceID
	Kind  OccurrenceKind
	Title string // what the day, or the working phase after it, is about; may be ""
	// Wanted is where the rhythm puts it; Date is the first day from there on which
	// the host's town hall works.
	Wanted, Date Date
	// Phase says that a working phase follows.
	Phase bool
	// Chained dates follow the one before in workdays, others in calendar days.
	Chained     bool
	From, Until ClockTime // in the host's zone
	Place       string
	Agenda      string
	Cancelled   bool
	// Revision grows, from 1, whenever people have to be told anew: it is in the
	// keys of reminders and the SEQUENCE of feeds.
	Revision int
	// Since is the moment of that revision. What would have been due before it
	// counts as said.
	Since time.Time
}

// Start is the moment at which the occurrence begins.
func (o *Occurrence) Start(zone *time.Location) time.Time { return o.Date.At(o.From.clock(zone)) }

// End is the moment at which the occurrence ends.
func (o *Occurrence) End(zone *time.Location) time.Time { return o.Date.At(o.Until.clock(zone)) }

func (c ClockTime) clock(zone *time.Location) (hour, minute int, z *time.Location) {
	return int(c / 60), int(c % 60), zone
}

// UID names the occurrence in calendar feeds, the same in every revision.
func (c *Cohort) UID(o *Occurrence) string {
	return string(c.ID) + "-" + strconv.Itoa(int(o.ID)) + "@" + string(c.Host) + ".lotsenfunk"
}

// Live are the dates that have not been cancelled, in order.
func (c *Cohort) Live() []*Occurrence {
	var live []*Occurrence
	for i := range c.Occurrences {
		if !c.Occurrences[i].Cancelled {
			live = append(live, &c.Occurrences[i])
		}
	}
	return live
}

// Occurrence is the date of that id.
func (c *Cohort) Occurrence(id OccurrenceID) (*Occurrence, error) {
	at := c.index(id)
	if at < 0 {
		return nil, Errf(NotFound, "cohort.no_such_date", "Field", "occurrence")
	}
	return &c.Occurrences[at], nil
}

// OccurrenceOn is the date of the cohort on a day.
func (c *Cohort) OccurrenceOn(d Date) (*Occurrence, error) {
	for _, o := range c.Live() {
		if o.Date == d {
			return o, nil
		}
	}
	return nil, Errf(NotFound, "cohort.nothing_on", "Date", d, "Field", "date")
}

func (c *Cohort) index(id OccurrenceID) int {
	return slices.IndexFunc(c.Occurrences, func(o Occurrence) bool { return o.ID == id })
}

// revise notes that people have to be told of the occurrence anew.
func (o *Occurrence) revise(now time.Time) {
	o.Revision++
	o.Since = now
}

// member is somebody of the town that looks at the cohort.
func (c *Cohort) member(p *Person) Member { return Member{c.From, p.ID} }

// ownedBy: a cohort is run by coordination, not by one person.
func (c *Cohort) ownedBy(*Person) bool { return false }
