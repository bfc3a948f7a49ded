package commands

import (
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// whichCohort is the cohort that the call is about: the one that a button or a
// form names, and otherwise the one that is meant. Where several of those that
// fit might be meant, the person is asked.
func (c *Call) whichCohort(tx *storage.Tx, fits func(townhall.CohortBrief) bool) (townhall.CohortKey, error) {
	if c.State.Key != "" {
		key, _ := townhall.ParseCohortKey(c.State.Key)
		return key, nil
	}
	if c.Args.Cohort.ID != "" {
		return c.Args.Cohort, nil
	}
	all, err := tx.Cohorts(c.Person.ID)
	if err != nil {
		return townhall.CohortKey{}, err
	}
	if fits != nil {
		fitting := slices.DeleteFunc(slices.Clone(all), func(b townhall.CohortBrief) bool { return !fits(b) })
		if len(fitting) > 1 {
			if fitting, err = c.withDate(tx, fitting); err != nil {
				return townhall.CohortKey{}, err
			}
		}
		if len(fitting) > 1 {
			return townhall.CohortKey{}, townhall.Errf(townhall.Conflict, "cohort.which", "Cohorts", fitting)
		}
		if len(fitting) == 1 {
			return fitting[0].CohortKey, nil
		}
	}
	best := townhall.MostRelevant(all, c.Today)
	if best == nil {
		return townhall.CohortKey{}, townhall.Errf(townhall.NotFound, "cohort.none")
	}
	return best.CohortKey, nil
}

// withDate leaves those of several cohorts that have a date on the day that was
// named; all of them if none has.
func (c *Call) withDate(tx *storage.Tx, all []townhall.CohortBrief) (some []townhall.CohortBrief, err error) {
	for _, b := range all {
		v, err := c.cohortOf(tx, b.CohortKey)
		if err != nil {
			return nil, err
		}
		if _, err := v.OccurrenceOn(c.Args.Date); err == nil {
			some = append(some, b)
		}
	}
	if len(some) == 0 {
		return all, nil
	}
	return some, nil
}

// Which cohorts may be meant.

func (c *Call) joined(b townhall.CohortBrief) bool {
	return b.Open(c.Today) && b.Mine == townhall.ParticipationJoined
}

func (c *Call) getsOn(b townhall.CohortBrief) bool {
	return c.joined(b) && b.StateOn(c.Today) == townhall.CohortRunning
}

func (c *Call) inIt(b townhall.CohortBrief) bool {
	return c.joined(b) || b.Open(c.Today) && b.Mine == townhall.ParticipationWaiting
}

func (c *Call) joinable(b townhall.CohortBrief) bool { return b.Open(c.Today) && !c.inIt(b) }

func (c *Call) hosted(b townhall.CohortBrief) bool { return b.Open(c.Today) && b.Host == c.Org.ID }

// cohort loads the cohort of the call as it stands today.
func (c *Call) cohort(tx *storage.Tx, fits func(townhall.CohortBrief) bool) (*townhall.CohortView, error) {
	key, err := c.whichCohort(tx, fits)
	if err != nil {
		return nil, err
	}
	return c.cohortOf(tx, key)
}

func (c *Call) cohortOf(tx *storage.Tx, key townhall.CohortKey) (*townhall.CohortView, error) {
	v, err := tx.CohortView(key, c.Person)
	if err != nil {
		return nil, err
	}
	v.Pass(c.Today)
	v.Several, err = c.amongSeveral(tx, v)
	return v, err
}

// amongSeveral reports whether the person is in several cohorts, or runs several.
func (c *Call) amongSeveral(tx *storage.Tx, v *townhall.CohortView) (bool, error) {
	several, err := tx.InSeveral(c.Today)
	if err != nil || several[c.Person.ID] || !v.Runs() {
		return several[c.Person.ID], err
	}
	all, err := tx.Cohorts(c.Person.ID)
	return len(slices.DeleteFunc(all, func(b townhall.CohortBrief) bool { return !c.hosted(b) })) > 1, err
}

// viewCohort answers with what look makes of the cohort of the call.
func (c *Call) viewCohort(fits func(townhall.CohortBrief) bool, look func(*storage.Tx, *townhall.CohortView) (bot.Message, error)) (bot.Reply, error) {
	var m bot.Message
	err := c.View(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, fits)
		if err != nil {
			return err
		}
		m, err = look(tx, v)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(m), nil
}

// changeCohort lets a rule change the cohort of the call, saves it, and tells who
// is to hear of it. The rule returns the notices; the answer is made of the cohort
// as it stands then. Steps that say how somebody gets on leave no event.
func (c *Call) changeCohort(action string, fits func(townhall.CohortBrief) bool,
	rule func(*storage.Tx, *townhall.CohortView) ([]townhall.Notice, error), say func(*townhall.CohortView) bot.Message) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, fits)
		if err != nil {
			return err
		}
		notices, err := rule(tx, v)
		if err != nil {
			return err
		}
		if err := tx.SaveCohort(v.Cohort); err != nil {
			return err
		}
		if action == "cohort.leave" {
			if err := tx.TakeParticipant(c.Person.ID); err != nil {
				return err
			}
		}
		if err := c.recordCohort(tx, v.Key(), action, notices); err != nil {
			return err
		}
		reply = c.answer(say(v))
		return nil
	})
	return reply, err
}

