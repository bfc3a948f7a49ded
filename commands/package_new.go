package commands

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// plan is what stands in the form for a package when it opens.
type plan struct {
	project townhall.ProjectID
	townhall.WorkPackageDraft
	hours string
	due   string
}

// packageNew opens the form for a new package, from a project or without one;
// what was typed behind it is its title.
func packageNew(c *Call) (bot.Reply, error) {
	return c.newPackageForm(plan{project: townhall.ProjectID(c.Args.Number), WorkPackageDraft: townhall.WorkPackageDraft{Title: c.Args.Text}})
}

func (c *Call) newPackageForm(p plan) (bot.Reply, error) {
	var projects []*townhall.Project
	err := c.View(func(tx *storage.Tx) (err error) {
		projects, err = c.planable(tx, p.project)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	project, milestone := c.field(bot.FieldSelect, "project", 0), c.field(bot.FieldSelect, "milestone", 0)
	project.Options, project.Search = projectOptions(projects), findProjects
	milestone.Options, milestone.Search = milestoneOptions(projects), findMilestones
	if len(projects) == 1 {
		project.Value = cards.Num(projects[0].ID)
		milestone.Value = activeMilestone(projects[0])
	}
	if p.Milestone != "" {
		milestone.Value = p.Milestone
	}
	fields := append([]bot.Field{project}, c.planFields(milestone, "due", p)...)
	return c.form("package.new", "package.new", State{Number: townhall.Number(p.project)}, c.P.Text("package.new.form_intro", nil), fields...), nil
}

// planFields are what can be said of a package in a form. day is the label of its
// day: without one, a new package gets the milestone's.
func (c *Call) planFields(milestone bot.Field, day string, p plan) []bot.Field {
	milestone.Optional = true
	title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
	title.Value = p.Title
	hours := c.field(bot.FieldLine, "package_hours", 10)
	hours.ID, hours.Value, hours.Optional = "hours", p.hours, true
	due := c.field(bot.FieldDate, day, 0)
	due.ID, due.Value, due.Optional = "due", p.due, true
	return []bot.Field{milestone, title, hours, due}
}

func activeMilestone(p *townhall.Project) string {
	at := slices.IndexFunc(p.Milestones, func(m townhall.Milestone) bool { return m.State != townhall.MilestoneDone })
	if at < 0 {
		return ""
	}
	return p.Milestones[at].ID
}

// planable are the projects in which the person may make a package: all of
// them, or the one asked for. None is an error.
func (c *Call) planable(tx *storage.Tx, one townhall.ProjectID) ([]*townhall.Project, error) {
	if one != 0 {
		p, err := c.projectToAdd(tx, one)
		if err == nil && p.Over() {
			err = townhall.Errf(townhall.Conflict, "package.project_over", "Number", p.ID, "State", p.State)
		}
		return []*townhall.Project{p}, err
	}
	projects, err := tx.FindProjects(storage.ProjectFilter{States: []townhall.ProjectState{
		townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
	if err != nil {
		return nil, err
	}
	mine, err := tx.FindWorkPackages(ownPackages(c.Person.ID))
	if err != nil {
		return nil, err
	}
	projects = slices.DeleteFunc(projects, func(p *townhall.Project) bool {
		if slices.ContainsFunc(mine, func(w *townhall.WorkPackage) bool { return w.Project == p.ID }) {
			p.Hands = []townhall.PersonID{c.Person.ID}
		}
		return townhall.May(c.Person, townhall.VerbAddPackage, p) != nil
	})
	if len(projects) == 0 {
		return nil, townhall.Errf(townhall.Forbidden, "may.add_package")
	}
	slices.Reverse(projects) // the oldest first, by number
	return projects, nil
}

// projectToAdd is a project in which the person may make a package.
func (c *Call) projectToAdd(tx *storage.Tx, id townhall.ProjectID) (*townhall.Project, error) {
	p, err := tx.Project(id)
	if err != nil {
		return nil, err
	}
	if p.Hands, err = tx.Hands(id); err != nil {
		return nil, err
	}
	return p, townhall.May(c.Person, townhall.VerbAddPackage, p)
}

// planned reads what the form says of a package.
func (c *Call) planned() (d townhall.WorkPackageDraft, err error) {
	d = townhall.WorkPackageDraft{Title: c.value("title"), Milestone: c.value("milestone")}
	if d.Hours, err = c.hours(); err != nil {
		return d, err
	}
	if due := c.value("due"); due != "" {
		var ok bool
		if d.Due, ok = ParseDate(due, c.Today); !ok {
			return d, townhall.Errf(townhall.Invalid, "error.bad_date", "Text", due, "Field", "due")
		}
	}
	return d, nil
}

// hours reads the field of hours: a whole number, or nothing.
func (c *Call) hours() (int, error) {
	typed, _ := cutWord(c.value("hours")) // "4 Stunden" is fine, and so is "4h"
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimRightFunc(typed, func(r rune) bool { return unicode.IsLetter(r) || r == '.' }))
	if err != nil || n < 1 || n > 999 {
		return 0, townhall.Errf(townhall.Invalid, "package.no_hours", "Field", "hours")
	}
	return n, nil
}

// packageNewForm makes the package that the form describes.
func packageNewForm(c *Call) (reply bot.Reply, err error) {
	id, ok := parseNumber(c.value("project"))
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "package.no_project", "Field", "project")
	}
	d, err := c.planned()
	if err != nil {
		return bot.Nothing(), err
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	err = c.Update(func(tx *storage.Tx) error {
		p, err := c.projectToAdd(tx, townhall.ProjectID(id))
		if err != nil {
			return err
		}
		if m := p.Milestone(d.Milestone); m != nil && d.Due.IsZero() && townhall.CheckDay(cal, m.Due, c.Today, "due") == nil {
			d.Due = m.Due
		}
		w, err := townhall.NewWorkPackage(c.Person, p, d, cal, c.Today)
		if err != nil {
			return err
		}
		if err := tx.CreateWorkPackage(w); err != nil {
			return err
		}
		if err := tx.RecordWorkPackage(w, townhall.WorkPackageMake, c.step(nil)); err != nil {
			return err
		}
		reply = c.packageSays("package.made", w, "package.claim", "package.show")
		return c.offerRest(tx, reply.Message(), w)
	})
	return reply, c.noteSplit(err, plan{project: townhall.ProjectID(id), WorkPackageDraft: d})
}

// The parts of a package that was too big.

const splitKind = "package"

// noteSplit remembers, under the form that comes back, how much was refused for
// being too big, so that the second part can be offered once the first is there.
// The transaction that found it has been rolled back; this is one of its own.
func (c *Call) noteSplit(err error, p plan) error {
	var e *townhall.Error
	if !errors.As(err, &e) || e.Key != "package.too_big" {
		return err
	}
	kept := c.router.store.Update(c.Ctx, c.Org.ID, func(tx *storage.Tx) error {
		return tx.SaveDraft(storage.Draft{ID: splitID(c.State), Kind: splitKind, On: c.Today, Values: p.values()})
	})
	return errors.Join(err, kept)
}

func splitID(s State) string { return "split-" + s.Nonce }

func (p plan) values() map[string]string {
	return map[string]string{"project": cards.Num(p.project), "milestone": p.Milestone, "title": p.Title, "hours": strconv.Itoa(p.Hours)}
}

// offerRest offers the second part of what was too big for one package, or just
// another one.
func (c *Call) offerRest(tx *storage.Tx, m *bot.Message, first *townhall.WorkPackage) error {
	kept, found, err := tx.TakeDraft(splitID(c.State))
	if err != nil {
		return err
	}
	left := 0
	if found {
		whole, _ := strconv.Atoi(kept.Values["hours"])
		left = whole - first.Hours
	}
	if left <= 0 {
		if c.row.Action == "package.new" {
			m.Rows[0] = append(m.Rows[0], bot.Button("package.new", cards.Num(first.Project), c.P.Line("button.package.another", nil)))
		}
		return nil
	}
	second := plan{project: first.Project, WorkPackageDraft: townhall.WorkPackageDraft{
		Title: c.P.Text("package.second_part", i18n.Args{"Title": first.Title}).Plain(), Milestone: first.Milestone, Hours: left}}
	id := token()
	m.Text = m.Text.Append(c.P.Text("package.rest", i18n.Args{"Count": left}))
	m.Rows[0] = append(bot.Row{bot.Primary("package.split", id, c.P.Line("button.package.split", nil))}, m.Rows[0]...)
	return tx.SaveDraft(storage.Draft{ID: id, Kind: splitKind, On: c.Today, Values: second.values()})
}

// packageSplit opens the form for the second part.
func packageSplit(c *Call) (bot.Reply, error) {
	var kept *storage.Draft
	err := c.View(func(tx *storage.Tx) error {
		d, ok, err := tx.Draft(c.Args.Text)
		if err == nil && (!ok || d.Kind != splitKind) {
			err = townhall.Errf(townhall.NotFound, "error.stale")
		}
		kept = d
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	project, _ := parseNumber(kept.Values["project"])
	return c.newPackageForm(plan{project: townhall.ProjectID(project), hours: kept.Values["hours"],
		WorkPackageDraft: townhall.WorkPackageDraft{Title: kept.Values["title"], Milestone: kept.Values["milestone"]}})
}
