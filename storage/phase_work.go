package storage

import (
	"database/sql"
	"slices"

	"lotsenfunk/townhall"
)

// Expect names people of this town whose work will be asked for: it is read for all of
// them at once in a transaction, which must not change it.
func (t *Tx) Expect(people []townhall.PersonID) { t.expected = people }

// PhaseWork is what somebody of this town has to do in a working phase of a cohort
// with that calendar.
func (t *Tx) PhaseWork(p *townhall.Person, phase townhall.Phase, cal *townhall.Calendar) (townhall.PhaseWork, error) {
	if w := t.work[p.ID]; w != nil {
		return w.in(phase, p, cal), nil
	}
	expected := slices.Contains(t.expected, p.ID)
	people := []townhall.PersonID{p.ID}
	if expected {
		people = t.expected
	}
	all, err := t.workOf(people)
	if err != nil {
		return townhall.PhaseWork{}, err
	}
	if expected {
		t.work = all
	}
	return all[p.ID].in(phase, p, cal), nil
}

// work is what somebody has to do, and when they work.
type work struct {
	packages  []*townhall.WorkPackage
	questions int // that they have claimed
	settings  townhall.Settings
}

func (w *work) in(phase townhall.Phase, p *townhall.Person, cal *townhall.Calendar) townhall.PhaseWork {
	return townhall.NewPhaseWork(p, phase, w.settings, cal, w.packages, w.questions)
}

func (t *Tx) workOf(people []townhall.PersonID) (map[townhall.PersonID]*work, error) {
	all := map[townhall.PersonID]*work{}
	for _, p := range people {
		all[p] = &work{settings: townhall.DefaultSettings(p)}
	}
	packages, err := t.FindWorkPackages(WorkPackageFilter{Hands: people,
		States: []townhall.WorkPackageState{townhall.WorkPackageClaimed, townhall.WorkPackageBlocked, townhall.WorkPackageDone}})
	if err != nil {
		return nil, err
	}
	for p, w := range all {
		for _, one := range packages {
			if one.Hand(p) {
				w.packages = append(w.packages, one)
			}
		}
	}
	a := func() args { return args{"people": jsonList(&people)} }
	err = t.each(`select claimed_by, count(*) from help_request
		where org_id = :org and state = 'claimed' and claimed_by in (select value from `+t.dialect.strings(":people")+`) group by claimed_by`, a(),
		func(rows *sql.Rows) error {
			var p townhall.PersonID
			var n int
			err := rows.Scan(&p, &n)
			all[p].questions = n
			return err
		})
	if err != nil {
		return nil, err
	}
	settings, err := loadAll(t, "person_setting", settingsFields, `person in (select value from `+t.dialect.strings(":people")+`)`, a())
	for _, s := range settings {
		all[s.Person].settings = *s
	}
	return all, err
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