// unlogged are the steps that no log tells of.
var unlogged = []string{"cohort.check_in", "cohort.tell_lead", "cohort.cannot_come", "cohort.can_come"}

func (c *Call) recordCohort(tx *storage.Tx, key townhall.CohortKey, action string, notices []townhall.Notice) error {
	step := storage.CohortStep{Key: key, Action: action, Notices: notices, Except: c.Person.ID, Now: c.Now, On: c.Today}
	if slices.Contains(unlogged, action) {
		step.Unlogged = token()
	}
	return tx.RecordCohort(step)
}

// cohortMenu is what a bare /lehrgang opens: where we are, what is next, what is
// mine.
func cohortMenu(c *Call) (bot.Reply, error) {
	var m bot.Message
	err := c.View(func(tx *storage.Tx) error {
		all, err := tx.Cohorts(c.Person.ID)
		if err != nil {
			return err
		}
		key := c.Args.Cohort
		if best := townhall.MostRelevant(all, c.Today); key.ID == "" && best != nil {
			key = best.CohortKey
		}
		if key.ID == "" {
			m = cards.NoCohort(c.P, c.Person)
			return nil
		}
		v, err := c.cohortOf(tx, key)
		if err != nil {
			return err
		}
		shown, err := c.cohortCard(tx, v, all)
		m = cards.CohortCard(c.P, shown)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.answer(m), nil
}

// cohortCard gathers what the card of a cohort shows to the person.
func (c *Call) cohortCard(tx *storage.Tx, v *townhall.CohortView, all []townhall.CohortBrief) (cards.Cohort, error) {
	shown := cards.Cohort{CohortView: v, Today: c.Today, Now: c.Now}
	for _, b := range all {
		if b.CohortKey != v.Key() && b.Open(c.Today) {
			shown.Others = append(shown.Others, b)
		}
	}
	worth, err := c.cohortWarnings(tx, v)
	if err != nil {
		return shown, err
	}
	for _, w := range worth { // the rest stands beside the dates
		if w.Kind == townhall.WarnSchool && !w.Date.Before(c.Today) {
			shown.Worth = append(shown.Worth, w)
		}
	}
	mine := v.Mine()
	if mine == nil || mine.State != townhall.ParticipationJoined {
		return shown, nil
	}
	if mine.Project != 0 {
		p, err := tx.Project(mine.Project)
		if err != nil {
			return shown, err
		}
		shown.Project = p
	}
	at := v.Where(c.Today, v.Calendar)
	if at.Phase == nil || v.State != townhall.CohortRunning {
		return shown, nil
	}
	if shown.CheckIn, err = tx.CheckIn(v.Key(), at.Phase.Number, c.Person.ID); err != nil {
		return shown, err
	}
	shown.Work, err = tx.PhaseWork(c.Person, *at.Phase, v.Calendar)
	return shown, err
}

// cohortMore is the rest of the card's buttons.
func cohortMore(c *Call) (bot.Reply, error) {
	return c.viewCohort(nil, func(_ *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
		return cards.CohortMore(c.P, cards.Cohort{CohortView: v, Today: c.Today, Now: c.Now}), nil
	})
}

// cohortDates shows all dates, and offers them to the person's own calendar.
func cohortDates(c *Call) (bot.Reply, error) {
	return c.viewCohort(nil, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
		feed := cards.Feed{Offered: c.router.CalendarAt != nil}
		var err error
		if feed.Offered {
			feed.Has, err = tx.HasFeed(v.Key(), c.Person.ID)
		}
		if err != nil {
			return bot.Message{}, err
		}
		warnings, err := c.cohortWarnings(tx, v)
		return cards.CohortDates(c.P, v, feed, warnings), err
	})
}

// cohortWarnings are what is worth a look about the plan, for those who run it.
func (c *Call) cohortWarnings(tx *storage.Tx, v *townhall.CohortView) ([]townhall.Warning, error) {
	if !v.Runs() {
		return nil, nil
	}
	others, err := tx.Calendars(v.Key())
	if err != nil {
		return nil, err
	}
	school, err := tx.SchoolHolidays()
	return v.Warnings(v.Calendar, school, others), err
}
