package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
	"lotsenfunk/web"
)

// Options say which program is started.
type Options struct {
	// DSN names the database: an SQLite file or postgres://…
	DSN string
	// Town is loaded if the database is empty. With nil an empty database gets
	// an empty town hall, and whoever speaks first is its admin; behind chat
	// platforms it stays empty, because set-up makes the towns there.
	Town *townfile.Town
	// OnlyTown refuses a database that holds another town. Without it the
	// program goes on with whatever town is there.
	OnlyTown bool
	// Clock is the program's clock. With nil it is a clock that stands still
	// at the town's reference date, or where an earlier run on the same
	// database left it, until Turn turns it.
	Clock Clock
	Log   *slog.Logger
	// Connect makes the adapters of chat platforms, in place of the Room. It
	// is nil where there are none.
	Connect func(Kit) ([]bot.Adapter, error)
	// Version is what the program says of itself; it may be empty.
	Version string
	// PublicURL is where people's calendars reach the program over the web, like
	// https://lotsen.example.de; without one no calendar feed is offered.
	PublicURL string
	// Digests are when people get their Wochenstand who have set nothing else, nor
	// their town; what is empty is as usual.
	Digests townhall.DigestDefaults
}

// Program is a running Lotsenfunk, with a chat house of its own or behind chat
// platforms.
type Program struct {
	Store      *storage.Store
	Catalogues *i18n.Catalogues
	Room       *room.Room // nil if chat platforms are connected
	Router     *commands.Router
	Scheduler  *scheduler.Scheduler
	// Org is the town of the Room as it was at the start. Behind chat platforms,
	// where there may be several towns, it is the first of them, or nil.
	Org *townhall.Organisation

	adapters  []bot.Adapter  // the Room, or those of the platforms
	handler   bot.Handler    // the Router, with what counts its answers and lets them go first
	operators *web.Operators // nil in front of the Room

	clock  Clock
	turned *TurnedClock // the same, if it can be turned
	turns  sync.Mutex   // one turn of the clock at a time
	log    *slog.Logger
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// Start opens the database, loads the town into an empty one, and begins to
// answer and deliver. Stop it with Close.
func Start(ctx context.Context, o Options) (*Program, error) {
	p := &Program{log: o.Log, clock: o.Clock}
	if err := p.open(ctx, o); err != nil {
		if p.Store != nil {
			err = errors.Join(err, p.Store.Close())
		}
		return nil, err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	p.stop = stop
	if p.Room != nil {
		p.Room.Connect(p.handler) // at once: whoever holds the program may speak in it
	}
	for _, a := range p.adapters {
		p.done.Go(func() { p.connect(run, a) })
	}
	p.done.Go(func() { _ = p.Scheduler.Run(run) }) // it only ends with its context
	p.done.Go(func() { p.readTitles(run) })
	return p, nil
}

func (p *Program) open(ctx context.Context, o Options) (err error) {
	if p.Catalogues, err = i18n.Load(); err != nil {
		return err
	}
	if p.Store, err = storage.Open(ctx, o.DSN); err != nil {
		return err
	}
	if err := p.settle(ctx, o); err != nil {
		return err
	}
	if p.clock == nil {
		if err := p.standStill(ctx); err != nil {
			return err
		}
	}
	if p.Router, err = commands.NewRouter(p.Store, p.Catalogues, p.clock.Now, o.Log); err != nil {
		return err
	}
	p.handler = p.Router
	if o.Connect != nil {
		err = p.connectAll(ctx, o)
	} else if p.Room, err = p.newRoom(ctx); err == nil {
		p.adapters = []bot.Adapter{p.Room}
	}
	if err != nil {
		return err
	}
	if o.PublicURL != "" {
		p.Router.CalendarAt = func(token string) string {
			return strings.TrimRight(o.PublicURL, "/") + calendarPath + token + ".ics"
		}
	}
	p.Router.Digests = o.Digests
	p.Router.About = commands.About{Version: o.Version, Platforms: p.platforms()}
	p.Scheduler = scheduler.New(scheduler.Options{Store: p.Store, Catalogues: p.Catalogues, Now: p.clock.Now, Log: o.Log, Adapters: p.adapters})
	p.Scheduler.Digests = o.Digests
	p.handler = answersFirst(p.handler, p.Scheduler)
	return nil
}

// answersFirst has delivery wait a moment while somebody is answered.
func answersFirst(h bot.Handler, s *scheduler.Scheduler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, ev bot.Event) bot.Reply {
		defer s.Answering()()
		return h.Handle(ctx, ev)
	})
}

// settle finds the town, or the first of several; into an empty database it loads
// one.
func (p *Program) settle(ctx context.Context, o Options) error {
	if o.Connect != nil && o.Town == nil {
		there, err := p.Store.Organisations(ctx)
		if err != nil || len(there) == 0 {
			return err
		}
	}
	id, err := Load(ctx, p.Store, o.Town)
	if err != nil && (o.OnlyTown || !errors.Is(err, ErrOtherTown)) {
		return err
	}
	return p.Store.View(ctx, id, func(tx *storage.Tx) error {
		p.Org, err = tx.Organisation()
		return err
	})
}

