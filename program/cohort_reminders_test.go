package program_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/room"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// TestTheWholeProgramme walks through the demo cohort day by day, from the day after
// the town was loaded until its last survey has been told, over Easter and the
// change of clocks, and looks at all that was said to anybody unasked: nothing out
// of hours, nothing on a day on which they do not work, no more than one counted
// message a day and three a week; and everything that the rules plan has reached
// whoever it is for, once.
func TestTheWholeProgramme(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.play("lotse-bauen: /lotsenfunk einstellungen arbeitstage mo-do\n" +
			"lotse-kultur: /lotsenfunk einstellungen arbeitstage mo, di, do, fr\n" +
			"sb-standesamt: /lotsenfunk einstellungen abwesend 22.3. bis 24.3.\n" +
			"lotse-ordnung: /lotsenfunk einstellungen abwesend 6.4. bis 16.4.\n" +
			"sb-steuern: /lotsenfunk einstellungen ruhezeit 15 bis 10\n" +
			"sb-kita: /lehrgang kann-nicht 13.4.\n")
		start := h.Program().Now()
		planned := h.planned(start)
		for day := townhall.DateOf(start, h.Program().Zone()); day.Before(townhall.Date{Year: 2027, Month: time.May, Day: 20}); day = day.AddDays(1) {
			h.play("clock " + day.AddDays(1).String() + "\n")
		}
		h.checkPosts(start)
		h.checkCounted()
		h.checkReached(planned)
	})
}

// people are the reaches of all participants, as they are now.
func (h *hall) reaches() (reach map[townhall.PersonID]townhall.Reach, cohort *townhall.CohortView) {
	h.t.Helper()
	err := h.Program().Store.View(context.Background(), h.Program().Org.ID, func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		var ids []townhall.PersonID
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		cal, err := h.Program().Org.NewCalendar()
		if err != nil {
			return err
		}
		if reach, err = tx.ReachOf(ids, cal, h.Program().Zone()); err != nil {
			return err
		}
		cohort, err = tx.CohortView(townhall.CohortKey{Host: h.Program().Org.ID, ID: "dl-2027-1"}, nil)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return reach, cohort
}

// planned are the reminders that the rules make of the demo cohort from a moment on,
// by key.
func (h *hall) planned(start time.Time) map[string]townhall.Reminder {
	h.t.Helper()
	reach, cohort := h.reaches()
	all := map[string]townhall.Reminder{}
	for _, r := range cohort.Reminders(townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cohort.Calendar, Zone: cohort.Zone,
		Reach: func(m townhall.Member) (townhall.Reach, bool) { r, ok := reach[m.Person]; return r, ok }}) {
		if r.At.After(start) {
			all[r.Key] = r
		}
	}
	if len(all) < 12*14 {
		h.t.Errorf("only %d reminders are planned", len(all))
	}
	return all
}

// checkPosts looks at when the bot said something to somebody.
func (h *hall) checkPosts(start time.Time) {
	h.t.Helper()
	reach, _ := h.reaches()
	posts := 0
	for _, seat := range h.Program().Room.Seats() {
		for _, p := range h.Program().Room.Posts(seat.ID, room.Direct(seat.ID)) {
			if p.Author != "" || !p.At.After(start) {
				continue
			}
			posts++
			if r := reach[townhall.PersonID(seat.ID)]; !r.Open(p.At) {
				h.t.Errorf("to %s at %s: %s", seat.ID, p.At.In(h.Program().Zone()).Format("Mon 2006-01-02 15:04"), p.Message.Line)
			}
		}
	}
	if posts < 12*14 {
		h.t.Errorf("only %d messages", posts)
	}
}

// checkCounted looks at how often each person was told something that could have
// waited.
func (h *hall) checkCounted() {
	h.t.Helper()
	days, weeks := map[string]int{}, map[string]int{}
	rows, err := h.sql.Query(`select person, told_on from notice where person is not null and counted <> 0`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var person, on string
		if err := rows.Scan(&person, &on); err != nil {
			h.t.Fatal(err)
		}
		d, err := townhall.ParseDate(on)
		if err != nil {
			h.t.Fatal(err)
		}
		year, week := d.At(12, 0, time.UTC).ISOWeek()
		days[person+" "+on]++
		weeks[fmt.Sprintf("%s %d/%d", person, year, week)]++
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	for day, n := range days {
		if n > townhall.MaxNoticesADay {
			h.t.Errorf("%s: %d messages in a day", day, n)
		}
	}
	for week, n := range weeks {
		if n > townhall.MaxNoticesAWeek {
			h.t.Errorf("%s: %d messages in a week", week, n)
		}
	}
	if len(days) < 12*8 {
		h.t.Errorf("only %d messages were counted", len(days))
	}
}

// checkReached compares what the rules plan with what was said: each once. Of open
// packages only those hear who have some.
func (h *hall) checkReached(planned map[string]townhall.Reminder) {
	h.t.Helper()
	said := h.states()
	for key, r := range planned {
		reached := slices.Contains([]string{"sent", "folded"}, said[key])
		if !reached && !(r.Kind == townhall.ReminderOpenPackages && said[key] == "dropped") {
			h.t.Errorf("%s at %s: %q", key, r.At.In(h.Program().Zone()).Format("01-02 15:04"), said[key])
		}
	}
	for key := range said {
		if _, ok := planned[key]; !ok && !strings.Contains(key, "survey") {
			h.t.Errorf("%s was said and not planned", key)
		}
	}
}

// states are what became of all reminders about a cohort, by key.
func (h *hall) states() map[string]string {
	h.t.Helper()
	states := map[string]string{}
	rows, err := h.sql.Query(`select key, state from notice where kind like 'reminder.%' and cast(data as text) like '%cohort%'`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, state string
		if err := rows.Scan(&key, &state); err != nil {
			h.t.Fatal(err)
		}
		states[key] = state
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return states
}

// TestGuestsAreRemindedInTheirOwnTown has somebody of another town take part: they
// are reminded in their own town, by its rules, they answer, and they hear how the
// survey came out; nobody of one town is planned in the other.
func TestGuestsAreRemindedInTheirOwnTown(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.addNeighbour()
		h.expect(h.inTown("birkenfurt", "dl-koordination", "einladen nachbarort"), "Eine weitere Kommune kann jetzt teilnehmen.")
		h.expect(h.inTown(neighbour, "nina", "teilnehmen"), "Du bist beim Lehrgang dabei.")
		h.play("clock 2027-03-25 15:00\n")
		h.expect(h.inTown(neighbour, "nina", "umfrage ja teils"), "ist gezählt")
		h.expect(h.inTown(neighbour, "nina", "umfrage ja teils"), "Du hast schon geantwortet.")
		h.play("clock 2027-04-06 17:00\n")
		told := h.toldOf(neighbour)
		for _, kind := range []string{"check_in", "date", "phase_end", "invitation", "agreed"} {
			if !slices.Contains(told, "nina reminder."+kind) {
				t.Errorf("nina was not told of %s: %v", kind, told)
			}
		}
		if !slices.Contains(told, "nina survey.nothing") {
			t.Errorf("nina does not hear how the survey came out: %v", told)
		}
		for _, one := range told {
			if who, kind, _ := strings.Cut(one, " "); who != "nina" && strings.HasPrefix(kind, "reminder.") {
				t.Errorf("%s was planned in the guest's town", one)
			}
		}
		if slices.ContainsFunc(h.toldOf("birkenfurt"), func(one string) bool { return strings.HasPrefix(one, "nina ") }) {
			t.Error("the guest was planned in the host's town")
		}
	})
}
