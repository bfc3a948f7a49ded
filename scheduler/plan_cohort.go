package scheduler

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// resultKept is how many working days the result of a survey may wait to be said.
const resultKept = 10

// cohortReminders remind this town's people of the dates and working phases of the
// cohorts they are in, whoever hosts these, by this town's rules.
func (f facts) cohortReminders(v *townhall.CohortView) (all []planned) {
	if v.Host == f.org.ID {
		all = f.surveys(v)
	}
	key := v.Key().String()
	reminders := v.Reminders(townhall.ReminderFacts{Rules: f.rules, Calendar: v.Calendar, Zone: v.Zone, Reach: f.reach, From: f.now})
	all = slices.Grow(all, len(reminders))
	for _, r := range reminders {
		if r.At.After(f.now) || !r.Until.IsZero() && f.now.After(r.Until) { // most of them: nothing is said now
			all = append(all, planned{at: r.At, until: r.Until})
			continue
		}
		n := f.reminder(r)
		n.Values = map[string]string{"to": string(townhall.ToParticipant), "cohort": key, "occurrence": strconv.Itoa(int(r.Occurrence)),
			"phase": strconv.Itoa(r.Phase), "on": r.On.String()}
		if v.Host != f.org.ID { // another host may have a cohort of the same name
			n.Key += bot.Key("@" + v.Host)
		}
		all = append(all, planned{at: n.Due, until: n.Until, remind: n})
	}
	return all
}

// packageReminders remind those who work on a package that it is due.
func (f facts) packageReminders(w townhall.DuePackage) (all []planned) {
	for _, r := range w.Reminders(townhall.ReminderFacts{Rules: f.rules, Calendar: f.cal, Zone: f.zone, Reach: f.reach, From: f.now}) {
		n := f.reminder(r)
		n.Thing = townhall.Number(w.ID)
		n.Values = map[string]string{"to": string(townhall.ToPerson), "on": r.On.String()}
		all = append(all, planned{at: n.Due, until: n.Until, remind: n})
	}
	return all
}

// reminder is the notice of a reminder, without what it is about.
func (f facts) reminder(r townhall.Reminder) *storage.Notice {
	return &storage.Notice{Key: bot.Key(r.Key), Class: storage.ClassReminder, Kind: "reminder." + string(r.Kind), Person: r.To.Person,
		Due: r.At, On: townhall.DateOf(r.At, f.zone), Until: r.Until, Today: r.Today, For: r.For}
}

// reach says when one of this town's people can be told something.
func (f facts) reach(m townhall.Member) (townhall.Reach, bool) {
	r, ok := f.people[m.Person]
	return r, ok && m.Org == f.org.ID
}

// surveys are the surveys of a cohort that this town hosts, each at the moment at
// which it closes. Where nobody is told that a phase ends, nobody is asked.
func (f facts) surveys(v *townhall.CohortView) (all []planned) {
	if !slices.ContainsFunc(f.rules, func(r townhall.ReminderRule) bool { return r.Kind == townhall.ReminderPhaseEnd }) {
		return nil
	}
	for _, s := range v.Surveys(v.Calendar) {
		if !f.closed[townhall.SurveyKey{Cohort: v.ID, Phase: s.Phase}] {
			all = append(all, planned{at: s.ClosesAt(v.Zone), survey: &closing{key: v.Key(), Survey: s}})
		}
	}
	return all
}

// closing is a survey that is to be closed.
type closing struct {
	key townhall.CohortKey
	*townhall.Survey
}

// closeSurvey ends a survey and has everybody hear what came of it, on the next
// workday. Whoever closes it first does that.
func (s *Scheduler) closeSurvey(ctx context.Context, org townhall.OrgID, f facts, c *closing) error {
	now := s.now()
	return s.store.Update(ctx, org, func(tx *storage.Tx) error {
		cohort, err := tx.Cohort(c.key)
		if err != nil {
			return err
		}
		survey, err := tx.Survey(c.key, c.Phase)
		if err != nil {
			return err
		}
		if survey == nil {
			survey = c.Survey
		}
		if survey.Closed {
			return nil
		}
		answered := len(survey.Answered)
		notices := survey.Tell(cohort, answered, survey.Close())
		if err := tx.SaveSurvey(c.key.Host, survey); err != nil {
			return err
		}
		today := townhall.DateOf(now, f.zone)
		due := f.cal.NextWorkday(today.AddDays(1))
		step := storage.CohortStep{Key: c.key, Unlogged: fmt.Sprintf("survey-%d", c.Phase), Notices: notices, Now: now, On: today,
			Due: f.hour(due), Until: f.hour(f.cal.AddWorkdays(due, resultKept))}
		return tx.RecordCohort(step)
	})
}

// programme reads what the planner has to know of the cohorts that this town takes
// part in, of the packages that are due, and of all whom these concern.
func (f *facts) programme(tx *storage.Tx) (err error) {
	today := townhall.DateOf(f.now, f.zone)
	f.rules = f.org.Reminders()
	if f.cohorts, err = tx.CohortsToPlan(today.AddDays(-townhall.SinceLast)); err != nil {
		return err
	}
	if f.packages, err = tx.DuePackages(today); err != nil {
		return err
	}
	var people []townhall.PersonID
	for _, v := range f.cohorts {
		if v.Host == f.org.ID { // one calendar, which remembers what it has found
			v.Calendar, v.Zone = f.cal, f.zone
		}
		for _, p := range v.Participants {
			people = append(people, p.Person)
		}
	}
	for _, w := range f.packages {
		people = append(people, w.Working...)
	}
	if f.people, err = tx.ReachOf(people, f.cal, f.zone); err != nil || len(f.cohorts) == 0 {
		return err
	}
	f.closed, err = tx.ClosedSurveys()
	return err
}
