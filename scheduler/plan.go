package scheduler

import (
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// PlanHour is the hour, in the organisation's zone, at which what is planned for
// a day is due: a parked idea wakes up, somebody is reminded.
const PlanHour = 9

const (
	// tooOld is how many days a reminder may be late, after an outage, and still
	// be of use.
	tooOld = 30
)

// facts are what the planner knows of one organisation.
type facts struct {
	org  *townhall.Organisation
	now  time.Time
	zone *time.Location
	cal  *townhall.Calendar
	// since is the day on which the town was loaded: what was due until then
	// counts as done.
	since      townhall.Date
	leadership []townhall.PersonID
	parked     []*townhall.Idea
	waiting    []*townhall.Idea         // whose reviewers promised an answer or a decision
	decisions  []*townhall.DecisionView // that have still to be made
	questions  []*townhall.HelpRequest  // that nobody has claimed
	guides     []*townhall.Person       // Lotsen and the coordination
	lotsen     townhall.ChannelID       // their channel, "" for none
	mandates   []*townhall.Mandate      // of projects that are not over, by people who have not left
	digests    []digest                 // of those who get a Wochenstand

	rules    []townhall.ReminderRule
	cohorts  []*townhall.CohortView               // with this town's participants
	packages []townhall.DuePackage                // that somebody works on
	people   map[townhall.PersonID]townhall.Reach // of all these
	closed   map[townhall.SurveyKey]bool          // surveys that this town need not close any more
}

// planned is one thing that is due at a moment by itself: an idea wakes up, a
// survey closes, a Wochenstand is due, or something is said.
type planned struct {
	at     time.Time
	wake   townhall.IdeaID // an idea wakes up, or
	survey *closing        // a survey closes, or
	digest *digest         // a Wochenstand is due, or something is said,
	until  time.Time       // which later than that helps nobody; the zero time is as long as it is true:
	remind *storage.Notice // known only of what is due
}

// says reports whether something is said.
func (p planned) says() bool { return p.wake == 0 && p.survey == nil && p.digest == nil }

// plan is all that is due by now, and the next moment after now at which something
// will be; the zero time if nothing will. Of what is said, the same occasion has the
// same key each time it is planned, so that it is said once; an occasion with a later
// date has another one.
func plan(now time.Time, f facts) (due []planned, next time.Time) {
	for _, p := range f.occasions() {
		switch {
		case p.at.After(now):
			if next.IsZero() || p.at.Before(next) {
				next = p.at
			}
		case !p.says() || f.counts(p.at, now) && p.helps(now):
			due = append(due, p)
		}
	}
	return due, next
}

// helps reports whether what is said still helps.
func (p planned) helps(now time.Time) bool {
	return p.until.IsZero() || !now.After(p.until)
}

// counts reports whether a reminder was due in the time that counts: after the
// town was loaded, and not so long ago that it is of no use any more.
func (f facts) counts(at, now time.Time) bool {
	return f.since.Before(townhall.DateOf(at, f.zone)) && at.After(now.AddDate(0, 0, -tooOld))
}

// occasions are all things due by themselves, whenever they are or were due.
func (f facts) occasions() (all []planned) {
	for _, i := range f.parked {
		all = append(all, planned{at: f.hour(i.ParkedUntil), wake: i.ID})
	}
	for _, i := range f.waiting {
		all = append(all, f.ideaReminders(i)...)
	}
	for _, d := range f.decisions {
		all = append(all, f.decisionReminders(d)...)
	}
	for _, q := range f.questions {
		all = append(all, f.questionReminders(q)...)
	}
	for _, m := range f.mandates {
		all = append(all, f.mandateReminders(m)...)
	}
	for _, v := range f.cohorts {
		all = append(all, f.cohortReminders(v)...)
	}
	for _, w := range f.packages {
		all = append(all, f.packageReminders(w)...)
	}
	for i := range f.digests {
		all = append(all, f.digests[i].occasions()...)
	}
	return all
}

// hour is the moment at which what is planned for a day is due.
func (f facts) hour(d townhall.Date) time.Time { return d.At(PlanHour, 0, f.zone) }
