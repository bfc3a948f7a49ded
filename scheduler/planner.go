package scheduler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// eachOrg does something for every organisation and joins the errors.
func (s *Scheduler) eachOrg(ctx context.Context, do func(townhall.OrgID) error) error {
	orgs, err := s.store.Organisations(ctx)
	if err != nil {
		return err
	}
	return each(orgs, do)
}

// each does something for each of some organisations and joins the errors.
func each(orgs []townhall.OrgID, do func(townhall.OrgID) error) error {
	var failed []error
	for _, org := range orgs {
		if err := do(org); err != nil {
			failed = append(failed, fmt.Errorf("organisation %s: %w", org, err))
		}
	}
	return errors.Join(failed...)
}

// facts reads what the planner has to know of an organisation.
func (s *Scheduler) facts(ctx context.Context, org townhall.OrgID) (f facts, err error) {
	err = s.store.View(ctx, org, func(tx *storage.Tx) error {
		f, err = s.factsIn(tx)
		return err
	})
	return f, err
}

func (s *Scheduler) factsIn(tx *storage.Tx) (f facts, err error) {
	o, err := tx.Organisation()
	if err != nil {
		return f, err
	}
	f.org, f.now, f.zone, f.since = o, s.now(), s.almanac.Zone(o), o.SetUp
	if f.cal, err = s.almanac.Calendar(o); err != nil {
		return f, err
	}
	if f.parked, err = tx.ParkedIdeas(); err != nil {
		return f, err
	}
	if f.waiting, err = tx.WaitingIdeas(townhall.DateOf(s.now(), f.zone).AddDays(-tooOld)); err != nil {
		return f, err
	}
	if f.decisions, err = tx.OpenDecisions(nil); err != nil {
		return f, err
	}
	if f.questions, err = tx.FindHelpRequests(storage.HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew}}); err != nil {
		return f, err
	}
	officers, err := tx.PeopleWith(townhall.RoleLotse, townhall.RoleCoordinator, townhall.RoleTeamLead, townhall.RoleLeadership)
	if err != nil {
		return f, err
	}
	for _, p := range officers {
		if p.Is(townhall.RoleLotse) || p.Is(townhall.RoleCoordinator) {
			f.guides = append(f.guides, p)
		}
		if p.Is(townhall.RoleLeadership) {
			f.leadership = append(f.leadership, p.ID)
		}
	}
	channel, ok, err := tx.ChannelFor(townhall.PurposeHelpRequests)
	if err != nil {
		return f, err
	}
	if ok {
		f.lotsen = channel.ID
	}
	if f.mandates, err = tx.EndingMandates(townhall.DateOf(s.now(), f.zone)); err != nil {
		return f, err
	}
	if f.digests, err = s.digests(tx, o, officers); err != nil {
		return f, err
	}
	err = f.programme(tx)
	return f, err
}

// do does what is due by itself: an idea wakes up, a survey closes, somebody's digest
// is written.
func (s *Scheduler) do(ctx context.Context, org townhall.OrgID, f facts, p planned) error {
	switch {
	case p.survey != nil:
		if err := s.closeSurvey(ctx, org, f, p.survey); err != nil {
			return fmt.Errorf("close the survey of a working phase: %w", err)
		}
		return nil
	case p.digest != nil:
		if err := s.takeDigest(ctx, org, p.digest); err != nil {
			return fmt.Errorf("digest of %s: %w", p.digest.plan.Person, err)
		}
		return nil
	}
	if err := s.wake(ctx, org, p.wake, f); err != nil {
		return fmt.Errorf("wake idea %d: %w", p.wake, err)
	}
	return nil
}

// wake brings a parked idea back into review. Somebody may have decided in the
// meantime; then there is nothing to do. On a day off its people hear of it on
// the next working day.
func (s *Scheduler) wake(ctx context.Context, org townhall.OrgID, id townhall.IdeaID, f facts) error {
	now := s.now()
	return s.store.Update(ctx, org, func(tx *storage.Tx) error {
		idea, err := tx.Idea(id)
		if err != nil {
			return err
		}
		today := townhall.DateOf(now, f.zone)
		notices, err := idea.Wake(today)
		if townhall.ErrorCode(err) == townhall.Conflict {
			return nil
		}
		if err != nil {
			return err
		}
		idea.TurnBack(townhall.IdeaParked, f.org, f.cal, today)
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		due := now
		if workday := f.cal.NextWorkday(today); workday != today {
			due = f.hour(workday)
		}
		step := storage.IdeaStep{Idea: idea, Action: townhall.IdeaWake, Notices: notices, Now: due, On: today}
		if err := tx.RecordIdea(step); err != nil {
			return err
		}
		return tx.RefreshIdea(idea, now, today)
	})
}

// stillTrue reports whether a reminder that was planned is still due when it is
// about to be sent: what it reminds of may have been done since.
func stillTrue(tx *storage.Tx, n *storage.Notice) (bool, error) {
	switch n.Kind {
	case "decision.reminder", "decision.unanswered":
		d, err := tx.DecisionView(n.Thing, nil)
		if err != nil || d == nil {
			return false, err
		}
		state := townhall.DecisionAsked
		if n.Kind == "decision.unanswered" {
			state = townhall.DecisionCounterQuestion
		}
		return d.State == state && !d.Over && decisionOccurrence(d) == n.Values["occurrence"], nil
	case "question.reminder", "question.overdue":
		q, err := tx.HelpRequest(townhall.HelpRequestID(n.Thing))
		if err != nil {
			return false, err
		}
		return q.State == townhall.HelpRequestNew && q.RemindOn.String() == n.Values["occurrence"], nil
	case "idea.answer_due", "idea.decision_due":
		return ideaStillWaits(tx, n)
	case "mandate.ends", "mandate.programme_ends":
		return mandateStands(tx, n)
	case "reminder.package_soon", "reminder.package_due":
		return packageStands(tx, n)
	}
	return true, nil
}

// mandateStands reports whether the mandate that a reminder is about still ends
// on the same day, and its project goes on.
func mandateStands(tx *storage.Tx, n *storage.Notice) (bool, error) {
	if n.Thing != 0 {
		p, err := tx.Project(townhall.ProjectID(n.Thing))
		if err != nil || p.Over() {
			return false, err
		}
	}
	mandates, err := tx.Mandates(townhall.ProjectID(n.Thing))
	return slices.ContainsFunc(mandates, func(m townhall.MandateView) bool {
		return m.GivenBy == cmp.Or(n.For, n.Person) && m.Until.String() == n.Values["until"]
	}), err
}

// forget deletes what is kept for a time only, once a day.
func (s *Scheduler) forget(ctx context.Context, org townhall.OrgID, today townhall.Date) error {
	if last, ok := s.forgotten.Load(org); ok && last == today {
		return nil
	}
	err := s.store.Update(ctx, org, func(tx *storage.Tx) error { return tx.Forget(today, s.now()) })
	if err == nil {
		s.forgotten.Store(org, today)
	}
	return err
}
