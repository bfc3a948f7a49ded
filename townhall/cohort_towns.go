package townhall

import (
	"slices"
	"time"
)

// Uninvite takes another town out of the cohort, and all its people with it: they
// and its coordination hear of it, and who waits gets their places. Nothing is left
// of them in the cohort.
func (c *Cohort) Uninvite(by *Person, town OrgID, now time.Time) ([]Notice, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	if !slices.Contains(c.Towns, town) {
		return nil, Errf(Conflict, "cohort.not_invited", "Field", "town")
	}
	values := map[string]string{"title": c.Title}
	notices := []Notice{{Kind: KindUninvite, To: ToCoordination, Org: town, Values: values}}
	for _, p := range c.Participants {
		if p.Org == town && p.State != ParticipationLeft {
			notices = append(notices, c.notice(KindUninvite, ToParticipant, p.Member, values))
		}
	}
	c.Towns = slices.DeleteFunc(slices.Clone(c.Towns), func(o OrgID) bool { return o == town })
	c.Participants = slices.DeleteFunc(slices.Clone(c.Participants), func(p Participant) bool { return p.Org == town })
	return append(notices, c.admit(now)...), nil
}

// KindUninvite is the notice that a town takes no part any more: of the cohort it
// can look up nothing then.
const KindUninvite = "cohort.uninvite"
