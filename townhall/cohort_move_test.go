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

// TestMoveInTheDemo moves the third seminar day by a week.
func TestMoveInTheDemo(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	before := fmt.Sprint(dates(c))
	m, err := c.PreviewMove(coordinator, 4, day(t, "2027-04-06"), false, cal, town.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(dates(c)) != before {
		t.Error("looking at a move has moved something")
	}
	wantChanges := []townhall.DateChange{
		{4, day(t, "2027-03-30"), day(t, "2027-04-06")},
		{5, day(t, "2027-04-13"), day(t, "2027-04-20")},
		{6, day(t, "2027-04-27"), day(t, "2027-05-04")},
	}
	if diff := cmp.Diff(wantChanges, m.Changes); diff != "" {
		t.Error(diff)
	}
	var phases []string
	for _, p := range m.Phases {
		phases = append(phases, fmt.Sprintf("%d: %s to %s, %d", p.After.Number, p.After.From, p.After.Until, p.After.Workdays))
	}
	if got := strings.Join(phases, "; "); got != "2: 2027-03-17 to 2027-04-05, 12; 3: 2027-04-07 to 2027-04-19, 9; 4: 2027-04-21 to 2027-05-03, 9" {
		t.Error(got)
	}
	if len(m.Told) != 12 {
		t.Errorf("%d people are told", len(m.Told))
	}
	now := town.Start().Add(time.Minute)
	notices, err := c.Apply(m, coordinator, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(notices) != 12+1 || notices[12].To != townhall.ToChannel || notices[0].Person != m.Told[0].Person || notices[0].Values["from"] != "2027-03-30" || notices[0].Values["date"] != "2027-04-06" {
		t.Errorf("notices: %+v", notices)
	}
	for _, o := range c.Occurrences {
		revision, since := 1, town.Start()
		if o.ID >= 4 {
			revision, since = 2, now
		}
		if o.Revision != revision || !o.Since.Equal(since) {
			t.Errorf("date %d has revision %d since %s", o.ID, o.Revision, o.Since)
		}
	}
}

func TestMoveAlone(t *testing.T) {
	town, cal := demo(t)
	m, err := town.Cohort.PreviewMove(coordinator, 4, day(t, "2027-04-01"), true, cal, town.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Changes) != 1 || len(m.Phases) != 2 {
		t.Errorf("%+v, %+v", m.Changes, m.Phases)
	}
}

func TestMoveRefuses(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	for _, tt := range []struct {
		name  string
		by    *townhall.Person
		id    townhall.OccurrenceID
		to    string
		alone bool
		want  string
	}{
		{"by anybody", somebody("anna"), 4, "2027-04-06", false, "may.run_cohort"},
		{"of no date", coordinator, 9, "2027-04-06", false, "cohort.no_such_date"},
		{"of what is over", coordinator, 3, "2027-04-06", false, "cohort.date_past"},
		{"to a day off", coordinator, 4, "2027-03-29", false, "cohort.day_off"},
		{"to where it is", coordinator, 4, "2027-03-30", false, "cohort.there_already"},
		{"before the date before it", coordinator, 5, "2027-03-30", false, "cohort.before_other"},
		{"behind the next one, alone", coordinator, 4, "2027-04-13", true, "cohort.after_other"},
		{"into the past", coordinator, 4, "2027-03-17", false, "cohort.into_past"},
		{"to a mistyped year", coordinator, 4, "2072-04-06", false, "cohort.far_away"},
	} {
		if _, err := c.PreviewMove(tt.by, tt.id, day(t, tt.to), tt.alone, cal, town.Reference); errorKey(err) != tt.want {
			t.Errorf("a move %s: %v, want %s", tt.name, err, tt.want)
		}
	}
	m, err := c.PreviewMove(coordinator, 4, day(t, "2027-04-06"), false, cal, town.Reference)
	if err != nil {
		t.Fatal(err)
	}
	c.Version++
	if _, err := c.Apply(m, coordinator, town.Start()); errorKey(err) != "cohort.changed_since" {
		t.Errorf("a move of a cohort that has changed since: %v", err)
	}
	c.From = "nachbar"
	if err := c.CheckRun(coordinator); errorKey(err) != "may.run_cohort" {
		t.Errorf("the coordination of another town: %v", err)
	}
}

// TestMovingBackGivesTheSamePlan moves a date somewhere and back.
func TestMovingBackGivesTheSamePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, cal := anyCohort(t)
		today := c.Occurrences[0].Date.AddDays(-60)
		// Some moves and a cancelled date before, so that not everything is fresh.
		for range rapid.IntRange(0, 3).Draw(t, "moves before") {
			move(t, c, cal, today)
		}
		if rapid.Bool().Draw(t, "cancelled") {
			id := rapid.SampledFrom(c.Live()).Draw(t, "cancelled date").ID
			if _, err := c.CancelDate(coordinator, id, "Krank.", today, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		before, phases := dates(c), c.Phases(cal)
		m := move(t, c, cal, today)
		if m == nil {
			return
		}
		back, err := c.PreviewMove(coordinator, m.Occurrence, m.Changes[0].From, m.Alone, cal, today)
		if err != nil {
			t.Fatalf("cannot be moved back: %v", err)
		}
		if _, err := c.Apply(back, coordinator, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if got := dates(c); !slices.Equal(got, before) {
			t.Fatalf("there and back from %v is %v", before, got)
		}
		if diff := cmp.Diff(phases, c.Phases(cal)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// move moves some date of the cohort somewhere, and checks what comes of it; nil if
// the draw was refused.
func move(t *rapid.T, c *townhall.Cohort, cal *townhall.Calendar, today townhall.Date) *townhall.Move {
	o := *rapid.SampledFrom(c.Live()).Draw(t, "date")
	to := cal.NextWorkday(o.Date.AddDays(rapid.IntRange(-10, 40).Draw(t, "by days")))
	m, err := c.PreviewMove(coordinator, o.ID, to, rapid.Bool().Draw(t, "alone"), cal, today)
	if err != nil {
		if k := errorKey(err); k != "cohort.before_other" && k != "cohort.after_other" && k != "cohort.there_already" {
			t.Fatal(err)
		}
		return nil
	}
	was := map[townhall.OccurrenceID]townhall.Occurrence{}
	for _, o := range c.Occurrences {
		was[o.ID] = o
	}
	if _, err := c.Apply(m, coordinator, time.Time{}); err != nil {
		t.Fatal(err)
	}
	checkPlan(t, c, cal)
	for _, o := range c.Occurrences {
		changed := o.Date != was[o.ID].Date
		if changed != (o.Revision == was[o.ID].Revision+1) || changed && (o.ID < m.Occurrence || o.Cancelled || m.Alone && o.ID != m.Occurrence) {
			t.Fatalf("date %d went from %+v to %+v", o.ID, was[o.ID], o)
		}
	}
	if m.Changes[0].Occurrence != m.Occurrence || m.Changes[0].To != to {
		t.Fatalf("changes: %+v", m.Changes)
	}
	return m
}

func TestCancel(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	now := town.Start()
	if _, err := c.Cancel(coordinator, " ", town.Reference, now); errorKey(err) != "cohort.no_reason" {
		t.Errorf("without a reason: %v", err)
	}
	notices, err := c.CancelDate(coordinator, 4, "Die Referentin ist krank.", town.Reference, now)
	if err != nil || len(notices) != 12+1 { // those who take part, and the channel
		t.Fatalf("%v, %d notices", err, len(notices))
	}
	// The second phase goes on until the next date, the third is gone.
	phases := c.Phases(cal)
	if len(phases) != 3 || phases[1].Until != day(t, "2027-04-12") || phases[2].Number != 3 {
		t.Errorf("phases: %+v", phases)
	}
	if _, err := c.CancelDate(coordinator, 4, "Noch einmal.", town.Reference, now); errorKey(err) != "cohort.date_cancelled" {
		t.Errorf("twice: %v", err)
	}
	if notices, err = c.Cancel(coordinator, "Zu wenige Anmeldungen.", town.Reference, now); err != nil || len(notices) != 12+1 {
		t.Fatalf("%v, %d notices", err, len(notices))
	}
	for _, o := range c.Occurrences {
		if o.Cancelled != !o.Date.Before(town.Reference) {
			t.Errorf("%s is cancelled: %t", o.Date, o.Cancelled)
		}
	}
	if _, err := c.Cancel(coordinator, "Noch einmal.", town.Reference, now); errorKey(err) != "cohort.over" {
		t.Errorf("twice: %v", err)
	}
}

func TestSetPlace(t *testing.T) {
	town, _ := demo(t)
	c := town.Cohort
	notices, err := c.SetPlace(coordinator, 4, "Ratssaal", "Maßnahmen\nPause", 9*60, 16*60, town.Reference, town.Start())
	if err != nil || len(notices) != 0 || c.Occurrences[3].Revision != 1 || c.Occurrences[3].Agenda != "Maßnahmen\nPause" {
		t.Errorf("an agenda: %v, %d notices, %+v", err, len(notices), c.Occurrences[3])
	}
	notices, err = c.SetPlace(coordinator, 4, "Bücherei", "", 10*60, 16*60, town.Reference, town.Start())
	if err != nil || len(notices) != 12 || c.Occurrences[3].Revision != 2 || notices[0].Values["place"] != "Bücherei" {
		t.Errorf("a place: %v, %+v", err, notices)
	}
	if _, err = c.SetPlace(coordinator, 4, "Bücherei", "", 600, 600, town.Reference, town.Start()); errorKey(err) != "cohort.bad_hours" {
		t.Errorf("no hours: %v", err)
	}
}
