package townhall

import (
	"slices"
	"strconv"
	"time"
)

// Move is what moving one date of a cohort would do: looked at first, then
// confirmed.
type Move struct {
	Occurrence OccurrenceID
	To         Date
	Alone      bool // the dates after it stay where they are
	Version    int  // of the cohort it was worked out for

	Changes []DateChange  // in order; the first is the date that is moved
	Phases  []PhaseChange // the working phases that begin or end on other days
	Told    []Member      // everybody who is told
	after   []Occurrence
}

// DateChange is one date that moves.
type DateChange struct {
	Occurrence OccurrenceID
	From, To   Date
}

// PhaseChange is a working phase that becomes another one; Before or After is nil
// for one that comes or goes.
type PhaseChange struct{ Before, After *Phase }

// PreviewMove works out what it means to move a date. All dates after it move
// along: those in calendar days keep their distance to it, and their weekday if it
// does; those in workdays keep their workdays in between. Moving a date and back
// gives the same plan.
func (c *Cohort) PreviewMove(by *Person, id OccurrenceID, to Date, alone bool, cal *Calendar, today Date) (*Move, error) {
	o, err := c.changeable(by, id, today)
	if err != nil {
		return nil, err
	}
	if err := checkDay(cal, to, today, "date"); err != nil {
		return nil, err
	}
	if to == o.Date {
		return nil, Errf(Conflict, "cohort.there_already", "Date", to, "Field", "date")
	}
	if to.Before(today) {
		return nil, Errf(Invalid, "cohort.into_past", "Date", to, "Field", "date")
	}
	m := &Move{Occurrence: id, To: to, Alone: alone, Version: c.Version, after: slices.Clone(c.Occurrences)}
	if err := c.checkOrder(o, to, alone); err != nil {
		return nil, err
	}
	m.shift(c.index(id), cal)
	for i, was := range c.Occurrences {
		if now := m.after[i]; now.Date != was.Date {
			m.Changes = append(m.Changes, DateChange{was.ID, was.Date, now.Date})
		}
	}
	moved := *c
	moved.Occurrences = m.after
	m.Phases = changedPhases(c.Phases(cal), moved.Phases(cal))
	for _, p := range c.Participants {
		if p.State == ParticipationJoined {
			m.Told = append(m.Told, p.Member)
		}
	}
	return m, nil
}

// Preview is the cohort as it would be.
func (m *Move) Preview(c *Cohort) *Cohort {
	moved := *c
	moved.Occurrences = m.after
	return &moved
}

// Warnings are what is worth a look about the plan as it would be.
func (m *Move) Warnings(c *Cohort, cal *Calendar, school SchoolHolidays, guests map[OrgID]*Calendar) []Warning {
	return m.Preview(c).Warnings(cal, school, guests)
}

// checkOrder keeps the dates in their order.
func (c *Cohort) checkOrder(o *Occurrence, to Date, alone bool) error {
	live := c.Live()
	at := slices.Index(live, o)
	if at > 0 && !live[at-1].Date.Before(to) {
		return Errf(Conflict, "cohort.before_other", "Date", to, "Other", live[at-1].Date, "Field", "date")
	}
	if alone && at+1 < len(live) && !to.Before(live[at+1].Date) {
		return Errf(Conflict, "cohort.after_other", "Date", to, "Other", live[at+1].Date, "Field", "date")
	}
	return nil
}

// shift moves the date at an index and, unless it moves alone, all after it.
// Cancelled dates stay where they were.
func (m *Move) shift(at int, cal *Calendar) {
	moved := &m.after[at]
	before, after := moved.Date, m.To // of the last date that was moved
	days := before.DaysUntil(after)
	moved.Wanted, moved.Date = m.To, m.To
	if m.Alone {
		return
	}
	for i := at + 1; i < len(m.after); i++ {
		o := &m.after[i]
		if o.Cancelled {
			continue
		}
		was := o.Date
		if o.Chained {
			o.Date = cal.AddWorkdays(after, cal.Workdays(before.AddDays(1), was))
			o.Wanted = o.Date
		} else {
			o.Wanted = o.Wanted.AddDays(days)
			o.Date = onto(cal, *o, after)
		}
		before, after = was, o.Date
	}
}

func changedPhases(before, after []Phase) []PhaseChange {
	var changes []PhaseChange
	for i := range max(len(before), len(after)) {
		var c PhaseChange
		if i < len(before) {
			c.Before = &before[i]
		}
		if i < len(after) {
			c.After = &after[i]
		}
		if c.Before == nil || c.After == nil || *c.Before != *c.After {
			changes = append(changes, c)
		}
	}
	return changes
}

// Apply moves the dates as previewed, and tells everybody concerned once. If the
// cohort has changed since, there is something new to look at: a Conflict.
func (c *Cohort) Apply(m *Move, by *Person, now time.Time) ([]Notice, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	if c.Version != m.Version || len(c.Occurrences) != len(m.after) {
		return nil, Errf(Conflict, "cohort.changed_since")
	}
	moved := map[OccurrenceID]bool{}
	for _, change := range m.Changes {
		moved[change.Occurrence] = true
	}
	for i := range m.after {
		o := &m.after[i]
		if moved[o.ID] {
			o.revise(now)
		}
	}
	c.Occurrences = m.after
	first := m.Changes[0]
	o, err := c.Occurrence(first.Occurrence)
	if err != nil {
		return nil, err
	}
	values := c.values(o, "from", first.From.String())
	values["count"] = strconv.Itoa(len(m.Changes))
	return append(c.tell(CohortMove, ToParticipant, ParticipationJoined, values), c.announce(CohortMove, values)), nil
}
