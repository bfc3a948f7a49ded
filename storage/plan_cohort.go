package storage

import (
	"database/sql"
	"maps"
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// keptCohort is a cohort in a set of several.
type keptCohort struct {
	host townhall.OrgID
	id   townhall.CohortID
}

// openCohorts are the cohorts that this town may look at and that are not over for
// long. Like all SQL here it says :org, and so does what it is put into.
const openCohorts = `cohort_town mine
	join cohort c on c.org_id = mine.org_id and c.id = mine.cohort and c.state <> 'cancelled' and mine.town = :org
		and exists (select 1 from occurrence last where last.org_id = c.org_id and last.cohort = c.id and not last.cancelled and last.day >= :since)`

// CohortsToPlan are the cohorts of this town, and those that it is invited to, with
// a date since some day: each with all its dates, and those of this town who take
// part. It takes three queries, however many there are.
func (t *Tx) CohortsToPlan(since townhall.Date) ([]*townhall.CohortView, error) {
	found := map[keptCohort]*townhall.CohortView{}
	a := args{"since": isoDate(since)}
	err := t.each(`select c.org_id, c.id, c.title, c.rhythm, c.state, host.name, host.zone, host.state, host.extra_days_off, host.removed_days_off
		from `+openCohorts+` join organisation host on host.id = c.org_id
		where mine.town = :org`, a,
		func(rows *sql.Rows) error {
			c, host := &townhall.Cohort{From: t.org}, new(townhall.Organisation)
			err := rows.Scan(&c.Host, &c.ID, &c.Title, &c.Rhythm, &c.State, &host.Name, &host.Zone, &host.State,
				jsonList(&host.ExtraDaysOff), jsonList(&host.RemovedDaysOff))
			if err != nil {
				return err
			}
			v := &townhall.CohortView{Cohort: c, HostName: host.Name, Zone: t.almanac.Zone(host)}
			found[keptCohort{c.Host, c.ID}] = v
			v.Calendar, err = t.almanac.Calendar(host)
			return err
		})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if err := t.datesToPlan(found, a); err != nil {
		return nil, err
	}
	err = t.participantsToPlan(found)
	return slices.Collect(maps.Values(found)), err
}

func (t *Tx) datesToPlan(found map[keptCohort]*townhall.CohortView, a args) error {
	columns := occurrenceFields(new(townhall.Occurrence)).columnsOf("o")
	return t.each(`select o.org_id, o.cohort, `+columns+` from `+openCohorts+`
		join occurrence o on o.org_id = c.org_id and o.cohort = c.id where mine.town = :org order by o.id`, a,
		func(rows *sql.Rows) error {
			var of keptCohort
			var o townhall.Occurrence
			err := rows.Scan(append([]any{&of.host, &of.id}, occurrenceFields(&o).pointers()...)...)
			if v := found[of]; v != nil {
				v.Occurrences = append(v.Occurrences, o)
			}
			return err
		})
}

func (t *Tx) participantsToPlan(found map[keptCohort]*townhall.CohortView) error {
	var seq int
	columns := participantFields(new(townhall.Participant), &seq).columns()
	return t.each(`select org_id, cohort, `+columns+` from participant where town = :org and state = 'joined' order by org_id, cohort, seq`, nil,
		func(rows *sql.Rows) error {
			var of keptCohort
			var p townhall.Participant
			err := rows.Scan(append([]any{&of.host, &of.id}, participantFields(&p, &seq).pointers()...)...)
			if v := found[of]; v != nil {
				v.Participants = append(v.Participants, p)
			}
			return err
		})
}

// DuePackages are the packages that somebody works on, that wait for nothing and
// are due on a day or later, in projects that go on.
func (t *Tx) DuePackages(today townhall.Date) (all []townhall.DuePackage, err error) {
	err = t.each(`select id, due, claimed_by, helpers, coalesce((select max(at) from event
			where event.org_id = :org and event.thing = work_package.id and event.action in (`+renewing+`)), 0)
		from work_package where org_id = :org and state = 'claimed' and due >= :today
			and exists (select 1 from project where project.org_id = :org and project.id = work_package.project and project.state in ('planned', 'active'))
		order by id`, args{"today": isoDate(today)},
		func(rows *sql.Rows) error {
			w := townhall.DuePackage{Org: t.org}
			var owner townhall.PersonID
			var helpers []townhall.PersonID
			err := rows.Scan(&w.ID, (*isoDate)(&w.Due), ref(&owner), jsonList(&helpers), (*micros)(&w.Since))
			w.Working = append([]townhall.PersonID{owner}, helpers...)
			all = append(all, w)
			return err
		})
	return all, err
}

// renewing are the steps after which whoever works on a package knows anew when it
// is due: what would have been said before counts as said.
const renewing = `'package.claim', 'package.join', 'package.hand_over', 'package.resume', 'package.due', 'package.edit', 'package.carry'`

// ReachOf says when people of this town can be told what can wait, and their
// deputies, whoever these are. Who has left is missing. It takes one query.
func (t *Tx) ReachOf(people []townhall.PersonID, cal *townhall.Calendar, zone *time.Location) (map[townhall.PersonID]townhall.Reach, error) {
	reach := map[townhall.PersonID]townhall.Reach{}
	if len(people) == 0 {
		return reach, nil
	}
	err := t.each(`select p.id, p.zone, p.muted, coalesce(s.works, -1), coalesce(s.away_from, ''), coalesce(s.away_until, ''), s.deputy,
			coalesce(s.quiet_from, 0), coalesce(s.quiet_until, 0)
		from person p left join person_setting s on s.org_id = p.org_id and s.person = p.id
		where p.org_id = :org and not p.gone and (p.id in (select value from `+t.dialect.strings(":people")+`)
			or p.id in (select deputy from person_setting where org_id = :org))`, args{"people": jsonList(&people)},
		func(rows *sql.Rows) error {
			one := townhall.Reach{Calendar: cal, Zone: zone}
			s := &one.Settings
			var own string
			var works int
			if err := rows.Scan(&s.Person, &own, &one.Muted, &works, (*isoDate)(&s.Absence.From), (*isoDate)(&s.Absence.Until), ref(&s.Deputy),
				&s.Quiet.From, &s.Quiet.Until); err != nil {
				return err
			}
			if works < 0 {
				one.Settings = townhall.DefaultSettings(s.Person)
			} else {
				s.Works = townhall.WorkingDays(works)
			}
			if z, err := time.LoadLocation(own); err == nil && own != "" {
				one.Zone = z
			}
			reach[s.Person] = one
			return nil
		})
	return reach, err
}

// ClosedSurveys are the surveys of this town's cohorts that have closed.
func (t *Tx) ClosedSurveys() (map[townhall.SurveyKey]bool, error) {
	closed := map[townhall.SurveyKey]bool{}
	err := t.each(`select cohort, phase from survey where org_id = :org and closed`, nil, func(rows *sql.Rows) error {
		var one townhall.SurveyKey
		err := rows.Scan(&one.Cohort, &one.Phase)
		closed[one] = true
		return err
	})
	return closed, err
}
