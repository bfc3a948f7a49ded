package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	trigger string   // opens a modal, for three seconds; or ""
	hook    string   // response_url: shows something to the person alone, five times in half an hour; or ""
	shown   bool     // only they see the source: it is replaced through the hook
	again   *typed   // the command, to be done again
	groups  []string // user groups that the words name
	form    string   // the first field of a modal that was sent, or "",
	words   []string // and what was typed into all of them
	ack     *ack     // what waits for the answer, or nil
	channel string   // where it happened, or ""
	looked  bool     // all has been looked up
	// more looks up what else has to be known, or is nil.
	more func(context.Context, *incoming) error
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

// giveMost gives an answer that may be large, if Slack takes it with an acknowledgement.
func (a *ack) giveMost(payload any) error {
	raw, err := json.Marshal(payload)
	switch {
	case err != nil:
		return err
	case len(raw) > maxAck:
		return fmt.Errorf("%d bytes do not fit into an acknowledgement", len(raw))
	case !a.give(payload):
		return errors.New("it is acknowledged already")
	}
	return nil
}

// mostWaiting is how many commands at once are acknowledged with their answers: that
// spares a request each. When there are more, they are acknowledged at once, so that
// nobody is told that the bot does not answer because others ask as well.
const mostWaiting = 4

// aMoment is how long what was acknowledged in a crowd waits before it is looked at.
const aMoment = 50 * time.Millisecond

// acknowledge hands an event over beside, and returns what it is acknowledged with:
// the answer if that comes in time and fits, or nothing.
func (w *workspace) acknowledge(ctx context.Context, h bot.Handler, in incoming) any {
	if !w.first(in.ev.Delivery) {
		w.note("again", errAgain)
		return nil
	}
	acked, crowd := &ack{payload: make(chan any, 1)}, false
	in.ack = acked
	switch in.ev.Kind {
	case bot.KindClick, bot.KindSelect, bot.KindShortcut, bot.KindCancel: // no answer fits in there
		acked.give(nil)
	case bot.KindCommand:
		defer w.waiting.Add(-1)
		if w.waiting.Add(1) > mostWaiting {
			crowd = acked.give(nil)
		}
	}
	w.begin(ctx, func(ctx context.Context) {
		if crowd {
			<-time.After(aMoment) // whoever else only waits to be acknowledged goes first
		}
		if err := patiently(ctx, func() error { return w.look(ctx, &in) }); err != nil {
			w.unanswered(ctx, in, err)
			return
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
	if c.TeamID == "" {
		return nil, errUnreadable
	}
	w, err := a.team(ctx, c.TeamID)
	switch {
	case err != nil:
		return nil, err
	case c.UserID == "" || c.ChannelID == "" || c.TriggerID == "" || !strings.HasPrefix(c.Command, "/"):
		return nil, errUnreadable
	}
	in := w.incoming(bot.KindCommand, c.UserID, c.ChannelID)
	in.trigger, in.hook, in.ev.Delivery = c.TriggerID, c.ResponseURL, "trigger/"+c.TriggerID
	w.types(&in, typed{Word: strings.TrimPrefix(c.Command, "/"), Text: c.Text})
	return w.acknowledge(ctx, h, in), nil
}

// types makes an event of a command as Slack wrote it.
func (w *workspace) types(in *incoming, t typed) {
	in.again, in.ev.Command = &t, t.Word
	for _, named := range userGroup.FindAllStringSubmatch(t.Text, -1) {
		in.groups = append(in.groups, named[1])
	}
	in.more = func(ctx context.Context, in *incoming) error {
		in.ev.Text = strings.TrimSpace(w.typed(ctx, t.Text))
		return nil
	}
}

// incoming begins an event with what is known without asking Slack: whoever waits for
// an acknowledgement does not wait for that as well. Where no channel is named, they
// are alone with the bot.
func (w *workspace) incoming(kind bot.Kind, user, channel string) (in incoming) {
	in.ev.Kind, in.ev.Who, in.channel = kind, bot.Account{Tenant: w.tenant, ID: user}, channel
	in.ev.Where = bot.Place{ID: channel, Direct: channel == "", Private: true}
	return in
}

// look asks Slack for all that has to be known of an event: who did it, where, and what
// more there is.
func (w *workspace) look(ctx context.Context, in *incoming) error {
	if in.looked {
		return nil
	}
	if _, err := w.self(ctx); err != nil {
		return err
	}
	who, err := w.account(ctx, in.ev.Who.ID)
	if err != nil {
		return err
	}
	in.ev.Who = who
	if in.channel != "" {
		if in.ev.Where, err = w.place(ctx, in.ev.Who.ID, in.channel); err != nil {
			return err
		}
	}
	if in.more != nil {
		err = in.more(ctx, in)
	}
	in.looked = err == nil
	return err
}

// first remembers a delivery and reports whether it came for the first time. What
// changes anything is known to the database as well, whichever process it comes to; a
// form has its own way to be sent again.
func (w *workspace) first(delivery string) bool {
	if delivery == "" || strings.HasPrefix(delivery, "form/") {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen[delivery] {
		return false
	}
	remember(w.seen, delivery, true)
	return true
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
