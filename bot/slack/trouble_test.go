package slack_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
)

// tenant is the hall's workspace.
func (h *hall) tenant() bot.Tenant {
	return bot.Tenant{Platform: slack.Platform, ID: h.stage.Workspace().ID}
}

// Where the app was installed without the scope to look whether something was said, it
// was not: it is said again, in one message or in several.
func TestWithoutHistory(t *testing.T) {
	h := newHall(t, true, "channels:history", "groups:history")
	for _, channel := range []string{bottest.Public, bottest.Members} {
		to := bot.Target{Tenant: h.tenant(), Channel: h.stage.ID(channel)}
		mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Error: "internal_error"})
		if _, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, "key"); !errors.Is(err, bot.ErrAmbiguous) {
			t.Fatal(err)
		}
		mend()
		if _, found, err := h.Find(t.Context(), to, "key"); found || err != nil {
			t.Errorf("%s: found %v, %v", channel, found, err)
		}
		if _, err := h.Post(t.Context(), to, bot.Message{Line: "Alles", Text: longText()}, "key"); err != nil {
			t.Errorf("%s: %v", channel, err)
		}
	}
}

// Slack asks to wait without saying how long, and with another status than it should.
func TestLimitedByWord(t *testing.T) {
	for _, word := range []string{"ratelimited", "rate_limited"} {
		h := newHall(t, true)
		to := bot.Target{Tenant: h.tenant(), Channel: h.stage.ID(bottest.Public)}
		mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Error: word})
		var limited *bot.RateLimited
		if _, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, ""); !errors.As(err, &limited) || limited.After <= 0 || limited.After > time.Minute {
			t.Fatalf("%s: %v", word, err)
		}
		mend()
		h.slack.Clock.Turn(limited.After)
		if _, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, ""); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
}

// An app that Slack lets read once a minute, and little, looks whether something stands
// there in one look: with more it would have to begin anew each time, for ever.
func TestReadingOnceAMinute(t *testing.T) {
	h := newHall(t, true)
	to := bot.Target{Tenant: h.tenant(), Channel: h.stage.ID(bottest.Public)}
	for i := range slacktest.OutsidePage + 5 {
		if _, err := h.Post(t.Context(), to, bot.Message{Line: "Hinweis"}, bot.Key(fmt.Sprint("key ", i))); err != nil {
			t.Fatal(err)
		}
	}
	h.slack.Outside()
	if _, found, err := h.Find(t.Context(), to, "another key"); found || err != nil {
		t.Errorf("what was never said: found %v, %v", found, err)
	}
	last := bot.Key(fmt.Sprint("key ", slacktest.OutsidePage+4))
	var limited *bot.RateLimited
	if _, _, err := h.Find(t.Context(), to, last); !errors.As(err, &limited) || limited.After > slacktest.OutsidePause {
		t.Fatalf("at once again: %v", err)
	}
	h.slack.Clock.Turn(limited.After)
	if _, found, err := h.Find(t.Context(), to, last); !found || err != nil {
		t.Errorf("what was said last: found %v, %v", found, err)
	}
}
