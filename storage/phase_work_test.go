package storage_test

import (
	"errors"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// What somebody has to do is the same whether it is read for them alone or for
// several at once.
func TestPhaseWork(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		due := day(t, "2027-04-21")
		claimed := func(title string, hours int, by townhall.PersonID, helpers ...townhall.PersonID) *townhall.WorkPackage {
			return &townhall.WorkPackage{Title: title, State: townhall.WorkPackageClaimed, Due: due, Hours: hours, ClaimedBy: by, Helpers: helpers}
		}
		done := claimed("fertig", 2, "anna")
		done.State = townhall.WorkPackageDone
		work(t, db.Store, claimed("zu zweit", 3, "cem", "anna"), claimed("allein", 4, "bela"), done)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			away := townhall.DefaultSettings("anna")
			away.Absence = townhall.Absence{From: due.AddDays(-7), Until: due}
			return errors.Join(tx.SaveSettings(away),
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "drei", State: townhall.HelpRequestClaimed, RequestedBy: "dora", ClaimedBy: "cem"}),
				tx.CreateHelpRequest(&townhall.HelpRequest{Title: "vier", State: townhall.HelpRequestNew, RequestedBy: "dora"}))
		})
		cal, err := organisation(t, birkenfurt).NewCalendar()
		if err != nil {
			t.Fatal(err)
		}
		phase := townhall.Phase{Number: 1, From: due.AddDays(-13), Until: due, Workdays: 10, LastWorkday: due}
		people := []townhall.PersonID{"anna", "bela", "cem", "dora"}
		all := func(expected []townhall.PersonID) (all []townhall.PhaseWork) {
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				tx.Expect(expected)
				for _, id := range people {
					w, err := tx.PhaseWork(&townhall.Person{ID: id, HoursPerWeek: 4}, phase, cal)
					if err != nil {
						return err
					}
					all = append(all, w)
				}
				return nil
			})
			return all
		}
		each := all(nil)
		same(t, "read at once", all(people), each)
		same(t, "read for some", all(people[1:3]), each)
		for i, want := range []struct{ open, done, questions int }{{1, 1, 0}, {1, 0, 0}, {1, 0, 1}, {0, 0, 0}} {
			same(t, string(people[i]), []int{len(each[i].Open), each[i].Done, each[i].Fit.Questions}, []int{want.open, want.done, want.questions})
		}
		if anna, bela := each[0].Fit.Agreed, each[1].Fit.Agreed; anna >= bela {
			t.Errorf("who is away has %d hours, who is not %d", anna, bela)
		}
	})
}
