package commands

import (
	"errors"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// directMessage answers plain words said to the bot: it offers to file them. A
// name cannot be hidden here any more, since the chat keeps the message; the
// offer says so.
func directMessage(c *Call) (bot.Reply, error) {
	text := strings.TrimSpace(c.Event.Text)
	switch fold(strings.Trim(text, " !?.")) {
	case "", "hilfe", "help", "hallo", "hello", "hi", "moin":
		return c.router.row(c, "lotsenfunk.help", Args{})(c)
	}
	if err := refuseReceipt("", text); err != nil {
		return bot.Nothing(), err
	}
	reply, err := c.offerToFile(draft{Title: text, Sentence: true, Named: true}, "message.offer", i18n.Args{"Text": text})
	if m := reply.Message(); m != nil { // or as a question
		file := m.Rows[0][0]
		lotsen := bot.Button("question.ask_draft", file.Value, c.P.Line("button.question.ask_lotsen", nil))
		m.Rows[0] = slices.Insert(m.Rows[0], 1, lotsen)
	}
	return reply, err
}

// offerToFile keeps a draft and offers to file it. The words stand in a chat with
// a name already, so the draft may be named after the delivery that brought them:
// if that comes again because the offer may never have arrived, the same offer is
// made, as long as nobody has acted on it.
func (c *Call) offerToFile(d draft, key string, args i18n.Args) (bot.Reply, error) {
	d.id = c.router.hash(c.Org, "draft:"+c.Event.Who.Tenant.Platform+":"+c.Event.Who.Tenant.ID+":"+c.Event.Delivery)
	id := d.id
	err := c.Update(func(tx *storage.Tx) (err error) {
		id, err = d.keep(tx, c.Today)
		return err
	})
	if errors.Is(err, errAlreadyDone) {
		err = c.View(func(tx *storage.Tx) error {
			if _, waits, err := tx.Draft(id); err != nil || waits {
				return err
			}
			return errAlreadyDone
		})
	}
	if err != nil {
		return bot.Nothing(), err
	}
	return c.say(key, args, bot.Row{
		bot.Primary("idea.file_draft", id, c.P.Line("button.idea.file_as_idea", nil)),
		bot.Button("idea.edit_draft", id, c.P.Line("button.idea.edit_draft", nil)),
		bot.Button("idea.drop_draft", id, c.P.Line("button.idea.drop_draft", nil)),
	}), nil
}

// threadReply answers plain words in a thread of the bot's: what they mean
// depends on the thing that the thread is about.
func threadReply(c *Call) (bot.Reply, error) {
	var number townhall.Number
	var kind townhall.Kind
	err := c.View(func(tx *storage.Tx) (err error) {
		if number, kind, err = thingAt(tx, c.Event.Thread); err != nil || kind != "" {
			return err
		}
		number = aboutNumber(c.Event)
		kind, _, err = tx.Lookup(number)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	c.Args.Number = number
	switch kind {
	case townhall.KindIdea:
		return ideaReply(c)
	case townhall.KindHelpRequest:
		return questionReply(c)
	}
	if kind == townhall.KindProject || kind == townhall.KindWorkPackage {
		if reply, answered, err := c.decisionReply(); answered || err != nil {
			return reply, err
		}
	}
	if kind == townhall.KindWorkPackage {
		return packageReply(c)
	}
	if c.Event.Where.Direct {
		return directMessage(c)
	}
	return bot.Nothing(), nil
}

// thingAt is what a message of the bot's shows: its number and kind, or nothing.
func thingAt(tx *storage.Tx, at bot.Ref) (n townhall.Number, kind townhall.Kind, err error) {
	posting, ok, err := tx.PostingAt(at)
	if err != nil || !ok {
		return 0, "", err
	}
	kind, ok, err = tx.Lookup(posting.Thing)
	if err != nil || !ok {
		return 0, "", err
	}
	return posting.Thing, kind, nil
}

// ideaReply answers plain words in the thread of an idea. Below the card in the
// channel everybody reads them already: they become a comment. In a direct
// message they answer the open question, or the person is asked whether they
// are meant for everybody.
func ideaReply(c *Call) (bot.Reply, error) {
	var view townhall.IdeaView
	err := c.View(func(tx *storage.Tx) (err error) {
		view, err = c.view(tx, townhall.IdeaID(c.Args.Number))
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	text := strings.TrimSpace(c.Event.Text)
	if err := refuseReceipt("", text); err != nil {
		return bot.Nothing(), err
	}
	switch {
	case !c.Event.Where.Direct:
		return c.noteReply(view.ID, text)
	case view.Can(townhall.IdeaAnswer, c.Person):
		return c.answerIdea(text)
	}
	return c.offerComment(view.ID, text)
}

// noteReply keeps a reply below the card as a comment. It stands in the channel
// already, so nothing is said there again.
func (c *Call) noteReply(id townhall.IdeaID, text string) (bot.Reply, error) {
	return bot.Nothing(), c.addComment(id, text, true)
}

// offerComment asks whether words from a direct message are meant for everybody.
func (c *Call) offerComment(id townhall.IdeaID, text string) (bot.Reply, error) {
	var kept string
	err := c.Update(func(tx *storage.Tx) (err error) {
		kept, err = draft{Title: text, Sentence: true, Named: true}.keep(tx, c.Today)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.say("message.offer_comment", i18n.Args{"Number": id, "Text": text}, bot.Row{
		bot.Button("idea.comment_draft", cards.Num(id)+" "+kept, c.P.Line("button.idea.comment_draft", nil)),
		bot.Button("idea.file_draft", kept, c.P.Line("button.idea.file_as_idea", nil)),
		bot.Button("idea.drop_draft", kept, c.P.Line("button.idea.drop_draft", nil)),
	}), nil
}

// ideaCommentDraft comments with words that waited for a click.
func ideaCommentDraft(c *Call) (reply bot.Reply, err error) {
	var text string
	err = c.View(func(tx *storage.Tx) error {
		d, err := readDraft(tx, c.Args.Text)
		text = d.Title
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.comment(text)
}

// ideaFromMessage offers, to whoever put a 💡 on a message or chose it in the
// message's menu, to file it as an idea; on the card of an idea it offers to
// support that one. Never from a private channel or a direct message.
func ideaFromMessage(c *Call) (bot.Reply, error) {
	q := c.Event.Quote
	if q == nil {
		return bot.Nothing(), nil
	}
	if q.Mine {
		return c.lampOnCard()
	}
	text := strings.TrimSpace(q.Text)
	switch {
	case c.Event.Where.Private || c.Event.Where.Direct:
		return c.noIdea("message.menu_private"), nil
	case q.Author.Bot:
		return c.noIdea("message.menu_bot"), nil
	case text == "": // a picture, say
		return c.noIdea("message.menu_empty"), nil
	}
	d := draft{Title: text, Sentence: true, Named: true, Origin: q.Permalink}
	key := "message.lamp_own"
	if q.Author.ID != c.Event.Who.ID {
		d.OriginUser = strings.Join([]string{q.Author.Tenant.Platform, q.Author.Tenant.ID, q.Author.ID}, " ")
		key = "message.lamp"
	}
	args := i18n.Args{"Text": text, "Link": i18n.Link{URL: q.Permalink, Words: c.P.Line("message.link_words", nil)}}
	return c.offerToFile(d, key, args)
}

// noIdea says, to whoever chose it in a message's menu, why the message becomes no
// idea, and how else one is filed. A 💡 may mean anything: nobody is told of it.
func (c *Call) noIdea(key string) bot.Reply {
	if c.Event.Kind != bot.KindShortcut {
		return bot.Nothing()
	}
	return refused(c.say(key, nil, bot.Row{c.button("idea.file", "")}))
}

// lampOnCard offers to support the idea on whose card the lamp was put.
func (c *Call) lampOnCard() (bot.Reply, error) {
	reply := c.noIdea("message.menu_mine")
	err := c.View(func(tx *storage.Tx) error {
		n, kind, err := thingAt(tx, c.Event.Source)
		if err != nil || kind != townhall.KindIdea {
			return err
		}
		v, err := c.view(tx, townhall.IdeaID(n))
		if err != nil {
			return err
		}
		if v.CheckVote(c.Person) != nil || v.Voted {
			reply = c.answer(cards.Idea(c.P, v))
			return nil
		}
		reply = c.say("message.lamp_on_idea", i18n.Args{"Number": v.ID}, bot.Row{
			c.button("idea.vote", cards.Num(v.ID)), c.button("idea.comment", cards.Num(v.ID))})
		return nil
	})
	return reply, err
}

// askOriginAuthor asks whoever wrote the message that an idea was made of
// whether they want to be named.
func (c *Call) askOriginAuthor(tx *storage.Tx, idea *townhall.Idea, d draft) error {
	parts := strings.SplitN(d.OriginUser, " ", 3)
	if len(parts) != 3 {
		return nil
	}
	author, ok, err := tx.PersonOf(townhall.Identity{Platform: parts[0], Tenant: parts[1], User: parts[2]})
	if err != nil || !ok {
		return err
	}
	notice := townhall.Notice{Kind: "idea.name_you", Thing: townhall.Number(idea.ID), Values: map[string]string{"by": c.Person.Display}}
	return tx.TellPerson(author, notice, "", c.Now, c.Today)
}

// ideaNameMe: the author of the message agrees to be named.
func ideaNameMe(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		asked, err := tx.WasTold(c.Person.ID, "idea.name_you", c.Args.Number, "")
		if err != nil {
			return err
		}
		if !asked {
			return townhall.Errf(townhall.Forbidden, "may.nobody")
		}
		idea.OriginAuthor = c.Person.ID
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		reply = c.say("idea.named_you", i18n.Args{"Number": idea.ID})
		return tx.RefreshIdea(idea, c.Now, c.Today)
	})
	return reply, err
}

// ideaLeaveMeOut: they do not, or not any more; nothing is kept.
func ideaLeaveMeOut(c *Call) (bot.Reply, error) {
	err := c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil || idea.OriginAuthor != c.Person.ID {
			return err
		}
		idea.OriginAuthor = ""
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		return tx.RefreshIdea(idea, c.Now, c.Today)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.say("idea.left_you_out", i18n.Args{"Number": c.Args.Number}), nil
}
