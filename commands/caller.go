package commands

import (
	"context"
	"errors"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// An event begins with who asks. The router takes them for who they were when
// they asked last; the first statement of the interaction's transaction says
// whether that is still so, and if not, the event is handled anew.

// maxAttempts is how often an event is handled anew because who asks changes
// meanwhile.
const maxAttempts = 3

// handleAnew answers an event of somebody who is not remembered, or no longer
// who they were.
func (r *Router) handleAnew(ctx context.Context, ev bot.Event, attempt int) bot.Reply {
	caller, err := r.store.Who(ctx, ev.Who)
	if err != nil {
		return r.nobodyKnown(ev, err)
	}
	if caller.Org == nil {
		return bot.Nothing()
	}
	if caller.Person == nil && !ev.Who.Guest {
		if caller, err = r.welcome(ctx, ev.Who, caller.Org); err != nil {
			return r.nobodyKnown(ev, err)
		}
	}
	c := r.call(ctx, ev, caller)
	c.confirmed, c.attempt = true, attempt
	switch {
	case ev.Who.Guest:
		return bot.Private(cards.Say(c.P, "error.guest", i18n.Args{"Town": c.Org.Name}))
	case c.Person.Gone:
		return bot.Private(cards.Say(c.P, "error.gone", nil))
	case !c.ordinary():
		if err := r.askAddress(c); err != nil {
			return r.nobodyKnown(ev, err)
		}
	}
	return r.inTime(c)
}

// call begins a call of who is asking. A guest may be nobody.
func (r *Router) call(ctx context.Context, ev bot.Event, caller storage.Caller) *Call {
	c := &Call{Ctx: ctx, Event: ev, Org: caller.Org, Person: caller.Person, Now: r.now(), router: r, row: &Row{}, caller: caller}
	c.zone = r.zone(c.Org)
	c.Today = townhall.DateOf(c.Now, c.zone)
	if c.Person == nil {
		c.Person = &townhall.Person{Language: languageOf(ev.Who.Language)}
	}
	c.P, c.By = r.printer(c, c.Person), c.Person
	return c
}

// ordinary: nothing has to be said or asked before this person's event is
// handled.
func (c *Call) ordinary() bool {
	unasked := c.Org.Address == "" && !c.Org.AddressAskedFor && c.Person.Is(townhall.RoleAdmin)
	return !c.Event.Who.Guest && !c.Person.Gone && !unasked
}

// welcome makes a person of an account on first contact. It is a transaction of
// its own and leaves neither an event nor a time: an anonymous filing that
// follows must not be joinable with the arrival of its author.
func (r *Router) welcome(ctx context.Context, who bot.Account, org *townhall.Organisation) (storage.Caller, error) {
	p := newPerson(who, org)
	err := r.store.Update(ctx, org.ID, func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		if len(people) == 0 { // nobody is there who could give roles
			p.Roles = []townhall.Role{townhall.RoleCoordinator, townhall.RoleAdmin}
		}
		return arrive(tx, p, who)
	})
	// Of somebody's two first messages at once, the other one may have been faster.
	caller, err2 := r.store.Who(ctx, who)
	if err2 == nil && caller.Person != nil {
		return caller, nil
	}
	return storage.Caller{}, errors.Join(errors.New("nobody came into being"), err, err2)
}

// newPerson is somebody of whom only the account is known.
func newPerson(who bot.Account, org *townhall.Organisation) *townhall.Person {
	p := &townhall.Person{ID: townhall.PersonID("p-" + token()[:12]), Display: who.Name, Language: languageOf(who.Language), Zone: zoneOf(who.Zone, org)}
	if p.Display == "" {
		p.Display = who.ID
	}
	return p
}

// arrive keeps a new person and their account.
func arrive(tx *storage.Tx, p *townhall.Person, who bot.Account) error {
	if err := tx.CreatePerson(p); err != nil {
		return err
	}
	return tx.SaveIdentity(townhall.Identity{Platform: who.Tenant.Platform, Tenant: who.Tenant.ID, User: who.ID, Person: p.ID})
}

// zoneOf is what is kept of the time zone that a platform gives for somebody: only
// one that differs from the organisation's.
func zoneOf(zone string, org *townhall.Organisation) string {
	if _, err := time.LoadLocation(zone); err != nil || zone == org.Zone || zone == "Local" {
		return ""
	}
	return zone
}

// askAddress asks the first admin, once, whether people are addressed with Sie
// or Du here. Unanswered it is Sie.
func (r *Router) askAddress(c *Call) error {
	return r.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		org, err := tx.Organisation()
		if err != nil || org.AddressAskedFor {
			return err
		}
		org.AddressAskedFor = true
		if err := tx.SaveOrganisation(org); err != nil {
			return err
		}
		return tx.TellPerson(c.Person.ID, townhall.Notice{Kind: "town.address"}, "", c.Now, c.Today)
	})
}