// readTitles reads the titles of all ideas ahead, so that the first person who
// files one need not wait for it.
func (p *Program) readTitles(ctx context.Context) {
	towns, err := p.Store.Organisations(ctx)
	for _, town := range towns {
		err = errors.Join(err, p.Store.View(ctx, town, func(tx *storage.Tx) error {
			_, err := tx.SimilarCandidates(nil)
			return err
		}))
	}
	if err != nil && ctx.Err() == nil {
		p.log.Warn("the titles of ideas were not read ahead; the first search reads them", "error", err)
	}
}

// clockCursor is where a clock that can be turned is kept, so that a program
// that is started again goes on where it stopped.
const clockCursor = "clock"

// standStill makes the clock of a program that was given none.
func (p *Program) standStill(ctx context.Context) error {
	if p.Org == nil {
		return errors.New("without a town there is no day on which a clock could stand still")
	}
	now := p.Org.SetUp.At(9, 0, p.Org.Location())
	kept, err := p.Store.Memory().Cursor(ctx, clockCursor)
	if err != nil {
		return err
	}
	if t, err := time.Parse(time.RFC3339, kept); err == nil && t.After(now) {
		now = t.In(p.Org.Location())
	}
	p.turned = NewTurnedClock(now)
	p.clock = p.turned
	return nil
}

// newRoom makes the chat house with everybody in it.
func (p *Program) newRoom(ctx context.Context) (*room.Room, error) {
	var people []*townhall.Person
	var channels []*townhall.Channel
	err := p.Store.View(ctx, p.Org.ID, func(tx *storage.Tx) (err error) {
		if people, err = tx.People(); err == nil {
			channels, err = tx.Channels()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	printer := p.Catalogues.Printer(i18n.Pick(p.Org.Language, p.Org.Address), p.Org.Location())
	o := room.Options{
		Tenant: string(p.Org.ID), Memory: p.Store.Memory(), Now: p.clock.Now, Open: len(people) == 0 || p.Org.ID == emptyTown,
		Shortcuts: []room.Shortcut{{Action: "idea.lamp", Label: printer.Line("button.shortcut_idea", nil)}},
		Link: func(message string) string {
			return "https://" + string(p.Org.ID) + ".example/m/" + url.PathEscape(message)
		},
	}
	for _, one := range people {
		if !one.Gone {
			o.Seats = append(o.Seats, room.Seat{ID: string(one.ID), Name: one.Display, Language: one.Language})
		}
	}
	for _, c := range channels {
		o.Channels = append(o.Channels, room.Channel{ID: c.Remote, Name: c.Name, Members: members(c, people)})
	}
	return room.New(ctx, o)
}

// members are the seats of a channel: nil for everybody.
func members(c *townhall.Channel, people []*townhall.Person) []string {
	if len(c.Members) == 0 {
		return nil
	}
	seats := []string{}
	for _, p := range people {
		for _, role := range c.Members {
			if p.Is(townhall.Role(role)) {
				seats = append(seats, string(p.ID))
				break
			}
		}
	}
	return seats
}

// Now is what the program's clock shows.
func (p *Program) Now() time.Time { return p.clock.Now() }

// Zone is the time zone of Org.
func (p *Program) Zone() *time.Location { return p.Org.Location() }

// Settle waits until nothing is due any more.
func (p *Program) Settle(ctx context.Context) error {
	for _, a := range p.adapters {
		if s, ok := a.(bot.Settler); ok {
			if err := s.Settle(ctx); err != nil {
				return err
			}
		}
	}
	return p.Scheduler.Settle(ctx)
}

// Turn turns the clock on to a moment, never back. What becomes due on the way
// is delivered at its own hour.
func (p *Program) Turn(ctx context.Context, to time.Time) error {
	if p.turned == nil {
		return fmt.Errorf("this program's clock cannot be turned")
	}
	p.turns.Lock()
	defer p.turns.Unlock()
	if err := p.Settle(ctx); err != nil {
		return err
	}
	for {
		next, ok, err := p.Scheduler.Next(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(to) || !next.After(p.turned.Now()) {
			break
		}
		p.turned.set(next)
		if err := p.Settle(ctx); err != nil {
			return err
		}
	}
	p.turned.set(to)
	if err := p.Settle(ctx); err != nil {
		return err
	}
	return p.Store.Memory().SaveCursor(ctx, clockCursor, p.turned.Now().UTC().Format(time.RFC3339))
}

// Close stops everything, finishes what is begun, and closes the database.
func (p *Program) Close() error {
	p.stop()
	p.done.Wait()
	p.Router.Wait()
	return p.Store.Close()
}
