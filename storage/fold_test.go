package storage_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// reminder is one to cem, due now.
func (o *outbox) reminder(key bot.Key) storage.Notice {
	n := answer(key)
	n.Class, n.Due, n.On = storage.ClassReminder, o.now, day(o, "2027-03-18")
	return n
}

func keysOf(notices []*storage.Notice) (keys []bot.Key) {
	for _, n := range notices {
		keys = append(keys, n.Key)
	}
	return keys
}

// fold decides about what is due; now says of one person's reminders what becomes of them.
func (o *outbox) fold(decide func([]*storage.Notice) storage.Fold) (due []*storage.Notice) {
	o.Helper()
	update(o, o.Store, birkenfurt, func(tx *storage.Tx) (err error) {
		if due, err = tx.DueReminders(o.now, 10); err != nil || len(due) == 0 {
			return err
		}
		return tx.SaveFolds([]storage.Fold{decide(due)})
	})
	return due
}

// together makes one message of all, which counts.
func together(due []*storage.Notice) storage.Fold {
	return storage.Fold{Now: due, Counts: townhall.Date{Year: 2027, Month: time.March, Day: 18}}
}

func (o *outbox) told(want ...townhall.Date) {
	o.Helper()
	view(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
		told, err := tx.Told([]townhall.PersonID{"cem"}, day(o, "2027-03-15"))
		same(o, "told", told["cem"], want)
		return err
	})
}

func TestRemindersWaitToBeFolded(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		town(o, o.Store, "kleinstadt")
		o.enqueue(birkenfurt, o.reminder("a"), o.reminder("b"), answer("at-once"))
		tomorrow := o.reminder("c")
		tomorrow.Due = o.now.Add(24 * time.Hour)
		o.enqueue(birkenfurt, tomorrow)
		o.finish(o.expect("at-once")[0], storage.Dropped())
		towns, err := o.TownsToFold(context.Background(), o.now)
		same(o, "towns", []any{towns, err}, []any{[]townhall.OrgID{birkenfurt}, nil})

		same(o, "due", keysOf(o.fold(together)), []bot.Key{"a", "b"})
		same(o, "due once more", keysOf(o.fold(together)), []bot.Key(nil))
		message := o.expect("a")[0]
		same(o, "message", []any{message.Parts, message.Counted, message.Attempts}, []any{[]bot.Key{"b"}, true, 1})
		view(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
			parts, err := tx.Parts(message)
			same(o, "parts", keysOf(parts), []bot.Key{"b"})
			return err
		})

		// while it is on its way nothing else is decided about this person
		o.enqueue(birkenfurt, o.reminder("d"))
		same(o, "due while a message is on its way", keysOf(o.fold(together)), []bot.Key(nil))
		o.told()
		ref := bot.Ref{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, Channel: "d1", ID: "m1"}
		lost, err := o.FinishNotices(context.Background(), []storage.Finished{{Notice: message, Outcome: storage.Sent(ref), ToldOn: day(o, "2027-03-18")}})
		same(o, "finished", []any{len(lost), err}, []any{0, nil})
		o.told(day(o, "2027-03-18"))
		o.counts(map[storage.NoticeState]int{storage.NoticeSent: 1, storage.NoticeFolded: 1, storage.NoticeDropped: 1, storage.NoticeDue: 2})
		same(o, "due afterwards", keysOf(o.fold(func(due []*storage.Notice) storage.Fold {
			due[0].Due = o.now.Add(time.Hour)
			return storage.Fold{Later: due}
		})), []bot.Key{"d"})
		o.expect()
		o.now = o.now.Add(24 * time.Hour)
		same(o, "due the next day", keysOf(o.fold(func(due []*storage.Notice) storage.Fold { return storage.Fold{Dropped: due} })), []bot.Key{"d", "c"})
		towns, err = o.TownsToFold(context.Background(), o.now)
		same(o, "towns", []any{towns, err}, []any{[]townhall.OrgID(nil), nil})
	})
}

func TestMessagesOfRemindersEndTogether(t *testing.T) {
	for name, c := range map[string]struct {
		outcome storage.Outcome
		want    map[storage.NoticeState]int
	}{
		"dropped": {storage.Dropped(), map[storage.NoticeState]int{storage.NoticeDropped: 2}},
		"dead":    {storage.Dead(errLost), map[storage.NoticeState]int{storage.NoticeDead: 2}},
		"tried again": {storage.Retry(time.Date(2027, 3, 18, 9, 1, 0, 0, time.UTC), errLost),
			map[storage.NoticeState]int{storage.NoticeDue: 1, storage.NoticeFolded: 1}},
		"apart": {storage.Apart(time.Date(2027, 3, 18, 9, 1, 0, 0, time.UTC)), map[storage.NoticeState]int{storage.NoticeDue: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			runOutbox(t, func(o *outbox) {
				o.enqueue(birkenfurt, o.reminder("a"), o.reminder("b"))
				o.fold(together)
				o.finish(o.expect("a")[0], c.outcome)
				o.counts(c.want)
				o.told()
				o.now = o.now.Add(time.Minute)
				again := o.fold(together)
				if name == "apart" {
					same(o, "decided anew", keysOf(again), []bot.Key{"a", "b"})
				} else {
					same(o, "decided anew", keysOf(again), []bot.Key(nil))
				}
			})
		})
	}
}

