package storage

import "lotsenfunk/townhall"

// PhaseWork is what somebody of this town has to do in a working phase of a cohort
// with that calendar.
func (t *Tx) PhaseWork(p *townhall.Person, phase townhall.Phase, cal *townhall.Calendar) (townhall.PhaseWork, error) {
	packages, err := t.FindWorkPackages(WorkPackageFilter{Hand: p.ID,
		States: []townhall.WorkPackageState{townhall.WorkPackageClaimed, townhall.WorkPackageBlocked, townhall.WorkPackageDone}})
	if err != nil || p.HoursPerWeek == 0 {
		return townhall.NewPhaseWork(p, phase, townhall.Settings{}, cal, packages, 0), err
	}
	questions, err := t.FindHelpRequests(HelpRequestFilter{ClaimedBy: p.ID, States: []townhall.HelpRequestState{townhall.HelpRequestClaimed}})
	if err != nil {
		return townhall.PhaseWork{}, err
	}
	settings, err := t.Settings(p.ID)
	return townhall.NewPhaseWork(p, phase, settings, cal, packages, len(questions)), err
}

// InPhase is the cohort that somebody of this town takes part in and is in a working
// phase of on a day, with that phase; nil if they are in none.
func (t *Tx) InPhase(p *townhall.Person, today townhall.Date) (*townhall.CohortView, *townhall.Phase, error) {
	all, err := t.Cohorts(p.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, b := range all {
		if b.Mine != townhall.ParticipationJoined || !b.Open(today) {
			continue
		}
		v, err := t.CohortView(b.CohortKey, p)
		if err != nil {
			return nil, nil, err
		}
		if at := v.Where(today, v.Calendar); at.Phase != nil {
			return v, at.Phase, nil
		}
	}
	return nil, nil, nil
}
