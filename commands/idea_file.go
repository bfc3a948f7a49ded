package commands

import (
	"unicode/utf8"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaFile files the words behind /idee.
func ideaFile(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return ideaForm(c, draft{})
	}
	return c.fileText(c.Args.Text, false)
}

// ideaAnonymous files the words behind "ohne-namen"; without words it opens the
// form with the box ticked.
func ideaAnonymous(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return ideaForm(c, draft{Anonymous: true})
	}
	return c.fileText(c.Args.Text, true)
}

func (c *Call) fileText(text string, anonymous bool) (bot.Reply, error) {
	if n := utf8.RuneCountInString(text); n > townhall.MaxIdeaDescription {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.too_long", "Count", n, "Most", townhall.MaxIdeaDescription)
	}
	title, description := townhall.TitleAndDescription(text)
	d := draft{Title: title, Description: description, Anonymous: anonymous}
	return c.file(d, ask{similar: true, name: !anonymous})
}

// ask says what the person is still to be asked before an idea is filed.
type ask struct {
	similar bool // whether one of the similar ideas is meant
	name    bool // with or without name, if it is their first
}

// file files the idea of a draft, or asks first: whether a similar idea is
// meant, and with the very first idea of a person whether it shall carry their
// name. Both stand on one card.
func (c *Call) file(d draft, a ask) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		reply, err = c.fileIn(tx, d, a)
		return err
	})
	return reply, err
}

func (c *Call) fileIn(tx *storage.Tx, d draft, a ask) (bot.Reply, error) {
	author := c.Person.ID
	if d.Anonymous {
		author = ""
	}
	if err := refuseReceipt("title", d.Title, d.Description); err != nil {
		return bot.Nothing(), err
	}
	idea, err := townhall.NewIdea(d.Title, d.Description, d.Category, author, c.Today)
	if err != nil {
		return bot.Nothing(), err
	}
	first := false
	if a.name {
		around, err := tx.Around(c.Person.ID)
		if err != nil {
			return bot.Nothing(), err
		}
		first = !around.Filed
	}
	if a.similar {
		similar, err := c.similar(tx, tx.TermsOf(idea.Title))
		if err != nil {
			return bot.Nothing(), err
		}
		if len(similar) > 0 {
			id, err := d.keep(tx, c.Today)
			reply := c.answer(cards.SimilarIdeas(c.P, similar, id, d.Anonymous, first))
			reply.OffRecord = first || d.Anonymous
			return reply, err
		}
	}
	if first {
		return c.previewIn(tx, d)
	}
	return c.fileNow(tx, idea, d)
}

// previewIn shows somebody's very first idea before it is filed, and lets them
// choose. It is off the record: they may yet choose to stay unnamed.
func (c *Call) previewIn(tx *storage.Tx, d draft) (bot.Reply, error) {
	id, err := d.keep(tx, c.Today)
	if err != nil {
		return bot.Nothing(), err
	}
	around, err := tx.Around("")
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.answer(cards.IdeaPreview(c.P, d.Title, d.Description, c.Person.Display, string(around.Channel), id))
	reply.OffRecord = true
	return reply, nil
}

// fileNow writes the idea and what follows from it, and thanks for it.
func (c *Call) fileNow(tx *storage.Tx, idea *townhall.Idea, d draft) (bot.Reply, error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	idea.AnswerBy, idea.DecideBy = c.Org.Deadlines(cal, c.Today)
	idea.Origin = d.Origin
	if idea.Anonymous {
		c.By = &townhall.Person{}
		if d.Code == "" {
			d.Code = newReceiptCode()
		}
		idea.Receipt = c.receiptMAC(d.Code)
	}
	if err := tx.CreateIdea(idea); err != nil {
		return bot.Nothing(), err
	}
	around, err := tx.Around("")
	if err != nil {
		return bot.Nothing(), err
	}
	notices := []townhall.Notice{{Kind: "idea.new", To: townhall.ToReviewer, Thing: townhall.Number(idea.ID)}}
	if err := c.record(tx, idea, townhall.IdeaFile, nil, notices); err != nil {
		return bot.Nothing(), err
	}
	if err := c.askOriginAuthor(tx, idea, d); err != nil {
		return bot.Nothing(), err
	}
	view := townhall.IdeaView{Idea: idea, AuthorName: c.Person.Display, ChannelName: string(around.Channel), Viewer: c.Person}
	if idea.Anonymous {
		reply := c.answer(cards.IdeaAnonymousReceipt(c.P, view, d.Code))
		reply.OffRecord = true
		return reply, nil
	}
	return c.answer(cards.IdeaReceipt(c.P, view)), nil
}

// similar are the ideas that may mean the same as one with these terms: those
// they were merged into, if they were, and none that was withdrawn.
func (c *Call) similar(tx *storage.Tx, terms []string) ([]townhall.IdeaView, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	found, err := tx.SimilarCandidates(terms)
	if err != nil {
		return nil, err
	}
	var views []townhall.IdeaView
	seen := map[townhall.IdeaID]bool{}
	for _, s := range townhall.RankSimilar(terms, found.Ideas, found.Frequency, found.Total) {
		idea, err := endOfChain(tx, s.ID)
		if err != nil {
			return nil, err
		}
		if seen[idea.ID] || idea.State == townhall.IdeaWithdrawn {
			continue
		}
		seen[idea.ID] = true
		v, err := c.view(tx, idea.ID)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}
