//go:build unix

package scheduler_test

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage/storagetest"
)

// BenchmarkIdle measures how much of a processor a scheduler needs that looks every
// five seconds at many towns with a cohort each in which nothing is due: an hour of
// looks for each round, so that each town is planned anew once. The processor's time
// is that of this process, so with PostgreSQL without its server's. LOTSENFUNK_TOWNS
// says how many towns (110); 1,101 is the whole of Baden-Württemberg.
func BenchmarkIdle(b *testing.B) {
	towns := 110
	if n, err := strconv.Atoi(os.Getenv("LOTSENFUNK_TOWNS")); err == nil {
		towns = n
	}
	const pause = 5 * time.Second
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		catalogues, err := i18n.Load()
		if err != nil {
			b.Fatal(err)
		}
		now := phaseEnd(b, db.Store, towns).Add(-100 * time.Hour) // nothing is due for days
		platform := &sink{}
		s := scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: func() time.Time { return now },
			Log: slog.New(slog.DiscardHandler), Adapters: []bot.Adapter{platform}})
		if err := s.Settle(context.Background()); err != nil { // what came before
			b.Fatal(err)
		}
		before, begin, idled := platform.n.Load(), processor(b), time.Duration(0)
		for b.Loop() {
			for range int(time.Hour / pause) {
				now, idled = now.Add(pause), idled+pause
				if _, err := s.Look(context.Background()); err != nil {
					b.Fatal(err)
				}
				if _, err := s.Deliver(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		}
		used := processor(b) - begin
		if n := platform.n.Load() - before; n != 0 {
			b.Errorf("%d messages were due meanwhile", n)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(used.Seconds()*1000/idled.Seconds(), "ms-CPU/s")
	})
}

// processor is how much time of the processors this process has used.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
