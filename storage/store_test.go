package storage_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const birkenfurt = townhall.OrgID("birkenfurt")

func organisation(t testing.TB, org townhall.OrgID) *townhall.Organisation {
	return &townhall.Organisation{
		ID: org, Version: 1, Name: "Stadt " + string(org), State: "BW", Zone: "Europe/Berlin", Language: "de", Address: "du",
		ExtraDaysOff: []string{"12-24", "12-31"}, RemovedDaysOff: []string{"2027-05-03"}, Rhythm: townhall.RhythmWorkdays, AnswerWithin: 5, DecideWithin: 30,
		ReminderChanges: []townhall.ReminderChange{{Kind: townhall.ReminderCheckIn, Off: true}, {Kind: townhall.ReminderInvitation, Days: 21, At: 600}}, ReceiptSecret: []byte{0, 1, 255},
		RoleLabel:    townhall.RoleLabel{SingularF: "Lotsin", SingularM: "Lotse", Plural: "Lotsinnen und Lotsen"},
		CommandWords: map[string]string{"idee": "vorschlag"}, SetUp: day(t, "2027-03-01"), AddressAskedFor: true,
	}
}

// town makes an organisation with four people, a department, a contact and the
// ideas channel. Every town has the same ids.
func town(t testing.TB, db *storage.Store, org townhall.OrgID) {
	t.Helper()
	update(t, db, org, func(tx *storage.Tx) error {
		tenant := bot.Tenant{Platform: "script", ID: string(org)}
		err := errors.Join(
			tx.CreateOrganisation(organisation(t, org)),
			tx.AddTenant(tenant),
			tx.SaveDepartment(&townhall.Department{ID: "hauptamt", Name: "Haupt- und Personalamt"}),
		)
		for id, roles := range map[townhall.PersonID][]townhall.Role{
			"anna": {townhall.RoleCoordinator, townhall.RoleAdmin}, "bela": {townhall.RoleLotse}, "cem": nil, "dora": {townhall.RoleLeadership},
		} {
			err = errors.Join(err,
				tx.CreatePerson(&townhall.Person{ID: id, Display: "Person " + string(id), Department: "hauptamt", Roles: roles}),
				tx.SaveIdentity(townhall.Identity{Platform: "script", Tenant: tenant.ID, User: "u-" + string(id), Person: id}))
		}
		return errors.Join(err,
			tx.SaveContact(&townhall.Contact{ID: "it", Name: "IT-Support", Email: "it@example.org"}),
			tx.SaveChannel(&townhall.Channel{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas, Platform: "script", Tenant: tenant.ID, Remote: "c1"}))
	})
}

func update(t testing.TB, db *storage.Store, org townhall.OrgID, fn func(*storage.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), org, fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, db *storage.Store, org townhall.OrgID, fn func(*storage.Tx) error) {
	t.Helper()
	if err := db.View(context.Background(), org, fn); err != nil {
		t.Fatal(err)
	}
}

