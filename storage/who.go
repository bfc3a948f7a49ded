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
// event begins with it.
func (s *Store) Who(ctx context.Context, account bot.Account) (Caller, error) {
	org, person := new(townhall.Organisation), new(townhall.Person)
	of, pf := organisationFields(org), personFields(person)
	session := s.reader.session(ctx)
	a := args{"platform": account.Tenant.Platform, "tenant": account.Tenant.ID, "account": account.ID}
	found, err := session.get(`select `+of.columnsOf("o")+`, `+pf.columnsOf("p")+` from tenant t
		join organisation o on o.id = t.org_id
		join identity i on i.org_id = t.org_id and i.platform = t.platform and i.tenant = t.id
		join person p on p.org_id = i.org_id and p.id = i.person
		where t.platform = :platform and t.id = :tenant and i.account = :account`,
		a, append(of.pointers(), pf.pointers()...)...)
	if err != nil {
		return Caller{}, err
	}
	if found {
		return Caller{Org: org, Person: person}, nil
	}
	found, err = session.get(`select `+of.columnsOf("o")+` from tenant t join organisation o on o.id = t.org_id
		where t.platform = :platform and t.id = :tenant`, a, of.pointers()...)
	if err != nil || !found {
		return Caller{}, err
	}
	return Caller{Org: org}, nil
}

// OrgOf says which organisation a workspace belongs to, if any.
func (s *Store) OrgOf(ctx context.Context, tenant bot.Tenant) (org townhall.OrgID, ok bool, err error) {
	ok, err = s.reader.session(ctx).get(`select org_id from tenant where platform = :platform and id = :id`,
		args{"platform": tenant.Platform, "id": tenant.ID}, &org)
	return org, ok, err
}
