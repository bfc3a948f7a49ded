package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// projectPeople opens the form that says who leads a project and who backs it.
func projectPeople(c *Call) (bot.Reply, error) {
	var p *townhall.Project
	var people []*townhall.Person
	err := c.View(func(tx *storage.Tx) (err error) {
		if p, err = tx.Project(townhall.ProjectID(c.Args.Number)); err != nil {
			return err
		}
		people, err = tx.People()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	leads := p.Lead
	if c.Args.Text != "" { // "projekt 15 leitung Lotsin Finanzen"
		named, err := personNamed(people, c.Args.Text)
		if err != nil {
			return bot.Nothing(), err
		}
		leads = named.ID
	}
	lead, sponsor := c.peopleFields(people, leads, p.Sponsor)
	return c.steeringForm("project.people", townhall.VerbSteerProject, lead, sponsor)
}

// projectPeopleForm takes over what the form says.
func projectPeopleForm(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		p, err := tx.Project(townhall.ProjectID(c.Args.Number))
		if err != nil {
			return err
		}
		lead, err := c.chosen(tx, "lead")
		if err != nil {
			return err
		}
		sponsor, err := c.chosen(tx, "sponsor")
		if err != nil {
			return err
		}
		notices, err := p.SetPeople(c.Person, lead.ID, sponsor.ID)
		if err != nil {
			return err
		}
		if err := tx.SaveProject(p); err != nil {
			return err
		}
		reply = c.say("project.people_set", i18n.Args{"Number": p.ID, "Title": p.Title}, bot.Row{c.button("project.show", cards.Num(p.ID))})
		return c.recordProject(tx, p.ID, "people", notices)
	})
	return reply, err
}
