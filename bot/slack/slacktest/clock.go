package slacktest

import (
	"sync"
	"time"
)

// Clock is a clock that only the test turns.
type Clock struct {
	mu    sync.Mutex
	now   time.Time
	waits []wait
}

type wait struct {
	at   time.Time
	done chan struct{}
}

// NewClock makes a clock that stands at a moment.
func NewClock(at time.Time) *Clock { return &Clock{now: at} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Turn turns the clock on.
func (c *Clock) Turn(by time.Duration) { c.Set(c.Now().Add(by)) }

// Set turns the clock to a moment, never back.
func (c *Clock) Set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
	var later []wait
	for _, w := range c.waits {
		if w.at.After(c.now) {
			later = append(later, w)
			continue
		}
		close(w.done)
	}
	c.waits = later
}

// after is closed when the clock has been turned that far. stop forgets it.
func (c *Clock) after(d time.Duration) (done <-chan struct{}, stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := wait{at: c.now.Add(d), done: make(chan struct{})}
	c.waits = append(c.waits, w)
	return w.done, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for i, one := range c.waits {
			if one.done == w.done {
				c.waits = append(c.waits[:i:i], c.waits[i+1:]...)
				return
			}
		}
	}
}
