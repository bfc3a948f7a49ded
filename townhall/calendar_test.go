package townhall_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func calendar(t interface{ Fatal(...any) }, state string, extra, removed []string) *townhall.Calendar {
	c, err := townhall.NewCalendar(state, extra, removed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t interface{ Fatal(...any) }, s string) townhall.Date {
	d, err := townhall.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDaysOffAreTheLaws compares every day of seven years in sixteen states
// with a table that was written from the laws.
func TestDaysOffAreTheLaws(t *testing.T) {
	raw, err := os.ReadFile("testdata/daysoff.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(raw)) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		rows++
		year, state, want := fields[0], fields[1], fields[2:]
		c := calendar(t, state, nil, nil)
		var got []string
		for d := day(t, year+"-01-01"); d.String() <= year+"-12-31"; d = d.AddDays(1) {
			if _, off := c.DayOff(d); off {
				got = append(got, d.String()[5:])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %s: %s", state, year, diff)
		}
	}
	if want := 16 * 7; rows != want {
		t.Errorf("the table has %d rows, want %d", rows, want)
	}
}

func TestHolidaysThatBeganOrWereOnce(t *testing.T) {
	tests := []struct {
		state, day, name string
	}{
		{"BE", "2018-03-08", ""},
		{"BE", "2019-03-08", "womens_day"},
		{"MV", "2022-03-08", ""},
		{"MV", "2023-03-08", "womens_day"},
		{"BE", "2019-05-08", ""},
		{"BE", "2020-05-08", "liberation_day"},
		{"BE", "2021-05-08", ""},
		{"BE", "2025-05-08", "liberation_day"},
		{"BB", "2025-05-08", ""},
		{"BW", "2017-10-31", "reformation_day"},
		{"BW", "2018-10-31", ""},
		{"HH", "2017-10-31", "reformation_day"},
		{"HH", "2018-10-31", "reformation_day"},
		{"SN", "2010-10-31", "reformation_day"},
		{"TH", "2018-09-20", ""},
		{"TH", "2019-09-20", "childrens_day"},
		{"BB", "2027-03-28", "easter_sunday"},
		{"BB", "2027-05-16", "whit_sunday"},
		{"BW", "2027-03-28", ""},
	}
	for _, tt := range tests {
		name, off := calendar(t, tt.state, nil, nil).DayOff(day(t, tt.day))
		if name != tt.name || off != (tt.name != "") {
			t.Errorf("%s %s: got %q, %t, want %q", tt.state, tt.day, name, off, tt.name)
		}
	}
}

func TestTheTownsOwnDays(t *testing.T) {
	c := calendar(t, "BW", []string{"12-24", "12-31", "2027-05-07"}, []string{"01-06", "2027-12-31"})
	for s, want := range map[string]string{
		"2026-12-24": "organisation",
		"2027-12-24": "organisation",
		"2027-05-07": "organisation",
		"2028-05-07": "",
		"2027-01-06": "",
		"2026-12-31": "organisation",
		"2027-12-31": "",
		"2027-12-25": "christmas_day",
	} {
		if got, off := c.DayOff(day(t, s)); got != want || off != (want != "") {
			t.Errorf("%s: got %q, %t, want %q", s, got, off, want)
		}
	}
}

func TestNewCalendarSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name, state    string
		extra, removed []string
		want           string
	}{
		{"state", "XY", nil, nil, `"XY" is no Bundesland; there are BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH`},
		{"no state", "", nil, nil, `"" is no Bundesland; there are BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH`},
		{"extra", "BW", []string{"24.12."}, nil, `extra day off: "24.12." is no day like 12-24 or 2027-05-03`},
		{"empty", "BW", []string{""}, nil, `extra day off: "" is no day like 12-24 or 2027-05-03`},
		{"removed", "BW", nil, []string{"02-30"}, `removed day off: "02-30" is no day like 12-24 or 2027-05-03`},
		{"too many", "BW", make([]string, 101), nil, "101 extra days off, at most 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := townhall.NewCalendar(tt.state, tt.extra, tt.removed)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestWorkdays(t *testing.T) {
	c := calendar(t, "BW", []string{"12-24", "12-31"}, nil)
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2027-03-18", 5, "2027-03-25"},  // an idea's first answer
		{"2027-03-22", 10, "2027-04-07"}, // over Easter and the change of the clocks
		{"2027-04-07", -10, "2027-03-22"},
		{"2027-03-25", 1, "2027-03-30"},
		{"2027-03-27", 1, "2027-03-30"},
		{"2027-03-27", 0, "2027-03-27"},
		{"2027-03-27", -1, "2027-03-25"},
		{"2027-12-23", 1, "2027-12-27"},
		{"2026-12-30", 1, "2027-01-04"},
	}
	for _, tt := range tests {
		if got := c.AddWorkdays(day(t, tt.from), tt.n); got.String() != tt.want {
			t.Errorf("%d workdays from %s: got %s, want %s", tt.n, tt.from, got, tt.want)
		}
	}
	for from, want := range map[string]string{"2027-03-25": "2027-03-25", "2027-03-26": "2027-03-30", "2027-03-28": "2027-03-30"} {
		if got := c.NextWorkday(day(t, from)); got.String() != want {
			t.Errorf("next workday from %s: got %s, want %s", from, got, want)
		}
	}
	for _, tt := range []struct {
		from, until string
		want        int
	}{
		{"2027-03-22", "2027-03-31", 6},
		{"2027-03-26", "2027-03-29", 0},
		{"2027-03-25", "2027-03-25", 1},
		{"2027-03-25", "2027-03-24", 0},
		{"2027-01-01", "2027-12-31", 251},
	} {
		if got := c.Workdays(day(t, tt.from), day(t, tt.until)); got != tt.want {
			t.Errorf("workdays from %s until %s: got %d, want %d", tt.from, tt.until, got, tt.want)
		}
	}
}

func TestWorkdayProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		extra := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 365), func(n int) string {
			return townhall.Date{Year: 2024, Month: time.January, Day: 1}.AddDays(n).String()[5:]
		}), 0, 20).Draw(t, "extra")
		c := calendar(t, rapid.SampledFrom(townhall.States()).Draw(t, "state"), extra, nil)
		d := townhall.Date{Year: 2024, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 2500).Draw(t, "day"))
		n := rapid.IntRange(1, 40).Draw(t, "n")

		later := c.AddWorkdays(d, n)
		if !c.Workday(later) || !d.Before(later) {
			t.Fatalf("%d workdays after %s is %s", n, d, later)
		}
		if got := c.Workdays(d.AddDays(1), later); got != n {
			t.Errorf("%d workdays after %s is %s, but between them there are %d", n, d, later, got)
		}
		next := c.NextWorkday(d)
		if back := c.AddWorkdays(c.AddWorkdays(next, n), -n); back != next {
			t.Errorf("%d workdays after %s and back is %s", n, next, back)
		}
		if c.Workdays(d, next) != 1 {
			t.Errorf("the next workday from %s is %s", d, next)
		}
	})
}

func FuzzNewCalendar(f *testing.F) {
	for _, s := range []string{"12-24", "2027-05-03", "02-29", "", "2027-02-29", "12-32", "-----", "ab-cd"} {
		f.Add("BW", s)
	}
	f.Fuzz(func(t *testing.T, state, extra string) {
		c, err := townhall.NewCalendar(state, []string{extra}, nil)
		if err != nil {
			return
		}
		d := townhall.Date{Year: 2027, Month: time.March, Day: 18}
		if next := c.AddWorkdays(d, 5); next.Before(d) {
			t.Errorf("5 workdays after %s is %s", d, next)
		}
	})
}
