package storage_test

import (
	"context"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const birkenfurt = townhall.OrgID("birkenfurt")

// town makes an organisation with some people, a department, a contact and
// the ideas channel; every town has the same ids.
func town(t testing.TB, db *storage.Store, org townhall.OrgID) {
	t.Helper()
	tenant := bot.Tenant{Platform: "script", ID: string(org)}
	update(t, db, org, func(tx *storage.Tx) error {
		if err := tx.CreateOrganisation(&townhall.Organisation{
			ID: org, Name: "Stadt " + string(org), State: "BW", Zone: "Europe/Berlin", Language: "de", Address: "du",
			ExtraDaysOff: []string{"12-24"}, AnswerWithin: 5, DecideWithin: 30, ReceiptSecret: []byte{0, 1, 255},
			CommandWords: map[string]string{"idee": "vorschlag"}, SetUp: day(t, "2027-03-01"),
		}); err != nil {
			return err
		}
		if err := tx.AddTenant(tenant); err != nil {
			return err
		}
		if err := tx.SaveDepartment(&townhall.Department{ID: "hauptamt", Name: "Haupt- und Personalamt"}); err != nil {
			return err
		}
		for id, roles := range map[townhall.PersonID][]townhall.Role{
			"anna": {townhall.RoleCoordinator, townhall.RoleAdmin}, "bela": {townhall.RoleLotse}, "cem": nil, "dora": {townhall.RoleLeadership},
		} {
			person := &townhall.Person{ID: id, Display: "Person " + string(id), Department: "hauptamt", Roles: roles}
			if err := tx.CreatePerson(person); err != nil {
				return err
			}
			if err := tx.SaveIdentity(townhall.Identity{Platform: "script", Tenant: tenant.ID, User: "u-" + string(id), Person: id}); err != nil {
				return err
			}
		}
		if err := tx.SaveContact(&townhall.Contact{ID: "it", Name: "IT-Support", Email: "it@example.org"}); err != nil {
			return err
		}
		return tx.SaveChannel(&townhall.Channel{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas, Platform: "script", Tenant: tenant.ID, Remote: "c1"})
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

// newIdea is a plain idea of anna's.
func newIdea(t testing.TB, title string) *townhall.Idea {
	return &townhall.Idea{
		Title: title, Source: townhall.SourceStaff, Author: "anna", State: townhall.IdeaSubmitted,
		SubmittedOn: day(t, "2027-03-18"), AnswerBy: day(t, "2027-03-25"), DecideBy: day(t, "2027-05-03"),
	}
}

func TestOrganisationAndPeople(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		caller, err := db.Who(context.Background(), bot.Account{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, ID: "u-anna"})
		if err != nil || caller.Org == nil || caller.Person == nil {
			t.Fatalf("Who: %+v, %v", caller, err)
		}
	})
}
