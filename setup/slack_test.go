package setup_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// What is wrong with a workspace is one line with the way out, and nothing is made.
func TestSlackChecks(t *testing.T) {
	for name, c := range map[string]struct {
		app    func(*slacktest.App)
		change func(*slackRig)
		want   string
	}{
		"wrong token":    {change: func(r *slackRig) { r.wants.Token = "xoxb-nobodys" }, want: "Slack does not take the token: it is wrong, or cut off; copy the Bot User OAuth Token again"},
		"revoked":        {change: func(r *slackRig) { r.ws.Revoke() }, want: "the token was revoked, or the app is not in the workspace any more; install the app again"},
		"another one":    {change: func(r *slackRig) { r.wants.Team = "T999" }, want: "but T999 is meant; take the token of that workspace"},
		"no Slack":       {change: func(r *slackRig) { r.wants.API = "http://127.0.0.1:9/api/" }, want: "Slack cannot be reached: nothing listens there; check host and port"},
		"few scopes":     {app: func(a *slacktest.App) { a.Scopes = []string{"chat:write", "users:read"} }, want: "the token lacks the scopes commands, im:write"},
		"wrong app":      {change: func(r *slackRig) { r.wants.AppToken = "xapp-nobodys" }, want: "Slack does not take the app's token; make one with the scope connections:write"},
		"no sockets":     {app: func(a *slacktest.App) { a.HTTP = &slacktest.Endpoints{} }, want: "socket_mode_not_enabled"},
		"signing secret": {change: func(r *slackRig) { r.wants.SigningSecret = "geheim" }, want: "the signing secret is not 32 of the signs 0-9 and a-f; copy the Signing Secret again"},
		"no admin":       {change: func(r *slackRig) { r.wants.Admin = "" }, want: "nobody is named as Lotsenfunk's first admin; name somebody"},
		"unknown admin":  {change: func(r *slackRig) { r.wants.Admin = "zoe" }, want: "there is no zoe who could be the first admin; write the name"},
		"two of them":    {change: func(r *slackRig) { r.ws.User(slacktest.Profile{Name: "berg2", Real: "anna berg"}) }, want: "several people are called Anna Berg; write the member id"},
		"a guest":        {change: func(r *slackRig) { r.wants.Admin = r.ws.User(slacktest.Profile{Name: "gast", Restricted: true}) }, want: "is a bot, a guest or not active"},
		"no state":       {change: func(r *slackRig) { r.wants.State = "XX" }, want: `"XX" is no Bundesland`},
		"no town":        {change: func(r *slackRig) { r.wants.Town = "" }, want: "the town has no name; name it with --town"},
		"no database":    {change: func(r *slackRig) { r.wants.DSN = "postgres://l:geheim@127.0.0.1:9/x?sslmode=disable" }, want: "the database cannot be used: open postgres://l:xxxxx@127.0.0.1:9"},
		"not installed":  {change: func(r *slackRig) { r.wants.Token, r.wants.Team = "", "T1" }, want: "the token of the workspace T1 is sealed, and no key is given"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newSlackRig(t, c.app)
			if c.change != nil {
				c.change(r)
			}
			before := r.slack.Calls()
			_, ok, said := r.look()
			if ok || !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "WRONG ") && strings.Contains(s, c.want) }) {
				t.Errorf("it says %q, want %q", said, c.want)
			}
			for method, n := range r.slack.Calls() {
				if n > before[method] && !slices.Contains([]string{"auth.test", "apps.connections.open", "bots.info", "users.list"}, method) {
					t.Errorf("the check calls %s", method)
				}
			}
		})
	}
}

// The whole of it: what is missing is made, a second run changes nothing, and each scope
// that only set-up has is used.
func TestSlackSetup(t *testing.T) {
	r := newSlackRig(t, nil)
	r.ws.Channel("rathaus", false, r.anna) // the bot is not in it yet
	made, left := r.must()
	want := []string{"the town Stadt Birkenfurt (BW) in the database", "the channel #ideen, with the bot", "the closed channel #lotsen, with the bot",
		"the channel #rathaus, with the bot", "@anna.berg as the first admin of Lotsenfunk", "the workspace as set up, in the database"}
	if !slices.Equal(made, want) {
		t.Errorf("it makes %q", made)
	}
	if !strings.Contains(left, "anna.berg is in the closed channel") && !strings.Contains(left, "Anna Berg is in the closed channel") {
		t.Errorf("it says %q", left)
	}
	before := r.slack.Calls()
	if made, left := r.must(); len(made) > 0 || left != "" {
		t.Errorf("the second time it makes %q, %q", made, left)
	}
	for method, n := range r.slack.Calls() {
		if n > before[method] && (strings.HasSuffix(method, "create") || strings.HasSuffix(method, "join") || strings.HasSuffix(method, "invite")) {
			t.Errorf("the second time it calls %s", method)
		}
	}
	used, _ := r.slack.Used()
	for _, n := range slack.Scopes() {
		if n.SetUp && !slices.Contains(used, n.Name) {
			t.Errorf("nothing needs the scope %s", n.Name)
		}
	}
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	who, err := store.Who(t.Context(), bot.Account{Tenant: bot.Tenant{Platform: slack.Platform, ID: r.ws.ID}, ID: r.anna})
	if err != nil || who.Person == nil || !who.Person.Is(townhall.RoleAdmin) || !who.Person.Is(townhall.RoleCoordinator) {
		t.Errorf("the first admin is %+v, %v", who.Person, err)
	}
}

