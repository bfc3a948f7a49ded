package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaFileDraft files a draft that waited for a click.
func ideaFileDraft(c *Call) (bot.Reply, error) { return c.fileKept(false) }

// ideaFileDraftUnnamed does the same without a name.
func ideaFileDraftUnnamed(c *Call) (bot.Reply, error) { return c.fileKept(true) }

func (c *Call) fileKept(unnamed bool) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		d, err := takeDraft(tx, c.Args.Text)
		if err != nil {
			return err
		}
		if d.Sentence { // a line that looked like a verb: it has not been looked at as an idea yet
			d.Title, d.Description = townhall.TitleAndDescription(d.Title)
			reply, err = c.fileIn(tx, d, ask{similar: true, name: !d.Anonymous && !d.Named})
			return err
		}
		d.Anonymous = (d.Anonymous || unnamed) && !d.Named && d.Origin == ""
		reply, err = c.fileIn(tx, d, ask{})
		return err
	})
	return reply, err
}

// ideaEditDraft opens a draft in the form.
func ideaEditDraft(c *Call) (bot.Reply, error) {
	var d draft
	err := c.View(func(tx *storage.Tx) (err error) {
		d, err = readDraft(tx, c.Args.Text)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if d.Sentence {
		d.Title, d.Description = townhall.TitleAndDescription(d.Title)
	}
	return ideaForm(c, d)
}

// ideaDropDraft files nothing and hands the words back.
func ideaDropDraft(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		d, err := takeDraft(tx, c.Args.Text)
		if err != nil {
			return err
		}
		reply = c.say("idea.dropped", i18n.Args{"Text": strings.TrimSpace(d.Title + "\n" + d.Description)})
		reply.OffRecord = true
		return nil
	})
	return reply, err
}

// ideaSupportSimilar supports the idea that was meant, and files nothing.
func ideaSupportSimilar(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		if _, err := takeDraft(tx, c.Args.Text); err != nil {
			return err
		}
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		if err := idea.CheckVote(c.Person); err != nil {
			return err
		}
		if err := c.vote(tx, idea, true); err != nil {
			return err
		}
		reply = c.say("idea.supported_instead", i18n.Args{"Number": idea.ID, "Count": idea.Votes},
			bot.Row{c.button("idea.show", cards.Num(idea.ID))})
		return nil
	})
	return reply, err
}
