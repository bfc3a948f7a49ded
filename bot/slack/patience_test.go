package slack_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack/slacktest"
)

// ideas is the channel in which people type.
var ideas = strings.TrimPrefix(bottest.Public, "#")

// modes are the two ways on which Slack tells of things.
var modes = map[string]bool{"http": true, "socket": false}

// When Slack cannot be asked about what somebody typed or pressed, that is acknowledged
// all the same; they read that nothing came of it, and one press does it once more.
func TestSlackCannotBeAsked(t *testing.T) {
	for name, overHTTP := range modes {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, overHTTP)
			var heard []bot.Event
			h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
				heard = append(heard, ev)
				return bot.Private(bot.Message{Line: "Notiert", Rows: []bot.Row{{bot.Button("idea.vote", "7", "Unterstützen")}}})
			}))
			does := func(err error) {
				t.Helper()
				if err == nil {
					err = h.settle(t.Context())
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			mend := h.slack.Fail(slacktest.Fault{Method: "users.info", Status: http.StatusBadGateway})
			does(h.stage.Say(t.Context(), bottest.Anna, ideas, "/"+bottest.Command+" Zebra & <Streifen>"))
			if len(heard) != 0 {
				t.Fatalf("handed over without knowing who it was: %+v", heard)
			}
			mend()
			does(h.stage.Click(t.Context(), bottest.Anna, "Noch einmal versuchen", "Das hat gerade nicht geklappt"))
			if len(heard) != 1 || heard[0].Command != bottest.Command || heard[0].Text != "Zebra & <Streifen>" || heard[0].Who.Name != bottest.Anna {
				t.Fatalf("then it hears %+v", heard)
			}
			h.letTimePass(t)
			h.slack.Fail(slacktest.Fault{Method: "users.info", RetryAfter: time.Second, Times: 1})
			does(h.stage.Say(t.Context(), bottest.Ben, ideas, "/"+bottest.Command+" Später"))
			if len(heard) != 2 || heard[1].Text != "Später" {
				t.Fatalf("after a pause it hears %+v", heard)
			}
		})
	}
}

// letTimePass has the clock go on by itself until the test ends.
func (h *hall) letTimePass(t *testing.T) {
	const step = 50 * time.Millisecond
	ticker, stop := time.NewTicker(step), make(chan struct{})
	var turning sync.WaitGroup
	turning.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				h.slack.Clock.Turn(step)
			}
		}
	})
	t.Cleanup(func() { ticker.Stop(); close(stop); turning.Wait() })
}

// With every third call of any kind answered 429, nobody's command and nobody's press is
// lost or has two effects.
func TestEveryThirdCallOfAnyKindWaits(t *testing.T) {
	for name, overHTTP := range modes {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, overHTTP)
			h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
				if ev.Kind == bot.KindClick {
					return bot.Public(bot.Message{Line: "Gedrückt " + ev.Value + "."})
				}
				return bot.Public(bot.Message{Line: "Getippt " + ev.Text + ".", Rows: []bot.Row{{bot.Button("idea.vote", ev.Text, "Ja "+ev.Text)}}})
			}))
			h.slack.Fail(slacktest.Fault{Every: 3, RetryAfter: time.Second})
			h.letTimePass(t)
			const many = 12
			together := func(do func(who string, n int) error) {
				var all sync.WaitGroup
				for n := range many {
					all.Go(func() {
						if err := do([]string{bottest.Anna, bottest.Ben}[n%2], n); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if err := h.settle(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			together(func(who string, n int) error {
				return h.stage.Say(t.Context(), who, ideas, fmt.Sprintf("/%s %d", bottest.Command, n))
			})
			together(func(who string, n int) error {
				return h.stage.Click(t.Context(), who, fmt.Sprint("Ja ", n), fmt.Sprintf("Getippt %d.", n))
			})
			said := ""
			for _, m := range h.stage.Workspace().As(h.stage.ID(bottest.Cem)).Look(h.stage.ID(bottest.Public)) {
				said += m.Text + "\n"
			}
			for n := range many {
				for _, what := range []string{"Getippt", "Gedrückt"} {
					if got := strings.Count(said, fmt.Sprintf("%s %d.", what, n)); got != 1 {
						t.Errorf("%s %d: %d times", what, n, got)
					}
				}
			}
		})
	}
}

// A method with which Slack asks to wait is not asked again in the meantime; others are.
func TestMethodsRest(t *testing.T) {
	h := newHall(t, true)
	to := bot.Target{Tenant: h.tenant(), Channel: h.stage.ID(bottest.Public)}
	mend := h.slack.Fail(slacktest.Fault{Method: "conversations.history", RetryAfter: 7 * time.Second})
	var limited *bot.RateLimited
	for range 2 {
		if _, _, err := h.Find(t.Context(), to, "k"); !errors.As(err, &limited) || limited.After != 7*time.Second {
			t.Fatal(err)
		}
	}
	if n := h.slack.Calls()["conversations.history"]; n != 1 {
		t.Errorf("Slack was asked %d times", n)
	}
	mend()
	if _, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, "k"); err != nil {
		t.Error(err)
	}
	h.slack.Clock.Turn(7 * time.Second)
	if _, found, err := h.Find(t.Context(), to, "k"); !found || err != nil {
		t.Errorf("afterwards: %v %v", found, err)
	}
}

// When a form's errors come after it has closed, the person alone reads them and what
// they had typed, and nothing of it stands in their direct messages.
func TestErrorsThatComeTooLate(t *testing.T) {
	h := newHall(t, true)
	closed := make(chan struct{})
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		if ev.Kind == bot.KindSubmit {
			<-closed
			return bot.Reply{Errors: map[string]string{"title": "Das ist zu kurz."}}
		}
		return bot.OpenForm(bot.Form{Action: "idea.new", Title: "Neue Idee", Submit: "Einreichen", Fields: []bot.Field{
			{ID: "title", Kind: bot.FieldLine, Label: "Titel"}, {ID: "anonymous", Kind: bot.FieldCheck, Label: "Ohne Namen"}}})
	}))
	does := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	does(h.stage.Say(t.Context(), bottest.Anna, "", "/"+bottest.Command))
	does(h.settle(t.Context()))
	does(h.stage.Submit(t.Context(), bottest.Anna, map[string]string{"title": "Zebra", "anonymous": "true"}))
	close(closed)
	does(h.settle(t.Context()))
	w := h.stage.Workspace()
	seen := w.As(h.stage.ID(bottest.Anna)).LookAround()
	last := seen[len(seen)-1]
	if !last.Only || !strings.Contains(last.Text, "Das ist zu kurz.") || !strings.Contains(last.Text, "Dein Text: „Zebra“") || strings.Contains(last.Text, "true") {
		t.Errorf("only %v: %q", last.Only, last.Text)
	}
}
