package slack

import (
	"context"
	"regexp"
	"runtime"
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
	trigger string   // opens a modal, for three seconds; or ""
	hook    string   // response_url: shows something to the person alone, five times in half an hour; or ""
	shown   bool     // only they see the source: it is replaced through the hook
	again   *typed   // the command, to be done again
	groups  []string // user groups that the words name
	form    string   // the first field of a modal that was sent, or ""
	ack     *ack     // what waits for the answer, or nil
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

// mostWaiting is how many commands at once are acknowledged with their answers: that
// spares a request each. When there are more, they are acknowledged at once, so that
// nobody is told that the bot does not answer because others ask as well.
const mostWaiting = 4

// acknowledge hands an event over beside, and returns what it is acknowledged with:
// the answer if that comes in time and fits, or nothing.
func (w *workspace) acknowledge(ctx context.Context, h bot.Handler, in incoming) any {
	acked := &ack{payload: make(chan any, 1)}
	in.ack = acked
	switch in.ev.Kind {
	case bot.KindClick, bot.KindSelect, bot.KindShortcut, bot.KindCancel: // no answer fits in there
		acked.give(nil)
	case bot.KindCommand:
		defer w.waiting.Add(-1)
		if w.waiting.Add(1) > mostWaiting {
			acked.give(nil)
		}
	}
	w.begin(ctx, func(ctx context.Context) {
		if acked.given.Load() {
			runtime.Gosched() // whoever else only wants to be acknowledged goes first
		}
		for _, id := range in.groups {
			in.ev.Groups = append(in.ev.Groups, w.group(ctx, id))
		}
		reply := h.Handle(ctx, in.ev)
		w.apply(ctx, in, reply)
		acked.give(nil) // there was nothing to say
		if in.ev.Kind != bot.KindHome && in.ev.Kind != bot.KindOptions && !reply.OffRecord {
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
	w, err := a.team(ctx, c.TeamID)
	switch {
	case err != nil:
		return nil, err
	case c.UserID == "" || c.ChannelID == "" || c.TriggerID == "" || !strings.HasPrefix(c.Command, "/"):
		return nil, errUnreadable
	}
	in, err := w.incoming(ctx, bot.KindCommand, c.UserID, c.ChannelID)
	if err != nil {
		return nil, err
	}
	in.trigger, in.hook = c.TriggerID, c.ResponseURL
	in.ev.Delivery, in.ev.Command, in.ev.Text = "trigger/"+c.TriggerID, strings.TrimPrefix(c.Command, "/"), strings.TrimSpace(w.typed(ctx, c.Text))
	for _, named := range userGroup.FindAllStringSubmatch(c.Text, -1) {
		in.groups = append(in.groups, named[1])
	}
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
		in.ev.Where, err = w.place(ctx, user, channel)
	}
	return in, err
}

// reference is a person or channel as Slack writes it into typed words.
var reference = regexp.MustCompile(`<([@#!])([^|>]*)(?:\|([^>]*))?>|<([^|>]*)(?:\|[^>]*)?>`)

// userGroup is a group of people as Slack writes it into typed words.
var userGroup = regexp.MustCompile(`<!subteam\^([A-Z0-9]+)[^>]*>`)

// typed is what somebody typed: people and channels by their names, addresses as they
// are, and the escaped characters themselves.
func (w *workspace) typed(ctx context.Context, s string) string {
	s = reference.ReplaceAllStringFunc(s, func(m string) string {
		parts := reference.FindStringSubmatch(m)
		if parts[1] == "" {
			return strings.TrimPrefix(parts[4], "mailto:")
		}
		name := parts[3]
		if name == "" {
			name = strings.TrimPrefix(parts[2], "@")
		}
		switch parts[1] {
		case "!":
			if id, group := strings.CutPrefix(parts[2], "subteam^"); group {
				name = w.handle(ctx, id)
			}
			return "@" + strings.TrimPrefix(name, "@")
		case "@":
			if who, err := w.account(ctx, parts[2]); err == nil {
				name = who.Name
			}
		}
		return parts[1] + name
	})
	return unescape(s)
}
