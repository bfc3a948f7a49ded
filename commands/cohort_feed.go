package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortFeed gives the person an address of their own for their calendar. The
// address is shown once and kept nowhere; a new one takes the place of the old.
func cohortFeed(c *Call) (reply bot.Reply, err error) {
	if c.router.CalendarAt == nil {
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "cohort.no_feed")
	}
	secret := token()
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, nil)
		if err != nil {
			return err
		}
		reply = bot.Private(cards.CohortFeed(c.P, v, c.router.CalendarAt(secret)))
		reply.OffRecord = true
		return tx.SaveFeed(v.Key(), c.Person.ID, secret)
	})
	return reply, err
}

// cohortFeedEnd makes that address good no longer.
func cohortFeedEnd(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, nil)
		if err != nil {
			return err
		}
		has, err := tx.HasFeed(v.Key(), c.Person.ID)
		if err != nil {
			return err
		}
		if !has {
			return townhall.Errf(townhall.Conflict, "cohort.has_no_feed")
		}
		reply = c.answer(cards.Named(c.P, v, cards.Say(c.P, "cohort.feed_ended", nil, bot.Row{c.button("cohort.dates", v.Key().String())})))
		return tx.DeleteFeed(v.Key(), c.Person.ID)
	})
	return reply, err
}
