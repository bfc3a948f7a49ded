package commands

import (
	"strconv"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortCheckIn notes how the person gets on; without an answer it asks.
func cohortCheckIn(c *Call) (bot.Reply, error) {
	switch {
	case c.Args.Answer == "" && c.Args.Text != "":
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.bad_check_in")
	case c.Args.Answer == "":
		return c.viewCohort(c.getsOn, func(tx *storage.Tx, v *townhall.CohortView) (bot.Message, error) {
			at, err := c.workingPhase(v)
			if err != nil {
				return bot.Message{}, err
			}
			said, err := tx.CheckIn(v.Key(), at.Phase.Number, c.Person.ID)
			return cards.CheckInAsked(c.P, v, at, said), err
		})
	}
	return c.checkIn(c.Args.Answer, c.Args.Text)
}

// workingPhase is where the cohort stands, if somebody who takes part is asked in
// a working phase.
func (c *Call) workingPhase(v *townhall.CohortView) (townhall.Position, error) {
	at := v.Where(c.Today, v.Calendar)
	mine := v.Mine()
	switch {
	case mine == nil || mine.State != townhall.ParticipationJoined:
		return at, townhall.Errf(townhall.Conflict, "cohort.not_in")
	case at.Phase == nil:
		return at, townhall.Errf(townhall.Conflict, "cohort.no_phase")
	}
	return at, nil
}

func (c *Call) checkIn(answer townhall.CheckInAnswer, reason string) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.getsOn)
		if err != nil {
			return err
		}
		if at := v.Where(c.Today, v.Calendar); c.Args.Offset != 0 && (at.Phase == nil || at.Phase.Number != c.Args.Offset) {
			return townhall.Errf(townhall.Conflict, "cohort.phase_over")
		}
		one, notices, err := v.NewCheckIn(c.Person, answer, reason, c.Today, v.Calendar)
		if err != nil {
			return err
		}
		if one == nil {
			key, err := c.askAgain(tx, v)
			reply = c.say(key, nil)
			return err
		}
		before, err := tx.CheckIn(v.Key(), one.Phase, c.Person.ID)
		if err != nil {
			return err
		}
		unstuck := one.Follow(before, v.Cohort, c.Person)
		if err := tx.SaveCheckIn(v.Host, one); err != nil {
			return err
		}
		if err := c.recordCohort(tx, v.Key(), "cohort.check_in", append(notices, unstuck...)); err != nil {
			return err
		}
		lead, err := c.hasLead(tx)
		m := cards.CheckInNoted(c.P, v, one, lead)
		if len(unstuck) > 0 {
			m.Text = m.Text.Append(c.P.Text("cohort.noted.lead_told", nil))
		}
		reply = c.answer(m)
		return err
	})
	return reply, err
}

// askAgain has somebody who was asked and would rather not say it today asked once
// more, on the next day on which they work, if the working phase still goes on then.
func (c *Call) askAgain(tx *storage.Tx, v *townhall.CohortView) (key string, err error) {
	phase := v.Where(c.Today, v.Calendar).Phase
	asked := phase.Middle(v.Calendar)
	if c.Today.Before(asked) { // they are not asked yet
		return "cohort.not_today", nil
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return "", err
	}
	people, err := tx.ReachOf([]townhall.PersonID{c.Person.ID}, cal, c.zone)
	if err != nil {
		return "", err
	}
	at, until, ok := phase.AskAgain(people[c.Person.ID], c.Today, v.Zone)
	if !ok {
		return "cohort.let_go", nil
	}
	again := []storage.Notice{{Key: bot.Key(phase.AskAgainKey(v.Key(), asked, c.Person.ID)), Class: storage.ClassReminder,
		Kind: "reminder." + string(townhall.ReminderCheckIn), Person: c.Person.ID, Due: at, On: c.Today, Until: until, Today: townhall.DateOf(at, v.Zone),
		Values: map[string]string{"to": string(townhall.ToParticipant), "cohort": v.Key().String(), "occurrence": strconv.Itoa(int(phase.Seminar)),
			"phase": strconv.Itoa(phase.Number), "on": asked.String(), "again": "yes"}}}
	if again, err = tx.Unsaid(again); err != nil || len(again) == 0 {
		return "cohort.let_go", err
	}
	return "cohort.ask_again", tx.Enqueue(again...)
}

