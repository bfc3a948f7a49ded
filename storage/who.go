package storage

import (
	"context"
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Caller is who stands behind a platform's account.
type Caller struct {
	Org    *townhall.Organisation // nil if no organisation has the workspace
	Person *townhall.Person       // nil if nobody has the account
}

// Who says whose account it is, in one short query for everybody who has asked
// before: every event begins with it. The organisation and the person are
// remembered from the last time if their versions have not changed; the
// organisation is not to be changed by the caller.
func (s *Store) Who(ctx context.Context, account bot.Account) (Caller, error) {
	var org townhall.OrgID
	var person townhall.PersonID
	var orgVersion, personVersion int
	session := s.reader.session(ctx)
	a := args{"platform": account.Tenant.Platform, "tenant": account.Tenant.ID, "account": account.ID}
	known, err := session.get(`select o.id, o.version, p.id, p.version from identity i
		join person p on p.org_id = i.org_id and p.id = i.person
		join organisation o on o.id = i.org_id
		where i.platform = :platform and i.tenant = :tenant and i.account = :account`,
		a, &org, &orgVersion, &person, &personVersion)
	if err != nil {
		return Caller{}, err
	}
	if !known {
		found, err := session.get(`select o.id, o.version from tenant t join organisation o on o.id = t.org_id
			where t.platform = :platform and t.id = :tenant`, a, &org, &orgVersion)
		if err != nil || !found {
			return Caller{}, err
		}
	}
	caller := Caller{}
	if caller.Org, err = s.organisation(ctx, org, orgVersion); err == nil && known {
		caller.Person, err = s.person(ctx, org, person, personVersion)
	}
	return caller, err
}

// organisation is an organisation as it was at a version, or a later one.
func (s *Store) organisation(ctx context.Context, id townhall.OrgID, version int) (*townhall.Organisation, error) {
	if o, ok := s.orgs.Load(id); ok && o.(*townhall.Organisation).Version == version {
		remembered := *o.(*townhall.Organisation)
		return &remembered, nil
	}
	o := new(townhall.Organisation)
	f := organisationFields(o)
	found, err := s.reader.session(ctx).get("select "+f.columns()+" from organisation where id = :org", args{"org": string(id)}, f.pointers()...)
	if err == nil && !found {
		err = unknown("organisation", id)
	}
	if err != nil {
		return nil, err
	}
	remembered := *o
	s.orgs.Store(id, &remembered)
	return o, nil
}

// personIn names a person among those of all organisations.
type personIn struct {
	org townhall.OrgID
	id  townhall.PersonID
}

// person is a person as they were at a version, or a later one.
func (s *Store) person(ctx context.Context, org townhall.OrgID, id townhall.PersonID, version int) (*townhall.Person, error) {
	if p, ok := s.people.Load(personIn{org, id}); ok && p.(*townhall.Person).Version == version {
		return copied(p.(*townhall.Person)), nil
	}
	p := new(townhall.Person)
	f := personFields(p)
	found, err := s.reader.session(ctx).get("select "+f.columns()+" from person where org_id = :org and id = :id",
		args{"org": string(org), "id": id}, f.pointers()...)
	if err == nil && !found {
		err = unknown("person", id)
	}
	if err != nil {
		return nil, err
	}
	s.people.Store(personIn{org, id}, copied(p))
	return p, nil
}

func copied(p *townhall.Person) *townhall.Person {
	c := *p
	c.Roles, c.Topics = slices.Clone(p.Roles), slices.Clone(p.Topics)
	return &c
}
