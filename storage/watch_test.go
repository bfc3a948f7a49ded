package storage_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/storage"
)

// What operators see of the outbox: where the notices stand, and since when the
// oldest could have been sent.
func TestWatchNotices(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		watch := func(oldest time.Time, want ...storage.NoticeCount) {
			o.Helper()
			counts, since, ok, err := o.WatchNotices(o.Context(), o.now)
			if err != nil {
				o.Fatal(err)
			}
			if diff := cmp.Diff(want, counts); diff != "" || !since.Equal(oldest) || ok == oldest.IsZero() {
				o.Errorf("since %v (%v), not %v\n%s", since, ok, oldest, diff)
			}
		}
		watch(time.Time{})
		began := o.now
		o.enqueue(birkenfurt,
			storage.Notice{Key: "sent", Class: storage.ClassCard, Person: "cem", Due: began.Add(-4 * time.Minute), On: day(o.T, "2027-03-18")},
			storage.Notice{Key: "fails", Class: storage.ClassCard, Person: "cem", Due: began.Add(-3 * time.Minute), On: day(o.T, "2027-03-18")},
			storage.Notice{Key: "later", Class: storage.ClassReminder, Person: "cem", Due: began.Add(time.Hour), On: day(o.T, "2027-03-18")})
		for _, n := range o.claim(2) {
			if n.Key == "sent" {
				o.finish(n, storage.Sent(n.Ref))
			} else {
				o.finish(n, storage.Retry(began.Add(time.Minute), errors.New("trouble")))
			}
		}
		card, reminder, answer := storage.ClassCard, storage.ClassReminder, storage.ClassAnswer
		watch(time.Time{}, storage.NoticeCount{Class: card, State: "retrying", N: 1}, storage.NoticeCount{Class: card, State: "sent", N: 1},
			storage.NoticeCount{Class: reminder, State: "later", N: 1})

		// Of one without a moment the day counts, when it is over.
		o.enqueue(birkenfurt, storage.Notice{Key: "day", Class: answer, Person: "cem", On: day(o.T, "2027-03-18")})
		_, since, ok, err := o.WatchNotices(o.Context(), o.now)
		if err != nil || ok {
			o.Errorf("on its day it is due since %v (%v) %v", since, ok, err)
		}
		o.now = time.Date(2027, 3, 20, 9, 0, 0, 0, time.UTC)
		watch(began.Add(time.Minute), storage.NoticeCount{Class: answer, State: "due", N: 1}, storage.NoticeCount{Class: card, State: "due", N: 1},
			storage.NoticeCount{Class: card, State: "sent", N: 1}, storage.NoticeCount{Class: reminder, State: "due", N: 1})
	})
}
