package townhall

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// CohortKey names a cohort whatever town looks at it: the same id may stand for
// another cohort in another town.
type CohortKey struct {
	Host OrgID
	ID   CohortID
}

// String is the form "dl-2027-1@birkenfurt", which ParseCohortKey reads.
func (k CohortKey) String() string { return string(k.ID) + "@" + string(k.Host) }

// ParseCohortKey reads the form "dl-2027-1@birkenfurt".
func ParseCohortKey(s string) (CohortKey, bool) {
	id, host, ok := strings.Cut(s, "@")
	if !ok || !ValidID(id) || !ValidID(host) {
		return CohortKey{}, false
	}
	return CohortKey{Host: OrgID(host), ID: CohortID(id)}, true
}

// Key names the cohort.
func (c *Cohort) Key() CohortKey { return CohortKey{Host: c.Host, ID: c.ID} }

// CohortBrief is a cohort in a list: as much of it as one needs to choose.
type CohortBrief struct {
	CohortKey
	Title       string
	State       CohortState // as it was saved last; StateOn lets the day come
	First, Last Date        // of its dates that have not been cancelled
	Mine        ParticipationState
}

// StateOn is where the cohort stands on a day.
func (b CohortBrief) StateOn(today Date) CohortState {
	switch {
	case b.State == CohortCancelled || b.First.IsZero() || today.Before(b.First):
		return b.State
	case b.Last.Before(today):
		return CohortFinished
	}
	return CohortRunning
}

// Open reports whether the cohort is still to come or under way on a day.
func (b CohortBrief) Open(today Date) bool { return slices.Contains(openCohort, b.StateOn(today)) }

// MostRelevant is the cohort that somebody means who names none: the one they are
// in, then one that is open, then the last one; nil if there is none at all.
func MostRelevant(all []CohortBrief, today Date) *CohortBrief {
	if len(all) == 0 {
		return nil
	}
	rank := func(b CohortBrief) int {
		switch {
		case b.Open(today) && b.Mine == ParticipationJoined:
			return 0
		case b.Open(today) && b.Mine == ParticipationWaiting:
			return 1
		case b.Open(today):
			return 2
		}
		return 3
	}
	best := slices.MinFunc(all, func(a, b CohortBrief) int {
		if by := cmp.Compare(rank(a), rank(b)); by != 0 {
			return by
		}
		if rank(a) == 3 { // of those that are over, the last
			a, b = b, a
		}
		return strings.Compare(a.First.String()+a.String(), b.First.String()+b.String())
	})
	return &best
}

// CohortView is a cohort as somebody sees it, with what surrounds it in the town
// that hosts it.
type CohortView struct {
	*Cohort
	Viewer   *Person // nil for a channel
	HostName string
	Zone     *time.Location
	Calendar *Calendar // of the host
	// Names are those of participants: all for the host's town, of their own for
	// the others.
	Names     map[Member]string
	TownNames map[OrgID]string // of the towns that take part
	// Several says that the viewer is in more than one cohort, or runs more than one:
	// what is said of this one names it.
	Several bool
}

// SinceLast is for how many days after its last date there may still be something to
// say about a cohort: what was agreed on it, and how its survey ended.
const SinceLast = 30

// Mine is the viewer's part in the cohort, nil if they have none or not any more.
func (v *CohortView) Mine() *Participant {
	if v.Viewer == nil {
		return nil
	}
	one, err := v.inCohort(v.member(v.Viewer))
	if err != nil {
		return nil
	}
	return one
}

// Over reports whether a date is over, by the clock of the host.
func (v *CohortView) Over(o *Occurrence, now time.Time) bool {
	return !now.Before(o.Date.At(o.Until.clock(v.Zone)))
}

// Ahead is the date that comes next or is going on; nil after the last.
func (v *CohortView) Ahead(at Position, now time.Time) *Occurrence {
	if at.Today != nil && !v.Over(at.Today, now) {
		return at.Today
	}
	return at.Next
}

// Runs reports whether the viewer may change the cohort's dates.
func (v *CohortView) Runs() bool {
	return v.Viewer != nil && May(v.Viewer, VerbRunCohort, v.Cohort) == nil
}

// Cannot reports whether the viewer has said that they cannot come to a date.
func (v *CohortView) Cannot(o *Occurrence) bool {
	one := v.Mine()
	return one != nil && one.misses(o)
}

// CheckInOf is a check-in with the name of whoever gave it, for those who may
// read it.
type CheckInOf struct {
	*CheckIn
	Name string
}

// MayReadCheckIn says whether somebody of the town that looks at a cohort may read
// a check-in.
func (c *Cohort) MayReadCheckIn(p *Person, ci *CheckIn) bool {
	return May(p, VerbSeeCheckIn, CheckInView{CheckIn: ci, From: c.From, Host: c.Host}) == nil
}
