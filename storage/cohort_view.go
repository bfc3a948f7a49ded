package storage

import (
	"database/sql"

	"lotsenfunk/townhall"
)

// CohortView loads a cohort as somebody of this town sees it; the viewer may be
// nil.
func (t *Tx) CohortView(key townhall.CohortKey, viewer *townhall.Person) (*townhall.CohortView, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	v := &townhall.CohortView{Viewer: viewer, Names: map[townhall.Member]string{}, TownNames: map[townhall.OrgID]string{}}
	if v.Cohort, err = s.cohort(); err != nil {
		return nil, err
	}
	towns, err := s.townhalls()
	if err != nil {
		return nil, err
	}
	for _, o := range towns {
		v.TownNames[o.ID] = o.Name
		if o.ID == key.Host {
			v.HostName, v.Zone = o.Name, t.almanac.Zone(o)
			if v.Calendar, err = t.almanac.Calendar(o); err != nil {
				return nil, err
			}
		}
	}
	return v, s.names(v.Names)
}

// LookCohort is CohortView for whoever looks at the same cohort with the eyes of many:
// it is loaded once in a transaction, which must not change it.
func (t *Tx) LookCohort(key townhall.CohortKey, viewer *townhall.Person) (*townhall.CohortView, error) {
	v := t.looks[key]
	if v == nil {
		var err error
		if v, err = t.CohortView(key, nil); err != nil {
			return nil, err
		}
		keep(&t.looks, key, v)
	}
	theirs := *v
	theirs.Viewer = viewer
	return &theirs, nil
}

// InSeveral are the people of this town who take part in more than one cohort, or wait
// for it, of which there may still be something to say: it is looked up once in a
// transaction.
func (t *Tx) InSeveral(today townhall.Date) (map[townhall.PersonID]bool, error) {
	if t.several != nil {
		return t.several, nil
	}
	several := map[townhall.PersonID]bool{}
	err := t.each(`select person from participant where town = :org and state in ('joined', 'waiting')
			and exists (select 1 from occurrence o where o.org_id = participant.org_id and o.cohort = participant.cohort and not o.cancelled and o.day >= :from)
		group by person having count(*) > 1`, args{"from": isoDate(today.AddDays(-townhall.SinceLast))}, func(rows *sql.Rows) error {
		var p townhall.PersonID
		err := rows.Scan(&p)
		several[p] = true
		return err
	})
	if err == nil {
		t.several = several
	}
	return several, err
}

// townhalls are the towns of the cohort, as much of them as the others may know:
// what they are called, and when they work.
func (s *shared) townhalls() (all []*townhall.Organisation, err error) {
	err = s.each(`select id, name, state, zone, extra_days_off, removed_days_off from organisation
		where id in (select town from cohort_town where org_id = :host and cohort = :cohort) order by id`, nil,
		func(rows *sql.Rows) error {
			o := new(townhall.Organisation)
			err := rows.Scan(&o.ID, &o.Name, &o.State, &o.Zone, jsonList(&o.ExtraDaysOff), jsonList(&o.RemovedDaysOff))
			all = append(all, o)
			return err
		})
	return all, err
}

// Calendars are those of the other towns of a cohort, for warnings about dates on
// which they are off.
func (t *Tx) Calendars(key townhall.CohortKey) (map[townhall.OrgID]*townhall.Calendar, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	towns, err := s.townhalls()
	others := map[townhall.OrgID]*townhall.Calendar{}
	for _, o := range towns {
		if o.ID == key.Host {
			continue
		}
		cal, err := t.almanac.Calendar(o)
		if err != nil {
			return nil, err
		}
		others[o.ID] = cal
	}
	return others, err
}

// names are what participants are called: all of them for the host, who runs the
// cohort, and their own people for another town.
func (s *shared) names(into map[townhall.Member]string) error {
	return s.each(`select p.town, p.person, person.display from participant p
		join person on person.org_id = p.town and person.id = p.person
		where p.org_id = :host and p.cohort = :cohort and (:org = :host or p.town = :org)`, nil,
		func(rows *sql.Rows) error {
			var m townhall.Member
			var name string
			err := rows.Scan(&m.Org, &m.Person, &name)
			into[m] = name
			return err
		})
}
