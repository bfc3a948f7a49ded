package setup

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// saveTown makes the town, or changes what the operator wants otherwise, and
// says that this server is its.
func (s *hall) saveTown(ctx context.Context) error {
	return s.store(ctx, func(store *storage.Store) error {
		want := *s.town.org
		want.AddressAskedFor = true
		return store.Update(ctx, want.ID, func(tx *storage.Tx) error {
			if !s.town.there {
				want.SetUp = townhall.DateOf(s.now, want.Location())
				want.ReceiptSecret = make([]byte, 32)
				_, _ = rand.Read(want.ReceiptSecret) // never fails (crypto/rand)
				if err := tx.CreateOrganisation(&want); err != nil {
					return err
				}
			} else {
				is, err := tx.Organisation()
				if err != nil {
					return err
				}
				want.Version = is.Version
				if err := tx.SaveOrganisation(&want); err != nil {
					return err
				}
			}
			if s.town.linked {
				return nil
			}
			return tx.AddTenant(s.tenant())
		})
	})
}

// store opens the database for as long as something is done with it.
func (s *hall) store(ctx context.Context, do func(*storage.Store) error) error {
	store, err := storage.Open(ctx, s.w.DSN)
	if err != nil {
		return refuse("put right what LOTSENFUNK_DB or --db says", "the database cannot be used: %v", err)
	}
	return errors.Join(do(store), store.Close())
}

// firstAdmin is the person of the first admin: found by their account, or by
// their user name as id, or new.
func (s *hall) firstAdmin() (p *townhall.Person, isNew bool) {
	for _, account := range s.town.accounts {
		if account.User == s.first.ID {
			return s.person(account.Person), false
		}
	}
	if p := s.person(townhall.PersonID(s.first.Name)); p != nil {
		return p, false
	}
	p = &townhall.Person{ID: townhall.NewPersonID(s.town.people, s.first.Name), Display: s.first.Display}
	if len(s.town.people) == 0 { // nobody else could review ideas or give roles
		p.Roles = append(p.Roles, townhall.RoleCoordinator)
	}
	return p, true
}

func (s *hall) person(id townhall.PersonID) *townhall.Person {
	at := slices.IndexFunc(s.town.people, func(p *townhall.Person) bool { return p.ID == id })
	if at < 0 {
		return nil
	}
	return s.town.people[at]
}

// saveAdmin gives the first admin their person, their role and their account.
func (s *hall) saveAdmin(ctx context.Context) error {
	p, isNew := s.firstAdmin()
	if !p.Is(townhall.RoleAdmin) {
		if err := townhall.SetRole(s.town.people, p, townhall.RoleAdmin, true); err != nil {
			return err
		}
	}
	save := (*storage.Tx).SavePerson
	if isNew {
		save = (*storage.Tx).CreatePerson
	}
	return s.store(ctx, func(store *storage.Store) error {
		return store.Update(ctx, s.town.org.ID, func(tx *storage.Tx) error {
			if err := save(tx, p); err != nil {
				return err
			}
			return tx.SaveIdentity(townhall.Identity{Platform: s.platform, Tenant: s.w.Tenant, User: s.first.ID, Person: p.ID})
		})
	})
}

// townStep is the town in the database.
func (s *hall) townStep() Step {
	o := s.town.org
	is := fmt.Sprintf("the town %s (%s) in the database", o.Name, o.State)
	if len(s.town.changes) > 0 {
		is += ": " + strings.Join(s.town.changes, ", ")
	}
	return Step{is, s.town.there && s.town.linked && len(s.town.changes) == 0, s.saveTown}
}

// adminStep is Lotsenfunk's first admin.
func (s *hall) adminStep() Step {
	p, isNew := s.firstAdmin()
	linked := slices.ContainsFunc(s.town.accounts, func(a townhall.Identity) bool { return a.User == s.first.ID })
	return Step{"@" + s.first.Name + " as the first admin of Lotsenfunk", !isNew && linked && p.Is(townhall.RoleAdmin), s.saveAdmin}
}
