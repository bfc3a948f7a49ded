package slack

import (
	"context"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// incoming is one thing that somebody did, verified and decoded, and by which ways
// the answer may go back.
type incoming struct {
	ev      bot.Event
	trigger string // opens a modal, for three seconds; or ""
	hook    string // response_url: shows something to the person alone, five times in half an hour; or ""
	shown   bool   // only they see the source: it is replaced through the hook
	again   *typed // the command, to be done again
	form    string // the first field of a modal that was sent, or ""
	ack     *ack   // what waits for the answer, or nil
}

// ack is an acknowledgement that can carry an answer, once and in time.
type ack struct {
	given   atomic.Bool
	payload chan any
}

// give puts an answer into the acknowledgement; ok is false if it is gone already.
func (a *ack) give(payload any) (ok bool) {
	if a == nil || !a.given.CompareAndSwap(false, true) {
		return false
	}
	a.payload <- payload
	return true
}

// acknowledge hands an event over beside, and returns what it is acknowledged with:
// the answer if that comes in time and fits, or nothing.
func (w *workspace) acknowledge(ctx context.Context, h bot.Handler, in incoming) any {
	acked := &ack{payload: make(chan any, 1)}
	in.ack = acked
	w.begin(ctx, func(ctx context.Context) {
		reply := h.Handle(ctx, in.ev)
		w.apply(ctx, in, reply)
		acked.give(nil) // there was nothing to say
		if in.ev.Kind != bot.KindHome && !reply.OffRecord {
			w.refresh(ctx, in.ev.Who)
			w.changed(ctx)
		}
	})
	late := time.NewTimer(ackTime)
	defer late.Stop()
	select {
	case payload := <-acked.payload:
		return payload
	case <-late.C:
		acked.give(nil)
		return <-acked.payload
	}
}

// command answers a slash command.
func (a *Adapter) command(ctx context.Context, h bot.Handler, c slack.SlashCommand) (any, error) {
	w, ok := a.workspaces[c.TeamID]
	switch {
	case !ok:
		return nil, errUnknown
	case c.UserID == "" || c.ChannelID == "" || c.TriggerID == "" || !strings.HasPrefix(c.Command, "/"):
		return nil, errUnreadable
	}
	in, err := w.incoming(ctx, bot.KindCommand, c.UserID, c.ChannelID)
	if err != nil {
		return nil, err
	}
	in.trigger, in.hook = c.TriggerID, c.ResponseURL
	in.ev.Delivery, in.ev.Command, in.ev.Text = "trigger/"+c.TriggerID, strings.TrimPrefix(c.Command, "/"), strings.TrimSpace(w.typed(c.Text))
	in.again = &typed{Word: in.ev.Command, Text: in.ev.Text}
	return w.acknowledge(ctx, h, in), nil
}

// incoming begins an event, with who did it and where.
func (w *workspace) incoming(ctx context.Context, kind bot.Kind, user, channel string) (in incoming, err error) {
	in.ev.Kind = kind
	if in.ev.Who, err = w.account(ctx, user); err != nil {
		return in, err
	}
	if channel != "" {
		in.ev.Where, err = w.place(ctx, channel)
	}
	return in, err
}

// reference is a person or channel as Slack writes it into typed words.
var reference = regexp.MustCompile(`<([@#!])([^|>]*)(?:\|([^>]*))?>|<([^|>]*)(?:\|[^>]*)?>`)

// typed is what somebody typed: people and channels by their names, addresses as they
// are, and the escaped characters themselves.
func (w *workspace) typed(s string) string {
	s = reference.ReplaceAllStringFunc(s, func(m string) string {
		parts := reference.FindStringSubmatch(m)
		if parts[1] == "" {
			return strings.TrimPrefix(parts[4], "mailto:")
		}
		name := parts[3]
		if name == "" {
			name = strings.TrimPrefix(parts[2], "@")
		}
		if parts[1] == "!" {
			return "@" + strings.TrimPrefix(name, "@")
		}
		return parts[1] + name
	})
	return unescape(s)
}
