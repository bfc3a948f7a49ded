package scheduler_test

import (
	"testing"
	"time"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// remind enqueues a reminder, which can wait.
func (h *hall) remind(to townhall.PersonID) {
	h.Helper()
	h.update(func(tx *storage.Tx) error {
		return tx.Enqueue(storage.Notice{Key: "reminder", Class: storage.ClassReminder, Person: to, Kind: "idea.comment",
			Thing: townhall.Number(h.idea.ID), Values: map[string]string{"by": "Dora", "text": "Gern"}, Due: h.now, On: h.today()})
	})
}

func TestRemindersKeepToPeoplesHours(t *testing.T) {
	thursday := townhall.Date{Year: 2027, Month: 3, Day: 18}
	for _, c := range []struct {
		name string
		set  func(*townhall.Settings)
		now  time.Time
		want time.Time
	}{
		{"in the night", nil, thursday.At(20, 0, time.UTC), thursday.AddDays(1).At(8, 0, time.UTC)}, // 9 in Berlin
		{"at the weekend", nil, thursday.AddDays(2).At(10, 0, time.UTC), thursday.AddDays(4).At(8, 0, time.UTC)},
		{"on Good Friday", nil, thursday.AddDays(8).At(10, 0, time.UTC), thursday.AddDays(12).At(7, 0, time.UTC)}, // summer time
		{"not her day", func(s *townhall.Settings) { s.Works = townhall.DaysOf(time.Monday) }, thursday.At(10, 0, time.UTC), thursday.AddDays(4).At(8, 0, time.UTC)},
		{"away", func(s *townhall.Settings) { s.Absence = townhall.Absence{From: thursday, Until: thursday.AddDays(5)} },
			thursday.At(10, 0, time.UTC), thursday.AddDays(6).At(8, 0, time.UTC)},
		{"own hours", func(s *townhall.Settings) { s.Quiet = townhall.QuietHours{From: 12 * 60, Until: 10*60 + 30} },
			thursday.At(8, 0, time.UTC), thursday.At(9, 30, time.UTC)},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHall(t)
			h.now = c.now
			if c.set != nil {
				s := townhall.DefaultSettings("cem")
				c.set(&s)
				h.update(func(tx *storage.Tx) error { return tx.SaveSettings(s) })
			}
			h.remind("cem")
			h.settle()
			h.stands(0)
			if next := h.next(); !next.Equal(c.want) {
				t.Fatalf("it waits until %s, not %s", next.In(h.zone()), c.want.In(h.zone()))
			}
			h.tell("cem", "1") // an answer does not wait
			h.settle()
			h.stands(1)
			h.now = h.next()
			h.settle()
			h.stands(2)
		})
	}
}
