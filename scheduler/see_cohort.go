package scheduler

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// seeCohort adds the cohort that a notice is about, as it stands now. What is told
// of one that is not there any more is over.
func (s *Scheduler) seeCohort(tx *storage.Tx, n *storage.Notice, reader *townhall.Person, d *delivery, told *cards.Told) (err error) {
	key, ok := townhall.ParseCohortKey(n.Values["cohort"])
	if !ok {
		return nil
	}
	told.Cohort, err = tx.LookCohort(key, reader)
	switch {
	case townhall.ErrorCode(err) == townhall.NotFound:
		d.over = true
		return nil
	case err != nil:
		return err
	}
	today := townhall.DateOf(s.now(), told.Cohort.Zone)
	told.Cohort.Pass(today)
	if reader != nil {
		several, err := tx.InSeveral(today)
		if err != nil {
			return err
		}
		told.Cohort.Several = several[reader.ID]
	}
	if strings.HasPrefix(n.Kind, "reminder.") {
		var still bool
		told.Reminded, still, err = remindOf(tx, n, told.Cohort, today)
		d.over = !still
	}
	return err
}

// remindOf gathers what a reminder says to its reader, and reports whether there is
// still reason to: the day it counts from is the same, and what it asks for has not
// been done.
func remindOf(tx *storage.Tx, n *storage.Notice, v *townhall.CohortView, today townhall.Date) (r *cards.Reminded, still bool, err error) {
	kind := townhall.ReminderKind(strings.TrimPrefix(n.Kind, "reminder."))
	r = &cards.Reminded{At: v.Where(today, v.Calendar)}
	mine := v.Mine()
	if mine == nil || mine.State != townhall.ParticipationJoined || v.State == townhall.CohortCancelled {
		return r, false, nil
	}
	occurrence, _ := strconv.Atoi(n.Values["occurrence"])
	date, err := v.Occurrence(townhall.OccurrenceID(occurrence))
	if err != nil || date.Cancelled {
		return r, false, nil
	}
	phase, on := seminarPhase(v, date, kind)
	r.Phase = phase
	if on.IsZero() || on.String() != n.Values["on"] {
		return r, false, nil
	}
	if phase != nil {
		if r.Work, err = tx.PhaseWork(v.Viewer, *phase, v.Calendar); err != nil {
			return r, false, err
		}
	}
	switch kind {
	case townhall.ReminderInvitation, townhall.ReminderDate:
		return r, !v.Cannot(date) && !date.Date.Before(today), nil
	case townhall.ReminderAgreed:
		r.Project, err = ownProject(tx, v.Viewer, mine)
		return r, true, err
	case townhall.ReminderCheckIn:
		said, err := tx.CheckIn(v.Key(), phase.Number, v.Viewer.ID)
		if err != nil || said != nil || !phase.Covers(today) || r.At.WorkdaysLeft == 0 {
			return r, false, err
		}
		again := storage.Notice{Key: bot.Key(phase.AskAgainKey(v.Key(), on, v.Viewer.ID))}
		unsaid, err := tx.Unsaid([]storage.Notice{again})
		return r, n.Values["again"] != "" || len(unsaid) > 0, err // who would rather not say it today is asked anew, and only so
	case townhall.ReminderOpenPackages: // what is due today says so itself
		r.Work.Open = slices.DeleteFunc(r.Work.Open, func(w *townhall.WorkPackage) bool { return w.Due == today })
		return r, len(r.Work.Open) > 0 && phase.Covers(today), nil
	case townhall.ReminderPhaseEnd:
		_, r.Next = v.Ended(today, v.Calendar)
		r.Survey, err = tx.CanAnswer(v.Cohort, v.Viewer, *phase, today, v.Calendar)
		return r, today == on || r.Survey || len(r.Work.Open) > 0, err // on a later day only what can still be done counts
	}
	return r, false, nil
}

// seminarPhase is the working phase that a reminder is about, and the day it counts
// from, as the dates stand now.
func seminarPhase(v *townhall.CohortView, date *townhall.Occurrence, kind townhall.ReminderKind) (phase *townhall.Phase, on townhall.Date) {
	switch kind {
	case townhall.ReminderInvitation, townhall.ReminderDate:
		return v.PhaseBefore(date.ID, v.Calendar), date.Date
	case townhall.ReminderAgreed:
		if phase = v.PhaseAfter(date.ID, v.Calendar); phase == nil {
			phase = v.PhaseBefore(date.ID, v.Calendar)
		}
		return phase, date.Date
	}
	phase = v.PhaseAfter(date.ID, v.Calendar)
	switch {
	case phase == nil:
		return nil, townhall.Date{}
	case kind == townhall.ReminderCheckIn:
		return phase, phase.Middle(v.Calendar)
	}
	return phase, phase.LastWorkday
}

// ownProject is what a participant works on, if they may add packages to it.
func ownProject(tx *storage.Tx, p *townhall.Person, mine *townhall.Participant) (*townhall.Project, error) {
	if mine.Project == 0 {
		return nil, nil
	}
	project, err := tx.Project(mine.Project)
	if err != nil || project.Over() || townhall.May(p, townhall.VerbAddPackage, project) != nil {
		return nil, err
	}
	return project, nil
}

// packageStands reports whether a package is still due on the day of which a
// reminder was planned, waits for nothing, and is in the hands of whom it concerns.
func packageStands(tx *storage.Tx, n *storage.Notice) (bool, error) {
	w, err := tx.WorkPackage(townhall.WorkPackageID(n.Thing))
	if err != nil {
		return false, err
	}
	hand := n.Person
	if n.For != "" {
		hand = n.For
	}
	return w.State == townhall.WorkPackageClaimed && w.Hand(hand) && w.Due.String() == n.Values["on"], nil
}
