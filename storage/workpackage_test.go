package storage_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

var noon = time.Date(2027, 3, 18, 12, 0, 0, 0, time.UTC)

// work makes a project of an idea, led by bela and backed by dora, and the
// packages, which get the numbers from 3 on. Idea 1 is cem's.
func work(t *testing.T, db *storage.Store, packages ...*townhall.WorkPackage) {
	t.Helper()
	update(t, db, birkenfurt, func(tx *storage.Tx) error {
		idea := newIdea(t, "Termine online buchen")
		idea.State = townhall.IdeaInProgress
		err := tx.CreateIdea(idea)
		project := &townhall.Project{Title: "Termine", Goal: "online", Idea: idea.ID, Lead: "bela", Sponsor: "dora", State: townhall.ProjectActive,
			Milestones: []townhall.Milestone{
				{ID: "M1", Title: "Auswahl", State: townhall.MilestoneActive, Due: day(t, "2027-04-01")},
				{ID: "M2", Title: "Betrieb", State: townhall.MilestonePlanned, Due: day(t, "2027-05-03")}}}
		err = errors.Join(err, tx.CreateProject(project),
			tx.SaveChannel(&townhall.Channel{ID: "rathaus", Name: "Rathaus", Purpose: townhall.PurposeAnnouncements, Platform: "script", Tenant: "birkenfurt", Remote: "c2"}))
		for _, w := range packages {
			w.Project = project.ID
			if w.State == "" {
				w.State = townhall.WorkPackageOpen
			}
			err = errors.Join(err, tx.CreateWorkPackage(w))
		}
		return err
	})
}

// told counts the notices to people that wait, by what they are about.
func told(t *testing.T, db *storage.Store) map[townhall.Number]int {
	t.Helper()
	notices, err := db.ClaimNotices(context.Background(), noon, time.Minute, 1000)
	if err != nil {
		t.Fatal(err)
	}
	about := map[townhall.Number]int{}
	for _, n := range notices {
		if n.Person != "" {
			about[n.Thing]++
		}
	}
	return about
}

// TestRacingPackages lets everybody claim one package at the same moment: one
// owns it, and all others find it taken.
func TestRacingPackages(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		work(t, db.Store, &townhall.WorkPackage{Title: "Anleitung"})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) (err error) {
			for n := range racers {
				err = errors.Join(err, tx.CreatePerson(&townhall.Person{ID: racer(n)}))
			}
			return err
		})
		var won, late atomic.Int64
		race(t, db, func(n int, db *storage.Store) error {
			err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				w, err := tx.WorkPackage(3)
				if err != nil {
					return err
				}
				by := &townhall.Person{ID: racer(n)}
				notices, err := w.Claim(by)
				if err != nil {
					return err
				}
				return errors.Join(tx.SaveWorkPackage(w),
					tx.RecordWorkPackage(w, townhall.WorkPackageClaim, storage.Step{Notices: notices, Except: by.ID, Now: noon, On: day(t, "2027-03-18")}))
			})
			switch {
			case err == nil:
				won.Add(1)
			case townhall.ErrorCode(err) == townhall.Conflict:
				late.Add(1)
			default:
				return err
			}
			return nil
		})
		same(t, "won, late", []int64{won.Load(), late.Load()}, []int64{1, racers - 1})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			w, err := tx.WorkPackage(3)
			events, err1 := tx.Events(3)
			same(t, "version, events", []int{w.Version, len(events)}, []int{2, 1})
			return errors.Join(err, err1)
		})
		same(t, "notices", told(t, db.Store), map[townhall.Number]int{3: 1})
	})
}

func TestFindWorkPackages(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		work(t, db.Store,
			&townhall.WorkPackage{Title: "irgendwann"},
			&townhall.WorkPackage{Title: "im Mai", Due: day(t, "2027-05-03")},
			&townhall.WorkPackage{Title: "im April", Due: day(t, "2027-04-01"), State: townhall.WorkPackageClaimed, ClaimedBy: "cem", Helpers: []townhall.PersonID{"anna"}},
			&townhall.WorkPackage{Title: "fertig", State: townhall.WorkPackageDone, ClaimedBy: "anna"})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			stopped := &townhall.Project{Title: "Anderes", State: townhall.ProjectStopped}
			err := tx.CreateProject(stopped)
			return errors.Join(err, tx.CreateWorkPackage(&townhall.WorkPackage{Project: stopped.ID, Title: "vorbei", State: townhall.WorkPackageOpen}))
		})
		open := []townhall.WorkPackageState{townhall.WorkPackageOpen}
		running := []townhall.ProjectState{townhall.ProjectActive, townhall.ProjectPlanned}
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) (failed error) {
			for _, c := range []struct {
				what string
				f    storage.WorkPackageFilter
				want []townhall.WorkPackageID
			}{
				{"all", storage.WorkPackageFilter{}, []townhall.WorkPackageID{5, 4, 3, 6, 8}},
				{"the second page", storage.WorkPackageFilter{Limit: 2, Offset: 2}, []townhall.WorkPackageID{3, 6}},
				{"free", storage.WorkPackageFilter{States: open, InProjects: running}, []townhall.WorkPackageID{4, 3}},
				{"cem's", storage.WorkPackageFilter{Hand: "cem"}, []townhall.WorkPackageID{5}},
				{"anna's", storage.WorkPackageFilter{Hand: "anna"}, []townhall.WorkPackageID{5, 6}},
				{"nobody's", storage.WorkPackageFilter{Hand: "dora"}, nil},
			} {
				found, err := tx.FindWorkPackages(c.f)
				var ids []townhall.WorkPackageID
				for _, w := range found {
					ids = append(ids, w.ID)
				}
				same(t, c.what, ids, c.want)
				if c.f.Limit == 0 {
					n, err := tx.CountWorkPackages(c.f)
					same(t, "number of "+c.what, n, len(c.want))
					failed = errors.Join(failed, err)
				}
				failed = errors.Join(failed, err)
			}
			v, err := tx.WorkPackageView(5, nil)
			same(t, "names", []any{v.ProjectTitle, v.OwnerName, v.HelperNames}, []any{"Termine", "Person cem", []string{"Person anna"}})
			hands, err1 := tx.Hands(2)
			same(t, "hands", hands, []townhall.PersonID{"cem", "anna"})
			return errors.Join(failed, err, err1)
		})
	})
}

