package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// poll is how often a running scheduler looks for what is due without having
// been woken.
const poll = 5 * time.Second

// Scheduler plans and delivers.
type Scheduler struct {
	store      *storage.Store
	catalogues *i18n.Catalogues
	adapters   map[string]bot.Adapter // by platform
	now        func() time.Time
	log        *slog.Logger

	mu        sync.Mutex // one pass at a time in this process
	forgotten map[townhall.OrgID]townhall.Date
}

// New makes a scheduler that delivers through the adapters. now is the
// program's clock.
func New(store *storage.Store, catalogues *i18n.Catalogues, now func() time.Time, log *slog.Logger, adapters ...bot.Adapter) *Scheduler {
	s := &Scheduler{store: store, catalogues: catalogues, now: now, log: log, adapters: map[string]bot.Adapter{},
		forgotten: map[townhall.OrgID]townhall.Date{}}
	for _, a := range adapters {
		s.adapters[a.Name()] = a
	}
	return s
}

// Run plans and delivers until the context ends: whenever a commit has written
// notices, and every few seconds.
func (s *Scheduler) Run(ctx context.Context) error {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for {
		if err := s.Settle(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("planning or delivery failed; trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.store.Woken():
		case <-ticker.C:
		}
	}
}

// Settle plans and delivers until nothing is due any more. What cannot be
// planned for one organisation keeps nothing from the others.
func (s *Scheduler) Settle(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		planned, unplanned := s.plan(ctx)
		delivered, err := s.deliver(ctx)
		if err != nil || planned+delivered == 0 {
			return errors.Join(unplanned, err)
		}
	}
}

// Next is the next moment after now at which something will be due; ok is false
// if nothing will.
func (s *Scheduler) Next(ctx context.Context) (next time.Time, ok bool, err error) {
	now := s.now()
	next, ok, err = s.store.NextDue(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	err = s.eachOrg(ctx, func(org townhall.OrgID) error {
		f, err := s.facts(ctx, org)
		if err != nil {
			return err
		}
		if at := f.next(now); !at.IsZero() && (!ok || at.Before(next)) {
			next, ok = at, true
		}
		return nil
	})
	return next, ok, err
}

// plan does what the planner finds due and returns how much it was.
func (s *Scheduler) plan(ctx context.Context) (done int, err error) {
	now := s.now()
	err = s.eachOrg(ctx, func(org townhall.OrgID) error {
		f, err := s.facts(ctx, org)
		if err != nil {
			return err
		}
		for _, i := range f.wakes(now) {
			if err := s.wake(ctx, org, i.ID, f.zone); err != nil {
				return fmt.Errorf("wake idea %d of %s: %w", i.ID, org, err)
			}
			done++
		}
		return s.forget(ctx, org, townhall.DateOf(now, f.zone))
	})
	return done, err
}

// eachOrg does something for every organisation and joins the errors.
func (s *Scheduler) eachOrg(ctx context.Context, do func(townhall.OrgID) error) error {
	orgs, err := s.store.Organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, org := range orgs {
		failed = append(failed, do(org))
	}
	return errors.Join(failed...)
}

func (s *Scheduler) facts(ctx context.Context, org townhall.OrgID) (f facts, err error) {
	err = s.store.View(ctx, org, func(tx *storage.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		f.zone = o.Location()
		f.parked, err = tx.FindIdeas(storage.IdeaFilter{States: []townhall.IdeaState{townhall.IdeaParked}})
		return err
	})
	return f, err
}

// wake brings a parked idea back into review. Somebody may have decided in the
// meantime; then there is nothing to do. On a day off its people hear of it on
// the next working day.
func (s *Scheduler) wake(ctx context.Context, org townhall.OrgID, id townhall.IdeaID, zone *time.Location) error {
	now := s.now()
	return s.store.Update(ctx, org, func(tx *storage.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		idea, err := tx.Idea(id)
		if err != nil {
			return err
		}
		today := townhall.DateOf(now, zone)
		notices, err := idea.Wake(today)
		if townhall.ErrorCode(err) == townhall.Conflict {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		cal, err := townhall.NewCalendar(o.State, o.ExtraDaysOff, nil)
		if err != nil {
			return err
		}
		due := now
		if workday := cal.NextWorkday(today); workday != today {
			due = workday.At(WakeHour, 0, zone)
		}
		step := storage.IdeaStep{Idea: idea, Action: townhall.IdeaWake, Notices: notices, Now: due, On: today}
		if err := tx.RecordIdea(step); err != nil {
			return err
		}
		return tx.RefreshIdea(idea, now, today)
	})
}

// forget deletes old drafts and the like, once a day.
func (s *Scheduler) forget(ctx context.Context, org townhall.OrgID, today townhall.Date) error {
	if s.forgotten[org] == today {
		return nil
	}
	err := s.store.Update(ctx, org, func(tx *storage.Tx) error { return tx.Forget(today.AddDays(-keepDays)) })
	if err == nil {
		s.forgotten[org] = today
	}
	return err
}
