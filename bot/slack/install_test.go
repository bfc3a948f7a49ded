package slack_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/seal"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
)

// Somebody installs the app: they read what comes, agree at Slack, and come back. Until
// the workspace belongs to a town nothing happens there.
func TestInstall(t *testing.T) {
	r := newRig(t, storagetest.SQLite(t))
	p := r.replica()
	for language, want := range map[string]string{"de-DE,de;q=0.9": "Weiter zu Slack", "en": "On to Slack"} {
		a := p.ask("GET", publicURL+slack.PathInstall, "Accept-Language", language)
		if said := body(t, a); !strings.Contains(said, want) || !strings.Contains(said, `lang="`+language[:2]) || len(a.Cookies()) > 0 {
			t.Errorf("%s: %s", language, said)
		}
		if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("the policy is %q", policy)
		}
	}
	link, _ := r.begin(p)
	for _, n := range slack.Scopes() {
		if !strings.Contains(link, strings.ReplaceAll(n.Name, ":", "%3A")) {
			t.Errorf("%s is not asked for: %s", n.Name, link)
		}
	}
	said := r.install(p)
	if !strings.Contains(said, "Lotsenfunk ist in birkenfurt installiert") || !strings.Contains(said, "lotsenfunk setup slack --workspace "+r.ws.ID) {
		t.Error(said)
	}
	if err := r.post(p, "zu früh"); !errors.Is(err, bot.ErrDisconnected) {
		t.Errorf("without a town: %v", err)
	}
	if all := p.Connections(); len(all) != 0 {
		t.Errorf("without a town it is connected: %+v", all)
	}
	r.town()
	r.must(r.post(p, "Willkommen"))
	if said := r.install(p); !strings.Contains(said, "So geht es los") {
		t.Errorf("once more: %s", said)
	}
	r.must(r.post(p, "Noch da"))
	if all := p.Connections(); len(all) != 1 || !all[0].Up {
		t.Errorf("%+v", all)
	}
}

// What does not come from the browser that began, in time and once, is refused; so is
// who begins on another site's page, and who does not agree changes nothing.
func TestInstallRefuses(t *testing.T) {
	r := newRig(t, storagetest.SQLite(t))
	p := r.replica()
	if a := p.ask("POST", publicURL+slack.PathInstall, "Sec-Fetch-Site", "cross-site"); a.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", a.StatusCode)
	}
	refused := func(name, back, cookie string) {
		t.Helper()
		a := p.ask("GET", back, "Cookie", cookie)
		if said := body(t, a); a.StatusCode != http.StatusForbidden || strings.Contains(said, "code=") {
			t.Errorf("%s: %d %s", name, a.StatusCode, said)
		}
	}
	granted := func() (back, cookie string) {
		t.Helper()
		link, cookie := r.begin(p)
		back, err := r.ws.Grant(link, false)
		r.must(err)
		return back, cookie
	}
	back, cookie := granted()
	_, other := granted()
	refused("without a cookie", back, "")
	refused("another browser", back, other)
	refused("a forged state", strings.Replace(back, "state=", "state=x", 1), cookie)
	refused("nothing at all", publicURL+slack.PathInstalled, cookie)
	r.slack.Clock.Turn(10 * time.Minute)
	refused("too late", back, cookie)

	link, cookie := r.begin(p)
	denied, err := r.ws.Grant(link, true)
	r.must(err)
	a := p.ask("GET", denied, "Cookie", cookie)
	if said := body(t, a); a.StatusCode != http.StatusOK || !strings.Contains(said, "Geändert hat sich nichts") {
		t.Errorf("denied: %d %s", a.StatusCode, said)
	}
	back, cookie = granted()
	forged := back[:strings.Index(back, "code=")] + "code=forged" + back[strings.Index(back, "&state"):]
	if a := p.ask("GET", forged, "Cookie", cookie); a.StatusCode != http.StatusBadGateway {
		t.Errorf("a forged code: %d", a.StatusCode)
	}
	all, err := r.store.Installs(r.ring).Installations(t.Context(), slack.Platform)
	if r.must(err); len(all) != 0 {
		t.Errorf("it is installed: %+v", all)
	}
	back, cookie = granted()
	if a := p.ask("GET", back, "Cookie", cookie); a.StatusCode != http.StatusOK {
		t.Errorf("the right one: %d", a.StatusCode)
	}
	refused("once more", back, cookie)
	if n := p.Refused()["a state that is not known, used, too old, or of another browser"]; n != 6 {
		t.Errorf("%d are counted: %v", n, p.Refused())
	}
}

// Any number of processes that write at once renew a token once, before and after it
// has expired, and nothing is lost meanwhile.
func TestTokensAreRenewedOnce(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		r := newRig(t, db)
		r.town()
		replicas := []*replica{r.replica(), r.replica(), r.replica()}
		r.install(replicas[0])
		renewed := func() int { return r.slack.Calls()["oauth.v2.access"] - 1 }
		for round, turn := range []time.Duration{time.Hour, 10 * time.Hour, 30 * time.Hour} {
			r.slack.Clock.Turn(turn)
			var all sync.WaitGroup
			for _, p := range replicas {
				for range 8 {
					all.Go(func() {
						if err := r.post(p, "Guten Morgen"); err != nil {
							t.Errorf("round %d: %v", round, err)
						}
					})
				}
			}
			all.Wait()
			if got := renewed(); got != round {
				t.Errorf("after round %d the token was renewed %d times", round, got)
			}
		}
		if t.Failed() {
			t.Log(r.logged)
		}
		if n := len(r.ws.As(r.anna).Look(r.ideas)); n != 3*3*8 {
			t.Errorf("%d messages stand there", n)
		}
	})
}

