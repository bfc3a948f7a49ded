package slacktest

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"
)

// Fault is something that goes wrong with calls of the Web API.
type Fault struct {
	Method  string // "" any
	Channel string // "" any
	Every   int    // only every so manieth such call; 0 each
	Times   int    // so many times; 0 until it is mended

	// What goes wrong: one of these.
	RetryAfter time.Duration // 429, docs.slack.dev/apis/web-api/rate-limits
	Status     int           // a server error
	Error      string        // "internal_error"
	Cut        bool          // the connection ends in the midst of the answer
	Hang       bool          // no answer ever comes

	// After: what was asked for is done all the same.
	After bool

	seen, struck int
}

// Fail makes something go wrong until mended.
func (s *Slack) Fail(f Fault) (mend func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault := &f
	s.faults = append(s.faults, fault)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, one := range s.faults {
			if one == fault {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
				return
			}
		}
	}
}

// Struck counts how often anything went wrong that is not mended.
func (s *Slack) Struck() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		n += f.struck
	}
	return n
}

// AwaitStruck waits until something has gone wrong so often.
func (s *Slack) AwaitStruck(ctx context.Context, n int) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if s.Struck() >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// fault is what goes wrong with this call, or nil. The lock is held.
func (s *Slack) fault(method string, c *call) *Fault {
	channel := c.str("channel")
	if channel == "" {
		channel = c.str("channel_id")
	}
	for _, f := range s.faults {
		if f.Method != "" && f.Method != method || f.Channel != "" && f.Channel != channel || f.Times > 0 && f.struck >= f.Times {
			continue
		}
		if f.seen++; f.Every > 1 && f.seen%f.Every != 0 {
			continue
		}
		f.struck++
		s.signal()
		return f
	}
	return s.tooSoon(method, c)
}

// spoil answers wrongly instead of with the right answer.
func (f *Fault) spoil(w http.ResponseWriter, r *http.Request, s *Slack, right []byte) {
	switch {
	case f.RetryAfter > 0:
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte(`{"ok":false,"error":"ratelimited"}`))
	case f.Status != 0:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte("<html><title>Server Error | Slack</title></html>"))
	case f.Error != "":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(encode(nil, refuse(f.Error)))
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-s.ctx.Done():
		}
	case f.Cut:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(right)))
		_, _ = w.Write(right[:len(right)/2])
		panic(http.ErrAbortHandler)
	}
}
