package townhall_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/townhall"
)

func TestWhere(t *testing.T) {
	town, cal := demo(t)
	for _, tt := range []struct {
		on, today, next string
		phase, left     int
	}{
		{"2027-02-01", "", "kickoff", 0, 0},
		{"2027-02-23", "kickoff", "seminar_day", 0, 0},
		{"2027-03-16", "seminar_day", "seminar_day", 0, 0},
		{"2027-03-18", "", "seminar_day", 2, 6},
		{"2027-03-28", "", "seminar_day", 2, 0},
		{"2027-04-26", "", "closing", 4, 1},
		{"2027-04-27", "closing", "", 0, 0},
		{"2027-05-03", "", "", 0, 0},
	} {
		at := town.Cohort.Where(day(t, tt.on), cal)
		today, next, phase := "", "", 0
		if at.Today != nil {
			today = string(at.Today.Kind)
		}
		if at.Next != nil {
			next = string(at.Next.Kind)
		}
		if at.Phase != nil {
			phase = at.Phase.Number
		}
		if today != tt.today || next != tt.next || phase != tt.phase || at.WorkdaysLeft != tt.left {
			t.Errorf("%s: today %q, next %q, phase %d, %d workdays left; want %+v", tt.on, today, next, phase, at.WorkdaysLeft, tt)
		}
	}
}

func TestWarnings(t *testing.T) {
	cal := calendar(t, "BW", nil, nil)
	c := newCohort(t, cal, townhall.Outline{Template: townhall.PhasesTemplate(1), First: day(t, "2027-03-22")})
	school := townhall.SchoolHolidays{{Name: "Osterferien", From: day(t, "2027-03-25"), Until: day(t, "2027-04-03")}}
	guests := map[townhall.OrgID]*townhall.Calendar{"nachbar": calendar(t, "BW", []string{"04-12"}, nil)}
	want := []townhall.Warning{
		{Kind: townhall.WarnShifted, Occurrence: 2, Date: day(t, "2027-03-29"), Days: []string{"easter_monday"}},
		{Kind: townhall.WarnSchool, Occurrence: 2, Date: day(t, "2027-03-30"), School: "Osterferien"},
		{Kind: townhall.WarnGuest, Occurrence: 3, Date: day(t, "2027-04-12"), Days: []string{"organisation"}, Town: "nachbar"},
	}
	if diff := cmp.Diff(want, c.Warnings(cal, school, guests)); diff != "" {
		t.Error(diff)
	}
}

func TestFit(t *testing.T) {
	town, cal := demo(t)
	phase := town.Cohort.Phases(cal)[1] // seven workdays
	partTime := townhall.DefaultSettings("anna")
	partTime.Works = townhall.DaysOf(time.Monday, time.Tuesday, time.Wednesday)
	away := townhall.DefaultSettings("anna")
	away.Absence = townhall.Absence{From: day(t, "2027-03-22"), Until: day(t, "2027-03-31")}
	for _, tt := range []struct {
		name      string
		settings  townhall.Settings
		packages  []int
		questions int
		want      townhall.Fit
		tight     bool
	}{
		{"four hours a week", townhall.DefaultSettings("anna"), []int{2, 3}, 1, townhall.Fit{Packages: 5, Questions: 1, Agreed: 6}, false},
		{"one question too many", townhall.DefaultSettings("anna"), []int{2, 3}, 2, townhall.Fit{Packages: 5, Questions: 2, Agreed: 6}, true},
		{"three days a week", partTime, []int{4}, 0, townhall.Fit{Packages: 4, Agreed: 5}, false}, // 17, 22, 23, 24 March
		{"away from the second week on", away, []int{4}, 0, townhall.Fit{Packages: 4, Agreed: 2}, true},
	} {
		got := phase.Fit(4, tt.settings, cal, tt.packages, tt.questions)
		if got != tt.want || got.Tight() != tt.tight {
			t.Errorf("%s: %+v, tight %t", tt.name, got, got.Tight())
		}
	}
}
