package townhall

import (
	"slices"
	"time"
)

// How much people are told unasked at most. Answers in a conversation, decisions
// and what is due today are not counted.
const (
	MaxNoticesADay  = 1
	MaxNoticesAWeek = 3
)

// Folded is what becomes of the reminders to one person at a moment.
type Folded struct {
	Now []Reminder // one message
	// Counts says that the message is one of those a day and a week have few of: to
	// be noted, for the next Fold.
	Counts  bool
	Later   []Reminder // each with the moment at which to look at it again
	Dropped []Reminder // they help nobody any more
}

// Fold decides what one person is told now. Everything due together becomes one
// message. If the person has been told enough today or this week, what is due
// waits, unless something is due today: then all of it comes along, for that
// makes no message more. Said are the moments of counted messages to them, of this
// week at least.
func Fold(all []Reminder, said []time.Time, now time.Time, r Reach) Folded {
	var f Folded
	today := DateOf(now, r.Zone)
	var due []Reminder
	urgent := false
	for _, one := range all {
		switch {
		case one.At.After(now):
			f.Later = append(f.Later, one)
		case now.After(one.Until) || r.Muted:
			f.Dropped = append(f.Dropped, one)
		default:
			due = append(due, one)
			urgent = urgent || one.Today == today
		}
	}
	open := r.Open(now)
	next := r.free(said, now)
	switch {
	case len(due) == 0:
	case open && (urgent || !next.After(now)):
		slices.SortStableFunc(due, func(a, b Reminder) int { return a.At.Compare(b.At) })
		f.Now, f.Counts = due, !urgent
	case urgent: // it need not wait for the count, but for the person
		f.hold(due, now, r)
	default:
		f.hold(due, latest(next, now), r)
	}
	return f
}

// hold puts off what is due until it can be told.
func (f *Folded) hold(due []Reminder, next time.Time, r Reach) {
	for _, one := range due {
		at, ok := r.Later(next, one.Until)
		if !ok {
			f.Dropped = append(f.Dropped, one)
			continue
		}
		one.At = at
		f.Later = append(f.Later, one)
	}
}

// free is the moment from which on somebody can be told one thing more: now, or
// the morning of another day, or of next week.
func (r Reach) free(said []time.Time, now time.Time) time.Time {
	today := DateOf(now, r.Zone)
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	day, week := 0, 0
	for _, at := range said {
		d := DateOf(at, r.Zone)
		if d == today {
			day++
		}
		if !d.Before(monday) && d.Before(monday.AddDays(7)) {
			week++
		}
	}
	switch {
	case week >= MaxNoticesAWeek:
		return monday.AddDays(7).At(ReminderHour.clock(r.Zone))
	case day >= MaxNoticesADay:
		return today.AddDays(1).At(ReminderHour.clock(r.Zone))
	}
	return now
}
