package program_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// bigTown is the demo town with more ideas, and a router over it. Nothing
// delivers: what is measured is one interaction from event to reply.
func bigTown(tb testing.TB, db *storagetest.Database, ideas int) *commands.Router {
	tb.Helper()
	ctx := tb.Context()
	town, err := townfile.Demo()
	if err != nil {
		tb.Fatal(err)
	}
	org, err := program.Load(ctx, db.Store, town)
	if err != nil {
		tb.Fatal(err)
	}
	for from := 0; from < ideas; from += 500 {
		err := db.Store.Update(ctx, org, func(tx *storage.Tx) error {
			for n := from; n < min(from+500, ideas); n++ {
				idea, err := townhall.NewIdea(title(n), "", "", "sb-kita", town.Reference)
				if err != nil {
					return err
				}
				if err := tx.CreateIdea(idea); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	start := town.Start()
	catalogues, err := i18n.Load()
	if err != nil {
		tb.Fatal(err)
	}
	router, err := commands.NewRouter(db.Store, catalogues, func() time.Time { return start }, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	return router
}

var (
	subjects = []string{"Formular", "Parkausweis", "Bücherei", "Friedhof", "Schwimmbad", "Fundbüro", "Gewerbe", "Wahlhelfer", "Radweg", "Sporthalle",
		"Kantine", "Poststelle", "Archiv", "Meldestelle", "Baustelle", "Ratssitzung", "Spielplatz", "Kindergarten", "Bauantrag", "Grundsteuer"}
	deeds = []string{"beantragen", "verlängern", "anzeigen", "ausleihen", "prüfen", "bezahlen", "unterschreiben", "verteilen", "planen", "melden"}
	ways  = []string{"am Telefon", "im Bürgerbüro", "mit dem Handy", "ohne Papier", "am Wochenende", "in einem Schritt", "mit Karte", "per Brief"}
)

// title is the title of the n-th idea: many share words, no two are the same.
func title(n int) string {
	return fmt.Sprintf("%s %s %s, Fall %d", subjects[n%20], deeds[n/20%10], ways[n/200%8], n)
}

// word is a word that no other number has.
func word(n int) string {
	syllables := []string{"ba", "ko", "li", "mu", "ne", "pa", "ro", "si", "tu", "wa"}
	var w string
	for _, digit := range fmt.Sprint(1_000_000 + n) {
		w += syllables[digit-'0']
	}
	return w + "t"
}

// BenchmarkIdea measures one /idee <Text> from event to reply, committed
// durably, in a town with 1,000 ideas, beside two readings of a bare commit of
// one row on the same database: a transaction (begin, insert, commit), and the
// stricter one, a single insert that commits by itself. Both ratios are
// reported; at most 4 is asked on SQLite, 6 on PostgreSQL.
func BenchmarkIdea(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		router := bigTown(b, db, 1000)
		who := bot.Account{Tenant: bot.Tenant{Platform: room.Platform, ID: "birkenfurt"}, ID: "sb-standesamt"}
		n := 0
		compare(b, db.Store, "idea", func() {
			n++
			ev := bot.Event{Kind: bot.KindCommand, Command: "idee", Delivery: fmt.Sprint(n), Who: who,
				Where: bot.Place{ID: "ideen"}, Text: "Den " + word(n) + " im " + word(n+500_000) + " anzeigen"}
			if reply := router.Handle(context.Background(), ev); reply.Private == nil || len(reply.Private.Rows) != 1 {
				b.Fatalf("not filed: %+v", reply)
			}
		})
	})
}

// compare measures one interaction and, in turns with it, both readings of a
// bare commit.
func compare(b *testing.B, store *storage.Store, unit string, interaction func()) {
	commit := 0
	bare := func() { commit++; bareCommit(b, store, commit) }
	insert := func() { commit++; bareInsert(b, store, commit) }
	for range 20 {
		interaction()
		bare()
		insert()
	}
	var ours, commits, inserts time.Duration
	for b.Loop() {
		ours += timed(interaction)
		commits += timed(bare)
		inserts += timed(insert)
	}
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "µs/"+unit)
	b.ReportMetric(float64(commits.Microseconds())/float64(b.N), "µs/commit")
	b.ReportMetric(float64(inserts.Microseconds())/float64(b.N), "µs/insert")
	b.ReportMetric(float64(ours)/float64(commits), "x-commit")
	b.ReportMetric(float64(ours)/float64(inserts), "x-insert")
}

// bareCommit is one transaction that writes one row, with the connections that
// everything else is written with. n must be new each time.
func bareCommit(b *testing.B, store *storage.Store, n int) {
	err := store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		_, err := tx.FirstTime(fmt.Sprintf("bare/%d", n), townhall.Date{Year: 2027, Month: 3, Day: 18})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// bareInsert is one insert that commits by itself: a single round trip. n must
// be new each time.
func bareInsert(b *testing.B, store *storage.Store, n int) {
	if err := store.Memory().SaveCursor(context.Background(), fmt.Sprintf("bare/%d", n), "x"); err != nil {
		b.Fatal(err)
	}
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
