package script_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
)

// town is a small program to play with: it files ideas with one vote each,
// posts a card for every one, and reminds of them two days later at nine.
type town struct {
	t      *testing.T
	memory *memory

	mu      sync.Mutex
	room    *room.Room
	now     time.Time
	ideas   []string
	cards   map[int]bot.Ref
	waiting []notice // to be delivered when they are due
}

type notice struct {
	due  time.Time
	send func(context.Context, *room.Room) error
}

var berlin = must(time.LoadLocation("Europe/Berlin"))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func newTown(t *testing.T) *town {
	t.Helper()
	tw := &town{t: t, memory: &memory{}, now: time.Date(2027, 3, 25, 9, 0, 0, 0, berlin), cards: map[int]bot.Ref{}}
	if err := tw.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	return tw
}

func (tw *town) runner() *script.Runner {
	return &script.Runner{Stage: &script.RoomStage{Room: tw.theRoom}, House: tw, Zone: berlin}
}

func (tw *town) theRoom() *room.Room {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	return tw.room
}

func (tw *town) Restart(ctx context.Context) error {
	r, err := room.New(ctx, room.Options{
		Tenant:    "t",
		Seats:     []room.Seat{{ID: "anna", Name: "Anna"}, {ID: "ben", Name: "Ben"}, {ID: "cem", Name: "Cem"}},
		Channels:  []room.Channel{{ID: "ideen", Name: "Ideen"}, {ID: "lotsen", Name: "Lotsen", Members: []string{"cem"}}},
		Shortcuts: []room.Shortcut{{Action: "idea.from", Label: "Idee einreichen"}},
		Memory:    tw.memory,
		Now:       tw.Now,
	})
	if err != nil {
		return err
	}
	r.Connect(tw)
	tw.mu.Lock()
	defer tw.mu.Unlock()
	tw.room = r
	return nil
}

func (tw *town) Now() time.Time {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	return tw.now
}

func (tw *town) Turn(ctx context.Context, to time.Time) error {
	tw.mu.Lock()
	tw.now = to
	tw.mu.Unlock()
	return tw.Settle(ctx)
}

func (tw *town) Settle(ctx context.Context) error {
	tw.mu.Lock()
	var due []notice
	for _, n := range tw.waiting {
		if !n.due.After(tw.now) {
			due = append(due, n)
		}
	}
	tw.waiting = slices.DeleteFunc(tw.waiting, func(n notice) bool { return !n.due.After(tw.now) })
	tw.mu.Unlock()
	for _, n := range due {
		if err := n.send(ctx, tw.theRoom()); err != nil {
			return err
		}
	}
	return nil
}

// Handle answers an event.
func (tw *town) Handle(_ context.Context, ev bot.Event) bot.Reply {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	say := func(words string) bot.Reply { return bot.Private(bot.Message{Line: words}) }
	switch {
	case ev.Kind == bot.KindCommand && ev.Text == "":
		return bot.OpenForm(ideaForm())
	case ev.Kind == bot.KindCommand && strings.HasPrefix(ev.Text, "unterstützen "):
		return say("Danke für " + ev.Text)
	case ev.Kind == bot.KindCommand:
		return tw.file(ev.Who.ID, ev.Text)
	case ev.Kind == bot.KindSubmit && ev.Values["title"] == "":
		return bot.FieldErrors(map[string]string{"title": "Ohne Titel geht es nicht."})
	case ev.Kind == bot.KindSubmit:
		return tw.file(ev.Who.ID, fmt.Sprintf("%s (%s, %s)", ev.Values["title"], ev.Values["category"], ev.Values["anonymous"]))
	case ev.Kind == bot.KindCancel:
		return say("Nicht eingereicht.")
	case ev.Kind == bot.KindClick && ev.Action == "withdraw":
		return bot.Replace(bot.Message{Line: "Idee " + ev.Value + " ist zurückgezogen."})
	case ev.Kind == bot.KindClick:
		return say("Deine Stimme zählt für Idee " + ev.Value + ".")
	case ev.Kind == bot.KindSelect:
		return bot.Public(bot.Message{Line: "Thema: " + ev.Value})
	case ev.Kind == bot.KindMessage:
		return say("Als Idee einreichen?")
	case ev.Kind == bot.KindReply:
		return bot.Public(bot.Message{Line: "Weitergesagt."})
	case ev.Kind == bot.KindReaction, ev.Kind == bot.KindShortcut:
		return say("Einreichen: " + ev.Quote.Text)
	case ev.Kind == bot.KindHome:
		return say("Deins.")
	}
	return bot.Nothing()
}

func ideaForm() bot.Form {
	return bot.Form{Action: "idea.file", Title: "Idee", Intro: bot.Words("Das sehen alle."), Fields: []bot.Field{
		{ID: "title", Kind: bot.FieldLine, Label: "Titel"},
		{ID: "category", Kind: bot.FieldSelect, Label: "Thema", Value: "it", Options: []bot.Option{{Value: "it", Label: "Technik"}, {Value: "kita", Label: "Kita"}}},
		{ID: "anonymous", Kind: bot.FieldCheck, Label: "ohne Namen", Value: "false"},
	}}
}

func (tw *town) file(who, title string) bot.Reply {
	tw.ideas = append(tw.ideas, title)
	n := len(tw.ideas)
	value := fmt.Sprint(n)
	topic := bot.Control{Action: "topic", Value: value, Label: "Thema", Options: []bot.Option{{Value: "it", Label: "Technik"}, {Value: "kita", Label: "Kita"}}}
	card := bot.Message{Line: "Idee " + value, Text: bot.Words(title), Rows: []bot.Row{{bot.Button("vote", value, "Unterstützen"), topic}}}
	target := bot.Target{Tenant: tw.room.Tenant(), Channel: "ideen"}
	tw.waiting = append(tw.waiting, notice{due: tw.now, send: func(ctx context.Context, r *room.Room) error {
		_, err := r.Post(ctx, target, card, "")
		return err
	}})
	day := tw.now.In(berlin).AddDate(0, 0, 2)
	due := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, berlin)
	tw.waiting = append(tw.waiting, notice{due: due, send: func(ctx context.Context, r *room.Room) error {
		_, err := r.Post(ctx, bot.Target{Tenant: r.Tenant(), Person: who}, bot.Message{Line: "Idee\u00a0" + value + " wartet."}, "")
		return err
	}})
	withdraw := bot.Button("withdraw", value, "Zurückziehen")
	withdraw.Confirm = "Wirklich?"
	return bot.Private(bot.Message{Line: "Danke, Idee " + value + " ist eingereicht.", Rows: []bot.Row{{withdraw}}})
}

// memory keeps a journal in this process.
type memory struct {
	mu      sync.Mutex
	entries [][]byte
}

func (*memory) Cursor(context.Context, string) (string, error)   { return "", nil }
func (*memory) SaveCursor(context.Context, string, string) error { return nil }
func (m *memory) AppendJournal(_ context.Context, _ string, e []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = append(m.entries, slices.Clone(e))
	return nil
}

func (m *memory) Journal(_ context.Context, _ string, each func([]byte) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries {
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}
