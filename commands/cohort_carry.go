package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortCarry takes the person's open packages of the working phase that has ended
// along into the next one.
func cohortCarry(c *Call) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.recent)
		if err != nil {
			return err
		}
		if mine := v.Mine(); mine == nil || mine.State != townhall.ParticipationJoined {
			return townhall.Errf(townhall.Conflict, "cohort.not_in")
		}
		ended, next := v.Ended(c.Today, v.Calendar)
		switch {
		case ended == nil:
			return townhall.Errf(townhall.Conflict, "cohort.nothing_to_carry")
		case next == nil:
			return townhall.Errf(townhall.Conflict, "cohort.no_phase_left")
		}
		work, err := tx.PhaseWork(c.Person, *ended, v.Calendar)
		if err != nil {
			return err
		}
		if len(work.Open) == 0 {
			return townhall.Errf(townhall.Conflict, "cohort.nothing_to_carry")
		}
		for _, one := range work.Open {
			if err := c.carry(tx, one.ID, *next); err != nil {
				return err
			}
		}
		reply = c.answer(cards.Named(c.P, v, cards.Say(c.P, "cohort.carried", i18n.Args{"Count": len(work.Open), "Date": cards.Day(next.LastWorkday), "Phase": next.Number},
			bot.Row{bot.Button("package.mine", "", c.P.Line("button.reminder.my_packages", nil))})))
		return nil
	})
	return reply, err
}

func (c *Call) carry(tx *storage.Tx, id townhall.WorkPackageID, into townhall.Phase) error {
	w, err := tx.WorkPackageFor(townhall.WorkPackageCarry, id)
	if err != nil {
		return err
	}
	notices, err := w.Carry(c.Person, into)
	if err != nil {
		return err
	}
	if err := tx.SaveWorkPackage(w); err != nil {
		return err
	}
	return tx.RecordWorkPackage(w, townhall.WorkPackageCarry, c.step(notices))
}

// fitAfter says, to the person alone, that what they have taken on is more than
// was agreed with them for the working phase they are in; nothing if it is not.
func (c *Call) fitAfter(taken *townhall.WorkPackage) (text bot.Text, err error) {
	if c.Person.HoursPerWeek == 0 || taken.Due.IsZero() {
		return nil, nil
	}
	err = c.View(func(tx *storage.Tx) error {
		v, phase, err := tx.InPhase(c.Person, c.Today)
		if err != nil || phase == nil || !phase.Covers(taken.Due) {
			return err
		}
		work, err := tx.PhaseWork(c.Person, *phase, v.Calendar)
		if err == nil && work.Fit.Tight() {
			text = cards.FitLine(c.P, work.Fit)
		}
		return err
	})
	return text, err
}
