package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const racers = 32

// race runs what racers do at the same moment, half of them through another
// store on the same database, as another replica would.
func race(t *testing.T, db *storagetest.Database, run func(n int, db *storage.Store) error) {
	t.Helper()
	other := db.Again(t)
	start := make(chan struct{})
	var group sync.WaitGroup
	for n := range racers {
		store := db.Store
		if n%2 == 1 {
			store = other
		}
		group.Go(func() {
			<-start
			if err := run(n, store); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	group.Wait()
}

func manyPeople(t *testing.T, db *storage.Store) {
	update(t, db, birkenfurt, func(tx *storage.Tx) error {
		var err error
		for n := range racers {
			err = errors.Join(err, tx.CreatePerson(&townhall.Person{ID: racer(n)}))
		}
		return errors.Join(err, tx.CreateIdea(newIdea(t, "Idee")))
	})
}

func racer(n int) townhall.PersonID { return townhall.PersonID(fmt.Sprintf("racer-%d", n)) }

func TestRacingVotes(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		manyPeople(t, db.Store)
		var added atomic.Int64
		race(t, db, func(n int, db *storage.Store) error {
			return db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				// Two try to vote for each of sixteen.
				ok, err := tx.AddVote(1, racer(n/2))
				if err != nil || !ok {
					return err
				}
				added.Add(1)
				return tx.AppendEvent(&storage.Event{Thing: 1, Action: "idea.voted"})
			})
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			idea, err := tx.Idea(1)
			voters, err1 := tx.Voters(1)
			events, err2 := tx.Events(1)
			same(t, "votes, voters, events, winners", []int{idea.Votes, len(voters), len(events), int(added.Load())}, []int{racers / 2, racers / 2, racers / 2, racers / 2})
			return errors.Join(err, err1, err2)
		})
	})
}

func TestRacingNumbers(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		ids := make([]townhall.IdeaID, racers)
		race(t, db, func(n int, db *storage.Store) error {
			return db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				idea := newIdea(t, fmt.Sprintf("Termine online buchen, Weg %d", n))
				err := tx.CreateIdea(idea)
				ids[n] = idea.ID
				return err
			})
		})
		slices.Sort(ids)
		for n, id := range ids {
			same(t, "number", id, townhall.IdeaID(n+1))
		}
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			found, err := tx.SimilarCandidates(townhall.Terms("Termine"))
			same(t, "counted", []int{found.Total, found.Frequency[townhall.Terms("Termine")[0]]}, []int{racers, racers})
			return err
		})
	})
}

func TestRacingDeliveries(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		var first atomic.Int64
		on := day(t, "2027-03-18")
		race(t, db, func(_ int, db *storage.Store) error {
			won := false
			err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) (err error) {
				won, err = tx.FirstTime("hash", on)
				return err
			})
			if won {
				first.Add(1)
			}
			return err
		})
		same(t, "first times", first.Load(), int64(1))
	})
}

// What is read and written back loses nothing, whoever else does the same.
func TestRacingSaves(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		manyPeople(t, db.Store)
		race(t, db, func(n int, db *storage.Store) error {
			return db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				idea, err := tx.Idea(1)
				if err != nil {
					return err
				}
				idea.Consents = append(idea.Consents, racer(n))
				return tx.SaveIdea(idea)
			})
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			idea, err := tx.Idea(1)
			same(t, "version and consents", []int{idea.Version, len(idea.Consents)}, []int{racers + 1, racers})
			return err
		})
	})
}

// Of all who hold the same version, one saves it.
func TestRacingStaleSaves(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		manyPeople(t, db.Store)
		var held townhall.Idea
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			idea, err := tx.Idea(1)
			held = *idea
			return err
		})
		var saved, stale, runs atomic.Int64
		race(t, db, func(_ int, db *storage.Store) error {
			err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				runs.Add(1)
				mine := held
				return tx.SaveIdea(&mine)
			})
			switch {
			case err == nil:
				saved.Add(1)
			case errors.Is(err, storage.ErrStale):
				stale.Add(1)
			default:
				return err
			}
			return nil
		})
		same(t, "saved, stale, runs", []int64{saved.Load(), stale.Load(), runs.Load()}, []int64{1, racers - 1, 1 + 3*(racers-1)})
	})
}

func TestRacingClaims(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		const notices = 100
		town(t, db.Store, birkenfurt)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			var all []storage.Notice
			for n := range notices {
				all = append(all, storage.Notice{Key: bot.Key(fmt.Sprint(n)), Class: storage.ClassAnswer, Person: "cem", Kind: "x"})
			}
			return tx.Enqueue(all...)
		})
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		var mu sync.Mutex
		claimed := map[bot.Key]int{}
		race(t, db, func(_ int, db *storage.Store) error {
			mine, err := db.ClaimNotices(context.Background(), now, 15*time.Second, 4)
			mu.Lock()
			defer mu.Unlock()
			for _, n := range mine {
				claimed[n.Key]++
			}
			return err
		})
		same(t, "claimed", len(claimed), notices)
		for key, times := range claimed {
			if times != 1 {
				t.Errorf("%s was claimed %d times", key, times)
			}
		}
	})
}

func TestRollbackLeavesNothing(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		manyPeople(t, db.Store)
		failed := errors.New("failed")
		everything := func(tx *storage.Tx) error {
			_, err := tx.FirstTime("hash", day(t, "2027-03-18"))
			_, err1 := tx.AddVote(1, "cem")
			return errors.Join(err, err1, tx.CreateIdea(newIdea(t, "Neu")), tx.AppendEvent(&storage.Event{Thing: 2, Action: "idea.submitted"}),
				tx.SaveDraft(storage.Draft{ID: "d"}), tx.Enqueue(storage.Notice{Key: "k", Class: storage.ClassAnswer, Person: "cem"}))
		}
		for _, leave := range []func(){
			func() {
				err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error { return errors.Join(everything(tx), failed) })
				same(t, "error handed on", errors.Is(err, failed), true)
			},
			func() {
				defer func() { same(t, "panic handed on", recover(), any("crash")) }()
				db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
					if err := everything(tx); err != nil {
						t.Error(err)
					}
					panic("crash")
				})
			},
		} {
			leave()
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				idea, err := tx.Idea(1)
				same(t, "votes", idea.Votes, 0)
				ideas, err1 := tx.FindIdeas(storage.IdeaFilter{})
				events, err2 := tx.Events(2)
				same(t, "ideas and events", []int{len(ideas), len(events)}, []int{1, 0})
				_, kept, err3 := tx.TakeDraft("d")
				_, numbered, err4 := tx.Lookup(2)
				same(t, "kept", []bool{kept, numbered}, []bool{false, false})
				return errors.Join(err, err1, err2, err3, err4)
			})
			_, waiting, err := db.NextDue(context.Background())
			same(t, "waiting", waiting, false)
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestViewWritesNothing(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		if err := db.View(context.Background(), birkenfurt, func(tx *storage.Tx) error { return tx.CreateIdea(newIdea(t, "x")) }); err == nil {
			t.Error("a View wrote an idea")
		}
	})
}

// A View sees one moment, whatever is committed meanwhile.
func TestViewIsOneMoment(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		manyPeople(t, db.Store)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			before, err := tx.Idea(1)
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				_, err := tx.AddVote(1, "cem")
				return err
			})
			after, err1 := tx.Idea(1)
			same(t, "idea", after, before)
			return errors.Join(err, err1)
		})
	})
}
