package townhall

import (
	"strconv"
	"time"
)

// Settings are what somebody has set for themselves beside language and form of
// address. Only they see them; nobody is asked for a reason.
type Settings struct {
	Person  PersonID
	Works   WorkingDays
	Absence Absence
	Deputy  PersonID // "" for nobody
	Quiet   QuietHours
}

// DefaultSettings are those of somebody who has set nothing.
func DefaultSettings(p PersonID) Settings {
	return Settings{Person: p, Works: EveryWorkingDay, Quiet: DefaultQuietHours}
}

// WorkingDays are the days of the week on which somebody works, of Monday to
// Friday: bit 1<<time.Weekday.
type WorkingDays uint8

// EveryWorkingDay is Monday to Friday.
const EveryWorkingDay = WorkingDays(1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday)

// Weekdays are the days on which a town hall works, in order.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// DaysOf are the working days of a list; Saturday and Sunday are none.
func DaysOf(days ...time.Weekday) WorkingDays {
	var w WorkingDays
	for _, d := range days {
		w |= 1 << d
	}
	return w & EveryWorkingDay
}

// Has reports whether d is one of the days.
func (w WorkingDays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// Days lists the days in order.
func (w WorkingDays) Days() (days []time.Weekday) {
	for _, d := range Weekdays {
		if w.Has(d) {
			days = append(days, d)
		}
	}
	return days
}

// SetWorkingDays changes the days; one at least must stay.
func (s *Settings) SetWorkingDays(w WorkingDays) error {
	if w&EveryWorkingDay == 0 {
		return Errf(Invalid, "settings.no_days", "Field", "monday")
	}
	s.Works = w & EveryWorkingDay
	return nil
}

// Absence is from one day until another, both included. The zero Absence is
// none.
type Absence struct{ From, Until Date }

// Covers reports whether d falls into the absence.
func (a Absence) Covers(d Date) bool {
	return !a.Until.IsZero() && !d.Before(a.From) && !a.Until.Before(d)
}

// Over reports whether the absence lies before d, or there is none.
func (a Absence) Over(d Date) bool { return a.Until.Before(d) }

// maxAbsence is how many days an absence has at most: more is a mistyped year.
const maxAbsence = 3 * 366

// SetAbsence notes that somebody is away, without a reason.
func (s *Settings) SetAbsence(from, until, today Date) error {
	switch {
	case until.Before(from):
		return Errf(Invalid, "settings.absence_order", "Field", "until", "Date", from, "Until", until)
	case until.Before(today):
		return Errf(Invalid, "settings.absence_past", "Field", "until", "Until", until)
	case from.AddDays(maxAbsence).Before(until):
		return Errf(Invalid, "settings.absence_long", "Field", "until", "Until", until)
	}
	s.Absence = Absence{from, until}
	return nil
}

// ClockTime is a time of day in minutes after midnight, in the person's zone.
type ClockTime int

// String is the form 17:00.
func (c ClockTime) String() string {
	minutes := strconv.Itoa(int(c % 60))
	if len(minutes) < 2 {
		minutes = "0" + minutes
	}
	return strconv.Itoa(int(c/60)) + ":" + minutes
}

// dayOfMinutes is a whole day.
const dayOfMinutes = ClockTime(24 * 60)

// QuietHours are the hours outside of which nothing is said unasked that can
// wait, from one time of day until another, mostly over midnight.
type QuietHours struct{ From, Until ClockTime }

// DefaultQuietHours: reminders come between 8 and 17.
var DefaultQuietHours = QuietHours{From: 17 * 60, Until: 8 * 60}

// Covers reports whether a time of day is quiet.
func (q QuietHours) Covers(c ClockTime) bool {
	if q.From < q.Until {
		return q.From <= c && c < q.Until
	}
	return c >= q.From || c < q.Until
}

// SetQuietHours changes the quiet hours. Some hour of the day must stay.
func (s *Settings) SetQuietHours(q QuietHours) error {
	if q.From < 0 || q.Until < 0 || q.From >= dayOfMinutes || q.Until >= dayOfMinutes {
		return Errf(Invalid, "settings.bad_clock", "Field", "from")
	}
	if q.From == q.Until {
		return Errf(Invalid, "settings.quiet_empty", "Field", "until")
	}
	s.Quiet = q
	return nil
}

// SetDeputy names who stands in during absence; "" is nobody.
func (s *Settings) SetDeputy(deputy *Person) error {
	switch {
	case deputy == nil:
		s.Deputy = ""
	case deputy.ID == s.Person:
		return Errf(Invalid, "settings.deputy_self", "Field", "person")
	case deputy.Gone:
		return Errf(NotFound, "person.unknown", "Field", "person")
	default:
		s.Deputy = deputy.ID
	}
	return nil
}

// Present reports whether somebody works on a day: it is one of their days and
// they are not away. Days off of the whole town are the Calendar's.
func Present(s Settings, d Date) bool {
	return s.Works.Has(d.Weekday()) && !s.Absence.Covers(d)
}

// MayInterrupt reports whether something that can wait may be said at a moment,
// in the person's zone.
func MayInterrupt(s Settings, at time.Time) bool {
	return Present(s, DateOf(at, at.Location())) && !s.Quiet.Covers(ClockTime(at.Hour()*60+at.Minute()))
}

// NextMoment is the first moment, not before at, at which something that can
// wait may be said: on a workday of the town on which the person is there, outside
// of their quiet hours.
func NextMoment(s Settings, cal *Calendar, at time.Time) time.Time { return nextMoment(s, cal, at, 0) }

// NextMomentAt is NextMoment for what comes at a time of day of its own: on another
// day it comes at that time as well, or as soon after it as the quiet hours are over;
// if they last for the rest of the day, as early as something may be said.
func NextMomentAt(s Settings, cal *Calendar, at time.Time, hour ClockTime) time.Time {
	for c := hour; s.Quiet.Covers(c); c += 15 {
		if c+15 >= dayOfMinutes {
			return nextMoment(s, cal, at, 0)
		}
	}
	if own := DateOf(at, at.Location()).At(hour.clock(at.Location())); at.Before(own) {
		at = own
	}
	return nextMoment(s, cal, at, hour)
}

func nextMoment(s Settings, cal *Calendar, at time.Time, hour ClockTime) time.Time {
	for range 2 * maxAbsence { // days; a workday comes long before
		day := DateOf(at, at.Location())
		if Present(s, day) && cal.Workday(day) {
			for ; DateOf(at, at.Location()) == day; at = nextQuarter(at) {
				if MayInterrupt(s, at) {
					return at
				}
			}
		}
		at = day.AddDays(1).At(hour.clock(at.Location()))
	}
	return at
}

// nextQuarter is the next full quarter of an hour.
func nextQuarter(at time.Time) time.Time {
	return at.Truncate(15 * time.Minute).Add(15 * time.Minute)
}

// Matter says what somebody would stand in for.
type Matter string

// The matters.
const (
	MatterWork         Matter = "work"         // of the town hall: a decision, a review, a package
	MatterPersonal     Matter = "personal"     // a check-in, a survey, one's own week
	MatterConfidential Matter = "confidential" // a question that was asked in confidence
)

// StandIn is who takes care of a matter on a day: the person, if they are there;
// otherwise the first of the deputies, and their deputies, who is. What is
// personal or confidential waits for the person themselves, and so does a matter
// for which nobody is there. Deputies who have left do not count. look gives
// somebody's settings; ok is false for who has left or never was.
func StandIn(p PersonID, m Matter, on Date, look func(PersonID) (s Settings, ok bool)) PersonID {
	if m != MatterWork {
		return p
	}
	met := map[PersonID]bool{}
	for at := p; at != "" && !met[at]; {
		met[at] = true
		s, ok := look(at)
		if ok && Present(s, on) {
			return at
		}
		if !ok && at != p {
			break
		}
		at = s.Deputy
	}
	return p
}
