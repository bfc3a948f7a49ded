package scheduler

import (
	"time"

	"lotsenfunk/townhall"
)

// WakeHour is the hour, in the organisation's zone, at which a parked idea
// wakes up on its day.
const WakeHour = 9

// keepDays is how many days drafts that nobody clicked, seen deliveries and
// counted attempts are kept.
const keepDays = 7

// facts are what the planner knows of one organisation.
type facts struct {
	zone   *time.Location
	parked []*townhall.Idea
}

// wakes are the parked ideas whose moment has come.
func (f facts) wakes(now time.Time) []*townhall.Idea {
	var due []*townhall.Idea
	for _, i := range f.parked {
		if !now.Before(f.wakeAt(i)) {
			due = append(due, i)
		}
	}
	return due
}

// next is the next moment after now at which something will be due; the zero
// time if nothing will.
func (f facts) next(now time.Time) (next time.Time) {
	for _, i := range f.parked {
		if at := f.wakeAt(i); at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

func (f facts) wakeAt(i *townhall.Idea) time.Time { return i.ParkedUntil.At(WakeHour, 0, f.zone) }
