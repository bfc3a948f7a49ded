package storage_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// TestStopAmongSteps stops a project at the same moment as its people take steps
// with its packages, on which its milestones hang. All lock the project first, so
// nobody waits in a circle or holds something stale: each is done at once.
func TestStopAmongSteps(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		var packages []*townhall.WorkPackage
		for range racers {
			packages = append(packages, &townhall.WorkPackage{Title: "Paket", Milestone: "M1", State: townhall.WorkPackageClaimed, ClaimedBy: "anna"})
		}
		work(t, db.Store, packages...)
		anna := &townhall.Person{ID: "anna"}
		var runs atomic.Int64
		race(t, db, func(n int, db *storage.Store) error {
			err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				runs.Add(1)
				if n == racers/2 {
					return stop(tx, 2)
				}
				w, err := tx.WorkPackageFor(townhall.WorkPackageBlock, packages[n].ID)
				if err != nil {
					return err
				}
				notices, err := w.Block(anna, "Antwort")
				if err != nil {
					return err
				}
				return errors.Join(tx.SaveWorkPackage(w),
					tx.RecordWorkPackage(w, townhall.WorkPackageBlock, storage.Step{Notices: notices, Except: "anna", Now: noon, On: day(t, "2027-03-18")}))
			})
			if townhall.ErrorCode(err) == townhall.Conflict { // stopped before
				return nil
			}
			return err
		})
		same(t, "runs", runs.Load(), int64(racers))
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			all, err := tx.WorkPackages(2)
			for _, w := range all {
				same(t, "state", w.State, townhall.WorkPackageDropped)
			}
			return err
		})
	})
}

// stop stops a project and drops its packages.
func stop(tx *storage.Tx, id townhall.ProjectID) error {
	p, err := tx.Project(id)
	if err != nil {
		return err
	}
	_, err = p.Step(townhall.ProjectStop, &townhall.Person{ID: "bela"}, "Ein Grund", nil)
	err = errors.Join(err, tx.SaveProject(p))
	packages, err1 := tx.WorkPackages(id)
	for _, w := range packages {
		w.DropWith(p.Reason)
		err = errors.Join(err, tx.SaveWorkPackage(w))
	}
	return errors.Join(err, err1)
}
