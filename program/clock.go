package program

import (
	"sync"
	"time"
)

// Clock tells the program's time.
type Clock interface{ Now() time.Time }

// TurnedClock stands still until it is turned: the clock of the playground, of
// transcripts and of tests.
type TurnedClock struct {
	mu  sync.Mutex
	now time.Time
}

// NewTurnedClock makes a clock that shows now.
func NewTurnedClock(now time.Time) *TurnedClock { return &TurnedClock{now: now} }

// Now is what the clock shows.
func (c *TurnedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// set turns the clock on, never back.
func (c *TurnedClock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
}
