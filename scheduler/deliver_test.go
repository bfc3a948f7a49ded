package scheduler_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

var errTrouble = errors.New("connection refused")

func TestTroubleIsTriedAgainAfterGrowingPauses(t *testing.T) {
	h := newHall(t)
	h.tell("cem", "1")
	for _, pause := range []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second} {
		h.platform.fail(errTrouble)
		h.settle()
		h.counts(map[storage.NoticeState]int{storage.NoticeDue: 1})
		waits := h.next().Sub(h.now)
		if waits < pause/2 || waits > pause {
			t.Fatalf("tried again after %v, not after half of %v to all of it", waits, pause)
		}
		h.now = h.now.Add(waits - time.Millisecond)
		h.settle() // too early: the platform is not asked
		h.now = h.now.Add(time.Millisecond)
	}
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1})
	h.stands(1)
	if h.platform.asked != 4 {
		t.Errorf("the platform was asked %d times", h.platform.asked)
	}
}

func TestPausesNeverExceedAnHour(t *testing.T) {
	h := newHall(t)
	h.tell("cem", "1")
	for range 14 {
		h.platform.fail(errTrouble)
		h.settle()
		if pause := h.next().Sub(h.now); pause > time.Hour {
			t.Fatalf("tried again after %v", pause)
		}
		h.now = h.next()
	}
	h.settle()
	h.stands(1)
}

func TestAskedToWaitCountsNoAttempt(t *testing.T) {
	h := newHall(t)
	h.tell("cem", "1")
	for range 3 {
		h.platform.fail(fmt.Errorf("post: %w", &bot.RateLimited{After: 30 * time.Second}))
		h.settle()
		if next := h.next(); !next.Equal(h.now.Add(30 * time.Second)) {
			t.Fatalf("tried again after %v", next.Sub(h.now))
		}
		h.now = h.next()
	}
	h.platform.fail(errTrouble) // the first attempt that counts
	h.settle()
	if pause := h.next().Sub(h.now); pause < time.Second || pause > 2*time.Second {
		t.Errorf("tried again after %v", pause)
	}
}

func TestWhoIsGoneIsGivenUp(t *testing.T) {
	t.Run("the platform says so", func(t *testing.T) {
		h := newHall(t)
		h.tell("cem", "1")
		h.platform.fail(fmt.Errorf("post: %w", bot.ErrGone))
		h.settle()
		h.counts(map[storage.NoticeState]int{storage.NoticeDead: 1})
	})
	t.Run("the person has left the town", func(t *testing.T) {
		h := newHall(t)
		h.change("cem", func(p *townhall.Person) { p.Gone = true })
		h.tell("cem", "1")
		h.settle()
		h.counts(map[storage.NoticeState]int{storage.NoticeDropped: 1})
		h.stands(0)
	})
	t.Run("no account on a connected platform", func(t *testing.T) {
		h := newHall(t)
		h.update(func(tx *storage.Tx) error { return tx.CreatePerson(&townhall.Person{ID: "eva", Display: "Eva"}) })
		h.tell("eva", "1")
		h.settle()
		h.counts(map[storage.NoticeState]int{storage.NoticeDead: 1})
	})
	t.Run("a channel on no connected platform", func(t *testing.T) {
		h := newHall(t)
		h.update(func(tx *storage.Tx) error {
			c := &townhall.Channel{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas, Platform: "elsewhere", Tenant: "t", Remote: "c"}
			return errors.Join(tx.SaveChannel(c), tx.RefreshIdea(h.idea, h.now, h.today()))
		})
		h.settle()
		h.counts(map[storage.NoticeState]int{storage.NoticeDead: 1})
	})
}

// One whose receiver is gone does not keep the others from theirs.
func TestOthersAreToldAllTheSame(t *testing.T) {
	h := newHall(t)
	h.tell("cem", "1")
	h.tell("dora", "1")
	h.platform.fail(bot.ErrGone)
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDead: 1, storage.NoticeSent: 1})
	h.stands(1)
}

func TestWhatMayHaveArrivedIsLookedForFirst(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprint("arrived: ", arrived), func(t *testing.T) {
			h := newHall(t)
			h.tell("cem", "1")
			h.platform.arrives = arrived
			h.platform.fail(bot.ErrAmbiguous)
			h.settle()
			h.counts(map[storage.NoticeState]int{storage.NoticeDue: 1})
			h.now = h.next()
			h.settle()
			h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1})
			h.stands(1)
		})
	}
}

func TestMuted(t *testing.T) {
	h := newHall(t)
	h.change("cem", func(p *townhall.Person) { p.Muted = true })
	h.tell("cem", "1")
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeDropped: 1})
	h.stands(0)

	// What they asked for themselves and came late is no notice.
	packed, err := cards.LateMessage(bot.Message{Line: "late"})
	if err != nil {
		t.Fatal(err)
	}
	h.enqueue("cem", townhall.Notice{Kind: cards.LateKind, Values: map[string]string{"message": packed}}, "late")
	h.settle()
	h.stands(1)
}

func TestACardIsUpdatedWhereItStands(t *testing.T) {
	h := newHall(t)
	refresh := func() {
		h.update(func(tx *storage.Tx) error { return tx.RefreshIdea(h.idea, h.now, h.today()) })
		h.settle()
	}
	refresh()
	first := h.stands(1)[0]
	h.update(func(tx *storage.Tx) error {
		_, err := tx.AddVote(h.idea.ID, "dora")
		return err
	})
	refresh()
	same := h.stands(1)[0]
	if same.ref != first.ref || same.message.Line == first.message.Line {
		t.Errorf("the card %v became %v", first, same)
	}

	h.platform.remove(same.ref) // somebody has deleted it
	refresh()
	anew := h.stands(1)[0]
	if anew.ref == first.ref {
		t.Error("the card was not posted anew")
	}
	refresh()
	if again := h.stands(1)[0]; again.ref != anew.ref {
		t.Error("where the new card stands was forgotten")
	}
}

