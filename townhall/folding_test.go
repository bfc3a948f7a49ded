package townhall_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// TestNobodyIsToldTooMuch lets time pass over all reminders to somebody, some of
// which they put off, and counts what they are told.
func TestNobodyIsToldTooMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waiting, reach := anyReminders(t)
		lives := newLives(waiting)
		var said []time.Time
		days, weeks, told := map[townhall.Date]int{}, map[townhall.Date]int{}, map[string]bool{}
		for step := 0; len(waiting) > 0; step++ {
			if step > 2000 {
				t.Fatalf("it does not end: %+v", waiting)
			}
			now := slices.MinFunc(waiting, func(a, b townhall.Reminder) int { return a.At.Compare(b.At) }).At
			f := townhall.Fold(waiting, said, now, reach)
			if len(f.Now)+len(f.Later)+len(f.Dropped) != len(waiting) {
				t.Fatal("something got lost")
			}
			waiting = f.Later
			if len(f.Now) == 0 {
				continue
			}
			today := false
			for _, r := range f.Now {
				checkOpen(t, reach, now, r.Key)
				if told[r.Key] || now.After(r.Until) || now.Before(lives[r.Key]) {
					t.Fatalf("%s at %s, useful until %s", r.Key, now, r.Until)
				}
				told[r.Key] = true
				today = today || r.Today == townhall.DateOf(now, reach.Zone)
				if again, ok := snooze(t, reach, r, now); ok {
					lives[again.Key] = now
					waiting = append(waiting, again)
				}
			}
			if f.Counts == today {
				t.Fatalf("due today: %t, counted: %t", today, f.Counts)
			}
			if f.Counts {
				said = append(said, now)
				d := townhall.DateOf(now, reach.Zone)
				monday := d
				for monday.Weekday() != time.Monday {
					monday = monday.AddDays(-1)
				}
				days[d]++
				weeks[monday]++
				if days[d] > 1 || weeks[monday] > 3 {
					t.Fatalf("on %s: %d this day, %d this week", d, days[d], weeks[monday])
				}
			}
		}
	})
}

// newLives is since when each reminder can be said.
func newLives(all []townhall.Reminder) map[string]time.Time {
	lives := map[string]time.Time{}
	for _, r := range all {
		lives[r.Key] = r.At
	}
	return lives
}

// snooze puts a reminder off, if the draw says so and they are there later.
func snooze(t *rapid.T, reach townhall.Reach, r townhall.Reminder, now time.Time) (townhall.Reminder, bool) {
	if rapid.IntRange(0, 5).Draw(t, "snooze") > 0 {
		return r, false
	}
	offered := reach.Snoozes(r.Until, now)
	s := rapid.SampledFrom(townhall.Snoozes).Draw(t, "how long")
	again, ok := reach.Snooze(r, s, now)
	offers := slices.ContainsFunc(offered, func(o townhall.Offer) bool { return o.Snooze == s && o.At.Equal(again.At) })
	shorter := slices.ContainsFunc(offered, func(o townhall.Offer) bool { return o.Snooze != s && o.At.Equal(again.At) })
	if ok != (offers || shorter) || offers && shorter || ok && (!again.At.After(now) || again.Key == r.Key) {
		t.Fatalf("%s: put off by %s to %s, offered %v", r.Key, s, again.At, offered)
	}
	return again, ok
}

