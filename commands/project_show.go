package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// projectLine reads what was typed behind "projekt": the list, one project, a
// step of it, or a new one.
func projectLine(c *Call) (bot.Reply, error) {
	switch verb, rest := cutWord(c.Args.Text); {
	case c.Args.Number == 0 && verb == "":
		return projectList(c)
	case c.Args.Number == 0 && rest == "" && (fold(verb) == "neu" || fold(verb) == "new"):
		return c.router.row(c, "project.new", Args{})(c)
	case c.Args.Number == 0:
		id, tail, err := c.projectNamed(c.Args.Text, projectStep)
		if err != nil {
			return bot.Nothing(), err
		}
		c.Args = Args{Number: townhall.Number(id), Text: tail}
		return projectLine(c)
	case verb != "":
		return c.router.row(c, projectVerbs[fold(verb)], Args{Number: c.Args.Number, Text: rest})(c)
	}
	return projectShow(c)
}

// projectShow shows one project.
func projectShow(c *Call) (bot.Reply, error) {
	return c.withProject(func(v townhall.ProjectView) bot.Message { return cards.Project(c.P, v) })
}

// projectMore shows the rest of a project's buttons.
func projectMore(c *Call) (bot.Reply, error) {
	return c.withProject(func(v townhall.ProjectView) bot.Message { return cards.ProjectMore(c.P, v) })
}

func (c *Call) withProject(show func(townhall.ProjectView) bot.Message) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := c.project(tx, townhall.ProjectID(c.Args.Number))
		if err == nil {
			reply = c.answer(show(*v))
		}
		return err
	})
	return reply, err
}

// project is a project as the person sees it: of its mandates, those that are
// still good.
func (c *Call) project(tx *storage.Tx, id townhall.ProjectID) (*townhall.ProjectView, error) {
	v, err := tx.ProjectView(id, c.Person)
	if err != nil {
		return nil, err
	}
	v.Mandates = c.stillGood(v.Mandates)
	return v, nil
}

// stillGood are the mandates that have not run out.
func (c *Call) stillGood(all []townhall.MandateView) (good []townhall.MandateView) {
	for _, m := range all {
		if !m.Until.Before(c.Today) {
			good = append(good, m)
		}
	}
	return good
}

// projectList lists the projects that are not over.
func projectList(c *Call) (bot.Reply, error) {
	var projects []*townhall.Project
	var backing []townhall.MandateView
	err := c.View(func(tx *storage.Tx) (err error) {
		projects, err = tx.FindProjects(storage.ProjectFilter{States: []townhall.ProjectState{
			townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
		if err != nil {
			return err
		}
		backing, err = tx.Mandates(0)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	var row bot.Row
	if townhall.May(c.Person, townhall.VerbPlanProject, nil) == nil {
		row = bot.Row{c.button("project.new", "")}
	}
	return c.answer(cards.Projects(c.P, projects, c.stillGood(backing), row)), nil
}
