package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaMenu is what a bare /idee opens.
func ideaMenu(c *Call) (bot.Reply, error) {
	row := bot.Row{bot.Primary("idea.file", "", c.P.Line("button.idea.file", nil))}
	args := i18n.Args{"Town": c.Org.Name}
	key := "idea.menu"
	if townhall.May(c.Person, townhall.VerbReview, nil) == nil {
		waiting, err := c.count(storage.IdeaFilter{States: townhall.ToReview(), NotBy: c.Person.ID})
		if err != nil {
			return bot.Nothing(), err
		}
		key, args["Count"] = "idea.menu_review", waiting
		row = append(row, c.button("idea.queue", ""))
	}
	row = append(row, c.button("idea.list", ""), c.button("idea.menu_more", ""))
	return c.menu(key, args, row), nil
}

// menu answers with a card from which something may be filed without a name. It
// is off the record: kept beside such an idea, it would tell whose it is.
func (c *Call) menu(key string, args i18n.Args, rows ...bot.Row) bot.Reply {
	reply := c.say(key, args, rows...)
	reply.OffRecord = true
	return reply
}

// view is an idea as the person sees it.
func (c *Call) view(tx *storage.Tx, id townhall.IdeaID) (townhall.IdeaView, error) {
	v, err := tx.IdeaView(id, c.Person)
	if err != nil {
		return townhall.IdeaView{}, err
	}
	return *v, nil
}

// ideaMenuMore is the rest of the menu.
func ideaMenuMore(c *Call) (bot.Reply, error) {
	return c.menu("idea.menu_rest", nil,
		bot.Row{c.button("idea.mine", ""), c.button("idea.search", ""), c.button("idea.anonymous", ""), c.button("idea.receipt", "")},
		bot.Row{c.button("lotsenfunk.help", ""), c.button("lotsenfunk.settings", "")}), nil
}

func (c *Call) count(f storage.IdeaFilter) (n int, err error) {
	err = c.View(func(tx *storage.Tx) error {
		n, err = tx.CountFound(f)
		return err
	})
	return n, err
}

// ideaShow shows one idea.
func ideaShow(c *Call) (bot.Reply, error) {
	return c.withIdea(func(v townhall.IdeaView) (bot.Message, error) { return cards.Idea(c.P, v), nil })
}

// ideaMore shows the rest of an idea's buttons.
func ideaMore(c *Call) (bot.Reply, error) {
	return c.withIdea(func(v townhall.IdeaView) (bot.Message, error) { return cards.IdeaMore(c.P, v), nil })
}

// withIdea loads the idea of the call as its person sees it, and answers with
// what show makes of it.
func (c *Call) withIdea(show func(townhall.IdeaView) (bot.Message, error)) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := c.view(tx, townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		m, err := show(v)
		reply = c.answer(m)
		return err
	})
	return reply, err
}

// ideaComments shows what was said about an idea.
func ideaComments(c *Call) (bot.Reply, error) {
	var comments []*townhall.Comment
	names := map[townhall.PersonID]string{}
	err := c.View(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		if err := idea.CheckComments(c.Person); err != nil {
			return err
		}
		if comments, err = tx.Comments(idea.ID); err != nil {
			return err
		}
		for _, comment := range comments {
			if names[comment.Author], err = displayName(tx, comment.Author); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.IdeaComments(c.P, c.Args.Number, comments, names)), nil
}

// ideaList lists all ideas that are not closed, newest first.
func ideaList(c *Call) (bot.Reply, error) {
	return c.list("idea.list", storage.IdeaFilter{NotStates: []townhall.IdeaState{townhall.IdeaWithdrawn, townhall.IdeaMerged}}, "idea.list")
}

// ideaMine lists one's own ideas; anonymous ones are nobody's.
func ideaMine(c *Call) (bot.Reply, error) {
	return c.list("idea.mine", storage.IdeaFilter{Author: c.Person.ID}, "idea.mine")
}

// ideaQueue lists what waits for a review, oldest first.
func ideaQueue(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbReview, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.list("idea.queue", storage.IdeaFilter{States: townhall.ToReview(), NotBy: c.Person.ID, OldestFirst: true}, "idea.queue")
}

// list answers with a page of ideas. The heading is the catalogue entry KEY.
func (c *Call) list(key string, f storage.IdeaFilter, next string) (bot.Reply, error) {
	f.Limit, f.Offset = cards.PageSize, c.Args.Offset
	l := cards.List{Key: key + "_list", Next: next, Offset: f.Offset}
	err := c.View(func(tx *storage.Tx) (err error) {
		if l.Ideas, err = tx.FindIdeas(f); err != nil {
			return err
		}
		l.Total, err = tx.CountFound(f)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(cards.Ideas(c.P, l)), nil
}

// ideaSearch finds ideas by words; without words a form asks for them.
func ideaSearch(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.form("idea.search", "idea.search", State{}, nil, c.field(bot.FieldLine, "query", townhall.MaxIdeaTitle)), nil
	}
	return c.search(c.Args.Text)
}

func ideaSearchForm(c *Call) (bot.Reply, error) {
	query := c.value("query")
	if query == "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "idea.no_query", "Field", "query")
	}
	return c.search(query)
}

// search answers with the ideas that hold all the words. A typed line might
// also have been meant as an idea: that is offered.
func (c *Call) search(query string) (bot.Reply, error) {
	l := cards.List{Key: "idea.search_list", Query: query}
	f := storage.IdeaFilter{Words: strings.Fields(query), NotStates: []townhall.IdeaState{townhall.IdeaWithdrawn}, Limit: 2 * cards.PageSize}
	err := c.View(func(tx *storage.Tx) (err error) {
		if l.Ideas, err = tx.FindIdeas(f); err != nil {
			return err
		}
		l.Total, err = tx.CountFound(f)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	var row bot.Row
	if c.Event.Kind == bot.KindCommand {
		file, err := c.fileButton(c.Event.Text)
		if err != nil {
			return bot.Nothing(), err
		}
		row = bot.Row{file}
	}
	reply := c.answer(cards.Ideas(c.P, l, row))
	reply.OffRecord = true // the same words may be filed without a name next
	return reply, nil
}
