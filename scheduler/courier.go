package scheduler

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// stuck is how long nothing may come back from the platforms before what there is
// room for is sent beside it.
const stuck = 10 * time.Millisecond

// courier takes what is due to its receivers: many at once, but to each receiver
// one after the other, so that what is said first is read first.
type courier struct {
	*Scheduler
	results chan result
	busy    map[storage.Address][]claimed // what waits behind the one on its way
	held    int                           // notices claimed and not finished,
	heldOf  map[townhall.OrgID]int        // and of each town
}

// claimed is a notice, whom it is for, and whether it is too late for this worker
// to begin to send it.
type claimed struct {
	*storage.Notice
	to   *storage.Receiver
	err  error // why it could not be found whom it is for
	late *atomic.Bool
}

// result is what became of a notice.
type result struct {
	storage.Finished
	to storage.Address
}

// deliver sends what is due until nothing is, and returns how many notices it
// dealt with.
func (s *Scheduler) deliver(ctx context.Context) (done int, err error) {
	s.delivering.Lock()
	defer s.delivering.Unlock()
	defer func() { s.done.Add(int64(done)) }()
	c := &courier{Scheduler: s, results: make(chan result, s.inFlight), busy: map[storage.Address][]claimed{}, heldOf: map[townhall.OrgID]int{}}
	more, waited := true, false // whether there may be more, and whether nothing has come back for a while
	for more || c.held > 0 {
		// Many are claimed at a time: a quarter is still on its way when the next are.
		room := err == nil && ctx.Err() == nil && more && c.held < s.inFlight
		if room && (waited || c.held <= s.inFlight/4) {
			var n int
			n, err = c.claim(ctx)
			more, waited = n > 0, false
			continue
		}
		if c.held == 0 {
			return done, err
		}
		select {
		case r := <-c.results:
			// What is claimed is finished, even if the program stops now.
			n, failed := c.finish(context.WithoutCancel(ctx), r)
			done += n
			err = errors.Join(err, failed)
			more = more || err == nil && ctx.Err() == nil
		case <-s.store.Woken(): // what is new need not wait for what is slow
			more, waited = true, true
		case <-after(room, stuck):
			waited = true
		}
	}
	return done, err
}

// after fires once after a while, if at all.
func after(wanted bool, d time.Duration) <-chan time.Time {
	if !wanted {
		return nil
	}
	return time.After(d)
}

// claim claims what there is room for and sends it on its way. A town of which much
// is on its way already waits for its turn, so that one whose platform is slow
// leaves room for the others.
func (c *courier) claim(ctx context.Context) (n int, err error) {
	late := new(atomic.Bool)
	time.AfterFunc(c.lease/2, func() { late.Store(true) })
	var many []townhall.OrgID
	for org, n := range c.heldOf {
		if n > c.inFlight/4 {
			many = append(many, org)
		}
	}
	notices, err := c.store.ClaimNotices(ctx, c.now(), c.lease, min(c.inFlight-c.held, max(1, c.inFlight/2)), many...)
	if err != nil {
		return 0, fmt.Errorf("claim notices: %w", err)
	}
	if len(notices) == 0 {
		return 0, nil
	}
	for _, n := range notices {
		c.held++
		c.heldOf[n.Org]++
	}
	receivers, failed := c.store.Receivers(ctx, notices)
	towns := map[townhall.OrgID][]claimed{}
	for _, n := range notices {
		one := claimed{n, receivers[n.Address()], failed, late}
		if waiting, ok := c.busy[n.Address()]; ok {
			c.busy[n.Address()] = append(waiting, one)
			continue
		}
		c.busy[n.Address()] = nil
		towns[n.Org] = append(towns[n.Org], one)
	}
	for _, all := range towns {
		c.start(ctx, all...)
	}
	return len(notices), nil
}

// start sends notices of one town, which are prepared together.
func (c *courier) start(ctx context.Context, all ...claimed) {
	ctx = context.WithoutCancel(ctx) // what is claimed is finished
	go func() {
		// A database or platform that hangs must not hold a notice beyond its lease.
		preparing, stop := context.WithTimeout(ctx, c.lease/4)
		ready := c.prepareAll(preparing, all)
		stop()
		for i := range all[1:] {
			go c.send(ctx, all[i+1], ready[i+1])
		}
		c.send(ctx, all[0], ready[0])
	}()
}

// send sends a notice that has been prepared. One that has waited so long behind
// others that somebody else may soon claim it is given back.
func (c *courier) send(ctx context.Context, one claimed, p prepared) {
	r := result{to: one.Address()}
	if one.late.Load() {
		r.Finished = storage.Finished{Notice: one.Notice, Outcome: storage.Deferred(c.now())}
	} else {
		sending, stop := context.WithTimeout(ctx, c.lease/3)
		r.Finished = c.one(sending, one.Notice, p)
		stop()
	}
	c.results <- r
}

// finish records what became of a notice and of all others that are done by then.
func (c *courier) finish(ctx context.Context, first result) (n int, err error) {
	batch := []result{first}
	for len(c.results) > 0 {
		batch = append(batch, <-c.results)
	}
	all := make([]storage.Finished, len(batch))
	for i, r := range batch {
		all[i] = r.Finished
	}
	lost, err := c.record(ctx, all)
	for _, n := range lost {
		c.log.Warn("a notice took longer than its lease", "organisation", n.Org, "notice", n.Kind)
	}
	c.held -= len(batch)
	for _, r := range batch {
		if c.heldOf[r.to.Org]--; c.heldOf[r.to.Org] == 0 {
			delete(c.heldOf, r.to.Org)
		}
		waiting := c.busy[r.to]
		if len(waiting) == 0 {
			delete(c.busy, r.to)
			continue
		}
		c.busy[r.to] = waiting[1:]
		c.start(ctx, waiting[0])
	}
	return len(batch), err
}

// record keeps what became of notices. While the database is away it tries again:
// they have been sent, and what is not kept would be sent once more.
func (c *courier) record(ctx context.Context, all []storage.Finished) (lost []*storage.Notice, err error) {
	const pause = 100 * time.Millisecond
	trying, stop := context.WithTimeout(ctx, c.lease/3)
	defer stop()
	for {
		lost, err = c.store.FinishNotices(ctx, all)
		if err == nil {
			return lost, nil
		}
		select {
		case <-trying.Done():
			return nil, fmt.Errorf("finish notices: %w", err)
		case <-time.After(pause):
		}
	}
}
