package scheduler

import (
	"context"
	"errors"
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// prepared is a notice that is ready to be sent, or why it is not.
type prepared struct {
	delivery
	err error
}

// prepareAll renders notices to receivers in one town. What they are about is read
// once for all of them, in one transaction; if something is wrong with one, each is
// prepared on its own. What is about nothing in particular takes no reading.
func (s *Scheduler) prepareAll(ctx context.Context, all []claimed) []prepared {
	ready := make([]prepared, len(all))
	var reading []int
	for i, one := range all {
		if reads(one.Notice) {
			reading = append(reading, i)
		} else {
			ready[i] = s.prepareOne(nil, one)
		}
	}
	if len(reading) == 0 {
		return ready
	}
	err := s.store.View(ctx, all[0].Org, func(tx *storage.Tx) error {
		tx.Expect(receivers(all))
		for _, i := range reading {
			ready[i] = s.prepareOne(tx, all[i])
			if ready[i].err != nil && !errors.Is(ready[i].err, bot.ErrGone) {
				return ready[i].err
			}
		}
		return nil
	})
	if err == nil {
		return ready
	}
	for _, i := range reading {
		ready[i].err = s.store.View(ctx, all[i].Org, func(tx *storage.Tx) error {
			ready[i] = s.prepareOne(tx, all[i])
			return ready[i].err
		})
	}
	return ready
}

// reads reports whether preparing a notice asks the database.
func reads(n *storage.Notice) bool { return canWait(n) || n.Thing != 0 || n.Values["cohort"] != "" }

// receivers are the people among those whom notices are for.
func receivers(all []claimed) (people []townhall.PersonID) {
	for _, one := range all {
		if one.Person != "" {
			people = append(people, one.Person)
		}
	}
	return people
}

func (s *Scheduler) prepareOne(tx *storage.Tx, one claimed) (p prepared) {
	switch p.err = one.err; {
	case p.err != nil:
	case one.to == nil:
		p.err = fmt.Errorf("the town does not know the receiver: %w", bot.ErrGone)
	default:
		p.err = s.prepare(tx, one.Notice, one.to, &p.delivery)
	}
	return p
}

// prepare finds where the receiver can be reached and renders the message for them.
func (s *Scheduler) prepare(tx *storage.Tx, n *storage.Notice, to *storage.Receiver, d *delivery) (err error) {
	if n.Class == storage.ClassReminder && n.Person != "" {
		return s.prepareReminders(tx, n, to, d)
	}
	org, reader := to.Org, to.Person
	if canWait(n) {
		still, err := stillTrue(tx, n)
		if d.over = !still || !n.Until.IsZero() && s.now().After(n.Until); d.over || err != nil {
			return err
		}
	}
	if reader != nil {
		if d.over = reader.Gone; d.over {
			return nil
		}
		d.audience, d.muted = "person:"+string(n.Person), reader.Muted
		if n.Class == storage.ClassCard { // shown anew in its place; what was said to them stays as it is
			d.audience = "card:" + string(n.Person)
		}
		err = s.reach(to.Accounts, d)
	} else {
		d.audience = "channel:" + string(n.Channel)
		err = s.reachChannel(to.Channel, d)
	}
	if err != nil {
		return err
	}
	if canWait(n) {
		if d.until, err = s.until(n, to, d); err != nil || d.until.After(s.now()) {
			return err // what cannot be said yet is found anew when it can
		}
	}
	if n.Kind == storage.DigestKind {
		d.message, err = s.renderDigest(tx, n, to, d)
		return err
	}
	if d.thing = n.Thing; d.thing != 0 {
		if d.posted, err = s.posted(tx, n, d.audience); err != nil {
			return err
		}
	}
	d.message, err = s.render(tx, s.printer(org, reader), n, reader, d)
	return err
}

// render makes the message of a notice for its reader, who is nil for a channel.
func (s *Scheduler) render(tx *storage.Tx, p *i18n.Printer, n *storage.Notice, reader *townhall.Person, d *delivery) (m bot.Message, err error) {
	told, err := s.see(tx, n, reader, d)
	if err != nil || d.over {
		return m, err
	}
	return cards.Notice(p, told)
}

// see looks up what a notice is about as its reader sees it now.
func (s *Scheduler) see(tx *storage.Tx, n *storage.Notice, reader *townhall.Person, d *delivery) (told cards.Told, err error) {
	told = cards.Told{Kind: n.Kind, To: townhall.Audience(n.Values["to"]), Number: n.Thing, Values: n.Values}
	if err := s.seeCohort(tx, n, reader, d, &told); err != nil || d.over {
		return told, err
	}
	if n.Thing != 0 {
		told.Seen, err = tx.See(n.Thing, reader)
	}
	return told, err
}