// TestTheLastPackages lets two people finish the last two packages of a project
// at the same moment. Whoever comes second sees the other one: the milestones
// are done, the project ends, and its idea is implemented, once.
func TestTheLastPackages(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		var packages []*townhall.WorkPackage
		for n := range racers {
			packages = append(packages, &townhall.WorkPackage{Title: "Paket", Milestone: []string{"M1", "M2"}[n%2], State: townhall.WorkPackageClaimed, ClaimedBy: "anna"})
		}
		work(t, db.Store, packages...)
		anna := &townhall.Person{ID: "anna"}
		race(t, db, func(n int, db *storage.Store) error {
			return db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				w, err := tx.WorkPackageFor(townhall.WorkPackageFinish, packages[n].ID)
				if err != nil {
					return err
				}
				notices, err := w.Finish(anna, "")
				return errors.Join(err, tx.SaveWorkPackage(w),
					tx.RecordWorkPackage(w, townhall.WorkPackageFinish, storage.Step{Notices: notices, Except: "anna", Now: noon, On: day(t, "2027-03-18")}))
			})
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			p, err := tx.Project(2)
			same(t, "states", []any{p.State, p.Milestones[0].State, p.Milestones[1].State},
				[]any{townhall.ProjectDone, townhall.MilestoneDone, townhall.MilestoneDone})
			idea, err1 := tx.Idea(1)
			same(t, "idea", idea.State, townhall.IdeaImplemented)
			events, err2 := tx.Events(2) // the first milestone, and the end
			same(t, "events", len(events), 2)
			return errors.Join(err, err1, err2)
		})
	})
}

func TestReleaseAll(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		claimed, blocked := townhall.WorkPackageClaimed, townhall.WorkPackageBlocked
		work(t, db.Store,
			&townhall.WorkPackage{Title: "allein", Milestone: "M1", State: blocked, ClaimedBy: "cem", Waits: "Antwort"},
			&townhall.WorkPackage{Title: "zu zweit", State: claimed, ClaimedBy: "cem", Helpers: []townhall.PersonID{"anna"}},
			&townhall.WorkPackage{Title: "hilft mit", State: claimed, ClaimedBy: "anna", Helpers: []townhall.PersonID{"cem"}},
			&townhall.WorkPackage{Title: "fertig", State: townhall.WorkPackageDone, ClaimedBy: "cem"})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.ReleaseAll("cem", noon, day(t, "2027-03-18")) })
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			all, err := tx.WorkPackages(2)
			same(t, "alone", []any{all[0].State, all[0].ClaimedBy, all[0].Waits}, []any{townhall.WorkPackageOpen, townhall.PersonID(""), ""})
			same(t, "together", []any{all[1].State, all[1].ClaimedBy, len(all[1].Helpers)}, []any{claimed, townhall.PersonID("anna"), 0})
			same(t, "helping", []any{all[2].ClaimedBy, len(all[2].Helpers)}, []any{townhall.PersonID("anna"), 0})
			same(t, "done", all[3].ClaimedBy, townhall.PersonID("cem"))
			return err
		})
		same(t, "notices", told(t, db.Store), map[townhall.Number]int{3: 1, 4: 2}) // the lead; the lead and the new owner
	})
}

func TestMandates(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		work(t, db.Store)
		first := townhall.Mandate{Project: 2, GivenBy: "dora", Text: "Vorrang", HoursPerWeek: 4, Until: day(t, "2027-09-30"), GivenOn: day(t, "2027-03-01")}
		again := first
		again.Text, again.Until = "Immer noch", day(t, "2027-12-31")
		programme := townhall.Mandate{GivenBy: "dora", Text: "Vier Stunden", Until: day(t, "2027-06-30"), GivenOn: day(t, "2027-03-01")}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(tx.SaveMandate(&first), tx.SaveMandate(&again), tx.SaveMandate(&programme))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			of, err := tx.Mandates(2)
			same(t, "of the project", of, []townhall.MandateView{{Mandate: &again, GiverName: "Person dora"}})
			all, err1 := tx.Mandates(0)
			same(t, "of the programme", all, []townhall.MandateView{{Mandate: &programme, GiverName: "Person dora"}})
			ending, err2 := tx.EndingMandates(day(t, "2027-06-30"))
			same(t, "ending", ending, []*townhall.Mandate{&programme, &again})
			later, err3 := tx.EndingMandates(day(t, "2027-07-01"))
			same(t, "ending later", later, []*townhall.Mandate{&again})
			return errors.Join(err, err1, err2, err3)
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { // nothing ends of what is over
			p, err := tx.Project(2)
			if err != nil {
				return err
			}
			p.State = townhall.ProjectStopped
			if err := tx.SaveProject(p); err != nil {
				return err
			}
			ending, err := tx.EndingMandates(day(t, "2027-06-30"))
			same(t, "ending", ending, []*townhall.Mandate{&programme})
			return err
		})
	})
}
