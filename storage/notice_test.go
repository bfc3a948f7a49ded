package storage_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// outbox is a town's notices, and a clock that the test turns.
type outbox struct {
	*testing.T
	*storagetest.Database
	now time.Time
}

const lease = 15 * time.Second

func runOutbox(t *testing.T, test func(o *outbox)) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		test(&outbox{t, db, time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)})
	})
}

func (o *outbox) enqueue(org townhall.OrgID, notices ...storage.Notice) {
	o.Helper()
	update(o, o.Store, org, func(tx *storage.Tx) error { return tx.Enqueue(notices...) })
}

func (o *outbox) claim(limit int) []*storage.Notice {
	o.Helper()
	claimed, err := o.ClaimNotices(context.Background(), o.now, lease, limit)
	if err != nil {
		o.Fatal(err)
	}
	return claimed
}

func (o *outbox) finish(n *storage.Notice, outcome storage.Outcome) {
	o.Helper()
	if err := finishNotice(o.Store, n, outcome); err != nil {
		o.Fatal(err)
	}
}

var errLost = errors.New("the lease was lost")

func finishNotice(db *storage.Store, n *storage.Notice, outcome storage.Outcome) error {
	lost, err := db.FinishNotices(context.Background(), []storage.Finished{{Notice: n, Outcome: outcome}})
	if err == nil && len(lost) > 0 {
		err = errLost
	}
	return err
}

// expect claims what is due and compares the keys.
func (o *outbox) expect(want ...bot.Key) []*storage.Notice {
	o.Helper()
	claimed := o.claim(100)
	var keys []bot.Key
	for _, n := range claimed {
		keys = append(keys, n.Key)
	}
	same(o, "claimed", keys, want)
	return claimed
}

func (o *outbox) counts(want map[storage.NoticeState]int) {
	o.Helper()
	got, err := o.CountNotices(context.Background())
	if err != nil {
		o.Error(err)
	}
	same(o, "notices by state", got, want)
}

func answer(key bot.Key) storage.Notice {
	return storage.Notice{Key: key, Class: storage.ClassAnswer, Person: "cem", Kind: "idea.accepted", Thing: 12}
}

func TestNotice(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		sent := storage.Notice{
			Key: "12/1/cem", Class: storage.ClassDigest, Person: "cem", Kind: "idea.accepted", Thing: 12,
			Values: map[string]string{"reason": "„so“ \" \\"}, Due: o.now, On: day(o, "2027-03-18"),
			Until: o.now.Add(8 * time.Hour), Today: day(o, "2027-03-19"), For: "dora",
		}
		o.enqueue(birkenfurt, sent)
		got := o.expect("12/1/cem")[0]
		sent.Org, sent.State, sent.Revision, sent.Attempts, sent.Token = birkenfurt, storage.NoticeDue, 1, 1, 1
		same(o, "notice", got, &sent)
		o.finish(got, storage.Sent(bot.Ref{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, Channel: "d1", ID: "m1"}))
		o.expect()
		o.enqueue(birkenfurt, sent, sent)
		o.expect()
		o.counts(map[storage.NoticeState]int{storage.NoticeSent: 1})
	})
}

func TestNoticeOrder(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		town(o, o.Store, "kleinstadt")
		at := func(key bot.Key, class storage.Class, due time.Time) storage.Notice {
			n := answer(key)
			n.Class, n.Due = class, due
			if class == storage.ClassReminder { // those to people are folded first
				n.Person, n.Channel = "", "ideen"
			}
			return n
		}
		o.enqueue(birkenfurt,
			at("digest", storage.ClassDigest, o.now), at("reminder", storage.ClassReminder, o.now), at("later", storage.ClassAnswer, o.now.Add(time.Hour)),
			at("b1", storage.ClassAnswer, o.now.Add(-3*time.Second)), at("b2", storage.ClassAnswer, o.now.Add(-2*time.Second)))
		o.enqueue("kleinstadt", at("k1", storage.ClassAnswer, o.now.Add(-time.Second)))
		o.enqueue(birkenfurt, storage.Notice{Key: "card", Class: storage.ClassCard, Channel: "ideen", Kind: "idea.card"})
		var keys []bot.Key
		for range 7 {
			for _, n := range o.claim(1) {
				keys = append(keys, n.Key)
			}
		}
		same(o, "order", keys, []bot.Key{"b1", "k1", "b2", "card", "reminder", "digest"})
		next, ok, err := o.NextDue(context.Background())
		same(o, "next", next, o.now.Add(lease))
		if err != nil || !ok {
			o.Error(ok, err)
		}
	})
}

