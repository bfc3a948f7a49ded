package townhall_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lotsenfunk/i18n"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

var (
	berlin      = location("Europe/Berlin")
	coordinator = somebody("kim", townhall.RoleCoordinator)
)

func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// demo is the built-in town with its calendar.
func demo(t *testing.T) (*townfile.Town, *townhall.Calendar) {
	t.Helper()
	town, err := townfile.Demo()
	if err != nil {
		t.Fatal(err)
	}
	return town, calendar(t, town.Organisation.State, town.Organisation.ExtraDaysOff, nil)
}

// newCohort plans a cohort in January 2027, long before it begins.
func newCohort(t interface{ Fatal(...any) }, cal *townhall.Calendar, o townhall.Outline) *townhall.Cohort {
	if o.Title == "" {
		o.Title = "Lehrgang"
	}
	c, err := townhall.NewCohort("birkenfurt", "dl-1", coordinator, o, cal, day(t, "2027-01-11").At(9, 0, berlin))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDemoCohort plans the cohort of the demo town from its first date and
// compares every day with what the file says.
func TestDemoCohort(t *testing.T) {
	town, cal := demo(t)
	said := town.Cohort
	var titles []string
	for _, p := range said.Phases(cal) {
		titles = append(titles, p.Title)
	}
	c := newCohort(t, cal, townhall.Outline{Title: "Lehrgang Digitallotsen 2027", Template: townhall.PhasesTemplate(4),
		First: day(t, "2027-02-23"), Place: "Ratssaal", Places: 18, Phases: titles})
	if diff := cmp.Diff(said.Occurrences, c.Occurrences, cmpopts.IgnoreFields(townhall.Occurrence{}, "Since")); diff != "" {
		t.Error(diff)
	}
	want := []townhall.Phase{
		{1, "Bestand aufnehmen", 2, 3, day(t, "2027-03-03"), day(t, "2027-03-15"), 9, day(t, "2027-03-15")},
		{2, "Bedarfe erfassen und priorisieren", 3, 4, day(t, "2027-03-17"), day(t, "2027-03-29"), 7, day(t, "2027-03-25")},
		{3, "Maßnahmen planen", 4, 5, day(t, "2027-03-31"), day(t, "2027-04-12"), 9, day(t, "2027-04-12")},
		{4, "Umsetzen und weitergeben", 5, 6, day(t, "2027-04-14"), day(t, "2027-04-26"), 9, day(t, "2027-04-26")},
	}
	if diff := cmp.Diff(want, c.Phases(cal)); diff != "" {
		t.Error(diff)
	}
	if got := fmt.Sprint(dates(c)); got != "[2027-02-23 2027-03-02 2027-03-16 2027-03-30 2027-04-13 2027-04-27]" {
		t.Errorf("dates: %s", got)
	}

	warnings := c.Warnings(cal, nil, nil)
	if diff := cmp.Diff([]townhall.Warning{{Kind: townhall.WarnDaysOff, Phase: 2, Days: []string{"good_friday", "easter_monday"}, Have: 7, Usual: 9}}, warnings); diff != "" {
		t.Fatal(diff)
	}
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	german := catalogues.Printer(i18n.German, berlin)
	words := fmt.Sprintf("%s und %s liegen in dieser Arbeitsphase: %d statt %d Arbeitstage.", german.Line("day_off.good_friday", nil),
		german.Line("day_off.easter_monday", nil), warnings[0].Have, warnings[0].Usual)
	if words != "Karfreitag und Ostermontag liegen in dieser Arbeitsphase: 7 statt 9 Arbeitstage." {
		t.Errorf("the warning is %s", words)
	}
}

// Seminars begin at nine by the clock on the wall, before and after the clocks
// change.
func TestDemoCohortOverTheChangeOfTheClocks(t *testing.T) {
	town, _ := demo(t)
	for i, want := range map[int]string{2: "2027-03-16 09:00 CET", 3: "2027-03-30 09:00 CEST"} {
		if got := town.Cohort.Occurrences[i].Start(berlin).Format("2006-01-02 15:04 MST"); got != want {
			t.Errorf("seminar %d begins at %s, want %s", i, got, want)
		}
	}
	if got := town.Cohort.Occurrences[3].End(berlin).Format("15:04 MST"); got != "16:00 CEST" {
		t.Errorf("it ends at %s", got)
	}
}

func dates(c *townhall.Cohort) (all []string) {
	for _, o := range c.Occurrences {
		all = append(all, o.Date.String())
	}
	return all
}

func TestTemplates(t *testing.T) {
	cal := calendar(t, "BW", []string{"12-24", "12-31"}, nil)
	for _, tt := range []struct {
		name, first, rhythm, want string
	}{
		{"phases", "2027-02-23", "fixed_weekday", "02-23 03-02 03-16 03-30 04-13 04-27"},
		{"phases", "2027-02-22", "fixed_weekday", "02-22 03-01 03-15 03-30 04-12 04-26"}, // a Monday: only Easter Monday is put off
		{"phases", "2027-02-23", "ten_workdays", "02-23 03-02 03-17 04-05 04-20 05-05"},
		{"webinar", "2027-03-18", "fixed_weekday", "03-18 03-25 03-30"}, // the half day follows on the next workday, after Easter
		{"three_days", "2027-03-18", "fixed_weekday", "03-18 03-25 04-01"},
	} {
		template, err := townhall.FindTemplate(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		c := newCohort(t, cal, townhall.Outline{Template: template, First: day(t, tt.first), Rhythm: townhall.Rhythm(tt.rhythm)})
		if got := strings.ReplaceAll(strings.Join(dates(c), " "), "2027-", ""); got != tt.want {
			t.Errorf("%s from %s by %s: %s, want %s", tt.name, tt.first, tt.rhythm, got, tt.want)
		}
	}
	if _, err := townhall.FindTemplate("none"); errorKey(err) != "cohort.no_template" {
		t.Error(err)
	}
}

// In the other reading of two weeks a phase has its ten workdays, whatever lies
// between.
func TestTenWorkdays(t *testing.T) {
	cal := calendar(t, "BW", nil, nil)
	c := newCohort(t, cal, townhall.Outline{Template: townhall.PhasesTemplate(4), First: day(t, "2027-02-23"), Rhythm: townhall.RhythmWorkdays})
	for _, p := range c.Phases(cal) {
		if p.Workdays != 10 || p.LastWorkday != p.Until {
			t.Errorf("phase %d has %d workdays, until %s: %+v", p.Number, p.Workdays, p.LastWorkday, p)
		}
	}
}

func TestNewCohortRefuses(t *testing.T) {
	cal := calendar(t, "BW", nil, nil)
	good := townhall.Outline{Title: "Lehrgang", Template: townhall.PhasesTemplate(4), First: day(t, "2027-02-23")}
	for want, change := range map[string]func(*townhall.Outline){
		"cohort.no_title":   func(o *townhall.Outline) { o.Title = "  " },
		"cohort.day_off":    func(o *townhall.Outline) { o.First = day(t, "2027-03-26") },
		"cohort.no_date":    func(o *townhall.Outline) { o.First = townhall.Date{} },
		"cohort.far_away":   func(o *townhall.Outline) { o.First = day(t, "2927-02-23") },
		"cohort.bad_phases": func(o *townhall.Outline) { o.Template = townhall.PhasesTemplate(13) },
		"cohort.bad_hours":  func(o *townhall.Outline) { o.From, o.Until = 600, 540 },
		"cohort.bad_places": func(o *townhall.Outline) { o.Places = -1 },
		"error.too_long":    func(o *townhall.Outline) { o.Place = strings.Repeat("x", 201) },
	} {
		o := good
		change(&o)
		if _, err := townhall.NewCohort("b", "x", coordinator, o, cal, day(t, "2027-01-11").At(9, 0, berlin)); errorKey(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := townhall.NewCohort("b", "x", somebody("anna"), good, cal, day(t, "2027-01-11").At(9, 0, berlin)); errorKey(err) != "may.run_cohort" {
		t.Errorf("anybody plans a cohort: %v", err)
	}
}

// anyCohort draws a cohort anywhere in three years, in any state and rhythm.
func anyCohort(t *rapid.T) (*townhall.Cohort, *townhall.Calendar) {
	cal := calendar(t, rapid.SampledFrom(townhall.States()).Draw(t, "state"), []string{"12-24", "12-31"}, nil)
	templates := append(townhall.Templates(), townhall.PhasesTemplate(1), townhall.PhasesTemplate(7))
	first := cal.NextWorkday(day(t, "2025-06-01").AddDays(rapid.IntRange(0, 1000).Draw(t, "first")))
	return newCohort(t, cal, townhall.Outline{Template: rapid.SampledFrom(templates).Draw(t, "template"), First: first,
		Rhythm: rapid.SampledFrom(townhall.Rhythms).Draw(t, "rhythm")}), cal
}

// checkPlan holds what is true of every plan.
func checkPlan(t *rapid.T, c *townhall.Cohort, cal *townhall.Calendar) {
	live := c.Live()
	for i, o := range live {
		if !cal.Workday(o.Date) {
			t.Fatalf("date %d is on %s, a day off", o.ID, o.Date)
		}
		if i > 0 && !live[i-1].Date.Before(o.Date) {
			t.Fatalf("date %d is on %s, not after %s", o.ID, o.Date, live[i-1].Date)
		}
	}
	for _, p := range c.Phases(cal) {
		if p.Workdays > 0 && (!cal.Workday(p.LastWorkday) || !p.Covers(p.LastWorkday) || !p.Covers(p.Middle(cal)) || !cal.Workday(p.Middle(cal))) {
			t.Fatalf("phase %d ends on %s, in the middle is %s: %+v", p.Number, p.LastWorkday, p.Middle(cal), p)
		}
		if (p.Workdays == 0) != p.LastWorkday.IsZero() || p.Workdays != cal.Workdays(p.From, p.Until) {
			t.Fatalf("phase %+v", p)
		}
		for _, o := range live {
			if p.Covers(o.Date) {
				t.Fatalf("%s lies in phase %+v", o.Date, p)
			}
		}
	}
}

func TestEveryPlanIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, cal := anyCohort(t)
		checkPlan(t, c, cal)
	})
}

func TestTimePasses(t *testing.T) {
	town, _ := demo(t)
	c := town.Cohort
	c.State = townhall.CohortPlanned
	var seen []townhall.CohortState
	for d := day(t, "2027-02-01"); d.Before(day(t, "2027-06-01")); d = d.AddDays(1) {
		if c.Pass(d) {
			seen = append(seen, c.State)
			if want := map[townhall.CohortState]string{townhall.CohortRunning: "2027-02-23", townhall.CohortFinished: "2027-04-28"}[c.State]; d.String() != want {
				t.Errorf("%s on %s, want %s", c.State, d, want)
			}
		}
	}
	if !slices.Equal(seen, []townhall.CohortState{townhall.CohortRunning, townhall.CohortFinished}) {
		t.Errorf("states: %v", seen)
	}
}
