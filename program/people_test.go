package program_test

import (
	"context"
	"testing"
	"time"

	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// TestImportPeople applies a list on both databases: a dry run keeps nothing, a
// second run finds nothing to do, and an account ties a name to a person.
func TestImportPeople(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		list, err := townfile.ParsePeople("p.csv", []byte("account,name,roles,department\nsb-kita,Kita-Büro,lotse,Bauhof\nneue.person,Neue Person,,\n,Lotse Kultur,,\n"))
		if err != nil {
			t.Fatal(err)
		}
		run := func(apply bool) *program.PeopleReport {
			t.Helper()
			r, err := program.ImportPeople(context.Background(), h.Program().Store, "", list, time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC), apply)
			if err != nil || r.Problems() > 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			return r
		}
		h.play("sb-info: Mahlzeit")
		before := h.snapshot()
		dry := run(false)
		if n := len(appeared(before, h.snapshot())); n > 0 || dry.Applied {
			t.Errorf("a dry run changed %d rows", n)
		}
		if r := run(true); !r.Applied || !r.Lines[1].New || r.Lines[1].Person != "neue-person" || len(r.Lines[2].Changes) != 2 {
			t.Errorf("applied: %+v", r)
		}
		before = h.snapshot()
		run(true)
		if rows := appeared(before, h.snapshot()); len(rows) > 0 {
			t.Errorf("a second time: %v", rows)
		}
		err = h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
			p, err := tx.Person("sb-kita")
			if err == nil && (p.Display != "Kita-Büro" || !p.Is(townhall.RoleLotse) || p.Department != "bauhof") {
				t.Errorf("sb-kita is %+v", p)
			}
			accounts, err1 := tx.Identities("neue-person")
			if err1 != nil || len(accounts) != 1 || accounts[0].User != "neue.person" {
				t.Errorf("accounts %v, %v", accounts, err1)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
