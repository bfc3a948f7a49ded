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

	account                   bot.Account
	orgVersion, personVersion int // as they were read, whatever is done to Org and Person
}

// Who says whose account it is, and remembers it for Remembered.
func (s *Store) Who(ctx context.Context, account bot.Account) (Caller, error) {
	var org townhall.OrgID
	var person townhall.PersonID
	session := s.reader.session(ctx)
	a := args{"platform": account.Tenant.Platform, "tenant": account.Tenant.ID, "account": account.ID}
	known, err := session.get(`select org_id, person from identity
		where platform = :platform and tenant = :tenant and account = :account`, a, &org, &person)
	if err == nil && !known {
		_, err = session.get(`select org_id from tenant where platform = :platform and id = :tenant`, a, &org)
	}
	if err != nil || org == "" {
		return Caller{}, err
	}
	c := Caller{Org: new(townhall.Organisation)}
	a = args{"org": string(org), "person": person}
	f := organisationFields(c.Org)
	if _, err := session.get("select "+f.columns()+" from organisation where id = :org", a, f.pointers()...); err != nil || !known {
		return c, err
	}
	c.Person = new(townhall.Person)
	f = personFields(c.Person)
	if _, err := session.get("select "+f.columns()+" from person where org_id = :org and id = :person", a, f.pointers()...); err != nil {
		return Caller{}, err
	}
	c.account = accountOf(account)
	c.orgVersion, c.personVersion = c.Org.Version, c.Person.Version
	s.callers.Store(c.account, c.copied())
	return c, nil
}

// Remembered is whom Who last found behind an account, if it was asked before.
// It asks nothing: the person may have changed since, or the account be somebody
// else's. Whoever acts on it first has Tx.Still or Tx.FirstTimeOf say that it is
// still so.
func (s *Store) Remembered(account bot.Account) (c Caller, ok bool) {
	found, ok := s.callers.Load(accountOf(account))
	if !ok {
		return Caller{}, false
	}
	return found.(Caller).copied(), true
}

// copied is a caller whose person is free to be changed. The lists of the town are
// shared and only read.
func (c Caller) copied() Caller {
	org, person := *c.Org, *c.Person
	person.Roles, person.Topics = slices.Clone(person.Roles), slices.Clone(person.Topics)
	c.Org, c.Person = &org, &person
	return c
}

// Same reports whether two callers are the same person of the same town, and
// neither has changed from the one to the other.
func (c Caller) Same(other Caller) bool {
	return c.Person != nil && other.Person != nil && c.Org.ID == other.Org.ID && c.Person.ID == other.Person.ID &&
		c.orgVersion == other.orgVersion && c.personVersion == other.personVersion
}

// accountOf is what makes an account the same: not its name, language or rights.
func accountOf(a bot.Account) bot.Account { return bot.Account{Tenant: a.Tenant, ID: a.ID} }

// still is what has to be there for a caller to be still who they were.
const still = `exists (select 1 from identity i
	join person p on p.org_id = i.org_id and p.id = i.person
	join organisation o on o.id = i.org_id
	where i.org_id = :org and i.platform = :platform and i.tenant = :tenant and i.account = :account
		and i.person = :person and p.version = :person_version and o.version = :org_version)`

func (c Caller) args() args {
	return args{"platform": c.account.Tenant.Platform, "tenant": c.account.Tenant.ID, "account": c.account.ID,
		"person": c.Person.ID, "person_version": c.personVersion, "org_version": c.orgVersion}
}

// Still reports whether a caller is still who Who or Remembered said.
func (t *Tx) Still(c Caller) (ok bool, err error) {
	_, err = t.get("select "+still, c.args(), &ok)
	return ok, err
}

// FirstTimeOf is FirstTime for a delivery by a caller, in the same statement as
// Still: if the caller is no longer who they were, nothing is remembered.
func (t *Tx) FirstTimeOf(c Caller, hash string, on townhall.Date) (first, same bool, err error) {
	a := c.args()
	a["hash"], a["day"] = hash, isoDate(on)
	n, err := t.exec(`insert into delivery (org_id, hash, day)
		select cast(:org as text), cast(:hash as text), cast(:day as text) where `+still+` on conflict do nothing`, a)
	if err != nil || n == 1 {
		return n == 1, n == 1, err
	}
	same, err = t.Still(c)
	return false, same, err
}
