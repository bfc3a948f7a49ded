package scheduler_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// reminder is one about the idea, due now.
func (h *hall) reminder(to townhall.PersonID, key string) storage.Notice {
	return storage.Notice{Key: bot.Key(key), Class: storage.ClassReminder, Person: to, Kind: "idea.comment", Thing: townhall.Number(h.idea.ID),
		Values: map[string]string{"by": "Dora", "text": "Gern"}, Due: h.now, On: h.today()}
}

func (h *hall) plan(notices ...storage.Notice) {
	h.Helper()
	h.update(func(tx *storage.Tx) error { return tx.Enqueue(notices...) })
}

// lines are the first lines of what stands on the platform.
func (h *hall) lines(want ...string) {
	h.Helper()
	for i, s := range h.stands(len(want)) {
		if s.message.Line != want[i] {
			h.Errorf("the %d. message says %q, not %q", i+1, s.message.Line, want[i])
		}
	}
}

const one, two = "Neuer Kommentar zu Ihrer Idee 1.", "2 Hinweise für Sie."

// However many schedulers there are, and however often reminders fall due: each is
// told once, and nobody gets two messages of what is due at once.
func TestReplicasRemindOnce(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := hallOn(t, db)
		replicas := []*scheduler.Scheduler{h.scheduler, h.replica(), h.replica()}
		const rounds = 4
		for round := range rounds {
			for i := range 3 {
				for _, p := range []townhall.PersonID{"cem", "dora"} {
					n := h.reminder(p, fmt.Sprintf("%d/%d/%s", round, i, p))
					n.Today = h.today() // the caps hold nothing back
					h.plan(n)
				}
			}
			var all sync.WaitGroup
			for _, s := range replicas {
				all.Go(func() {
					if err := s.Settle(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			h.settle() // what was in the way of another one
			for _, s := range h.stands(2 * (round + 1)) {
				if s.message.Line != "Für heute: 3 Hinweise." {
					t.Errorf("%s is told %q", s.target.Person, s.message.Line)
				}
			}
		}
		h.counts(map[storage.NoticeState]int{storage.NoticeSent: 2 * rounds, storage.NoticeFolded: 4 * rounds})
	})
}

// While reminders are folded in the background, whoever settles waits for it.
func TestSettleWaitsForWhatIsBeingFolded(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := hallOn(t, db)
		for round := range 20 {
			n := h.reminder("cem", fmt.Sprint(round))
			n.Today = h.today() // the caps hold nothing back
			h.plan(n)
			var background sync.WaitGroup
			background.Go(func() {
				if _, err := h.scheduler.Fold(context.Background()); err != nil {
					t.Error(err)
				}
			})
			h.settle()
			h.stands(round + 1)
			background.Wait()
		}
	})
}

// A message that arrived although the answer to it was lost is found by its key.
func TestFoldedMessagesAreFoundAgain(t *testing.T) {
	h := newHall(t)
	h.plan(h.reminder("cem", "a"), h.reminder("cem", "b"))
	h.platform.arrives = true
	h.platform.fail(errTrouble)
	h.settle()
	h.stands(1)
	h.plan(h.reminder("cem", "c")) // makes no other message of it
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDue: 2, storage.NoticeFolded: 1})
	h.now = h.now.Add(2 * time.Second)
	h.settle()
	h.lines(two)
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1, storage.NoticeFolded: 1, storage.NoticeDue: 1})
	h.now = h.now.Add(20 * time.Hour) // the third had to wait for the next day
	h.settle()
	h.stands(1)
	h.now = h.next()
	h.settle()
	h.stands(2)
}

// What makes one message is decided anew if the person cannot be told it then, and
// what is not connected for long brings along what has fallen due since.
func TestWhatWaitsIsFoldedAnew(t *testing.T) {
	h := newHall(t)
	h.plan(h.reminder("cem", "a"))
	h.platform.fail(bot.ErrDisconnected)
	h.settle()
	h.stands(0)
	h.plan(h.reminder("cem", "b"))
	h.now = h.now.Add(2 * time.Minute)
	h.settle()
	h.lines(two)
}

// After days of standing still each person gets one message of what is still of use,
// and of nothing else.
func TestAfterAnOutage(t *testing.T) {
	h := newHall(t)
	stale := h.reminder("cem", "stale")
	stale.Until = h.now.Add(8 * time.Hour)
	h.plan(stale, h.reminder("cem", "a"))
	h.now = h.now.Add(24 * time.Hour)
	h.plan(h.reminder("cem", "b"))
	h.now = h.now.Add(4 * 24 * time.Hour) // Tuesday
	h.settle()
	h.lines("In der Zwischenzeit: 2 Hinweise.")
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1, storage.NoticeFolded: 1, storage.NoticeDropped: 1})
}

// A digest that was sent is one of the few messages of its day; it waits for none.
func TestDigestsCountButNeverWait(t *testing.T) {
	h := newHall(t)
	digest := func(key string) storage.Notice {
		n := h.reminder("cem", key)
		n.Class = storage.ClassDigest
		return n
	}
	h.plan(digest("digest"))
	h.settle()
	h.plan(h.reminder("cem", "a"), digest("another"))
	h.settle()
	h.lines(one, one)
	if next := h.next(); !next.Equal(h.today().AddDays(1).At(9, 0, h.zone())) {
		t.Errorf("the reminder comes at %v", next)
	}
}

// What need not be counted brings along what waits, but only as long as it is true.
func TestOnlyWhatIsTrueBringsOthersAlong(t *testing.T) {
	h := newHall(t)
	decision := h.undecided()
	asks := func(key, occurrence string) storage.Notice {
		n := h.reminder("dora", key)
		n.Kind, n.Thing = "decision.reminder", decision.Thing
		n.Values = map[string]string{"to": string(townhall.ToDecider), "title": "Termine", "kind": string(townhall.KindProject), "question": "Dürfen wir?",
			"asked_on": h.today().String(), "occurrence": occurrence}
		return n
	}
	h.plan(h.reminder("dora", "counted"))
	h.settle()
	h.lines(one)
	h.plan(asks("over", "7/7"), h.reminder("dora", "waits"))
	h.settle()
	h.lines(one)
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1, storage.NoticeDropped: 1, storage.NoticeDue: 1})
	h.plan(asks("open", "1/0"), h.reminder("dora", "along"))
	h.settle()
	h.lines(one, two)
}

// An absence that was entered after planning counts: who stands in is told work, and
// whoever is back is told it themselves.
func TestAbsenceCountsWhenSomethingIsSaid(t *testing.T) {
	h := newHall(t)
	h.undecided() // of dora, who is reminded on Thursday, 25 March
	thursday := townhall.Date{Year: 2027, Month: time.March, Day: 25}
	h.update(func(tx *storage.Tx) error {
		s := townhall.DefaultSettings("dora")
		s.Absence, s.Deputy = townhall.Absence{From: thursday, Until: thursday.AddDays(7)}, "cem"
		return tx.SaveSettings(s)
	})
	h.now = thursday.At(9, 0, h.zone())
	h.plan(h.reminder("dora", "personal"))
	h.settle()
	told := h.stands(1)[0]
	if told.target.Person != "u-cem" || !strings.Contains(told.message.Plain(), "In Vertretung für Person dora, weg bis Do., 1. April.") {
		t.Errorf("%s is told %s", told.target.Person, told.message.Plain())
	}
	h.now = h.next()
	h.settle()
	if back := h.stands(2)[1]; back.target.Person != "u-dora" || h.today() != thursday.AddDays(8) {
		t.Errorf("%s is told on %s", back.target.Person, h.today())
	}
}
