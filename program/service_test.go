package program_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// handClock is a clock that the test turns by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// towns are two towns in one database, each with a chat server of its own, and
// the service for both.
type towns struct {
	*testing.T
	db      *storagetest.Database
	clock   *handClock
	servers map[townhall.OrgID]*mmtest.Server
	log     *journal
	program *program.Program
	url     string
	ended   chan error
	stop    func()
}

// journal is a log that several may write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// newTowns sets the towns up: Aach speaks German, Newtown English, in Ireland.
// Anna and Ben have the same ids on both servers, but are other people.
func newTowns(t *testing.T, db *storagetest.Database) *towns {
	t.Helper()
	h := &towns{T: t, db: db, clock: &handClock{now: time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)}, log: &journal{},
		servers: map[townhall.OrgID]*mmtest.Server{"aach": mmtest.Start(t), "newtown": mmtest.Start(t)}}
	for _, org := range []townhall.Organisation{
		{ID: "aach", Name: "Stadt Aach", Zone: "Europe/Berlin", Language: "de", Address: "du"},
		{ID: "newtown", Name: "Newtown", Zone: "Europe/Dublin", Language: "en"},
	} {
		org.State, org.AnswerWithin, org.DecideWithin, org.ReceiptSecret = "BW", 5, 30, []byte("secret of "+string(org.ID))
		org.SetUp = townhall.Date{Year: 2027, Month: time.March, Day: 1}
		tenant := bot.Tenant{Platform: mattermost.Platform, ID: string(org.ID) + "-chat"}
		h.update(org.ID, func(tx *storage.Tx) error {
			if err := tx.CreateOrganisation(&org); err != nil {
				return err
			}
			if err := tx.AddTenant(tenant); err != nil {
				return err
			}
			for id, account := range map[townhall.PersonID]string{"anna": mmtest.Anna, "ben": mmtest.Ben} {
				if err := tx.CreatePerson(&townhall.Person{ID: id, Display: string(id)}); err != nil {
					return err
				}
				if err := tx.SaveIdentity(townhall.Identity{Platform: tenant.Platform, Tenant: tenant.ID, User: account, Person: id}); err != nil {
					return err
				}
			}
			return tx.SaveChannel(&townhall.Channel{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas,
				Platform: tenant.Platform, Tenant: tenant.ID, Remote: mmtest.Channel})
		})
	}
	return h
}

func (h *towns) update(org townhall.OrgID, fn func(*storage.Tx) error) {
	h.Helper()
	if err := h.db.Update(h.Context(), org, fn); err != nil {
		h.Fatal(err)
	}
}

// service serves both towns.
func (h *towns) service() program.Service {
	s := program.Service{DSN: h.db.DSN, Callback: "https://bot.example", PublicURL: "https://kalender.example/lotsen", Key: bytes.Repeat([]byte("k"), 32), Clock: h.clock,
		Log: slog.New(slog.NewTextHandler(h.log, nil)), Version: "v0.test"}
	for _, org := range []townhall.OrgID{"aach", "newtown"} {
		s.Servers = append(s.Servers, program.Mattermost{Tenant: string(org) + "-chat", URL: h.servers[org].URL, Token: mmtest.Token})
	}
	return s
}

// start starts the service on a free port and ends it with the test.
func (h *towns) start() {
	h.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.Fatal(err)
	}
	if h.program, err = h.service().Open(h.Context()); err != nil {
		h.Fatal(err)
	}
	h.url = "http://" + l.Addr().String()
	ctx, stop := context.WithCancel(h.Context())
	h.ended = make(chan error, 1)
	go func() { h.ended <- h.program.Answer(ctx, l) }()
	h.stop = sync.OnceFunc(func() {
		stop()
		if err := <-h.ended; err != nil {
			h.Errorf("the service ends with %v", err)
		}
	})
	h.Cleanup(h.stop)
}

// both waits until both servers are connected.
func (h *towns) both(times int) {
	h.Helper()
	for _, s := range h.servers {
		if err := s.AwaitConnections(h.Context(), times); err != nil {
			h.Fatal(err)
		}
	}
}

// get asks for a page of the service.
func (h *towns) get(path string) (status int, page string) {
	h.Helper()
	resp, err := http.Get(h.url + path)
	if err != nil {
		h.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// ready asks until the service is ready, or is not any more.
func (h *towns) ready(want bool) (missing []string) {
	h.Helper()
	for {
		status, page := h.get("/readyz")
		var said struct {
			Ready   bool
			Missing []string
		}
		if err := json.Unmarshal([]byte(page), &said); err != nil || strings.Count(page, "\n") != 1 {
			h.Fatalf("%q is not one line of JSON: %v", page, err)
		}
		if said.Ready != (status == http.StatusOK) || said.Ready != (len(said.Missing) == 0) {
			h.Fatalf("%d: %s", status, page)
		}
		if said.Ready == want {
			return said.Missing
		}
		if h.Context().Err() != nil {
			h.Fatal(page)
		}
	}
}

// metric checks that a line stands in the metrics.
func (h *towns) metric(lines ...string) {
	h.Helper()
	_, page := h.get("/metrics")
	for _, line := range lines {
		if !strings.Contains("\n"+page, "\n"+line+"\n") {
			h.Errorf("no %q in\n%s", line, ours(page))
		}
	}
}

// ours are the lines of the metrics that are not Go's.
func ours(page string) (lines string) {
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "lotsenfunk_") && !strings.Contains(line, "_bucket") {
			lines += line
		}
	}
	return lines
}

// hears waits until somebody of a town has been told something.
func (h *towns) hears(org townhall.OrgID, channel, words string) {
	h.Helper()
	ctx, stop := context.WithTimeout(h.Context(), time.Minute)
	defer stop()
	if err := h.servers[org].Await(ctx, channel, words); err != nil {
		h.Fatalf("%v; said: %q\n%s", err, h.servers[org].Said(channel), h.log)
	}
}

// comment has Ben comment on an idea of Anna's, which she is to hear of.
func (h *towns) comment(org townhall.OrgID, words string) {
	h.Helper()
	h.update(org, func(tx *storage.Tx) error {
		now := h.clock.Now()
		return tx.TellPerson("anna", townhall.Notice{Kind: "idea.comment", Thing: 1, Values: map[string]string{"by": "ben", "text": words}},
			words, now, townhall.DateOf(now, time.UTC))
	})
}

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