func TestTheFirstWordBeginsAThread(t *testing.T) {
	h := newHall(t)
	for _, to := range []townhall.PersonID{"cem", "dora"} {
		h.tell(to, "1")
		h.settle()
		h.tell(to, "2")
		h.settle()
	}
	all := h.stands(4)
	for i := 0; i < len(all); i += 2 {
		if !all[i].target.Thread.IsZero() || all[i+1].target.Thread != all[i].ref {
			t.Errorf("%v is followed by %v", all[i].target, all[i+1].target)
		}
	}
}

// An idea wakes up on its day. On a day off, its people hear of it on the next
// working day.
func TestAnIdeaWakesOnADayOff(t *testing.T) {
	h := newHall(t)
	saturday := townhall.Date{Year: 2027, Month: time.March, Day: 20}
	h.update(func(tx *storage.Tx) error {
		h.idea.State, h.idea.ParkedUntil = townhall.IdeaParked, saturday
		return tx.SaveIdea(h.idea)
	})
	nine := saturday.At(9, 0, h.zone())
	if next := h.next(); !next.Equal(nine) {
		t.Fatalf("something is due at %v", next)
	}
	h.now = nine
	h.settle()
	h.update(func(tx *storage.Tx) (err error) {
		h.idea, err = tx.Idea(h.idea.ID)
		return err
	})
	if h.idea.State != townhall.IdeaInReview {
		t.Errorf("the idea is %s", h.idea.State)
	}
	card := h.stands(1)[0] // the card is current at once
	if card.target.Channel == "" {
		t.Errorf("somebody was told on a Saturday: %v", card)
	}
	if next, monday := h.next(), saturday.AddDays(2).At(9, 0, h.zone()); !next.Equal(monday) {
		t.Fatalf("something is due at %v", next)
	}
	h.now = h.next()
	h.settle()
	if told := h.stands(2)[1]; told.target.Person != "u-cem" {
		t.Errorf("the author was not told: %v", told)
	}
}

// A town whose days off cannot be told keeps no other town from its notices.
func TestOneTownsTroubleIsItsOwn(t *testing.T) {
	h := newHall(t)
	err := h.db.Update(t.Context(), "anderswo", func(tx *storage.Tx) error {
		idea, err := townhall.NewIdea("Parkplätze", "", "", "", h.today())
		idea.Anonymous, idea.Receipt = true, []byte("receipt")
		idea.State, idea.ParkedUntil = townhall.IdeaParked, h.today()
		return errors.Join(err,
			tx.CreateOrganisation(&townhall.Organisation{ID: "anderswo", Name: "Anderswo", State: "nowhere", Zone: "Europe/Berlin", Language: "de",
				ReceiptSecret: []byte("secret")}),
			tx.CreateIdea(idea))
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 25 { // more than are claimed at a time
		h.tell("cem", fmt.Sprint(n))
	}
	if err := h.scheduler.Settle(t.Context()); err == nil || !strings.Contains(err.Error(), "anderswo") {
		t.Errorf("the town in trouble is not named: %v", err)
	}
	h.stands(25)
}

// Two replicas over one database send each notice once.
func TestReplicasShareTheWork(t *testing.T) {
	h := newHall(t)
	other := h.replica()
	for n := range 30 {
		h.tell("cem", fmt.Sprint(n))
	}
	done := make(chan error)
	go func() { done <- other.Settle(t.Context()) }()
	h.settle()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	h.stands(30)
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 30})
}

// To one receiver things are said in their order, however many are on their way
// at once; to others they are said meanwhile.
func TestOrderForEachReceiver(t *testing.T) {
	h := newHall(t)
	for n := range 40 {
		h.now = h.now.Add(time.Millisecond)
		h.tell("cem", fmt.Sprintf("%02d", n))
		h.tell("dora", fmt.Sprintf("%02d", n))
	}
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 80})
	said := map[string][]bot.Key{}
	for _, one := range h.stands(80) {
		said[one.target.Person] = append(said[one.target.Person], one.key)
	}
	for user, keys := range said {
		if !slices.IsSorted(keys) {
			t.Errorf("%s was told out of order: %q", user, keys)
		}
	}
}

// A workspace that asked for a pause gets one; the others do not wait for it.
func TestOneWorkspaceRests(t *testing.T) {
	h := newHall(t)
	h.update(func(tx *storage.Tx) error {
		return errors.Join(tx.AddTenant(bot.Tenant{Platform: "test", ID: "second"}),
			tx.CreatePerson(&townhall.Person{ID: "eva", Display: "Eva"}),
			tx.SaveIdentity(townhall.Identity{Platform: "test", Tenant: "second", User: "u-eva", Person: "eva"}))
	})
	h.platform.fail(fmt.Errorf("post: %w", &bot.RateLimited{After: 30 * time.Second}))
	h.tell("cem", "1")
	h.settle()
	h.tell("dora", "1")
	h.tell("eva", "1")
	h.settle()
	if h.platform.asked != 2 {
		t.Errorf("the platform was asked %d times, not once for each workspace", h.platform.asked)
	}
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 1, storage.NoticeDue: 2})
	h.now = h.now.Add(30 * time.Second)
	h.settle()
	h.counts(map[storage.NoticeState]int{storage.NoticeSent: 3})
}
