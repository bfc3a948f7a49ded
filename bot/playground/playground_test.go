package playground_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/playground"
	"lotsenfunk/bot/room"
	"lotsenfunk/i18n"
)

// hall is a running playground with a small bot behind it.
type hall struct {
	*testing.T
	url        string
	room       *room.Room
	clock      *clock
	catalogues *i18n.Catalogues
	language   i18n.Language // what everybody reads
	settling   error         // what delivering ends with
}

// clock is a clock that only turns when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Turn(_ context.Context, to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
	return nil
}

// clerk is a bot that knows one of everything.
func clerk(_ context.Context, ev bot.Event) bot.Reply {
	card := bot.Message{Line: "Idee 53 ist eingereicht.", Text: bot.Words(ev.Text), Rows: []bot.Row{
		{bot.Primary("idea.vote", "53", "Unterstützen"), {Action: "idea.withdraw", Value: "53", Label: "Zurückziehen", Style: bot.StyleDanger, Confirm: "Idee 53 wirklich zurückziehen?"}},
		{{Action: "idea.topic", Label: "Thema", Options: []bot.Option{{Value: "training", Label: "Schulung"}, {Value: "ai", Label: "KI"}}}},
	}}
	switch {
	case ev.Kind == bot.KindCommand && ev.Text == "":
		return bot.OpenForm(bot.Form{Action: "idea.file", Title: "Neue Idee", Submit: "Einreichen", Intro: bot.Words("Das sehen: alle."), Fields: []bot.Field{
			{ID: "title", Kind: bot.FieldLine, Label: "Titel", Help: "In einem Satz."},
			{ID: "description", Kind: bot.FieldText, Label: "Beschreibung", Optional: true},
			{ID: "category", Kind: bot.FieldSelect, Label: "Art", Optional: true, Options: []bot.Option{{Value: "a", Label: "Online"}}},
			{ID: "anonymous", Kind: bot.FieldCheck, Label: "Ohne Namen"},
			{ID: "date", Kind: bot.FieldDate, Label: "Bis", Optional: true},
		}})
	case ev.Kind == bot.KindCommand:
		return bot.Private(card)
	case ev.Kind == bot.KindSubmit && ev.Values["title"] == "":
		return bot.FieldErrors(map[string]string{"title": "Bitte einen Titel.", "": "Noch nicht fertig."})
	case ev.Kind == bot.KindSubmit:
		return bot.Private(bot.Message{Line: "Eingereicht: " + ev.Values["title"] + "/" + ev.Values["anonymous"]})
	case ev.Kind == bot.KindClick:
		return bot.Replace(bot.Message{Line: "Gedrückt: " + ev.Action})
	case ev.Kind == bot.KindSelect:
		return bot.Replace(bot.Message{Line: "Gewählt: " + ev.Value})
	case ev.Kind == bot.KindMessage:
		return bot.Private(card)
	}
	return bot.Nothing()
}

func open(t *testing.T) *hall {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{T: t, language: i18n.German, clock: &clock{now: time.Date(2027, 3, 18, 9, 0, 0, 0, zone)}}
	h.room, err = room.New(t.Context(), room.Options{
		Tenant: "birkenfurt",
		Seats:  []room.Seat{{ID: "anna", Name: "Anna"}, {ID: "bernd", Name: "Bernd"}},
		Channels: []room.Channel{
			{ID: "ideen", Name: "Ideen"},
			{ID: "lotsen", Name: "Lotsen", Members: []string{"bernd"}},
		},
		Shortcuts: []room.Shortcut{{Action: "idea.from_message", Label: "Als Idee einreichen"}},
		Now:       h.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.room.Connect(bot.HandlerFunc(clerk))
	if h.catalogues, err = i18n.Load(); err != nil {
		t.Fatal(err)
	}
	p, err := playground.New(playground.Options{
		Room: h.room, Clock: h.clock, Printer: func(l i18n.Language) *i18n.Printer { return h.catalogues.Printer(l, zone) }, Zone: zone, Town: "Stadt Birkenfurt",
		People: []playground.Person{
			{ID: "anna", Name: "Anna", Department: "Standesamt", Roles: []string{"staff"}},
			{ID: "bernd", Name: "Bernd", Department: "Hauptamt", Roles: []string{"coordinator", "admin"}},
		},
		NextWorkday: func(now time.Time) time.Time {
			return time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, zone)
		},
		Commands: func(i18n.Language) []playground.Command {
			return []playground.Command{{Word: "idee", Hint: "Eine Idee", Verbs: []playground.Verb{{Word: "prüfen", Usage: "12", Hint: "Prüfen"}}}}
		},
		Language: func(context.Context, string) i18n.Language { return h.language },
		Home: func(_ context.Context, seat string) (bot.Message, bool) {
			return bot.Message{Line: "Zwei Sachen warten", Rows: []bot.Row{{bot.Button("idea.show", "53", "Ansehen")}}}, seat == "anna"
		},
		Settle: func(context.Context) error { return h.settling },
		Log:    slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Routes(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *hall) get(path string, header ...string) (int, string) {
	h.Helper()
	return h.do(http.MethodGet, path, nil, header...)
}

// post sends a form as a browser does; fields are pairs of name and value.
func (h *hall) post(path string, fields ...string) (int, string) {
	h.Helper()
	return h.do(http.MethodPost, path, fields, "Origin", h.url)
}

func (h *hall) do(method, path string, fields []string, header ...string) (int, string) {
	h.Helper()
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	req, err := http.NewRequestWithContext(h.Context(), method, h.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		h.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
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

// newest is the last message a seat sees in a place.
func (h *hall) newest(seat, place string) room.Post {
	h.Helper()
	posts := h.room.Posts(seat, place)
	if len(posts) == 0 {
		h.Fatalf("%s sees nothing in %q", seat, place)
	}
	return posts[len(posts)-1]
}

func (h *hall) has(page string, wanted ...string) {
	h.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			h.Errorf("the page lacks %q", w)
		}
	}
}

func (h *hall) lacks(page string, unwanted ...string) {
	h.Helper()
	for _, u := range unwanted {
		if strings.Contains(page, u) {
			h.Errorf("the page has %q", u)
		}
	}
}

// noFaults fails if a page asked for words that the catalogues do not have.
func (h *hall) noFaults() {
	h.Helper()
	for _, f := range h.catalogues.Faults() {
		h.Error(f)
	}
}
