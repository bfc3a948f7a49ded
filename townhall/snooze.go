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

// Offer is a snooze, and the moment until which it puts a reminder off.
type Offer struct {
	Snooze Snooze
	At     time.Time
}

// Snoozes are those that make sense for a reminder that helps until a moment, or, if
// that is the zero time, as long as it is true: the person is there then, it still
// helps, and none shorter ends at the same time.
func (r Reach) Snoozes(until, now time.Time) []Offer {
	if until.IsZero() {
		until = AsLongAsTrue(now)
	}
	var offered []Offer
	for _, s := range Snoozes {
		at, ok := r.snoozed(s, now)
		if ok && !at.After(until) && (len(offered) == 0 || offered[len(offered)-1].At.Before(at)) {
			offered = append(offered, Offer{s, at})
		}
	}
	return offered
}

// AsLongAsTrue is later than anybody is away: until then helps what helps as long as
// it is true.
func AsLongAsTrue(now time.Time) time.Time { return now.AddDate(0, 0, 2*maxAbsence) }

// Snooze puts a reminder off, as the person asked. It comes again then, and is not
// counted among what they are told unasked. False if they are not there until it
// helps no more.
func (r Reach) Snooze(one Reminder, s Snooze, now time.Time) (Reminder, bool) {
	at, ok := r.snoozed(s, now)
	if !ok || !one.Until.IsZero() && at.After(one.Until) {
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
