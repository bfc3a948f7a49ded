package e2e

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/playground"
	"lotsenfunk/bot/room"
	"lotsenfunk/i18n"
)

// stand is a playground with a stand-in for the bot: enough of a town hall to
// press every kind of control there is.
type stand struct {
	url   string
	room  *room.Room
	clock *turningClock
}

type turningClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *turningClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *turningClock) Turn(_ context.Context, to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
	return nil
}

var demoPeople = []playground.Person{
	{ID: "sb-standesamt", Name: "Sachbearbeitung Standesamt", Department: "Bürgerservice und Standesamt", Roles: []string{"staff"}},
	{ID: "sb-kita", Name: "Sachbearbeitung Kita", Department: "Kita, Schule und Soziales", Roles: []string{"staff"}},
	{ID: "sb-bauhof", Name: "Vorarbeit Bauhof", Department: "Bauhof", Roles: []string{"staff"}},
	{ID: "dl-koordination", Name: "Koordination Digitallotsen", Department: "Haupt- und Personalamt", Roles: []string{"coordinator", "admin"}},
	{ID: "lotse-finanzen", Name: "Lotsin Finanzen", Department: "Stadtkämmerei und Steuern", Roles: []string{"lotse"}},
	{ID: "lotse-ordnung", Name: "Lotse Ordnung", Department: "Ordnungsamt", Roles: []string{"lotse"}},
	{ID: "al-buergerservice", Name: "Amtsleitung Bürgerservice", Department: "Bürgerservice und Standesamt", Roles: []string{"team_lead"}},
	{ID: "leitung", Name: "Bürgermeisterin", Department: "Haupt- und Personalamt", Roles: []string{"leadership"}},
}

