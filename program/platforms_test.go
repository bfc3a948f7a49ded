package program_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// chats is a service behind Mattermost and Slack: Aach is on both, Newtown on Slack
// alone. In Aach Anna is on both, and Ben on Slack only.
type chats struct {
	*towns
	slack   *slacktest.Slack
	rooms   map[townhall.OrgID]*slacktest.Workspace
	channel map[townhall.OrgID]string // of ideas, on Slack
	people  map[string]string         // Slack's ids, by "aach anna"
}

// slackApp is the app as its manifest makes it.
func slackApp() slacktest.App {
	m := slack.NewManifest(slack.ManifestOptions{})
	return slacktest.App{Commands: []string{"/idee", "/idea", "/lotsenfunk"}, Scopes: m.OAuth.Scopes.Bot, Events: m.Settings.Events.Bot}
}

// newChats sets the towns up. address is where Slack reaches the service, or "" for
// sockets.
func newChats(t *testing.T, db *storagetest.Database, address string) *chats {
	t.Helper()
	h := &chats{towns: newTowns(t, db), rooms: map[townhall.OrgID]*slacktest.Workspace{}, channel: map[townhall.OrgID]string{}, people: map[string]string{}}
	app := slackApp()
	if address != "" {
		app.HTTP = &slacktest.Endpoints{Commands: address + slack.PathCommand, Interact: address + slack.PathInteract, Events: address + slack.PathEvents}
	}
	h.slack = slacktest.Start(app, slacktest.NewClock(h.clock.Now()))
	t.Cleanup(h.slack.Close)
	for org, names := range map[townhall.OrgID][]string{"aach": {"anna", "ben"}, "newtown": {"anna", "ben"}} {
		w := h.slack.Workspace(string(org))
		w.Install()
		h.rooms[org] = w
		link := program.Link{Tenant: bot.Tenant{Platform: slack.Platform, ID: w.ID}, People: map[townhall.PersonID]string{}, Channels: map[townhall.ChannelID]string{}}
		for _, name := range names {
			id := w.User(slacktest.Profile{Name: name})
			link.People[townhall.PersonID(name)], h.people[string(org)+" "+name] = id, id
		}
		h.channel[org] = w.Channel("ideen", false, append(slices.Collect(values(link.People)), w.Bot)...)
		link.Channels["ideen"] = h.channel[org]
		for range 2 { // the second time it changes nothing
			if err := program.Connect(t.Context(), db.Store, org, link); err != nil {
				t.Fatal(err)
			}
		}
	}
	return h
}

func values[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// on is somebody of a town on Slack.
func (h *chats) on(org townhall.OrgID, name string) *slacktest.Person {
	return h.rooms[org].As(h.people[string(org)+" "+name])
}

// reads is what somebody of a town reads in a channel on Slack; "" are their direct
// messages.
func (h *chats) reads(org townhall.OrgID, name, channel string) string {
	if channel == "" {
		channel = h.rooms[org].DM(h.people[string(org)+" "+name])
	}
	var all []string
	for _, m := range h.on(org, name).Look(channel) {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n---\n")
}

// settle waits until all that happened has arrived everywhere.
func (h *chats) settle() {
	h.Helper()
	for range 2 { // what the bot says is told to it as well
		if err := h.slack.Settle(h.Context()); err != nil {
			h.Fatal(err)
		}
		if err := h.program.Settle(h.Context()); err != nil {
			h.Fatal(err)
		}
	}
}

// with is the service with Slack in it, and with Mattermost for those of the towns
// that are named.
func (h *chats) with(s program.Slack, mattermost ...townhall.OrgID) program.Service {
	all := h.towns.service()
	s.API = h.slack.URL
	for _, org := range []townhall.OrgID{"aach", "newtown"} {
		s.Workspaces = append(s.Workspaces, program.Workspace{Team: h.rooms[org].ID, Token: h.rooms[org].Token})
	}
	all.Slack = &s
	all.Servers = slices.DeleteFunc(all.Servers, func(one program.Mattermost) bool {
		return !slices.Contains(mattermost, townhall.OrgID(strings.TrimSuffix(one.Tenant, "-chat")))
	})
	return all
}

// mustDo fails if something that somebody did was not possible.
func (h *chats) mustDo(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
	h.settle()
}

// sees checks what stands somewhere.
func (h *chats) sees(where, text string, want ...string) {
	h.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			h.Errorf("%s: no %q in\n%s\n%s", where, w, text, h.log)
		}
	}
}

