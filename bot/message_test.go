package bot_test

import (
	"testing"

	"lotsenfunk/bot"
)

func TestMessagePlain(t *testing.T) {
	for _, c := range []struct {
		message bot.Message
		want    string
	}{
		{bot.Message{}, ""},
		{bot.Message{Line: "Danke."}, "Danke."},
		{bot.Message{Text: bot.Words("Bis bald.")}, "Bis bald."},
		{bot.Message{Line: "Danke.", Text: bot.Words("Bis bald.")}, "Danke.\nBis bald."},
	} {
		if got := c.message.Plain(); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestControls(t *testing.T) {
	vote, show := bot.Primary("idea.vote", "12", "Unterstützen"), bot.Button("idea.show", "12", "Ansehen")
	m := bot.Message{Rows: []bot.Row{{vote}, nil, {show, vote}}}
	var actions []string
	for _, c := range m.Controls() {
		actions = append(actions, c.Action)
	}
	if len(actions) != 3 || actions[0] != "idea.vote" || actions[1] != "idea.show" {
		t.Errorf("the controls are %v", actions)
	}
}

func TestReplyMessage(t *testing.T) {
	m := bot.Message{Line: "Danke."}
	for name, c := range map[string]struct {
		reply bot.Reply
		says  bool
	}{
		"nothing": {bot.Nothing(), false}, "private": {bot.Private(m), true}, "public": {bot.Public(m), true},
		"replace": {bot.Replace(m), true}, "form": {bot.OpenForm(bot.Form{Action: "idea.file"}), false},
		"errors": {bot.FieldErrors(map[string]string{"": "Bitte ein Titel."}), false},
	} {
		if got := c.reply.Message(); (got != nil) != c.says || got != nil && got.Line != m.Line {
			t.Errorf("%s says %v", name, got)
		}
	}
}
