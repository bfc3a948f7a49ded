package townhall

import "time"

// Snooze is how long somebody puts a reminder off.
type Snooze string

// The snoozes.
const (
	SnoozeToday    Snooze = "later_today"
	SnoozeTomorrow Snooze = "tomorrow"
	SnoozeNextWeek Snooze = "next_week"
)

// Snoozes are all of them, the shortest first.
var Snoozes = []Snooze{SnoozeToday, SnoozeTomorrow, SnoozeNextWeek}

// snoozeHours is how long "later today" is.
const snoozeHours = 3

// Snoozes are those that make sense for a reminder: the person is there then, and
// it still helps.
func (r Reach) Snoozes(one Reminder, now time.Time) []Snooze {
	var offered []Snooze
	for _, s := range Snoozes {
		if at, ok := r.snoozed(s, now); ok && !at.After(one.Until) {
			offered = append(offered, s)
		}
	}
	return offered
}

// Snooze puts a reminder off, as the person asked. It comes again then, and is not
// counted among what they are told unasked. False if they are not there until it
// helps no more.
func (r Reach) Snooze(one Reminder, s Snooze, now time.Time) (Reminder, bool) {
	at, ok := r.snoozed(s, now)
	if !ok || at.After(one.Until) {
		return one, false
	}
	one.At, one.Today = at, DateOf(at, r.Zone)
	one.Key += "/again-" + at.UTC().Format("20060102T1504")
	return one, true
}

// snoozed is the moment of a snooze: later today at a full quarter of an hour, in
// the morning of the next day on which they work, or of the first one next week.
func (r Reach) snoozed(s Snooze, now time.Time) (time.Time, bool) {
	local := now.In(r.Zone)
	today := DateOf(local, r.Zone)
	next := today.AddDays(1)
	switch s {
	case SnoozeToday:
		return r.slot(today, (clockOf(local)+snoozeHours*60+14)/15*15)
	case SnoozeNextWeek:
		next = today.AddDays(7 - (int(today.Weekday())+6)%7)
	}
	for range 14 { // who is away longer is told nothing that can be put off
		if at, ok := r.morning(next); ok {
			return at, true
		}
		next = next.AddDays(1)
	}
	return time.Time{}, false
}
