package ics

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	ical "github.com/arran4/golang-ical"

	"lotsenfunk/townhall"
)

// Feed is a calendar that people subscribe to.
type Feed struct {
	Name   string
	Events []Event
}

// Event is one entry of a feed: from Start to End, or whole days if these are
// zero.
type Event struct {
	UID         string // stays the same whatever changes
	Summary     string
	Description string
	Location    string
	Start, End  time.Time
	From, Until townhall.Date // both included
	Free        bool          // whoever has it in their calendar is still free
	Cancelled   bool
	// Sequence grows with each change that people have to know of.
	Sequence int
	// Stamp is the moment of the last change, not of the writing: a feed that has
	// not changed is the same to the byte.
	Stamp time.Time
}

// refresh is how often calendars should look whether something has changed.
const refresh = "PT4H"

// OfOccurrence is a date of a cohort as an event, still without a summary.
func OfOccurrence(c *townhall.Cohort, o *townhall.Occurrence, zone *time.Location) Event {
	return Event{UID: c.UID(o), Description: o.Agenda, Location: o.Place, Start: o.Start(zone), End: o.End(zone),
		Cancelled: o.Cancelled, Sequence: o.Revision - 1, Stamp: o.Since}
}

// OfPhase is a working phase of a cohort as an event of whole days on which people
// are free, still without a summary.
func OfPhase(c *townhall.Cohort, p townhall.Phase) (Event, error) {
	seminar, err := c.Occurrence(p.Seminar)
	if err != nil {
		return Event{}, err
	}
	e := Event{UID: "phase-" + c.UID(seminar), From: p.From, Until: p.Until, Free: true, Sequence: seminar.Revision - 1, Stamp: seminar.Since}
	if p.Next == 0 {
		return e, nil
	}
	next, err := c.Occurrence(p.Next)
	if err != nil {
		return Event{}, err
	}
	e.Sequence += next.Revision - 1
	if next.Since.After(e.Stamp) {
		e.Stamp = next.Since
	}
	return e, nil
}

// Write writes a feed. An event without a UID or a summary, or one that ends
// before it begins, is a mistake of the caller's.
func Write(w io.Writer, f Feed) error {
	cal := ical.NewCalendarFor("Lotsenfunk")
	cal.SetProductId("-//Lotsenfunk//Lotsenfunk//DE")
	cal.SetMethod(ical.MethodPublish)
	cal.SetName(clean(f.Name))
	cal.SetXWRCalName(clean(f.Name))
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	seen := map[string]bool{}
	for _, e := range f.Events {
		if err := e.check(); err != nil {
			return fmt.Errorf("event %q: %w", e.UID, err)
		}
		if seen[e.UID] {
			return fmt.Errorf("event %q stands twice in the feed", e.UID)
		}
		seen[e.UID] = true
		cal.AddVEvent(e.component())
	}
	return cal.SerializeTo(w, ical.WithNewLineWindows)
}

func (e Event) check() error {
	switch {
	case e.UID == "" || e.Summary == "":
		return errors.New("it has no UID or no summary")
	case e.allDay() && (e.From.IsZero() || e.Until.Before(e.From)):
		return fmt.Errorf("it lasts from %s until %s", e.From, e.Until)
	case !e.allDay() && !e.Start.Before(e.End):
		return fmt.Errorf("it lasts from %s until %s", e.Start, e.End)
	}
	return nil
}

func (e Event) allDay() bool { return e.Start.IsZero() && e.End.IsZero() }

// component is the event in the library's form. Times are in UTC, for the
// library's time zones are not valid; the end of whole days is the day after the
// last one, as the format has it.
func (e Event) component() *ical.VEvent {
	v := ical.NewEvent(clean(e.UID))
	v.SetDtStampTime(e.Stamp)
	if e.allDay() {
		v.SetAllDayStartAt(e.From.At(0, 0, time.UTC))
		v.SetAllDayEndAt(e.Until.AddDays(1).At(0, 0, time.UTC))
	} else {
		v.SetStartAt(e.Start)
		v.SetEndAt(e.End)
	}
	v.SetSummary(clean(e.Summary))
	if e.Description != "" {
		v.SetDescription(clean(e.Description))
	}
	if e.Location != "" {
		v.SetLocation(clean(e.Location))
	}
	v.SetSequence(e.Sequence)
	v.SetStatus(ical.ObjectStatusConfirmed)
	if e.Cancelled {
		v.SetStatus(ical.ObjectStatusCancelled)
	}
	v.SetTimeTransparency(ical.TransparencyOpaque)
	if e.Free {
		v.SetTimeTransparency(ical.TransparencyTransparent)
	}
	return v
}

// clean takes out what the format cannot hold: control characters other than line
// breaks, which the library escapes.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
