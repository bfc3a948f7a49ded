package townhall_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestPresent(t *testing.T) {
	thursday := townhall.Date{Year: 2027, Month: 3, Day: 18}
	away := townhall.DefaultSettings("anna")
	away.Absence = townhall.Absence{From: thursday, Until: thursday.AddDays(1)}
	partTime := townhall.DefaultSettings("anna")
	partTime.Works = townhall.DaysOf(time.Monday, time.Friday, time.Sunday)
	for _, c := range []struct {
		name string
		s    townhall.Settings
		day  townhall.Date
		want bool
	}{
		{"as usual", townhall.DefaultSettings("anna"), thursday, true},
		{"at the weekend", townhall.DefaultSettings("anna"), thursday.AddDays(2), false},
		{"the day before", away, thursday.AddDays(-1), true},
		{"the first day away", away, thursday, false},
		{"the last day away", away, thursday.AddDays(1), false},
		{"not one of her days", partTime, thursday, false},
		{"one of her days", partTime, thursday.AddDays(1), true},
		{"Sunday is nobody's", partTime, thursday.AddDays(3), false},
	} {
		if got := townhall.Present(c.s, c.day); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSettingsRefuse(t *testing.T) {
	day := townhall.Date{Year: 2027, Month: 3, Day: 18}
	s := townhall.DefaultSettings("anna")
	for key, err := range map[string]error{
		"settings.no_days":       s.SetWorkingDays(townhall.DaysOf(time.Sunday)),
		"settings.absence_order": s.SetAbsence(day.AddDays(1), day, day),
		"settings.absence_past":  s.SetAbsence(day.AddDays(-3), day.AddDays(-1), day),
		"settings.absence_long":  s.SetAbsence(day, day.AddDays(4000), day),
		"settings.quiet_empty":   s.SetQuietHours(townhall.QuietHours{From: 60, Until: 60}),
		"settings.bad_clock":     s.SetQuietHours(townhall.QuietHours{From: 60, Until: 24 * 60}),
		"settings.deputy_self":   s.SetDeputy(&townhall.Person{ID: "anna"}),
		"person.unknown":         s.SetDeputy(&townhall.Person{ID: "ben", Gone: true}),
	} {
		e, ok := err.(*townhall.Error)
		if !ok || e.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	if s != townhall.DefaultSettings("anna") {
		t.Errorf("what was refused has changed something: %+v", s)
	}
}

func TestQuietHours(t *testing.T) {
	night, noon := townhall.DefaultQuietHours, townhall.QuietHours{From: 12 * 60, Until: 13 * 60}
	for _, c := range []struct {
		q    townhall.QuietHours
		hour townhall.ClockTime
		want bool
	}{{night, 7 * 60, true}, {night, 8 * 60, false}, {night, 16*60 + 59, false}, {night, 17 * 60, true}, {night, 0, true},
		{noon, 12 * 60, true}, {noon, 13 * 60, false}, {noon, 0, false}} {
		if got := c.q.Covers(c.hour); got != c.want {
			t.Errorf("%v covers %v: %v", c.q, c.hour, got)
		}
	}
}

// anySettings draws the settings of a person among some.
func anySettings(t *rapid.T, p townhall.PersonID, people []townhall.PersonID, today townhall.Date) townhall.Settings {
	s := townhall.DefaultSettings(p)
	s.Works = townhall.WorkingDays(rapid.Uint8().Draw(t, "days")) & townhall.EveryWorkingDay
	s.Deputy = rapid.SampledFrom(append(people, "")).Draw(t, "deputy")
	if rapid.Bool().Draw(t, "away") {
		from := today.AddDays(rapid.IntRange(-5, 5).Draw(t, "from"))
		s.Absence = townhall.Absence{From: from, Until: from.AddDays(rapid.IntRange(0, 9).Draw(t, "days away"))}
	}
	return s
}

// However people name each other as deputies, somebody is found; and what is
// personal or confidential is never anybody else's.
func TestStandInEndsAndKeepsSecrets(t *testing.T) {
	people := []townhall.PersonID{"anna", "ben", "cem", "dora"}
	today := townhall.Date{Year: 2027, Month: 3, Day: 18}
	rapid.Check(t, func(t *rapid.T) {
		all := map[townhall.PersonID]townhall.Settings{}
		for _, p := range people {
			if p == "anna" || rapid.IntRange(0, 5).Draw(t, "gone") > 0 {
				all[p] = anySettings(t, p, people, today)
			}
		}
		look := func(p townhall.PersonID) (townhall.Settings, bool) { s, ok := all[p]; return s, ok }
		for _, m := range []townhall.Matter{townhall.MatterPersonal, townhall.MatterConfidential, "something new"} {
			if got := townhall.StandIn("anna", m, today, look); got != "anna" {
				t.Fatalf("%s goes to %s", m, got)
			}
		}
		got := townhall.StandIn("anna", townhall.MatterWork, today, look)
		s, known := all[got]
		switch {
		case !known:
			t.Fatalf("%q stands in, who has left", got)
		case got != "anna" && !townhall.Present(s, today):
			t.Fatalf("%s stands in, who is away", got)
		case got != "anna" && townhall.Present(all["anna"], today):
			t.Fatalf("%s stands in for somebody who is there", got)
		}
	})
}

// The next moment is never before the one asked about, is allowed, and nothing
// allowed lies before it.
func TestNextMoment(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		today := townhall.Date{Year: 2027, Month: 3, Day: rapid.IntRange(1, 31).Draw(t, "day")}
		s := anySettings(t, "anna", nil, today)
		s.Works |= townhall.DaysOf(time.Wednesday)
		if rapid.Bool().Draw(t, "own hours") {
			s.Quiet = townhall.QuietHours{From: townhall.ClockTime(15 * rapid.IntRange(0, 95).Draw(t, "from")), Until: townhall.ClockTime(15 * rapid.IntRange(0, 95).Draw(t, "until"))}
			if s.Quiet.From == s.Quiet.Until {
				s.Quiet = townhall.DefaultQuietHours
			}
		}
		at := today.At(rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), zone)
		next := townhall.NextMoment(s, cal, at)
		allowed := func(m time.Time) bool {
			return townhall.MayInterrupt(s, m) && cal.Workday(townhall.DateOf(m, zone))
		}
		if next.Before(at) || !allowed(next) {
			t.Fatalf("from %s to %s", at, next)
		}
		for m := at; m.Before(next); m = m.Add(time.Minute) {
			if allowed(m) {
				t.Fatalf("from %s to %s, but %s was allowed", at, next, m)
			}
		}
		own := townhall.ClockTime(15 * rapid.IntRange(32, 67).Draw(t, "hour of its own"))
		next = townhall.NextMomentAt(s, cal, at, own)
		hour := townhall.DateOf(next, zone).At(int(own/60), int(own%60), zone)
		quiet := true // for the rest of the day
		for m := hour; townhall.DateOf(m, zone) == townhall.DateOf(hour, zone); m = m.Add(15 * time.Minute) {
			quiet = quiet && s.Quiet.Covers(townhall.ClockTime(60*m.Hour()+m.Minute()))
		}
		if next.Before(at) || !allowed(next) || next.Before(hour) && !quiet || next.After(hour) && allowed(hour) && !hour.Before(at) {
			t.Fatalf("from %s at %s to %s", at, own, next)
		}
	})
}
