package scheduler

import (
	"context"
	"errors"
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

	mu        sync.Mutex                   // one pass at a time in this process
	lookedAt  map[townhall.OrgID]time.Time // the minute at which was planned last
	forgotten map[townhall.OrgID]townhall.Date
}

// New makes a scheduler that delivers through the adapters. now is the
// program's clock.
func New(store *storage.Store, catalogues *i18n.Catalogues, now func() time.Time, log *slog.Logger, adapters ...bot.Adapter) *Scheduler {
	s := &Scheduler{store: store, catalogues: catalogues, now: now, log: log, adapters: map[string]bot.Adapter{},
		lookedAt: map[townhall.OrgID]time.Time{}, forgotten: map[townhall.OrgID]townhall.Date{}}
	for _, a := range adapters {
		s.adapters[a.Name()] = a
	}
	return s
}

// aMoment is how long a commit is left alone before its notices are delivered: who
// asked gets the answer first, and what is committed together goes out together.
const aMoment = 20 * time.Millisecond

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
			<-time.After(aMoment)
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
func (s *Scheduler) Next(ctx context.Context) (at time.Time, ok bool, err error) {
	now := s.now()
	at, ok, err = s.store.NextDue(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	err = s.eachOrg(ctx, func(org townhall.OrgID) error {
		f, err := s.facts(ctx, org)
		if err != nil {
			return err
		}
		if planned := next(now, f); !planned.IsZero() && (!ok || planned.Before(at)) {
			at, ok = planned, true
		}
		return nil
	})
	return at, ok, err
}
