package commands

import (
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

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
			return cards.CohortWhichDate(c.P, v, "cohort.place", c.Now), v.CheckRun(c.Person)
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
	return c.viewCohort(c.hosted, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
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
		return cards.CohortParticipants(c.P, v, at, c.Now, said), nil
	})
}
