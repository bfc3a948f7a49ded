package townhall_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// reachOf makes everybody reachable as they have set it.
func reachOf(cal *townhall.Calendar, settings map[townhall.PersonID]townhall.Settings) func(townhall.Member) (townhall.Reach, bool) {
	return func(m townhall.Member) (townhall.Reach, bool) {
		s, ok := settings[m.Person]
		if !ok {
			s = townhall.DefaultSettings(m.Person)
		}
		return townhall.Reach{Settings: s, Calendar: cal, Zone: berlin}, true
	}
}

// TestDemoReminders are all reminders to one participant of the demo town who was
// there from the beginning.
func TestDemoReminders(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	start := day(t, "2027-02-01").At(9, 0, berlin)
	c.Participants = c.Participants[:1]
	c.Participants[0].Since = start
	for i := range c.Occurrences {
		c.Occurrences[i].Since = start
	}
	f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin, Reach: reachOf(cal, nil)}
	if diff := cmp.Diff([]string{
		"02-09 09:00 invitation 1", // 14 days before the kickoff
		"02-16 09:00 invitation 2",
		"02-19 09:00 date 1", // two workdays before it
		"02-23 16:30 agreed 1",
		"02-26 09:00 date 2",
		"03-02 09:00 invitation 3",
		"03-02 16:30 agreed 2",
		"03-09 09:00 check_in 2", // the fifth of nine workdays
		"03-11 09:00 open_packages 2",
		"03-12 09:00 date 3",
		"03-15 15:00 phase_end 2",
		"03-16 09:00 invitation 4",
		"03-16 16:30 agreed 3",
		"03-22 09:00 check_in 3", // the fourth of seven
		"03-23 09:00 open_packages 3",
		"03-24 09:00 date 4",
		"03-25 15:00 phase_end 3", // Maundy Thursday: the last workday before Easter
		"03-30 09:00 invitation 5",
		"03-30 16:30 agreed 4",
		"04-06 09:00 check_in 4",
		"04-08 09:00 open_packages 4",
		"04-09 09:00 date 5",
		"04-12 15:00 phase_end 4",
		"04-13 09:00 invitation 6",
		"04-13 16:30 agreed 5",
		"04-20 09:00 check_in 5",
		"04-22 09:00 open_packages 5",
		"04-23 09:00 date 6",
		"04-26 15:00 phase_end 5",
		"04-27 16:30 agreed 6",
	}, short(c.Reminders(f))); diff != "" {
		t.Error(diff)
	}
}

// short is reminders in order: when, what, and about which date.
func short(all []townhall.Reminder) (lines []string) {
	slices.SortStableFunc(all, func(a, b townhall.Reminder) int { return a.At.Compare(b.At) })
	for _, r := range all {
		lines = append(lines, fmt.Sprintf("%s %s %d", r.At.In(berlin).Format("01-02 15:04"), r.Kind, r.Occurrence))
	}
	return lines
}

