package bot

import (
	"maps"
	"sync"
)

// Counter counts what an adapter refuses, by reason. It begins at nothing, and any
// number of goroutines may use it.
type Counter struct {
	mu sync.Mutex
	by map[string]int
}

// Add counts one more.
func (c *Counter) Add(reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.by[reason]++
}

// Counts are the numbers so far, for Watched.Refused.
func (c *Counter) Counts() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := maps.Clone(c.by)
	if all == nil {
		all = map[string]int{}
	}
	return all
}
