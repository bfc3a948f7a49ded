package scheduler

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

const (
	// townsAtOnce is how many towns are planned together, and atATime with how many
	// something is done at the same time.
	townsAtOnce = 64
	atATime     = 4
	// planLease is how long planning may take for as many, at least. After that they are
	// somebody else's. It is coarse: when a town was looked at may say when something
	// was changed there.
	planLease = 2 * time.Minute
	// lookAnyway is how often planning looks at a town in which nothing is due, and
	// nothing has changed that it knows of.
	lookAnyway = time.Hour
)

// plan does what is due in the towns at which it is time to look, and returns how
// much it was; everywhere, it is time to look in all towns. When to look at a town again stands in the database: so of any number
// of processes one looks, and what was missed while none ran is caught up on.
func (s *Scheduler) plan(ctx context.Context, everywhere bool) (done int, err error) {
	s.planning.Lock()
	defer s.planning.Unlock()
	defer func() { s.done.Add(int64(done)) }()
	if err := s.planAgain(ctx, everywhere); err != nil {
		return 0, fmt.Errorf("plan again what has changed: %w", err)
	}
	return s.planDue(ctx)
}

// planDue plans for the towns at which it is time to look, many at a time: what was
// planned last is written while the next ones are read.
func (s *Scheduler) planDue(ctx context.Context) (done int, err error) {
	var writing sync.WaitGroup // done and err are its own until it is waited for
	turn, claiming := s.claimTurn(ctx)
	for claiming == nil && len(turn.towns) > 0 {
		turn.read(ctx, s)
		read := turn
		turn, claiming = s.claimTurn(ctx) // before the last ones are written: SQLite has one writer
		writing.Wait()
		writing.Go(func() {
			n, failed := read.write(ctx, s)
			done, err = done+n, errors.Join(err, failed)
		})
	}
	writing.Wait()
	return done, errors.Join(err, claiming)
}

// turn is the towns that are planned together, claimed at a moment until another.
type turn struct {
	now, until time.Time
	towns      []townhall.OrgID
	plans      []townPlan // of each of them, when they have been read
}

// claimTurn claims the next towns at which it is time to look; none if there are
// none, or the program ends.
func (s *Scheduler) claimTurn(ctx context.Context) (t turn, err error) {
	if ctx.Err() != nil {
		return t, nil
	}
	t.now = s.now()
	t.until = t.now.Truncate(planLease).Add(2 * planLease)
	t.towns, err = s.store.ClaimPlanning(ctx, t.now, t.until, townsAtOnce)
	return t, err
}

// read does what is due in the towns and finds what is to be said there.
func (t *turn) read(ctx context.Context, s *Scheduler) {
	t.plans = make([]townPlan, len(t.towns))
	inParallel(len(t.towns), func(i int) { t.plans[i] = s.planTown(ctx, t.towns[i], t.now) })
}

// planAgain makes it time to look at the towns in which something has changed, or
// at all of them: once a minute at most. What is planned is due at full minutes, and
// what people do now is due later.
func (s *Scheduler) planAgain(ctx context.Context, everywhere bool) (err error) {
	minute := s.now().Truncate(time.Minute)
	switch {
	case everywhere && !s.planned.all.Equal(minute):
		if err = s.store.PlanAll(ctx); err == nil {
			s.planned.all, s.planned.changed = minute, minute
		}
	case !s.planned.changed.Equal(minute):
		if err = s.store.PlanAgain(ctx); err == nil {
			s.planned.changed = minute
		}
	}
	return err
}

// inParallel does something for n towns, a few at a time.
func inParallel(n int, do func(i int)) {
	var all sync.WaitGroup
	places := make(chan struct{}, atATime)
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			do(i)
		})
	}
	all.Wait()
}

// write keeps what is to be said, and returns how much was done and is new. What
// cannot be planned for one town keeps nothing from the others.
func (t *turn) write(ctx context.Context, s *Scheduler) (done int, err error) {
	var planned []storage.Planned
	var failed []error
	for i, one := range t.plans {
		done += one.done
		if one.err == nil {
			planned = append(planned, one.Planned)
		} else {
			failed = append(failed, fmt.Errorf("organisation %s: %w", t.towns[i], one.err))
		}
	}
	n, err := s.finishPlanning(ctx, t.until, planned)
	if err = errors.Join(append(failed, err)...); err != nil {
		// Whatever could not be planned is tried again in a minute, not after the lease.
		err = errors.Join(err, s.store.GiveBackPlanning(context.WithoutCancel(ctx), t.until, t.now.Add(time.Minute), t.towns))
	}
	return done + n, err
}

// finishPlanning writes what was planned, for all towns together or, if that fails
// because of one of them, for each.
func (s *Scheduler) finishPlanning(ctx context.Context, claimedUntil time.Time, planned []storage.Planned) (written int, err error) {
	written, err = s.store.FinishPlanning(ctx, claimedUntil, planned)
	if err == nil || len(planned) < 2 {
		return written, err
	}
	var failed []error
	for _, one := range planned {
		n, err := s.store.FinishPlanning(ctx, claimedUntil, []storage.Planned{one})
		written += n
		if err != nil {
			failed = append(failed, fmt.Errorf("organisation %s: %w", one.Org, err))
		}
	}
	return written, errors.Join(failed...)
}

// townPlan is what planning came to in a town.
type townPlan struct {
	storage.Planned
	done int // how much was done already
	err  error
}

// planTown wakes and closes what is due in a town and finds what is to be said.
func (s *Scheduler) planTown(ctx context.Context, org townhall.OrgID, now time.Time) (p townPlan) {
	var f facts
	var due []planned
	p.Org = org
	p.err = s.store.View(ctx, org, func(tx *storage.Tx) (err error) {
		if f, err = s.factsIn(tx); err != nil {
			return err
		}
		var next time.Time
		due, next = plan(now, f)
		p.Next = lookAgain(org, now, next)
		var said []storage.Notice
		for _, one := range due {
			if one.says() {
				said = append(said, *one.remind)
			}
		}
		if len(said) > 0 { // most of it was planned before
			p.Notices, err = tx.Unsaid(said)
		}
		return err
	})
	for _, one := range due {
		if p.err != nil {
			return p
		}
		if !one.says() {
			p.err = s.do(ctx, org, f, one)
			p.done++
		}
	}
	if p.err == nil {
		p.err = s.forget(ctx, org, townhall.DateOf(now, f.zone))
	}
	return p
}

// lookAgain is when to look at a town again: when something will be due, or at its
// minute of the next hour. Each town has its own, so that they do not come all at once.
func lookAgain(org townhall.OrgID, now, next time.Time) time.Time {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(org)) // it never fails
	anyway := now.Truncate(lookAnyway).Add(time.Duration(hash.Sum32()%uint32(lookAnyway/time.Minute)) * time.Minute)
	if !anyway.After(now) {
		anyway = anyway.Add(lookAnyway)
	}
	if next.IsZero() || anyway.Before(next) {
		return anyway
	}
	return next
}
