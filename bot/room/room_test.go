package room_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

// memory keeps a journal in this process.
type memory struct {
	mu      sync.Mutex
	journal map[string][][]byte
	cursors map[string]string
}

func newMemory() *memory {
	return &memory{journal: map[string][][]byte{}, cursors: map[string]string{}}
}

func (m *memory) Cursor(_ context.Context, name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cursors[name], nil
}

func (m *memory) SaveCursor(_ context.Context, name, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cursors[name] = value
	return nil
}

func (m *memory) AppendJournal(_ context.Context, stream string, entry []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.journal[stream] = append(m.journal[stream], slices.Clone(entry))
	return nil
}

func (m *memory) Journal(_ context.Context, stream string, each func([]byte) error) error {
	m.mu.Lock()
	entries := slices.Clone(m.journal[stream])
	m.mu.Unlock()
	for _, e := range entries {
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for _, entries := range m.journal {
		for _, e := range entries {
			all = append(all, string(e))
		}
	}
	return strings.Join(all, "\n")
}

var nine = time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, m bot.Memory, h bot.Handler) *room.Room {
	t.Helper()
	r, err := room.New(t.Context(), room.Options{
		Tenant: "birkenfurt",
		Seats:  []room.Seat{{ID: "anna", Name: "Anna", Language: "de"}, {ID: "ben", Name: "Ben"}, {ID: "cem", Name: "Cem", Guest: true}},
		Channels: []room.Channel{
			{ID: "ideen", Name: "Ideen"},
			{ID: "lotsen", Name: "Lotsen", Members: []string{"ben"}},
		},
		Shortcuts: []room.Shortcut{{Action: "idea.from", Label: "Idee einreichen"}},
		Memory:    m,
		Now:       func() time.Time { return nine },
		Link:      func(id string) string { return "https://room.example/" + id },
	})
	if err != nil {
		t.Fatal(err)
	}
	if h != nil {
		r.Connect(h)
	}
	return r
}

// recorder answers with one reply and remembers what it was asked.
type recorder struct {
	mu     sync.Mutex
	events []bot.Event
	reply  bot.Reply
}

func (r *recorder) Handle(_ context.Context, ev bot.Event) bot.Reply {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, ev)
	return r.reply
}

func (r *recorder) last(t *testing.T) bot.Event {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.events) == 0 {
		t.Fatal("no event arrived")
	}
	return r.events[len(r.events)-1]
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// words are the plain texts of what a seat sees in a place.
func words(r *room.Room, seat, channel string) []string {
	var all []string
	for _, p := range r.Posts(seat, channel) {
		all = append(all, p.Message.Plain())
	}
	return all
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func msg(line string, controls ...bot.Control) bot.Message {
	m := bot.Message{Line: line}
	if len(controls) > 0 {
		m.Rows = []bot.Row{controls}
	}
	return m
}

func post(t *testing.T, r *room.Room, to bot.Target, m bot.Message) bot.Ref {
	t.Helper()
	to.Tenant = r.Tenant()
	ref, err := r.Post(t.Context(), to, m, "")
	must(t, err)
	return ref
}
