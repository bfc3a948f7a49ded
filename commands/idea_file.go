package commands

import (
	"strings"
	"unicode/utf8"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
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
	idea, err := townhall.NewIdea(d.Title, d.Description, d.Category, author, c.Today)
	if err != nil {
		return bot.Nothing(), err
	}
	first := false
	if a.name {
		filed, err := tx.HasFiled(c.Person.ID)
		if err != nil {
			return bot.Nothing(), err
		}
		first = !filed
	}
	if a.similar {
		similar, err := c.similar(tx, townhall.Terms(idea.Title))
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
	channel, err := ideasChannel(tx)
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.answer(cards.IdeaPreview(c.P, d.Title, d.Description, c.Person.Display, string(channel.ID), id))
	reply.OffRecord = true
	return reply, nil
}

// fileNow writes the idea and what follows from it, and thanks for it.
func (c *Call) fileNow(tx *storage.Tx, idea *townhall.Idea, d draft) (bot.Reply, error) {
	cal, err := townhall.NewCalendar(c.Org.State, c.Org.ExtraDaysOff, nil)
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
	channel, err := ideasChannel(tx)
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
	view := townhall.IdeaView{Idea: idea, AuthorName: c.Person.Display, ChannelName: string(channel.ID), Viewer: c.Person}
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

// ideaForm opens the form for a new idea. The receipt code is minted first and
// shown in it, so that whoever ticks "ohne Namen" has it before anything can
// get lost on the way back.
func ideaForm(c *Call, d draft) (bot.Reply, error) {
	var channel townhall.Channel
	err := c.View(func(tx *storage.Tx) (err error) {
		channel, err = ideasChannel(tx)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if d.Code == "" {
		d.Code = newReceiptCode()
	}
	title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
	title.Value = d.Title
	description := c.field(bot.FieldText, "description", townhall.MaxIdeaDescription)
	description.Value, description.Optional = d.Description, true
	category := c.field(bot.FieldSelect, "category", 0)
	category.Optional = true
	for _, id := range townhall.Categories {
		category.Options = append(category.Options, bot.Option{Value: id, Label: c.P.Line("category."+id, nil)})
	}
	unnamed := c.field(bot.FieldCheck, "anonymous", 0)
	unnamed.Help = c.P.Line("field.anonymous_code", i18n.Args{"Code": d.Code})
	unnamed.Optional = true
	if d.Anonymous {
		unnamed.Value = "true"
	}
	intro := c.P.Text("idea.form_intro", i18n.Args{"Channel": cards.ChannelWords(c.P, string(channel.ID))})
	fields := []bot.Field{title, description, category, unnamed}
	if d.Origin != "" || d.Named { // what it is made of stands in the chat with a name
		intro, fields = c.P.Text("idea.form_intro_named", i18n.Args{"Channel": cards.ChannelWords(c.P, string(channel.ID))}), fields[:3]
	}
	return c.form("idea.file", "idea.form", State{Code: d.Code, Origin: d.id}, intro, fields...), nil
}

// ideaFileForm files what the form holds.
func ideaFileForm(c *Call) (bot.Reply, error) {
	d := draft{
		Title: c.value("title"), Description: c.value("description"), Category: c.value("category"),
		Anonymous: c.value("anonymous") == "true", Code: c.State.Code,
	}
	var reply bot.Reply
	err := c.Update(func(tx *storage.Tx) error {
		if c.State.Origin != "" { // the form edits a draft: what the form does not show stays
			old, err := takeDraft(tx, c.State.Origin)
			if err != nil {
				return err
			}
			d.Origin, d.OriginUser, d.Named = old.Origin, old.OriginUser, old.Named
			d.Anonymous = d.Anonymous && !old.Named && old.Origin == ""
		}
		var err error
		reply, err = c.fileIn(tx, d, ask{similar: true})
		return err
	})
	return reply, err
}

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
