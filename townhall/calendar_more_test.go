package townhall_test

import (
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// Days off of single towns are given by their names, for some of them move with
// Easter.
func TestMunicipalDays(t *testing.T) {
	c := calendar(t, "SN", []string{"corpus_christi", "shrove_monday", "12-24"}, nil)
	for s, want := range map[string]string{
		"2027-05-27": "corpus_christi",
		"2028-06-15": "corpus_christi",
		"2027-02-08": "shrove_monday",
		"2027-02-09": "",
		"2027-08-08": "",
		"2027-12-24": "organisation",
	} {
		if got, off := c.DayOff(day(t, s)); got != want || off != (want != "") {
			t.Errorf("%s: got %q, %t, want %q", s, got, off, want)
		}
	}
	if got, _ := calendar(t, "BY", []string{"assumption_day", "peace_festival"}, nil).DayOff(day(t, "2027-08-08")); got != "peace_festival" {
		t.Errorf("Augsburg on 8 August: %q", got)
	}
	if got := townhall.MunicipalDays(); len(got) != 5 {
		t.Errorf("municipal days: %v", got)
	}
}

func TestTwoWeeks(t *testing.T) {
	c := calendar(t, "BW", nil, nil)
	for _, tt := range []struct {
		from   string
		rhythm townhall.Rhythm
		want   string
	}{
		{"2027-03-16", townhall.RhythmWeekday, "2027-03-30"},
		{"2027-03-15", townhall.RhythmWeekday, "2027-03-29"}, // Easter Monday: where the rhythm puts it
		{"2027-03-22", townhall.RhythmWorkdays, "2027-04-08"},
		{"2027-03-02", townhall.RhythmWorkdays, "2027-03-17"},
	} {
		if got := c.TwoWeeks(day(t, tt.from), tt.rhythm); got.String() != tt.want {
			t.Errorf("%s by %s: got %s, want %s", tt.from, tt.rhythm, got, tt.want)
		}
	}
}

func TestLastWorkdayIsNeverADayOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := calendar(t, rapid.SampledFrom(townhall.States()).Draw(t, "state"), nil, nil)
		from := day(t, "2024-01-01").AddDays(rapid.IntRange(0, 2500).Draw(t, "from"))
		until := from.AddDays(rapid.IntRange(-1, 20).Draw(t, "days"))
		last := c.LastWorkday(from, until)
		if last.IsZero() {
			if n := c.Workdays(from, until); n != 0 {
				t.Fatalf("no last workday of %d", n)
			}
			return
		}
		if !c.Workday(last) || c.Workdays(last, until) != 1 || last.Before(from) {
			t.Fatalf("the last workday from %s until %s is %s", from, until, last)
		}
	})
}

func TestSchoolHolidays(t *testing.T) {
	easter := townhall.SchoolHolidays{{Name: "Osterferien", From: day(t, "2027-03-25"), Until: day(t, "2027-04-03")}}
	for s, want := range map[string]bool{"2027-03-24": false, "2027-03-25": true, "2027-04-03": true, "2027-04-04": false} {
		if _, ok := easter.On(day(t, s)); ok != want {
			t.Errorf("%s: %t", s, ok)
		}
	}
	if from := day(t, "2027-03-26"); from.DaysUntil(day(t, "2027-03-30")) != 4 || from.DaysUntil(day(t, "2027-03-25")) != -1 {
		t.Error("days over the change of the clocks")
	}
}
