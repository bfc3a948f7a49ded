package slack_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slackstage"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/i18n"
)

// app is the app as its manifest makes it: told of exactly what that lists, and
// granted exactly that.
func app() slacktest.App {
	m := slack.NewManifest(slack.ManifestOptions{})
	return slacktest.App{
		Commands:  []string{"/" + bottest.Command},
		Shortcuts: []slacktest.Shortcut{{Name: bottest.Shortcut, Callback: bottest.Action, Message: true}},
		Scopes:    m.OAuth.Scopes.Bot, Events: m.Settings.Events.Bot,
	}
}

// hall is an adapter with a workspace behind it.
type hall struct {
	*slack.Adapter
	slack   *slacktest.Slack
	stage   *slackstage.Stage
	handler atomic.Value
	mux     *http.ServeMux
	done    atomic.Int32 // what homes show that are looked at again
}

// newHall starts both, over HTTP or with sockets; the app is installed without some
// scopes, if any are named.
func newHall(t testing.TB, overHTTP bool, without ...string) *hall {
	t.Helper()
	mux := http.NewServeMux()
	h, a := &hall{mux: mux}, app()
	a.Scopes = slices.DeleteFunc(a.Scopes, func(scope string) bool { return slices.Contains(without, scope) })
	if overHTTP {
		server := httptest.NewServer(mux)
		t.Cleanup(server.Close)
		a.HTTP = &slacktest.Endpoints{Commands: server.URL + slack.PathCommand, Interact: server.URL + slack.PathInteract,
			Options: server.URL + slack.PathInteract, Events: server.URL + slack.PathEvents}
	}
	h.slack = slacktest.New(t, a)
	h.stage = slackstage.New(h.slack, slackstage.House{
		People:   []string{bottest.Anna, bottest.Ben, bottest.Cem},
		Channels: map[string][]string{strings.TrimPrefix(bottest.Public, "#"): nil, strings.TrimPrefix(bottest.Members, "#"): {bottest.Anna, bottest.Ben}},
	})
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := slack.Options{
		Workspaces: []slack.Workspace{{Team: h.stage.Workspace().ID, Token: h.stage.Workspace().Token}},
		API:        h.slack.URL, Key: bytes.Repeat([]byte("k"), 32), Now: h.slack.Clock.Now,
		Printer: func(_ context.Context, a bot.Account) *i18n.Printer {
			return catalogues.Printer(i18n.Pick(a.Language, "du"), time.UTC)
		},
		Whole: "lotsenfunk.show",
		Log:   slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	if overHTTP {
		o.SigningSecret = slacktest.SigningSecret
	} else {
		o.AppToken = slacktest.AppToken
	}
	if h.Adapter, err = slack.New(o); err != nil {
		t.Fatal(err)
	}
	relay := bot.HandlerFunc(func(ctx context.Context, ev bot.Event) bot.Reply {
		if strings.HasPrefix(ev.Delivery, "home/") { // looked at again
			return bot.Private(bot.Message{Line: fmt.Sprint("Was möchtest du tun? ", h.done.Load())})
		}
		return h.handler.Load().(bot.HandlerFunc)(ctx, ev)
	})
	h.Routes(mux, relay)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx, relay) }()
	t.Cleanup(func() { stop(); <-ended })
	if !overHTTP {
		if err := h.slack.Connected(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// settle waits until all that happened has arrived at both ends.
func (h *hall) settle(ctx context.Context) error {
	for range 2 { // what the bot says is told to it as well
		if err := h.slack.Settle(ctx); err != nil {
			return err
		}
		if err := h.Settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// A home that somebody opened says what is so now, after what they did and after what
// was said to them; nobody else has one.
func TestHome(t *testing.T) {
	h := newHall(t, true)
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		if ev.Kind == bot.KindHome {
			return bot.Private(bot.Message{Line: "Willkommen", Rows: []bot.Row{{bot.Button("idea.new", "", "Neue Idee")}}})
		}
		return bot.Nothing()
	}))
	home := func(who string) string {
		if err := h.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		m, _ := h.stage.Workspace().As(h.stage.ID(who)).Home()
		return m.Text
	}
	step := func(err error, want string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if got := home(bottest.Anna); got != want {
			t.Errorf("her home says %q, want %q", got, want)
		}
	}
	step(h.stage.Say(t.Context(), bottest.Anna, "", "/idee"), "")
	step(h.stage.Home(t.Context(), bottest.Anna), "Willkommen")
	h.done.Store(1)
	step(h.stage.Click(t.Context(), bottest.Anna, "Neue Idee", "Willkommen"), "Was möchtest du tun? 1")
	h.done.Store(2)
	_, err := h.Post(t.Context(), bot.Target{Tenant: bot.Tenant{Platform: slack.Platform, ID: h.stage.Workspace().ID}, Person: h.stage.ID(bottest.Anna)}, bot.Message{Line: "Neues"}, "")
	step(err, "Was möchtest du tun? 2")
	h.done.Store(3) // somebody else does something
	step(h.stage.Say(t.Context(), bottest.Ben, "", "/idee"), "Was möchtest du tun? 3")
	h.slack.Clock.Turn(time.Hour) // nobody looks at it so long
	h.done.Store(4)
	step(h.stage.Say(t.Context(), bottest.Ben, "", "/idee"), "Was möchtest du tun? 3")
	if got := home(bottest.Ben); got != "" {
		t.Errorf("somebody else has a home: %q", got)
	}
}

func TestConformance(t *testing.T) {
	for name, overHTTP := range map[string]bool{"http": true, "socket": false} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, overHTTP)
			bottest.Run(t, func(*testing.T) bottest.Subject {
				return bottest.Subject{
					Adapter: h.Adapter, Stage: h.stage, ID: h.stage.ID,
					Tenant:    bot.Tenant{Platform: slack.Platform, ID: h.stage.Workspace().ID},
					Connect:   func(to bot.Handler) { h.handler.Store(bot.HandlerFunc(to.Handle)) },
					Settle:    h.settle,
					Redeliver: h.slack.Redeliver,
				}
			})
			if c := h.slack.Complaints(); len(c) > 0 {
				t.Errorf("Slack dropped something: %q", c)
			}
			for _, heard := range h.stage.Workspace().Heard(0) {
				if m := heard.Seen.Marks; len(m.Broadcasts)+len(m.Mentions)+len(m.Channels)+len(m.Links) > 0 {
					t.Errorf("words became more than words: %+v in %q", m, heard.Text)
				}
			}
		})
	}
}
