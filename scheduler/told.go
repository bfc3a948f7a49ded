package scheduler

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// foldable reports whether what makes one message can still be decided anew: it is a
// message of reminders that was never tried. One that was may stand there, and is
// looked for by its key.
func foldable(n *storage.Notice) bool {
	return n.Class == storage.ClassReminder && n.Person != "" && n.Attempts <= 1
}

// postKey names a message: the same one has the same key however often it is tried,
// and with something else along it is another one.
func postKey(n *storage.Notice) bot.Key {
	key := fmt.Sprintf("%s/%s/%d", n.Org, n.Key, n.Revision)
	if len(n.Parts) > 0 {
		h := sha256.New()
		for _, part := range n.Parts {
			fmt.Fprintf(h, "%d:%s", len(part), part)
		}
		key += fmt.Sprintf("/%x", h.Sum(nil)[:8])
	}
	return bot.Key(key)
}

// prepareReminders prepares a message of one or several reminders to a person, of
// which it shows those that still help and are true. If it does not fit the moment any
// more, what is said is decided anew.
func (s *Scheduler) prepareReminders(tx *storage.Tx, n *storage.Notice, to *storage.Receiver, d *delivery) error {
	org, reader := to.Org, to.Person
	if d.over = reader.Gone; d.over {
		return nil
	}
	d.audience, d.muted = "person:"+string(n.Person), reader.Muted
	if d.muted {
		return nil
	}
	parts, err := s.standing(tx, n)
	if err != nil {
		return err
	}
	if d.over = len(parts) == 0; d.over {
		return nil
	}
	cal, err := s.almanac.Calendar(org)
	if err != nil {
		return err
	}
	reach := townhall.ReachOf(reader, to.Settings, cal, s.almanac.Zone(org))
	today := townhall.DateOf(s.now(), reach.Zone)
	switch open := reach.Open(s.now()); {
	case !open && foldable(n):
		d.apart = true
		return nil
	case !open:
		d.until = townhall.NextMoment(to.Settings, cal, s.now().In(reach.Zone))
	}
	if err := s.reach(to.Accounts, d); err != nil {
		return err
	}
	d.toldOn = today
	return s.renderReminders(tx, s.printer(org, reader), n, parts, reader, reach, d)
}

// standing are the reminders of a message that still help and are true, earliest
// first.
func (s *Scheduler) standing(tx *storage.Tx, n *storage.Notice) ([]*storage.Notice, error) {
	parts, err := tx.Parts(n)
	if err != nil {
		return nil, err
	}
	parts = append(parts, n)
	slices.SortStableFunc(parts, func(a, b *storage.Notice) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Key, b.Key)) })
	var standing []*storage.Notice
	for _, one := range parts {
		if !one.Until.IsZero() && s.now().After(one.Until) {
			continue
		}
		still, err := isTrue(tx, one)
		if err != nil {
			return nil, err
		}
		if still {
			standing = append(standing, one)
		}
	}
	return standing, nil
}

// renderReminders makes one message of reminders: of one as it is, of several with a
// part for each.
func (s *Scheduler) renderReminders(tx *storage.Tx, p *i18n.Printer, n *storage.Notice, parts []*storage.Notice, reader *townhall.Person, reach townhall.Reach, d *delivery) error {
	folded := cards.Together{}
	today := townhall.DateOf(s.now(), reach.Zone)
	var first *storage.Notice
	urgent := false
	var helps time.Time // all of them, until then
	for _, one := range parts {
		told, err := s.see(tx, one, reader, d)
		if err != nil {
			return err
		}
		if d.over {
			d.over = false
			continue
		}
		if told.StandIn, err = s.standIn(tx, one, reader); err != nil {
			return err
		}
		m, err := cards.Notice(p, told)
		if err != nil {
			return err
		}
		urgent = urgent || isDecision(one) || one.Today == today
		switch {
		case one.Today == today && one.On == today && !isDecision(one):
			folded.Today++
		case one.On.Before(today) && one.Today != today:
			folded.Earlier++
		}
		part := cards.Part{Message: m}
		if told.Cohort != nil {
			part.About = told.Cohort.Title
		}
		folded.Parts = append(folded.Parts, part)
		first = cmp.Or(first, one)
		if !one.Until.IsZero() && (helps.IsZero() || one.Until.Before(helps)) {
			helps = one.Until
		}
	}
	d.over = len(folded.Parts) == 0
	d.apart = !d.over && !n.Counted && !urgent && foldable(n) // what need not be counted has been done since
	if d.over || d.apart {
		return nil
	}
	folded.Snoozes = cards.SnoozeOptions(p, reach.Snoozes(helps, s.now()), today, n.Key, n.Revision)
	d.message = cards.Remind(p, folded)
	if len(folded.Parts) == 1 && first.Thing != 0 {
		var err error
		d.thing = first.Thing
		d.posted, err = s.posted(tx, first, d.audience)
		return err
	}
	return nil
}
