package slack_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
)

// Whatever Slack might send, signed or not, is answered with one of the statuses there
// are, and nothing panics.
func FuzzRequests(f *testing.F) {
	h := newHall(f, true)
	h.handler.Store(bot.HandlerFunc(func(context.Context, bot.Event) bot.Reply { return bot.Nothing() }))
	team, user, channel := h.stage.Workspace().ID, h.stage.ID("anna"), h.stage.ID("#ideen")
	about := func(s string) string {
		return strings.NewReplacer("TEAM", team, "USER", user, "CHANNEL", channel).Replace(s)
	}
	for path, bodies := range map[string][]string{
		slack.PathCommand: {"team_id=TEAM&user_id=USER&channel_id=CHANNEL&command=/idee&text=a+%26amp;+<@U1|x>&trigger_id=1.2.3"},
		slack.PathInteract: {
			`{"type":"block_actions","team":{"id":"TEAM"},"user":{"id":"USER"},"trigger_id":"1.2.3","container":{"channel_id":"CHANNEL","message_ts":"1.2"},"actions":[{"type":"button","block_id":"b","action_id":"0.x","value":"{\"a\":\"idea.vote\"}"}]}`,
			`{"type":"block_actions","team":{"id":"TEAM"},"user":{"id":"USER"},"trigger_id":"1.2.3","container":{"type":"view"},"actions":[{"type":"static_select","block_id":"b","action_id":"0.x","selected_option":{"value":"v"}}]}`,
			`{"type":"view_submission","team":{"id":"TEAM"},"user":{"id":"USER"},"view":{"callback_id":"form","private_metadata":"{\"n\":\"1\",\"x\":9999999999,\"a\":\"idea.file\",\"c\":\"CHANNEL\"}","blocks":[{"type":"input","block_id":"title","element":{"type":"plain_text_input","action_id":"value"}}],"state":{"values":{"title":{"value":{"type":"plain_text_input","value":"x"}}}}}}`,
			`{"type":"view_closed","team":{"id":"TEAM"},"user":{"id":"USER"},"view":{"callback_id":"form","private_metadata":"{\"n\":\"1\"}"}}`,
			`{"type":"message_action","team":{"id":"TEAM"},"user":{"id":"USER"},"callback_id":"x","trigger_id":"1.2.3","channel":{"id":"CHANNEL"},"message_ts":"1.2","message":{"user":"USER","text":"x","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"emoji","name":"bulb","unicode":"1f4a1"},null]}]}]}}`,
			`{"type":"shortcut","team":{"id":"TEAM"},"user":{"id":"USER"},"callback_id":"x","trigger_id":"1.2.3"}`,
		},
		slack.PathEvents: {
			`{"type":"url_verification","challenge":"x"}`,
			`{"type":"event_callback","team_id":"TEAM","event_id":"Ev1","event":{"type":"message","channel":"D1","user":"USER","text":"a &amp; <https://b|c>","ts":"1.2"}}`,
			`{"type":"event_callback","team_id":"TEAM","event_id":"Ev2","event":{"type":"reaction_added","user":"USER","reaction":"bulb","item":{"type":"message","channel":"CHANNEL","ts":"1.2"}}}`,
			`{"type":"event_callback","team_id":"TEAM","event_id":"Ev3","event":{"type":"user_change","user":{"id":"USER"}}}`,
			`{"type":"event_callback","team_id":"TEAM","event_id":"Ev4","event":null}`,
		},
	} {
		for _, body := range bodies {
			f.Add(path, about(body), true)
			f.Add(path, about(body), false)
		}
	}
	f.Fuzz(func(t *testing.T, path, body string, signed bool) {
		if path == slack.PathInteract {
			body = url.Values{"payload": {body}}.Encode()
		}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.URL.Path = path
		if signed {
			slacktest.Sign(r.Header, slacktest.SigningSecret, h.slack.Clock.Now().Unix(), body)
		}
		w := httptest.NewRecorder()
		h.mux.ServeHTTP(w, r)
		if err := h.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !signed && w.Code == http.StatusOK {
			t.Errorf("an unsigned request to %s was answered", path)
		}
	})
}
