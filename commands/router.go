package commands

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// Deadline is how long an answer may take on any platform; what comes later is
// sent as a notice. Slack wants an answer within 3 s.
const Deadline = 2500 * time.Millisecond

// Router answers the events of all platforms.
type Router struct {
	store      *storage.Store
	catalogues *i18n.Catalogues
	now        func() time.Time
	log        *slog.Logger
	commands   []command
	byWord     map[string]*command
	byAction   map[string]*Row
	verbs      map[string][]verb // by command
	deadline   time.Duration
	begun      sync.WaitGroup // scripts and late answers

	// About is what /lotsenfunk status says of the program. It is set before the
	// first event comes.
	About About
	// CalendarAt is the address of a calendar feed with a token; nil if people cannot
	// reach the program over the web, and then none is offered. It is set before
	// the first event comes.
	CalendarAt func(token string) string
	// Digests are when people get their Wochenstand who have set nothing else. It is
	// set before the first event comes.
	Digests townhall.DigestDefaults
}

// NewRouter makes the router over the command table. now is the program's
// clock.
func NewRouter(store *storage.Store, catalogues *i18n.Catalogues, now func() time.Time, log *slog.Logger) (*Router, error) {
	r := &Router{store: store, catalogues: catalogues, now: now, log: log, commands: commandTable(), deadline: Deadline}
	var err error
	rows := Rows()
	r.byAction, err = index(rows)
	r.verbs, r.byWord = verbsOf(rows), wordsOf(r.commands)
	return r, err
}

// Handle answers one event.
func (r *Router) Handle(ctx context.Context, ev bot.Event) bot.Reply {
	if ev.Who.Bot || ev.Kind == bot.KindLifecycle || ev.Kind == bot.KindUnreaction {
		return bot.Nothing()
	}
	ev = legible(ev)
	if caller, ok := r.store.Remembered(ev.Who); ok {
		if c := r.call(ctx, ev, caller); c.ordinary() {
			return r.inTime(c)
		}
	}
	return r.handleAnew(ctx, ev, 1)
}

// inTime runs the call and waits for it until the deadline. What comes later is
// told by a notice. An answer that is kept nowhere cannot come later: there the
// deadline ends the transaction, and nothing has happened.
func (r *Router) inTime(c *Call) bot.Reply {
	script, err := r.read(c)
	if err != nil {
		script = func(*Call) (bot.Reply, error) { return bot.Nothing(), err }
	}
	if c.row.AtOnce || c.value("anonymous") == "true" {
		ctx, cancel := context.WithTimeout(c.Ctx, r.deadline)
		defer cancel()
		c.Ctx = ctx
		return c.run(script)
	}
	// The script outlives the request it came with: it must not be cut off
	// between its commit and its answer.
	c.Ctx = context.WithoutCancel(c.Ctx)
	done := make(chan bot.Reply, 1)
	r.begun.Go(func() {
		growStack()
		done <- c.run(script)
	})
	timer := time.NewTimer(r.deadline)
	defer timer.Stop()
	select {
	case reply := <-done:
		return reply
	case <-timer.C:
	}
	r.begun.Go(func() {
		if err := c.tellLate(<-done); err != nil {
			c.log().Error("a late answer is lost", "error", err)
		}
	})
	late := bot.Private(cards.Say(c.P, "error.late", nil))
	late.Outcome = bot.Late
	return late
}

// Wait waits until everything that was begun is answered, also what comes late.
// Nothing more may be handed over meanwhile.
func (r *Router) Wait() { r.begun.Wait() }

// growStack makes room on a new goroutine's stack for what a transaction needs.
// Otherwise it grows in the middle of one, several times, and each time all
// that stands on it is moved.
//
//go:noinline
func growStack() {
	var room [24 << 10]byte
	runtime.KeepAlive(&room)
}

// run runs a script. If who asks turns out to be no longer who they were, nothing
// has happened, and the event is handled anew.
func (c *Call) run(script Script) bot.Reply {
	reply := c.do(script)
	if !c.confirmed && !c.changed { // the script asked the database nothing
		now, err := c.router.store.Who(c.Ctx, c.Event.Who)
		if err != nil {
			return c.failure(err)
		}
		c.changed = !c.caller.Same(now)
	}
	switch {
	case !c.changed:
		return reply
	case c.attempt == maxAttempts:
		return c.failed(errChanged, nil)
	}
	return c.router.handleAnew(c.Ctx, c.Event, c.attempt+1)
}

// do runs a script and turns an error into words.
func (c *Call) do(script Script) (reply bot.Reply) {
	defer func() {
		if p := recover(); p != nil {
			reply = c.failed(errors.New("panic"), p)
		}
	}()
	reply, err := script(c)
	switch {
	case c.changed:
		return bot.Nothing()
	case err != nil:
		return c.failure(err)
	}
	if m := reply.Message(); m != nil && c.rather != nil {
		m.Rows = append(m.Rows, bot.Row{*c.rather})
	}
	return reply
}

// zone is the time zone of an organisation.
func (r *Router) zone(org *townhall.Organisation) *time.Location { return r.store.Almanac().Zone(org) }

// calendar is the calendar of an organisation.
func (r *Router) calendar(org *townhall.Organisation) (*townhall.Calendar, error) {
	return r.store.Almanac().Calendar(org)
}

// printer prints for p: in their own language and address, or the town's.
func (r *Router) printer(c *Call, p *townhall.Person) *i18n.Printer {
	return cards.Printer(r.catalogues, c.Org, p, c.zone, c.Now)
}

// languageOf maps a platform's locale to a language of ours: "en", or "" for
// the town's own.
func languageOf(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), "en") {
		return "en"
	}
	return ""
}

// hash is how an id of an interaction is remembered: without the organisation's
// secret nothing can be looked up by it.
func (r *Router) hash(org *townhall.Organisation, id string) string {
	mac := hmac.New(sha256.New, org.ReceiptSecret)
	mac.Write([]byte(id))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
