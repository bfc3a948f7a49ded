package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// otherKind shows what a number belongs to that is not of the kind asked for: a
// number given to the wrong command is shown anyway.
func (c *Call) otherKind(n townhall.Number) (m bot.Message, found bool, err error) {
	err = c.View(func(tx *storage.Tx) error {
		kind, ok, err := tx.Lookup(n)
		if err != nil || !ok {
			return err
		}
		found = true
		m, err = c.thing(tx, kind, n)
		return err
	})
	return m, found, err
}

// thing shows a thing as the person sees it.
func (c *Call) thing(tx *storage.Tx, kind townhall.Kind, n townhall.Number) (bot.Message, error) {
	switch kind {
	case townhall.KindIdea:
		v, err := c.view(tx, townhall.IdeaID(n))
		if err != nil {
			return bot.Message{}, err
		}
		return cards.Idea(c.P, v), nil
	case townhall.KindProject:
		v, err := c.project(tx, townhall.ProjectID(n))
		if err != nil {
			return bot.Message{}, err
		}
		return cards.Project(c.P, *v), nil
	case townhall.KindWorkPackage:
		v, err := tx.WorkPackageView(townhall.WorkPackageID(n), c.Person)
		if err != nil {
			return bot.Message{}, err
		}
		return cards.WorkPackage(c.P, *v), nil
	}
	v, err := tx.HelpRequestView(townhall.HelpRequestID(n), c.Person)
	switch {
	case err != nil:
		return bot.Message{}, err
	case hidden(v):
		return notForYou(c.P, v), nil
	}
	return cards.Question(c.P, *v), nil
}

// displayName is the name of a person, "" for nobody.
func displayName(tx *storage.Tx, id townhall.PersonID) (string, error) {
	if id == "" {
		return "", nil
	}
	p, err := tx.Person(id)
	if err != nil {
		return "", err
	}
	return p.Display, nil
}
