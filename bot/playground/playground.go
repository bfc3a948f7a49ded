package playground

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/i18n"
)

//go:embed templates static
var files embed.FS

// Clock is the town hall's clock.
type Clock interface {
	Now() time.Time
	// Turn turns the clock forward. Everything due on the way is delivered, in
	// the order of its hour, before it returns.
	Turn(ctx context.Context, to time.Time) error
}

// Person is somebody whose seat can be taken. ID is their seat in the room.
type Person struct {
	ID         string
	Name       string
	Department string
	Roles      []string // "staff", "lotse", "coordinator" …; the first one says where they are listed; none is staff
}

// Command is a slash command that is completed while it is typed.
type Command struct {
	Word  string // without slash
	Hint  string // what it is for
	Verbs []Verb
}

// Verb is one form of a command.
type Verb struct {
	Word  string // "prüfen"
	Usage string // what follows it: "12"
	Hint  string
}

// Options say what a playground shows. All but Language, Commands, Home
// and Settle are required.
type Options struct {
	Room  *room.Room
	Clock Clock
	// Printer prints in a language.
	Printer func(i18n.Language) *i18n.Printer
	Zone    *time.Location // the town's; hours are shown and typed in it
	Town    string
	People  []Person
	// NextWorkday is the next working day's morning after a moment.
	NextWorkday func(time.Time) time.Time
	Log         *slog.Logger

	// Language is what a seat reads. With nil everybody reads German.
	Language func(ctx context.Context, seat string) i18n.Language
	// Commands are offered for completion, with hints in that language.
	Commands func(i18n.Language) []Command
	// Home is what is pinned above a seat's direct messages with the bot; it is
	// asked for whenever their page is drawn.
	Home func(ctx context.Context, seat string) (bot.Message, bool)
	// Settle delivers what an action has caused, so that its page shows it.
	Settle func(context.Context) error
}

// Playground serves the pages. It is safe for concurrent use.
type Playground struct {
	Options
	pages  *template.Template
	static map[string]asset
	turned bell // rings when the clock was turned
}

// New makes a playground. It fails on options that lack something.
func New(o Options) (*Playground, error) {
	switch {
	case o.Room == nil, o.Clock == nil, o.Printer == nil, o.Zone == nil, o.NextWorkday == nil, o.Log == nil:
		return nil, errors.New("playground: room, clock, catalogues, zone, next workday and log are required")
	}
	if o.Language == nil {
		o.Language = func(context.Context, string) i18n.Language { return i18n.German }
	}
	if o.Commands == nil {
		o.Commands = func(i18n.Language) []Command { return nil }
	}
	if o.Home == nil {
		o.Home = func(context.Context, string) (bot.Message, bool) { return bot.Message{}, false }
	}
	if o.Settle == nil {
		o.Settle = func(context.Context) error { return nil }
	}
	pages, err := template.ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("playground: %w", err)
	}
	sub, err := fs.Sub(files, "static")
	if err != nil {
		return nil, fmt.Errorf("playground: %w", err)
	}
	static, err := assets(sub)
	if err != nil {
		return nil, fmt.Errorf("playground: %w", err)
	}
	return &Playground{Options: o, pages: pages, static: static}, nil
}

// Routes adds the pages. A live connection ends with its request's context: a
// server that shall stop gracefully needs a BaseContext that ends first.
func (p *Playground) Routes(mux *http.ServeMux) {
	handle := func(pattern string, h http.HandlerFunc) { mux.Handle(pattern, guard(h)) }
	handle("GET /{$}", p.start)
	handle("GET /static/{file}", p.asset)
	handle("GET /s/{seat}", p.enter)
	handle("GET /s/{seat}/c/{place}", p.show)
	handle("GET /s/{seat}/picture/{message}", p.picture)
	handle("GET /s/{seat}/live", p.live)

	act := func(what string, do action) { handle("POST /s/{seat}/"+what, p.act(do)) }
	act("say", p.say)
	act("answer", p.answer)
	act("press", p.press)
	act("choose", p.choose)
	act("react", p.react)
	act("shortcut", p.shortcut)
	act("submit", p.submit)
	act("cancel", p.cancel)
	act("clock", p.turn)
}
