package townhall

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// CohortAction is a step in the life of a cohort.
type CohortAction string

// The steps, and what can be done without one.
const (
	CohortMake   CohortAction = "make"
	CohortStart  CohortAction = "start"
	CohortFinish CohortAction = "finish"
	CohortCancel CohortAction = "cancel"

	CohortMove       CohortAction = "move"
	CohortPlace      CohortAction = "place"
	CohortCancelDate CohortAction = "cancel_date"
)

// The audiences of cohorts.
const (
	ToParticipant  Audience = "participant"  // each who takes part
	ToWaiting      Audience = "waiting"      // each who waits for a place
	ToCoordination Audience = "coordination" // of the host
	ToTeamLead     Audience = "team_lead"    // of somebody who wants them to know
)

// CohortTransition is one line of the table of a cohort's life.
type CohortTransition struct {
	Action CohortAction
	From   []CohortState // empty: there is no cohort yet
	To     CohortState
	Needs  Verb
	Guard  string
	Tells  []Audience
}

// openCohort are the states in which dates can be changed and people can join.
var openCohort = []CohortState{CohortPlanned, CohortRunning}

// CohortTable is the life of a cohort.
var CohortTable = []CohortTransition{
	{CohortMake, nil, CohortPlanned, VerbRunCohort, "a title; the first date is a workday", []Audience{ToChannel}},
	{CohortStart, []CohortState{CohortPlanned}, CohortRunning, "", "the day of the first date has come", nil},
	{CohortFinish, []CohortState{CohortRunning}, CohortFinished, "", "the day of the last date is over", nil},
	{CohortCancel, openCohort, CohortCancelled, VerbRunCohort, "a reason", []Audience{ToParticipant, ToWaiting, ToChannel}},
}

// Open reports whether the cohort is still to come or under way.
func (c *Cohort) Open() bool { return slices.Contains(openCohort, c.State) }

// CheckRun says whether by may change the cohort now.
func (c *Cohort) CheckRun(by *Person) error {
	if err := May(by, VerbRunCohort, c); err != nil {
		return err
	}
	return c.checkOpen()
}

func (c *Cohort) checkOpen() error {
	if !c.Open() {
		return Errf(Conflict, "cohort.over")
	}
	return nil
}

// Pass lets a day come: a planned cohort starts on the day of its first date, a
// running one is finished when its last is over. It reports whether that changed
// anything.
func (c *Cohort) Pass(today Date) bool {
	live, before := c.Live(), c.State
	if len(live) == 0 {
		return false
	}
	if c.State == CohortPlanned && !today.Before(live[0].Date) {
		c.State = CohortRunning
	}
	if c.State == CohortRunning && live[len(live)-1].Date.Before(today) {
		c.State = CohortFinished
	}
	return c.State != before
}

// Cancel calls the cohort off. What is still to come is cancelled; what has been
// stays.
func (c *Cohort) Cancel(by *Person, reason string, today Date, now time.Time) ([]Notice, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	reason, err := sentence("cohort.no_reason", "reason", reason)
	if err != nil {
		return nil, err
	}
	for _, o := range c.Live() {
		if !o.Date.Before(today) {
			o.Cancelled = true
			o.revise(now)
		}
	}
	c.State, c.Reason = CohortCancelled, reason
	values := map[string]string{"title": c.Title, "reason": reason}
	return append(c.tell(CohortCancel, ToParticipant, ParticipationJoined, values),
		append(c.tell(CohortCancel, ToWaiting, ParticipationWaiting, values), c.announce(CohortCancel, values))...), nil
}

// CancelDate calls one date off; the working phase before it goes on until the
// next one. The last date that is left can only be cancelled with the cohort.
func (c *Cohort) CancelDate(by *Person, id OccurrenceID, reason string, today Date, now time.Time) ([]Notice, error) {
	o, err := c.changeable(by, id, today)
	if err != nil {
		return nil, err
	}
	if len(c.Live()) == 1 {
		return nil, Errf(Conflict, "cohort.last_date", "Date", o.Date)
	}
	if reason, err = sentence("cohort.no_reason", "reason", reason); err != nil {
		return nil, err
	}
	o.Cancelled = true
	o.revise(now)
	values := c.values(o, "reason", reason)
	return append(c.tell(CohortCancelDate, ToParticipant, ParticipationJoined, values), c.announce(CohortCancelDate, values)), nil
}

// SetPlace says where a date takes place and what it is about. A new place or
// new hours are told to everybody; an agenda is only looked up.
func (c *Cohort) SetPlace(by *Person, id OccurrenceID, place, agenda string, from, until ClockTime, today Date, now time.Time) ([]Notice, error) {
	o, err := c.changeable(by, id, today)
	if err != nil {
		return nil, err
	}
	place, agenda = oneLine(place), strings.TrimSpace(agenda)
	if n := utf8.RuneCountInString(place); n > MaxPlace {
		return nil, tooLong("place", n, MaxPlace)
	}
	if n := utf8.RuneCountInString(agenda); n > MaxAgenda {
		return nil, tooLong("agenda", n, MaxAgenda)
	}
	if err := checkHours(from, until); err != nil {
		return nil, err
	}
	same := o.Place == place && o.From == from && o.Until == until
	o.Place, o.Agenda, o.From, o.Until = place, agenda, from, until
	if same {
		return nil, nil
	}
	o.revise(now)
	return c.tell(CohortPlace, ToParticipant, ParticipationJoined, c.values(o, "place", place)), nil
}

// CheckChange says whether by may change a date now.
func (c *Cohort) CheckChange(by *Person, id OccurrenceID, today Date) error {
	_, err := c.changeable(by, id, today)
	return err
}

// changeable is a date that by may change: it is still to come.
func (c *Cohort) changeable(by *Person, id OccurrenceID, today Date) (*Occurrence, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	o, err := c.Occurrence(id)
	if err != nil {
		return nil, err
	}
	if o.Cancelled {
		return nil, Errf(Conflict, "cohort.date_cancelled", "Date", o.Date)
	}
	if o.Date.Before(today) {
		return nil, Errf(Conflict, "cohort.date_past", "Date", o.Date)
	}
	return o, nil
}

// values are what a notice about a date says, and one thing more.
func (c *Cohort) values(o *Occurrence, key, value string) map[string]string {
	return map[string]string{"title": c.Title, "cohort": string(c.ID), "occurrence": strconv.Itoa(int(o.ID)), "kind": string(o.Kind),
		"date": o.Date.String(), key: value}
}

// tell is one notice to each who takes part in some way.
func (c *Cohort) tell(a CohortAction, to Audience, state ParticipationState, values map[string]string) []Notice {
	var notices []Notice
	for _, p := range c.Participants {
		if p.State == state {
			notices = append(notices, c.notice("cohort."+string(a), to, p.Member, values))
		}
	}
	return notices
}

// announce says a step in the channel of the programme, where a town has one.
func (c *Cohort) announce(a CohortAction, values map[string]string) Notice {
	return Notice{Kind: "cohort." + string(a), To: ToChannel, Values: values}
}

// Announcement says in the channel that there is a new cohort.
func (c *Cohort) Announcement() Notice {
	return c.announce(CohortMake, c.values(c.Live()[0], "host", string(c.Host)))
}

// notice is a notice to a member, whatever town they are from.
func (c *Cohort) notice(kind string, to Audience, m Member, values map[string]string) Notice {
	return Notice{Kind: kind, To: to, Org: m.Org, Person: m.Person, Values: values}
}
