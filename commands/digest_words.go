package commands

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/townhall"
)

// askedRhythm is a rhythm as somebody asks for it: what they leave open is empty.
type askedRhythm struct {
	days    townhall.WorkingDays
	at      townhall.ClockTime
	timed   bool // a time of day was named
	weeks   int
	monthly bool
}

var (
	everyOther = regexp.MustCompile(`\b(?:(?:alle|jede|every)\s+(?:zwei|2|two|zweite|other|second)\s*(?:wochen?|weeks?)?|alle\s+14\s+tage|14-taegig|vierzehntaegig|zweiwoechentlich|2-woechentlich|fortnightly|biweekly)(?:\s|$)`)
	everyMonth = regexp.MustCompile(`\b(?:monatlich|monthly|(?:einmal\s+im|jeden|once\s+a|every)\s+mon(?:at|th))\b`)
	clockAsked = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?(?:uhr|h)?(am|pm)?$`)
	apart      = regexp.MustCompile(`[\s,;+&]+`)
	together   = regexp.MustCompile(`(\d)\s+(am|pm)\b`)
)

// rhythmFiller are words that say nothing about when.
var rhythmFiller = map[string]bool{"um": true, "am": true, "immer": true, "und": true, "and": true, "at": true, "on": true, "uhr": true, "h": true, "jeden": true,
	"jede": true, "every": true, "each": true, "alle": true, "woche": true, "week": true, "woechentlich": true, "weekly": true, "o'clock": true, "ab": true}

// everyDay are words for each working day.
var everyDay = map[string]bool{"taeglich": true, "daily": true, "werktags": true, "arbeitstags": true}

// readRhythm reads when somebody wants their Wochenstand: "mo 8:00", "montags um
// 8", "fr 13.30", "mo und do 9 Uhr", "mo-fr", "alle zwei wochen mo", "monatlich".
func readRhythm(text string) (asked askedRhythm, err error) {
	line := together.ReplaceAllString(fold(text), "$1$2")
	asked.weeks = 1
	if everyOther.MatchString(line) {
		asked.weeks, line = 2, everyOther.ReplaceAllString(line, " ")
	}
	if everyMonth.MatchString(line) {
		asked.monthly, line = true, everyMonth.ReplaceAllString(line, " ")
	}
	for _, word := range apart.Split(strings.TrimSpace(line), -1) {
		word = strings.TrimRight(word, ".!?")
		switch at, timed := parseHour(word); {
		case word == "" || rhythmFiller[word]:
		case everyDay[word]:
			asked.days |= townhall.EveryWorkingDay
		case timed && !asked.timed:
			asked.at, asked.timed = at, true
		default:
			days, weekend, ok := daysNamed(word)
			switch {
			case weekend:
				return asked, townhall.Errf(townhall.Invalid, "digest.weekend", "Field", "days")
			case !ok:
				return asked, townhall.Errf(townhall.Invalid, "digest.usage", "Field", "days")
			}
			asked.days |= days
		}
	}
	return asked, nil
}

// daysNamed reads one day of the week, or from one to another: "mo", "montags",
// "Mondays", "mo-do".
func daysNamed(word string) (days townhall.WorkingDays, weekend, ok bool) {
	for _, w := range []string{word, strings.TrimSuffix(word, "s")} {
		d, known := weekdays[w]
		if !known {
			d, known = shortWeekdays[w]
		}
		if known {
			return townhall.DaysOf(d), d == time.Saturday || d == time.Sunday, true
		}
	}
	if strings.ContainsAny(word, "-–") {
		days, ok = parseWorkingDays(word)
	}
	return days, false, ok && days != 0
}

// parseHour reads a time of day: 8:00, 13.30, 8, 8h, 2pm.
func parseHour(s string) (townhall.ClockTime, bool) {
	m := clockAsked.FindStringSubmatch(strings.ReplaceAll(fold(strings.TrimSpace(s)), " ", ""))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch {
	case m[3] == "pm" && hour < 12:
		hour += 12
	case m[3] == "am" && hour == 12:
		hour = 0
	}
	return townhall.ClockTime(60*hour + minute), hour < 24 && minute < 60
}

var someWeeks = regexp.MustCompile(`^(?:fuer |for )?(\d{1,2}|eine|zwei|drei|vier|one|two|three|four) (?:woche|wochen|week|weeks)$`)

// weekCounts are numbers of weeks in words.
var weekCounts = map[string]int{"eine": 1, "zwei": 2, "drei": 3, "vier": 4, "one": 1, "two": 2, "three": 3, "four": 4}

// readPause reads until when a pause is to last; no day is as long as it usually
// is.
func readPause(text string, today townhall.Date) (until townhall.Date, ok bool) {
	line := fold(strings.Join(strings.Fields(text), " "))
	if line == "" {
		return until, true
	}
	if m := someWeeks.FindStringSubmatch(line); m != nil {
		weeks, err := strconv.Atoi(m[1])
		if err != nil {
			weeks = weekCounts[m[1]]
		}
		return today.AddDays(7 * weeks), true
	}
	for _, before := range []string{"bis zum ", "bis ", "until ", "till "} {
		if rest, found := strings.CutPrefix(line, before); found {
			line = rest
			break
		}
	}
	return ParseDate(line, today)
}
