package storage_test

import (
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

func TestSchoolHolidays(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "ahausen")
		easter := townhall.SchoolHoliday{Name: "Osterferien", From: day(t, "2027-03-30"), Until: day(t, "2027-04-03")}
		whit := townhall.SchoolHoliday{Name: "Pfingstferien", From: day(t, "2027-05-18"), Until: day(t, "2027-05-29")}
		save := func(list ...townhall.SchoolHoliday) {
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveSchoolHolidays(list) })
		}
		has := func(org townhall.OrgID, want townhall.SchoolHolidays) {
			t.Helper()
			view(t, db.Store, org, func(tx *storage.Tx) error {
				got, err := tx.SchoolHolidays()
				same(t, "school holidays of "+string(org), got, want)
				return err
			})
		}
		has(birkenfurt, nil)
		save(whit, easter)
		has(birkenfurt, townhall.SchoolHolidays{easter, whit})
		save(easter)
		has(birkenfurt, townhall.SchoolHolidays{easter})
		has("ahausen", nil)
	})
}
