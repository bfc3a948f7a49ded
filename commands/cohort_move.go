package commands

import (
	"errors"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortMove shows what it means to move a date; what is missing a form asks for.
func cohortMove(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.BadDate != "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate)
	}
	if c.Args.Date.IsZero() || c.Args.NewDay.IsZero() {
		return c.cohortForm("cohort.move", func(v *townhall.CohortView) ([]bot.Field, error) {
			if err := v.CheckRun(c.Person); err != nil {
				return nil, err
			}
			var chosen townhall.OccurrenceID
			if !c.Args.Date.IsZero() {
				o, err := c.dateNamed(v)
				if err != nil {
					return nil, err
				}
				chosen = o.ID
			}
			alone := c.field(bot.FieldCheck, "alone", 0)
			alone.Optional = true
			return []bot.Field{c.occurrenceField(v, chosen), c.field(bot.FieldDate, "date", 40), alone}, nil
		})
	}
	return c.previewMove(func(v *townhall.CohortView) (townhall.OccurrenceID, error) {
		o, err := c.dateNamed(v)
		if err != nil {
			return 0, err
		}
		return o.ID, nil
	}, c.Args.NewDay, c.Args.Alone)
}

func cohortMoveForm(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	to, err := c.dayIn("date")
	if err != nil {
		return bot.Nothing(), err
	}
	return c.previewMove(func(*townhall.CohortView) (townhall.OccurrenceID, error) {
		return occurrenceID(c.value("occurrence")), nil
	}, to, c.value("alone") == "true")
}

func occurrenceID(s string) townhall.OccurrenceID {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // there is no such date
	}
	return townhall.OccurrenceID(n)
}

// previewMove shows the cascade and who is told, with the button that does it.
func (c *Call) previewMove(which func(*townhall.CohortView) (townhall.OccurrenceID, error), to townhall.Date, alone bool) (bot.Reply, error) {
	return c.viewCohort(c.hosted, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
		id, err := which(v)
		if err != nil {
			return bot.Message{}, err
		}
		move, err := v.PreviewMove(c.Person, id, to, alone, v.Calendar, c.Today)
		if err != nil {
			return bot.Message{}, c.noteDay(v, id, err)
		}
		others, err := tx.Calendars(v.Key())
		if err != nil {
			return bot.Message{}, err
		}
		school, err := tx.SchoolHolidays()
		return cards.CohortMove(c.P, v, move, move.Warnings(v.Cohort, v.Calendar, school, others)), err
	})
}

// noteDay adds to an error which date was to be moved, for the button that offers
// the next workday in place of a day off.
func (c *Call) noteDay(v *townhall.CohortView, id townhall.OccurrenceID, err error) error {
	var e *townhall.Error
	if o, missing := v.Occurrence(id); missing == nil && errors.As(err, &e) && e.Key == "cohort.day_off" {
		e.Args["Moved"], e.Args["Key"] = o.Date, v.Key()
	}
	return err
}

// cohortMoveNow moves a date as it was shown: "KEY 4 2027-04-06 allein 7", where 7
// is the version of the cohort that the preview was made of.
func cohortMoveNow(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	words := strings.Fields(c.Args.Text)
	if len(words) != 4 {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	to, err := townhall.ParseDate(words[1])
	version, err2 := strconv.Atoi(words[3])
	if err != nil || err2 != nil {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.stale")
	}
	var move *townhall.Move
	return c.changeCohort("cohort.move", c.hosted, func(_ *storage.Tx, v *townhall.CohortView) ([]townhall.Notice, error) {
		if v.Version != version {
			return nil, changedSince(v, occurrenceID(words[0]), to, words[2] == "alone")
		}
		move, err = v.PreviewMove(c.Person, occurrenceID(words[0]), to, words[2] == "alone", v.Calendar, c.Today)
		if err != nil {
			return nil, err
		}
		return v.Apply(move, c.Person, c.Now)
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortMoved(c.P, v, move) })
}

// changedSince is the error of a preview that is out of date, with what a new one
// takes, unless the date is there already.
func changedSince(v *townhall.CohortView, id townhall.OccurrenceID, to townhall.Date, alone bool) error {
	o, err := v.Occurrence(id)
	if err != nil {
		return err
	}
	if o.Date == to {
		return townhall.Errf(townhall.Conflict, "cohort.there_already", "Date", to)
	}
	preview := v.Key().String() + " " + o.Date.String() + " auf " + to.String()
	if alone {
		preview += " allein"
	}
	return townhall.Errf(townhall.Conflict, "cohort.changed_since", "Preview", preview)
}
