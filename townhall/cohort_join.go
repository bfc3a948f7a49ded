package townhall

import (
	"slices"
	"time"
)

// ParticipationState is how somebody takes part in a cohort.
type ParticipationState string

// The states of taking part.
const (
	ParticipationJoined  ParticipationState = "joined"
	ParticipationWaiting ParticipationState = "waiting"
	ParticipationLeft    ParticipationState = "left"
)

// ParticipationStates are all states of taking part, in the order people meet
// them.
var ParticipationStates = []ParticipationState{ParticipationJoined, ParticipationWaiting, ParticipationLeft}

// ParticipationAction is a step in how somebody takes part.
type ParticipationAction string

// The steps.
const (
	ParticipationJoin  ParticipationAction = "join"
	ParticipationWait  ParticipationAction = "wait"
	ParticipationAdmit ParticipationAction = "admit"
	ParticipationLeave ParticipationAction = "leave"
)

// ParticipationTransition is one line of the table of taking part.
type ParticipationTransition struct {
	Action ParticipationAction
	From   []ParticipationState // empty: they are not in the cohort, or not any more
	To     ParticipationState
	Needs  Verb
	Guard  string
	Tells  []Audience
}

// ParticipationTable is how people come into a cohort and leave it.
var ParticipationTable = []ParticipationTransition{
	{ParticipationJoin, nil, ParticipationJoined, VerbJoinCohort, "a place is free", []Audience{ToParticipant, ToCoordination}},
	{ParticipationWait, nil, ParticipationWaiting, VerbJoinCohort, "no place is free", []Audience{ToCoordination}},
	{ParticipationAdmit, []ParticipationState{ParticipationWaiting}, ParticipationJoined, "", "a place has become free, first come first served", []Audience{ToParticipant, ToCoordination}},
	{ParticipationLeave, []ParticipationState{ParticipationJoined, ParticipationWaiting}, ParticipationLeft, VerbJoinCohort, "", []Audience{ToCoordination}},
}

// Participant is somebody in a cohort.
type Participant struct {
	Member
	State   ParticipationState
	Project ProjectID // what they work on, of their own town; 0 while they have not chosen
	// Since is when they joined. What would have been due before it counts as
	// said: all dates are told at once then.
	Since  time.Time
	Misses []Miss
}

// Participant is somebody's part in the cohort, nil if they never had one.
func (c *Cohort) Participant(m Member) *Participant {
	at := slices.IndexFunc(c.Participants, func(p Participant) bool { return p.Member == m })
	if at < 0 {
		return nil
	}
	return &c.Participants[at]
}

// Count says how many take part in a way.
func (c *Cohort) Count(state ParticipationState) int {
	n := 0
	for _, p := range c.Participants {
		if p.State == state {
			n++
		}
	}
	return n
}

// full reports whether no place is free.
func (c *Cohort) full() bool { return c.Places > 0 && c.Count(ParticipationJoined) >= c.Places }

// Join brings somebody of the town that looks at it into the cohort, with their own project, or
// with one that they take; nil if they choose later. When all places are taken
// they wait for one. Whoever takes a project that nobody leads, leads it.
func (c *Cohort) Join(p *Person, project *Project, now time.Time) (*Participant, []Notice, error) {
	if err := May(p, VerbJoinCohort, c); err != nil {
		return nil, nil, err
	}
	m := c.member(p)
	if m.Org != c.Host && !slices.Contains(c.Towns, m.Org) {
		return nil, nil, Errf(Forbidden, "cohort.other_town")
	}
	if err := c.checkOpen(); err != nil {
		return nil, nil, err
	}
	had := c.Participant(m)
	if had != nil && had.State == ParticipationJoined {
		return nil, nil, Errf(Conflict, "cohort.joined_already")
	}
	if had != nil && had.State == ParticipationWaiting {
		return nil, nil, Errf(Conflict, "cohort.waits_already")
	}
	one := Participant{Member: m, State: ParticipationJoined, Since: now}
	if err := one.take(project, p); err != nil {
		return nil, nil, err
	}
	// Who comes back stands last again.
	c.Participants = slices.DeleteFunc(c.Participants, func(p Participant) bool { return p.Member == m })
	action := ParticipationJoin
	if c.full() {
		one.State, action = ParticipationWaiting, ParticipationWait
	}
	c.Participants = append(c.Participants, one)
	return &c.Participants[len(c.Participants)-1], c.tellOf(action, m, p.Display), nil
}

