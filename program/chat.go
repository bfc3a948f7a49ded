package program

import (
	"context"
	"io"
	"strings"
	"time"

	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
)

// Chat is a program behind a terminal: it can be restarted on its database. It
// is a script.House.
type Chat struct {
	o Options
	p *Program
}

// NewChat starts a program for a terminal or a script.
func NewChat(ctx context.Context, o Options) (*Chat, error) {
	p, err := Start(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Chat{o: o, p: p}, nil
}

// Program is the program that runs now; after a restart it is another one.
func (c *Chat) Program() *Program { return c.p }

// Now is what the clock shows.
func (c *Chat) Now() time.Time { return c.p.Now() }

// Turn turns the clock on, delivering what becomes due on the way.
func (c *Chat) Turn(ctx context.Context, to time.Time) error { return c.p.Turn(ctx, to) }

// Settle waits until nothing is due any more.
func (c *Chat) Settle(ctx context.Context) error { return c.p.Settle(ctx) }

// Restart stops the program and starts it again on the same database.
func (c *Chat) Restart(ctx context.Context) error {
	if err := c.p.Close(); err != nil {
		return err
	}
	again, err := Start(ctx, Options{DSN: c.o.DSN, Log: c.o.Log, Connect: c.o.Connect, Version: c.o.Version, PublicURL: c.o.PublicURL})
	if err != nil {
		return err
	}
	c.p = again
	return nil
}

// Close stops the program.
func (c *Chat) Close() error { return c.p.Close() }

// Play plays a script; each line, and what was said after it, goes to log, which
// may be nil. Its errors are *script.Failure and *script.Unreadable, or the
// program's own.
func (c *Chat) Play(ctx context.Context, name string, in io.Reader, log io.Writer) error {
	r := script.Runner{Stage: &script.RoomStage{Room: c.room}, House: c, Zone: c.p.Zone(), Log: log, Given: c.Given()}
	return r.Play(ctx, name, in)
}

// Given is what scripts may use without having saved it: $platform is what the
// chat platform is called.
func (c *Chat) Given() map[string]string {
	p := c.p.Catalogues.Printer(i18n.German, c.p.Zone())
	return map[string]string{"platform": strings.Join(cards.PlatformNames(p, c.p.platforms()), ", ")}
}

func (c *Chat) room() *room.Room { return c.p.Room }

// Talk lets somebody type.
func (c *Chat) Talk(ctx context.Context, in io.Reader, out io.Writer) error {
	p := c.p.Catalogues.Printer(i18n.Pick(c.p.Org.Language, c.p.Org.Address), c.p.Zone())
	word := func(key string) string { return p.Line("terminal."+key, nil) }
	return script.Interactive(ctx, in, out, script.Terminal{
		Room: c.room, House: c, Zone: c.p.Zone(), Seat: c.firstSeat(),
		Words: script.Words{
			Welcome: p.Text("terminal.welcome", i18n.Args{"Town": c.p.Org.Name}).Plain(), Bot: word("bot"), Private: word("private"), Changed: word("changed"), Deleted: word("deleted"),
			NoSeat: word("no_seat"), NoButton: word("no_button"), FormHint: word("form_hint"), NoOption: word("no_option"),
			Yes: word("yes"), No: word("no"), Cancel: word("cancel"),
		},
	})
}

// firstSeat is the seat of a member of staff, the most usual of users; in an
// empty town hall the first one that walks in.
func (c *Chat) firstSeat() string {
	seats := c.p.Room.Seats()
	if len(seats) == 0 {
		return "ich"
	}
	for _, s := range seats {
		if s.ID == "sb-standesamt" {
			return s.ID
		}
	}
	return seats[0].ID
}
