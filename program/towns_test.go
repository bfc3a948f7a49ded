package program_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
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

// listenAnywhere listens on a free port.
func listenAnywhere(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// start starts the service on a free port and ends it with the test.
func (h *towns) start() { h.startWith(h.service()) }

func (h *towns) startWith(s program.Service) { h.startOn(listenAnywhere(h.T), s) }

func (h *towns) startOn(l net.Listener, s program.Service) {
	h.Helper()
	var err error
	if h.program, err = s.Open(h.Context()); err != nil {
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
