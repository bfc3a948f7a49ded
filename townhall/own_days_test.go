package townhall_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestDaysOfATown(t *testing.T) {
	today := day(t, "2027-01-11")
	own := func(s string) townhall.OwnDay {
		d, err := townhall.ParseOwnDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		name           string
		extra, removed []string
		work           bool // WorkOn instead of FreeDay
		day            string
		wantExtra      []string
		wantRemoved    []string
		err            string
	}{
		{name: "one more day off", day: "2027-02-11 Weiberfastnacht", wantExtra: []string{"2027-02-11 Weiberfastnacht"}},
		{name: "every year", extra: []string{"12-24"}, day: "12-31", wantExtra: []string{"12-24", "12-31"}},
		{name: "by its name", day: "shrove_monday", wantExtra: []string{"shrove_monday"}},
		{name: "by its name, twice", extra: []string{"shrove_monday"}, day: "shrove_monday", err: "town.day_off_already"},
		{name: "a holiday anyway", day: "2027-03-26", err: "town.day_off_already"},
		{name: "every year anyway", day: "12-25", err: "town.day_off_already"},
		{name: "one that lies within every year", extra: []string{"12-24"}, day: "2027-12-24", err: "town.day_off_already"},
		{name: "over", day: "2027-01-08", err: "town.day_past"},
		{name: "a Sunday", day: "2027-01-17", err: "town.weekend"},
		{name: "off again", removed: []string{"2027-05-06"}, day: "2027-05-06", wantRemoved: []string{}},
		{name: "a long name", day: "2027-02-11 Altweiberfastnacht, wie sie seit je begangen wird", err: "town.long_label"},

		{name: "no day off any more", extra: []string{"12-24", "12-31 Silvester"}, work: true, day: "12-31", wantExtra: []string{"12-24"}},
		{name: "not this year", extra: []string{"12-24"}, work: true, day: "2027-12-24", wantExtra: []string{"12-24"}, wantRemoved: []string{"2027-12-24"}},
		{name: "in spite of a holiday", work: true, day: "2027-01-06", err: "town.day_past"},
		{name: "in spite of every such holiday", work: true, day: "01-06", wantRemoved: []string{"01-06"}},
		{name: "a workday anyway", work: true, day: "2027-02-11", err: "town.workday_already"},
		{name: "never named", work: true, day: "shrove_monday", err: "town.workday_already"},
		{name: "named no longer", extra: []string{"shrove_monday"}, work: true, day: "shrove_monday", wantExtra: []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := &townhall.Organisation{State: "BW", ExtraDaysOff: tt.extra, RemovedDaysOff: tt.removed}
			change := o.FreeDay
			if tt.work {
				change = o.WorkOn
			}
			err := change(own(tt.day), today)
			if errorKey(err) != tt.err {
				t.Fatalf("%v, want %q", err, tt.err)
			}
			if tt.err != "" {
				tt.wantExtra, tt.wantRemoved = tt.extra, tt.removed
			}
			if !slices.Equal(o.ExtraDaysOff, tt.wantExtra) || !slices.Equal(o.RemovedDaysOff, tt.wantRemoved) {
				t.Errorf("free %q, worked %q; want %q, %q", o.ExtraDaysOff, o.RemovedDaysOff, tt.wantExtra, tt.wantRemoved)
			}
		})
	}
	many := &townhall.Organisation{State: "BW"}
	var err error
	for d := today; err == nil; d = d.AddDays(1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			if err = many.FreeDay(townhall.OwnDay{Date: d}, today); townhall.ErrorCode(err) == townhall.Conflict {
				err = nil
			}
		}
	}
	if errorKey(err) != "town.too_many_days" {
		t.Errorf("no end of days off: %v", err)
	}
}

// TestFreeDayAndWorkOn: what was freed is off and what is worked on is not,
// whatever was set before, and a calendar can be made of it.
func TestFreeDayAndWorkOn(t *testing.T) {
	today := day(t, "2027-01-11")
	rapid.Check(t, func(t *rapid.T) {
		o := &townhall.Organisation{State: rapid.SampledFrom(townhall.States()).Draw(t, "state"), ExtraDaysOff: townhall.DefaultExtraDaysOff()}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			d := today.AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
			off := rapid.Bool().Draw(t, "off")
			own := townhall.OwnDay{Date: d}
			if rapid.Bool().Draw(t, "yearly") {
				own.Date.Year = 0
			}
			change := o.WorkOn
			if off {
				change = o.FreeDay
			}
			if err := change(own, today); errorKey(err) == "town.weekend" {
				continue
			}
			cal, err := o.NewCalendar()
			if err != nil {
				t.Fatal(err)
			}
			if _, is := cal.DayOff(d); is != off && !own.Yearly() {
				t.Fatalf("%s is off: %t, with %q and without %q", own, is, o.ExtraDaysOff, o.RemovedDaysOff)
			}
		}
	})
}

func TestStruckDates(t *testing.T) {
	town, before := demo(t)
	o := town.Organisation
	if err := o.FreeDay(townhall.OwnDay{Date: day(t, "2027-03-30")}, town.Reference); err != nil {
		t.Fatal(err)
	}
	after, err := o.NewCalendar()
	if err != nil {
		t.Fatal(err)
	}
	struck := town.Cohort.Struck(before, after, town.Reference)
	if len(struck) != 1 || struck[0].Date != day(t, "2027-03-30") {
		t.Errorf("%v", struck)
	}
	if again := town.Cohort.Struck(after, after, town.Reference); len(again) != 0 {
		t.Errorf("off before: %v", again)
	}
	if past := town.Cohort.Struck(before, after, day(t, "2027-03-31")); len(past) != 0 {
		t.Errorf("over: %v", past)
	}
}

func TestStateAndRhythmOfATown(t *testing.T) {
	o := &townhall.Organisation{State: "BW"}
	if err := o.SetState("Bayern"); errorKey(err) != "town.unknown_state" || o.State != "BW" {
		t.Errorf("%s, %v", o.State, err)
	}
	if err := o.SetState("BY"); err != nil || o.State != "BY" {
		t.Errorf("%s, %v", o.State, err)
	}
	if err := o.SetRhythm("often"); err == nil || o.Rhythm != "" {
		t.Errorf("%s, %v", o.Rhythm, err)
	}
	if err := o.SetRhythm(townhall.RhythmWorkdays); err != nil || o.Rhythm != townhall.RhythmWorkdays {
		t.Errorf("%s, %v", o.Rhythm, err)
	}
}
