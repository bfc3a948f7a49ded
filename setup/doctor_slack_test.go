package setup_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/setup"
	"lotsenfunk/storage"
)

// examine has the doctor look at what the rig has set up.
func (r *slackRig) examine(change func(*setup.Patient)) (healthy bool, said []string) {
	r.Helper()
	p := setup.Patient{DSN: r.wants.DSN, Key: key, Now: r.watch,
		Slack: &setup.SlackPatient{Team: r.ws.ID, Token: r.wants.Token, AppToken: r.wants.AppToken, SigningSecret: r.wants.SigningSecret, API: r.slack.URL, Keys: r.wants.Keys}}
	if change != nil {
		change(&p)
	}
	healthy = setup.Examine(r.Context(), p, func(c setup.Check) {
		said = append(said, c.String())
		r.quiet(c.String())
	})
	return healthy, said
}

// watch is what Slack's clock shows.
func (r *slackRig) watch() time.Time {
	r.Helper()
	resp, err := http.Get(r.slack.URL + "api.test")
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	shown, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		r.Fatal(err)
	}
	return shown
}

// The doctor says of a workspace that all is well, or what is not and what to do.
func TestDoctorOnSlack(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*slackRig)
		look  func(*setup.Patient)
		want  string // "" for healthy
	}{
		"healthy":   {},
		"http":      {spoil: func(r *slackRig) { r.wants.AppToken, r.wants.SigningSecret = "", secret32 }},
		"revoked":   {spoil: func(r *slackRig) { r.ws.Revoke() }, want: "the token was revoked, or the app is not in the workspace any more"},
		"no town":   {spoil: func(r *slackRig) { r.wants.DSN = freshDatabase(r.T) }, want: "no town in the database has the workspace"},
		"archived":  {spoil: func(r *slackRig) { r.ws.Archive(r.channel("ideen")) }, want: "the channel #ideen is archived; restore it"},
		"taken out": {spoil: func(r *slackRig) { r.ws.Leave(r.channel("rathaus"), r.ws.Bot) }, want: "the bot is not in the channel #rathaus; let the bot in: /invite @lotsenfunk"},
		"unseen":    {spoil: func(r *slackRig) { r.ws.Leave(r.channel("lotsen"), r.ws.Bot) }, want: "the bot does not see the channel"},
		"clock":     {look: func(p *setup.Patient) { now := p.Now; p.Now = func() time.Time { return now().Add(time.Hour) } }, want: "the clocks of this machine and of Slack are 1h0m0s apart"},
		"nothing":   {look: func(p *setup.Patient) { p.Slack = nil }, want: "no chat server is configured; run lotsenfunk setup mattermost or lotsenfunk setup slack"},
		"no file":   {look: func(p *setup.Patient) { p.DSN = "nowhere.db" }, want: "there is no database: open nowhere.db: no such file or directory; run lotsenfunk setup slack"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newSlackRig(t, nil)
			r.must()
			if c.spoil != nil {
				c.spoil(r)
			}
			healthy, said := r.examine(c.look)
			if healthy != (c.want == "") || c.want != "" && !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "WRONG ") && strings.Contains(s, c.want) }) {
				t.Errorf("healthy %t: %q", healthy, said)
			}
			if c.want == "" && !slices.Contains(said, "ok    the channels are there: #ideen #lotsen #rathaus") {
				t.Errorf("%q", said)
			}
		})
	}
}

// Of workspaces in which people installed the app the doctor says which belong to no
// town, which took it out again, and whose token nobody renews.
func TestDoctorOnInstallations(t *testing.T) {
	r := newSlackRig(t, nil)
	r.must()
	keys := sealKeys(t, "2027")
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	installs, today := store.Installs(keys), r.watch()
	for team, i := range map[string]bot.Installation{
		"T7": {Name: "Fremd", Token: "xoxb-7"}, "T8": {Name: "Fort", Token: "xoxb-8"}, "T9": {Name: "Alt", Token: "xoxb-9", Refresh: "xoxe-9", Expires: today.Add(-time.Hour)},
	} {
		i.Tenant = bot.Tenant{Platform: slack.Platform, ID: team}
		if err := installs.Install(t.Context(), i, today.Add(-24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if team != "T7" {
			if err := store.AddTenant(t.Context(), i.Tenant, "stadt-birkenfurt"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := installs.Uninstall(t.Context(), bot.Tenant{Platform: slack.Platform, ID: "T8"}, today); err != nil {
		t.Fatal(err)
	}
	locked := bot.Installation{Tenant: bot.Tenant{Platform: slack.Platform, ID: "T6"}, Name: "Verschlossen", Token: "xoxb-6"}
	if err := store.Installs(sealKeys(t, "lost")).Install(t.Context(), locked, today); err != nil {
		t.Fatal(err)
	}
	r.wants.Keys = keys
	healthy, said := r.examine(nil)
	for _, want := range []string{"note  the workspace Fremd (T7) belongs to no town; run lotsenfunk setup slack --workspace T7",
		"WRONG the app was taken out of the workspace Fort (T8) on " + today.Format(time.DateOnly), "WRONG the token of the workspace Alt (T9) has expired; see whether lotsenfunk serve runs",
		"WRONG the workspace Verschlossen (T6): the tokens of slack T6: it was sealed under a key that is not given"} {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("it does not say %q: %q", want, said)
		}
	}
	if healthy {
		t.Error("it is healthy")
	}
}
