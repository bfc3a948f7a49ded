package storage_test

import (
	"errors"
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
)

func TestUnsaid(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		planned := []storage.Notice{{Key: "first", Class: storage.ClassReminder, Person: "cem", Due: time.Unix(1, 0)}, {Key: "second"}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.Enqueue(planned[0]) })
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			unsaid, err := tx.Unsaid(planned)
			same(t, "unsaid", unsaid, planned[1:])
			none, err1 := tx.Unsaid(nil)
			same(t, "nothing planned", len(none), 0)
			return errors.Join(err, err1)
		})
		view(t, db.Store, "elsewhere", func(tx *storage.Tx) error {
			unsaid, err := tx.Unsaid(planned)
			same(t, "unsaid elsewhere", unsaid, planned)
			return err
		})
	})
}
