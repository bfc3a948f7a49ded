package townhall

import "slices"

// PhaseWork is what somebody has to do in a working phase. It is shown to that
// person alone.
type PhaseWork struct {
	// Open are the packages that they work on, that wait for nothing and are due by
	// the end of the phase, or were due before it.
	Open []*WorkPackage
	Due  int  // packages that are due in the phase, done ones not counted
	Done int  // packages of the phase that are done
	Fit  *Fit // nil if no hours are agreed with them
}

// NewPhaseWork sorts the packages that somebody works on, or has finished, into a
// working phase, and holds them and so many open questions against the hours agreed
// with them.
func NewPhaseWork(p *Person, phase Phase, s Settings, cal *Calendar, packages []*WorkPackage, questions int) PhaseWork {
	var work PhaseWork
	var hours []int
	for _, w := range packages {
		in := phase.Covers(w.Due)
		switch {
		case w.State == WorkPackageDone && in:
			work.Done++
		case w.State == WorkPackageClaimed && !w.Due.IsZero() && !phase.Until.Before(w.Due):
			work.Open = append(work.Open, w)
		}
		if in && w.Taken() {
			work.Due++
		}
		if in && w.State == WorkPackageClaimed {
			hours = append(hours, w.Hours)
		}
	}
	if p.HoursPerWeek > 0 {
		fit := phase.Fit(p.HoursPerWeek, s, cal, hours, questions)
		work.Fit = &fit
	}
	return work
}

// PhaseAfter is the working phase that follows a date; nil if none does.
func (c *Cohort) PhaseAfter(id OccurrenceID, cal *Calendar) *Phase {
	return c.phase(cal, func(p Phase) bool { return p.Seminar == id })
}

// PhaseBefore is the working phase that ends at a date; nil if none does.
func (c *Cohort) PhaseBefore(id OccurrenceID, cal *Calendar) *Phase {
	return c.phase(cal, func(p Phase) bool { return p.Next == id })
}

// Ended is the last working phase whose work is over on a day, and the one to which
// what is left can be taken along; nil where there is none.
func (c *Cohort) Ended(today Date, cal *Calendar) (ended, next *Phase) {
	all := slices.DeleteFunc(c.Phases(cal), func(p Phase) bool { return p.Workdays == 0 })
	for i, p := range all {
		if today.Before(p.LastWorkday) {
			break
		}
		ended, next = &p, nil
		if i+1 < len(all) {
			next = &all[i+1]
		}
	}
	return ended, next
}

func (c *Cohort) phase(cal *Calendar, is func(Phase) bool) *Phase {
	all := c.Phases(cal)
	if at := slices.IndexFunc(all, is); at >= 0 {
		return &all[at]
	}
	return nil
}

// Carry takes a package along into another working phase: it is due on its last
// workday. Whoever works on it decides that; the lead is told.
func (w *WorkPackage) Carry(by *Person, into Phase) ([]Notice, error) {
	if err := w.Check(WorkPackageCarry, by); err != nil {
		return nil, err
	}
	if !w.Due.Before(into.LastWorkday) {
		return nil, Errf(Conflict, "package.carried_already", "Number", w.ID, "Date", w.Due)
	}
	w.Due = into.LastWorkday
	return w.tell(WorkPackageCarry, team, by, map[string]string{"until": w.Due.String()}), nil
}
