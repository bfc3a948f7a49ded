package mattermost

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lotsenfunk/bot"
)

// What follows an answer keeps the order of its channel, whatever becomes of the
// request, and settle waits for all of it.
func TestLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l later
		if err := l.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		request, gone := context.WithCancel(t.Context())
		var mu sync.Mutex
		var done []string
		for _, name := range []string{"a1", "b1", "a2", "b2", "a3"} {
			l.do(request, name[:1], func(ctx context.Context) {
				time.Sleep(time.Second) // of the bubble
				mu.Lock()
				defer mu.Unlock()
				if ctx.Err() == nil {
					done = append(done, name)
				}
			})
		}
		gone()
		mu.Lock()
		if len(done) != 0 {
			t.Error("it did not wait for the answer")
		}
		mu.Unlock()
		if err := l.settle(request); !errors.Is(err, context.Canceled) {
			t.Error("who waits cannot stop waiting")
		}
		if err := l.settle(t.Context()); err != nil || len(done) != 5 {
			t.Fatalf("%v %v", done, err)
		}
		for _, channel := range []string{"a", "b"} {
			of := slices.DeleteFunc(slices.Clone(done), func(name string) bool { return !strings.HasPrefix(name, channel) })
			if !slices.IsSorted(of) {
				t.Errorf("%v", done)
			}
		}
	})
}

// Somebody waits for an answer: the platform's wish to wait is granted, up to a
// point.
func TestPatiently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			waits []time.Duration // before it succeeds
			tries int
			ok    bool
		}{
			"at once":   {nil, 1, true},
			"once":      {[]time.Duration{2 * time.Second}, 2, true},
			"twice":     {[]time.Duration{time.Second, 10 * time.Second}, 3, true},
			"too often": {[]time.Duration{time.Second, time.Second, time.Second}, 3, false},
			"too long":  {[]time.Duration{time.Minute}, 1, false},
		} {
			tries := 0
			began := time.Now()
			err := patiently(t.Context(), func() error {
				if tries++; tries <= len(c.waits) {
					return &bot.RateLimited{After: c.waits[tries-1]}
				}
				return nil
			})
			var waited time.Duration
			for _, w := range c.waits[:tries-1] {
				waited += w
			}
			if tries != c.tries || (err == nil) != c.ok || time.Since(began) != waited {
				t.Errorf("%s: %d tries, %v, after %v", name, tries, err, time.Since(began))
			}
		}
	})
}
