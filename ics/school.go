package ics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"lotsenfunk/townhall"
)

// Limits of a file that is read.
const (
	maxBytes  = 1 << 18
	maxLine   = 1 << 13 // unfolded; the library takes the square of its time
	maxEvents = 1000
	maxDays   = 120 // more is no school holiday but a mistake
	maxName   = 100
)

// SchoolHolidays reads school holidays from a calendar file, in the order of their
// days. Times of day, which some files have, are days in zone.
func SchoolHolidays(r io.Reader, zone *time.Location) (townhall.SchoolHolidays, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("the file is larger than %d bytes", maxBytes)
	}
	if longLine(data) {
		return nil, fmt.Errorf("a line is longer than %d bytes", maxLine)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	cal, err := ical.ParseCalendarWithOptions(bytes.NewReader(data), ical.WithUnknownPropertyHandler(ical.AcceptUnknownPropertyHandler))
	if err != nil {
		return nil, fmt.Errorf("this is no calendar file: %w", err)
	}
	events := cal.Events()
	if len(events) == 0 {
		return nil, errors.New("there is no event in the file")
	}
	if len(events) > maxEvents {
		return nil, fmt.Errorf("%d events, at most %d", len(events), maxEvents)
	}
	var all townhall.SchoolHolidays
	for i, e := range events {
		if value(e, ical.ComponentPropertyStatus) == string(ical.ObjectStatusCancelled) {
			continue
		}
		one, err := schoolHoliday(e, zone)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", i+1, err)
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b townhall.SchoolHoliday) int { return b.From.DaysUntil(a.From) })
	return all, nil
}

// longLine reports whether a line is too long, those that continue it included.
func longLine(data []byte) bool {
	length := 0
	for line := range bytes.Lines(data) {
		if line[0] != ' ' && line[0] != '\t' {
			length = 0
		}
		length += len(line)
		if length > maxLine {
			return true
		}
	}
	return false
}

func schoolHoliday(e *ical.VEvent, zone *time.Location) (townhall.SchoolHoliday, error) {
	one := townhall.SchoolHoliday{Name: strings.Join(strings.Fields(clean(value(e, ical.ComponentPropertySummary))), " ")}
	if name := []rune(one.Name); len(name) > maxName {
		one.Name = string(name[:maxName])
	}
	from, _, err := dayOf(value(e, ical.ComponentPropertyDtStart), zone)
	if err != nil {
		return one, fmt.Errorf("DTSTART: %w", err)
	}
	one.From, one.Until = from, from
	if end := value(e, ical.ComponentPropertyDtEnd); end != "" {
		until, midnight, err := dayOf(end, zone)
		if err != nil {
			return one, fmt.Errorf("DTEND: %w", err)
		}
		if midnight && from.Before(until) { // the end is the first day that is not meant
			until = until.AddDays(-1)
		}
		one.Until = until
	}
	if days := one.From.DaysUntil(one.Until); days < 0 || days > maxDays {
		return one, fmt.Errorf("it lasts from %s until %s", one.From, one.Until)
	}
	return one, nil
}

func value(e *ical.VEvent, p ical.ComponentProperty) string {
	if found := e.GetProperty(p); found != nil {
		return strings.TrimSpace(found.Value)
	}
	return ""
}

// dayOf is the day of a value like 20270325, 20270325T000000 or 20270324T230000Z,
// and whether it is the very beginning of that day.
func dayOf(s string, zone *time.Location) (d townhall.Date, midnight bool, err error) {
	for _, form := range []struct {
		layout string
		zone   *time.Location
	}{{"20060102", zone}, {"20060102T150405", zone}, {"20060102T150405Z", time.UTC}} {
		t, err := time.ParseInLocation(form.layout, s, form.zone)
		if err == nil {
			t = t.In(zone)
			return townhall.DateOf(t, zone), t.Hour() == 0 && t.Minute() == 0, nil
		}
	}
	return townhall.Date{}, false, fmt.Errorf("%q is no day like 20270325", s)
}
