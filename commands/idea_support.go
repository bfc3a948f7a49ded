package commands

import (
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaVote supports an idea; said again, it takes the support back.
func ideaVote(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		if err := idea.CheckVote(c.Person); err != nil {
			return err
		}
		voted, err := tx.HasVoted(idea.ID, c.Person.ID)
		if err != nil {
			return err
		}
		if err := c.vote(tx, idea, !voted); err != nil {
			return err
		}
		key, action := "idea.supported", "idea.unvote"
		if voted {
			key, action = "idea.unsupported", "idea.vote"
		}
		reply = c.say(key, i18n.Args{"Number": idea.ID, "Count": idea.Votes}, bot.Row{c.button(action, cards.Num(idea.ID))})
		return nil
	})
	return reply, err
}

// vote sets or takes back the person's one vote, and refreshes the card.
func (c *Call) vote(tx *storage.Tx, idea *townhall.Idea, up bool) error {
	var changed bool
	var err error
	if up {
		changed, err = tx.AddVote(idea.ID, c.Person.ID)
	} else {
		changed, err = tx.RemoveVote(idea.ID, c.Person.ID)
	}
	if err != nil || !changed {
		return err
	}
	if up {
		idea.Votes++
	} else {
		idea.Votes--
	}
	return tx.RefreshIdea(idea, c.Now, c.Today)
}

// ideaComment says something about an idea, for everybody who sees it.
func ideaComment(c *Call) (bot.Reply, error) {
	text := c.textOr("answer")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.sentenceForm("idea.comment", "answer")
	}
	return c.comment(text)
}

func (c *Call) comment(text string) (bot.Reply, error) {
	if err := refuseReceipt("answer", text); err != nil {
		return bot.Nothing(), err
	}
	id := townhall.IdeaID(c.Args.Number)
	if err := c.addComment(id, text, false); err != nil {
		return bot.Nothing(), err
	}
	return c.say("idea.commented", i18n.Args{"Number": id}, bot.Row{c.button("idea.show", cards.Num(id))}), nil
}

// addComment keeps a comment and has its author and, unless it stands there
// already, the thread in the channel hear of it.
func (c *Call) addComment(id townhall.IdeaID, text string, inChannel bool) error {
	return c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(id)
		if err != nil {
			return err
		}
		comment, notices, err := idea.NewComment(c.Person, text, c.Today)
		if err != nil {
			return err
		}
		if err := tx.AddComment(&comment); err != nil {
			return err
		}
		if inChannel {
			notices = slices.DeleteFunc(notices, func(n townhall.Notice) bool { return n.To == townhall.ToChannel })
		}
		return c.record(tx, idea, townhall.IdeaComment, nil, notices)
	})
}

// record writes what a step leaves behind: event, notices, the refreshed card.
func (c *Call) record(tx *storage.Tx, idea *townhall.Idea, action townhall.IdeaAction, data map[string]string, notices []townhall.Notice) error {
	step := storage.IdeaStep{Idea: idea, Action: action, Data: data, Notices: notices, Except: c.By.ID, On: c.Today}
	if c.By.ID != "" { // what the author of an anonymous idea does leaves a day and no time
		step.Now = c.Now
	}
	return tx.RecordIdea(step)
}

// textOr is the words that were typed, or the field of the form that came back.
func (c *Call) textOr(field string) string {
	if c.Event.Kind == bot.KindSubmit {
		return c.value(field)
	}
	return c.Args.Text
}

// sentenceForm opens a form with one field for a sentence about the idea of the
// call. It looks first whether there is such an idea and whether the person may.
func (c *Call) sentenceForm(action, field string) (bot.Reply, error) {
	return c.formAbout(action, c.field(bot.FieldText, field, townhall.MaxSentence))
}

// formAbout opens a form about the idea of the call, for somebody who may send
// it, while the idea's state allows it.
func (c *Call) formAbout(action string, fields ...bot.Field) (bot.Reply, error) {
	var idea *townhall.Idea
	err := c.View(func(tx *storage.Tx) (err error) {
		if idea, err = tx.Idea(townhall.IdeaID(c.Args.Number)); err != nil {
			return err
		}
		if err := townhall.May(c.Person, c.row.Needs, idea); err != nil {
			return err
		}
		return idea.CheckState(townhall.IdeaAction(strings.TrimPrefix(action, "idea.")))
	})
	if err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text(action+".form_intro", i18n.Args{"Number": idea.ID, "Title": idea.Title, "Question": idea.Question})
	return c.form(action, action, State{Number: c.Args.Number}, intro, fields...), nil
}
