package townhall

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ReminderKind says what somebody is reminded of.
type ReminderKind string

// The kinds of reminders.
const (
	ReminderInvitation   ReminderKind = "invitation"    // to a date of the cohort
	ReminderDate         ReminderKind = "date"          // it is near: what is open until then
	ReminderAgreed       ReminderKind = "agreed"        // it is over: what was agreed
	ReminderCheckIn      ReminderKind = "check_in"      // the Zwischenstand
	ReminderOpenPackages ReminderKind = "open_packages" // the working phase ends soon
	ReminderPhaseEnd     ReminderKind = "phase_end"     // summary, and two questions
	ReminderPackageSoon  ReminderKind = "package_soon"  // a package is due soon
	ReminderPackageDue   ReminderKind = "package_due"   // … today
)

// Anchor is the day from which a reminder counts.
type Anchor string

// The anchors.
const (
	AnchorDate        Anchor = "date"         // a date of the cohort
	AnchorMiddle      Anchor = "middle"       // the workday in the middle of a working phase
	AnchorLastWorkday Anchor = "last_workday" // of a working phase
	AnchorDue         Anchor = "due"          // the day a package is due
)

// Shift says what becomes of a reminder for somebody who cannot be told it when it
// is due, because they do not work that day, are away, or have quiet hours.
type Shift string

// The shifts.
const (
	ShiftEarlier Shift = "earlier" // it comes on a day before, while that helps
	ShiftLater   Shift = "later"   // it comes as soon as they are back, while that helps
	ShiftNever   Shift = "never"   // it is left out
)

// ReminderRule says when people are reminded of something, as data.
type ReminderRule struct {
	Kind     ReminderKind
	From     Anchor
	Days     int // before the anchor, in calendar days
	Workdays int // before the anchor, in workdays of the host's town hall
	At       ClockTime
	Shift    Shift
	// Keeps is how many workdays after the anchor the reminder still helps; a
	// negative number is so many days before it.
	Keeps int
	// Today reminders are about the very day; they are not counted among what
	// people are told unasked.
	Today bool
}

// DefaultReminders are the reminders of the programme. A package that waits for
// something has none, and joining tells all dates at once by itself.
func DefaultReminders() []ReminderRule {
	return []ReminderRule{
		{Kind: ReminderInvitation, From: AnchorDate, Days: 14, At: ReminderHour, Shift: ShiftEarlier, Keeps: -1},
		{Kind: ReminderDate, From: AnchorDate, Workdays: 2, At: ReminderHour, Shift: ShiftEarlier, Keeps: -1},
		{Kind: ReminderAgreed, From: AnchorDate, At: 16*60 + 30, Shift: ShiftLater, Keeps: 5, Today: true},
		{Kind: ReminderCheckIn, From: AnchorMiddle, At: ReminderHour, Shift: ShiftLater, Keeps: 3},
		{Kind: ReminderOpenPackages, From: AnchorLastWorkday, Workdays: 2, At: ReminderHour, Shift: ShiftEarlier},
		{Kind: ReminderPhaseEnd, From: AnchorLastWorkday, At: 15 * 60, Shift: ShiftLater, Keeps: SurveyWorkdays, Today: true},
		{Kind: ReminderPackageSoon, From: AnchorDue, Workdays: 2, At: ReminderHour, Shift: ShiftEarlier, Keeps: -1},
		{Kind: ReminderPackageDue, From: AnchorDue, At: ReminderHour, Shift: ShiftNever, Today: true},
	}
}

// CheckReminders says whether rules can be kept.
func CheckReminders(rules []ReminderRule) error {
	for _, r := range rules {
		if r.At < FirstHour || r.At >= LastHour || r.Days < 0 || r.Workdays < 0 || r.Days > maxDaysBefore || r.Workdays > maxWorkdaysBefore || r.Keeps < -5 || r.Keeps > 20 {
			return Errf(Invalid, "cohort.bad_reminder", "Field", string(r.Kind))
		}
	}
	return nil
}

// Reminder is one thing to tell one person unasked, and when.
type Reminder struct {
	Kind ReminderKind
	// Key names the fact and the receiver; saying it twice is impossible, saying a
	// changed date again is not.
	Key string
	To  Member
	For PersonID // whose matter it is, if To stands in for them

	Cohort     CohortID
	Occurrence OccurrenceID  // the date, or the seminar day of the working phase
	Phase      int           // 0 if it is not about a working phase
	Package    WorkPackageID // 0 if it is not about a package
	// On is the day it counts from: of the date, in the phase, on which the package
	// is due. A reminder of a day that has moved is not true any more.
	On Date

	At    time.Time
	Until time.Time // later than that it helps nobody
	// Today is the day on which it counts as due today; no day if it never does.
	Today Date
}

// ReminderFacts is what reminders are worked out from.
type ReminderFacts struct {
	Rules    []ReminderRule
	Calendar *Calendar      // of the host, or of the package's town
	Zone     *time.Location // likewise
	Reach    func(Member) (Reach, bool)
	// From is a moment: what helps nobody any more then is left out. The zero time
	// leaves nothing out.
	From time.Time
}

