package program_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/room"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// TestDownForThreeDays stops the program on a Monday morning of a working phase and
// starts it again on Thursday. A Wochenstand, the check-in of the cohort, what is
// open at the end of the phase, the seminar day and four packages were due meanwhile.
// Each person gets one message of what still helps and whoever gets a Wochenstand one
// of these; of nothing of this anybody hears again.
func TestDownForThreeDays(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.play("clock 2027-03-22 07:30\n")
		down := h.Program().Now()
		up := townhall.Date{Year: 2027, Month: time.March, Day: 25}.At(9, 30, h.Program().Zone())
		planned := h.planned(down)
		h.away(up)
		back := h.unasked(down)
		h.checkOneEach(back, planned)
		h.checkStillHelps(planned, up)

		h.play("clock 2027-03-25 14:59\nrestart\nclock 2027-03-25 14:59\n")
		if again := h.unasked(down); len(again) != len(back) {
			t.Errorf("%d messages more on the same day: %v", len(again)-len(back), again[len(back):])
		}
		h.play("clock 2027-03-30 08:59\n")
		lines := map[string]bool{}
		for _, one := range h.unasked(down) {
			if lines[one.Channel+one.Message.Plain()] {
				t.Errorf("twice to %s: %s", one.Channel, one.Message.Plain())
			}
			lines[one.Channel+one.Message.Plain()] = true
		}
	})
}

// away stops the program and starts it again at a later moment.
func (h *hall) away(until time.Time) {
	h.t.Helper()
	// a clock that can be turned goes on from where it was kept
	if err := h.Program().Store.Memory().SaveCursor(h.t.Context(), "clock", until.UTC().Format(time.RFC3339)); err != nil {
		h.t.Fatal(err)
	}
	if err := h.Restart(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if !h.Program().Now().Equal(until) {
		h.t.Fatalf("the clock shows %v, not %v", h.Program().Now(), until)
	}
	if err := h.Settle(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// unasked is what the bot has said to people since a moment, oldest first.
func (h *hall) unasked(since time.Time) (posts []room.Post) {
	for _, seat := range h.Program().Room.Seats() {
		for _, p := range h.Program().Room.Posts(seat.ID, room.Direct(seat.ID)) {
			if p.Author == "" && p.At.After(since) {
				posts = append(posts, p)
			}
		}
	}
	slices.SortFunc(posts, func(a, b room.Post) int { return int(a.Seq - b.Seq) })
	return posts
}

var dueToday = regexp.MustCompile(`Arbeitspaket \d+ ist heute fällig`)

// checkOneEach looks at what was said when the program was back: to each person one
// message, and one Wochenstand to whoever gets one.
func (h *hall) checkOneEach(back []room.Post, planned map[string]townhall.Reminder) {
	h.t.Helper()
	digests, reminders, due := map[string]int{}, map[string]int{}, []string{}
	for _, p := range back {
		if strings.Contains(p.Message.Line, "Wochenstand") {
			digests[p.Channel]++
		} else {
			reminders[p.Channel]++
		}
		due = append(due, dueToday.FindAllString(p.Message.Plain(), -1)...)
	}
	for seat, n := range reminders {
		if n != 1 {
			h.t.Errorf("%d messages to %s", n, seat)
		}
	}
	for _, r := range planned {
		if to := string(r.To.Person); reminders[room.Direct(to)] == 0 {
			h.t.Errorf("nothing came to %s", to)
		}
	}
	want := map[string]int{"@dl-koordination": 1, "@al-buergerservice": 1, "@al-finanzen": 1, "@al-ordnung": 1, "@al-bildung": 1}
	if !maps.Equal(digests, want) { // the others get theirs once a month, or never
		h.t.Errorf("a Wochenstand came to %v", digests)
	}
	if !slices.Equal(due, []string{"Arbeitspaket 38 ist heute fällig"}) {
		h.t.Errorf("due today are said to be %q", due)
	}
}

// checkStillHelps compares what the rules had planned for the days on which nothing
// ran with what became of it.
func (h *hall) checkStillHelps(planned map[string]townhall.Reminder, up time.Time) {
	h.t.Helper()
	said := h.states()
	due := map[townhall.ReminderKind]int{}
	for key, r := range planned {
		if r.At.After(up) {
			continue
		}
		reached := said[key] == "sent" || said[key] == "folded"
		helps := !r.Until.Before(up)
		due[r.Kind]++
		if r.Kind == townhall.ReminderOpenPackages && said[key] == "dropped" { // whoever has none open hears nothing of it
			continue
		}
		if helps != reached {
			h.t.Errorf("%s helps until %v, and is %q", key, r.Until, said[key])
		}
	}
	if due[townhall.ReminderCheckIn] == 0 || due[townhall.ReminderOpenPackages] == 0 || due[townhall.ReminderDate] == 0 {
		h.t.Errorf("too little was due meanwhile: %v", due)
	}
}
