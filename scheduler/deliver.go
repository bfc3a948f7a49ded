package scheduler

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

const (
	// maxPause is the longest pause between two attempts.
	maxPause = time.Hour
	// reconnect is how long what cannot be sent now, because the workspace is
	// not connected, waits before it is tried again.
	reconnect = time.Minute
)

// one sends one notice and says what became of it.
func (s *Scheduler) one(ctx context.Context, n *storage.Notice, p prepared) storage.Finished {
	d, outcome, err := s.send(ctx, n, p)
	if err != nil {
		outcome = s.failed(n, err)
	}
	if d.sent {
		s.spare(ctx, d.target, err)
	}
	return storage.Finished{Notice: n, Outcome: outcome, Posting: d.newPosting, ToldOn: d.toldOn}
}

// spare lets a workspace or a channel rest that does not take messages now: the
// others there need not ask.
func (s *Scheduler) spare(ctx context.Context, t bot.Target, err error) {
	var wait *bot.RateLimited
	workspace, channel := lanesOf(t)
	switch {
	case err == nil:
		s.pacer.well(t.Tenant, s.now())
	case errors.As(err, &wait) && wait.Channel:
		s.pacer.rest(channel, s.now().Add(wait.After))
	case wait != nil:
		s.pacer.rest(workspace, s.now().Add(wait.After))
	case errors.Is(err, bot.ErrDisconnected):
		s.pacer.rest(workspace, s.now().Add(reconnect))
	case ctx.Err() != nil: // it hangs
		s.pacer.strike(t.Tenant, s.now())
	}
}

// failed says what becomes of a notice that could not be sent: dead if its
// receiver is gone, otherwise another attempt after a growing pause. While the
// workspace is not connected it just waits; that it is not the adapter says.
func (s *Scheduler) failed(n *storage.Notice, err error) storage.Outcome {
	var wait *bot.RateLimited
	switch {
	case errors.As(err, &wait):
		return storage.Deferred(s.now().Add(wait.After))
	case errors.Is(err, bot.ErrDisconnected) && foldable(n):
		return storage.Apart(s.now().Add(reconnect)) // with whatever is due by then
	case errors.Is(err, bot.ErrDisconnected):
		s.log.Debug("a notice waits until its workspace is connected", "organisation", n.Org, "notice", n.Kind, "error", err)
		return storage.Deferred(s.now().Add(reconnect))
	case errors.Is(err, bot.ErrGone):
		s.log.Warn("a notice cannot be delivered", "organisation", n.Org, "notice", n.Kind, "error", err)
		return storage.Dead(err)
	}
	pause := min(time.Second<<min(n.Attempts, 12), maxPause)
	pause = pause/2 + rand.N(pause/2) // not all at once, if many have failed at once
	s.log.Warn("a notice waits for another attempt", "organisation", n.Org, "notice", n.Kind, "attempts", n.Attempts, "pause", pause, "error", err)
	return storage.Retry(s.now().Add(pause), err)
}

// delivery is one notice on its way: to whom, where, what.
type delivery struct {
	adapter    bot.Adapter
	target     bot.Target
	audience   string
	muted      bool      // the receiver wants to hear nothing unasked
	over       bool      // what it reminds of has been done since, or the receiver has left the town
	apart      bool      // of reminders that would make one message it is to be decided anew
	until      time.Time // before then, the receiver is not to be disturbed
	message    bot.Message
	sent       bool             // it was tried to send it
	toldOn     townhall.Date    // the receiver's day, of what is said unasked
	thing      townhall.Number  // that the message is about, if it is about one
	posted     *storage.Posting // where the thing is shown to the receiver already
	newPosting *storage.Posting
}

