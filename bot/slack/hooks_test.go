package slack_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack/slacktest"
)

// request sends a request as Slack would, or as somebody else does.
func (h *hall) request(t *testing.T, to, body, secret string, at time.Time) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if secret != "" {
		slacktest.Sign(r.Header, secret, at.Unix(), body)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// What is not Slack's, too old, of an unknown workspace or not to be read is refused,
// counted, and not asked for again; nobody hears of it.
func TestRefused(t *testing.T) {
	h := newHall(t, true)
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		t.Errorf("an event arrived: %+v", ev)
		return bot.Nothing()
	}))
	commands, interact, events := h.slack.App.HTTP.Commands, h.slack.App.HTTP.Interact, h.slack.App.HTTP.Events
	now := h.slack.Clock.Now()
	team := h.stage.Workspace().ID
	command := url.Values{"team_id": {team}, "user_id": {h.stage.ID(bottest.Anna)}, "channel_id": {h.stage.ID(bottest.Public)},
		"command": {"/idee"}, "trigger_id": {"1.2.3"}}.Encode()
	payload := func(s string) string { return url.Values{"payload": {s}}.Encode() }
	for name, c := range map[string]struct {
		to, body, secret string
		at               time.Time
		status           int
		reason           string
	}{
		"unsigned":            {commands, command, "", now, 401, "not signed by Slack"},
		"forged":              {commands, command, "another secret", now, 401, "not signed by Slack"},
		"stale":               {commands, command, slacktest.SigningSecret, now.Add(-6 * time.Minute), 401, "signed too long ago"},
		"from the future":     {commands, command, slacktest.SigningSecret, now.Add(6 * time.Minute), 401, "signed too long ago"},
		"another workspace":   {commands, strings.ReplaceAll(command, team, "T404"), slacktest.SigningSecret, now, 403, "an unknown workspace"},
		"no workspace":        {commands, strings.ReplaceAll(command, team, ""), slacktest.SigningSecret, now, 400, "unreadable"},
		"no event":            {events, `{}`, slacktest.SigningSecret, now, 400, "unreadable"},
		"an unknown event":    {events, `{"type":"dance"}`, slacktest.SigningSecret, now, 400, "unreadable"},
		"no command":          {commands, "team_id=" + team, slacktest.SigningSecret, now, 400, "unreadable"},
		"no form":             {commands, "%zz", slacktest.SigningSecret, now, 400, "unreadable"},
		"no payload":          {interact, "x=y", slacktest.SigningSecret, now, 400, "unreadable"},
		"broken payload":      {interact, payload(`{"type":`), slacktest.SigningSecret, now, 400, "unreadable"},
		"unknown payload":     {interact, payload(`{"type":"dance","team":{"id":"` + team + `"},"user":{"id":"U1"}}`), slacktest.SigningSecret, now, 400, "unreadable"},
		"a modal of nobody's": {interact, payload(`{"type":"view_submission","team":{"id":"` + team + `"},"user":{"id":"U1"},"view":{"callback_id":"x"}}`), slacktest.SigningSecret, now, 400, "unreadable"},
		"broken event":        {events, `{"type":"event_callback"`, slacktest.SigningSecret, now, 400, "unreadable"},
		"foreign event":       {events, `{"type":"event_callback","team_id":"T404","event_id":"Ev1","event":{"type":"app_home_opened"}}`, slacktest.SigningSecret, now, 403, "an unknown workspace"},
	} {
		before := h.Refused()[c.reason]
		resp := h.request(t, c.to, c.body, c.secret, c.at)
		if resp.StatusCode != c.status || resp.Header.Get("X-Slack-No-Retry") != "1" || h.Refused()[c.reason] != before+1 {
			t.Errorf("%s: status %d, refused %v", name, resp.StatusCode, h.Refused())
		}
	}
	if err := h.slack.Verify(t.Context()); err != nil {
		t.Errorf("url_verification: %v", err)
	}
}

// What comes again is refused without a word, and counted.
func TestReplayed(t *testing.T) {
	h := newHall(t, true)
	var ids []string
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		ids = append(ids, ev.Delivery)
		return bot.Nothing()
	}))
	for range 2 {
		command := url.Values{"team_id": {h.stage.Workspace().ID}, "user_id": {h.stage.ID(bottest.Anna)},
			"channel_id": {h.stage.ID(bottest.Public)}, "command": {"/idee"}, "trigger_id": {"1.2.3"}}.Encode()
		h.request(t, h.slack.App.HTTP.Commands, command, slacktest.SigningSecret, h.slack.Clock.Now())
		if err := h.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(ids) != 1 || h.Refused()["told of before"] != 1 {
		t.Errorf("deliveries %v, refused %v", ids, h.Refused())
	}
}