// What the workspace refuses is one line with the way out; what is done stays, and the
// next run goes on from there.
func TestSlackRefuses(t *testing.T) {
	r := newSlackRig(t, nil)
	r.ws.Restrict = map[string]bool{"conversations.create": true}
	made, _, err := r.do()
	if err == nil || !strings.Contains(err.Error(), "cannot create the channel #ideen: the workspace lets only some people do that; have one of them make the channel and invite the bot") {
		t.Errorf("%v", err)
	}
	if len(made) != 1 {
		t.Errorf("made: %q", made)
	}
	for name, private := range map[string]bool{"ideen": false, "lotsen": true, "rathaus": false} {
		r.ws.Channel(name, private, r.ws.Bot, r.anna)
	}
	if made, left := r.must(); len(made) != 5 || left != "" {
		t.Errorf("made: %q, %q", made, left)
	}

	open := newSlackRig(t, nil)
	open.ws.Channel("lotsen", false, open.anna)
	if _, _, err := open.do(); err == nil || !strings.Contains(err.Error(), "is open to everybody, but what is asked of Lotsen is not; make it private") {
		t.Errorf("%v", err)
	}
	hidden := newSlackRig(t, nil)
	hidden.ws.Channel("ideen", true, hidden.anna)
	if _, _, err := hidden.do(); err == nil || !strings.Contains(err.Error(), "a channel of that name is there, closed or archived, and the bot does not see it; invite the bot there") {
		t.Errorf("%v", err)
	}
}

// Without the scopes that only set-up uses it says so, and works with channels that are
// there.
func TestSlackWithoutSetUpScopes(t *testing.T) {
	r := newSlackRig(t, func(a *slacktest.App) {
		a.Scopes = slices.DeleteFunc(a.Scopes, func(s string) bool { return s == "channels:manage" || s == "groups:write" || s == "channels:join" })
	})
	for name, private := range map[string]bool{"ideen": false, "lotsen": true, "rathaus": false} {
		r.ws.Channel(name, private, r.ws.Bot, r.anna)
	}
	_, ok, said := r.look()
	if !ok || len(said) != 1 || !strings.Contains(said[0], "channels:join, channels:manage, groups:write; make the channels by hand") {
		t.Errorf("%t %q", ok, said)
	}
	r.must()
}

// A town that is on Mattermost already gets its channels in Slack as well; its own stay.
func TestSlackBesideAnotherPlatform(t *testing.T) {
	r := newSlackRig(t, nil)
	other := bot.Tenant{Platform: "mattermost", ID: "chat.example.org"}
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), "birkenfurt", func(tx *storage.Tx) error {
		err := tx.CreateOrganisation(&townhall.Organisation{ID: "birkenfurt", Name: "Stadt Birkenfurt", State: "BW", Zone: "Europe/Berlin", Language: "de", SetUp: townhall.DateOf(now, time.UTC),
			AnswerWithin: 5, DecideWithin: 30})
		if err == nil {
			err = tx.AddTenant(other)
		}
		if err == nil {
			err = tx.SaveChannel(&townhall.Channel{ID: "gute-ideen", Name: "Gute Ideen", Purpose: townhall.PurposeIdeas, Platform: other.Platform, Tenant: other.ID, Remote: "c1"})
		}
		return err
	})
	if err != nil || store.Close() != nil {
		t.Fatal(err)
	}
	made, _ := r.must()
	if !slices.Contains(made, "the channel #gute-ideen, with the bot") {
		t.Errorf("made: %q", made)
	}
	if made, _ := r.must(); len(made) > 0 {
		t.Errorf("the second time: %q", made)
	}
	if store, err = storage.Open(t.Context(), r.wants.DSN); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		all, err := tx.ChannelsFor(townhall.PurposeIdeas)
		if len(all) != 2 {
			t.Errorf("%d channels for ideas", len(all))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A workspace in which somebody installed the app becomes the town's by its id; the
// token is the one in the database.
func TestSlackInstalled(t *testing.T) {
	r := newSlackRig(t, nil)
	keys, token := sealKeys(t, "2027"), r.wants.Token
	r.wants.Token, r.wants.Team, r.wants.Keys = "", r.ws.ID, keys
	store, err := storage.Open(t.Context(), r.wants.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, said := r.look(); ok || !strings.Contains(strings.Join(said, "\n"), "nobody has installed the app in the workspace "+r.ws.ID) {
		t.Errorf("%q", said)
	}
	i := bot.Installation{Tenant: bot.Tenant{Platform: slack.Platform, ID: r.ws.ID}, Name: "birkenfurt", Token: token}
	if err := store.Installs(keys).Install(t.Context(), i, now); err != nil || store.Close() != nil {
		t.Fatal(err)
	}
	r.must()
	if made, _ := r.must(); len(made) > 0 {
		t.Errorf("the second time: %q", made)
	}
}