// cohortAsk opens the form for a question to the Lotsen, which begins with what
// the person has said.
func cohortAsk(c *Call) (bot.Reply, error) {
	one, _, err := c.lastCheckIn()
	if err != nil && townhall.ErrorCode(err) != townhall.Conflict {
		return bot.Nothing(), err
	}
	reply, err := c.askForm(false)
	if err == nil && one != nil {
		reply.Form.Fields[0].Value = one.Reason
	}
	return reply, err
}

// hasLead reports whether the person's department has a team lead who is not
// themselves.
func (c *Call) hasLead(tx *storage.Tx) (bool, error) {
	if c.Person.Department == "" {
		return false, nil
	}
	leads, err := tx.PeopleWith(townhall.RoleTeamLead)
	for _, p := range leads {
		if p.Department == c.Person.Department && p.ID != c.Person.ID {
			return true, err
		}
	}
	return false, err
}

// cohortReason says why it hangs, or what help is needed.
func cohortReason(c *Call) (bot.Reply, error) {
	one, v, err := c.lastCheckIn()
	if err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text != "" {
		return c.checkIn(one.Answer, c.Args.Text)
	}
	field := c.field(bot.FieldText, "reason", townhall.MaxSentence)
	field.Value, field.Optional = one.Reason, true
	return c.form("cohort.check_in_reason", "cohort.reason", State{Key: v.Key().String()}, cards.NamedText(c.P, v, c.P.Text("cohort.reason.form_intro", cards.CohortArgs(v))), field), nil
}

func cohortReasonForm(c *Call) (bot.Reply, error) {
	one, _, err := c.lastCheckIn()
	if err != nil {
		return bot.Nothing(), err
	}
	return c.checkIn(one.Answer, c.value("reason"))
}

// lastCheckIn is what the person has said of the working phase we are in, that
// they need help or that it hangs.
func (c *Call) lastCheckIn() (one *townhall.CheckIn, v *townhall.CohortView, err error) {
	err = c.View(func(tx *storage.Tx) error {
		if v, err = c.cohort(tx, c.joined); err != nil {
			return err
		}
		at, err := c.workingPhase(v)
		if err != nil {
			return err
		}
		one, err = tx.CheckIn(v.Key(), at.Phase.Number, c.Person.ID)
		return err
	})
	if err == nil && (one == nil || one.Answer == townhall.CheckInGoing) {
		err = townhall.Errf(townhall.Conflict, "cohort.said_nothing")
	}
	return one, v, err
}

// cohortTellLead lets the person's team lead know that it hangs, or not any more:
// "ja", "nein".
func cohortTellLead(c *Call) (reply bot.Reply, err error) {
	var show bool
	switch fold(c.Args.Text) {
	case "ja", "yes":
		show = true
	case "nein", "no":
	default:
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.lead_usage")
	}
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.joined)
		if err != nil {
			return err
		}
		at, err := c.workingPhase(v)
		if err != nil {
			return err
		}
		one, err := tx.CheckIn(v.Key(), at.Phase.Number, c.Person.ID)
		switch {
		case err != nil:
			return err
		case one == nil && show:
			return townhall.Errf(townhall.Conflict, "cohort.not_stuck")
		case one == nil:
			reply = c.say("cohort.lead_not_shown", nil)
			return nil
		}
		reply, err = c.tellLead(tx, v, one, show)
		return err
	})
	return reply, err
}

// tellLead shows the team lead that it hangs, or does not show it any more.
func (c *Call) tellLead(tx *storage.Tx, v *townhall.CohortView, one *townhall.CheckIn, show bool) (reply bot.Reply, err error) {
	lead, err := c.hasLead(tx)
	if err != nil {
		return reply, err
	}
	if show && !lead {
		return reply, townhall.Errf(townhall.Conflict, "cohort.no_lead")
	}
	shown := one.ForLead
	one.Department = c.Person.Department
	notices, err := one.ShowLead(v.Cohort, c.Person, show)
	if err != nil {
		return reply, err
	}
	if err := tx.SaveCheckIn(v.Host, one); err != nil {
		return reply, err
	}
	switch {
	case show:
		reply = c.answer(cards.CheckInNoted(c.P, v, one, lead))
	case shown:
		reply = c.say("cohort.lead_hidden", nil)
	default:
		reply = c.say("cohort.lead_not_shown", nil)
	}
	return reply, c.recordCohort(tx, v.Key(), "cohort.tell_lead", notices)
}
