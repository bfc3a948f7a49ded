package slacktest_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot/slack/slacktest"
)

// allScopes are enough for everything.
func allScopes() []string {
	return []string{"chat:write", "chat:write.public", "commands", "im:write", "im:history", "im:read", "channels:read", "channels:history",
		"channels:join", "groups:read", "groups:history", "users:read", "usergroups:read", "reactions:read", "reactions:write", "files:write",
		"files:read", "pins:write", "pins:read", "team:read"}
}

func app() slacktest.App {
	return slacktest.App{
		Commands: []string{"/idee"}, Scopes: allScopes(),
		Shortcuts: []slacktest.Shortcut{{Name: "Idee einreichen", Callback: "idea.from_message", Message: true}, {Name: "Neue Idee", Callback: "idea.new"}},
		Events: []string{"message.im", "message.channels", "message.groups", "reaction_added", "reaction_removed", "app_home_opened",
			"app_uninstalled", "tokens_revoked", "member_joined_channel", "user_change"},
	}
}

// rig is a workspace with three people, a channel for all and one for two.
type rig struct {
	*testing.T
	*slacktest.Slack
	ws             *slacktest.Workspace
	anna, ben, cem string
	ideas, guides  string
	client         *slack.Client
}

func newRig(t *testing.T, app slacktest.App) *rig {
	t.Helper()
	s := slacktest.New(t, app)
	ws := s.Workspace("birkenfurt")
	r := &rig{T: t, Slack: s, ws: ws}
	r.anna = ws.User(slacktest.Profile{Name: "anna", Real: "Anna Berg"})
	r.ben = ws.User(slacktest.Profile{Name: "ben", Real: "Ben Ohm", Locale: "en-GB", Zone: "Europe/London"})
	r.cem = ws.User(slacktest.Profile{Name: "cem", Restricted: true})
	ws.Install()
	r.ideas = ws.Channel("ideen", false, ws.Bot, r.anna, r.ben, r.cem)
	r.guides = ws.Channel("lotsen", true, ws.Bot, r.anna, r.ben)
	r.client = r.as(ws.Token)
	return r
}

func (r *rig) as(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(r.URL), slack.OptionAppLevelToken(slacktest.AppToken))
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// refused checks that something was refused with a code and, if any are given,
// with messages.
func (r *rig) refused(err error, code string, messages ...string) {
	r.Helper()
	var said slack.SlackErrorResponse
	if !errors.As(err, &said) || said.Err != code {
		r.Errorf("the error is %v, want %s", err, code)
		return
	}
	for _, m := range messages {
		if !slices.Contains(said.ResponseMetadata.Messages, "[ERROR] "+m) {
			r.Errorf("%s says %q, want %q", code, said.ResponseMetadata.Messages, m)
		}
	}
}

func text(words string) slack.MsgOption { return slack.MsgOptionText(words, false) }

func (r *rig) post(channel string, options ...slack.MsgOption) string {
	r.Helper()
	_, ts, err := r.client.PostMessageContext(r.Context(), channel, options...)
	r.must(err)
	return ts
}

func plain(words string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, words, false, false)
}

// card is a message with a button that asks first, and a select.
func card() slack.MsgOption {
	b := slack.NewButtonBlockElement("idea.vote", "53", plain("Unterstützen"))
	b.Confirm = slack.NewConfirmationBlockObject(plain("Wirklich?"), plain("Das zählt."), plain("Ja"), plain("Nein"))
	choices := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Thema"), "idea.topic",
		slack.NewOptionBlockObject("it", plain("Technik & Netz"), nil), slack.NewOptionBlockObject("kita", plain("Kita"), nil))
	return slack.MsgOptionBlocks(
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*Idee 53* &amp; mehr", false, true), nil, nil),
		slack.NewActionBlock("row1", b, choices),
	)
}

func (r *rig) seen(who, channel string) []slacktest.Seen { return r.ws.As(who).Look(channel) }

// only is the one message that somebody sees in a channel.
func (r *rig) only(who, channel string) slacktest.Seen {
	r.Helper()
	all := r.seen(who, channel)
	if len(all) != 1 {
		r.Fatalf("%d messages are seen: %+v", len(all), all)
	}
	return all[0]
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