// send hands a notice to the platform. The thing as it stands now is shown: an older
// notice of the same card is the newest card.
func (s *Scheduler) send(ctx context.Context, n *storage.Notice, p prepared) (d delivery, _ storage.Outcome, err error) {
	d = p.delivery
	if p.err != nil {
		return d, storage.Outcome{}, p.err
	}
	if d.over || d.muted && n.Kind != cards.LateKind {
		return d, storage.Dropped(), nil
	}
	if d.apart {
		return d, storage.Apart(s.now()), nil
	}
	if d.until.After(s.now()) {
		return d, storage.Deferred(d.until), nil
	}
	if until := s.pacer.take(d.adapter, d.target, canWait(n), s.now()); !until.IsZero() {
		if foldable(n) && until.Sub(s.now()) > reconnect/2 { // with whatever is due by then
			return d, storage.Apart(until), nil
		}
		return d, storage.Deferred(until), nil
	}
	d.sent = true
	if n.Class == storage.ClassCard {
		ref, err := s.show(ctx, n, &d)
		return d, storage.Sent(ref), err
	}
	if d.posted != nil && !(n.Channel != "" && canWait(n)) { // a reminder to all stands below no card, where nobody looks
		d.target.Thread = d.posted.Ref
	}
	ref, err := s.post(ctx, n, &d)
	if err != nil {
		return d, storage.Outcome{}, err
	}
	if d.posted == nil && d.thing != 0 && n.Person != "" { // the first word about this thing begins its thread
		d.newPosting = &storage.Posting{Thing: d.thing, Audience: d.audience, Ref: ref}
	}
	return d, storage.Sent(ref), nil
}

// show puts a card in place of the one that stands there, or posts the first.
func (s *Scheduler) show(ctx context.Context, n *storage.Notice, d *delivery) (bot.Ref, error) {
	if d.posted != nil {
		err := d.adapter.Update(ctx, d.posted.Ref, d.message)
		if !errors.Is(err, bot.ErrGone) {
			return d.posted.Ref, err
		}
	}
	ref, err := s.post(ctx, n, d)
	if err == nil {
		d.newPosting = &storage.Posting{Thing: n.Thing, Audience: d.audience, Ref: ref}
	}
	return ref, err
}

// post sends a message. After an attempt whose end is not known it looks first
// whether it stands there, if the platform can.
func (s *Scheduler) post(ctx context.Context, n *storage.Notice, d *delivery) (bot.Ref, error) {
	key := postKey(n)
	if finder, ok := d.adapter.(bot.Finder); ok && n.Attempts > 1 {
		if ref, found, err := finder.Find(ctx, d.target, key); err != nil || found {
			return ref, err
		}
	}
	return d.adapter.Post(ctx, d.target, d.message, key)
}

// posted is where the receiver has the thing before them already: its thread, or
// its card, below which one begins.
func (s *Scheduler) posted(tx *storage.Tx, n *storage.Notice, audience string) (*storage.Posting, error) {
	p, ok, err := tx.Posting(n.Thing, audience)
	if err == nil && !ok && n.Person != "" && n.Class != storage.ClassCard {
		p, ok, err = tx.Posting(n.Thing, "card:"+string(n.Person))
	}
	if !ok {
		return nil, err
	}
	return p, err
}

// reach finds one of a person's accounts on a connected platform.
func (s *Scheduler) reach(accounts []*townhall.Identity, d *delivery) error {
	for _, a := range accounts {
		adapter, ok := s.adapters[a.Platform]
		tenant := bot.Tenant{Platform: a.Platform, ID: a.Tenant}
		if !ok || d.adapter != nil && !configured(adapter, tenant) {
			continue // an account elsewhere has been found already
		}
		d.adapter, d.target = adapter, bot.Target{Tenant: tenant, Person: a.User}
		if configured(adapter, tenant) {
			return nil
		}
	}
	if d.adapter != nil {
		return nil // the message waits until that workspace is connected again
	}
	return fmt.Errorf("the person has no account on a connected platform: %w", bot.ErrGone)
}

// configured reports whether a workspace is among those that an adapter connects.
func configured(a bot.Adapter, tenant bot.Tenant) bool {
	watched, ok := a.(bot.Watched)
	return !ok || slices.ContainsFunc(watched.Connections(), func(c bot.Connection) bool { return c.Tenant == tenant })
}

// reachChannel finds a channel on its platform.
func (s *Scheduler) reachChannel(c *townhall.Channel, d *delivery) error {
	adapter, ok := s.adapters[c.Platform]
	if !ok {
		return fmt.Errorf("channel %s is on no connected platform: %w", c.ID, bot.ErrGone)
	}
	d.adapter = adapter
	d.target = bot.Target{Tenant: bot.Tenant{Platform: c.Platform, ID: c.Tenant}, Channel: c.Remote}
	return nil
}

// printer prints for a person, or in the organisation's language for a channel,
// where nobody is addressed.
func (s *Scheduler) printer(org *townhall.Organisation, p *townhall.Person) *i18n.Printer {
	return cards.Printer(s.catalogues, org, p, s.almanac.Zone(org), s.now())
}
