package slack_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
)

// hears has the hall answer everything with a word to the person alone; the last event
// is in what is returned.
func (h *hall) hears() *atomic.Pointer[bot.Event] {
	var last atomic.Pointer[bot.Event]
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		last.Store(&ev)
		return bot.Private(bot.Message{Line: "Gehört"})
	}))
	return &last
}

// step does something and waits until it is done.
func (h *hall) step(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// In people's own direct messages and group messages commands and menus work, and are
// answered there; but those are no direct messages with the bot.
func TestDirectMessagesOfOthers(t *testing.T) {
	h := newHall(t, true)
	last, w := h.hears(), h.stage.Workspace()
	anna, ben, cem := h.stage.ID(bottest.Anna), h.stage.ID(bottest.Ben), h.stage.ID(bottest.Cem)
	for _, people := range [][]string{{anna, ben}, {anna, ben, cem}} {
		in := w.Among(people...)
		h.step(t, w.As(anna).Command(t.Context(), in, "/"+bottest.Command+" etwas"))
		if ev := last.Swap(nil); ev == nil || ev.Where != (bot.Place{ID: in, Private: true, Unseen: true}) {
			t.Errorf("a command among %d: %+v", len(people), ev)
		}
		ts, err := w.As(ben).Write(t.Context(), in, "Das fehlt uns noch")
		h.step(t, err)
		h.step(t, w.As(anna).MessageShortcut(t.Context(), bottest.Action, in, ts))
		if ev := last.Swap(nil); ev == nil || !ev.Where.Private || ev.Where.Direct || ev.Quote == nil || ev.Quote.Text != "Das fehlt uns noch" {
			t.Errorf("a menu among %d: %+v", len(people), ev)
		}
		said := w.As(anna).Look(in)
		if len(said) != 3 || !said[0].Only || !said[2].Only {
			t.Errorf("among %d it is answered: %+v", len(people), said)
		}
		if n := len(w.As(ben).Look(in)); n != 1 {
			t.Errorf("the others see %d messages", n)
		}
	}
	if n := len(w.As(anna).Look(w.DM(anna))); n > 0 {
		t.Errorf("%d messages stand in her direct messages with the bot", n)
	}
	if all := h.slack.Complaints(); len(all) > 0 {
		t.Error(all)
	}
}

// Once it is known which direct messages somebody has with the bot, a command there costs
// no question before it is acknowledged; a message tells it as well.
func TestOwnDirectMessages(t *testing.T) {
	h := newHall(t, true)
	last, w := h.hears(), h.stage.Workspace()
	command := func(who string) map[string]int {
		before := h.slack.Calls()
		h.step(t, h.stage.Say(t.Context(), who, "", "/"+bottest.Command+" etwas"))
		if ev := last.Swap(nil); ev == nil || ev.Where != (bot.Place{ID: w.DM(h.stage.ID(who)), Direct: true, Private: true}) {
			t.Errorf("%+v", ev)
		}
		asked := h.slack.Calls()
		for method, n := range before {
			asked[method] -= n
		}
		return asked
	}
	if asked := command(bottest.Anna); asked["conversations.open"] != 1 {
		t.Errorf("asked for the first time: %v", asked)
	}
	h.step(t, h.stage.Say(t.Context(), bottest.Ben, "", "Guten Morgen"))
	for _, who := range []string{bottest.Anna, bottest.Ben} {
		for method, n := range command(who) {
			if n != 0 && method != "chat.postMessage" && method != "auth.test" { // the answer, and the start
				t.Errorf("asked for %s: %d × %s", who, n, method)
			}
		}
	}
	other, err := slack.New(slack.Options{Workspaces: []slack.Workspace{{Team: w.ID, Token: w.Token}}, API: h.slack.URL, SigningSecret: "of another process",
		Key: bytes.Repeat([]byte("k"), 32), Now: h.slack.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = other.Post(t.Context(), bot.Target{Tenant: h.tenant(), Person: h.stage.ID(bottest.Cem)}, bot.Message{Line: "Neues", Rows: []bot.Row{{bot.Button("idea.vote", "1", "Dafür")}}}, "")
	h.step(t, err)
	before := h.slack.Calls()["conversations.open"]
	h.step(t, h.stage.Click(t.Context(), bottest.Cem, "Dafür", "Neues"))
	if ev := last.Swap(nil); ev == nil || !ev.Where.Direct || h.slack.Calls()["conversations.open"] != before {
		t.Errorf("what another process has said is pressed: %+v", ev)
	}
}

// As long as it cannot be found out whose direct messages they are, they count as other
// people's.
func TestUnknownDirectMessages(t *testing.T) {
	h := newHall(t, true)
	last := h.hears()
	h.slack.Fail(slacktest.Fault{Method: "conversations.open", Error: "internal_error"})
	h.step(t, h.stage.Say(t.Context(), bottest.Cem, "", "/"+bottest.Command+" etwas"))
	if ev := last.Load(); ev == nil || ev.Where.Direct || !strings.HasPrefix(ev.Where.ID, "D") {
		t.Errorf("where it cannot be found out: %+v", ev)
	}
}

// What Slack tells nobody, or another process, counts ten minutes later: a channel that is
// private now, somebody who is a guest, a group that is called otherwise. As long as Slack
// does not answer, what it said last counts.
func TestFactsGrowOld(t *testing.T) {
	h := newHall(t, true)
	h.slack.App.Events = slices.DeleteFunc(h.slack.App.Events, func(event string) bool { return event == "user_change" })
	last, w := h.hears(), h.stage.Workspace()
	anna, public := h.stage.ID(bottest.Anna), h.stage.ID(bottest.Public)
	w.Join(public, anna)
	group := w.Group("lotsen", anna)
	look := func(private bool, language, name string) {
		t.Helper()
		h.step(t, w.As(anna).Command(t.Context(), public, "/"+bottest.Command+" @"+name))
		ev := last.Swap(nil)
		if ev == nil || ev.Where.Private != private || ev.Where.Name == "" || ev.Who.Language != language || len(ev.Groups) != 1 {
			t.Fatalf("%+v", ev)
		}
	}
	look(false, "de-DE", "lotsen")
	w.MakePrivate(public)
	w.Change(anna, func(p *slacktest.Profile) { p.Locale = "en-GB" })
	w.Rename(group, "funk")
	h.slack.Clock.Turn(9 * time.Minute)
	look(false, "de-DE", "funk")
	if n := h.slack.Calls()["usergroups.list"]; n != 1 {
		t.Errorf("groups are asked for %d times", n)
	}
	h.slack.Clock.Turn(time.Minute)
	var mends []func()
	for _, method := range []string{"users.info", "conversations.info", "usergroups.list"} {
		mends = append(mends, h.slack.Fail(slacktest.Fault{Method: method, Error: "internal_error"}))
	}
	for range 2 {
		look(false, "de-DE", "funk")
	}
	if n := h.slack.Struck(); n != 3 {
		t.Errorf("Slack is asked %d times while it does not answer", n)
	}
	for _, mend := range mends {
		mend()
	}
	h.slack.Clock.Turn(time.Minute)
	look(true, "en-GB", "funk")
	if n := h.slack.Calls()["usergroups.list"]; n != 3 {
		t.Errorf("groups are asked for %d times", n)
	}
}
