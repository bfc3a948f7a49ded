package storage

import (
	"database/sql"
	"fmt"
	"slices"

	"lotsenfunk/townhall"
)

func cohortFields(c *townhall.Cohort) fields {
	return fields{
		{"id", &c.ID, fixed},
		{"version", &c.Version, fixed},
		{"title", &c.Title, plain},
		{"template", &c.Template, plain},
		{"rhythm", &c.Rhythm, plain},
		{"state", &c.State, plain},
		{"reason", &c.Reason, plain},
		{"places", &c.Places, plain},
	}
}

func occurrenceFields(o *townhall.Occurrence) fields {
	return fields{
		{"id", &o.ID, fixed},
		{"kind", &o.Kind, plain},
		{"title", &o.Title, plain},
		{"wanted", (*isoDate)(&o.Wanted), plain},
		{"day", (*isoDate)(&o.Date), plain},
		{"phase", &o.Phase, plain},
		{"chained", &o.Chained, plain},
		{"begins", &o.From, plain},
		{"ends", &o.Until, plain},
		{"place", &o.Place, plain},
		{"agenda", &o.Agenda, plain},
		{"cancelled", &o.Cancelled, plain},
		{"revision", &o.Revision, plain},
		{"since", (*micros)(&o.Since), plain},
	}
}

// participantFields are those of a participant, who is the seq-th that came.
func participantFields(p *townhall.Participant, seq *int) fields {
	return fields{
		{"town", &p.Org, fixed},
		{"person", &p.Person, fixed},
		{"seq", seq, plain},
		{"state", &p.State, plain},
		{"project", ref(&p.Project), plain},
		{"since", (*micros)(&p.Since), plain},
		{"misses", jsonList(&p.Misses), plain},
	}
}

// CreateCohort adds a cohort of this town's, with its dates and whoever takes part
// already.
func (t *Tx) CreateCohort(c *townhall.Cohort) error {
	if c.Host != t.org {
		return fmt.Errorf("a cohort of %s cannot be made in %s", c.Host, t.org)
	}
	c.Version = 1
	if err := t.insert("cohort", cohortFields(c)); err != nil {
		return err
	}
	for _, town := range append([]townhall.OrgID{c.Host}, c.Towns...) {
		_, err := t.exec(`insert into cohort_town (org_id, cohort, town) values (:org, :cohort, :town) on conflict do nothing`,
			args{"cohort": c.ID, "town": town})
		if err != nil {
			return err
		}
	}
	s, err := t.shared(c.Key())
	if err == nil {
		err = s.saveOccurrences(c)
	}
	if err == nil {
		err = s.saveParticipants(c)
	}
	return err
}

// Cohort loads a cohort of this town's, or one that it is invited to, with all its
// dates and participants; any other is the error cohort.unknown. From is this town.
func (t *Tx) Cohort(key townhall.CohortKey) (*townhall.Cohort, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	return s.cohort()
}

func (s *shared) cohort() (*townhall.Cohort, error) {
	c := &townhall.Cohort{Host: s.key.Host, From: s.t.org}
	if len(s.towns) > 1 {
		c.Towns = s.towns[1:]
	}
	f := cohortFields(c)
	_, err := s.get("select "+f.columns()+" from cohort where org_id = :host and id = :cohort"+s.t.lock(), nil, f.pointers()...)
	if err == nil {
		c.Occurrences, err = loadShared(s, "occurrence", occurrenceFields, "true order by id", nil)
	}
	if err != nil {
		return nil, err
	}
	var seq int
	c.Participants, err = loadShared(s, "participant", func(p *townhall.Participant) fields { return participantFields(p, &seq) }, "true order by seq", nil)
	return c, err
}

// SaveCohort saves a cohort: the host all of it, another town only who takes part.
// A stale version is ErrStale.
func (t *Tx) SaveCohort(c *townhall.Cohort) error {
	s, err := t.shared(c.Key())
	if err != nil {
		return err
	}
	set := ""
	if s.host() {
		set = ", " + assignments(cohortFields(c), ":")
	}
	a := cohortFields(c).args()
	n, err := s.exec("update cohort set version = version + 1"+set+" where org_id = :host and id = :cohort and version = :version", a)
	switch {
	case err != nil:
		return err
	case n == 0:
		return ErrStale
	}
	c.Version++
	if s.host() {
		if err := s.saveOccurrences(c); err != nil {
			return err
		}
	}
	if err := s.grantParticipants(c); err != nil {
		return err
	}
	return s.saveParticipants(c)
}

func (s *shared) saveOccurrences(c *townhall.Cohort) error {
	for i := range c.Occurrences {
		if err := s.upsert("occurrence", occurrenceFields(&c.Occurrences[i]), "id"); err != nil {
			return err
		}
	}
	return nil
}

// saveParticipants keeps them in the order in which they came.
func (s *shared) saveParticipants(c *townhall.Cohort) error {
	for i := range c.Participants {
		if err := s.upsert("participant", participantFields(&c.Participants[i], &i), "town, person"); err != nil {
			return err
		}
	}
	return nil
}

