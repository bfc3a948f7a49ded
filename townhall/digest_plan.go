package townhall

import "time"

// DigestPlan is what somebody has set about their Wochenstand, and which one was
// due last.
type DigestPlan struct {
	Person PersonID
	// Rhythm is their own; the zero value is the usual one of their role.
	Rhythm      DigestRhythm
	Off         bool
	PausedUntil Date      // the last day of the pause
	Due         time.Time // the one that was due last, or when they began
}

// Rhythmic is the rhythm that counts: their own, or the usual one.
func (d *DigestPlan) Rhythmic(usual DigestRhythm) DigestRhythm {
	if d.Rhythm != (DigestRhythm{}) {
		return d.Rhythm
	}
	return usual
}

// Paused reports whether nothing comes on a day because of the pause.
func (d *DigestPlan) Paused(today Date) bool {
	return !d.PausedUntil.IsZero() && !d.PausedUntil.Before(today)
}

// after is the moment after which the next one is due.
func (d *DigestPlan) after(zone *time.Location) time.Time {
	if d.PausedUntil.IsZero() {
		return d.Due
	}
	return latest(d.Due, d.PausedUntil.AddDays(1).At(0, 0, zone).Add(-time.Second))
}

// Next is when the next one is due; the zero time if none is to come.
func (d *DigestPlan) Next(usual DigestRhythm, zone *time.Location) time.Time {
	if d.Off {
		return time.Time{}
	}
	r := d.Rhythmic(usual)
	if after := d.after(zone); after.After(d.Due) { // the first one after a pause is not put off
		return DigestRhythm{Cron: r.Cron}.Next(after, zone)
	}
	return r.Next(d.Due, zone)
}

// Take finds the one that is due by now and was not taken before, and notes it as
// the last. Of several that were missed it is the latest.
func (d *DigestPlan) Take(usual DigestRhythm, now time.Time, zone *time.Location) (due time.Time, ok bool) {
	first := d.Next(usual, zone)
	if first.IsZero() || first.After(now) {
		return time.Time{}, false
	}
	due = first
	if later := d.Rhythmic(usual).Latest(first, now, zone); !later.IsZero() {
		due = later
	}
	d.Due = due
	return due, true
}

// Subscribe sets a rhythm of their own. What was due before counts no more; the
// next one is the first that fits.
func (d *DigestPlan) Subscribe(r DigestRhythm, now time.Time) {
	d.Rhythm, d.Off, d.PausedUntil, d.Due = r, false, Date{}, now
	if r.Weeks > 1 {
		d.Due = now.AddDate(0, 0, -7*(r.Weeks-1))
	}
}

// GetLess makes it rarer by one step. What the rarer rhythm would have had before is
// not made up for.
func (d *DigestPlan) GetLess(usual DigestRhythm, now time.Time) error {
	r := d.Rhythmic(usual)
	if d.Off || r.None() {
		return Errf(Conflict, "digest.is_off")
	}
	rarer, ok := r.Less()
	if !ok {
		return Errf(Conflict, "digest.rarest")
	}
	d.Rhythm = rarer
	if rarer.Weeks < 2 {
		d.Due = latest(d.Due, now)
	}
	return nil
}

// PauseDays is how long a pause is if nobody says until when.
const PauseDays = 28

// Pause lets nothing come until a day, that day included; no day is four weeks.
func (d *DigestPlan) Pause(usual DigestRhythm, until, today Date) error {
	if until.IsZero() {
		until = today.AddDays(PauseDays)
	}
	switch {
	case d.Off || d.Rhythmic(usual).None():
		return Errf(Conflict, "digest.is_off")
	case until.Before(today):
		return Errf(Invalid, "digest.pause_past", "Field", "until", "Until", until)
	case today.AddDays(maxAbsence).Before(until):
		return Errf(Invalid, "digest.pause_long", "Field", "until", "Until", until)
	}
	d.PausedUntil = until
	return nil
}

// Resume ends a pause, or turns the digest on again. What was due meanwhile is not
// made up for.
func (d *DigestPlan) Resume(usual DigestRhythm, now time.Time) error {
	if d.Off && d.Rhythmic(usual).None() {
		return Errf(Conflict, "digest.no_rhythm")
	}
	d.Subscribe(d.Rhythm, now)
	return nil
}

// TurnOff lets nothing come any more. The rhythm is kept for whoever turns it on
// again.
func (d *DigestPlan) TurnOff() { d.Off, d.PausedUntil = true, Date{} }
