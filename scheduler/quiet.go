package scheduler

import (
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// canWait reports whether a notice keeps to its receiver's hours. Answers in a
// conversation and cards come at once.
func canWait(n *storage.Notice) bool {
	return n.Class == storage.ClassReminder || n.Class == storage.ClassDigest
}

// until is the moment from which on a notice that can wait may be said to
// somebody: on a workday, on one of their days, not while they are away, outside
// of their quiet hours. Nobody is a channel, with the usual hours.
func (s *Scheduler) until(n *storage.Notice, to *storage.Receiver, d *delivery) (time.Time, error) {
	zone := s.almanac.Zone(to.Org)
	if p := to.Person; p != nil {
		if own, err := time.LoadLocation(p.Zone); err == nil && p.Zone != "" {
			zone = own
		}
		d.toldOn = townhall.DateOf(s.now(), zone)
	}
	cal, err := s.almanac.Calendar(to.Org)
	if err != nil {
		return time.Time{}, err
	}
	now := s.now().In(zone)
	if n.Class == storage.ClassDigest { // it has a time of day of its own
		due := storage.DigestDue(n).In(zone)
		return townhall.NextMomentAt(to.Settings, cal, now, townhall.ClockTime(60*due.Hour()+due.Minute())), nil
	}
	return townhall.NextMoment(to.Settings, cal, now), nil
}