// An event whose author cannot be looked up comes again, and has its effect then.
func TestEventComesAgain(t *testing.T) {
	for name, overHTTP := range map[string]bool{"http": true, "socket": false} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t, overHTTP)
			var heard atomic.Int32
			h.handler.Store(bot.HandlerFunc(func(context.Context, bot.Event) bot.Reply {
				heard.Add(1)
				return bot.Nothing()
			}))
			mend := h.slack.Fail(slacktest.Fault{Method: "users.info", Status: http.StatusBadGateway})
			said := make(chan error, 1)
			go func() { said <- h.stage.Say(context.WithoutCancel(t.Context()), bottest.Anna, "", "Guten Morgen") }()
			for n := 1; n <= 2; n++ { // at once and at once again
				if err := h.slack.AwaitStruck(t.Context(), n); err != nil {
					t.Fatal(err)
				}
				h.slack.Turn(slacktest.AckTime)
			}
			if err := <-said; err != nil {
				t.Fatal(err)
			}
			if heard.Load() != 0 || h.slack.Waiting() != 1 {
				t.Errorf("heard %d, %d wait", heard.Load(), h.slack.Waiting())
			}
			mend()
			h.slack.Turn(time.Minute)
			if err := h.settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if heard.Load() != 1 || h.slack.Waiting() != 0 {
				t.Errorf("after a minute: heard %d, %d wait", heard.Load(), h.slack.Waiting())
			}
		})
	}
}

// What a failed post means to delivery, and that a message is found again whose answer
// never came.
func TestTrouble(t *testing.T) {
	h := newHall(t, true)
	tenant := bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}
	to := bot.Target{Tenant: tenant, Channel: h.stage.ID(bottest.Public)}
	post := func(key bot.Key) error {
		_, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, key)
		return err
	}
	var limited *bot.RateLimited
	mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", RetryAfter: 7 * time.Second})
	if err := post("a"); !errors.As(err, &limited) || limited.After != 7*time.Second || !limited.Channel {
		t.Errorf("429: %v", err)
	}
	mend()
	before := h.slack.Calls()["chat.postMessage"]
	if err := post("a"); !errors.As(err, &limited) || h.slack.Calls()["chat.postMessage"] != before {
		t.Errorf("Slack is asked again in the meantime: %v", err)
	}
	if _, err := h.Post(t.Context(), bot.Target{Tenant: tenant, Channel: h.stage.ID(bottest.Members)}, bot.Message{Line: "Hinweis"}, "c"); err != nil {
		t.Errorf("another channel waits as well: %v", err)
	}
	h.slack.Clock.Turn(7 * time.Second)
	for name, f := range map[string]slacktest.Fault{
		"broken server": {Status: http.StatusBadGateway}, "half an answer": {Cut: true, After: true},
		"internal error": {Error: "internal_error"}, "done, but broken": {Status: http.StatusServiceUnavailable, After: true},
	} {
		f.Method = "chat.postMessage"
		mend := h.slack.Fail(f)
		key := bot.Key("key of " + name)
		if err := post(key); !errors.Is(err, bot.ErrAmbiguous) {
			t.Errorf("%s: %v", name, err)
		}
		mend()
		ref, found, err := h.Find(t.Context(), to, key)
		if err != nil || found != f.After || found && ref.ID == "" {
			t.Errorf("%s: found %v %v %v, want %v", name, ref, found, err, f.After)
		}
	}
	if h.stage.Workspace().Revoke(); !errors.Is(post("b"), bot.ErrDisconnected) {
		t.Error("a revoked token does not disconnect the workspace")
	}
	if c := h.Connections()[0]; !c.Refused || c.Up {
		t.Errorf("the connection: %+v", c)
	}
	to.Tenant.ID = "T404"
	if err := post("c"); !errors.Is(err, bot.ErrDisconnected) {
		t.Errorf("another workspace: %v", err)
	}
}

// With every third call answered 429, nothing that is tried again is lost or doubled.
func TestEveryThirdCallWaits(t *testing.T) {
	h := newHall(t, true)
	tenant := bot.Tenant{Platform: "slack", ID: h.stage.Workspace().ID}
	h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Every: 3, RetryAfter: time.Second})
	to := bot.Target{Tenant: tenant, Channel: h.stage.ID(bottest.Public)}
	const many = 60
	waits := 0
	for range many {
		_, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, "")
		for err != nil {
			var limited *bot.RateLimited
			if !errors.As(err, &limited) {
				t.Fatal(err)
			}
			waits++
			h.slack.Clock.Turn(limited.After)
			_, err = h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, "")
		}
	}
	if n := len(h.stage.Workspace().As(h.stage.ID(bottest.Ben)).Look(to.Channel)); n != many || waits == 0 {
		t.Errorf("%d messages stand there after %d waits, want %d", n, waits, many)
	}
}
