package mattermost

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
)

// People and places of the small server.
const (
	botUser = "bbbbbbbbbbbbbbbbbbbbbbbbbb"
	anna    = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	ben     = "eeeeeeeeeeeeeeeeeeeeeeeeee"
	ideas   = "iiiiiiiiiiiiiiiiiiiiiiiiii"
	direct  = "dddddddddddddddddddddddddd"
	hookID  = "hhhhhhhhhhhhhhhhhhhhhhhhhh"
	token   = "command-token-4711"
	secret1 = "bot-token-0815"
)

// tiny answers the few requests that the adapter makes, and keeps them.
type tiny struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string          // "POST /api/v4/posts {…}"
	answer http.HandlerFunc  // instead of the usual, if it is not nil
	config map[string]string // what clients may know
}

func newTiny(t testing.TB) *tiny {
	s := &tiny{config: map[string]string{"Version": "6.6.0"}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *tiny) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	if r.Method != http.MethodGet {
		s.asked = append(s.asked, r.Method+" "+r.URL.Path+" "+string(body))
	}
	answer := s.answer
	s.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/api/v4")
	var out any
	switch {
	case path == "/users/me":
		out = &model.User{Id: botUser, Username: "lotsenfunk", IsBot: true}
	case path == "/config/client":
		out = s.config
	case strings.HasPrefix(path, "/users/"):
		id := strings.TrimPrefix(path, "/users/")
		out = &model.User{Id: id, Username: map[string]string{anna: "anna", ben: "ben"}[id], Locale: "de", Timezone: model.StringMap{"useAutomaticTimezone": "false", "manualTimezone": "Europe/Berlin"}}
	case path == "/channels/direct":
		out = &model.Channel{Id: direct, Type: model.ChannelTypeDirect, Name: botUser + "__" + anna}
	case path == "/channels/"+direct:
		out = &model.Channel{Id: direct, Type: model.ChannelTypeDirect, Name: botUser + "__" + anna}
	case path == "/channels/"+ideas:
		out = &model.Channel{Id: ideas, Type: model.ChannelTypeOpen, Name: "ideen", DisplayName: "Ideen"}
	case answer != nil:
		answer(w, r)
		return
	case path == "/posts":
		var p model.Post
		_ = json.Unmarshal(body, &p)
		p.Id = model.NewId()
		out = &p
	default:
		out = map[string]string{"status": "OK"}
	}
	_ = json.NewEncoder(w).Encode(out)
}

// requests are what changed something, and forgets them.
func (s *tiny) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.asked
	s.asked = nil
	return all
}

// instead answers every request that is not about who and where.
func (s *tiny) instead(h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = h
}

// keeper is a bot.Memory without a database: it keeps cursors.
type keeper struct {
	mu      sync.Mutex
	cursors map[string]string
}

func (k *keeper) Cursor(_ context.Context, name string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cursors[name], nil
}

func (k *keeper) SaveCursor(_ context.Context, name, value string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cursors == nil {
		k.cursors = map[string]string{}
	}
	k.cursors[name] = value
	return nil
}

func (k *keeper) AppendJournal(context.Context, string, []byte) error { return nil }
func (k *keeper) Journal(context.Context, string, func([]byte) error) error {
	return nil
}

func (k *keeper) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cursors = nil
}

func (k *keeper) all() map[string]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.cursors)
}

// rig is an adapter between the small server and a handler that the test sets.
type rig struct {
	*Adapter
	t      testing.TB
	tiny   *tiny
	memory *keeper
	log    *bytes.Buffer
	now    time.Time
	mux    *http.ServeMux

	mu     sync.Mutex
	reply  bot.Reply
	events []bot.Event
}

func newRig(t testing.TB) *rig {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, tiny: newTiny(t), memory: &keeper{}, log: &bytes.Buffer{}, now: time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC), mux: http.NewServeMux()}
	r.Adapter, err = New(Options{
		Servers:  []Server{{Tenant: "t", URL: r.tiny.URL, Token: secret1, CommandTokens: []string{token}}},
		Callback: "https://bot.example", Key: testKey, Memory: r.memory, Now: func() time.Time { return r.now },
		Printer: func(context.Context, bot.Account) *i18n.Printer { return catalogues.Printer(i18n.German, time.UTC) },
		Log:     slog.New(slog.NewTextHandler(r.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Routes(r.mux, bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events = append(r.events, ev)
		return r.reply
	}))
	return r
}

// answers sets what the bot answers from now on.
func (r *rig) answers(reply bot.Reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reply, r.events = reply, nil
}

// send sends a request to the adapter and returns the answer; what is said after it
// is said by then.
func (r *rig) send(path, kind, body string, header ...string) (status int, answer string) {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	req.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.mux.ServeHTTP(w, req)
	if err := r.Settle(req.Context()); err != nil {
		r.t.Fatal(err)
	}
	return w.Code, strings.TrimSpace(w.Body.String())
}

func (r *rig) json(path string, v any) (status int, answer string) {
	r.t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.send(path, "application/json", string(body))
}

// heard are the events that reached the handler.
func (r *rig) heard() []bot.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.events
}