// take notes what somebody works on.
func (p *Participant) take(project *Project, by *Person) error {
	if project == nil {
		return nil
	}
	if project.State == ProjectDone || project.State == ProjectStopped {
		return Errf(Conflict, "cohort.project_over", "Number", project.ID, "State", project.State, "Field", "project")
	}
	if project.Lead == "" {
		project.Lead = by.ID
	}
	p.Project = project.ID
	return nil
}

// Choose says what somebody who takes part works on, or changes it.
func (c *Cohort) Choose(p *Person, project *Project) error {
	one, err := c.takesPart(c.member(p))
	if err != nil {
		return err
	}
	return one.take(project, p)
}

// Leave takes somebody who wants to go out of the cohort.
func (c *Cohort) Leave(p *Person, now time.Time) ([]Notice, error) {
	if err := May(p, VerbJoinCohort, c); err != nil {
		return nil, err
	}
	if _, err := c.inCohort(c.member(p)); err != nil {
		return nil, err
	}
	if err := c.checkOpen(); err != nil {
		return nil, err
	}
	return c.Drop(c.member(p), p.Display, now)
}

// Drop takes somebody out of the cohort, as when they leave their town; whoever
// has waited longest gets their place. Name is what the host's coordination knows
// them by.
func (c *Cohort) Drop(m Member, name string, now time.Time) ([]Notice, error) {
	one, err := c.inCohort(m)
	if err != nil {
		return nil, err
	}
	waited := one.State == ParticipationWaiting
	one.State, one.Misses = ParticipationLeft, nil
	if !c.Open() {
		return nil, nil // it is over: nobody needs to know
	}
	left, admitted := c.tellOf(ParticipationLeave, m, name), c.admit(now)
	if waited {
		left[0].Values["waiting"] = "yes"
	}
	// The coordination hears in one message who has left and who comes in their place.
	return append(left, slices.DeleteFunc(admitted, func(n Notice) bool {
		if n.To != ToCoordination || left[0].Values["admitted"] != "" {
			return false
		}
		left[0].Values["admitted"], left[0].Values["admitted_town"] = n.Values["person"], n.Values["town"]
		return true
	})...), nil
}

// inCohort is the part of somebody who takes part or waits for it.
func (c *Cohort) inCohort(m Member) (*Participant, error) {
	one := c.Participant(m)
	if one == nil || one.State == ParticipationLeft {
		return nil, Errf(Conflict, "cohort.not_in")
	}
	return one, nil
}

// SetPlaces changes how many can take part; nobody loses a place by it.
func (c *Cohort) SetPlaces(by *Person, places int, now time.Time) ([]Notice, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	if places < 0 || places > maxPlaces {
		return nil, Errf(Invalid, "cohort.bad_places", "Field", "places", "Most", maxPlaces)
	}
	c.Places = places
	return c.admit(now), nil
}

// admit gives free places to those who wait, first come first served.
func (c *Cohort) admit(now time.Time) []Notice {
	var notices []Notice
	for i := range c.Participants {
		p := &c.Participants[i]
		if c.full() {
			break
		}
		if p.State == ParticipationWaiting {
			p.State, p.Since = ParticipationJoined, now
			notices = append(notices, c.tellOf(ParticipationAdmit, p.Member, "")...)
		}
	}
	return notices
}

// tellOf are the notices of a step of somebody's: to themselves, with all dates
// at once, and to the host's coordination.
func (c *Cohort) tellOf(a ParticipationAction, m Member, name string) []Notice {
	at := slices.IndexFunc(ParticipationTable, func(t ParticipationTransition) bool { return t.Action == a })
	var notices []Notice
	for _, to := range ParticipationTable[at].Tells {
		values := map[string]string{"title": c.Title, "cohort": string(c.ID)}
		if to == ToParticipant {
			notices = append(notices, c.notice("cohort."+string(a), to, m, values))
			continue
		}
		values["by"], values["person"], values["town"] = name, string(m.Person), string(m.Org)
		notices = append(notices, Notice{Kind: "cohort." + string(a), To: to, Org: c.Host, Values: values})
	}
	return notices
}

// takesPart is the part of somebody who has joined.
func (c *Cohort) takesPart(m Member) (*Participant, error) {
	one := c.Participant(m)
	if one == nil || one.State != ParticipationJoined {
		return nil, Errf(Conflict, "cohort.not_in")
	}
	return one, c.checkOpen()
}
