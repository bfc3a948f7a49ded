package storage

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/townhall"
)

func personFields(p *townhall.Person) fields {
	return fields{
		{"id", &p.ID, fixed},
		{"version", &p.Version, fixed},
		{"display", &p.Display, plain},
		{"department", ref(&p.Department), plain},
		{"roles", jsonList(&p.Roles), plain},
		{"topics", jsonList(&p.Topics), plain},
		{"hours_per_week", &p.HoursPerWeek, plain},
		{"language", &p.Language, plain},
		{"address", &p.Address, plain},
		{"zone", &p.Zone, plain},
		{"gone", &p.Gone, plain},
		{"muted", &p.Muted, plain},
	}
}

// Person loads one person; a missing one is the error person.unknown.
func (t *Tx) Person(id townhall.PersonID) (*townhall.Person, error) {
	p, err := load(t, "person", personFields, "id = :id", args{"id": id})
	return known(p, err, "person", id)
}

// People are all people, those who have left included, by id.
func (t *Tx) People() ([]*townhall.Person, error) {
	return loadAll(t, "person", personFields, "true order by id", nil)
}

// PeopleWith are those who have at least one of the roles and have not left, by
// id. Everybody is staff.
func (t *Tx) PeopleWith(roles ...townhall.Role) ([]*townhall.Person, error) {
	if slices.Contains(roles, townhall.RoleStaff) {
		return loadAll(t, "person", personFields, "not gone order by id", nil)
	}
	if len(roles) == 0 {
		return nil, nil
	}
	names, a := make([]string, len(roles)), args{}
	for i, role := range roles {
		name := "role" + strconv.Itoa(i)
		names[i], a[name] = ":"+name, role
	}
	return loadAll(t, "person", personFields,
		`not gone and id in (select person from person_role where person_role.org_id = :org
			and role in (`+strings.Join(names, ", ")+`)) order by id`, a)
}

// idsWith are the ids of PeopleWith.
func (t *Tx) idsWith(roles ...townhall.Role) (ids []townhall.PersonID, err error) {
	people, err := t.PeopleWith(roles...)
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids, err
}

// CreatePerson adds a person, whose id the caller has chosen.
func (t *Tx) CreatePerson(p *townhall.Person) error {
	p.Version = 1
	if err := t.insert("person", personFields(p)); err != nil {
		return err
	}
	return t.saveRoles(p)
}

// SavePerson saves a person. A stale version is ErrStale.
func (t *Tx) SavePerson(p *townhall.Person) error {
	if err := t.save("person", &p.Version, personFields(p)); err != nil {
		return err
	}
	return t.saveRoles(p)
}

// saveRoles keeps the roles the other way round, for PeopleWith and Around. Who
// has left has none.
func (t *Tx) saveRoles(p *townhall.Person) error {
	roles := p.Roles
	if p.Gone {
		roles = nil
	}
	a := args{"person": p.ID, "roles": jsonList(&roles)}
	if _, err := t.exec(`delete from person_role where org_id = :org and person = :person`, a); err != nil {
		return err
	}
	_, err := t.exec(`insert into person_role (org_id, role, person)
		select distinct :org, value, :person from `+t.dialect.strings(":roles")+` where value <> 'staff'`, a)
	return err
}

func identityFields(i *townhall.Identity) fields {
	return fields{
		{"platform", &i.Platform, fixed},
		{"tenant", &i.Tenant, fixed},
		{"account", &i.User, fixed},
		{"person", &i.Person, plain},
	}
}

// SaveIdentity ties a platform's account to a person, or to another person.
func (t *Tx) SaveIdentity(i townhall.Identity) error {
	return t.upsert("identity", identityFields(&i), "platform, tenant, account")
}

// Identities are a person's accounts: where they can be reached.
func (t *Tx) Identities(id townhall.PersonID) ([]*townhall.Identity, error) {
	return loadAll(t, "identity", identityFields, "person = :person order by platform, tenant, account", args{"person": id})
}
