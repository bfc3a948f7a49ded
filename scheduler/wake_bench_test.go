package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// BenchmarkWake measures how long it takes from a commit until its notice is
// handed to the platform while nothing else happens, and beside it, in turns, a
// bare commit and a reading of what it wrote.
func BenchmarkWake(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		catalogues, err := i18n.Load()
		if err != nil {
			b.Fatal(err)
		}
		const org = townhall.OrgID("birkenfurt")
		smallTown(b, db.Store, org, 2)
		posted := make(bell, 1)
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: time.Now, Log: slog.New(slog.DiscardHandler),
				Adapters: []bot.Adapter{&ringing{posted: posted}}}).Run(ctx)
		}()
		defer func() { stop(); <-ended }()
		var bare, wake []time.Duration
		for n := 0; b.Loop(); n++ {
			begin := time.Now()
			roundTrip(b, db.Store, org, n)
			bare = append(bare, time.Since(begin))
			err := db.Update(ctx, org, func(tx *storage.Tx) error {
				return tx.Enqueue(storage.Notice{Key: bot.Key(fmt.Sprint("note/", n)), Class: storage.ClassAnswer, Person: "p0", Kind: "town.address",
					Due: time.Now(), On: townhall.DateOf(time.Now(), time.UTC)})
			})
			begin = time.Now()
			if err != nil {
				b.Fatal(err)
			}
			wake = append(wake, (<-posted).Sub(begin))
			<-time.After(10 * time.Millisecond) // what is left to do of it, so that nothing else happens
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(median(wake).Seconds()*1000, "ms/wake")
		b.ReportMetric(median(bare).Seconds()*1000, "ms/bare")
		b.ReportMetric(float64(median(wake))/float64(median(bare)), "x")
	})
}

// roundTrip commits one row and reads it.
func roundTrip(b *testing.B, store *storage.Store, org townhall.OrgID, n int) {
	b.Helper()
	settings := townhall.DefaultSettings("p1")
	settings.Deputy = townhall.PersonID(fmt.Sprint("p", n%2))
	err := store.Update(context.Background(), org, func(tx *storage.Tx) error { return tx.SaveSettings(settings) })
	if err != nil {
		b.Fatal(err)
	}
	err = store.View(context.Background(), org, func(tx *storage.Tx) error {
		got, err := tx.Settings("p1")
		if got.Deputy != settings.Deputy {
			b.Errorf("read %v, not %v", got, settings)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// bell rings at the moment at which something is posted.
type bell chan time.Time

// ringing is a sink that rings.
type ringing struct {
	sink
	posted bell
}

func (r *ringing) Post(ctx context.Context, to bot.Target, m bot.Message, key bot.Key) (bot.Ref, error) {
	r.posted <- time.Now()
	return r.sink.Post(ctx, to, m, key)
}
