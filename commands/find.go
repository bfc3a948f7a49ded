package commands

import (
	"cmp"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// The actions that find what a select may have too many of to list it, by what
// somebody types.
const (
	findPeople      = "lotsenfunk.find_people"
	findDepartments = "lotsenfunk.find_departments"
	findProjects    = "package.find_projects"
	findMilestones  = "package.find_milestones"
)

// mostFound is how many options are found at most: who looks for one types on.
const mostFound = 100

// find answers a search in a select.
func (r *Router) find(c *Call) Script {
	row, ok := r.byAction[c.Event.Action]
	if !ok || !row.Finds {
		return nothing
	}
	return r.row(c, row.Action, Args{Text: strings.TrimSpace(c.Event.Text)})
}

// found are the options whose labels hold what was typed; those that begin with it
// come first.
func (c *Call) found(all []bot.Option) bot.Reply {
	typed := fold(c.Args.Text)
	all = slices.DeleteFunc(all, func(o bot.Option) bool { return !strings.Contains(fold(o.Label), typed) })
	slices.SortStableFunc(all, func(a, b bot.Option) int {
		return cmp.Compare(strings.Index(fold(a.Label), typed), strings.Index(fold(b.Label), typed))
	})
	return bot.Reply{Options: all[:min(len(all), mostFound)]}
}

func peopleFound(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		var all []bot.Option
		for _, p := range people {
			if !p.Gone {
				all = append(all, bot.Option{Value: string(p.ID), Label: p.Display})
			}
		}
		reply = c.found(all)
		return err
	})
	return reply, err
}

func departmentsFound(c *Call) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	err = c.View(func(tx *storage.Tx) error {
		all, err := tx.Departments()
		reply = c.found(departmentOptions(all))
		return err
	})
	return reply, err
}

// projectsFound are projects in which the person may make a package.
func projectsFound(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		all, err := c.planable(tx, 0)
		reply = c.found(projectOptions(all))
		return err
	})
	return reply, err
}

// milestonesFound are the milestones of these projects.
func milestonesFound(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		all, err := c.planable(tx, 0)
		reply = c.found(milestoneOptions(all))
		return err
	})
	return reply, err
}

func departmentOptions(all []*townhall.Department) (options []bot.Option) {
	for _, d := range all {
		options = append(options, bot.Option{Value: string(d.ID), Label: d.Name})
	}
	return options
}

func projectOptions(all []*townhall.Project) (options []bot.Option) {
	for _, p := range all {
		options = append(options, bot.Option{Value: cards.Num(p.ID), Label: cards.Num(p.ID) + " " + p.Title})
	}
	return options
}

// milestoneOptions say which project each belongs to, if there are several.
func milestoneOptions(all []*townhall.Project) (options []bot.Option) {
	for _, p := range all {
		for _, m := range p.Milestones {
			label := m.Title
			if len(all) > 1 {
				label = cards.Num(p.ID) + " · " + m.Title
			}
			options = append(options, bot.Option{Value: m.ID, Label: label})
		}
	}
	return options
}
