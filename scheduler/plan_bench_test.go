package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// participants is how many people take part in each town's cohort.
const participants = 20

// BenchmarkPhaseEnd lets a working phase end on one day in many towns with 20
// participants each: planning writes a reminder for everybody, and delivery brings
// them to a platform in memory. Beside it, in the same run, as many bare inserts of
// many rows. LOTSENFUNK_TOWNS says how many towns (110); 1,101 is the whole of
// Baden-Württemberg.
func BenchmarkPhaseEnd(b *testing.B) {
	towns := 110
	if n, err := strconv.Atoi(os.Getenv("LOTSENFUNK_TOWNS")); err == nil {
		towns = n
	}
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		catalogues, err := i18n.Load()
		if err != nil {
			b.Fatal(err)
		}
		end := phaseEnd(b, db.Store, towns)
		now := end.Add(-time.Hour)
		platform := &sink{}
		s := scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: func() time.Time { return now },
			Log: slog.New(slog.DiscardHandler), Adapters: []bot.Adapter{platform}})
		if err := s.Settle(context.Background()); err != nil { // what came before
			b.Fatal(err)
		}
		before := platform.n.Load()
		now = end
		planning := timed(b, s.Plan)
		bare := bareInserts(b, db.Store, towns, now)
		delivering := timed(b, s.Deliver)
		all := float64(towns * participants)
		if got := platform.n.Load() - before; got != int64(all) {
			b.Errorf("%d reminders arrived of %.0f", got, all)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(all/planning.Seconds(), "planned/s")
		b.ReportMetric(all/bare.Seconds(), "bare/s")
		b.ReportMetric(all/delivering.Seconds(), "delivered/s")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/1e6, "MB")
	})
}

// phaseEnd makes towns with a cohort each, of which a working phase ends at the
// moment that it returns.
func phaseEnd(b *testing.B, store *storage.Store, towns int) time.Time {
	b.Helper()
	since := time.Date(2027, 3, 18, 8, 0, 0, 0, time.UTC)
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	var end townhall.Date
	for n := range towns {
		org := townhall.OrgID(fmt.Sprintf("town-%04d", n))
		smallTown(b, store, org, participants)
		c, err := townhall.NewCohort(org, "dl", &townhall.Person{ID: "p0", Roles: []townhall.Role{townhall.RoleCoordinator}},
			townhall.Outline{Title: "Lehrgang 2027", Template: townhall.PhasesTemplate(2), First: townhall.Date{Year: 2027, Month: time.April, Day: 6},
				Place: "Ratssaal", Places: participants, Phases: []string{"Bestand", "Bedarf"}}, cal, since)
		for p := range participants {
			if err == nil {
				_, _, err = c.Join(&townhall.Person{ID: townhall.PersonID(fmt.Sprint("p", p)), Display: "Person"}, nil, since)
			}
		}
		if err == nil {
			end = c.Phases(cal)[0].LastWorkday
			err = store.Update(context.Background(), org, func(tx *storage.Tx) error { return tx.CreateCohort(c) })
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	return end.At(15, 0, zone)
}

// bareInserts writes as many notices as the reminders that were planned, with the
// statement of many rows that everything else uses, and deletes nothing: they are
// due in a hundred years.
func bareInserts(b *testing.B, store *storage.Store, towns int, now time.Time) time.Duration {
	b.Helper()
	due := now.AddDate(100, 0, 0)
	begin := time.Now()
	err := store.Update(context.Background(), "town-0000", func(tx *storage.Tx) error {
		var failed error
		for n := range towns {
			all := make([]storage.Notice, participants)
			for p := range all {
				all[p] = storage.Notice{Key: bot.Key(fmt.Sprintf("bare/%d/%d/%d", now.Unix(), n, p)), Class: storage.ClassReminder,
					Person: townhall.PersonID(fmt.Sprint("p", p)), Kind: "reminder.phase_end", Due: due, On: townhall.DateOf(now, time.UTC),
					Values: map[string]string{"to": "participant", "cohort": "town-0000/dl", "occurrence": "2", "phase": "1", "on": "2027-04-27"}}
			}
			failed = errors.Join(failed, tx.Enqueue(all...))
		}
		return failed
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(begin)
}

// timed is how long something takes.
func timed(b *testing.B, do func(context.Context) (int, error)) time.Duration {
	b.Helper()
	begin := time.Now()
	if _, err := do(context.Background()); err != nil {
		b.Fatal(err)
	}
	return time.Since(begin)
}
