package townhall

import "time"

// The hours of the day, in somebody's own zone, in which they are told things
// unasked at all; their quiet hours come on top.
const (
	FirstHour = ClockTime(8 * 60)
	LastHour  = ClockTime(17 * 60) // from here on nothing more
)

// ReminderHour is when reminders come unless something else is said.
const ReminderHour = ClockTime(9 * 60)

// Reach says when somebody can be told something that can wait: on a workday of
// their own town on which they work, from 8 to 17 by their own clock, outside of
// their quiet hours.
type Reach struct {
	Settings Settings
	Calendar *Calendar      // of their own town
	Zone     *time.Location // their own
	Muted    bool           // hears nothing unasked
}

// ReachOf is when somebody can be told something who has set s, in a town with this
// calendar and zone.
func ReachOf(p *Person, s Settings, cal *Calendar, zone *time.Location) Reach {
	if own, err := time.LoadLocation(p.Zone); err == nil && p.Zone != "" {
		zone = own
	}
	return Reach{Settings: s, Calendar: cal, Zone: zone, Muted: p.Muted}
}

// Open reports whether they can be told something at a moment.
func (r Reach) Open(at time.Time) bool {
	at = at.In(r.Zone)
	return !r.Muted && r.works(DateOf(at, r.Zone)) && r.heard(clockOf(at))
}

func (r Reach) works(d Date) bool { return r.Calendar.Works(r.Settings, d) }

func (r Reach) heard(c ClockTime) bool {
	return FirstHour <= c && c < LastHour && !r.Settings.Quiet.Covers(c)
}

func clockOf(at time.Time) ClockTime { return ClockTime(at.Hour()*60 + at.Minute()) }

// slot is the first moment on a day, from a time of day on, at which they can be
// told something.
func (r Reach) slot(d Date, from ClockTime) (time.Time, bool) {
	if r.Muted || !r.works(d) {
		return time.Time{}, false
	}
	for c := max(from, FirstHour); c < LastHour; c += 15 - c%15 {
		if r.heard(c) {
			return d.At(c.clock(r.Zone)), true
		}
	}
	return time.Time{}, false
}

// morning is the moment on a day at which they are told what was put off until
// then.
func (r Reach) morning(d Date) (time.Time, bool) {
	if at, ok := r.slot(d, ReminderHour); ok {
		return at, true
	}
	return r.slot(d, FirstHour)
}

// Later is the first moment from at until until at which they can be told
// something; false if there is none.
func (r Reach) Later(at, until time.Time) (time.Time, bool) {
	if r.Open(at) && !at.After(until) {
		return at, true
	}
	at = at.In(r.Zone)
	first, last := DateOf(at, r.Zone), DateOf(until, r.Zone)
	found, ok := r.slot(first, clockOf(at)+1)
	for d := first.AddDays(1); !ok && !last.Before(d); d = d.AddDays(1) {
		found, ok = r.morning(d)
	}
	return found, ok && !found.After(until)
}

// maxEarlier is how many days earlier than meant somebody is told something at
// most, because they are away at the time.
const maxEarlier = 10

// Earlier is the last moment, of the same time of day, up to at on which they can
// be told something; if there was none for a while, the first one after it.
func (r Reach) Earlier(at, until time.Time) (time.Time, bool) {
	local := at.In(r.Zone)
	day := DateOf(local, r.Zone)
	for range maxEarlier {
		found, ok := r.slot(day, clockOf(local))
		if !ok {
			found, ok = r.slot(day, FirstHour)
		}
		if ok && !found.After(until) {
			return found, true
		}
		day = day.AddDays(-1)
	}
	return r.Later(at, until)
}