// A process that is to renew the token and ends before it does stops the others for
// half a minute at most.
func TestARenewalThatDoesNotComeBack(t *testing.T) {
	r := newRig(t, storagetest.SQLite(t))
	r.town()
	p := r.replica()
	r.install(p)
	r.must(r.post(p, "eins"))
	r.slack.Clock.Turn(11 * time.Hour)
	now := r.slack.Clock.Now()
	mine, err := r.store.Installs(r.ring).LeaseRenewal(t.Context(), r.tenant(), 1, now, now.Add(30*time.Second))
	if r.must(err); !mine {
		t.Fatal("somebody renews it already")
	}
	r.must(r.post(p, "mit dem alten"))
	if n := r.slack.Calls()["oauth.v2.access"]; n != 1 {
		t.Errorf("renewed all the same: %d", n)
	}
	r.slack.Clock.Turn(30 * time.Second)
	r.must(r.post(p, "mit dem neuen"))
	if n := r.slack.Calls()["oauth.v2.access"]; n != 2 {
		t.Errorf("%d exchanges", n)
	}
}

// Taken out of a workspace, the bot says nothing there any more, in no process, and asks
// Slack for nothing; what the town has is kept; installed again it goes on.
func TestTakenOut(t *testing.T) {
	for name, do := range map[string]func(*rig){
		"uninstalled": func(r *rig) { r.ws.Uninstall() },
		"revoked":     func(r *rig) { r.ws.Revoke() },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storagetest.SQLite(t))
			r.town()
			one, two := r.replica(), r.replica()
			r.install(one)
			r.must(r.post(one, "eins"))
			r.must(r.post(two, "zwei"))
			do(r)
			r.must(r.slack.Settle(t.Context()))
			r.must(errors.Join(one.Settle(t.Context()), two.Settle(t.Context())))
			for _, p := range []*replica{one, two} {
				_ = r.post(p, "hört niemand") // finds it out, if nobody has told
				before := r.slack.Calls()["chat.postMessage"]
				if err := r.post(p, "hört niemand"); !errors.Is(err, bot.ErrDisconnected) {
					t.Errorf("%v", err)
				}
				if got := r.slack.Calls()["chat.postMessage"] - before; name == "uninstalled" && got != 0 {
					t.Errorf("Slack is asked %d times", got)
				}
				if all := p.Connections(); len(all) != 1 || all[0].Up || all[0].Trouble == "" {
					t.Errorf("%+v", all)
				}
			}
			r.must(r.store.View(t.Context(), "birkenfurt", func(tx *storage.Tx) error { _, err := tx.Organisation(); return err }))
			if name == "uninstalled" && !strings.Contains(r.logged.String(), "the app was taken out of the workspace") {
				t.Errorf("nobody is told: %s", r.logged)
			}
			r.slack.Clock.Turn(time.Minute)
			r.install(two)
			for _, p := range []*replica{one, two} {
				r.must(r.post(p, "wieder da"))
			}
		})
	}
}

// A workspace whose token cannot be opened says so and waits; the others go on, and it
// does as well when the app is installed there again.
func TestOneTokenIsLocked(t *testing.T) {
	r := newRig(t, storagetest.SQLite(t))
	r.town()
	other := bot.Tenant{Platform: slack.Platform, ID: "T0"} // the first of all
	r.must(r.store.AddTenant(t.Context(), other, "birkenfurt"))
	lost, err := seal.Parse("lost:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("l"), 32)))
	r.must(err)
	r.must(r.store.Installs(lost).Install(t.Context(), bot.Installation{Tenant: other, Name: "Anderswo", Token: "xoxb-lost"}, r.slack.Clock.Now()))
	r.install(r.replica())
	p := r.replica()
	r.must(r.post(p, "Willkommen"))
	elsewhere := func() error {
		_, err := p.Post(t.Context(), bot.Target{Tenant: other, Channel: "C1"}, bot.Message{Line: "wartet"}, "")
		return err
	}
	for range 2 {
		if err := elsewhere(); !errors.Is(err, bot.ErrDisconnected) {
			t.Errorf("%v", err)
		}
	}
	all := p.Connections()
	if len(all) != 2 || all[0].Up || !strings.Contains(all[0].Trouble, "cannot be opened") || !all[1].Up {
		t.Errorf("%+v", all)
	}
	r.must(r.store.Installs(r.ring).Install(t.Context(), bot.Installation{Tenant: other, Name: "Anderswo", Token: r.ws.Token}, r.slack.Clock.Now()))
	_ = elsewhere() // looks it up
	if c := p.Connections()[0]; strings.Contains(c.Trouble, "cannot be opened") {
		t.Errorf("%+v", c)
	}
}
