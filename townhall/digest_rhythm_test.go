package townhall_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestCheckDigestCron(t *testing.T) {
	for spec, want := range map[string]string{
		"0 8 * * 1": "", "30 13 1 * *": "", "0 8 * * 1-5": "", "never": "",
		"":                       "five fields",
		"mo 8":                   "five fields",
		"0 0 8 * * 1":            "five fields",
		"@weekly":                "five fields",
		"@every 2h":              "five fields",
		"TZ=UTC 0 8 * * 1":       "time zone",
		"*/5 8 * * 1":            "more than once a day",
		"0 8,12 * * 1":           "more than once a day",
		"30 2 * * 1":             "between 2 and 3",
		"0 8 31 2 *":             "never comes",
		"0 25 * * 1":             "five fields",
		"CRON_TZ=UTC 0 8 * * 1 ": "time zone",
	} {
		err := townhall.CheckDigestCron(spec)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", spec, err, want)
		}
	}
}

// anyRhythm draws a rhythm that somebody can have.
func anyRhythm(t *rapid.T) townhall.DigestRhythm {
	at := townhall.ClockTime(rapid.IntRange(8*60, 17*60-1).Draw(t, "at"))
	days := townhall.WorkingDays(rapid.IntRange(1, 31).Draw(t, "days") << 1)
	weeks := rapid.IntRange(1, 2).Draw(t, "weeks")
	if rapid.Bool().Draw(t, "monthly") {
		r, err := townhall.MonthlyDigest(at)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if weeks > 1 {
		days = townhall.DaysOf(days.Days()[0])
	}
	r, err := townhall.WeeklyDigest(days, at, weeks)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// However the clock is looked at, over the changes of the clocks, after outages and
// more often than needed: each is taken once, at its hour, in order, and of those
// that were missed only the last.
func TestADigestIsTakenOnce(t *testing.T) {
	berlin := location("Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		r := anyRhythm(t)
		now := time.Date(2027, time.January, 1, 0, 0, 0, 0, berlin).Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, "begin")) * time.Minute)
		plan := &townhall.DigestPlan{Person: "anna", Due: now}
		last := now
		for range 30 {
			now = now.Add(time.Duration(rapid.IntRange(1, 20*24*60).Draw(t, "later")) * time.Minute)
			due, ok := plan.Take(r, now, berlin)
			if _, again := plan.Take(r, now, berlin); again {
				t.Fatal("it is taken twice")
			}
			if next := plan.Next(r, berlin); !next.After(now) {
				t.Fatalf("after %v was taken at %v, %v is due", due, now, next)
			}
			if !ok {
				continue
			}
			local := due.In(berlin)
			if !due.After(last) || due.After(now) || townhall.ClockTime(local.Hour()*60+local.Minute()) != r.Hour() {
				t.Fatalf("%v is taken at %v after %v, in the rhythm %+v", local, now, last, r)
			}
			last = due
		}
	})
}

// When it can be said is never a day off, a day of absence or an hour of quiet.
func TestADigestKeepsToPeoplesDays(t *testing.T) {
	cal, berlin := calendar(t, "BW", townhall.DefaultExtraDaysOff(), nil), location("Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		r := anyRhythm(t)
		s := townhall.DefaultSettings("anna")
		s.Works = townhall.WorkingDays(rapid.IntRange(1, 31).Draw(t, "works") << 1)
		begin := time.Date(2027, time.January, 1, 0, 0, 0, 0, berlin).AddDate(0, 0, rapid.IntRange(0, 700).Draw(t, "day"))
		today := townhall.DateOf(begin, berlin)
		s.Absence = townhall.Absence{From: today, Until: today.AddDays(rapid.IntRange(0, 40).Draw(t, "away"))}
		at := townhall.NextMomentAt(s, cal, r.Next(begin, berlin), r.Hour())
		if on := townhall.DateOf(at, berlin); !cal.Works(s, on) || !townhall.MayInterrupt(s, at) {
			t.Fatalf("it is said at %v", at)
		}
	})
}

func TestAPauseIsNotMadeUpFor(t *testing.T) {
	berlin := location("Europe/Berlin")
	monday := townhall.DigestRhythm{Cron: "0 8 * * 1"}
	plan := &townhall.DigestPlan{Due: day(t, "2027-03-18").At(9, 0, berlin)}
	if err := plan.Pause(monday, day(t, "2027-04-12"), day(t, "2027-03-18")); err != nil {
		t.Fatal(err)
	}
	if _, ok := plan.Take(monday, day(t, "2027-04-18").At(12, 0, berlin), berlin); ok {
		t.Error("something was due in the pause")
	}
	if next := plan.Next(monday, berlin); !next.Equal(day(t, "2027-04-19").At(8, 0, berlin)) {
		t.Errorf("after the pause it comes at %v", next)
	}
	plan.TurnOff()
	if next := plan.Next(monday, berlin); !next.IsZero() {
		t.Errorf("turned off, it comes at %v", next)
	}
}

// Whoever wants to hear less hears nothing just because of that.
func TestARarerOneIsNotMadeUpFor(t *testing.T) {
	berlin := location("Europe/Berlin")
	now := day(t, "2027-04-06").At(9, 0, berlin)
	plan := &townhall.DigestPlan{}
	plan.Subscribe(townhall.DigestRhythm{Cron: "30 13 * * 5", Weeks: 2}, now)
	if err := plan.GetLess(townhall.DigestRhythm{}, now); err != nil {
		t.Fatal(err)
	}
	if next := plan.Next(townhall.DigestRhythm{}, berlin); !next.Equal(day(t, "2027-05-01").At(13, 30, berlin)) {
		t.Errorf("the first of the month comes at %v", next)
	}
}
