// Package bottest is the one suite that every adapter passes: what people do
// arrives decoded, what the bot answers appears to exactly the right people,
// and words stay words.
//
// It owns that suite and nothing of the product. It may import bot and
// bot/script, and is itself imported by external test packages only. People
// act through a script.Stage, so the suite needs nothing of an adapter that
// its transcripts do not need as well.
//
// Start reading at Subject, then Run.
package bottest

import (
	"context"
	"slices"
	"sync"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
)

// The house every subject is: three people, one channel for all, one that only
// Anna and Ben read, a slash command, and a message shortcut.
const (
	Anna     = "anna"
	Ben      = "ben"
	Cem      = "cem"
	Public   = "#ideen"
	Members  = "#lotsen"
	Command  = "idee"
	Action   = "idea.from_message"
	Shortcut = "Idee einreichen" // the label of Action
)

// Subject is an adapter under test, with the house above behind it.
type Subject struct {
	Adapter bot.Adapter
	Stage   script.Stage
	Tenant  bot.Tenant
	// ID is the platform's id of a person or "#channel" of the house.
	ID func(who string) string
	// Connect names the handler that answers from now on.
	Connect func(bot.Handler)
	// Settle waits until all that happened has arrived at both ends.
	Settle func(context.Context) error
	// Lacks lists the kinds of events that the platform cannot make.
	Lacks []bot.Kind
	// Redeliver hands in the last event once more, as the platform does
	// after a lost answer. It is nil where no platform stands between.
	Redeliver func(context.Context) error
}

// Run runs the whole suite. subject is asked for a house several times; it may
// give the same one again.
func Run(t *testing.T, subject func(*testing.T) Subject) {
	for _, part := range []struct {
		name  string
		check func(*check)
	}{
		{"events", events},
		{"deliveries", deliveries},
		{"replies", replies},
		{"forms", forms},
		{"posts", posts},
		{"threads", threads},
		{"gone", gone},
		{"hostile words shown", hostileShown},
		{"hostile words typed", hostileTyped},
		{"at once", atOnce},
	} {
		t.Run(part.name, func(t *testing.T) {
			c := &check{T: t, Subject: subject(t)}
			c.Connect(c)
			part.check(c)
		})
	}
}

// check is one part of the suite at work. It is the handler, too: it answers
// with reply and remembers what it was asked.
type check struct {
	*testing.T
	Subject

	mu     sync.Mutex
	reply  bot.Reply
	events []bot.Event
}

// Handle remembers the event and answers with the reply set.
func (c *check) Handle(_ context.Context, ev bot.Event) bot.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, ev)
	return c.reply
}

func (c *check) answer(r bot.Reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reply = r
}

// after marks, acts and settles, and returns the events that arrived.
func (c *check) after(act func(context.Context, script.Stage) error) []bot.Event {
	c.Helper()
	c.mu.Lock()
	c.events = nil
	c.mu.Unlock()
	c.must(c.Stage.Mark(c.Context()))
	c.must(act(c.Context(), c.Stage))
	c.must(c.Settle(c.Context()))
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.events)
}

// one is after, for an act that makes exactly one event.
func (c *check) one(act func(context.Context, script.Stage) error) bot.Event {
	c.Helper()
	events := c.after(act)
	if len(events) != 1 {
		c.Fatalf("%d events arrived, want 1: %+v", len(events), events)
	}
	return events[0]
}

func (c *check) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

// heard are the texts said to somebody, or in a channel, since the last act.
func (c *check) heard(who string) []string {
	c.Helper()
	said, err := c.Stage.Said(c.Context())
	c.must(err)
	var texts []string
	for _, s := range said {
		if s.To == who {
			texts = append(texts, s.Text)
		}
	}
	return texts
}

// only checks that words were said to one audience and to nobody else.
func (c *check) only(who, words string) {
	c.Helper()
	for _, to := range []string{Anna, Ben, Cem, Public, Members} {
		texts := c.heard(to)
		got := slices.ContainsFunc(texts, func(text string) bool { return script.Contains(text, words) })
		if got != (to == who) {
			c.Errorf("said to %s: %v, want %v; it heard %q", to, got, to == who, texts)
		}
	}
}

// post says a message as the bot and settles.
func (c *check) post(to bot.Target, m bot.Message, key bot.Key) bot.Ref {
	c.Helper()
	to.Tenant = c.Tenant
	var ref bot.Ref
	c.after(func(ctx context.Context, _ script.Stage) (err error) {
		ref, err = c.Adapter.Post(ctx, to, m, key)
		return err
	})
	return ref
}

func (c *check) person(who string) bot.Target { return bot.Target{Tenant: c.Tenant, Person: c.ID(who)} }
func (c *check) channel(name string) bot.Target {
	return bot.Target{Tenant: c.Tenant, Channel: c.ID(name)}
}

// card is a message with one button.
func card(line, action, value, label string) bot.Message {
	return bot.Message{Line: line, Rows: []bot.Row{{bot.Button(action, value, label)}}}
}
