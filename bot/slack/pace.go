package slack

import (
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// What Slack takes (docs.slack.dev/apis/web-api/rate-limits): a message a second in a
// channel, a few at once now and then; and "several hundred messages per minute" in a
// workspace.
var slackTakes = bot.Rates{Channel: bot.Rate{PerSecond: 1, Burst: 5}, Workspace: bot.Rate{PerSecond: 5, Burst: 50}}

// Rates are how many messages Slack takes.
func (a *Adapter) Rates() bot.Rates { return a.o.Rates }

// pauses are what Slack asks to wait for: each method has a limit of its own, and
// posting has one in each channel. Whoever asks in the meantime is told to wait
// without Slack being asked, and nobody else waits.
type pauses struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// What has a limit of its own; a channel's id may follow.
const (
	limitPost   = "chat.postMessage "
	limitUpdate = "chat.update"
	limitDelete = "chat.delete"
	limitFiles  = "files"
)

// within does something that has a limit, unless Slack has asked to wait with it.
func (w *workspace) within(limit string, do func() error) error {
	if wait := w.pauses.left(limit, w.o.Now()); wait > 0 {
		return &bot.RateLimited{After: wait, Channel: true}
	}
	err := do()
	var limited *bot.RateLimited
	if errors.As(err, &limited) {
		w.pauses.rest(limit, w.o.Now(), limited.After)
	}
	return err
}

func (p *pauses) left(limit string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until[limit].Sub(now)
}

func (p *pauses) rest(limit string, now time.Time, after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until == nil {
		p.until = map[string]time.Time{}
	}
	maps.DeleteFunc(p.until, func(_ string, until time.Time) bool { return !until.After(now) })
	p.until[limit] = now.Add(after)
}

// sparing is an HTTP client that asks Slack for nothing by a method with which Slack
// has asked to wait. Methods that say something are left out: they may have a limit in
// each channel, and within keeps theirs.
type sparing struct {
	*http.Client
	api    string
	now    func() time.Time
	pauses pauses
}

// Do sends a request, or answers what Slack would.
func (c *sparing) Do(r *http.Request) (*http.Response, error) {
	method, ok := strings.CutPrefix(r.URL.Scheme+"://"+r.URL.Host+r.URL.Path, c.api)
	if !ok || strings.HasPrefix(method, "chat.") {
		return c.Client.Do(r)
	}
	if wait := c.pauses.left(method, c.now()); wait > 0 {
		return nil, &slack.RateLimitedError{RetryAfter: wait}
	}
	resp, err := c.Client.Do(r)
	if err != nil || resp.StatusCode != http.StatusTooManyRequests {
		return resp, err
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		c.pauses.rest(method, c.now(), min(time.Duration(seconds)*time.Second, longestPause))
	}
	return resp, nil
}
