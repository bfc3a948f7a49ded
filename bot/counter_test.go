package bot_test

import (
	"maps"
	"sync"
	"testing"

	"lotsenfunk/bot"
)

// Nothing that is counted at the same moment gets lost, and what was asked for stays as
// it was.
func TestCounter(t *testing.T) {
	var c bot.Counter
	if all := c.Counts(); all == nil || len(all) != 0 {
		t.Errorf("at first: %v", all)
	}
	var busy sync.WaitGroup
	for range 50 {
		busy.Go(func() { c.Add("forged") })
	}
	busy.Wait()
	before := c.Counts()
	c.Add("too old")
	if want := map[string]int{"forged": 50}; !maps.Equal(before, want) {
		t.Errorf("before: %v, want %v", before, want)
	}
	if want := map[string]int{"forged": 50, "too old": 1}; !maps.Equal(c.Counts(), want) {
		t.Errorf("after: %v, want %v", c.Counts(), want)
	}
}

// Until somebody answers, nobody does.
func TestAnswerer(t *testing.T) {
	var a bot.Answerer
	if h := a.Handler(); h != nil {
		t.Errorf("before Run: %v", h)
	}
	a.Set(bot.HandlerFunc(nil))
	if a.Handler() == nil {
		t.Error("nobody answers")
	}
}
