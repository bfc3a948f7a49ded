package storage

import (
	"github.com/jmoiron/sqlx"

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
// ideas of a person; "" asks about nobody.
func (t *Tx) Around(person townhall.PersonID) (*Around, error) {
	if t.around != nil && (person == "" || t.aroundOf == person) {
		return t.around, nil
	}
	a := &Around{}
	err := t.each(`select 'channel', id from (select id from channel where org_id = :org and purpose = :purpose order by id limit 1) first
		union all select 'filed', :person where exists (select 1 from idea where org_id = :org and author = :person)
		union all select role, person from person_role where org_id = :org and role in ('coordinator', 'leadership')`,
		args{"purpose": townhall.PurposeIdeas, "person": string(person)},
		func(rows *sqlx.Rows) error {
			var what, id string
			err := rows.Scan(&what, &id)
			switch what {
			case "channel":
				a.Channel = townhall.ChannelID(id)
			case "filed":
				a.Filed = true
			default:
				a.addReviewer(townhall.PersonID(id), townhall.Role(what))
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	t.around, t.aroundOf = a, person
	return a, nil
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
