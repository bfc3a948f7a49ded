package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// projectStart, projectResume, projectPause and projectStop take a project a
// step further.
func projectStart(c *Call) (bot.Reply, error) {
	return c.stepProject(townhall.ProjectStart, "project.started", "")
}

func projectResume(c *Call) (bot.Reply, error) {
	return c.stepProject(townhall.ProjectResume, "project.resumed", "")
}

func projectPause(c *Call) (bot.Reply, error) {
	text := c.textOr("reason")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.projectForm("project.pause", townhall.ProjectPause)
	}
	return c.stepProject(townhall.ProjectPause, "project.paused", text)
}

func projectStop(c *Call) (bot.Reply, error) {
	text := c.textOr("reason")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.projectForm("project.stop", townhall.ProjectStop)
	}
	return c.stepProject(townhall.ProjectStop, "project.stopped", text)
}

// projectForm asks for the reason of a step.
func (c *Call) projectForm(key string, step townhall.ProjectAction) (bot.Reply, error) {
	var p *townhall.Project
	err := c.View(func(tx *storage.Tx) (err error) {
		if p, err = tx.Project(townhall.ProjectID(c.Args.Number)); err != nil {
			return err
		}
		return p.Check(step, c.Person)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	intro := c.P.Text(key+".form_intro", i18n.Args{"Number": p.ID, "Title": p.Title})
	return c.form(key, key, State{Number: c.Args.Number}, intro, c.field(bot.FieldText, "reason", townhall.MaxSentence)), nil
}

// stepProject takes the project of the call a step further. A stopped one gives
// its idea back, and drops what was still to be done.
func (c *Call) stepProject(action townhall.ProjectAction, key, reason string) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		p, err := tx.Project(townhall.ProjectID(c.Args.Number))
		if err != nil {
			return err
		}
		if p.Hands, err = tx.Hands(p.ID); err != nil {
			return err
		}
		notices, err := p.Step(action, c.Person, reason, nil)
		if err != nil {
			return err
		}
		if err := tx.SaveProject(p); err != nil {
			return err
		}
		if err := c.recordProject(tx, p.ID, string(action), notices); err != nil {
			return err
		}
		reply = c.say(key, i18n.Args{"Number": p.ID, "Title": p.Title}, bot.Row{c.button("project.show", cards.Num(p.ID))})
		if action == townhall.ProjectStop {
			return c.afterStop(tx, p)
		}
		return nil
	})
	return reply, err
}

// recordProject writes what a step of a project leaves behind.
func (c *Call) recordProject(tx *storage.Tx, id townhall.ProjectID, action string, notices []townhall.Notice) error {
	step := c.step(notices)
	step.Thing, step.Action = townhall.Number(id), "project."+action
	return tx.Record(step)
}

// afterStop drops the packages of a stopped project and returns its idea.
func (c *Call) afterStop(tx *storage.Tx, p *townhall.Project) error {
	packages, err := tx.WorkPackages(p.ID)
	if err != nil {
		return err
	}
	for _, w := range packages {
		if !w.Unfinished() {
			continue
		}
		w.DropWith(p.Reason)
		if err := tx.SaveWorkPackage(w); err != nil {
			return err
		}
		step := c.step(nil)
		step.Thing, step.Action = townhall.Number(w.ID), "package.drop"
		if err := tx.Record(step); err != nil {
			return err
		}
	}
	if p.Idea == 0 {
		return nil
	}
	idea, err := tx.Idea(p.Idea)
	if err != nil {
		return err
	}
	notices, err := idea.GiveBack(p.Reason)
	if townhall.ErrorCode(err) == townhall.Conflict { // it went its own way before
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.SaveIdea(idea); err != nil {
		return err
	}
	return c.record(tx, idea, townhall.IdeaGiveBack, nil, notices)
}