func TestNoticeOutcomes(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		o.enqueue(birkenfurt, answer("a"))
		next, ok, err := o.NextDue(context.Background())
		same(o, "at once", []any{next, ok, err}, []any{time.Time{}, true, nil})

		o.finish(o.expect("a")[0], storage.Retry(o.now.Add(time.Minute), errors.New("500")))
		o.expect()
		next, _, _ = o.NextDue(context.Background())
		same(o, "next attempt", next, o.now.Add(time.Minute))
		o.now = o.now.Add(time.Minute)
		again := o.expect("a")[0]
		same(o, "second attempt", []any{again.Attempts, again.LastError}, []any{2, "500"})
		o.finish(again, storage.Deferred(o.now.Add(time.Minute)))
		o.now = o.now.Add(time.Minute)
		again = o.expect("a")[0]
		same(o, "an attempt that does not count", again.Attempts, 2)
		o.finish(again, storage.Dead(errors.New("gone")))

		o.enqueue(birkenfurt, answer("b"), answer("c"))
		two := o.expect("b", "c")
		o.finish(two[0], storage.Dropped())
		o.finish(two[1], storage.Folded(bot.Ref{ID: "m"}))
		o.counts(map[storage.NoticeState]int{storage.NoticeDead: 1, storage.NoticeDropped: 1, storage.NoticeFolded: 1})
		_, ok, _ = o.NextDue(context.Background())
		same(o, "waiting", ok, false)
	})
}

func TestNoticeLeaseLost(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		o.enqueue(birkenfurt, answer("a"))
		slow := o.expect("a")[0]
		o.expect()
		o.now = o.now.Add(lease)
		fast := o.expect("a")[0]
		for _, outcome := range []storage.Outcome{storage.Sent(bot.Ref{ID: "m"}), storage.Dead(errors.New("x")), storage.Deferred(o.now)} {
			if err := finishNotice(o.Store, slow, outcome); !errors.Is(err, errLost) {
				o.Errorf("a lost lease finished the notice: %v", err)
			}
		}
		o.finish(fast, storage.Sent(bot.Ref{ID: "m"}))
		if err := finishNotice(o.Store, fast, storage.Sent(bot.Ref{ID: "m"})); !errors.Is(err, errLost) {
			o.Errorf("finished twice: %v", err)
		}
		o.counts(map[storage.NoticeState]int{storage.NoticeSent: 1})
	})
}

func TestCardsShowTheLatest(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		card := func(state string) storage.Notice {
			return storage.Notice{Key: "card/12", Class: storage.ClassCard, Channel: "ideen", Kind: "idea.card", Values: map[string]string{"state": state}}
		}
		o.enqueue(birkenfurt, card("1"))
		o.enqueue(birkenfurt, card("2"), card("3"))
		showing := o.expect("card/12")[0]
		same(o, "latest", showing.Values["state"], "3")

		o.enqueue(birkenfurt, card("4")) // while 3 is being sent
		o.expect()                       // by nobody else
		o.finish(showing, storage.Sent(bot.Ref{ID: "m"}))
		showing = o.expect("card/12")[0]
		same(o, "latest", showing.Values["state"], "4")
		o.finish(showing, storage.Sent(bot.Ref{ID: "m"}))
		o.expect()

		o.enqueue(birkenfurt, card("5"))
		showing = o.expect("card/12")[0]
		same(o, "again, at its place", []any{showing.Values["state"], showing.Ref.ID, showing.Attempts}, []any{"5", "m", 1})
	})
}

func TestWoken(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		replica := o.Store
		if o.DSN[0] == 'p' {
			replica = o.Again(o)
		}
		woken := replica.Woken()
		o.enqueue(birkenfurt, answer("a"))
		<-woken
		for n := range 10 {
			o.enqueue(birkenfurt, answer(bot.Key(fmt.Sprint(n))))
		}
		<-woken
	})
}

func TestStatusCountsOneTownOnly(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		notice := func(key bot.Key, due time.Time) storage.Notice {
			return storage.Notice{Key: key, Class: storage.ClassAnswer, Person: "cem", Kind: "idea.comment", Due: due}
		}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return tx.Enqueue(notice("a", now), notice("b", now), notice("c", now.Add(time.Hour)))
		})
		claimed, err := db.ClaimNotices(context.Background(), now, time.Minute, 2)
		if err != nil || len(claimed) != 2 {
			t.Fatalf("claimed %d, %v", len(claimed), err)
		}
		lost, err := db.FinishNotices(context.Background(), []storage.Finished{
			{Notice: claimed[0], Outcome: storage.Dead(errors.New("gone"))},
			{Notice: claimed[1], Outcome: storage.Retry(now.Add(time.Minute), errors.New("busy"))}})
		if err != nil || len(lost) > 0 {
			t.Fatal(lost, err)
		}
		for org, want := range map[townhall.OrgID][]any{birkenfurt: {0, 2, 1, map[string]int{"idea.comment": 2}}, "elsewhere": {0, 0, 0, map[string]int{}}} {
			view(t, db.Store, org, func(tx *storage.Tx) error {
				due, later, dead, err := tx.CountNotices(now)
				troubled, err1 := tx.TroubledNotices()
				same(t, string(org), []any{due, later, dead, troubled}, want)
				return errors.Join(err, err1)
			})
		}
	})
}
