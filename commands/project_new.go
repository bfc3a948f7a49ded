package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// projectNew opens the form for a project that comes from no idea: a goal.
func projectNew(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbPlanProject, nil); err != nil {
		return bot.Nothing(), err
	}
	var people []*townhall.Person
	err := c.View(func(tx *storage.Tx) (err error) {
		people, err = tx.People()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.form("project.new", "project.new", State{}, c.P.Text("project.new.form_intro", nil), c.projectFields("", people)...), nil
}

// projectFields are the fields that describe a project.
func (c *Call) projectFields(of string, people []*townhall.Person) []bot.Field {
	title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
	title.Value = of
	goal := c.field(bot.FieldText, "goal", townhall.MaxSentence)
	benefit := c.field(bot.FieldText, "benefit_text", townhall.MaxSentence)
	benefit.ID, benefit.Optional = "benefit", true
	lead, sponsor := c.peopleFields(people, "", "")
	lead.Optional = true
	return []bot.Field{title, goal, benefit, lead, sponsor}
}

// peopleFields choose who leads a project and who, if anybody, backs it; leads
// and backs are those who do so now.
func (c *Call) peopleFields(people []*townhall.Person, leads, backs townhall.PersonID) (lead, sponsor bot.Field) {
	lead, sponsor = c.field(bot.FieldSelect, "lead", 0), c.field(bot.FieldSelect, "sponsor", 0)
	lead.Search, sponsor.Search = findPeople, findPeople
	lead.Value, sponsor.Value, sponsor.Optional = string(leads), string(backs), true
	for _, p := range people {
		if p.Gone {
			continue
		}
		option := bot.Option{Value: string(p.ID), Label: p.Display}
		lead.Options = append(lead.Options, option)
		if p.ID == backs || p.IsAny(townhall.RoleTeamLead, townhall.RoleLeadership) {
			sponsor.Options = append(sponsor.Options, option)
		}
	}
	return lead, sponsor
}

// described makes the project that the form describes.
func (c *Call) described(tx *storage.Tx, idea townhall.IdeaID) (*townhall.Project, error) {
	lead, err := c.chosen(tx, "lead")
	if err != nil {
		return nil, err
	}
	sponsor, err := c.chosen(tx, "sponsor")
	if err != nil {
		return nil, err
	}
	project, err := townhall.NewProject(c.value("title"), c.value("goal"), c.value("benefit"), idea, lead.ID, sponsor.ID)
	if err != nil {
		return nil, err
	}
	project.Department = lead.Department
	return project, tx.CreateProject(project)
}

// projectNewForm makes the project. Whoever makes it leads it, unless the form
// names somebody else.
func projectNewForm(c *Call) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbPlanProject, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.value("lead") == "" {
		c.Event.Values["lead"] = string(c.Person.ID)
	}
	err = c.Update(func(tx *storage.Tx) error {
		project, err := c.described(tx, 0)
		if err != nil {
			return err
		}
		reply = c.answer(cards.ProjectMade(c.P, project, nil))
		return c.recordProject(tx, project.ID, "make", project.Told())
	})
	return reply, err
}
