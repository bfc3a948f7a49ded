package slacktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// How an app is told: docs.slack.dev/apis/events-api and
// docs.slack.dev/apis/events-api/using-socket-mode.
const (
	kindCommand  = "slash_commands"
	kindInteract = "interactive"
	kindOptions  = "options" // through a socket it is interactive, too
	kindEvent    = "events_api"
)

// delivery is something that an app is told.
type delivery struct {
	kind     string
	payload  object
	envelope string
	attempt  int
	reason   string // why it is told again
	at       time.Time
	done     chan struct{} // closed after the first attempts
}

// reply is what an app answers.
type reply struct {
	body  any  // JSON, or the text of a body that is none
	empty bool // nothing was said
}

// Why something was not acknowledged; the second is what X-Slack-Retry-Reason says.
var (
	errTimeout = errors.New("operation_timeout")
	errStatus  = errors.New("dispatch_failed: the answer was no 200")
	errNoOne   = errors.New("dispatch_failed: the app cannot be reached")
	errGone    = errors.New("the connection ended before the acknowledgement")
)

func retryReason(err error) string {
	switch {
	case errors.Is(err, errTimeout):
		return "http_timeout"
	case errors.Is(err, errStatus):
		return "http_error"
	}
	return "connection_failed"
}

// tell tells the app of an event if it listens to it, in the background; what it
// returns is closed when the app has taken it or is to be told again later. The
// lock is held.
func (w *Workspace) tell(name string, event object) <-chan struct{} {
	s := w.slack
	done := make(chan struct{})
	scope := eventScopes()[name]
	if !slices.Contains(s.App.Events, name) || w.Token == "" || scope != "" && !s.granted(w, scope) {
		close(done)
		return done
	}
	s.told[name] = true
	if event["event_ts"] == nil {
		event["event_ts"] = s.ts()
	}
	d := &delivery{kind: kindEvent, envelope: s.envelope(), done: done, payload: object{
		"token": "verification-token", "team_id": w.ID, "context_team_id": w.ID, "api_app_id": AppID, "event": event, "type": "event_callback",
		"event_id": s.id("Ev"), "event_time": s.Clock.Now().Unix(), "is_ext_shared_channel": false, "event_context": "4-" + w.ID,
		"authorizations": []any{object{"enterprise_id": nil, "team_id": w.ID, "user_id": w.Bot, "is_bot": true, "is_enterprise_install": false}},
	}}
	s.last = d
	s.start(d)
	return done
}

func (s *Slack) envelope() string {
	s.counter++
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", s.counter, s.counter)
}

// start delivers an event in the background. The lock is held.
func (s *Slack) start(d *delivery) {
	if s.ctx.Err() != nil {
		close(d.done)
		return
	}
	s.busy++
	s.work.Go(func() {
		s.insist(d)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.busy--
		select {
		case <-d.done:
		default:
			close(d.done)
		}
		s.signal()
	})
}

// insist tells the app of an event, and again as often as Slack would. What must
// wait waits for the clock.
func (s *Slack) insist(d *delivery) {
	for {
		_, err := s.send(s.ctx, d)
		if err == nil || s.ctx.Err() != nil {
			return
		}
		d.reason = retryReason(err)
		s.mu.Lock()
		waits := retryAfter()
		if d.attempt >= len(waits) {
			s.complain("event %v was given up: %v", d.payload["event_id"], err)
			s.mu.Unlock()
			return
		}
		wait := waits[d.attempt]
		d.attempt++
		if wait > 0 {
			d.at = s.Clock.Now().Add(wait)
			s.due = append(s.due, d)
		}
		s.mu.Unlock()
		if wait > 0 {
			return
		}
	}
}

// Turn turns the clock on and tells the app again what has become due.
func (s *Slack) Turn(by time.Duration) {
	s.Clock.Turn(by)
	s.Due()
}

// Due tells the app again what has become due.
func (s *Slack) Due() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Clock.Now()
	var later []*delivery
	for _, d := range s.due {
		if d.at.After(now) {
			later = append(later, d)
			continue
		}
		s.start(d)
	}
	s.due = later
}

// Waiting counts the events that the app will be told of again.
func (s *Slack) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.due)
}

// Redeliver tells the app the last thing once more, with the same ids, as Slack
// does when an acknowledgement is lost.
func (s *Slack) Redeliver(ctx context.Context) error {
	s.mu.Lock()
	if s.last == nil {
		s.mu.Unlock()
		return errors.New("nothing was delivered yet")
	}
	d := *s.last
	d.attempt, d.reason = d.attempt+1, "http_timeout"
	s.mu.Unlock()
	_, err := s.send(ctx, &d)
	return err
}

// ask tells the app of something and waits for its answer; the last thing asked
// can be delivered again.
func (s *Slack) ask(ctx context.Context, kind string, payload object) (reply, error) {
	s.mu.Lock()
	d := &delivery{kind: kind, payload: payload, envelope: s.envelope()}
	s.last = d
	s.busy++
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.busy--
		s.signal()
	}()
	return s.send(ctx, d)
}

// send tells the app once, by whichever way it listens.
func (s *Slack) send(ctx context.Context, d *delivery) (reply, error) {
	if s.App.HTTP != nil {
		return s.sendHTTP(ctx, d)
	}
	return s.sendSocket(ctx, d)
}
