package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaRule changes an idea and returns what follows from it.
type ideaRule func(*storage.Tx, *townhall.Idea) ([]townhall.Notice, error)

// change loads the idea of the call, lets rule change it, saves it and writes
// what follows. It answers with the catalogue entry key.
func (c *Call) change(action townhall.IdeaAction, key string, rule ideaRule) (bot.Reply, error) {
	return c.changeSaying(action, &key, rule)
}

// changeSaying is change for a rule that chooses the answer by setting *key.
func (c *Call) changeSaying(action townhall.IdeaAction, key *string, rule ideaRule) (reply bot.Reply, err error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	err = c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		was := idea.State
		notices, err := rule(tx, idea)
		if err != nil {
			return err
		}
		idea.TurnBack(was, c.Org, cal, c.Today)
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		if err := c.record(tx, idea, action, nil, notices); err != nil {
			return err
		}
		row := bot.Row{c.button("idea.show", cards.Num(idea.ID))}
		if action == townhall.IdeaAccept && idea.Can(townhall.IdeaStart, c.Person) {
			row = append(row, c.button("idea.project", cards.Num(idea.ID)), c.button("idea.rate", cards.Num(idea.ID)))
		}
		reply = c.say(*key, c.ideaArgs(idea), row)
		return nil
	})
	return reply, err
}

// ideaArgs are what an answer about a step may name.
func (c *Call) ideaArgs(idea *townhall.Idea) i18n.Args {
	args := i18n.Args{"Number": idea.ID, "Title": idea.Title, "Count": idea.Votes, "Other": idea.MergedInto,
		"State": i18n.Key("state.idea." + string(idea.State)), "Effort": idea.Effort, "Benefit": idea.Benefit}
	if !idea.ParkedUntil.IsZero() {
		args["Until"] = cards.Day(idea.ParkedUntil)
	}
	return args
}

// ideaAmend adds to the description of one's own idea.
func ideaAmend(c *Call) (bot.Reply, error) {
	text := c.textOr("description")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.sentenceForm("idea.amend", "description")
	}
	if err := refuseReceipt("description", text); err != nil {
		return bot.Nothing(), err
	}
	return c.change(townhall.IdeaAmend, "idea.amended", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return nil, idea.Amend(c.Person, text)
	})
}

// ideaAnswer answers the question about one's own idea.
func ideaAnswer(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.sentenceForm("idea.answer", "answer")
	}
	return c.answerIdea(text)
}

// answerIdea answers as c.By: the author, or the holder of a receipt.
func (c *Call) answerIdea(text string) (bot.Reply, error) {
	if err := refuseReceipt("answer", text); err != nil {
		return bot.Nothing(), err
	}
	key := "idea.answered"
	return c.changeSaying(townhall.IdeaAnswer, &key, func(tx *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		if idea.Anonymous {
			key = "idea.answered_anonymously"
		}
		comment, notices, err := idea.Answer(c.By, text, c.Today)
		if err != nil {
			return nil, err
		}
		return notices, tx.AddComment(&comment)
	})
}

// ideaWithdraw takes one's own idea back.
func ideaWithdraw(c *Call) (bot.Reply, error) { return c.withdrawIdea() }

func (c *Call) withdrawIdea() (bot.Reply, error) {
	return c.change(townhall.IdeaWithdraw, "idea.withdrawn", func(_ *storage.Tx, idea *townhall.Idea) ([]townhall.Notice, error) {
		return idea.Withdraw(c.By, c.Today)
	})
}