func day(t testing.TB, s string) townhall.Date {
	t.Helper()
	d, err := townhall.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// same compares what was loaded with what is wanted.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	everything := cmp.Exporter(func(reflect.Type) bool { return true })
	if diff := cmp.Diff(want, got, everything); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestOrganisation(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		want := organisation(t, birkenfurt)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			o, err := tx.Organisation()
			same(t, "organisation", o, want)
			o.Address, o.ExtraDaysOff = "sie", nil
			stale := *o
			if err := tx.SaveOrganisation(o); err != nil {
				return err
			}
			if err := tx.SaveOrganisation(&stale); !errors.Is(err, storage.ErrStale) {
				t.Errorf("a stale version was saved: %v", err)
			}
			return err
		})
		want.Address, want.ExtraDaysOff, want.Version = "sie", nil, 2
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			o, err := tx.Organisation()
			same(t, "saved organisation", o, want)
			return err
		})
		ids, err := db.Organisations(context.Background())
		same(t, "organisations", ids, []townhall.OrgID{birkenfurt})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestSurroundings(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		lotsen := &townhall.Channel{ID: "lotsen", Name: "Lotsen", Purpose: townhall.PurposeHelpRequests, Members: []string{"lotse"}}
		leitung := &townhall.Contact{ID: "leitung", Name: "Spitze", Person: "dora"}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(
				tx.SaveDepartment(&townhall.Department{ID: "bauhof", Name: "Bauhof"}),
				tx.SaveDepartment(&townhall.Department{ID: "hauptamt", Name: "Hauptamt"}),
				tx.SaveChannel(lotsen), tx.SaveContact(leitung))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			departments, err := tx.Departments()
			same(t, "departments", departments, []*townhall.Department{{ID: "bauhof", Name: "Bauhof"}, {ID: "hauptamt", Name: "Hauptamt"}})
			channels, err1 := tx.Channels()
			same(t, "channels", len(channels), 2)
			channel, ok, err2 := tx.ChannelFor(townhall.PurposeHelpRequests)
			same(t, "channel", channel, lotsen)
			_, cohort, err3 := tx.ChannelFor(townhall.PurposeCohort)
			same(t, "found", []bool{ok, cohort}, []bool{true, false})
			contact, err4 := tx.Contact("leitung")
			same(t, "contact", contact, leitung)
			contacts, err5 := tx.Contacts()
			same(t, "contacts", len(contacts), 2)
			_, missing := tx.Contact("nobody")
			same(t, "missing contact", townhall.ErrorCode(missing), townhall.NotFound)
			return errors.Join(err, err1, err2, err3, err4, err5)
		})
	})
}

func TestPeople(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		emil := &townhall.Person{
			ID: "emil", Display: "Emil 🦊 Ünal", Roles: []townhall.Role{townhall.RoleLotse, townhall.RoleTeamLead},
			Topics: []string{"e_file"}, HoursPerWeek: 4, Language: "en", Address: "sie", Zone: "Europe/Lisbon",
		}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.CreatePerson(emil) })
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			loaded, err := tx.Person("emil")
			same(t, "person", loaded, emil)
			bela, err1 := tx.Person("bela")
			bela.Gone = true
			err2 := tx.SavePerson(bela)
			same(t, "version", bela.Version, 2)
			bela.Version = 1
			same(t, "stale", errors.Is(tx.SavePerson(bela), storage.ErrStale), true)
			_, missing := tx.Person("nobody")
			same(t, "missing person", missing, error(townhall.Errf(townhall.NotFound, "person.unknown", "Number", townhall.PersonID("nobody"))))
			return errors.Join(err, err1, err2)
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			for _, c := range []struct {
				roles []townhall.Role
				want  []townhall.PersonID
			}{
				{nil, nil},
				{[]townhall.Role{townhall.RoleStaff}, []townhall.PersonID{"anna", "cem", "dora", "emil"}},
				{[]townhall.Role{townhall.RoleLotse}, []townhall.PersonID{"emil"}},
				{[]townhall.Role{townhall.RoleCoordinator, townhall.RoleLeadership}, []townhall.PersonID{"anna", "dora"}},
			} {
				people, err := tx.PeopleWith(c.roles...)
				if err != nil {
					return err
				}
				var ids []townhall.PersonID
				for _, p := range people {
					ids = append(ids, p.ID)
				}
				same(t, "people with roles", ids, c.want)
			}
			people, err := tx.People()
			same(t, "people", len(people), 5)
			identities, err1 := tx.Identities("cem")
			same(t, "identities", identities, []*townhall.Identity{{Platform: "script", Tenant: "birkenfurt", User: "u-cem", Person: "cem"}})
			return errors.Join(err, err1)
		})
	})
}

