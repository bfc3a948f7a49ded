package storage_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const elsewhere = townhall.OrgID("elsewhere")

var theCohort = townhall.CohortKey{Host: birkenfurt, ID: "dl-2027"}

// newCohort plans a cohort of Birkenfurt's, with places for two, to which
// elsewhere is invited if invited says so.
func newCohort(t testing.TB, invited bool) *townhall.Cohort {
	t.Helper()
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := townhall.Outline{Title: "Lehrgang 2027", Template: townhall.PhasesTemplate(2), First: day(t, "2027-04-06"), Place: "Ratssaal", Places: 2,
		Phases: []string{"Bestand", "Bedarf"}}
	if invited {
		o.Towns = []townhall.OrgID{elsewhere}
	}
	c, err := townhall.NewCohort(birkenfurt, theCohort.ID, &townhall.Person{ID: "anna", Roles: []townhall.Role{townhall.RoleCoordinator}}, o, cal,
		time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// twoTowns makes both towns, and a cohort in Birkenfurt.
func twoTowns(t testing.TB, db *storage.Store, invited bool) {
	t.Helper()
	town(t, db, birkenfurt)
	town(t, db, elsewhere)
	update(t, db, birkenfurt, func(tx *storage.Tx) error { return tx.CreateCohort(newCohort(t, invited)) })
}

// join lets somebody of a town join, and records it.
func join(t testing.TB, tx *storage.Tx, who townhall.PersonID) error {
	t.Helper()
	c, err := tx.Cohort(theCohort)
	if err != nil {
		return err
	}
	p, err := tx.Person(who)
	if err != nil {
		return err
	}
	now := time.Date(2027, 3, 18, 9, 30, 0, 0, time.UTC)
	_, notices, err := c.Join(p, nil, now)
	if err != nil {
		return err
	}
	return errors.Join(tx.SaveCohort(c), tx.RecordCohort(storage.CohortStep{Key: theCohort, Action: "cohort.join", Notices: notices, Except: who, Now: now, On: day(t, "2027-03-18")}))
}

func TestCohort(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, false)
		want := newCohort(t, false)
		want.Version = 1
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			c, err := tx.Cohort(theCohort)
			same(t, "cohort", c, want)
			stale := *c
			c.Title, c.State, c.Occurrences[1].Cancelled, c.Occurrences[2].Agenda = "Anders", townhall.CohortRunning, true, "Zahlen"
			c.Participants = []townhall.Participant{{Member: townhall.Member{Org: birkenfurt, Person: "cem"}, State: townhall.ParticipationJoined,
				Since: time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC), Misses: []townhall.Miss{{Occurrence: 3, Revision: 1}}}}
			want = c
			if err := errors.Join(err, tx.SaveCohort(c)); err != nil {
				return err
			}
			if err := tx.SaveCohort(&stale); !errors.Is(err, storage.ErrStale) {
				t.Errorf("a stale version was saved: %v", err)
			}
			return nil
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			c, err := tx.Cohort(theCohort)
			same(t, "saved cohort", c, want)
			_, err1 := tx.Cohort(townhall.CohortKey{Host: birkenfurt, ID: "other"})
			same(t, "another cohort", townhall.ErrorCode(err1), townhall.NotFound)
			all, err2 := tx.Cohorts("cem")
			same(t, "cohorts", all, []townhall.CohortBrief{{CohortKey: theCohort, Title: "Anders", State: townhall.CohortRunning,
				First: day(t, "2027-04-06"), Last: day(t, "2027-05-11"), Mine: townhall.ParticipationJoined}})
			return errors.Join(err, err2)
		})
	})
}

// A town that is not invited finds nothing of a cohort and can write nothing to it.
func TestCohortsDoNotMeet(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, false)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return join(t, tx, "cem") })
		tries := map[string]func(*storage.Tx) error{
			"cohort":    func(tx *storage.Tx) error { _, err := tx.Cohort(theCohort); return err },
			"view":      func(tx *storage.Tx) error { _, err := tx.CohortView(theCohort, nil); return err },
			"calendars": func(tx *storage.Tx) error { _, err := tx.Calendars(theCohort); return err },
			"save":      func(tx *storage.Tx) error { return tx.SaveCohort(newCohort(t, true)) },
			"record": func(tx *storage.Tx) error {
				return tx.RecordCohort(storage.CohortStep{Key: theCohort, Action: "cohort.join"})
			},
			"check-in": func(tx *storage.Tx) error {
				return tx.SaveCheckIn(birkenfurt, &townhall.CheckIn{Cohort: theCohort.ID, Phase: 1, Member: townhall.Member{Org: elsewhere, Person: "cem"}})
			},
			"check-ins": func(tx *storage.Tx) error { _, err := tx.CheckIns(theCohort, 1); return err },
			"own":       func(tx *storage.Tx) error { _, err := tx.CheckIn(theCohort, 1, "cem"); return err },
			"survey":    func(tx *storage.Tx) error { _, err := tx.Survey(theCohort, 1); return err },
			"answer": func(tx *storage.Tx) error {
				return tx.SaveSurvey(birkenfurt, &townhall.Survey{Cohort: theCohort.ID, Phase: 1})
			},
			"feed": func(tx *storage.Tx) error { return tx.SaveFeed(theCohort, "cem", "token") },
		}
		for what, try := range tries {
			err := db.Update(t.Context(), elsewhere, try)
			same(t, what, townhall.ErrorCode(err), townhall.NotFound)
		}
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			all, err := tx.Cohorts("cem")
			same(t, "cohorts", len(all), 0)
			has, err1 := tx.HasFeed(theCohort, "cem")
			same(t, "feed", has, false)
			// What it may say touches its own rows only.
			return errors.Join(err, err1, tx.DeleteFeed(theCohort, "cem"), tx.Forget(day(t, "2099-01-01"), time.Unix(1, 0)),
				tx.Depart("cem", time.Unix(1, 0), day(t, "2027-03-18")))
		})
		if err := db.Update(t.Context(), elsewhere, func(tx *storage.Tx) error { return tx.CreateCohort(newCohort(t, false)) }); err == nil {
			t.Error("made a cohort for another town")
		}
		if err := db.Update(t.Context(), elsewhere, func(tx *storage.Tx) error { return tx.InviteTown(theCohort.ID, elsewhere) }); err == nil {
			t.Error("a town invited itself")
		}
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			c, err := tx.Cohort(theCohort)
			same(t, "participants", len(c.Participants), 1)
			same(t, "state", c.Participants[0].State, townhall.ParticipationJoined)
			return err
		})
	})
}

