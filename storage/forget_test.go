package storage_test

import (
	"errors"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// What is kept for a time only goes when its time is over, not a day earlier,
// and counting goes on.
func TestForget(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		start := day(t, "2027-03-18")
		now := start.At(9, 0, time.UTC)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			idea := newIdea(t, "Alt und abgelehnt")
			idea.State, idea.DecidedOn, idea.Reviewer = townhall.IdeaDeclined, start, "anna"
			running := newIdea(t, "Alt und in Umsetzung")
			running.State, running.DecidedOn = townhall.IdeaInProgress, start
			err := errors.Join(tx.CreateIdea(idea), tx.CreateIdea(running),
				tx.AppendEvent(&storage.Event{Thing: 1, Action: "idea.submit", On: start, At: now}),
				tx.AppendEvent(&storage.Event{Thing: 1, Action: "idea.decline", Actor: "anna", On: start, At: now, Data: map[string]string{"reason": "Nein"}}),
				tx.SavePosting(storage.Posting{Thing: 1, Audience: "person:cem", Ref: bot.Ref{ID: "m1"}}),
				tx.SavePosting(storage.Posting{Thing: 1, Audience: "channel:ideen", Ref: bot.Ref{ID: "m2"}}),
				tx.Enqueue(storage.Notice{Key: "sent", Class: storage.ClassAnswer, Person: "cem", Kind: "idea.decline", Due: now, On: start}))
			return err
		})
		claimed, err := db.ClaimNotices(t.Context(), now, time.Minute, 1)
		if err != nil || len(claimed) != 1 {
			t.Fatalf("claimed %v, %v", claimed, err)
		}
		if err := finishNotice(db.Store, claimed[0], storage.Sent(bot.Ref{ID: "m1"})); err != nil {
			t.Fatal(err)
		}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return tx.Enqueue(storage.Notice{Key: "waiting", Class: storage.ClassAnswer, Person: "cem", Kind: "idea.decline", Due: now, On: start})
		})
		for _, c := range []struct {
			days, events, sent int
			author             townhall.PersonID
			postings           int
		}{{90, 2, 1, "anna", 2}, {91, 1, 0, "anna", 2}, {365, 1, 0, "anna", 2}, {366, 1, 0, "", 1}} {
			update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.Forget(start.AddDays(c.days), now.AddDate(0, 0, c.days)) })
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				idea, err := tx.Idea(1)
				running, err1 := tx.Idea(2)
				events, err2 := tx.Events(1)
				postings, err3 := tx.Postings(1)
				if idea.Author != c.author || idea.Reviewer != c.author && c.author == "" || running.Author != "anna" || len(events) != c.events || len(postings) != c.postings {
					t.Errorf("after %d days: author %q, of the running one %q, %d events, %d postings", c.days, idea.Author, running.Author, len(events), len(postings))
				}
				if last := events[len(events)-1]; last.Action != "idea.decline" || (c.days > 90) == (last.Actor != "" || len(last.Data) > 0) {
					t.Errorf("after %d days the last event is %+v", c.days, last)
				}
				return errors.Join(err, err1, err2, err3)
			})
		}
		counts, err := db.CountNotices(t.Context())
		same(t, "notices", counts, map[storage.NoticeState]int{storage.NoticeDue: 2}) // the one that waits, and the card
		next := &storage.Event{Thing: 1, Action: "idea.comment", On: start}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return errors.Join(err, tx.AppendEvent(next)) })
		same(t, "next event", next.Seq, 3)
	})
}
