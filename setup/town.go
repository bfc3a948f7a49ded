package setup

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// known is what the database has of the town.
type known struct {
	org      *townhall.Organisation // as it is, or as it will be
	there    bool                   // it is in the database
	linked   bool                   // and has this server
	served   bool                   // it was set up there to the end: the commands come last
	changes  []string               // what the operator wants otherwise
	channels []*townhall.Channel
	people   []*townhall.Person
	admins   int                 // people with that role who have an account on this server
	accounts []townhall.Identity // on this server
}

// Town is what a database says of the town on a server, for whoever asks for
// what is missing.
type Town struct {
	Name, State, Address string
	HasAdmin             bool
}

// LookUp finds the town of a server, or that name, in a database. ok is false if there is none
// yet; nothing is made.
func LookUp(ctx context.Context, dsn, server, tenant, name string) (town Town, ok bool, err error) {
	if tenant == "" {
		tenant = tenantOf(server)
	}
	s := &Setup{w: Wants{DSN: dsn, Tenant: tenant, Town: name}}
	k, err := s.inDatabase(ctx)
	if err != nil || !k.there {
		return Town{}, false, err
	}
	return Town{k.org.Name, k.org.State, k.org.Address, k.admins > 0}, true, nil
}

func (s *Setup) tenant() bot.Tenant { return bot.Tenant{Platform: mattermost.Platform, ID: s.w.Tenant} }

// lookUpTown checks the database and what the town is to be.
func (s *Setup) lookUpTown(ctx context.Context, t *tally) {
	var err error
	if s.town, err = s.inDatabase(ctx); err != nil {
		t.bad("put right what LOTSENFUNK_DB or --db says", "the database cannot be used: %v", err)
		s.town.org = &townhall.Organisation{}
		s.wish()
		return
	}
	if !s.town.there {
		t.fine("the database is empty and can be used")
	} else {
		t.fine("the database has the town %s", s.town.org.Name)
	}
	s.wish()
	if s.town.org.Name == "" {
		t.bad("name it with --town", "the town has no name")
	}
	if _, err := townhall.NewCalendar(s.town.org.State, nil, nil); err != nil {
		t.bad("name it with --state", "%v", err)
	}
}

// inDatabase looks the town up: that of this server; or the one with the name;
// or the only one. An SQLite file that is not there is not made.
func (s *Setup) inDatabase(ctx context.Context) (k known, err error) {
	has, _, err := storage.Schema(ctx, s.w.DSN)
	if errors.Is(err, fs.ErrNotExist) || err == nil && has == 0 {
		return known{org: s.newOrg(nil)}, nil
	}
	if err != nil {
		return k, err
	}
	store, err := storage.Open(ctx, s.w.DSN)
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	ids, err := store.Organisations(ctx)
	if err != nil {
		return k, err
	}
	for _, id := range ids {
		one, err := s.read(ctx, store, id)
		if err != nil {
			return k, err
		}
		if one.linked {
			return one, nil
		}
		if one.org.Name == s.w.Town || s.w.Town == "" || len(one.people) == 0 {
			k = one
		}
	}
	switch {
	case s.w.Town == "" && len(ids) > 1:
		return known{}, errors.New("it has several towns; name the one that is meant with --town")
	case k.org == nil:
		k.org = s.newOrg(ids)
	}
	return k, nil
}

// read reads one town.
func (s *Setup) read(ctx context.Context, store *storage.Store, id townhall.OrgID) (k known, err error) {
	k.there = true
	if k.served, err = mattermost.Served(ctx, store.Memory(), s.w.Tenant); err != nil {
		return k, err
	}
	err = store.View(ctx, id, func(tx *storage.Tx) error {
		if k.org, err = tx.Organisation(); err != nil {
			return err
		}
		tenants, err := tx.Tenants()
		if err != nil {
			return err
		}
		k.linked = slices.Contains(tenants, s.tenant())
		if k.channels, err = tx.Channels(); err != nil {
			return err
		}
		if k.people, err = tx.People(); err != nil {
			return err
		}
		for _, p := range k.people {
			all, err := tx.Identities(p.ID)
			if err != nil {
				return err
			}
			for _, one := range all {
				if one.Platform == mattermost.Platform && one.Tenant == s.w.Tenant {
					k.accounts = append(k.accounts, *one)
					if p.Is(townhall.RoleAdmin) {
						k.admins++
					}
				}
			}
		}
		return nil
	})
	return k, err
}

// newOrg is a town that is not there yet.
func (s *Setup) newOrg(there []townhall.OrgID) *townhall.Organisation {
	return &townhall.Organisation{ID: townhall.NewOrgID(there, s.w.Town), Zone: "Europe/Berlin", Language: "de",
		AnswerWithin: townhall.DefaultAnswerWithin, DecideWithin: townhall.DefaultDecideWithin}
}

// wish changes the town to what the operator wants, in memory, and notes what
// that changes.
func (s *Setup) wish() {
	o := s.town.org
	set := func(name string, field *string, want string) {
		if want != "" && *field != want {
			if s.town.there {
				s.town.changes = append(s.town.changes, fmt.Sprintf("%s %s (was %q)", name, want, *field))
			}
			*field = want
		}
	}
	set("name", &o.Name, s.w.Town)
	set("state", &o.State, s.w.State)
	set("language", &o.Language, s.w.Language)
	set("zone", &o.Zone, s.w.Zone)
	set("address", &o.Address, s.w.Address)
}

// saveTown makes the town, or changes what the operator wants otherwise, and
// says that this server is its.
func (s *Setup) saveTown(ctx context.Context) error {
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
func (s *Setup) store(ctx context.Context, do func(*storage.Store) error) error {
	store, err := storage.Open(ctx, s.w.DSN)
	if err != nil {
		return refuse("put right what LOTSENFUNK_DB or --db says", "the database cannot be used: %v", err)
	}
	return errors.Join(do(store), store.Close())
}

// firstAdmin is the person of the first admin: found by their account, or by
// their user name as id, or new.
func (s *Setup) firstAdmin() (p *townhall.Person, isNew bool) {
	for _, account := range s.town.accounts {
		if account.User == s.first.Id {
			return s.person(account.Person), false
		}
	}
	if p := s.person(townhall.PersonID(s.first.Username)); p != nil {
		return p, false
	}
	p = &townhall.Person{ID: townhall.NewPersonID(s.town.people, s.first.Username), Display: displayName(s.first)}
	if len(s.town.people) == 0 { // nobody else could review ideas or give roles
		p.Roles = append(p.Roles, townhall.RoleCoordinator)
	}
	return p, true
}

func (s *Setup) person(id townhall.PersonID) *townhall.Person {
	at := slices.IndexFunc(s.town.people, func(p *townhall.Person) bool { return p.ID == id })
	if at < 0 {
		return nil
	}
	return s.town.people[at]
}

// saveAdmin gives the first admin their person, their role and their account.
func (s *Setup) saveAdmin(ctx context.Context) error {
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
			return tx.SaveIdentity(townhall.Identity{Platform: mattermost.Platform, Tenant: s.w.Tenant, User: s.first.Id, Person: p.ID})
		})
	})
}