// What was due before the town was loaded counts as said; keys name the fact, its
// revision and the receiver.
func TestRemindersFromTheTownsFirstDayOn(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin, Reach: reachOf(cal, nil)}
	all := c.Reminders(f)
	if len(all) != 17*12 {
		t.Errorf("%d reminders", len(all))
	}
	keys := map[string]bool{}
	for _, r := range all {
		if r.At.Before(town.Start()) || keys[r.Key] {
			t.Errorf("%s at %s", r.Key, r.At)
		}
		keys[r.Key] = true
	}
	for _, key := range []string{"invitation/dl-2027-1/5/r1/lotse-bauhof", "check-in/dl-2027-1/3/r1.1/sb-kita", "phase-end/dl-2027-1/5/r1.1/sb-bauhof"} {
		if !keys[key] {
			t.Errorf("no %s", key)
		}
	}

	m, err := c.PreviewMove(coordinator, 5, day(t, "2027-04-20"), false, cal, town.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(m, coordinator, town.Start()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CannotCome(somebody("lotse-kultur"), 5, town.Reference); err != nil {
		t.Fatal(err)
	}
	var again []string
	for _, r := range c.Reminders(f) {
		if !keys[r.Key] && r.To.Person == "sb-kita" {
			again = append(again, r.Key+" "+r.At.Format("01-02"))
		}
		if r.To.Person == "lotse-kultur" && r.Occurrence == 5 && r.Kind == townhall.ReminderDate {
			t.Error("who cannot come is reminded to come")
		}
	}
	slices.Sort(again)
	if diff := cmp.Diff([]string{"agreed/dl-2027-1/5/r2/sb-kita 04-20", "agreed/dl-2027-1/6/r2/sb-kita 05-04",
		"check-in/dl-2027-1/4/r1.2/sb-kita 04-08", "check-in/dl-2027-1/5/r2.2/sb-kita 04-27",
		"date/dl-2027-1/5/r2/sb-kita 04-16", "date/dl-2027-1/6/r2/sb-kita 04-30",
		"invitation/dl-2027-1/5/r2/sb-kita 04-06", "invitation/dl-2027-1/6/r2/sb-kita 04-20",
		"open-packages/dl-2027-1/4/r1.2/sb-kita 04-15", "open-packages/dl-2027-1/5/r2.2/sb-kita 04-29",
		"phase-end/dl-2027-1/4/r1.2/sb-kita 04-19", "phase-end/dl-2027-1/5/r2.2/sb-kita 05-03"}, again); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Cancel(coordinator, "Krank.", town.Reference, town.Start()); err != nil || len(c.Reminders(f)) != 0 {
		t.Errorf("a cancelled cohort reminds: %v", err)
	}
}

func TestRemindersWithinSomebodysWeek(t *testing.T) {
	town, cal := demo(t)
	monday := townhall.DefaultSettings("anna")
	monday.Works = townhall.DaysOf(time.Monday, time.Tuesday)
	away := townhall.DefaultSettings("anna")
	away.Absence = townhall.Absence{From: day(t, "2027-03-22"), Until: day(t, "2027-03-31")}
	late := townhall.DefaultSettings("anna")
	late.Quiet = townhall.QuietHours{From: 16 * 60, Until: 10 * 60}
	open := townhall.DefaultSettings("anna")
	open.Quiet = townhall.QuietHours{From: 23 * 60, Until: 6 * 60}
	for _, tt := range []struct {
		name     string
		settings townhall.Settings
		want     string
	}{
		{"works on Monday and Tuesday", monday, "03-22 09:00 check_in 3, 03-23 09:00 date 4, 03-23 09:00 open_packages 3, 03-30 09:00 invitation 5, 03-30 09:00 phase_end 3, 03-30 16:30 agreed 4"},
		{"away over Easter", away, "03-19 09:00 date 4, 03-19 09:00 open_packages 3, 04-01 09:00 invitation 5, 04-01 09:00 agreed 4, 04-01 09:00 phase_end 3"},
		{"begins at ten, ends at four", late, "03-22 10:00 check_in 3, 03-23 10:00 open_packages 3, 03-24 10:00 date 4, 03-25 15:00 phase_end 3, 03-30 10:00 invitation 5, 03-31 10:00 agreed 4"},
		{"would be there until late", open, "03-22 09:00 check_in 3, 03-23 09:00 open_packages 3, 03-24 09:00 date 4, 03-25 15:00 phase_end 3, 03-30 09:00 invitation 5, 03-30 16:30 agreed 4"},
	} {
		c := *town.Cohort
		c.Participants = slices.Clone(c.Participants[:1])
		c.Participants[0].Person = "anna"
		f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin,
			Reach: reachOf(cal, map[townhall.PersonID]townhall.Settings{"anna": tt.settings})}
		var all []townhall.Reminder
		for _, r := range c.Reminders(f) {
			if r.At.Before(day(t, "2027-04-02").At(0, 0, berlin)) {
				all = append(all, r)
			}
		}
		if got := strings.Join(short(all), ", "); got != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.name, got, tt.want)
		}
	}
}

