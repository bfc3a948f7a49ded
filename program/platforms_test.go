package program_test

import (
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
