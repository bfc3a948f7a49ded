package townhall

import (
	"fmt"
	"slices"
	"time"
)

// DuePackage is as much of a package as its reminders ask for.
type DuePackage struct {
	ID  WorkPackageID
	Org OrgID
	Due Date
	// Since is the moment at which who works on it knew last when it is due: what
	// would have been due before counts as said.
	Since   time.Time
	Working []PersonID
	Waits   bool // it waits for something: nobody is reminded
}

// Reminders are the reminders of the package to who works on it. For somebody who
// is away the whole time their deputy is told: a package is the town hall's work.
func (w DuePackage) Reminders(f ReminderFacts) []Reminder {
	if w.Waits || w.Due.IsZero() {
		return nil
	}
	look := func(p PersonID) (Settings, bool) {
		r, ok := f.Reach(Member{w.Org, p})
		return r.Settings, ok
	}
	var all []Reminder
	for _, rule := range f.Rules {
		if rule.From != AnchorDue {
			continue
		}
		for _, owner := range w.Working {
			to := owner
			reach, ok := f.Reach(Member{w.Org, owner})
			if !ok {
				continue
			}
			if !reach.Muted && reach.Settings.Absence.Covers(rule.day(w.Due, f.Calendar)) {
				to = StandIn(owner, MatterWork, rule.day(w.Due, f.Calendar), look)
				reach, _ = f.Reach(Member{w.Org, to})
			}
			r, ok := rule.on(w.Due, reach, f)
			if !ok || r.At.Before(w.Since) || r.Until.Before(f.From) {
				continue
			}
			r.To, r.Package = Member{w.Org, to}, w.ID
			if to != owner {
				r.For = owner
			}
			r.Key = fmt.Sprintf("%s/%d/%s/%s", r.Kind.inKeys(), w.ID, w.Due, to)
			if !slices.ContainsFunc(all, func(o Reminder) bool { return o.Key == r.Key }) { // who also stands in for another one
				all = append(all, r)
			}
		}
	}
	return all
}