func TestWho(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		ctx := context.Background()
		who := func(tenant, user string) storage.Caller {
			caller, err := db.Who(ctx, bot.Account{Tenant: bot.Tenant{Platform: "script", ID: tenant}, ID: user})
			if err != nil {
				t.Fatal(err)
			}
			return caller
		}
		caller := who("birkenfurt", "u-bela")
		same(t, "organisation", caller.Org, organisation(t, birkenfurt))
		same(t, "person", caller.Person, &townhall.Person{ID: "bela", Version: 1, Display: "Person bela", Department: "hauptamt", Roles: []townhall.Role{townhall.RoleLotse}})
		again, remembered := db.Remembered(bot.Account{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, ID: "u-bela", Name: "another name"})
		same(t, "remembered", []any{remembered, again.Same(caller), again.Org, again.Person}, []any{true, true, caller.Org, caller.Person})
		same(t, "unknown account", who("birkenfurt", "u-nobody"), storage.Caller{Org: organisation(t, birkenfurt)})
		same(t, "unknown workspace", who("elsewhere", "u-bela"), storage.Caller{})
	})
}

// What is remembered of who asks holds only as long as neither they nor their
// town nor the account has changed, and a delivery of anybody else's is not taken.
func TestStill(t *testing.T) {
	changes := map[string]func(*storage.Tx) error{
		"the person": func(tx *storage.Tx) error {
			p, err := tx.Person("bela")
			p.Muted = true
			return errors.Join(err, tx.SavePerson(p))
		},
		"the town": func(tx *storage.Tx) error {
			o, err := tx.Organisation()
			o.Name = "Neu-Birkenfurt"
			return errors.Join(err, tx.SaveOrganisation(o))
		},
		"the account": func(tx *storage.Tx) error {
			return tx.SaveIdentity(townhall.Identity{Platform: "script", Tenant: "birkenfurt", User: "u-bela", Person: "cem"})
		},
	}
	for what, change := range changes {
		t.Run(what, func(t *testing.T) {
			storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
				town(t, db.Store, birkenfurt)
				ctx := context.Background()
				account := bot.Account{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, ID: "u-bela"}
				caller, err := db.Who(ctx, account)
				take := func(hash string) (first, still bool) {
					err := db.Update(ctx, birkenfurt, func(tx *storage.Tx) (err error) {
						first, still, err = tx.FirstTimeOf(caller, hash, day(t, "2027-03-18"))
						alone, err1 := tx.Still(caller)
						same(t, "Still", alone, still)
						return errors.Join(err, err1)
					})
					if err != nil {
						t.Fatal(err)
					}
					return first, still
				}
				first, still := take("one")
				same(t, "unchanged", []bool{first, still}, []bool{true, true})
				first, still = take("one")
				same(t, "a second time", []bool{first, still}, []bool{false, true})
				if err = errors.Join(err, db.Update(ctx, birkenfurt, change)); err != nil {
					t.Fatal(err)
				}
				first, still = take("two")
				same(t, "changed", []bool{first, still}, []bool{false, false})
				if caller, err = db.Who(ctx, account); err != nil {
					t.Fatal(err)
				}
				first, still = take("two")
				same(t, "asked anew", []bool{first, still}, []bool{true, true})
			})
		})
	}
}

func TestMemory(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		ctx, memory := context.Background(), db.Memory()
		none, err := memory.Cursor(ctx, "a")
		same(t, "no cursor", none, "")
		err = errors.Join(err, memory.SaveCursor(ctx, "a", "1"), memory.SaveCursor(ctx, "a", "2"))
		cursor, err1 := memory.Cursor(ctx, "a")
		same(t, "cursor", cursor, "2")
		err = errors.Join(err, err1,
			memory.AppendJournal(ctx, "x", []byte("one")), memory.AppendJournal(ctx, "y", []byte("other")), memory.AppendJournal(ctx, "x", []byte{0, 255}))
		var entries [][]byte
		err = errors.Join(err, memory.Journal(ctx, "x", func(entry []byte) error {
			entries = append(entries, entry)
			return nil
		}))
		same(t, "journal", entries, [][]byte{[]byte("one"), {0, 255}})
		if err != nil {
			t.Error(err)
		}
	})
}
