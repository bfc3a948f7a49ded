package storage

import (
	"lotsenfunk/townhall"
)

// Around is what surrounds a new idea in its town.
type Around struct {
	// Channel is where ideas are shown, "" if the town has no such channel.
	Channel townhall.ChannelID
	// Filed: the person asked about has filed an idea with their name before.
	Filed bool

	reviewers []*townhall.Person // coordinators and leadership; ids and roles only
}

// Around finds out, in one query and once per transaction, what surrounds the
// ideas of a person; "" asks about nobody. Whoever asks about a person is about
// to file an idea of theirs, so the same query reads the titles that it will be
// compared with, as SimilarCandidates otherwise does.
func (t *Tx) Around(person townhall.PersonID) (*Around, error) {
	if t.around != nil && (person == "" || t.aroundOf == person) {
		return t.around, nil
	}
	around := &Around{}
	var places []townhall.ChannelID
	var coordinators, leaders []townhall.PersonID
	var next townhall.Number
	query, a := t.dialect.surroundings(), args{"purpose": townhall.PurposeIdeas, "person": string(person)}
	found := []any{jsonList(&places), &around.Filed, jsonList(&coordinators), jsonList(&leaders)}
	if t.writes && t.dialect.alone {
		query, found = query+", (select next_number from counter where org_id = :org)", append(found, &next)
	}
	var known *titles
	var fresh [][2]string
	if person != "" && len(t.ideas) == 0 {
		t.similar.mu.Lock()
		defer t.similar.mu.Unlock()
		known = t.similar.known(t.org)
		query, a["newest"] = query+", ("+t.dialect.newTitles()+")", known.newest
		found = append(found, jsonList(&fresh))
	}
	_, err := t.get(query, a, found...)
	if err == nil && known != nil {
		err = t.similar.add(t, known, fresh)
	}
	if err != nil {
		return nil, err
	}
	around.Channel = t.foundPlaces(places)
	for _, id := range coordinators {
		around.addReviewer(id, townhall.RoleCoordinator)
	}
	for _, id := range leaders {
		around.addReviewer(id, townhall.RoleLeadership)
	}
	t.around, t.aroundOf, t.next = around, person, next
	return around, nil
}

// surroundings is a select of what Around finds, in one row: each row that comes
// from the database takes about as long as the question itself.
func (d dialect) surroundings() string {
	return `select ` + d.collectPlaces() + `,
		exists (select 1 from idea where org_id = :org and author = :person),
		(select ` + d.collect("person") + ` from person_role where org_id = :org and role = 'coordinator'),
		(select ` + d.collect("person") + ` from person_role where org_id = :org and role = 'leadership')`
}

func (a *Around) addReviewer(id townhall.PersonID, role townhall.Role) {
	for _, p := range a.reviewers {
		if p.ID == id {
			p.Roles = append(p.Roles, role)
			return
		}
	}
	a.reviewers = append(a.reviewers, &townhall.Person{ID: id, Roles: []townhall.Role{role}})
}

// whoReviews are those with one of the roles who may review the idea; where
// nobody of them may, because its author is the only coordinator, its leadership.
func (a *Around) whoReviews(i *townhall.Idea, roles ...townhall.Role) []townhall.PersonID {
	var ids []townhall.PersonID
	for _, p := range a.reviewers {
		if p.IsAny(roles...) && townhall.May(p, townhall.VerbReview, i) == nil {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 && len(roles) == 1 && roles[0] != townhall.RoleLeadership {
		return a.whoReviews(i, townhall.RoleLeadership)
	}
	return ids
}
