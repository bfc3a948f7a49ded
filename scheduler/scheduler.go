package scheduler

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// poll is how often a running scheduler looks for what is due without having
// been woken.
const poll = 5 * time.Second

// Options are what a scheduler works with.
type Options struct {
	Store      *storage.Store
	Catalogues *i18n.Catalogues
	Now        func() time.Time // the program's clock
	Log        *slog.Logger
	Adapters   []bot.Adapter
	// Lease is how long a claimed notice belongs to one worker. What a worker that
	// died had claimed is sent by another one then. 0 is DefaultLease.
	Lease time.Duration
	// InFlight is how many notices are on their way at once at most. 0 is
	// DefaultInFlight.
	InFlight int
}

// What Options leave open.
const (
	DefaultLease    = 15 * time.Second
	DefaultInFlight = 64
)

// Scheduler plans and delivers.
type Scheduler struct {
	// Digests are when people get their Wochenstand who have set nothing else. It is
	// set before the first pass.
	Digests townhall.DigestDefaults

	store      *storage.Store
	catalogues *i18n.Catalogues
	almanac    *townhall.Almanac      // of the store
	adapters   map[string]bot.Adapter // by platform
	now        func() time.Time
	log        *slog.Logger
	lease      time.Duration
	inFlight   int

	planning sync.Mutex // one pass at a time in this process
	planned  struct {   // the minutes in which was last planned again
		all, changed time.Time
	}
	forgotten sync.Map // of townhall.Date by townhall.OrgID: when was forgotten last

	// folds is held while reminders are folded: one pass at a time in this process, so
	// that Settle does not pass by what Run has in hand.
	folds sync.Mutex

	delivering sync.Mutex // one courier at a time in this process
	pacer      *pacer

	// done counts all that was planned, folded and delivered, by whichever goroutine.
	done atomic.Int64

	answering atomic.Int64 // how many people are being answered, or were just now
}

// New makes a scheduler.
func New(o Options) *Scheduler {
	s := &Scheduler{store: o.Store, almanac: o.Store.Almanac(), catalogues: o.Catalogues, now: o.Now, log: o.Log, adapters: map[string]bot.Adapter{},
		lease: cmp.Or(o.Lease, DefaultLease), inFlight: cmp.Or(o.InFlight, DefaultInFlight),
		pacer: newPacer()}
	for _, a := range o.Adapters {
		s.adapters[a.Name()] = a
	}
	return s
}

// aMoment is how long delivery waits while somebody is being answered: who asked
// gets the answer first.
const aMoment = 20 * time.Millisecond

// Answering tells the scheduler that somebody is being answered, and answered that
// it is done. What that person's words cause leaves the platform alone meanwhile,
// and a moment longer: it has still to show the answer.
func (s *Scheduler) Answering() (answered func()) {
	s.answering.Add(1)
	return func() { time.AfterFunc(aMoment, func() { s.answering.Add(-1) }) }
}

// Run plans and delivers until the context ends: whenever a commit has written
// notices, and every few seconds. Planning goes on while a platform is slow.
func (s *Scheduler) Run(ctx context.Context) error {
	var both sync.WaitGroup
	both.Go(func() {
		ticker := time.NewTicker(poll)
		defer ticker.Stop()
		// At the start everywhere: an earlier process may have changed what it did not say
		// any more, and this one's version may plan otherwise.
		for everywhere := true; ; everywhere = false {
			if _, err := s.plan(ctx, everywhere); err != nil && ctx.Err() == nil {
				s.log.Error("planning failed; trying again", "error", err)
			}
			if _, err := s.fold(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("folding reminders failed; trying again", "error", err)
			}
			select {
			case <-ctx.Done():
				if err := s.store.PlanAgain(context.WithoutCancel(ctx)); err != nil {
					s.log.Warn("what has changed last is planned again by the next process", "error", err)
				}
				return
			case <-ticker.C:
			}
		}
	})
	both.Go(func() {
		ticker := time.NewTicker(min(poll, s.lease)) // what a worker that died had claimed is free after a lease
		defer ticker.Stop()
		for {
			if _, err := s.deliver(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("delivery failed; trying again", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-s.store.Woken():
				if s.answering.Load() > 0 {
					<-time.After(aMoment)
				}
			case <-ticker.C:
			}
		}
	})
	both.Wait()
	return nil
}

// Settle plans and delivers until nothing is due any more, whether or not Run does so
// at the same time. It looks at every town, but once a minute at most. What cannot be
// planned for one organisation keeps nothing from the others.
func (s *Scheduler) Settle(ctx context.Context) (err error) {
	for {
		before := s.done.Load()
		_, unplanned := s.plan(ctx, true)
		_, unfolded := s.fold(ctx)
		_, undelivered := s.deliver(ctx)
		err = errors.Join(err, unplanned, unfolded, undelivered)
		if undelivered != nil || s.done.Load() == before { // neither this nor Run had anything to do
			return err
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
		if _, planned := plan(now, f); !planned.IsZero() && (!ok || planned.Before(at)) {
			at, ok = planned, true
		}
		return nil
	})
	return at, ok, err
}