// Reminders are all reminders of the cohort to those who take part, whenever they
// are due. What would have been due before somebody joined, or before a date was
// set, counts as said and is not among them.
func (c *Cohort) Reminders(f ReminderFacts) []Reminder {
	if c.State == CohortCancelled {
		return nil
	}
	anchors := c.anchors(f)
	all := make([]Reminder, 0, len(anchors)*len(c.Participants))
	for i := range c.Participants {
		p := &c.Participants[i]
		reach, ok := f.Reach(p.Member)
		if p.State != ParticipationJoined || !ok {
			continue
		}
		receiver := c.receiver(p.Member)
		for i := range anchors {
			a := &anchors[i]
			if a.phase == 0 && a.rule.Kind != ReminderAgreed && p.misses(a.date) { // what was agreed they will want to know
				continue
			}
			r, ok := a.rule.on(a.on, reach, f)
			if ok && !r.At.Before(latest(a.since, p.Since)) {
				r.To, r.Cohort, r.Occurrence, r.Phase = p.Member, c.ID, a.date.ID, a.phase
				r.Key = a.key + receiver
				all = append(all, r)
			}
		}
	}
	return all
}

// anchored is a rule at one of the days from which it counts.
type anchored struct {
	rule     ReminderRule
	date     *Occurrence // or the seminar day of the working phase
	phase    int
	on       Date
	revision string // of the dates that it depends on
	since    time.Time
	key      string // of its reminders, but for the receiver
}

// anchors are all rules at all days of the cohort, but for what helps nobody any
// more.
func (c *Cohort) anchors(f ReminderFacts) []anchored {
	var all []anchored
	live, phases := c.Live(), c.Phases(f.Calendar)
	for _, rule := range f.Rules {
		switch rule.From {
		case AnchorDate:
			for _, o := range live {
				all = append(all, anchored{rule: rule, date: o, on: o.Date, revision: fmt.Sprintf("r%d", o.Revision), since: o.Since})
			}
		case AnchorMiddle, AnchorLastWorkday:
			for _, phase := range phases {
				if phase.Workdays > 0 {
					all = append(all, c.inPhase(rule, phase, f.Calendar))
				}
			}
		}
	}
	all = slices.DeleteFunc(all, func(a anchored) bool { return a.rule.until(a.on, f).Before(f.From) })
	for i, a := range all {
		all[i].key = fmt.Sprintf("%s/%s/%d/%s/", a.rule.Kind.inKeys(), c.ID, a.date.ID, a.revision)
	}
	return all
}

// inPhase is a rule in a working phase. A phase is another one when its beginning
// or its end has moved.
func (c *Cohort) inPhase(rule ReminderRule, phase Phase, cal *Calendar) anchored {
	seminar := &c.Occurrences[c.index(phase.Seminar)]
	a := anchored{rule: rule, date: seminar, phase: phase.Number, on: phase.LastWorkday, revision: fmt.Sprintf("r%d", seminar.Revision), since: seminar.Since}
	if rule.From == AnchorMiddle {
		a.on = phase.Middle(cal)
	}
	if phase.Next != 0 {
		next := &c.Occurrences[c.index(phase.Next)]
		a.revision, a.since = fmt.Sprintf("%s.%d", a.revision, next.Revision), latest(a.since, next.Since)
	}
	return a
}

// receiver is a member as it stands in keys: two towns may give the same id.
func (c *Cohort) receiver(m Member) string {
	if m.Org == c.Host {
		return string(m.Person)
	}
	return string(m.Person) + "@" + string(m.Org)
}

// day is the day on which the rule reminds of something on an anchor.
func (r ReminderRule) day(anchor Date, cal *Calendar) Date {
	return cal.AddWorkdays(anchor.AddDays(-r.Days), -r.Workdays)
}

// on is the reminder that a rule makes of an anchor for somebody; false if they
// cannot be told while it helps.
func (r ReminderRule) on(anchor Date, reach Reach, f ReminderFacts) (Reminder, bool) {
	one := Reminder{Kind: r.Kind, On: anchor}
	at := r.day(anchor, f.Calendar).At(r.At.clock(f.Zone))
	one.Until = r.until(anchor, f)
	if r.Today {
		one.Today = anchor
	}
	ok := false
	switch r.Shift {
	case ShiftEarlier:
		one.At, ok = reach.Earlier(at, one.Until)
	case ShiftLater:
		one.At, ok = reach.Later(at, one.Until)
	default:
		one.At, ok = reach.Later(at, one.Until)
		ok = ok && DateOf(one.At, f.Zone) == DateOf(at, f.Zone)
	}
	return one, ok
}

// until is the moment up to which a reminder of the rule still helps.
func (r ReminderRule) until(anchor Date, f ReminderFacts) time.Time {
	return r.last(anchor, f.Calendar).At(LastHour.clock(f.Zone))
}

// last is the last day on which a reminder of the rule still helps.
func (r ReminderRule) last(anchor Date, cal *Calendar) Date {
	if r.Keeps < 0 {
		return anchor.AddDays(r.Keeps)
	}
	return cal.AddWorkdays(anchor, r.Keeps)
}

// inKeys is the kind as it stands in keys.
func (k ReminderKind) inKeys() string { return strings.ReplaceAll(string(k), "_", "-") }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
