package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// planner is a database with towns, and a clock that the test turns.
type planner struct {
	*testing.T
	*storagetest.Database
	now time.Time
}

func runPlanner(t *testing.T, test func(p *planner)) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		test(&planner{t, db, time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)})
	})
}

const planLease = 2 * time.Minute

func (p *planner) claim(want ...townhall.OrgID) time.Time {
	p.Helper()
	until := p.now.Add(planLease)
	got, err := p.ClaimPlanning(context.Background(), p.now, until, 10)
	if err != nil {
		p.Fatal(err)
	}
	same(p, "towns to look at", got, want)
	return until
}

func (p *planner) finish(until time.Time, all ...storage.Planned) int {
	p.Helper()
	n, err := p.FinishPlanning(context.Background(), until, all)
	if err != nil {
		p.Fatal(err)
	}
	return n
}

func (p *planner) again() {
	p.Helper()
	if err := p.PlanAgain(context.Background()); err != nil {
		p.Fatal(err)
	}
}

func TestPlanningLooksWhenItIsTime(t *testing.T) {
	runPlanner(t, func(p *planner) {
		hour := p.now.Add(time.Hour)
		until := p.claim(birkenfurt, "elsewhere")
		p.claim() // somebody else looks already
		p.finish(until, storage.Planned{Org: birkenfurt, Next: hour}, storage.Planned{Org: "elsewhere", Next: p.now.Add(10 * time.Minute)})
		p.claim()
		p.now = p.now.Add(time.Hour) // a moment is missed
		p.claim(birkenfurt, "elsewhere")
		p.now = p.now.Add(planLease) // whoever looked has died
		p.claim(birkenfurt, "elsewhere")
	})
}

// What was changed while planning looked, or since, has it look again; a change in
// another town does not.
func TestPlanningLooksAgainAfterChanges(t *testing.T) {
	runPlanner(t, func(p *planner) {
		until := p.claim(birkenfurt, "elsewhere")
		p.again() // the making of the towns
		update(p, p.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveSettings(townhall.DefaultSettings("cem")) })
		p.again()
		next := p.now.Add(time.Hour)
		p.finish(until, storage.Planned{Org: birkenfurt, Next: next}, storage.Planned{Org: "elsewhere", Next: next})
		until = p.claim(birkenfurt, "elsewhere")
		p.finish(until, storage.Planned{Org: birkenfurt, Next: next}, storage.Planned{Org: "elsewhere", Next: next})
		p.again()
		p.claim()
		update(p, p.Store, "elsewhere", func(tx *storage.Tx) error { return tx.SaveSettings(townhall.DefaultSettings("cem")) })
		p.again()
		p.claim("elsewhere")
	})
}

// A change in one town of a cohort concerns the others.
func TestPlanningLooksAtAllTownsOfACohort(t *testing.T) {
	runPlanner(t, func(p *planner) {
		update(p, p.Store, birkenfurt, func(tx *storage.Tx) error { return tx.CreateCohort(newCohort(p, true)) })
		p.again()
		next := p.now.Add(time.Hour)
		p.finish(p.claim(birkenfurt, "elsewhere"), storage.Planned{Org: birkenfurt, Next: next}, storage.Planned{Org: "elsewhere", Next: next})
		p.now = p.now.Add(10 * time.Minute)
		update(p, p.Store, "elsewhere", func(tx *storage.Tx) error { return tx.SaveSettings(townhall.DefaultSettings("cem")) })
		p.again()
		p.claim(birkenfurt, "elsewhere")
	})
}

func TestPlannedIsWrittenOnce(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		planned := storage.Planned{Org: birkenfurt, Next: o.now.Add(time.Hour), Notices: []storage.Notice{
			{Key: "1", Class: storage.ClassDigest, Person: "cem", Kind: "digest", Thing: 12, Values: map[string]string{"title": "„so“ \" \\"},
				Due: o.now, On: day(o, "2027-03-18"), Until: o.now.Add(time.Hour), Today: day(o, "2027-03-19"), For: "dora"},
			{Key: "2", Class: storage.ClassReminder, Channel: "ideen", Kind: "question.reminder", Due: o.now, On: day(o, "2027-03-18")}}}
		for _, want := range []int{2, 0} {
			n, err := o.FinishPlanning(context.Background(), o.now, []storage.Planned{planned})
			if err != nil || n != want {
				t.Errorf("%d were new, not %d: %v", n, want, err)
			}
		}
		got := o.expect("2", "1")
		for i, want := range planned.Notices {
			n := *got[1-i] // a reminder goes before a digest
			same(o, string(n.Key), []any{n.Class, n.Person, n.Channel, n.Kind, n.Thing, n.Values, n.Due.UTC(), n.On, n.Until.UTC(), n.Today, n.For},
				[]any{want.Class, want.Person, want.Channel, want.Kind, want.Thing, want.Values, want.Due, want.On, want.Until.UTC(), want.Today, want.For})
		}
	})
}

// Any number of processes tick; each town is one's at a time, and none is left out.
func TestOnePlansATown(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		const towns, replicas = 60, 3
		for n := range towns {
			id := townhall.OrgID(fmt.Sprintf("t%02d", n))
			if err := db.CreateOrganisation(t.Context(), organisation(t, id)); err != nil {
				t.Fatal(err)
			}
		}
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		var mu sync.Mutex
		var all []townhall.OrgID
		var failed error
		var running sync.WaitGroup
		for range replicas {
			store := db.Again(t)
			running.Go(func() {
				for {
					mine, err := store.ClaimPlanning(context.Background(), now, now.Add(planLease), 7)
					mu.Lock()
					all, failed = append(all, mine...), errors.Join(failed, err)
					mu.Unlock()
					if err != nil || len(mine) == 0 {
						return
					}
				}
			})
		}
		running.Wait()
		if failed != nil {
			t.Fatal(failed)
		}
		slices.Sort(all)
		if len(all) != towns || len(slices.Compact(all)) != towns {
			t.Errorf("%d towns were claimed of %d", len(all), towns)
		}
	})
}