// A town on both platforms and one on Slack, in one process: cards stand in the
// channels of both and are kept current in both, everybody is told in one place only,
// and nothing goes to the other town.
func TestTownOnBothPlatforms(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newChats(t, db, "")
		h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}, "aach"))
		mm := h.servers["aach"]
		if err := mm.AwaitConnections(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if err := h.slack.Connected(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		h.ready(true)

		aach, newtown := h.channel["aach"], h.channel["newtown"]
		h.update("aach", func(tx *storage.Tx) error {
			now := h.clock.Now()
			idea, err := townhall.NewIdea("Eine Bank am Brunnen", "", "", "anna", townhall.DateOf(now, time.UTC))
			if err != nil {
				return err
			}
			if err := tx.CreateIdea(idea); err != nil {
				return err
			}
			return tx.RefreshIdea(idea, now, townhall.DateOf(now, time.UTC))
		})
		h.settle()
		h.sees("Slack", h.reads("aach", "ben", aach), "Idee 1", "Eine Bank am Brunnen")
		h.hears("aach", mmtest.Channel, "Eine Bank am Brunnen")

		h.mustDo(h.on("aach", "ben").Command(t.Context(), aach, "/idee unterstützen 1"))
		h.sees("Slack", h.reads("aach", "ben", aach), "1 Stimme")
		h.hears("aach", mmtest.Channel, "1 Stimme")

		card := h.on("aach", "ben").Look(aach)[0]
		_, err := h.on("aach", "ben").Reply(t.Context(), aach, card.TS, "Mit Lehne, bitte")
		h.mustDo(err)
		h.hears("aach", mmtest.Direct(mmtest.Anna), "Mit Lehne, bitte")
		if said := h.reads("aach", "anna", ""); said != "" {
			t.Errorf("Anna is told twice: %q", said)
		}

		h.mustDo(h.on("newtown", "ben").Command(t.Context(), newtown, "/idea A fountain for all"))
		if said := h.reads("newtown", "ben", newtown); strings.Contains(said, "Brunnen") {
			t.Errorf("Newtown reads %q", said)
		}
		if said := h.reads("aach", "ben", aach); strings.Contains(said, "fountain") {
			t.Errorf("Aach reads %q", said)
		}
		h.metric(`lotsenfunk_platform_up{platform="slack",tenant="`+h.rooms["aach"].ID+`"} 1`, `lotsenfunk_platform_up{platform="mattermost",tenant="aach-chat"} 1`,
			`lotsenfunk_platform_token_refused{platform="slack",tenant="`+h.rooms["newtown"].ID+`"} 0`)
		if c := h.slack.Complaints(); len(c) > 0 {
			t.Errorf("Slack dropped something: %q", c)
		}
		if strings.Contains(h.log.String(), "Lehne") || strings.Contains(h.log.String(), h.rooms["aach"].Token) || strings.Contains(h.log.String(), slacktest.AppToken) {
			t.Errorf("the log:\n%s", h.log)
		}
	})
}

