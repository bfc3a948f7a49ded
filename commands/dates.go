package commands

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/townhall"
)

var (
	isoDate    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	germanDate = regexp.MustCompile(`^(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?$`)
	dayMonth   = regexp.MustCompile(`^(\d{1,2})\.?\s+([a-z]+)\s*(\d{4})?$`)
	monthOnly  = regexp.MustCompile(`^(?:anfang |ende )?([a-z]+)\s*(\d{4})?$`)
	inSome     = regexp.MustCompile(`^in\s+(\d{1,3}|einem|einer|one|a)\s+([a-z]+)$`)
)

// ParseDate reads a day as people type it, German or English: 2027-04-12,
// 12.4., 12.04.2027, 12. April, April 2027 (its first day), morgen, Montag (the
// next one), in 2 Wochen. Without a year it is the next such day after today.
func ParseDate(s string, today townhall.Date) (townhall.Date, bool) {
	s = fold(strings.Join(strings.Fields(s), " "))
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "zum "), "am "), ",")
	if d, ok := relativeDate(s, today); ok {
		return d, true
	}
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return date(m[1], m[2], m[3], today)
	}
	if m := germanDate.FindStringSubmatch(s); m != nil {
		return date(m[3], m[2], m[1], today)
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		if month, ok := months[m[2]]; ok {
			return date(m[3], strconv.Itoa(int(month)), m[1], today)
		}
	}
	if month, day, ok := strings.Cut(s, " "); ok && months[month] != 0 { // April 12
		if d, ok := date("", strconv.Itoa(int(months[month])), day, today); ok {
			return d, true
		}
	}
	if m := monthOnly.FindStringSubmatch(s); m != nil && months[m[1]] != 0 {
		d, ok := date(m[2], strconv.Itoa(int(months[m[1]])), "1", today)
		if ok && strings.HasPrefix(s, "ende ") {
			d = townhall.DateOf(time.Date(d.Year, d.Month+1, 0, 12, 0, 0, 0, time.UTC), time.UTC)
		}
		return d, ok
	}
	return townhall.Date{}, false
}

func relativeDate(s string, today townhall.Date) (townhall.Date, bool) {
	switch s {
	case "heute", "today":
		return today, true
	case "gestern", "yesterday":
		return today.AddDays(-1), true
	case "morgen", "tomorrow":
		return today.AddDays(1), true
	case "uebermorgen":
		return today.AddDays(2), true
	case "naechste woche", "next week":
		return nextWeekday(today, time.Monday), true
	case "naechsten monat", "next month":
		return townhall.DateOf(time.Date(today.Year, today.Month+1, 1, 12, 0, 0, 0, time.UTC), time.UTC), true
	}
	day := strings.TrimSuffix(s, ".")
	for _, prefix := range []string{"naechsten ", "kommenden ", "next "} {
		day = strings.TrimPrefix(day, prefix)
	}
	if wd, ok := weekdays[day]; ok {
		return nextWeekday(today, wd), true
	}
	m := inSome.FindStringSubmatch(s)
	if m == nil {
		return townhall.Date{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = 1
	}
	switch m[2] {
	case "tag", "tage", "tagen", "day", "days":
		return today.AddDays(n), true
	case "woche", "wochen", "week", "weeks":
		return today.AddDays(7 * n), true
	case "monat", "monate", "monaten", "month", "months":
		return townhall.DateOf(today.At(12, 0, time.UTC).AddDate(0, n, 0), time.UTC), true
	}
	return townhall.Date{}, false
}

// nextWeekday is the next such day of the week after today.
func nextWeekday(today townhall.Date, wd time.Weekday) townhall.Date {
	d := today.AddDays(1)
	for d.Weekday() != wd {
		d = d.AddDays(1)
	}
	return d
}

// date checks that there is such a day. Without a year it is the next one.
func date(year, month, day string, today townhall.Date) (townhall.Date, bool) {
	m, errM := strconv.Atoi(month)
	d, errD := strconv.Atoi(day)
	if errM != nil || errD != nil {
		return townhall.Date{}, false
	}
	y := today.Year
	if year != "" {
		y, _ = strconv.Atoi(year)
		if y < 100 {
			y += 2000
		}
	}
	for range 5 { // 29 February may be four years away
		got := townhall.Date{Year: y, Month: time.Month(m), Day: d}
		if got.AddDays(0) == got && (year != "" || !got.Before(today)) {
			return got, true
		}
		if year != "" {
			break
		}
		y++
	}
	return townhall.Date{}, false
}

var weekdays = map[string]time.Weekday{
	"montag": time.Monday, "dienstag": time.Tuesday, "mittwoch": time.Wednesday, "donnerstag": time.Thursday,
	"freitag": time.Friday, "samstag": time.Saturday, "sonnabend": time.Saturday, "sonntag": time.Sunday,
	"mo": time.Monday, "di": time.Tuesday, "mi": time.Wednesday, "do": time.Thursday, "fr": time.Friday, "sa": time.Saturday, "so": time.Sunday,
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

var months = map[string]time.Month{
	"januar": 1, "jaenner": 1, "februar": 2, "maerz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8,
	"september": 9, "oktober": 10, "november": 11, "dezember": 12,
	"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}
