package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
)

// The manifest is one that Slack takes, over HTTP and with sockets, for one workspace
// and for several; and the client's own type knows every field of it.
func TestManifest(t *testing.T) {
	o := slack.ManifestOptions{Description: strings.Repeat("ä", 200), Long: strings.Repeat("ö", 5000),
		Commands:  []slack.Command{{Word: "idee", Hint: strings.Repeat("ü", 1500), Description: strings.Repeat("Ideen ", 500)}},
		Shortcuts: []slack.Shortcut{{Name: strings.Repeat("n", 30), Action: "idea.lamp", Description: "d", Message: true}}}
	for name, change := range map[string]func(*slack.ManifestOptions){
		"sockets": func(*slack.ManifestOptions) {},
		"http":    func(o *slack.ManifestOptions) { o.HTTP = "https://bot.example.org/" },
		"several": func(o *slack.ManifestOptions) { o.Install = "https://bot.example.org" },
	} {
		t.Run(name, func(t *testing.T) {
			o := o
			change(&o)
			raw, err := json.Marshal(slack.NewManifest(o))
			if err != nil {
				t.Fatal(err)
			}
			made, faults := slacktest.CheckManifest(raw)
			if len(faults) > 0 {
				t.Errorf("Slack refuses it: %q", faults)
			}
			strict := json.NewDecoder(bytes.NewReader(raw))
			strict.DisallowUnknownFields()
			var theirs slackgo.Manifest
			if err := strict.Decode(&theirs); err != nil {
				t.Errorf("the client does not know it: %v", err)
			}
			if !slices.Equal(made.Commands, []string{"/idee"}) || len(made.Shortcuts) != 1 || !made.Shortcuts[0].Message {
				t.Errorf("it makes %+v", made)
			}
			if made.Rotation != (o.Install != "") || (len(theirs.OAuthConfig.RedirectUrls) > 0) != made.Rotation {
				t.Errorf("rotation %t, redirects %q", made.Rotation, theirs.OAuthConfig.RedirectUrls)
			}
			if (made.HTTP != nil) != (o.HTTP != "") || theirs.Settings.SocketModeEnabled == (o.HTTP != "") {
				t.Errorf("it is told at %+v", made.HTTP)
			}
			if made.HTTP != nil && *made.HTTP != (slacktest.Endpoints{Commands: "https://bot.example.org" + slack.PathCommand, Interact: "https://bot.example.org" + slack.PathInteract,
				Options: "https://bot.example.org" + slack.PathInteract, Events: "https://bot.example.org" + slack.PathEvents}) {
				t.Errorf("it is told at %+v", *made.HTTP)
			}
		})
	}
}

// What the manifest asks for is what the adapter uses, and nothing more: Slack refuses
// or withholds something if one of the scopes is missing, and tells of every event.
// What set-up alone uses the tests of set-up see.
func TestNothingIsAskedForInVain(t *testing.T) {
	h := newHall(t, true)
	h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		return bot.Private(bot.Message{Line: "Gut."})
	}))
	ctx, st := t.Context(), h.stage
	ws := st.Workspace()
	tenant := bot.Tenant{Platform: slack.Platform, ID: ws.ID}
	must := func(err error) {
		t.Helper()
		if err == nil {
			err = h.settle(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	anna := ws.As(st.ID(bottest.Anna))
	must(st.Say(ctx, bottest.Anna, "", "Hallo"))
	ws.Group("lotsen", st.ID(bottest.Anna))
	must(st.Say(ctx, bottest.Anna, strings.TrimPrefix(bottest.Public, "#"), "/"+bottest.Command+" @lotsen"))
	for _, channel := range []string{bottest.Public, bottest.Members} {
		id := st.ID(channel)
		ws.Join(id, st.ID(bottest.Anna))
		ref, err := h.Post(ctx, bot.Target{Tenant: tenant, Channel: id}, bot.Message{Line: "Eine Karte", Picture: &bot.Picture{Name: "p.png", PNG: []byte("\x89PNG"), Alt: "weit"}}, "k1")
		must(err)
		_, there, err := h.Find(ctx, bot.Target{Tenant: tenant, Channel: id}, "k1")
		if must(err); !there {
			t.Errorf("the card in %s is not found again", channel)
		}
		_, err = anna.Reply(ctx, id, ref.ID, "Dazu etwas")
		must(err)
		must(anna.React(ctx, id, ref.ID, "bulb", true))
		must(anna.React(ctx, id, ref.ID, "bulb", false))
		must(anna.MessageShortcut(ctx, bottest.Action, id, ref.ID))
	}
	must(anna.OpenHome(ctx))
	ws.Change(st.ID(bottest.Ben), func(p *slacktest.Profile) { p.Locale = "en-GB" })
	_, err := h.Post(ctx, bot.Target{Tenant: tenant, Person: st.ID(bottest.Cem)}, bot.Message{Line: "Für dich"}, "k2")
	must(err)
	ws.Uninstall()
	must(nil)

	scopes, events := h.slack.Used()
	for _, n := range slack.Scopes() {
		if !n.SetUp && !slices.Contains(scopes, n.Name) {
			t.Errorf("nothing needs the scope %s", n.Name)
		}
		if n.For == "" {
			t.Errorf("%s is asked for without a reason", n.Name)
		}
	}
	for _, n := range slack.Events() {
		if !slices.Contains(events, n.Name) {
			t.Errorf("nothing tells of %s", n.Name)
		}
	}
	if c := h.slack.Complaints(); len(c) > 0 {
		t.Errorf("%q", c)
	}
}
