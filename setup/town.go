package setup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// hall is the town hall in the database, whichever platform it is set up on.
type hall struct {
	w          Wants // DSN, Tenant and what the town is to be
	platform   string
	now        time.Time
	catalogues *i18n.Catalogues
	first      *account // Lotsenfunk's first admin, nil if there is one
	town       known
}

// account is somebody on the platform.
type account struct{ ID, Name, Display string }

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
	return lookUp(ctx, newHall(Wants{DSN: dsn, Tenant: tenant, Town: name}, mattermost.Platform))
}

// newHall is a town hall that nothing is known of yet.
func newHall(w Wants, platform string) hall { return hall{w: w, platform: platform} }

// served reports whether the town was set up on the platform to its end.
func (s *hall) served(ctx context.Context, store *storage.Store) (bool, error) {
	if s.platform == mattermost.Platform {
		return mattermost.Served(ctx, store.Memory(), s.w.Tenant)
	}
	mark, err := store.Memory().Cursor(ctx, s.mark())
	return mark != "", err
}

// mark is under what is remembered that the town was set up on the platform.
func (s *hall) mark() string { return "setup/" + s.platform + "/" + s.w.Tenant }

func lookUp(ctx context.Context, h hall) (town Town, ok bool, err error) {
	k, err := h.inDatabase(ctx)
	if err != nil || !k.there {
		return Town{}, false, err
	}
	return Town{k.org.Name, k.org.State, k.org.Address, k.admins > 0}, true, nil
}

func (s *hall) tenant() bot.Tenant { return bot.Tenant{Platform: s.platform, ID: s.w.Tenant} }

// lookUpTown checks the database and what the town is to be.
func (s *hall) lookUpTown(ctx context.Context, t *tally) {
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
func (s *hall) inDatabase(ctx context.Context) (k known, err error) {
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
func (s *hall) read(ctx context.Context, store *storage.Store, id townhall.OrgID) (k known, err error) {
	k.there = true
	if k.served, err = s.served(ctx, store); err != nil {
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
				if one.Platform == s.platform && one.Tenant == s.w.Tenant {
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
func (s *hall) newOrg(there []townhall.OrgID) *townhall.Organisation {
	return &townhall.Organisation{ID: townhall.NewOrgID(there, s.w.Town), Zone: "Europe/Berlin", Language: "de",
		AnswerWithin: townhall.DefaultAnswerWithin, DecideWithin: townhall.DefaultDecideWithin}
}

// wish changes the town to what the operator wants, in memory, and notes what
// that changes.
func (s *hall) wish() {
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
