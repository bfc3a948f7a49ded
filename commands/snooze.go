package commands

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// snoozeWords are what people type for how long a reminder is put off.
var snoozeWords = map[string]townhall.Snooze{
	"heute": townhall.SnoozeToday, "spaeter": townhall.SnoozeToday, "nachher": townhall.SnoozeToday, "heute noch": townhall.SnoozeToday,
	"spaeter heute": townhall.SnoozeToday, "today": townhall.SnoozeToday, "later": townhall.SnoozeToday, "later today": townhall.SnoozeToday,
	"morgen": townhall.SnoozeTomorrow, "morgen wieder": townhall.SnoozeTomorrow, "am naechsten arbeitstag": townhall.SnoozeTomorrow,
	"tomorrow": townhall.SnoozeTomorrow, "next working day": townhall.SnoozeTomorrow,
	"naechste woche": townhall.SnoozeNextWeek, "woche": townhall.SnoozeNextWeek, "next week": townhall.SnoozeNextWeek, "week": townhall.SnoozeNextWeek,
}

// snoozeDays is how many days ago a reminder may have been said that is put off by a
// typed word.
const snoozeDays = 7

// snooze puts a reminder off: the one whose menu was used, or, in typed words, what
// somebody was reminded of last.
func snooze(c *Call) (bot.Reply, error) {
	if s, key, revision, ok := cards.Snoozed(c.Args.Text); ok {
		return c.putOff(s, func(tx *storage.Tx) ([]*storage.Notice, error) {
			n, ok, err := tx.SaidReminder(key, revision, c.Person.ID)
			if err != nil || !ok {
				return nil, err
			}
			return []*storage.Notice{n}, nil
		})
	}
	if c.Args.Text == "" {
		return c.offerSnoozes()
	}
	s, ok := snoozeWords[fold(c.Args.Text)]
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "snooze.unknown", "Text", c.Args.Text)
	}
	return c.putOff(s, c.lastReminders)
}

// lastReminders are what the person was reminded of last.
func (c *Call) lastReminders(tx *storage.Tx) ([]*storage.Notice, error) {
	return tx.LastReminders(c.Person.ID, c.Today.AddDays(-snoozeDays))
}

// putOff has reminders come again.
func (c *Call) putOff(s townhall.Snooze, find func(*storage.Tx) ([]*storage.Notice, error)) (bot.Reply, error) {
	var until time.Time
	var reach townhall.Reach
	err := c.Update(func(tx *storage.Tx) error {
		until = time.Time{}
		said, err := find(tx)
		if err != nil {
			return err
		}
		if len(said) == 0 {
			return townhall.Errf(townhall.Conflict, "snooze.nothing")
		}
		if reach, err = c.reach(tx); err != nil {
			return err
		}
		for _, n := range said {
			helps, err := helpsUntil(tx, n)
			if err != nil {
				return err
			}
			again, ok := reach.Snooze(townhall.Reminder{Until: helps}, s, c.Now)
			if !ok {
				continue
			}
			until = again.At
			if err := tx.SayAgain(n, again.At, again.Today); err != nil {
				return err
			}
		}
		if until.IsZero() {
			return townhall.Errf(townhall.Conflict, "snooze.too_late")
		}
		return nil
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.say("snooze.done", i18n.Args{"At": i18n.Moment{Time: until.In(reach.Zone)}}), nil
}

// reach is when the person can be told something.
func (c *Call) reach(tx *storage.Tx) (townhall.Reach, error) {
	s, err := tx.Settings(c.Person.ID)
	if err != nil {
		return townhall.Reach{}, err
	}
	cal, err := c.router.calendar(c.Org)
	return townhall.ReachOf(c.Person, s, cal, c.zone), err
}

// helpsUntil is the moment until which all of a message of reminders helps: later than
// anybody is away if it helps as long as it is true.
func helpsUntil(tx *storage.Tx, n *storage.Notice) (time.Time, error) {
	parts, err := tx.Parts(n)
	helps := time.Time{}
	for _, one := range append(parts, n) {
		if !one.Until.IsZero() && (helps.IsZero() || one.Until.Before(helps)) {
			helps = one.Until
		}
	}
	return helps, err
}

// offerSnoozes shows how long what the person was reminded of last can be put off.
func (c *Call) offerSnoozes() (bot.Reply, error) {
	var row bot.Row
	var said []*storage.Notice
	err := c.View(func(tx *storage.Tx) (err error) {
		if said, err = c.lastReminders(tx); err != nil || len(said) == 0 {
			return err
		}
		reach, err := c.reach(tx)
		if err != nil {
			return err
		}
		helps, err := helpsUntil(tx, said[0])
		for _, o := range reach.Snoozes(helps, c.Now) {
			row = append(row, bot.Button("lotsenfunk.snooze", snoozeValues[o.Snooze], cards.SnoozeLabel(c.P, o, townhall.DateOf(c.Now, reach.Zone))))
		}
		return err
	})
	switch {
	case err != nil:
		return bot.Nothing(), err
	case len(said) == 0:
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "snooze.nothing")
	case len(row) == 0:
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "snooze.too_late")
	}
	return c.say("snooze.card", nil, row), nil
}

// snoozeValues are the words behind the buttons.
var snoozeValues = map[townhall.Snooze]string{townhall.SnoozeToday: "heute", townhall.SnoozeTomorrow: "morgen", townhall.SnoozeNextWeek: "woche"}
