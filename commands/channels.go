package commands

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// channels shows which channel serves which purpose, or changes it for the
// channel in which it is typed: "ideen hier".
func channels(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbAdminister, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		return c.channelsCard("channels.card")
	}
	word, rest := cutWord(c.Args.Text)
	purpose, ok := purposeWords[fold(word)]
	if !ok || !slices.Contains([]string{"hier", "here", ""}, fold(rest)) {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "channels.usage")
	}
	where := c.Event.Where
	if where.Direct || where.Unseen || where.ID == "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "channels.not_here")
	}
	tenant := c.Event.Who.Tenant
	here := townhall.Channel{Name: where.Name, Platform: tenant.Platform, Tenant: tenant.ID, Remote: where.ID}
	if here.Name == "" {
		here.Name = where.ID
	}
	err := c.Update(func(tx *storage.Tx) error {
		all, err := tx.Channels()
		if err != nil {
			return err
		}
		changed, err := townhall.Dedicate(all, here, purpose, where.Private)
		if err != nil {
			return err
		}
		for _, one := range changed {
			if err := tx.SaveChannel(one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.channelsCard("channels.changed")
}

// purposeWords are what people type for a purpose.
var purposeWords = map[string]townhall.Purpose{
	"ideen": townhall.PurposeIdeas, "idee": townhall.PurposeIdeas, "ideas": townhall.PurposeIdeas,
	"fragen": townhall.PurposeHelpRequests, "lotsen": townhall.PurposeHelpRequests, "questions": townhall.PurposeHelpRequests, "help_requests": townhall.PurposeHelpRequests,
	"lehrgang": townhall.PurposeCohort, "jahrgang": townhall.PurposeCohort, "programme": townhall.PurposeCohort, "cohort": townhall.PurposeCohort,
	"neuigkeiten": townhall.PurposeAnnouncements, "rathaus": townhall.PurposeAnnouncements, "news": townhall.PurposeAnnouncements, "announcements": townhall.PurposeAnnouncements,
}

func (c *Call) channelsCard(key string) (bot.Reply, error) {
	var all []*townhall.Channel
	err := c.View(func(tx *storage.Tx) (err error) {
		all, err = tx.Channels()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Channels(c.P, key, all, !c.Event.Where.Direct)), nil
}

// status says how the bot is: nothing about anybody in particular.
func status(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbAdminister, nil); err != nil {
		return bot.Nothing(), err
	}
	s := cards.Status{Version: c.router.About.Version, Platforms: c.router.About.Platforms, Engine: c.router.store.Engine()}
	err := c.View(func(tx *storage.Tx) (err error) {
		if s.Due, s.Later, s.Dead, err = tx.CountNotices(c.Now); err != nil {
			return err
		}
		s.Troubled, err = tx.TroubledNotices()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.StatusCard(c.P, s)), nil
}

// About is what the program says of itself.
type About struct {
	Version   string
	Platforms []string // connected
}
