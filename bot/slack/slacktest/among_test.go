package slacktest_test

import (
	"testing"

	"github.com/slack-go/slack"
)

// In direct messages among people a command works, and so does its response_url; the bot
// sees nothing of what is said there, and cannot say anything by itself.
func TestAmongPeople(t *testing.T) {
	r, p := overHTTP(t)
	two, three := r.ws.Among(r.anna, r.ben), r.ws.Among(r.anna, r.ben, r.cem)
	for in, want := range map[string]string{two: "channel_not_found", three: "missing_scope"} { // im:read it has, mpim:read not
		r.must(r.ws.As(r.anna).Command(t.Context(), in, "/idee"))
		c := p.command(t)
		if c.ChannelID != in || (c.ChannelName == "directmessage") != (in == two) {
			t.Errorf("the command: %+v", c)
		}
		if code := respond(t, c.ResponseURL, slack.WebhookMessage{Text: "gleich"}); code != "" {
			t.Error(code)
		}
		if s := r.only(r.anna, in); s.Text != "gleich" || !s.Only {
			t.Errorf("seen: %+v", s)
		}
		_, err := r.ws.As(r.ben).Write(t.Context(), in, "Hallo")
		r.must(err)
		_, err = r.client.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: in})
		r.refused(err, want)
		_, _, err = r.client.PostMessageContext(t.Context(), in, text("Hallo"))
		r.refused(err, "channel_not_found")
		_, err = r.client.PostEphemeralContext(t.Context(), in, r.anna, text("Hallo"))
		r.refused(err, "channel_not_found")
		if r.ws.Join(in, r.ws.Bot); len(r.seen(r.ben, in)) != 1 {
			t.Errorf("others see %+v", r.seen(r.ben, in))
		}
	}
	if r.ws.As(r.cem).Command(t.Context(), two, "/idee") == nil {
		t.Error("somebody typed where they are not")
	}
	if _, events := r.Used(); len(events) > 0 {
		t.Errorf("the bot is told %q", events)
	}
	if two == r.ws.DM(r.anna) {
		t.Error("those are her direct messages with the bot")
	}
}
