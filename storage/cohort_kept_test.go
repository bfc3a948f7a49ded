package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lotsenfunk/privacy"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

func TestCheckInsAreKeptForAWhile(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, true)
		said := day(t, "2027-04-15")
		one := &townhall.CheckIn{Cohort: theCohort.ID, Phase: 1, Member: townhall.Member{Org: birkenfurt, Person: "cem"}, Department: "hauptamt",
			Answer: townhall.CheckInStuck, Reason: "Hersteller", ForLead: true, On: said}
		theirs := &townhall.CheckIn{Cohort: theCohort.ID, Phase: 1, Member: townhall.Member{Org: elsewhere, Person: "cem"}, Answer: townhall.CheckInGoing, On: said}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(join(t, tx, "cem"), tx.SaveCheckIn(birkenfurt, one), tx.SaveCheckIn(birkenfurt, one))
		})
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			return errors.Join(join(t, tx, "cem"), tx.SaveCheckIn(birkenfurt, theirs))
		})
		count := func(org townhall.OrgID, want int) {
			t.Helper()
			view(t, db.Store, org, func(tx *storage.Tx) error {
				all, err := tx.CheckIns(theCohort, 1)
				same(t, "check-ins seen by "+string(org), len(all), want)
				return err
			})
		}
		count(birkenfurt, 2)
		count(elsewhere, 1) // of their own people
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.CheckIn(theCohort, 1, "cem")
			same(t, "check-in", got, one)
			return err
		})
		forget := func(on townhall.Date) {
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.Forget(on, time.Unix(1, 0)) })
		}
		forget(said.AddDays(privacy.CheckInDays))
		count(birkenfurt, 2)
		forget(said.AddDays(privacy.CheckInDays + 1))
		count(birkenfurt, 0)
		last := day(t, "2027-05-11")
		members := func(want int) {
			t.Helper()
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				c, err := tx.Cohort(theCohort)
				same(t, "members", len(c.Participants), want)
				return err
			})
		}
		forget(last.AddDays(privacy.CohortDays))
		members(2)
		forget(last.AddDays(privacy.CohortDays + 1))
		members(0)
	})
}

func TestSurveyKeepsSumsAndForgetsWhoAnswered(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, true)
		survey := &townhall.Survey{Cohort: theCohort.ID, Phase: 1, Closes: day(t, "2027-05-03"), Useful: townhall.Sums{townhall.SurveyYes: 1}, Enough: townhall.Sums{townhall.SurveyNo: 1},
			Answered: []townhall.Member{{Org: birkenfurt, Person: "cem"}}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveSurvey(birkenfurt, survey) })
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			s, err := tx.Survey(theCohort, 1)
			same(t, "survey", s, survey)
			s.Answered = append(s.Answered, townhall.Member{Org: elsewhere, Person: "cem"})
			s.Useful[townhall.SurveyNo]++
			return errors.Join(err, tx.SaveSurvey(birkenfurt, s))
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			s, err := tx.Survey(theCohort, 1)
			same(t, "answered", len(s.Answered), 2)
			s.Closed, s.Answered = true, nil
			return errors.Join(err, tx.SaveSurvey(birkenfurt, s))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			s, err := tx.Survey(theCohort, 1)
			same(t, "closed survey", []any{s.Closed, len(s.Answered), s.Useful[townhall.SurveyNo], s.Enough[townhall.SurveyNo]}, []any{true, 0, 1, 1})
			none, err1 := tx.Survey(theCohort, 2)
			same(t, "another one", none == nil, true)
			return errors.Join(err, err1)
		})
	})
}

func TestCalendarFeed(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		twoTowns(t, db.Store, true)
		good := func(token string, want bool) {
			t.Helper()
			org, key, person, ok, err := db.Feed(context.Background(), token)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "feed of "+token, ok, want)
			if ok {
				same(t, "whose", []any{org, key, person}, []any{elsewhere, theCohort, townhall.PersonID("cem")})
			}
		}
		save := func(token string) {
			update(t, db.Store, elsewhere, func(tx *storage.Tx) error { return tx.SaveFeed(theCohort, "cem", token) })
		}
		save("first")
		good("first", true)
		save("second")
		good("first", false)
		good("second", true)
		good("", false)
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error {
			has, err := tx.HasFeed(theCohort, "cem")
			same(t, "has one", has, true)
			return errors.Join(err, tx.DeleteFeed(theCohort, "cem"))
		})
		good("second", false)
		save("third")
		update(t, db.Store, elsewhere, func(tx *storage.Tx) error { return tx.Depart("cem", time.Unix(1, 0), day(t, "2027-03-18")) })
		good("third", false)
	})
}
