package program

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/playground"
	"lotsenfunk/bot/room"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// playgroundPeople are everybody whose seat can be taken in the browser.
func (p *Program) playgroundPeople(ctx context.Context) ([]playground.Person, error) {
	var seats []playground.Person
	err := p.Store.View(ctx, p.Org.ID, func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		departments, err := tx.Departments()
		if err != nil {
			return err
		}
		names := map[townhall.DepartmentID]string{}
		for _, d := range departments {
			names[d.ID] = d.Name
		}
		for _, one := range people {
			if one.Gone {
				continue
			}
			seat := playground.Person{ID: string(one.ID), Name: one.Display, Department: names[one.Department]}
			for _, r := range one.Roles {
				if r != townhall.RoleParticipant {
					seat.Roles = append(seat.Roles, string(r))
				}
			}
			seats = append(seats, seat)
		}
		return nil
	})
	return seats, err
}

// newPlayground makes the pages of the chat house.
func (p *Program) newPlayground(ctx context.Context) (*playground.Playground, error) {
	people, err := p.playgroundPeople(ctx)
	if err != nil {
		return nil, err
	}
	cal, err := p.Org.NewCalendar()
	if err != nil {
		return nil, err
	}
	return playground.New(playground.Options{
		Room: p.Room, Clock: p, Printer: p.printer, Zone: p.Zone(), Town: p.Org.Name, People: people, Log: p.log,
		NextWorkday: func(t time.Time) time.Time {
			day := townhall.DateOf(t, p.Zone())
			return cal.NextWorkday(day.AddDays(1)).At(9, 0, p.Zone())
		},
		Language: func(ctx context.Context, seat string) i18n.Language {
			who, err := p.Store.Who(ctx, bot.Account{Tenant: p.Room.Tenant(), ID: seat})
			if err != nil || who.Org == nil {
				return i18n.Pick(p.Org.Language, p.Org.Address)
			}
			return languageOf(who)
		},
		Commands: p.commands,
		Home:     p.home,
		Settle:   p.Settle,
	})
}

// home is what the bot pins above a seat's direct messages. Looking at a page
// makes nobody a person: that begins with their first word.
func (p *Program) home(ctx context.Context, seat string) (bot.Message, bool) {
	account := bot.Account{Tenant: p.Room.Tenant(), ID: seat}
	who, err := p.Store.Who(ctx, account)
	if err != nil || who.Person == nil {
		return bot.Message{}, false
	}
	reply := p.Router.Handle(ctx, bot.Event{Kind: bot.KindHome, Delivery: "home", Who: account, Where: bot.Place{ID: room.Direct(seat), Direct: true, Private: true}})
	if m := reply.Message(); m != nil {
		return *m, true
	}
	return bot.Message{}, false
}

// printer prints in a language, for whoever looks at the pages.
func (p *Program) printer(l i18n.Language) *i18n.Printer {
	return cards.PrinterIn(p.Catalogues, l, p.Org, p.Zone())
}

// commands are what the browser completes while somebody types.
func (p *Program) commands(l i18n.Language) []playground.Command {
	var all []playground.Command
	for _, c := range commands.Guide(p.printer(l), p.Org) {
		one := playground.Command{Word: c.Word, Hint: c.Hint}
		for _, v := range c.Verbs {
			one.Verbs = append(one.Verbs, playground.Verb(v))
		}
		all = append(all, one)
	}
	return all
}

// Serve serves the playground on a listener until the context ends.
func (p *Program) Serve(ctx context.Context, l net.Listener) error {
	pages, err := p.newPlayground(context.WithoutCancel(ctx)) // an interrupt ends serving, not this
	if err != nil {
		return errors.Join(err, l.Close())
	}
	mux := http.NewServeMux()
	pages.Routes(mux)
	p.CalendarRoutes(mux)
	// A live connection lasts as long as its page is open: stopping ends the
	// context of all requests first.
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return serving }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve the playground: %w", err)
	case <-ctx.Done():
	}
	stop()
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer done()
	if err := server.Shutdown(grace); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close() // browsers keep spare connections open that never ask for anything
}
