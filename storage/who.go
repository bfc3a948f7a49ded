package storage

import (
	"context"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Caller is who stands behind a platform's account.
type Caller struct {
	Org    *townhall.Organisation // nil if no organisation has the workspace
	Person *townhall.Person       // nil if nobody has the account
}

// Who says whose account it is, in one query for everybody who is known: every
// event begins with it. The organisation is remembered from the last time if its
// version has not changed; it is not to be changed by the caller.
func (s *Store) Who(ctx context.Context, account bot.Account) (Caller, error) {
	var org townhall.OrgID
	var version int
	person := new(townhall.Person)
	pf := personFields(person)
	session := s.reader.session(ctx)
	a := args{"platform": account.Tenant.Platform, "tenant": account.Tenant.ID, "account": account.ID}
	known, err := session.get(`select o.id, o.version, `+pf.columnsOf("p")+` from identity i
		join person p on p.org_id = i.org_id and p.id = i.person
		join organisation o on o.id = i.org_id
		where i.platform = :platform and i.tenant = :tenant and i.account = :account`,
		a, append([]any{&org, &version}, pf.pointers()...)...)
	if err != nil {
		return Caller{}, err
	}
	if !known {
		person = nil
		found, err := session.get(`select o.id, o.version from tenant t join organisation o on o.id = t.org_id
			where t.platform = :platform and t.id = :tenant`, a, &org, &version)
		if err != nil || !found {
			return Caller{}, err
		}
	}
	o, err := s.organisation(ctx, org, version)
	return Caller{Org: o, Person: person}, err
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