func openStand(t *testing.T) *stand {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{clock: &turningClock{now: time.Date(2027, 3, 17, 14, 5, 0, 0, zone)}}
	var seats []room.Seat
	for _, p := range demoPeople {
		seats = append(seats, room.Seat{ID: p.ID, Name: p.Name})
	}
	s.room, err = room.New(t.Context(), room.Options{
		Tenant: "birkenfurt", Seats: seats, Now: s.clock.Now,
		Channels: []room.Channel{
			{ID: "ideen", Name: "ideen"},
			{ID: "lotsen", Name: "lotsen", Members: []string{"lotse-finanzen", "lotse-ordnung", "dl-koordination"}},
			{ID: "rathaus", Name: "rathaus"},
		},
		Shortcuts: []room.Shortcut{{Action: "idea.from_message", Label: "Als Idee einreichen"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.room.Connect(bot.HandlerFunc(s.handle))
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playground.New(playground.Options{
		Room: s.room, Clock: s.clock, Catalogues: catalogues, Zone: zone,
		Town: "Stadt Birkenfurt", People: demoPeople, Commands: demoCommands,
		NextWorkday: func(now time.Time) time.Time {
			return time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, zone)
		},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Routes(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	s.url = server.URL
	return s
}

func demoCommands(i18n.Language) []playground.Command {
	return []playground.Command{
		{Word: "idee", Hint: "Eine Idee einreichen oder ansehen", Verbs: []playground.Verb{
			{Word: "ohne-namen", Usage: "Text", Hint: "Ohne Namen einreichen"},
			{Word: "liste", Hint: "Alle Ideen"},
			{Word: "meine", Hint: "Meine Ideen"},
			{Word: "unterstützen", Usage: "12", Hint: "Unterstützen, noch einmal nimmt es zurück"},
			{Word: "prüfen", Usage: "12", Hint: "Prüfung übernehmen"},
		}},
		{Word: "lotsenfunk", Hint: "Hilfe und Einstellungen", Verbs: []playground.Verb{{Word: "hilfe", Hint: "Was hier alles geht"}}},
	}
}

func (s *stand) handle(ctx context.Context, ev bot.Event) bot.Reply {
	switch {
	case ev.Kind == bot.KindCommand && ev.Text == "":
		return bot.OpenForm(ideaForm())
	case ev.Kind == bot.KindCommand, ev.Kind == bot.KindSubmit && ev.Values["title"] != "":
		title := ev.Text
		if ev.Kind == bot.KindSubmit {
			title = ev.Values["title"]
		}
		if err := s.file(ctx, title); err != nil {
			return bot.Private(bot.Message{Line: err.Error()})
		}
		return bot.Private(receipt())
	case ev.Kind == bot.KindSubmit:
		return bot.FieldErrors(map[string]string{"title": "Bitte fülle dieses Feld aus."})
	case ev.Kind == bot.KindClick && ev.Action == "idea.withdraw":
		return bot.Replace(bot.Message{Line: "Idee 53 ist zurückgezogen."})
	case ev.Kind == bot.KindClick:
		return bot.Private(bot.Message{Line: "Du unterstützt jetzt Idee 53."})
	case ev.Kind == bot.KindSelect:
		return bot.Private(bot.Message{Line: "Notiert."})
	case ev.Kind == bot.KindMessage:
		return bot.Private(bot.Message{Line: "Was soll daraus werden?", Rows: []bot.Row{{bot.Primary("idea.file", "1", "Als Idee einreichen"), bot.Button("no", "1", "Nichts, danke")}}})
	}
	return bot.Nothing()
}

func ideaForm() bot.Form {
	return bot.Form{Action: "idea.file", Title: "Neue Idee", Submit: "Einreichen",
		Intro: bot.Words("Das sehen: alle in #ideen, mit deinem Namen."),
		Fields: []bot.Field{
			{ID: "title", Kind: bot.FieldLine, Label: "Was soll besser werden?", Help: "Ein Satz reicht.", Placeholder: "Termine online buchen"},
			{ID: "description", Kind: bot.FieldText, Label: "Warum?", Optional: true},
			{ID: "category", Kind: bot.FieldSelect, Label: "Worum geht es?", Optional: true, Options: []bot.Option{{Value: "online_service", Label: "Online-Dienst"}, {Value: "process", Label: "Abläufe"}}},
			{ID: "anonymous", Kind: bot.FieldCheck, Label: "Ohne meinen Namen einreichen", Help: "Dann gibt es einen Belegcode statt Nachrichten."},
		}}
}

func receipt() bot.Message {
	return bot.Message{
		Line: "Danke, Idee 53 ist eingereicht.",
		Text: bot.Words("Antwort bis Do., 25. März. Das sehen: alle in #ideen, mit deinem Namen."),
		Rows: []bot.Row{{bot.Button("idea.comment", "53", "Ergänzen"), {Action: "idea.withdraw", Value: "53", Label: "Zurückziehen", Style: bot.StyleDanger, Confirm: "Idee 53 wirklich zurückziehen?"}}},
	}
}

// file posts the card of an idea for all to see.
func (s *stand) file(ctx context.Context, title string) error {
	card := bot.Message{
		Line: "Neue Idee 53",
		Text: bot.Text{{Spans: []bot.Span{{Text: title, Strong: true}}}, {Spans: []bot.Span{{Text: "Eingereicht, 1 Stimme. Antwort bis Do., 25. März."}}}},
		Rows: []bot.Row{
			{bot.Primary("idea.vote", "53", "Unterstützen"), bot.Button("idea.comments", "53", "Kommentare")},
			{{Action: "idea.effort", Label: "Aufwand", Options: []bot.Option{{Value: "1", Label: "sehr klein"}, {Value: "2", Label: "klein"}}}},
		},
	}
	_, err := s.room.Post(ctx, bot.Target{Tenant: s.room.Tenant(), Channel: "ideen"}, card, bot.Key("idea/53"))
	return err
}

// furnish fills the town hall with what a day there leaves behind.
func (s *stand) furnish(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.room.Say(ctx, "sb-bauhof", "ideen", "Am Friedhofstor fragen jede Woche Leute, wann der Grünschnitt abgeholt wird. Ein Aushang mit QR-Code würde reichen."))
	root := s.last("sb-bauhof", "ideen")
	must(s.clock.Turn(ctx, s.clock.Now().Add(3*time.Minute)))
	must(s.room.Say(ctx, "sb-bauhof", "ideen", "Ich hätte auch schon ein Foto vom Platz dafür."))
	must(s.room.React(ctx, "lotse-finanzen", root, "👍", true))
	must(s.room.React(ctx, "sb-kita", root, "👍", true))
	must(s.clock.Turn(ctx, s.clock.Now().Add(20*time.Minute)))
	must(s.room.Answer(ctx, "lotse-ordnung", root, "Bei uns am Wertstoffhof hat genau das geholfen."))
	must(s.room.Answer(ctx, "sb-bauhof", root, "Danke! Schickst du mir die Vorlage?"))
	must(s.clock.Turn(ctx, time.Date(2027, 3, 18, 9, 0, 0, 0, s.clock.Now().Location())))
	must(s.room.Say(ctx, "sb-standesamt", "ideen", "/idee Standesamt-Termine im Netz buchen"))
	for i := range 2 {
		_, err := s.room.Post(ctx, bot.Target{Tenant: s.room.Tenant(), Channel: "rathaus"}, bot.Message{Line: fmt.Sprintf("Hinweis %d", i+1)}, "")
		must(err)
	}
	_, err := s.room.Post(ctx, bot.Target{Tenant: s.room.Tenant(), Person: "sb-standesamt"}, bot.Message{
		Line: "Neues zu deiner Idee 53.", Text: bot.Words("Die Koordination prüft sie jetzt. Eine Antwort kommt bis Do., 25. März."),
		Rows: []bot.Row{{bot.Button("idea.show", "53", "Ansehen")}}}, "")
	must(err)
}

func (s *stand) last(seat, channel string) string {
	posts := s.room.Posts(seat, channel)
	return posts[len(posts)-1].ID
}