func TestSnoozedRemindersComeAgain(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		o.enqueue(birkenfurt, o.reminder("a"), o.reminder("b"))
		o.fold(together)
		message := o.expect("a")[0]
		if _, err := o.FinishNotices(context.Background(), []storage.Finished{{Notice: message, Outcome: storage.Sent(bot.Ref{ID: "m"}), ToldOn: day(o, "2027-03-18")}}); err != nil {
			o.Fatal(err)
		}
		last := func(p townhall.PersonID, from string, want ...bot.Key) {
			o.Helper()
			view(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
				said, err := tx.LastReminders(p, day(o, from))
				same(o, "last", keysOf(said), want)
				return err
			})
		}
		last("cem", "2027-03-18", "a")
		last("cem", "2027-03-19")
		last("dora", "2027-03-18")
		again := o.now.Add(3 * time.Hour)
		snooze := func(key bot.Key, revision int, by townhall.PersonID, want bool) {
			o.Helper()
			update(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
				n, ok, err := tx.SaidReminder(key, revision, by)
				same(o, "said", ok, want)
				if err != nil || !ok {
					return err
				}
				return tx.SayAgain(n, again, day(o, "2027-03-18"))
			})
		}
		snooze("a", 1, "dora", false) // is not hers
		snooze("b", 1, "cem", false)  // no message of its own
		snooze("a", 1, "cem", true)
		snooze("a", 1, "cem", false) // is put off already
		last("cem", "2027-03-18")
		o.told(day(o, "2027-03-18")) // it was said all the same
		same(o, "at once", keysOf(o.fold(together)), []bot.Key(nil))
		o.now = again
		due := o.fold(func(due []*storage.Notice) storage.Fold { return storage.Fold{Now: due} })
		same(o, "again", keysOf(due), []bot.Key{"a", "b"})
		same(o, "not counted that day", []any{due[0].Today, due[0].Revision, due[1].Revision}, []any{day(o, "2027-03-18"), 2, 2})
		snooze("a", 2, "cem", false) // has not been said again yet
		if _, err := o.FinishNotices(context.Background(), []storage.Finished{{Notice: message, Outcome: storage.Sent(bot.Ref{ID: "m"})}}); err != nil {
			o.Fatal(err)
		}
		snooze("a", 2, "cem", false) // nor if it is recorded once more that it was said before

		// said again without being counted, it still counts for the day before
		o.now = o.now.Add(24 * time.Hour)
		if _, err := o.FinishNotices(context.Background(), []storage.Finished{{Notice: o.expect("a")[0], Outcome: storage.Sent(bot.Ref{ID: "m2"}), ToldOn: day(o, "2027-03-19")}}); err != nil {
			o.Fatal(err)
		}
		o.told(day(o, "2027-03-18"))
		last("cem", "2027-03-19", "a")
	})
}

// However many decide at the same time, each reminder is part of one message, and
// nobody gets two.
func TestFoldingRaces(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		const rounds, workers = 5, 4
		stores := []*storage.Store{o.Store}
		for len(stores) < workers {
			stores = append(stores, o.Again(o))
		}
		for round := range rounds {
			var keys []bot.Key
			for i := range 6 {
				n := o.reminder(bot.Key(fmt.Sprintf("%d/%d", round, i)))
				n.Person = []townhall.PersonID{"cem", "dora"}[i%2]
				keys = append(keys, n.Key)
				o.enqueue(birkenfurt, n)
			}
			var mu sync.Mutex
			var folded []bot.Key
			messages := map[townhall.PersonID]int{}
			var all sync.WaitGroup
			for _, s := range stores {
				all.Go(func() {
					for range 3 {
						var folds []storage.Fold
						err := s.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
							folds = nil
							due, err := tx.DueReminders(o.now, 1)
							if err != nil || len(due) == 0 {
								return err
							}
							folds = append(folds, together(due))
							return tx.SaveFolds(folds)
						})
						if err != nil {
							t.Error(err)
						}
						mu.Lock()
						for _, f := range folds {
							folded = append(folded, keysOf(f.Now)...)
							messages[f.Now[0].Person]++
						}
						mu.Unlock()
					}
				})
			}
			all.Wait()
			slices.Sort(folded)
			same(o, "folded", folded, keys)
			same(o, "messages", messages, map[townhall.PersonID]int{"cem": 1, "dora": 1})
			for _, n := range o.claim(100) {
				o.finish(n, storage.Sent(bot.Ref{ID: "m"}))
			}
		}
		o.counts(map[storage.NoticeState]int{storage.NoticeSent: 2 * rounds, storage.NoticeFolded: 4 * rounds})
	})
}