func TestFold(t *testing.T) {
	_, cal := demo(t)
	anna := townhall.Reach{Settings: townhall.DefaultSettings("anna"), Calendar: cal, Zone: berlin}
	at := func(s string, hour int) time.Time { return day(t, s).At(hour, 0, berlin) }
	one := func(key, on string, today bool) townhall.Reminder {
		r := townhall.Reminder{Key: key, At: at(on, 9), Until: at(on, 9).AddDate(0, 0, 10)}
		if today {
			r.Today = day(t, on)
		}
		return r
	}
	monday, tuesday := one("a", "2027-03-15", false), one("b", "2027-03-16", false)
	short := one("c", "2027-03-16", false)
	short.Until = at("2027-03-16", 17)
	for _, tt := range []struct {
		name    string
		all     []townhall.Reminder
		said    []time.Time
		now     time.Time
		want    string
		counted bool
	}{
		{"one", []townhall.Reminder{monday, tuesday}, nil, at("2027-03-15", 9), "now [a] later [b 03-16 09:00] dropped []", true},
		{"together", []townhall.Reminder{monday, tuesday}, nil, at("2027-03-16", 9), "now [a b] later [] dropped []", true},
		{"enough for today", []townhall.Reminder{monday}, []time.Time{at("2027-03-15", 8)}, at("2027-03-15", 9), "now [] later [a 03-16 09:00] dropped []", false},
		{"enough for this week", []townhall.Reminder{tuesday, short}, []time.Time{at("2027-03-15", 8), at("2027-03-15", 9), at("2027-03-15", 10)}, at("2027-03-16", 9),
			"now [] later [b 03-22 09:00] dropped [c]", false},
		{"last week is over", []townhall.Reminder{tuesday}, []time.Time{at("2027-03-12", 8), at("2027-03-11", 9), at("2027-03-10", 10)}, at("2027-03-16", 9),
			"now [b] later [] dropped []", true},
		{"due today, whatever was said", []townhall.Reminder{monday, one("d", "2027-03-16", true)}, []time.Time{at("2027-03-16", 8)}, at("2027-03-16", 9),
			"now [a d] later [] dropped []", false},
		{"due another day", []townhall.Reminder{one("d", "2027-03-15", true)}, []time.Time{at("2027-03-16", 8)}, at("2027-03-16", 9),
			"now [] later [d 03-17 09:00] dropped []", false},
		{"at night", []townhall.Reminder{one("d", "2027-03-16", true)}, nil, at("2027-03-16", 22), "now [] later [d 03-17 09:00] dropped []", false},
		{"too late", []townhall.Reminder{monday}, nil, at("2027-04-16", 9), "now [] later [] dropped [a]", false},
		{"nothing", nil, nil, at("2027-04-16", 9), "now [] later [] dropped []", false},
	} {
		f := townhall.Fold(tt.all, tt.said, tt.now, anna)
		var now, later, dropped []string
		for _, r := range f.Now {
			now = append(now, r.Key)
		}
		for _, r := range f.Later {
			later = append(later, r.Key+" "+r.At.Format("01-02 15:04"))
		}
		for _, r := range f.Dropped {
			dropped = append(dropped, r.Key)
		}
		if got := fmt.Sprintf("now %v later %v dropped %v", now, later, dropped); got != tt.want || f.Counts != tt.counted {
			t.Errorf("%s: %s, counted %t", tt.name, got, f.Counts)
		}
	}
	anna.Muted = true
	if f := townhall.Fold([]townhall.Reminder{monday}, nil, at("2027-03-15", 9), anna); len(f.Dropped) != 1 {
		t.Errorf("muted: %+v", f)
	}
}

