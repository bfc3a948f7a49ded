package townhall

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
)

// States are the sixteen Bundesländer by their codes in ISO 3166-2:DE.
func States() []string {
	return []string{"BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"}
}

// holiday is a legal holiday and where it is one.
type holiday struct {
	name   string // a catalogue key below day_off.
	states string // the Bundesländer that have it; "" for all
	rule   *cal.Holiday
}

// holidays are the legal holidays since 2017, the last year with a holiday for
// once everywhere. The library computes the days; which state has which since
// when stands here, because its own lists lack Frauentag in
// Mecklenburg-Vorpommern, the first years, the single years and the Sundays of
// Brandenburg (v2.1.27).
func holidays() []holiday {
	return []holiday{
		{"new_year", "", de.Neujahr},
		{"epiphany", "BW BY ST", de.HeiligeDreiKoenige},
		{"womens_day", "BE", since(2019, de.Frauentag)},
		{"womens_day", "MV", since(2023, de.Frauentag)},
		{"good_friday", "", de.Karfreitag},
		{"easter_sunday", "BB", easter(0)},
		{"easter_monday", "", de.Ostermontag},
		{"labour_day", "", de.TagderArbeit},
		{"liberation_day", "BE", once(2020, time.May, 8)},
		{"liberation_day", "BE", once(2025, time.May, 8)},
		{"ascension_day", "", de.ChristiHimmelfahrt},
		{"whit_sunday", "BB", easter(49)},
		{"whit_monday", "", de.Pfingstmontag},
		{"corpus_christi", "BW BY HE NW RP SL", de.Fronleichnam},
		{"assumption_day", "SL", de.MariaHimmelfahrt},
		{"childrens_day", "TH", since(2019, de.Weltkindertag)},
		{"unity_day", "", de.DeutschenEinheit},
		{"reformation_day", "", once(2017, time.October, 31)},
		{"reformation_day", "BB MV SN ST TH", de.Reformationstag},
		{"reformation_day", "HB HH NI SH", since(2018, de.Reformationstag)},
		{"all_saints_day", "BW BY NW RP SL", de.Allerheiligen},
		{"repentance_day", "SN", de.BussUndBettag},
		{"christmas_day", "", de.Weihnachtstag},
		{"second_christmas_day", "", de.ZweiterWeihnachtsfeiertag},
	}
}

// municipal are days off that one town has and its neighbour has not: holidays
// of single municipalities, and days on which many a town hall stays closed.
func municipal() []holiday {
	return []holiday{
		{"shrove_monday", "", easter(-48)},
		{"shrove_tuesday", "", easter(-47)},
		{"corpus_christi", "", de.Fronleichnam},       // parts of Saxony and Thuringia
		{"peace_festival", "", every(time.August, 8)}, // Augsburg
		{"assumption_day", "", de.MariaHimmelfahrt},   // most of Bavaria
	}
}

// MunicipalDays are the names of the days off that depend on the municipality;
// each is a catalogue key below day_off.
func MunicipalDays() []string {
	var names []string
	for _, h := range municipal() {
		names = append(names, h.name)
	}
	return names
}

// municipalOf parts a town's extra days off into those given by their names and
// the rest.
func municipalOf(extra []string) (named []holiday, days []string) {
	for _, e := range extra {
		at := slices.IndexFunc(municipal(), func(h holiday) bool { return h.name == e })
		if at < 0 {
			days = append(days, e)
			continue
		}
		named = append(named, municipal()[at])
	}
	return named, days
}

// DefaultExtraDaysOff are the days that TVöD § 6 (3) frees, unless the town says
// otherwise.
func DefaultExtraDaysOff() []string { return []string{"12-24", "12-31"} }

func holidaysOf(state string) []holiday {
	return slices.DeleteFunc(holidays(), func(h holiday) bool {
		return h.states != "" && !strings.Contains(h.states, state)
	})
}

// in is the day of the holiday in a year, if the year has it. The library
// answers in the machine's zone, in which the day is asked for again.
func (h holiday) in(year int) (Date, bool) {
	actual, _ := h.rule.Calc(year)
	return DateOf(actual, actual.Location()), !actual.IsZero()
}

func since(year int, rule *cal.Holiday) *cal.Holiday {
	return rule.Clone(&cal.Holiday{StartYear: year})
}

func every(month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

func once(year int, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{StartYear: year, EndYear: year, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// easter is the day so many days after Easter Sunday.
func easter(offset int) *cal.Holiday {
	return &cal.Holiday{Offset: offset, Func: cal.CalcEasterOffset}
}
