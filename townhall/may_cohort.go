package townhall

// What can be done about a cohort.
const (
	VerbRunCohort  Verb = "run_cohort"   // plan one, move its dates, call it off
	VerbJoinCohort Verb = "join_cohort"  // take part in one
	VerbSeeCheckIn Verb = "see_check_in" // read how somebody gets on in a working phase
)

// mayCohort decides about cohorts: for May alone. A cohort is run by the
// coordination of its host; that of another town whose people take part only looks
// on.
func mayCohort(p *Person, v Verb, t Thing, own bool) error {
	switch v {
	case VerbRunCohort:
		c, ok := t.(*Cohort)
		return allow(p.Is(RoleCoordinator) && (!ok || c.From == c.Host), "may.run_cohort")
	case VerbSeeCheckIn:
		c, ok := t.(CheckInView)
		runs := p.Is(RoleCoordinator) && c.From == c.Host
		return allow(own || runs || ok && c.shownTo(p), "may.see_check_in")
	}
	return nil
}
