package commands

import (
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// projectMilestone adds a milestone, or moves the day of one that is there.
func projectMilestone(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.BadDate != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate)
	case c.Args.Date.IsZero() || c.Args.Text == "":
		title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
		title.Value = c.Args.Text
		until := c.field(bot.FieldDate, "milestone_until", 0)
		until.ID, until.Value = "until", c.Args.Date.String()
		return c.steeringForm("project.milestone", townhall.VerbSteerProject, title, until)
	}
	return c.addMilestone(c.Args.Text, c.Args.Date)
}

func projectMilestoneForm(c *Call) (bot.Reply, error) {
	until, err := c.dateField("until")
	if err != nil {
		return bot.Nothing(), err
	}
	return c.addMilestone(c.value("title"), until)
}

// dateField reads a day from a form.
func (c *Call) dateField(id string) (townhall.Date, error) {
	d, ok := ParseDate(c.value(id), c.Today)
	if !ok {
		return d, townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.value(id), "Field", id)
	}
	return d, nil
}

// steeringForm opens a form about a project that is not over, for somebody with
// the right.
func (c *Call) steeringForm(key string, verb townhall.Verb, fields ...bot.Field) (bot.Reply, error) {
	var p *townhall.Project
	err := c.View(func(tx *storage.Tx) (err error) {
		if p, err = tx.Project(townhall.ProjectID(c.Args.Number)); err != nil {
			return err
		}
		if p.Over() {
			return townhall.Errf(townhall.Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
		}
		return townhall.May(c.Person, verb, p)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text(key+".form_intro", i18n.Args{"Number": p.ID, "Title": p.Title})
	return c.form(key, key, State{Number: c.Args.Number}, intro, fields...), nil
}

func (c *Call) addMilestone(title string, due townhall.Date) (reply bot.Reply, err error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	err = c.Update(func(tx *storage.Tx) error {
		p, err := tx.Project(townhall.ProjectID(c.Args.Number))
		if err != nil {
			return err
		}
		before := len(p.Milestones)
		m, err := p.AddMilestone(c.Person, title, due, cal, c.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveProject(p); err != nil {
			return err
		}
		key := "project.milestone_made"
		if len(p.Milestones) == before {
			key = "project.milestone_moved"
		}
		reply = c.say(key, i18n.Args{"Number": p.ID, "Title": m.Title, "Date": cards.Day(m.Due)}, bot.Row{
			c.button("package.new", cards.Num(p.ID)), c.button("project.milestone", cards.Num(p.ID)), c.button("project.show", cards.Num(p.ID))})
		return c.recordProject(tx, p.ID, "plan", nil)
	})
	return reply, err
}

// projectReached marks a milestone without packages as done. It is named by its
// id, its place in the list or the beginning of its title.
func projectReached(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		p, err := tx.Project(townhall.ProjectID(c.Args.Number))
		if err != nil {
			return err
		}
		progress, err := tx.Progress(p.ID)
		if err != nil {
			return err
		}
		id, ok := milestoneNamed(p, c.Args.Text)
		if !ok && townhall.May(c.Person, townhall.VerbSteerProject, p) == nil {
			return townhall.Errf(townhall.Invalid, "project.which_milestone", "Number", p.ID)
		}
		reached, err := p.ReachMilestone(c.Person, id, progress)
		if err != nil {
			return err
		}
		reply = c.say("project.milestone_reached", i18n.Args{"Number": p.ID, "Title": p.Milestone(id).Title},
			bot.Row{c.button("project.show", cards.Num(p.ID))})
		return tx.SaveProgress(p, reached, true, progress, c.step(nil))
	})
	return reply, err
}

func milestoneNamed(p *townhall.Project, typed string) (id string, ok bool) {
	typed = fold(strings.TrimSpace(typed))
	if typed == "" {
		return "", false
	}
	found := 0
	for n, m := range p.Milestones {
		if fold(m.ID) == typed || strconv.Itoa(n+1) == typed || fold(m.Title) == typed {
			return m.ID, true
		}
		if strings.HasPrefix(fold(m.Title), typed) {
			id = m.ID
			found++
		}
	}
	return id, found == 1
}

// projectMandate backs a project.
func projectMandate(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.BadDate != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate)
	case c.Args.Date.IsZero() || c.Args.Text == "":
		words := c.field(bot.FieldText, "mandate_text", townhall.MaxSentence)
		words.ID, words.Value = "answer", c.Args.Text
		hours := c.field(bot.FieldLine, "mandate_hours", 10)
		hours.ID, hours.Optional = "hours", true
		until := c.field(bot.FieldDate, "mandate_until", 0)
		until.ID, until.Value = "until", c.Args.Date.String()
		return c.steeringForm("project.mandate", townhall.VerbBackProject, words, hours, until)
	}
	return c.giveMandate(c.Args.Text, 0, c.Args.Date)
}

func projectMandateForm(c *Call) (bot.Reply, error) {
	hours, err := c.hours()
	if err != nil {
		return bot.Nothing(), err
	}
	until, err := c.dateField("until")
	if err != nil {
		return bot.Nothing(), err
	}
	return c.giveMandate(c.value("answer"), hours, until)
}

func (c *Call) giveMandate(text string, hours int, until townhall.Date) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		p, err := tx.Project(townhall.ProjectID(c.Args.Number))
		if err != nil {
			return err
		}
		m, notices, err := townhall.NewMandate(c.Person, p, text, hours, until, c.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveMandate(m); err != nil {
			return err
		}
		reply = c.say("project.mandate_given", i18n.Args{"Number": p.ID, "Text": m.Text, "Date": cards.Day(m.Until)},
			bot.Row{c.button("project.show", cards.Num(p.ID))})
		if len(notices) > 0 {
			m := reply.Message()
			m.Text = m.Text.Append(c.P.Text("project.lead_told", nil))
		}
		return c.recordProject(tx, p.ID, "mandate", notices)
	})
	return reply, err
}