func TestSnooze(t *testing.T) {
	_, cal := demo(t)
	anna := townhall.Reach{Settings: townhall.DefaultSettings("anna"), Calendar: cal, Zone: berlin}
	anna.Settings.Works = townhall.DaysOf(time.Tuesday, time.Wednesday, time.Thursday)
	r := townhall.Reminder{Key: "check-in/dl-1/3/r1.1/anna", Until: day(t, "2027-04-30").At(17, 0, berlin)}
	for _, tt := range []struct {
		now, hour string
		s         townhall.Snooze
		want      string
	}{
		{"2027-03-23", "09:00", townhall.SnoozeToday, "03-23 12:00"},
		{"2027-03-23", "09:10", townhall.SnoozeToday, "03-23 12:15"},
		{"2027-03-23", "14:30", townhall.SnoozeToday, ""},
		{"2027-03-23", "09:00", townhall.SnoozeTomorrow, "03-24 09:00"},
		{"2027-03-25", "09:00", townhall.SnoozeTomorrow, "03-30 09:00"}, // Easter
		{"2027-03-16", "09:00", townhall.SnoozeNextWeek, "03-23 09:00"},
		{"2027-03-23", "09:00", townhall.SnoozeNextWeek, "03-30 09:00"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", tt.now+" "+tt.hour, berlin)
		if err != nil {
			t.Fatal(err)
		}
		again, ok := anna.Snooze(r, tt.s, now)
		if got := again.At.In(berlin).Format("01-02 15:04"); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s at %s %s: %s, %t", tt.s, tt.now, tt.hour, got, ok)
		}
	}
	again, _ := anna.Snooze(r, townhall.SnoozeTomorrow, day(t, "2027-03-23").At(9, 0, berlin))
	if again.Key != "check-in/dl-1/3/r1.1/anna/again-20270324T0800" || again.Today != day(t, "2027-03-24") {
		t.Errorf("%+v", again)
	}
	r.Until = day(t, "2027-03-25").At(17, 0, berlin)
	offered := func(until time.Time, day townhall.Date) string {
		var all []townhall.Snooze
		for _, o := range anna.Snoozes(until, day.At(9, 0, berlin)) {
			all = append(all, o.Snooze)
		}
		return fmt.Sprint(all)
	}
	if got := offered(r.Until, day(t, "2027-03-24")); got != "[later_today tomorrow]" {
		t.Errorf("offered: %s", got)
	}
	if got := offered(time.Time{}, day(t, "2027-03-25")); got != "[later_today tomorrow]" { // whose next day is next week's first
		t.Errorf("offered before the weekend: %s", got)
	}
}

// TestWhatALotseHearsInTheDemo lets time pass over the demo town: all that one
// participant with four packages is told unasked in the phase before Easter.
func TestWhatALotseHearsInTheDemo(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	c.Participants = c.Participants[:1]
	f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin, Reach: reachOf(cal, nil)}
	waiting := c.Reminders(f)
	for i, due := range []string{"2027-03-24", "2027-03-25", "2027-03-26", "2027-04-01"} {
		w := townhall.DuePackage{ID: townhall.WorkPackageID(21 + i), Org: c.Host, Due: day(t, due),
			Working: []townhall.PersonID{c.Participants[0].Person}}
		waiting = append(waiting, w.Reminders(f)...)
	}
	reach, _ := f.Reach(c.Participants[0].Member)
	var said []time.Time
	var heard []string
	for len(waiting) > 0 {
		now := slices.MinFunc(waiting, func(a, b townhall.Reminder) int { return a.At.Compare(b.At) }).At
		if !now.Before(day(t, "2027-04-03").At(0, 0, berlin)) {
			break
		}
		folded := townhall.Fold(waiting, said, now, reach)
		waiting = folded.Later
		line := now.Format("Mon 01-02 15:04")
		for _, r := range folded.Now {
			line += fmt.Sprintf(" %s %d", r.Kind, max(int(r.Occurrence), int(r.Package)))
		}
		for _, r := range folded.Dropped {
			line += fmt.Sprintf(" dropped %s %d", r.Kind, max(int(r.Occurrence), int(r.Package)))
		}
		if folded.Counts {
			said = append(said, now)
			line += " counts"
		}
		if len(folded.Now)+len(folded.Dropped) > 0 {
			heard = append(heard, line)
		}
	}
	if diff := cmp.Diff([]string{
		"Mon 03-22 09:00 check_in 3 package_soon 21 counts",
		"Tue 03-23 09:00 open_packages 3 package_soon 22 counts",
		"Wed 03-24 09:00 date 4 package_due 21 package_soon 23",
		"Thu 03-25 09:00 package_due 22",
		"Thu 03-25 15:00 phase_end 3",
		"Tue 03-30 09:00 invitation 5 package_soon 24 counts",
		"Tue 03-30 16:30 agreed 4",
		"Thu 04-01 09:00 package_due 24",
	}, heard); diff != "" {
		t.Error(diff)
	}
}
