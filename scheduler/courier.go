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

// courier takes what is due to its receivers: many at once, but to each receiver
// one after the other, so that what is said first is read first.
type courier struct {
	*Scheduler
	results chan result
	busy    map[receiver][]claimed // what waits behind the one on its way
	held    int                    // notices claimed and not finished
}

// receiver is somebody in a town, or one of its channels.
type receiver struct {
	org     townhall.OrgID
	person  townhall.PersonID
	channel townhall.ChannelID
}

// claimed is a notice, and whether it is too late for this worker to begin to send
// it.
type claimed struct {
	*storage.Notice
	late *atomic.Bool
}

func (c claimed) receiver() receiver { return receiver{c.Org, c.Person, c.Channel} }

// result is what became of a notice.
type result struct {
	storage.Finished
	to receiver
}

// deliver sends what is due until nothing is, and returns how many notices it
// dealt with.
func (s *Scheduler) deliver(ctx context.Context) (done int, err error) {
	s.delivering.Lock()
	defer s.delivering.Unlock()
	c := &courier{Scheduler: s, results: make(chan result, s.inFlight), busy: map[receiver][]claimed{}}
	more := true
	for more || c.held > 0 {
		if err == nil && ctx.Err() == nil && more && c.held < s.inFlight {
			var n int
			n, err = c.claim(ctx)
			more = n > 0
			continue
		}
		if c.held == 0 {
			return done, err
		}
		// What is claimed is finished, even if the program stops now.
		n, failed := c.finish(context.WithoutCancel(ctx))
		done += n
		err = errors.Join(err, failed)
		more = more || err == nil && ctx.Err() == nil
	}
	return done, err
}

// claim claims what there is room for and sends it on its way.
func (c *courier) claim(ctx context.Context) (n int, err error) {
	late := new(atomic.Bool)
	time.AfterFunc(c.lease/2, func() { late.Store(true) })
	notices, err := c.store.ClaimNotices(ctx, c.now(), c.lease, c.inFlight-c.held)
	if err != nil {
		return 0, fmt.Errorf("claim notices: %w", err)
	}
	for _, n := range notices {
		one := claimed{n, late}
		c.held++
		if waiting, ok := c.busy[one.receiver()]; ok {
			c.busy[one.receiver()] = append(waiting, one)
			continue
		}
		c.busy[one.receiver()] = nil
		c.start(ctx, one)
	}
	return len(notices), nil
}

// start sends a notice. One that has waited so long behind others that somebody
// else may soon claim it is given back.
func (c *courier) start(ctx context.Context, one claimed) {
	go func() {
		r := result{to: one.receiver()}
		if one.late.Load() {
			r.Finished = storage.Finished{Notice: one.Notice, Outcome: storage.Deferred(c.now())}
		} else {
			// A platform that hangs must not hold the notice beyond its lease.
			sending, stop := context.WithTimeout(context.WithoutCancel(ctx), c.lease/3)
			r.Finished = c.one(sending, one.Notice)
			stop()
		}
		c.results <- r
	}()
}

// finish waits for a notice to be done and records what became of it and of all
// others that are done by then.
func (c *courier) finish(ctx context.Context) (n int, err error) {
	batch := []result{<-c.results}
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