// grantParticipants gives the role of a participant to those who have joined since
// the cohort was saved last, in whatever town they are.
func (s *shared) grantParticipants(c *townhall.Cohort) error {
	before, err := loadShared(s, "participant", func(m *townhall.Member) fields {
		return fields{{"town", &m.Org, fixed}, {"person", &m.Person, fixed}}
	}, "state = 'joined'", nil)
	if err != nil {
		return err
	}
	for _, one := range c.Participants {
		if one.State != townhall.ParticipationJoined || slices.Contains(before, one.Member) {
			continue
		}
		town, err := s.in(one.Org)
		if err != nil {
			return err
		}
		p, err := town.Person(one.Person)
		if err != nil {
			return err
		}
		if !p.Is(townhall.RoleParticipant) && !p.Gone {
			p.Roles = append(p.Roles, townhall.RoleParticipant)
			if err := town.SavePerson(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// TakeParticipant takes the role of a participant from somebody of this town who
// takes part in nothing any more.
func (t *Tx) TakeParticipant(id townhall.PersonID) error {
	var joined bool
	_, err := t.get(`select exists (select 1 from participant where town = :org and person = :person and state = 'joined')`,
		args{"person": id}, &joined)
	if err != nil || joined {
		return err
	}
	p, err := t.Person(id)
	if err != nil || !p.Is(townhall.RoleParticipant) {
		return err
	}
	p.Roles = slices.DeleteFunc(p.Roles, func(r townhall.Role) bool { return r == townhall.RoleParticipant })
	return t.SavePerson(p)
}

// InviteTown lets people of another town take part in a cohort of this one's. If
// there is no such town, that is the error cohort.no_town.
func (t *Tx) InviteTown(id townhall.CohortID, town townhall.OrgID) error {
	n, err := t.exec(`insert into cohort_town (org_id, cohort, town)
		select c.org_id, c.id, other.id from cohort c join organisation other on other.id = :town
		where c.org_id = :org and c.id = :cohort on conflict do nothing`, args{"cohort": id, "town": town})
	if err == nil && n == 0 {
		err = townhall.Errf(townhall.NotFound, "cohort.no_town", "Field", "town")
	}
	return err
}

// UninviteTown takes another town out of a cohort of this one's, with all that is
// kept of its people there, and the role of those who take part in no other one. It
// comes last in its transaction: behind it the town cannot be told anything.
func (t *Tx) UninviteTown(key townhall.CohortKey, town townhall.OrgID) error {
	s, err := t.shared(key)
	if err != nil {
		return err
	}
	guest, err := s.in(town)
	if err != nil {
		return err
	}
	var people []townhall.PersonID
	err = s.each(`select person from participant where org_id = :host and cohort = :cohort and town = :town`, args{"town": town}, func(rows *sql.Rows) error {
		var p townhall.PersonID
		err := rows.Scan(&p)
		people = append(people, p)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := guest.exec(`delete from calendar_feed where org_id = :org and host = :host and cohort = :cohort`, args{"host": key.Host, "cohort": key.ID}); err != nil {
		return err
	}
	for _, query := range []string{
		`delete from check_in where org_id = :host and cohort = :cohort and town = :town`,
		`delete from survey_answered where org_id = :host and cohort = :cohort and town = :town`,
		`delete from participant where org_id = :host and cohort = :cohort and town = :town`,
		`delete from cohort_town where org_id = :host and cohort = :cohort and town = :town`,
	} {
		if _, err := s.exec(query, args{"town": town}); err != nil {
			return err
		}
	}
	for _, p := range people {
		if err := guest.TakeParticipant(p); err != nil {
			return err
		}
	}
	return nil
}

// Cohorts are all cohorts of this town and those it is invited to, the first to
// begin first, with what somebody is in each.
func (t *Tx) Cohorts(person townhall.PersonID) (all []townhall.CohortBrief, err error) {
	err = t.each(`select c.org_id, c.id, c.title, c.state, coalesce(min(o.day), ''), coalesce(max(o.day), ''), coalesce(p.state, '')
		from cohort_town mine
		join cohort c on c.org_id = mine.org_id and c.id = mine.cohort
		left join occurrence o on o.org_id = c.org_id and o.cohort = c.id and not o.cancelled
		left join participant p on p.org_id = c.org_id and p.cohort = c.id and p.town = :org and p.person = :person
		where mine.town = :org
		group by c.org_id, c.id, c.title, c.state, p.state
		order by 5, c.org_id, c.id`, args{"person": person}, func(rows *sql.Rows) error {
		var b townhall.CohortBrief
		err := rows.Scan(&b.Host, &b.ID, &b.Title, &b.State, (*isoDate)(&b.First), (*isoDate)(&b.Last), &b.Mine)
		all = append(all, b)
		return err
	})
	return all, err
}
