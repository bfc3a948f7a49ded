package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// BenchmarkFanOut delivers 20 notices in each of many towns, all due at once, to
// a platform in memory. LOTSENFUNK_TOWNS says how many towns (110); 1,101 is the
// whole of Baden-Württemberg.
func BenchmarkFanOut(b *testing.B) {
	towns := 110
	if n, err := strconv.Atoi(os.Getenv("LOTSENFUNK_TOWNS")); err == nil {
		towns = n
	}
	const people = 20
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		catalogues, err := i18n.Load()
		if err != nil {
			b.Fatal(err)
		}
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		for n := range towns {
			smallTown(b, db.Store, townhall.OrgID(fmt.Sprintf("town-%04d", n)), people)
		}
		sink := &sink{}
		s := scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: func() time.Time { return now },
			Log: slog.New(slog.DiscardHandler), Adapters: []bot.Adapter{sink}})
		round := 0
		var delivering time.Duration
		for b.Loop() {
			round++
			for n := range towns {
				org := townhall.OrgID(fmt.Sprintf("town-%04d", n))
				err := db.Update(context.Background(), org, func(tx *storage.Tx) error {
					var all []storage.Notice
					for p := range people {
						all = append(all, storage.Notice{Key: bot.Key(fmt.Sprintf("note/%d/%d", round, p)), Class: storage.ClassAnswer,
							Person: townhall.PersonID(fmt.Sprint("p", p)), Kind: "town.address", Due: now, On: townhall.DateOf(now, time.UTC)})
					}
					return tx.Enqueue(all...)
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			begin := time.Now()
			if err := s.Settle(context.Background()); err != nil {
				b.Fatal(err)
			}
			delivering += time.Since(begin)
		}
		if got := sink.n.Load(); got != int64(towns*people*round) {
			b.Errorf("%d arrived of %d", got, towns*people*round)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(towns*people*round)/delivering.Seconds(), "delivered/s")
		b.ReportMetric(float64(m.Sys)/1e6, "MB")
	})
}

func smallTown(b testing.TB, store *storage.Store, org townhall.OrgID, people int) {
	b.Helper()
	err := store.Update(context.Background(), org, func(tx *storage.Tx) error {
		err := errors.Join(
			tx.CreateOrganisation(&townhall.Organisation{ID: org, Name: string(org), State: "BW", Zone: "Europe/Berlin", Language: "de", ReceiptSecret: []byte("secret")}),
			tx.AddTenant(bot.Tenant{Platform: "sink", ID: string(org)}))
		for p := range people {
			id := townhall.PersonID(fmt.Sprint("p", p))
			err = errors.Join(err, tx.CreatePerson(&townhall.Person{ID: id, Display: "Person " + string(id)}),
				tx.SaveIdentity(townhall.Identity{Platform: "sink", Tenant: string(org), User: "u-" + string(id), Person: id}))
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// sink takes every message and keeps none.
type sink struct{ n atomic.Int64 }

func (s *sink) Name() string                                 { return "sink" }
func (s *sink) Routes(*http.ServeMux, bot.Handler)           {}
func (s *sink) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }
func (s *sink) Post(_ context.Context, to bot.Target, _ bot.Message, _ bot.Key) (bot.Ref, error) {
	return bot.Ref{Tenant: to.Tenant, Channel: to.Person, ID: fmt.Sprint(s.n.Add(1))}, nil
}
func (s *sink) Update(context.Context, bot.Ref, bot.Message) error { return nil }
func (s *sink) Delete(context.Context, bot.Ref) error              { return nil }
