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

func asError(err error, e **townhall.Error) bool { return errors.As(err, e) }

// cohortForm opens a form about the cohort of the call, which its row takes.
func (c *Call) cohortForm(key string, fields func(*townhall.CohortView) ([]bot.Field, error)) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.hosted)
		if err != nil {
			return err
		}
		all, err := fields(v)
		if err != nil {
			return err
		}
		reply = c.form(key, key, State{Number: c.State.Number, Key: v.Key().String()}, c.P.Text(key+".form_intro", cards.CohortArgs(v)), all...)
		return nil
	})
	return reply, err
}

// occurrenceField is a select of the dates that are still to come.
func (c *Call) occurrenceField(v *townhall.CohortView, chosen townhall.OccurrenceID) bot.Field {
	field := c.field(bot.FieldSelect, "occurrence", 0)
	for _, o := range v.Live() {
		if !o.Date.Before(c.Today) {
			field.Options = append(field.Options, bot.Option{Value: strconv.Itoa(int(o.ID)), Label: cards.OccurrenceLabel(c.P, v.Cohort, o)})
		}
	}
	if chosen != 0 {
		field.Value = strconv.Itoa(int(chosen))
	} else if len(field.Options) > 0 {
		field.Value = field.Options[0].Value
	}
	return field
}

// dateNamed is the date of a cohort that the person runs, on the day that was
// typed.
func (c *Call) dateNamed(v *townhall.CohortView) (*townhall.Occurrence, error) {
	if err := v.CheckRun(c.Person); err != nil {
		return nil, err
	}
	return c.dateOn(v)
}

// dateOn is the date of a cohort on the day that was typed. Who types "16.3." may
// mean one that is over.
func (c *Call) dateOn(v *townhall.CohortView) (*townhall.Occurrence, error) {
	o, err := v.OccurrenceOn(c.Args.Date)
	if err != nil {
		before := c.Args.Date
		before.Year--
		if past, err := v.OccurrenceOn(before); err == nil {
			return past, nil
		}
	}
	return o, err
}

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
		return cards.CohortMove(c.P, v, move, move.Warnings(v.Cohort, v.Calendar, nil, others)), nil
	})
}

// noteDay adds to an error which date was to be moved, for the button that offers
// the next workday in place of a day off.
func (c *Call) noteDay(v *townhall.CohortView, id townhall.OccurrenceID, err error) error {
	var e *townhall.Error
	if o, missing := v.Occurrence(id); missing == nil && asError(err, &e) && e.Key == "cohort.day_off" {
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

// cohortPlace says where and when on its day a date takes place, and what it is
// about.
func cohortPlace(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	switch {
	case c.Args.BadDate != "" || c.Args.Text != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.bad_date", "Text", c.Args.BadDate+c.Args.Text)
	case c.Args.Date.IsZero():
		return c.viewCohort(c.hosted, func(_ *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
			return cards.CohortWhichDate(c.P, v, "cohort.place", c.Today), v.CheckRun(c.Person)
		})
	}
	return c.cohortForm("cohort.place", func(v *townhall.CohortView) ([]bot.Field, error) {
		o, err := c.dateNamed(v)
		if err != nil {
			return nil, err
		}
		c.State.Number = townhall.Number(o.ID)
		place, agenda := c.field(bot.FieldLine, "hours_and_place", townhall.MaxPlace+20), c.field(bot.FieldText, "agenda", townhall.MaxAgenda)
		place.ID, place.Value = "place", strings.TrimRight(cards.HoursLine(c.P, o)+", "+o.Place, ", ")
		agenda.Value, agenda.Optional = o.Agenda, true
		return []bot.Field{place, agenda}, v.CheckChange(c.Person, o.ID, c.Today)
	})
}

func cohortPlaceForm(c *Call) (bot.Reply, error) {
	from, until, place, ok := hoursAndPlace(c.value("place"))
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.bad_hours", "Field", "place")
	}
	var o *townhall.Occurrence
	return c.changeCohort("cohort.place", c.hosted, func(_ *storage.Tx, v *townhall.CohortView) (_ []townhall.Notice, err error) {
		id := townhall.OccurrenceID(c.State.Number)
		if from == 0 && until == 0 {
			if now, err := v.Occurrence(id); err == nil {
				from, until = now.From, now.Until
			}
		}
		notices, err := v.SetPlace(c.Person, id, place, c.value("agenda"), from, until, c.Today, c.Now)
		if err != nil {
			return nil, asField(err, "from", "place")
		}
		o, err = v.Occurrence(id)
		return notices, err
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortPlaceSet(c.P, v, o) })
}

// cohortCancel asks what is called off and why: a date, or the whole cohort.
func cohortCancel(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.cohortForm("cohort.cancel", func(v *townhall.CohortView) ([]bot.Field, error) {
		if err := v.CheckRun(c.Person); err != nil {
			return nil, err
		}
		var chosen townhall.OccurrenceID
		reason := c.field(bot.FieldText, "reason", townhall.MaxSentence)
		switch {
		case c.Args.BadDate != "":
			reason.Value = c.Args.BadDate
		case !c.Args.Date.IsZero():
			o, err := c.dateNamed(v)
			if err != nil {
				return nil, err
			}
			chosen, reason.Value = o.ID, c.Args.Text
		}
		what := c.occurrenceField(v, chosen)
		what.Options = append(what.Options, bot.Option{Value: wholeCohort, Label: c.P.Line("cohort.whole", nil)})
		return []bot.Field{what, reason}, nil
	})
}

// wholeCohort stands for the cohort among its dates.
const wholeCohort = "all"

func cohortCancelForm(c *Call) (bot.Reply, error) {
	reason := c.value("reason")
	if c.value("occurrence") == wholeCohort {
		return c.changeCohort("cohort.cancel", c.hosted, func(_ *storage.Tx, v *townhall.CohortView) ([]townhall.Notice, error) {
			return v.Cancel(c.Person, reason, c.Today, c.Now)
		}, func(v *townhall.CohortView) bot.Message { return cards.CohortCancelled(c.P, v) })
	}
	var o *townhall.Occurrence
	return c.changeCohort("cohort.cancel_date", c.hosted, func(_ *storage.Tx, v *townhall.CohortView) (_ []townhall.Notice, err error) {
		id := occurrenceID(c.value("occurrence"))
		notices, err := v.CancelDate(c.Person, id, reason, c.Today, c.Now)
		if err != nil {
			return nil, err
		}
		o, err = v.Occurrence(id)
		return notices, err
	}, func(v *townhall.CohortView) bot.Message { return cards.CohortDateCancelled(c.P, v, o) })
}

// cohortParticipants is who takes part, who waits, who cannot come next, and how
// they get on: for the coordination that runs the cohort.
func cohortParticipants(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	hosted := func(b townhall.CohortBrief) bool { return c.hosted(b) }
	return c.viewCohort(hosted, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
		if err := townhall.May(c.Person, townhall.VerbRunCohort, v.Cohort); err != nil {
			return bot.Message{}, err
		}
		var said []*townhall.CheckIn
		at := v.Where(c.Today, v.Calendar)
		if at.Phase != nil {
			var err error
			if said, err = tx.CheckIns(v.Key(), at.Phase.Number); err != nil {
				return bot.Message{}, err
			}
		}
		return cards.CohortParticipants(c.P, v, at, said), nil
	})
}
