package setup_test

import (
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/seal"
	"lotsenfunk/setup"
	"lotsenfunk/storage"
)

const secret32 = "0123456789abcdef0123456789abcdef"

// slackRig is a set-up in a workspace of slacktest.
type slackRig struct {
	*testing.T
	slack *slacktest.Slack
	ws    *slacktest.Workspace
	anna  string
	wants setup.SlackWants
}

func newSlackRig(t *testing.T, change func(*slacktest.App)) *slackRig {
	t.Helper()
	m := slack.NewManifest(slack.ManifestOptions{})
	app := slacktest.App{Scopes: m.OAuth.Scopes.Bot, Events: m.Settings.Events.Bot}
	if change != nil {
		change(&app)
	}
	r := &slackRig{T: t, slack: slacktest.New(t, app)}
	r.ws = r.slack.Workspace("birkenfurt")
	r.anna = r.ws.User(slacktest.Profile{Name: "anna.berg", Real: "Anna Berg"})
	r.wants = setup.SlackWants{Token: r.ws.Install(), AppToken: slacktest.AppToken, API: r.slack.URL, DSN: filepath.Join(t.TempDir(), "town.db"), Admin: "Anna Berg",
		Town: "Stadt Birkenfurt", State: "BW", Address: "du"}
	return r
}

// channel is Slack's id of a channel that is there.
func (r *slackRig) channel(name string) string {
	r.Helper()
	all, _, err := slackgo.New(r.wants.Token, slackgo.OptionAPIURL(r.slack.URL)).GetConversationsContext(r.Context(), &slackgo.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil {
		r.Fatal(err)
	}
	for _, c := range all {
		if c.Name == name {
			return c.ID
		}
	}
	r.Fatalf("there is no channel %s", name)
	return ""
}

// sealKeys seal tokens in the database.
func sealKeys(t *testing.T, name string) *seal.Ring {
	t.Helper()
	keys, err := seal.Parse(name + ":" + base64.StdEncoding.EncodeToString(key))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// freshDatabase is one without any town.
func freshDatabase(t *testing.T) string {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "fresh.db")
	store, err := storage.Open(t.Context(), dsn)
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// look runs the checks and returns what is wrong or noted.
func (r *slackRig) look() (run *setup.SlackSetup, ok bool, said []string) {
	r.Helper()
	run, err := setup.NewSlack(r.wants, now)
	if err != nil {
		r.Fatal(err)
	}
	ok = run.Check(r.Context(), func(c setup.Check) {
		if c.State != setup.Fine {
			said = append(said, c.String())
		}
		r.quiet(c.String())
	})
	return run, ok, said
}

// quiet checks that nothing secret is said.
func (r *slackRig) quiet(said string) {
	r.Helper()
	for _, s := range []string{r.wants.Token, r.wants.AppToken, r.wants.SigningSecret, "ticket="} {
		if s != "" && strings.Contains(said, s) {
			r.Errorf("a secret is said: %s", said)
		}
	}
}

// do looks, makes what is missing, and returns it.
func (r *slackRig) do() (made []string, left string, err error) {
	r.Helper()
	run, ok, said := r.look()
	if !ok {
		r.Fatalf("%q", said)
	}
	steps, err := run.Steps(r.Context())
	if err != nil {
		r.quiet(err.Error())
		return nil, "", err
	}
	for _, s := range steps {
		if s.There {
			continue
		}
		if err := s.Do(r.Context()); err != nil {
			r.quiet(err.Error())
			return made, "", err
		}
		made = append(made, s.Is)
	}
	return made, run.Left(), nil
}

// must is do where nothing is refused.
func (r *slackRig) must() (made []string, left string) {
	r.Helper()
	made, left, err := r.do()
	if err != nil {
		r.Fatal(err)
	}
	return made, left
}
