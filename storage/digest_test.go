package storage_test

import (
	"errors"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

func TestDigestPlan(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		const oberndorf = townhall.OrgID("oberndorf")
		town(t, db.Store, birkenfurt)
		town(t, db.Store, oberndorf)
		due := time.Date(2027, time.March, 22, 7, 0, 0, 0, time.UTC)
		want := &townhall.DigestPlan{Person: "dora", Rhythm: townhall.DigestRhythm{Cron: "30 13 * * 5", Weeks: 2}, PausedUntil: day(t, "2027-04-12"), Due: due}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			none, err := tx.DigestPlan("dora")
			if none != nil {
				t.Errorf("nothing was set, and there is %+v", none)
			}
			first := &townhall.DigestPlan{Person: "dora", Off: true, Due: due.Add(-time.Hour)}
			return errors.Join(err, tx.SaveDigestPlan(first), tx.SaveDigestPlan(want), tx.SaveDigestPlan(&townhall.DigestPlan{Person: "anna", Off: true, Due: due}))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.DigestPlan("dora")
			all, err1 := tx.DigestPlans()
			same(t, "saved", []any{got.Rhythm, got.Off, got.PausedUntil, got.Due.Equal(due)}, []any{want.Rhythm, false, want.PausedUntil, true})
			same(t, "all, by person", []townhall.PersonID{all[0].Person, all[1].Person}, []townhall.PersonID{"anna", "dora"})
			return errors.Join(err, err1)
		})
		view(t, db.Store, oberndorf, func(tx *storage.Tx) error {
			all, err := tx.DigestPlans()
			same(t, "of another town", len(all), 0)
			return err
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := tx.Depart("dora", time.Unix(1, 0), day(t, "2027-03-18"))
			gone, err1 := tx.DigestPlan("dora")
			if gone != nil {
				t.Errorf("of who has left, there is still %+v", gone)
			}
			return errors.Join(err, err1)
		})
	})
}

// The last Wochenstand is the last one that was sent; one that was dropped or could
// not be delivered has told nobody anything.
func TestLastDigest(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		last := func(want time.Time) {
			o.Helper()
			view(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
				got, err := tx.LastDigest("dora")
				if !got.Equal(want) {
					o.Errorf("the last one was due at %v, not %v", got, want)
				}
				return err
			})
		}
		last(time.Time{})
		var sent time.Time
		for week, outcome := range []storage.Outcome{storage.Sent(bot.Ref{ID: "m1"}), storage.Sent(bot.Ref{ID: "m2"}), storage.Dropped(), storage.Dead(errors.New("gone"))} {
			due := o.now.AddDate(0, 0, 7*week)
			n := storage.NewDigestNotice("dora", due, townhall.DateOf(due, time.UTC))
			other := storage.NewDigestNotice("anna", due.Add(time.Hour), townhall.DateOf(due, time.UTC))
			o.enqueue(birkenfurt, n, n, other)
			o.now = due
			claimed := o.expect(n.Key)[0]
			if !storage.DigestDue(claimed).Equal(due) {
				o.Errorf("it brings the one of %v, not of %v", storage.DigestDue(claimed), due)
			}
			o.finish(claimed, outcome)
			if week < 2 {
				sent = due
			}
			last(sent)
			o.now = due.Add(time.Hour)
			o.finish(o.expect(other.Key)[0], storage.Sent(bot.Ref{ID: "a"}))
			last(sent)
			o.now = o.now.AddDate(0, 0, -7*week).Add(-time.Hour)
		}
	})
}

// How far a project is stands there once for each day on which that changed; what
// was dropped does not count.
func TestProgress(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		counted, still, empty := &townhall.Project{Title: "Termine", State: townhall.ProjectActive}, &townhall.Project{Title: "Kita", State: townhall.ProjectActive},
			&townhall.Project{Title: "Neu", State: townhall.ProjectPlanned}
		var packages []*townhall.WorkPackage
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := errors.Join(tx.CreateProject(counted), tx.CreateProject(still), tx.CreateProject(empty))
			for _, state := range []townhall.WorkPackageState{townhall.WorkPackageOpen, townhall.WorkPackageOpen, townhall.WorkPackageDropped, townhall.WorkPackageDone} {
				w := &townhall.WorkPackage{Project: counted.ID, Title: string(state), State: state}
				err, packages = errors.Join(err, tx.CreateWorkPackage(w)), append(packages, w)
			}
			return errors.Join(err, tx.CreateWorkPackage(&townhall.WorkPackage{Project: still.ID, Title: "ruht", State: townhall.WorkPackageDone}))
		})
		step := func(w *townhall.WorkPackage, state townhall.WorkPackageState, action townhall.WorkPackageAction, on string) {
			t.Helper()
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				w.State = state
				return errors.Join(tx.SaveWorkPackage(w), tx.RecordWorkPackage(w, action, storage.Step{Now: day(t, on).At(9, 0, time.UTC), On: day(t, on)}))
			})
		}
		mark := func(on string, packages, done int) townhall.ProgressMark {
			return townhall.ProgressMark{On: day(t, on), Packages: packages, Done: done}
		}
		of := func(want []townhall.ProgressMark, projects ...*townhall.Project) {
			t.Helper()
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				got, err := tx.ProgressOf(projects, day(t, "2027-03-25"))
				same(t, "progress", got, want)
				return err
			})
		}
		of([]townhall.ProgressMark{{Packages: 3, Done: 1}}, counted)
		of([]townhall.ProgressMark{{Packages: 4, Done: 2}}, counted, still, empty)
		of([]townhall.ProgressMark{{}}, empty)
		of(nil)
		step(packages[0], townhall.WorkPackageDone, townhall.WorkPackageFinish, "2027-03-18")
		step(packages[1], townhall.WorkPackageDropped, townhall.WorkPackageDrop, "2027-03-22")
		step(packages[0], townhall.WorkPackageOpen, townhall.WorkPackageReopen, "2027-03-22")
		of([]townhall.ProgressMark{mark("2027-03-18", 3, 2), mark("2027-03-22", 2, 1), mark("2027-03-25", 2, 1)}, counted)
		of([]townhall.ProgressMark{mark("2027-03-18", 4, 3), mark("2027-03-22", 3, 2), mark("2027-03-25", 3, 2)}, counted, still, empty)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			marks, err := tx.ProgressMarks(counted.ID)
			same(t, "marks of its own", marks, []townhall.ProgressMark{mark("2027-03-18", 3, 2), mark("2027-03-22", 2, 1)})
			none, err1 := tx.ProgressMarks(still.ID)
			same(t, "marks of another", len(none), 0)
			return errors.Join(err, err1)
		})
	})
}
