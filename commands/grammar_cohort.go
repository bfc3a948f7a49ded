package commands

import (
	"regexp"
	"strconv"
	"strings"

	"lotsenfunk/townhall"
)

// takeCohort reads the key of a cohort, as buttons have it, and returns what
// follows it. Whoever types may leave it out.
func takeCohort(rest string) (key townhall.CohortKey, tail string) {
	first, tail := cutWord(rest)
	if key, ok := townhall.ParseCohortKey(first); ok {
		return key, tail
	}
	return townhall.CohortKey{}, strings.TrimSpace(rest)
}

// takesCohort: nothing, or the key of a cohort.
func takesCohort(rest string, _ townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	if tail != "" {
		return Args{}, NoFit
	}
	return Args{Cohort: key}, FullFit
}

// takesCohortNumber: a number, or nothing.
func takesCohortNumber(rest string, _ townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	a := Args{Cohort: key}
	if tail == "" {
		return a, FullFit
	}
	first, behind := cutWord(tail)
	switch fold(first) {
	case "projekt", "project", "mit", "with":
		first = behind
	default:
		first = tail
	}
	n, left, fit := takeNumber(first)
	if fit != FullFit || left != "" {
		return Args{}, NoFit
	}
	a.Number = n
	return a, FullFit
}

// takesPlaces: how many, which may be 0, or nothing.
func takesPlaces(rest string, today townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	if tail == "" {
		return Args{Cohort: key}, FullFit
	}
	a, fit := takesOffset(tail, today)
	return Args{Cohort: key, Offset: a.Offset, Text: tail}, fit
}

// takesCohortWords: any words, or nothing.
func takesCohortWords(rest string, _ townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	return Args{Cohort: key, Text: tail}, FullFit
}

// takesCohortDay: a day and perhaps more words; nothing where it is asked for.
// What cannot be read as a day is kept.
func takesCohortDay(rest string, today townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	a := Args{Cohort: key}
	var ok bool
	if a.Date, a.Text, ok = cutDate(tail, today); !ok {
		a.BadDate = tail
	}
	return a, FullFit
}

// cutDate reads a day at the beginning of a line, as long a one as can be read,
// and returns what follows it. Of dates in the past, which "12.3." may mean, the
// caller knows more.
func cutDate(line string, today townhall.Date) (d townhall.Date, rest string, ok bool) {
	words := strings.Fields(line)
	for n := min(len(words), 4); n > 0; n-- {
		if d, ok := ParseDate(strings.TrimRight(strings.Join(words[:n], " "), ":,;"), today); ok {
			return d, strings.Join(words[n:], " "), true
		}
	}
	return townhall.Date{}, "", line == ""
}

// checkInWords are what somebody answers how they get on.
var checkInWords = map[string]townhall.CheckInAnswer{
	"laeuft": townhall.CheckInGoing, "gut": townhall.CheckInGoing, "ok": townhall.CheckInGoing, "going": townhall.CheckInGoing, "fine": townhall.CheckInGoing, "well": townhall.CheckInGoing, "goes": townhall.CheckInGoing, "running": townhall.CheckInGoing,
	"hilfe": townhall.CheckInHelp, "help": townhall.CheckInHelp,
	"haengt": townhall.CheckInStuck, "stuck": townhall.CheckInStuck, "klemmt": townhall.CheckInStuck, "blocked": townhall.CheckInStuck,
}

var notToday = regexp.MustCompile(`^(heute[ -]nicht|not[ -]today|not_today)$`)

// takesCheckIn: "läuft", "hilfe some words", "hängt some words", "heute nicht", or
// nothing; buttons name the working phase before it. Other words are kept, to be
// asked about.
func takesCheckIn(rest string, _ townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	a := Args{Cohort: key, Text: tail}
	if number, words := cutWord(tail); key.ID != "" {
		if n, err := strconv.Atoi(number); err == nil {
			a.Offset, a.Text, tail = n, words, words
		}
	}
	if notToday.MatchString(fold(tail)) {
		a.Answer, a.Text = townhall.CheckInNotToday, ""
		return a, FullFit
	}
	first, reason := cutWord(tail)
	if w := fold(first); w == "es" || w == "brauche" || w == "need" || w == "it" || w == "its" || w == "it's" { // "es hängt", "brauche Hilfe"
		first, reason = cutWord(reason)
	}
	if answer, ok := checkInWords[fold(strings.Trim(first, ".,:;!"))]; ok {
		a.Answer, a.Text = answer, reason
	}
	return a, FullFit
}

// moveWords stand between the day of a date and the day it is moved to.
var moveWords = regexp.MustCompile(`(?i)\s+(?:auf|nach|to|→)\s+`)

// takesMove: "30.3. auf 6.4." and perhaps "allein"; what is missing a form asks
// for.
func takesMove(rest string, today townhall.Date) (Args, Fit) {
	key, tail := takeCohort(rest)
	a := Args{Cohort: key}
	words := strings.Fields(tail)
	if n := len(words); n > 0 {
		switch fold(words[n-1]) {
		case "allein", "alone", "nur":
			a.Alone, tail = true, strings.Join(words[:n-1], " ")
		}
	}
	if tail == "" {
		return a, FullFit
	}
	from, to := tail, ""
	if at := moveWords.FindStringIndex(tail); at != nil {
		from, to = tail[:at[0]], tail[at[1]:]
	}
	var ok bool
	if a.Date, ok = ParseDate(from, today); !ok {
		a.BadDate = from
		return a, FullFit
	}
	if to == "" {
		return a, FullFit
	}
	if a.NewDay, ok = ParseDate(to, today); !ok {
		a.BadDate = to
	}
	return a, FullFit
}
