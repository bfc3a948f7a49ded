package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaProject opens the form that makes a project of an accepted idea.
func ideaProject(c *Call) (bot.Reply, error) {
	var idea *townhall.Idea
	var people []*townhall.Person
	err := c.View(func(tx *storage.Tx) (err error) {
		if idea, err = tx.Idea(townhall.IdeaID(c.Args.Number)); err != nil {
			return err
		}
		if err := townhall.May(c.Person, townhall.VerbMakeProject, idea); err != nil {
			return err
		}
		people, err = tx.People()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if err := idea.CheckProject(); err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text("idea.project.form_intro", i18n.Args{"Number": idea.ID, "Title": idea.Title})
	return c.form("idea.project", "idea.project", State{Number: c.Args.Number}, intro, c.projectFields(idea.Title, people)...), nil
}

// ideaProjectForm makes the project; the idea is in progress from then on.
func ideaProjectForm(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		idea, err := tx.Idea(townhall.IdeaID(c.Args.Number))
		if err != nil {
			return err
		}
		if err := townhall.May(c.Person, townhall.VerbMakeProject, idea); err != nil {
			return err
		}
		if err := idea.CheckProject(); err != nil {
			return err
		}
		project, err := c.described(tx, idea.ID)
		if err != nil {
			return err
		}
		notices, err := idea.Start(c.Person, project.ID, project.Title)
		if err != nil {
			return err
		}
		if err := tx.SaveIdea(idea); err != nil {
			return err
		}
		notices = append(notices, project.Told()...)
		reply = c.answer(cards.ProjectMade(c.P, project, idea))
		return c.record(tx, idea, townhall.IdeaStart, map[string]string{"project": cards.Num(project.ID)}, notices)
	})
	return reply, err
}

// chosen is the person chosen in a field of the form; nobody if it was left
// empty.
func (c *Call) chosen(tx *storage.Tx, field string) (*townhall.Person, error) {
	id := c.value(field)
	if id == "" {
		return &townhall.Person{}, nil
	}
	p, err := tx.Person(townhall.PersonID(id))
	if townhall.ErrorCode(err) == townhall.NotFound {
		return nil, townhall.Errf(townhall.Invalid, "person.unknown", "Field", field)
	}
	return p, err
}
