package commands

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortJoin lets the person take part, with a project or without one for now;
// where no place is free they wait for one.
func cohortJoin(c *Call) (bot.Reply, error) {
	if err := c.onlyOneToJoin(); err != nil {
		return bot.Nothing(), err
	}
	var offered []*townhall.Project
	return c.changeCohort("cohort.join", c.joinable, func(tx *storage.Tx, v *townhall.CohortView) ([]townhall.Notice, error) {
		project, err := c.cohortProjectOf(tx)
		if err != nil {
			return nil, err
		}
		_, notices, err := v.Join(c.Person, project, c.Now)
		if err != nil {
			return nil, err
		}
		if project == nil {
			offered, err = c.projectsToTake(tx)
		}
		return notices, err
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortJoined(c.P, v, offered) })
}

// onlyOneToJoin asks which cohort is meant if the person is in one and could join
// another: they may just have forgotten that they have joined.
func (c *Call) onlyOneToJoin() error {
	if c.Args.Cohort.ID != "" {
		return nil
	}
	return c.View(func(tx *storage.Tx) error {
		all, err := tx.Cohorts(c.Person.ID)
		if err != nil || !slices.ContainsFunc(all, c.inIt) {
			return err
		}
		if open := slices.DeleteFunc(all, func(b townhall.CohortBrief) bool { return !c.joinable(b) }); len(open) > 0 {
			return townhall.Errf(townhall.Conflict, "cohort.which", "Cohorts", open)
		}
		return nil
	})
}

// cohortProjectOf is the project of the call's number, to be led by the person if
// nobody leads it; nil for none.
func (c *Call) cohortProjectOf(tx *storage.Tx) (*townhall.Project, error) {
	if c.Args.Number == 0 {
		return nil, nil
	}
	p, err := tx.Project(townhall.ProjectID(c.Args.Number))
	if err != nil || p.Lead != "" || p.Over() {
		return p, err
	}
	p.Lead = c.Person.ID
	if err := tx.SaveProject(p); err != nil {
		return nil, err
	}
	return p, c.recordProject(tx, p.ID, "people", nil)
}

// projectsToTake are the projects that the person leads, and those that nobody
// leads, their own first.
func (c *Call) projectsToTake(tx *storage.Tx) ([]*townhall.Project, error) {
	all, err := tx.FindProjects(storage.ProjectFilter{States: []townhall.ProjectState{townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p *townhall.Project) bool { return p.Lead != "" && p.Lead != c.Person.ID })
	slices.SortStableFunc(all, func(a, b *townhall.Project) int {
		switch own := a.Lead == c.Person.ID; {
		case own == (b.Lead == c.Person.ID):
			return int(a.ID - b.ID)
		case own:
			return -1
		}
		return 1
	})
	return all[:min(len(all), maxOffered)], nil
}

// maxOffered is how many choices a select offers.
const maxOffered = 25

// cohortProject says what the person works on in the programme.
func cohortProject(c *Call) (bot.Reply, error) {
	if c.Args.Number == 0 {
		return c.viewCohort(c.inIt, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
			offered, err := c.projectsToTake(tx)
			return cards.CohortProjects(c.P, v, offered), err
		})
	}
	var project *townhall.Project
	return c.changeCohort("cohort.project", c.joined, func(tx *storage.Tx, v *townhall.CohortView) (_ []townhall.Notice, err error) {
		if project, err = c.cohortProjectOf(tx); err != nil {
			return nil, err
		}
		return nil, v.Choose(c.Person, project)
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortProjectChosen(c.P, v, project) })
}

// cohortLeave takes the person out of the cohort, and their calendar's address
// with them.
func cohortLeave(c *Call) (bot.Reply, error) {
	return c.changeCohort("cohort.leave", c.inIt, func(tx *storage.Tx, v *townhall.CohortView) ([]townhall.Notice, error) {
		notices, err := v.Leave(c.Person, c.Now)
		if err != nil {
			return nil, err
		}
		return notices, tx.DeleteFeed(v.Key(), c.Person.ID)
	}, func(v *townhall.CohortView) bot.Message {
		return cards.Named(c.P, v, cards.Say(c.P, "cohort.left", cards.CohortArgs(v), bot.Row{c.button("cohort.join", v.Key().String())}))
	})
}

// cohortCannot notes that the person cannot come to a date; nobody asks why.
func cohortCannot(c *Call) (bot.Reply, error) { return c.attend("cohort.cannot") }

// cohortCan takes that back.
func cohortCan(c *Call) (bot.Reply, error) { return c.attend("cohort.can") }

func (c *Call) attend(action string) (bot.Reply, error) {
	switch {
	case c.Args.BadDate != "" || c.Args.Text != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate+c.Args.Text)
	case c.Args.Date.IsZero():
		return c.viewCohort(c.joined, func(_ *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
			if mine := v.Mine(); mine == nil || mine.State != townhall.ParticipationJoined {
				return bot.Message{}, townhall.Errf(townhall.Conflict, "cohort.not_in")
			}
			return cards.CohortWhichDate(c.P, v, action, c.Now), nil
		})
	}
	record, rule := "cohort.cannot_come", (*townhall.Cohort).CannotCome
	if action == "cohort.can" {
		record, rule = "cohort.can_come", (*townhall.Cohort).CanCome
	}
	var on *townhall.Occurrence
	return c.changeCohort(record, c.joined, func(_ *storage.Tx, v *townhall.CohortView) (_ []townhall.Notice, err error) {
		if mine := v.Mine(); mine == nil || mine.State != townhall.ParticipationJoined {
			return nil, townhall.Errf(townhall.Conflict, "cohort.not_in")
		}
		if on, err = c.dateOn(v); err != nil {
			return nil, err
		}
		return rule(v.Cohort, c.Person, on.ID, c.Today)
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortAttend(c.P, v, on) })
}