// Slack reaches the service over HTTP. What is forged, stale, said twice, of an unknown
// workspace or not to be read has no effect, is counted, and logged without what it
// holds.
func TestSlackRequestsAreRefused(t *testing.T) {
	l := listenAnywhere(t)
	h := newChats(t, storagetest.SQLite(t), "http://"+l.Addr().String())
	h.startOn(l, h.with(program.Slack{SigningSecret: slacktest.SigningSecret}))
	h.ready(true)
	aach := h.channel["aach"]
	h.mustDo(h.on("aach", "ben").Command(t.Context(), aach, "/idee Ein Geheimnis bleibt geheim"))
	count := func() (n int) {
		err := h.db.View(t.Context(), "aach", func(tx *storage.Tx) (err error) {
			n, err = tx.CountFound(storage.IdeaFilter{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	command := "team_id=" + h.rooms["aach"].ID + "&channel_id=" + aach + "&user_id=" + h.people["aach ben"] + "&command=/idee&text=Noch+ein+Geheimnis&trigger_id=1.2.abc"
	send := func(path, body, secret string, at time.Time) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if secret != "" {
			slacktest.Sign(r.Header, secret, at.Unix(), body)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode
	}
	now, good := h.clock.Now(), slacktest.SigningSecret
	for _, c := range []struct {
		path, body, secret string
		at                 time.Time
		want               int
	}{
		{slack.PathCommand, command, "", now, 401},
		{slack.PathCommand, command, "another secret", now, 401},
		{slack.PathCommand, command, good, now.Add(-6 * time.Minute), 401},
		{slack.PathCommand, strings.Replace(command, h.rooms["aach"].ID, "T404", 1), good, now, 403},
		{slack.PathCommand, "text=Geheimnis", good, now, 403},
		{slack.PathInteract, "payload=%7BGeheimnis", good, now, 400},
		{slack.PathEvents, `{"Geheimnis"`, good, now, 400},
	} {
		if got := send(c.path, c.body, c.secret, c.at); got != c.want {
			t.Errorf("%s %s: %d, not %d", c.path, c.body, got, c.want)
		}
	}
	if n := count(); n != before {
		t.Errorf("%d ideas instead of %d", n, before)
	}
	h.metric(`lotsenfunk_requests_refused_total{platform="slack",reason="not signed by Slack"} 2`, `lotsenfunk_requests_refused_total{platform="slack",reason="signed too long ago"} 1`,
		`lotsenfunk_requests_refused_total{platform="slack",reason="an unknown workspace"} 2`, `lotsenfunk_requests_refused_total{platform="slack",reason="unreadable"} 2`)
	for range 3 { // the same request three times has one effect
		if got := send(slack.PathCommand, command, good, now); got != 200 {
			t.Errorf("a good one: %d", got)
		}
		h.settle()
	}
	if n := count(); n > before+1 {
		t.Errorf("said again it is filed again: %d ideas instead of %d", n, before+1)
	}
	if strings.Contains(h.log.String(), "Geheimnis") {
		t.Errorf("the log:\n%s", h.log)
	}
}

// A flood of cards while Slack answers every third call with 429: nothing is lost and
// nothing stands there twice.
func TestSlackEveryThirdCallWaits(t *testing.T) {
	h := newChats(t, storagetest.SQLite(t), "")
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	if err := h.slack.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	mend := h.slack.Fail(slacktest.Fault{Method: "chat.postMessage", Every: 3, RetryAfter: time.Second})
	defer mend()
	const many = 60
	for n := 1; n <= many; n++ {
		h.update("newtown", func(tx *storage.Tx) error {
			idea, err := townhall.NewIdea("Bench", "", "", "anna", townhall.DateOf(h.clock.Now(), time.UTC))
			if err == nil {
				err = tx.CreateIdea(idea)
			}
			if err == nil {
				err = tx.RefreshIdea(idea, h.clock.Now(), townhall.DateOf(h.clock.Now(), time.UTC))
			}
			return err
		})
		h.comment("newtown", "No "+string(rune('0'+n/10))+string(rune('0'+n%10)))
	}
	for range 4 * many { // a second of the clock for each
		h.settle()
		h.clock.turn(time.Second)
	}
	h.settle()
	cards, told := 0, 0
	for _, m := range h.on("newtown", "anna").Look(h.channel["newtown"]) {
		if strings.Contains(m.Text, "Bench") {
			cards++
		}
	}
	seen := map[string]int{}
	for _, m := range h.on("newtown", "anna").Look(h.rooms["newtown"].DM(h.people["newtown anna"])) {
		seen[m.Text]++
		told++
	}
	if cards != many || told != many || len(seen) != many {
		t.Errorf("%d cards, %d told, %d different, not %d", cards, told, len(seen), many)
	}
}

// What cannot be said because Slack took the token away waits, and arrives when there
// is a new one.
func TestSlackTokenIsRevoked(t *testing.T) {
	h := newChats(t, storagetest.SQLite(t), "")
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	if err := h.slack.Connected(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	h.ready(true)
	h.update("newtown", func(tx *storage.Tx) error {
		idea, err := townhall.NewIdea("Bench", "", "", "anna", townhall.DateOf(h.clock.Now(), time.UTC))
		if err == nil {
			err = tx.CreateIdea(idea)
		}
		return err
	})
	h.rooms["newtown"].Revoke()
	for range 5 {
		h.comment("newtown", "First")
		h.clock.turn(time.Hour)
		h.settle()
	}
	if missing := h.ready(false); len(missing) != 1 || !strings.Contains(missing[0], "slack "+h.rooms["newtown"].ID+": ") || !strings.Contains(missing[0], "token") {
		t.Errorf("missing: %q", missing)
	}
	h.metric(`lotsenfunk_platform_up{platform="slack",tenant="`+h.rooms["newtown"].ID+`"} 0`, `lotsenfunk_platform_token_refused{platform="slack",tenant="`+h.rooms["newtown"].ID+`"} 1`)
	h.rooms["newtown"].Install()
	h.stop() // a new token is read at the start
	h.startWith(h.with(program.Slack{AppToken: slacktest.AppToken}))
	h.ready(true)
	h.clock.turn(time.Hour)
	h.settle()
	if said := h.on("newtown", "anna").Look(h.rooms["newtown"].DM(h.people["newtown anna"])); len(said) != 1 || !strings.Contains(said[0].Text, "First") {
		t.Errorf("%+v", said)
	}
}
