package storage_test

import (
	"errors"
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

func TestSettings(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		want := townhall.Settings{Person: "anna", Works: townhall.DaysOf(time.Monday, time.Friday), Deputy: "bela",
			Absence: townhall.Absence{From: day(t, "2027-04-01"), Until: day(t, "2027-04-09")}, Quiet: townhall.QuietHours{From: 16*60 + 30, Until: 9 * 60}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			before, err := tx.Settings("anna")
			same(t, "nothing set", before, townhall.DefaultSettings("anna"))
			cem := townhall.DefaultSettings("cem")
			cem.Deputy = "anna"
			return errors.Join(err, tx.SaveSettings(cem), tx.SaveSettings(cem), tx.SaveSettings(want))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.Settings("anna")
			same(t, "settings", got, want)
			return err
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := tx.Depart("anna", time.Unix(1, 0), day(t, "2027-03-18"))
			anna, err1 := tx.Settings("anna")
			cem, err2 := tx.Settings("cem")
			same(t, "of who has left", anna, townhall.DefaultSettings("anna"))
			same(t, "of whom they stood in for", cem, townhall.DefaultSettings("cem"))
			return errors.Join(err, err1, err2)
		})
	})
}
