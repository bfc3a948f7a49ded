package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// digestMenu is what a bare /bericht shows: the person's Wochenstand as of now. It
// counts as none that was sent.
func digestMenu(c *Call) (bot.Reply, error) {
	var d *townhall.Digest
	err := c.View(func(tx *storage.Tx) (err error) {
		if d, err = c.digest(tx); err != nil {
			return err
		}
		d.Asked, err = tx.DecisionsAskedBy(c.Person, cards.PageSize)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.DigestNow(c.P, d)), nil
}

// digest makes the person's Wochenstand as of now.
func (c *Call) digest(tx *storage.Tx) (*townhall.Digest, error) {
	s, err := c.digestSetting(tx)
	if err != nil {
		return nil, err
	}
	return tx.Digest(c.Person, s.plan.Rhythmic(s.usual), c.Now, c.zone)
}

// digestAll shows all that stands behind the Wochenstand.
func digestAll(c *Call) (bot.Reply, error) {
	var rest *townhall.DigestRest
	err := c.View(func(tx *storage.Tx) error {
		d, err := c.digest(tx)
		if err != nil {
			return err
		}
		if err := d.Scope.Check(); err != nil {
			return err
		}
		rest, err = tx.DigestRest(d)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	m, err := cards.DigestAll(c.P, rest)
	return c.answer(m), err
}

// digestProject shows how far one project is. Any other number is shown as what it
// is.
func digestProject(c *Call) (bot.Reply, error) {
	if c.Args.Text != "" {
		id, _, err := c.projectNamed(c.Args.Text, nothingBehind)
		if err != nil {
			return bot.Nothing(), err
		}
		c.Args.Number = townhall.Number(id)
	}
	var project *townhall.Project
	var progress []townhall.ProgressMark
	err := c.View(func(tx *storage.Tx) (err error) {
		if project, err = tx.Project(townhall.ProjectID(c.Args.Number)); err != nil {
			return err
		}
		if err := townhall.May(c.Person, townhall.VerbReadDigest, project); err != nil {
			return err
		}
		progress, err = tx.ProgressOf([]*townhall.Project{project}, c.Today)
		return err
	})
	if townhall.ErrorCode(err) == townhall.NotFound {
		if m, found, err := c.otherKind(c.Args.Number); found || err != nil {
			return c.answer(m), err
		}
	}
	if err != nil {
		return bot.Nothing(), err
	}
	m, err := cards.DigestProject(c.P, project, progress)
	return c.answer(m), err
}
