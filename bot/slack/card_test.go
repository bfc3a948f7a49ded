package slack_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack/slacktest"
)

// longText is more than Slack takes in one message.
func longText() bot.Text { return bot.Words(strings.Repeat("Zuständigkeit ", 1500) + "Ende") }

// A card that is too long is shortened, and a button shows all of it to whoever presses
// it, in as many messages as that takes.
func TestLongCard(t *testing.T) {
	h := newHall(t, true)
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		if ev.Kind != bot.KindClick || ev.Action != "lotsenfunk.show" || ev.Value != "53" {
			t.Errorf("%+v", ev)
		}
		return bot.Private(bot.Message{Line: "Idee 53", Text: longText(), About: "53", Rows: []bot.Row{{bot.Button("idea.vote", "53", "Unterstützen")}}})
	}))
	tenant := bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}
	to := bot.Target{Tenant: tenant, Channel: h.stage.ID(bottest.Public)}
	card := bot.Message{Line: "Idee 53", Text: longText(), About: "53"}
	ref, err := h.Post(t.Context(), to, card, "k")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Update(t.Context(), ref, card); err != nil {
		t.Fatal(err)
	}
	anna := h.stage.Workspace().As(h.stage.ID(bottest.Anna))
	seen := anna.Look(to.Channel)
	if len(seen) != 1 || len(seen[0].Controls) != 1 || seen[0].Controls[0].Label != "Mehr anzeigen" || strings.Contains(seen[0].Text, "Ende") {
		t.Fatalf("%d messages, %+v", len(seen), seen[0].Controls)
	}
	if err := h.stage.Click(t.Context(), bottest.Anna, "Mehr anzeigen", "Idee 53"); err != nil {
		t.Fatal(err)
	}
	if err := h.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	said := ""
	seen = anna.Look(to.Channel)
	for _, m := range seen[1:] {
		if !m.Only {
			t.Error("others see it as well")
		}
		said += m.Text
	}
	if len(seen) != 3 || strings.Count(said, "Zuständigkeit") != 1500 || !strings.Contains(said, "Ende") || seen[2].Controls[0].Label != "Unterstützen" {
		t.Errorf("%d messages, %d words", len(seen), strings.Count(said, "Zuständigkeit"))
	}
}

// The adapter's own words are in the language of whoever reads them alone, and in the
// town's where several do.
func TestOwnWordsAreTheReaders(t *testing.T) {
	h := newHall(t, true)
	w := h.stage.Workspace()
	card := bot.Message{Line: "Idee 53", Text: longText(), About: "53", Rows: []bot.Row{{{Action: "idea.withdraw", Value: "53", Label: "Zurückziehen", Confirm: "Wirklich?"}}}}
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		if ev.Kind == bot.KindCommand && ev.Text == "alle" {
			return bot.Reply{Public: &card}
		}
		return bot.Private(card)
	}))
	id := w.User(slacktest.Profile{Name: "eve", Locale: "en-GB"})
	eve, public := w.As(id), h.stage.ID(bottest.Public)
	w.Join(public, id)
	reads := func(what string, seen []slacktest.Seen, want string) {
		t.Helper()
		if len(seen) == 0 || len(seen[len(seen)-1].Controls) != 2 {
			t.Fatalf("%s: %+v", what, seen)
		}
		if c := seen[len(seen)-1].Controls; c[0].Label != want {
			t.Errorf("%s: it says %q and not %q", what, c[0].Label, want)
		}
	}
	ref, err := h.Post(t.Context(), bot.Target{Tenant: h.tenant(), Person: id}, card, "")
	h.step(t, err)
	reads("said to her", eve.Look(w.DM(id)), "Show more")
	h.step(t, h.Update(t.Context(), ref, card))
	reads("changed", eve.Look(w.DM(id)), "Show more")
	_, err = h.Post(t.Context(), bot.Target{Tenant: h.tenant(), Channel: public}, card, "")
	h.step(t, err)
	reads("said to all", eve.Look(public), "Mehr anzeigen")
	h.step(t, eve.Command(t.Context(), public, "/"+bottest.Command+" alle"))
	reads("answered for all", eve.Look(public), "Mehr anzeigen")
	h.step(t, eve.OpenHome(t.Context()))
	home, _ := eve.Home()
	reads("at home", []slacktest.Seen{{Controls: home.Controls}}, "Show more")
}

// What is said once and is too long is said in several messages; and once, even if the
// last of them has to be tried again.
func TestLongNotice(t *testing.T) {
	h := newHall(t, true)
	tenant := bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}
	to := bot.Target{Tenant: tenant, Person: h.stage.ID(bottest.Anna)}
	notice := bot.Message{Line: "Wochenstand", Text: longText()}
	mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Every: 2, Status: http.StatusBadGateway})
	if _, err := h.Post(t.Context(), to, notice, "k"); !errors.Is(err, bot.ErrAmbiguous) {
		t.Fatal(err)
	}
	mend()
	ref, err := h.Post(t.Context(), to, notice, "k")
	if err != nil {
		t.Fatal(err)
	}
	if found, ok, err := h.Find(t.Context(), to, "k"); err != nil || !ok || found != ref {
		t.Errorf("found %v %v %v, not %v", found, ok, err, ref)
	}
	seen := h.stage.Workspace().As(to.Person).Look(h.stage.Workspace().DM(to.Person))
	if len(seen) != 2 || seen[1].TS != ref.ID || !strings.HasPrefix(seen[0].Text, "Wochenstand") || strings.Count(seen[0].Text+seen[1].Text, "Zuständigkeit") != 1500 {
		t.Errorf("%d messages", len(seen))
	}
}

// A picture is shown when Slack has looked through it; if it never may be, its words
// are.
func TestPictures(t *testing.T) {
	h := newHall(t, true)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	to := bot.Target{Tenant: bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}, Person: h.stage.ID(bottest.Anna)}
	m := bot.Message{Line: "Wochenstand", Picture: &bot.Picture{PNG: file.Bytes(), Alt: "Noch 12 Pakete", Name: "verlauf.png"}}
	for _, looks := range []int{0, 2, -1} {
		picture := looks >= 0
		if h.slack.SlowPictures(looks); !picture {
			defer h.slack.Fail(slacktest.Fault{Method: "files.info", Error: "file_not_found"})()
		}
		ref, err := h.Post(t.Context(), to, m, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, seen := range h.stage.Workspace().As(to.Person).Look(ref.Channel) {
			if seen.TS == ref.ID && (!strings.Contains(seen.Text, "Noch 12 Pakete") || strings.Contains(seen.Text, "[Noch 12 Pakete]") != picture) {
				t.Errorf("%d looks: %q", looks, seen.Text)
			}
		}
	}
	mend := h.slack.Fail(slacktest.Fault{Method: "files.getUploadURLExternal", RetryAfter: 7 * time.Second})
	for range 2 { // the second one is not even asked for
		if _, err := h.Post(t.Context(), to, m, ""); err != nil {
			t.Errorf("while pictures have to wait: %v", err)
		}
	}
	if n := h.slack.Struck() - 1; n > 1 {
		t.Errorf("Slack is asked for %d pictures while they have to wait", n)
	}
	mend()
	if calls := h.slack.Calls()["files.info"]; calls < 3 {
		t.Errorf("Slack was asked %d times whether it is done", calls)
	}
}