// People of an invited town take part: each is told in their own town, who waits
// gets the place of who leaves wherever they are from, and no town sees the names
// of another but the host.
func TestCohortOfTwoTowns(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, true)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return join(t, tx, "cem") })
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error { return join(t, tx, "cem") }) // the same id, somebody else
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error { return join(t, tx, "dora") })
		view(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			v, err := tx.CohortView(theCohort, &townhall.Person{ID: "dora", Roles: []townhall.Role{townhall.RoleCoordinator}})
			same(t, "host", v.HostName, "Stadt birkenfurt")
			same(t, "names", v.Names, map[townhall.Member]string{{Org: elsewhere, Person: "cem"}: "Person cem", {Org: elsewhere, Person: "dora"}: "Person dora"})
			same(t, "waiting", v.Mine().State, townhall.ParticipationWaiting)
			same(t, "runs it", v.Runs(), false)
			others, err1 := tx.Calendars(theCohort)
			same(t, "calendars", len(others), 1)
			return errors.Join(err, err1)
		})
		// A guest's save leaves the host's dates alone, whatever it was handed.
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			c, err := tx.Cohort(theCohort)
			c.Title, c.Occurrences[0].Place, c.Places = "Unser Lehrgang", "Bei uns", 99
			return errors.Join(err, tx.SaveCohort(c))
		})
		// cem of Birkenfurt leaves the town; dora, who is from elsewhere, gets the place.
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return tx.Depart("cem", time.Date(2027, 3, 19, 9, 0, 0, 0, time.UTC), day(t, "2027-03-19"))
		})
		view(t, db.Store, elsewhere, func(tx *storage.Tx) error { // the role came with the place
			p, err := tx.Person("dora")
			same(t, "dora takes part", p.Is(townhall.RoleParticipant), true)
			return err
		})
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error { return tx.TakeParticipant("dora") })
		view(t, db.Store, elsewhere, func(tx *storage.Tx) error { // who takes part keeps it
			all, err := tx.PeopleWith(townhall.RoleParticipant)
			same(t, "participants", len(all), 2)
			return err
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			v, err := tx.CohortView(theCohort, nil)
			same(t, "cohort", []any{v.Title, v.Occurrences[0].Place, v.Places}, []any{"Lehrgang 2027", "Ratssaal", 2})
			same(t, "names", len(v.Names), 3)
			var states []townhall.ParticipationState
			for _, p := range v.Participants {
				states = append(states, p.State)
			}
			same(t, "participants", states, []townhall.ParticipationState{townhall.ParticipationLeft, townhall.ParticipationJoined, townhall.ParticipationJoined})
			return err
		})
		same(t, "told", toldOf(t, db.Store), []string{"birkenfurt anna cohort.join", "birkenfurt anna cohort.join",
			"birkenfurt anna cohort.leave", "birkenfurt anna cohort.wait", "elsewhere dora cohort.admit"})
	})
}

// toldOf are all notices that wait to be sent: town, person, kind.
func toldOf(t testing.TB, db *storage.Store) (told []string) {
	t.Helper()
	notices, err := db.ClaimNotices(context.Background(), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), time.Minute, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notices {
		told = append(told, string(n.Org)+" "+string(n.Person)+" "+n.Kind)
	}
	slices.Sort(told)
	return told
}

// Of many who want the last places at the same moment, exactly so many get one;
// all others wait, each on a place of their own.
func TestLastPlaces(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, true)
		var all sync.WaitGroup
		for _, org := range []townhall.OrgID{birkenfurt, elsewhere} {
			for _, who := range []townhall.PersonID{"anna", "bela", "cem", "dora"} {
				all.Go(func() {
					for { // in one of a few attempts, somebody else may be faster each time
						err := db.Update(t.Context(), org, func(tx *storage.Tx) error { return join(t, tx, who) })
						if err == nil {
							return
						}
						if !errors.Is(err, storage.ErrStale) {
							t.Error(err)
							return
						}
					}
				})
			}
		}
		all.Wait()
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			c, err := tx.Cohort(theCohort)
			same(t, "joined and waiting", []int{c.Count(townhall.ParticipationJoined), c.Count(townhall.ParticipationWaiting)}, []int{2, 6})
			same(t, "the first who came have joined", c.Participants[0].State == townhall.ParticipationJoined && c.Participants[1].State == townhall.ParticipationJoined, true)
			return err
		})
	})
}
