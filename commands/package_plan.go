package commands

import (
	"strconv"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// packageEdit opens the form that describes a package anew.
func packageEdit(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		w, err := tx.WorkPackage(townhall.WorkPackageID(c.Args.Number))
		if err != nil {
			return err
		}
		if err := w.Check(townhall.WorkPackageEdit, c.Person); err != nil {
			return err
		}
		p, err := tx.Project(w.Project)
		if err != nil {
			return err
		}
		milestone := c.field(bot.FieldSelect, "milestone", 0)
		for _, m := range p.Milestones {
			milestone.Options = append(milestone.Options, bot.Option{Value: m.ID, Label: m.Title})
		}
		milestone.Value = w.Milestone
		now := plan{WorkPackageDraft: townhall.WorkPackageDraft{Title: w.Title}, due: w.Due.String()}
		if w.Hours > 0 {
			now.hours = strconv.Itoa(w.Hours)
		}
		intro := c.P.Text("package.edit.form_intro", i18n.Args{"Number": w.ID})
		reply = c.form("package.edit", "package.edit", State{Number: c.Args.Number}, intro, c.planFields(milestone, "due_day", now)...)
		return nil
	})
	return reply, err
}

// packageEditForm takes over what the form says.
func packageEditForm(c *Call) (reply bot.Reply, err error) {
	d, err := c.planned()
	if err != nil {
		return bot.Nothing(), err
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	rest := plan{WorkPackageDraft: d}
	err = c.Update(func(tx *storage.Tx) error {
		w, err := tx.WorkPackageFor(townhall.WorkPackageEdit, townhall.WorkPackageID(c.Args.Number))
		if err != nil {
			return err
		}
		p, err := tx.Project(w.Project)
		if err != nil {
			return err
		}
		rest.project = p.ID
		before := w.Milestone
		notices, err := w.Edit(c.Person, p, d, cal, c.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveWorkPackage(w); err != nil {
			return err
		}
		if err := tx.RecordWorkPackage(w, townhall.WorkPackageEdit, c.step(notices)); err != nil {
			return err
		}
		if before != w.Milestone {
			for _, m := range []string{before, w.Milestone} {
				if err := tx.SettleMilestone(p.ID, m, c.step(nil)); err != nil {
					return err
				}
			}
		}
		reply = c.packageSays("package.edited", w, "package.show")
		return c.offerRest(tx, reply.Message(), w)
	})
	return reply, c.noteSplit(err, rest)
}

// packageDue moves a package's day.
func packageDue(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.BadDate != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate)
	case c.Args.Date.IsZero():
		due := c.field(bot.FieldDate, "due_day", 0)
		due.ID = "due"
		return c.packageForm("package.due", due)
	}
	return c.setDue(c.Args.Date)
}

func packageDueForm(c *Call) (bot.Reply, error) {
	due, ok := ParseDate(c.value("due"), c.Today)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.value("due"), "Field", "due")
	}
	return c.setDue(due)
}

func (c *Call) setDue(due townhall.Date) (bot.Reply, error) {
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	return c.stepPackage(townhall.WorkPackageDue, "package.due_set", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.SetDue(c.Person, due, cal, c.Today)
	}, "package.show")
}

// packageDrop gives a package up for good.
func packageDrop(c *Call) (bot.Reply, error) {
	text := c.textOr("reason")
	if text == "" && c.Event.Kind != bot.KindSubmit {
		return c.packageForm("package.drop", c.field(bot.FieldText, "reason", townhall.MaxSentence))
	}
	return c.stepPackage(townhall.WorkPackageDrop, "package.dropped", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Drop(c.Person, text)
	}, "package.reopen", "package.show")
}

// packageReopen makes a package open again.
func packageReopen(c *Call) (bot.Reply, error) {
	return c.stepPackage(townhall.WorkPackageReopen, "package.reopened", func(w *townhall.WorkPackage) ([]townhall.Notice, error) {
		return w.Reopen(c.Person)
	}, "package.claim", "package.show")
}
