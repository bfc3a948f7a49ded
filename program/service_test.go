package program_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// Two towns with a server each, in one process and one database: everybody is
// answered in their town's language about their town's things.
func TestTwoTownsInOneService(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newTowns(t, db)
		h.start()
		h.both(1)
		h.ready(true)
		for org, title := range map[townhall.OrgID]string{"aach": "Ein Brunnen", "newtown": "A fountain"} {
			if err := h.servers[org].Say(mmtest.Anna, title); err != nil {
				t.Fatal(err)
			}
		}
		h.hears("aach", mmtest.Direct(mmtest.Anna), "Soll das eine Idee werden")
		h.hears("newtown", mmtest.Direct(mmtest.Anna), "Should this become an idea")
		for _, org := range []townhall.OrgID{"aach", "newtown"} {
			h.update(org, func(tx *storage.Tx) error {
				now := h.clock.Now()
				idea, err := townhall.NewIdea("Bank in "+string(org), "", "", "anna", townhall.DateOf(now, time.UTC))
				if err == nil {
					err = tx.CreateIdea(idea)
				}
				if err == nil {
					err = tx.RefreshIdea(idea, now, townhall.DateOf(now, time.UTC))
				}
				return err
			})
			h.comment(org, "Gern in "+string(org))
		}
		if err := h.program.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.hears("aach", mmtest.Channel, "Idee 1")
		h.hears("newtown", mmtest.Channel, "Idea 1")
		h.hears("aach", mmtest.Direct(mmtest.Anna), "Gern in aach")
		h.hears("newtown", mmtest.Direct(mmtest.Anna), "Gern in newtown")
		for org, other := range map[townhall.OrgID]string{"aach": "newtown", "newtown": "aach"} {
			for _, p := range h.servers[org].Posts() {
				if strings.Contains(p.Message, other) {
					t.Errorf("%s reads %q", org, p.Message)
				}
			}
		}
		h.metric(`lotsenfunk_platform_up{platform="mattermost",tenant="aach-chat"} 1`, `lotsenfunk_platform_up{platform="mattermost",tenant="newtown-chat"} 1`,
			`lotsenfunk_interaction_duration_seconds_count{kind="message",outcome="done",platform="mattermost"} 2`,
			`lotsenfunk_notices{class="card",state="sent"} 2`, `lotsenfunk_database_up 1`, `lotsenfunk_notice_oldest_due_seconds 0`)
		_, page := h.get("/metrics")
		for _, word := range []string{"anna", "ben", "Brunnen", "fountain", mmtest.Anna, mmtest.Token} {
			if strings.Contains(page, word) {
				t.Errorf("the metrics hold %q", word)
			}
		}
	})
}

// Of one town the token is revoked: its messages wait and arrive when there is a
// new one; the other town notices nothing.
func TestRevokedTokenLosesNothing(t *testing.T) {
	h := newTowns(t, storagetest.SQLite(t))
	h.start()
	h.both(1)
	h.ready(true)
	for _, org := range []townhall.OrgID{"aach", "newtown"} {
		h.update(org, func(tx *storage.Tx) error {
			idea, err := townhall.NewIdea("Bank", "", "", "anna", townhall.DateOf(h.clock.Now(), time.UTC))
			if err == nil {
				err = tx.CreateIdea(idea)
			}
			return err
		})
	}
	h.servers["aach"].Revoke()
	for range 50 { // far more hours than growing pauses would take to give up
		h.comment("aach", "Erstens")
		h.comment("newtown", "First")
		h.clock.turn(time.Hour)
		if err := h.program.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h.hears("newtown", mmtest.Direct(mmtest.Anna), "First")
	if missing := h.ready(false); len(missing) != 1 || !strings.Contains(missing[0], "mattermost aach-chat: ") || !strings.Contains(missing[0], "token") {
		t.Errorf("missing: %q", missing)
	}
	h.metric(`lotsenfunk_platform_up{platform="mattermost",tenant="aach-chat"} 0`, `lotsenfunk_platform_token_refused{platform="mattermost",tenant="aach-chat"} 1`,
		`lotsenfunk_platform_up{platform="mattermost",tenant="newtown-chat"} 1`, `lotsenfunk_platform_token_refused{platform="mattermost",tenant="newtown-chat"} 0`)
	if _, page := h.get("/metrics"); strings.Contains(page, `state="dead"`) {
		t.Errorf("a message is given up:\n%s", ours(page))
	}
	if !strings.Contains(h.log.String(), "does not take the bot's token") || strings.Contains(h.log.String(), mmtest.Token) {
		t.Errorf("the log:\n%s", h.log)
	}

	h.servers["aach"].Allow()
	h.stop() // a new token is read at the start
	h.start()
	h.both(2)
	h.ready(true)
	h.clock.turn(time.Hour)
	if err := h.program.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.hears("aach", mmtest.Direct(mmtest.Anna), "Erstens")
	if said := h.servers["aach"].Said(mmtest.Direct(mmtest.Anna)); len(said) != 2 { // and her home
		t.Errorf("%q", said)
	}
}

// A workspace that no town has is a fault, and named beside those there are.
func TestUnknownTenant(t *testing.T) {
	h := newTowns(t, storagetest.SQLite(t))
	s := h.service()
	s.Servers[1].Tenant = "oldtown-chat"
	_, err := s.Open(t.Context())
	if err == nil || !strings.Contains(err.Error(), `"oldtown-chat"; there are aach-chat, newtown-chat`) {
		t.Error(err)
	}
}

// The feeds of cohorts are served on the service's own address, and offered with
// the public one; without a public one there are none.
func TestServiceServesCalendars(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newTowns(t, db)
		now := h.clock.Now()
		key := townhall.CohortKey{Host: "aach", ID: "dl"}
		token := strings.Repeat("a", 26)
		h.update("aach", func(tx *storage.Tx) error {
			cal, err := townhall.NewCalendar("BW", nil, nil)
			if err != nil {
				return err
			}
			coordination := &townhall.Person{Roles: []townhall.Role{townhall.RoleCoordinator}}
			c, err := townhall.NewCohort(key.Host, key.ID, coordination, townhall.Outline{Title: "Lotsen", Template: townhall.PhasesTemplate(1),
				First: townhall.Date{Year: 2027, Month: time.April, Day: 13}, From: 9 * 60, Until: 16 * 60}, cal, now)
			if err != nil {
				return err
			}
			if err := tx.CreateCohort(c); err != nil {
				return err
			}
			return tx.SaveFeed(key, "anna", token)
		})
		h.start()
		if got, want := h.program.Router.CalendarAt(token), "https://kalender.example/lotsen/calendar/"+token+".ics"; got != want {
			t.Errorf("offered is %s, not %s", got, want)
		}
		if status, page := h.get("/calendar/" + token + ".ics"); status != http.StatusOK || !strings.HasPrefix(page, "BEGIN:VCALENDAR") {
			t.Errorf("%d %s", status, page)
		}
		if status, _ := h.get("/calendar/" + strings.Repeat("b", 26) + ".ics"); status != http.StatusNotFound {
			t.Errorf("a feed that never was: %d", status)
		}
		h.stop()

		closed := h.service()
		closed.PublicURL = ""
		p, err := closed.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if p.Router.CalendarAt != nil {
			t.Error("a subscription is offered that nobody could use")
		}
		w := httptest.NewRecorder()
		p.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/calendar/"+token+".ics", nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("without a public address: %d", w.Code)
		}
	})
}
