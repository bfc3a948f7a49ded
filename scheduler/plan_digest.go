package scheduler

import (
	"context"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// digest is what the planner knows of somebody's Wochenstand.
type digest struct {
	plan  townhall.DigestPlan
	usual townhall.DigestRhythm // of their role
	zone  *time.Location        // by whose clock they live
	begun bool                  // false: the first one has still to be waited for
}

// occasions are when the next one is due, if any is. For somebody new, waiting for
// the first one begins at once.
func (d *digest) occasions() []planned {
	if !d.begun {
		return []planned{{digest: d}}
	}
	if at := d.plan.Next(d.usual, d.zone); !at.IsZero() {
		return []planned{{at: at, digest: d}}
	}
	return nil
}

// digests are those of everybody who gets a Wochenstand by their role, among those
// who have one, or has set something about theirs.
func (s *Scheduler) digests(tx *storage.Tx, org *townhall.Organisation, officers []*townhall.Person) ([]digest, error) {
	plans, err := tx.DigestPlans()
	if err != nil {
		return nil, err
	}
	cohorts, err := tx.Cohorts("")
	if err != nil {
		return nil, err
	}
	runs := townhall.CohortRuns(cohorts, org.ID, townhall.DateOf(s.now(), s.almanac.Zone(org)))
	defaults := s.defaults(org)
	known := map[townhall.PersonID]*townhall.DigestPlan{}
	for _, plan := range plans {
		known[plan.Person] = plan
	}
	var all []digest
	for _, p := range officers {
		if !p.IsAny(townhall.RoleTeamLead, townhall.RoleCoordinator, townhall.RoleLeadership) {
			continue
		}
		d := digest{plan: townhall.DigestPlan{Person: p.ID}, usual: defaults.For(p, runs), zone: p.Clock(s.almanac.Zone(org))}
		if plan := known[p.ID]; plan != nil {
			d.plan, d.begun = *plan, true
			delete(known, p.ID)
		}
		if d.begun || !d.usual.None() {
			all = append(all, d)
		}
	}
	for _, plan := range plans { // who has none by a role, in a rhythm of their own
		if known[plan.Person] == nil || plan.Rhythm.None() {
			continue
		}
		p, err := tx.Person(plan.Person)
		if err != nil {
			return nil, err
		}
		all = append(all, digest{plan: *plan, zone: p.Clock(s.almanac.Zone(org)), begun: true})
	}
	return all, nil
}

// defaults are when people of a town get their Wochenstand who have set nothing.
func (s *Scheduler) defaults(org *townhall.Organisation) townhall.DigestDefaults {
	return org.Digests.Over(s.Digests).Over(townhall.UsualDigests)
}

// takeDigest notes that somebody's Wochenstand is due and enqueues it, both or
// neither. Of replicas that find the same one due, one enqueues it: its key names
// the day. What stands in it is found when it is sent.
func (s *Scheduler) takeDigest(ctx context.Context, org townhall.OrgID, d *digest) error {
	now := s.now()
	return s.store.Update(ctx, org, func(tx *storage.Tx) error {
		plan, err := tx.DigestPlan(d.plan.Person)
		if err != nil {
			return err
		}
		if plan == nil {
			return tx.SaveDigestPlan(&townhall.DigestPlan{Person: d.plan.Person, Due: now})
		}
		due, ok := plan.Take(d.usual, now, d.zone)
		if !ok { // somebody else was faster, or it was set otherwise
			return nil
		}
		if err := tx.SaveDigestPlan(plan); err != nil {
			return err
		}
		return tx.Enqueue(storage.NewDigestNotice(plan.Person, due, townhall.DateOf(due, d.zone)))
	})
}

// renderDigest makes the Wochenstand that a notice brings. It is over if a later one
// is due already, if its receiver has set it otherwise since, or if there is nothing
// to say.
func (s *Scheduler) renderDigest(tx *storage.Tx, n *storage.Notice, to *storage.Receiver, d *delivery) (m bot.Message, err error) {
	org, reader := to.Org, to.Person
	plan, err := tx.DigestPlan(n.Person)
	if err != nil {
		return m, err
	}
	now, zone := s.now(), reader.Clock(s.almanac.Zone(org))
	if d.over = plan == nil || plan.Off || plan.Paused(townhall.DateOf(now, zone)) || !plan.Due.Equal(storage.DigestDue(n)); d.over {
		return m, nil
	}
	cohorts, err := tx.Cohorts(n.Person)
	if err != nil {
		return m, err
	}
	usual := s.defaults(org).For(reader, townhall.CohortRuns(cohorts, org.ID, townhall.DateOf(now, s.almanac.Zone(org))))
	found, err := tx.Digest(reader, plan.Rhythmic(usual), now, s.almanac.Zone(org))
	if err != nil {
		return m, err
	}
	d.over = found.Scope.Empty() || found.Nothing()
	return cards.Digest(s.printer(org, reader), found), nil
}
