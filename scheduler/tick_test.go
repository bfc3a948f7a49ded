package scheduler_test

import (
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
)

// A town that cannot be planned for is tried again a minute later, and keeps nothing
// from the others.
func TestPlanningThatFailedIsTriedAgain(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := hallOn(t, db)
		state := func(name string) {
			h.update(func(tx *storage.Tx) error {
				org, err := tx.Organisation()
				if err != nil {
					return err
				}
				org.State = name
				return tx.SaveOrganisation(org)
			})
		}
		look := func() error {
			_, err := h.scheduler.Look(t.Context())
			return err
		}
		state("XX")
		if look() == nil {
			t.Fatal("a town in a land that is not there was planned for")
		}
		if err := look(); err != nil {
			t.Errorf("it was tried again at once: %v", err)
		}
		h.now = h.now.Add(time.Minute)
		if look() == nil {
			t.Fatal("it was not tried again")
		}
		state("BW")
		h.now = h.now.Add(time.Minute)
		if err := look(); err != nil {
			t.Error(err)
		}
	})
}