func TestCheckReminders(t *testing.T) {
	if err := townhall.CheckReminders(townhall.DefaultReminders()); err != nil {
		t.Error(err)
	}
	for _, r := range []townhall.ReminderRule{{At: 7 * 60}, {At: 17 * 60}, {At: 540, Days: -1}, {At: 540, Workdays: 99}} {
		if err := townhall.CheckReminders([]townhall.ReminderRule{r}); errorKey(err) != "cohort.bad_reminder" {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// anyReach draws somebody's hours, days and absence.
func anyReach(t *rapid.T, cal *townhall.Calendar, around townhall.Date) townhall.Reach {
	s := townhall.DefaultSettings("anna")
	if rapid.Bool().Draw(t, "part time") {
		s.Works = townhall.WorkingDays(rapid.Uint8().Draw(t, "days")) & townhall.EveryWorkingDay
	}
	if rapid.Bool().Draw(t, "away") {
		from := around.AddDays(rapid.IntRange(-20, 60).Draw(t, "away from"))
		s.Absence = townhall.Absence{From: from, Until: from.AddDays(rapid.IntRange(0, 30).Draw(t, "days away"))}
	}
	if rapid.Bool().Draw(t, "own hours") {
		s.Quiet = townhall.QuietHours{From: townhall.ClockTime(rapid.IntRange(0, 1439).Draw(t, "quiet from")), Until: townhall.ClockTime(rapid.IntRange(0, 1439).Draw(t, "quiet until"))}
	}
	zone := location(rapid.SampledFrom([]string{"Europe/Berlin", "Atlantic/Azores", "Asia/Tokyo"}).Draw(t, "zone"))
	return townhall.Reach{Settings: s, Calendar: cal, Zone: zone, Muted: rapid.IntRange(0, 20).Draw(t, "muted") == 0}
}

// checkOpen holds what is true of every moment at which somebody is told
// something unasked.
func checkOpen(t *rapid.T, r townhall.Reach, at time.Time, what string) {
	local := at.In(r.Zone)
	d := townhall.DateOf(local, r.Zone)
	clock := townhall.ClockTime(local.Hour()*60 + local.Minute())
	_, off := r.Calendar.DayOff(d)
	if off || !r.Settings.Works.Has(d.Weekday()) || r.Settings.Absence.Covers(d) || r.Muted ||
		clock < 8*60 || clock >= 17*60 || r.Settings.Quiet.Covers(clock) {
		t.Fatalf("%s is said at %s to somebody with %+v", what, local, r.Settings)
	}
}

// anyReminders draws a cohort, somebody in it with some packages, and all
// reminders to them.
func anyReminders(t *rapid.T) ([]townhall.Reminder, townhall.Reach) {
	c, cal := anyCohort(t)
	first := c.Occurrences[0].Date
	state := rapid.SampledFrom(townhall.States()).Draw(t, "their state")
	reach := anyReach(t, calendar(t, state, nil, nil), first)
	if _, _, err := c.Join(somebody("anna"), nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for i := range c.Occurrences {
		c.Occurrences[i].Since = time.Time{}
	}
	f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin,
		Reach: func(townhall.Member) (townhall.Reach, bool) { return reach, true }}
	all := c.Reminders(f)
	for i := range rapid.IntRange(0, 12).Draw(t, "packages") {
		due := cal.NextWorkday(first.AddDays(rapid.IntRange(0, 70).Draw(t, "due")))
		w := townhall.DuePackage{ID: townhall.WorkPackageID(i + 1), Org: c.Host, Due: due, Working: []townhall.PersonID{"anna"}}
		all = append(all, w.Reminders(f)...)
	}
	return all, reach
}

func TestNobodyIsRemindedOutOfHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, reach := anyReminders(t)
		keys := map[string]bool{}
		for _, r := range all {
			checkOpen(t, reach, r.At, r.Key)
			if r.At.After(r.Until) || keys[r.Key] {
				t.Fatalf("%s at %s, useful until %s", r.Key, r.At, r.Until)
			}
			keys[r.Key] = true
		}
	})
}

// Two towns in one cohort: each participant has the days off of their own town, and
// the same id is two people.
func TestRemindersInTwoTowns(t *testing.T) {
	host, guest := calendar(t, "BW", nil, nil), calendar(t, "BW", []string{"2027-02-16", "2027-02-19"}, nil)
	c, today := smallCohort(t)
	for _, town := range []townhall.OrgID{"birkenfurt", "nachbar"} {
		c.From = town
		if _, _, err := c.Join(somebody("anna"), nil, today.At(9, 0, berlin)); err != nil {
			t.Fatal(err)
		}
	}
	f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: host, Zone: berlin,
		Reach: func(m townhall.Member) (townhall.Reach, bool) {
			cal := host
			if m.Org == "nachbar" {
				cal = guest
			}
			return townhall.Reach{Settings: townhall.DefaultSettings(m.Person), Calendar: cal, Zone: berlin}, true
		}}
	var got []string
	for _, r := range c.Reminders(f) {
		if r.Kind == townhall.ReminderDate && r.Occurrence == 1 || r.Kind == townhall.ReminderInvitation && r.Occurrence == 2 {
			got = append(got, fmt.Sprintf("%s %s %s", r.To.Org, r.Key, r.At.Format("01-02 15:04")))
		}
	}
	if diff := cmp.Diff([]string{
		"birkenfurt invitation/dl-1/2/r1/anna 02-16 09:00",
		"birkenfurt date/dl-1/1/r1/anna 02-19 09:00",
		"nachbar invitation/dl-1/2/r1/anna@nachbar 02-15 09:00",
		"nachbar date/dl-1/1/r1/anna@nachbar 02-18 09:00",
	}, got); diff != "" {
		t.Error(diff)
	}
	gone := f
	gone.Reach = func(townhall.Member) (townhall.Reach, bool) { return townhall.Reach{}, false }
	if n := len(c.Reminders(gone)); n != 0 {
		t.Errorf("%d reminders to people who have left", n)
	}
}
