package program_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// BenchmarkClaim measures one /paket nehmen, as BenchmarkIdea measures /idee: in
// a town with 1,000 ideas, beside a bare commit, under the same limits.
func BenchmarkClaim(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		router := bigTown(b, db, 1000)
		var free []townhall.WorkPackageID
		n := 0
		compare(b, db.Store, "claim", func() {
			if len(free) == 0 {
				b.StopTimer()
				free = openPackages(b, db.Store, 500)
				b.StartTimer()
			}
			n++
			said := typedBy(b, router, "sb-standesamt", fmt.Sprint(n), "paket", fmt.Sprintf("nehmen %d", free[0]))
			if !strings.Contains(said, "jetzt deins") {
				b.Fatal(said)
			}
			free = free[1:]
		})
	})
}

// BenchmarkAnswer measures one /lotse antwort of the Lotse who has claimed the
// question, in the same way.
func BenchmarkAnswer(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		router := bigTown(b, db, 1000)
		var claimed []townhall.HelpRequestID
		n := 0
		compare(b, db.Store, "answer", func() {
			if len(claimed) == 0 {
				b.StopTimer()
				claimed = claimedQuestions(b, db.Store, 500)
				b.StartTimer()
			}
			n++
			said := typedBy(b, router, "lotse-kultur", fmt.Sprint(n), "lotse", fmt.Sprintf("antwort %d Am Montag um neun.", claimed[0]))
			if !strings.Contains(said, fmt.Sprint(claimed[0])) || strings.Contains(said, "geht") {
				b.Fatal(said)
			}
			claimed = claimed[1:]
		})
	})
}

// claimedQuestions are questions that lotse-kultur has claimed.
func claimedQuestions(b *testing.B, store *storage.Store, n int) (ids []townhall.HelpRequestID) {
	err := store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		for i := range n {
			h := &townhall.HelpRequest{Title: fmt.Sprintf("Frage %d", i), Text: "Wie geht das?", State: townhall.HelpRequestClaimed,
				RequestedBy: "sb-kita", ClaimedBy: "lotse-kultur", RequestedOn: townhall.Date{Year: 2027, Month: 3, Day: 18}}
			if err := tx.CreateHelpRequest(h); err != nil {
				return err
			}
			ids = append(ids, h.ID)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return ids
}

// typedBy is what is said to a command that somebody types.
func typedBy(b *testing.B, router *commands.Router, seat, delivery, command, text string) string {
	reply := router.Handle(context.Background(), bot.Event{Kind: bot.KindCommand, Command: command, Text: text, Delivery: seat + "/" + delivery,
		Who:   bot.Account{Tenant: bot.Tenant{Platform: room.Platform, ID: "birkenfurt"}, ID: seat, Name: seat},
		Where: bot.Place{ID: room.Direct(seat), Direct: true, Private: true}})
	m := reply.Message()
	if m == nil {
		b.Fatalf("/%s %s: no answer", command, text)
	}
	return m.Plain()
}
