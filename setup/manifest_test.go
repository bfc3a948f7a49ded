package setup_test

import (
	"slices"
	"testing"

	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/setup"
)

// The manifest is one that Slack takes, in each language, and has the words that people
// type, a town's own among them.
func TestSlackManifest(t *testing.T) {
	for _, w := range []setup.ManifestWants{
		{Language: "de", Address: "sie"}, {Language: "de", Address: "du", HTTP: "https://bot.example.org"},
		{Language: "en", Install: "https://bot.example.org"}, {Language: "de", Words: map[string]string{"idee": "vorschlag"}},
	} {
		raw, err := setup.SlackManifest(w)
		if err != nil {
			t.Fatal(err)
		}
		app, faults := slacktest.CheckManifest(raw)
		if len(faults) > 0 {
			t.Errorf("%+v: Slack refuses it: %q", w, faults)
		}
		first := map[string]string{"de": "/idee", "en": "/idea"}[w.Language]
		if w.Words != nil {
			first = "/vorschlag"
		}
		if len(app.Commands) != 10 || app.Commands[0] != first || !slices.Contains(app.Commands, "/lotsenfunk") || len(app.Shortcuts) == 0 {
			t.Errorf("%+v: %q, %+v", w, app.Commands, app.Shortcuts)
		}
	}
}
