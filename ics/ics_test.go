package ics

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func berlin(t interface{ Fatal(...any) }) *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func date(t interface{ Fatal(...any) }, s string) townhall.Date {
	d, err := townhall.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// cohort has a seminar day on each side of the change of the clocks; the second
// one has been moved once, the closing day was called off.
func cohort(t *testing.T) (*townhall.Cohort, *townhall.Calendar) {
	cal, err := townhall.NewCalendar("BW", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := date(t, "2027-01-11").At(9, 0, berlin(t))
	coordination := &townhall.Person{ID: "kim", Roles: []townhall.Role{townhall.RoleCoordinator}}
	c, err := townhall.NewCohort("birkenfurt", "dl-1", coordination, townhall.Outline{Title: "Lehrgang", Template: townhall.PhasesTemplate(2),
		First: date(t, "2027-03-09"), Place: "Ratssaal; 2. Stock, links"}, cal, now)
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.PreviewMove(coordination, 3, date(t, "2027-03-31"), true, cal, date(t, "2027-01-12"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Apply(m, coordination, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err = c.CancelDate(coordination, 4, "Krank.", date(t, "2027-01-12"), now.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	return c, cal
}

// TestFeed compares the feed of a cohort with the file that a calendar reads.
func TestFeed(t *testing.T) {
	c, cal := cohort(t)
	feed := Feed{Name: "Lehrgang Digitallotsen"}
	for i := range c.Occurrences {
		e := OfOccurrence(c, &c.Occurrences[i], berlin(t))
		e.Summary = "Lehrgang: " + string(c.Occurrences[i].Kind)
		feed.Events = append(feed.Events, e)
	}
	for _, p := range c.Phases(cal) {
		e, err := OfPhase(c, p)
		if err != nil {
			t.Fatal(err)
		}
		e.Summary = fmt.Sprintf("Arbeitsphase %d", p.Number)
		feed.Events = append(feed.Events, e)
	}
	feed.Events[0].Description = "Ankommen, Kennenlernen und ein Überblick über die vier Arbeitsphasen.\nMittagessen gibt es in der Kantine."
	var got bytes.Buffer
	if err := Write(&got, feed); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/cohort.ics")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), strings.ReplaceAll(got.String(), "\r\n", "\n")); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(got.String(), "kim") {
		t.Error("the feed names a person")
	}
	checkFormat(t, got.String())
	parsed(t, got.Bytes(), feed)
}

// fatal is what both kinds of tests have.
type fatal interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

// checkFormat holds what RFC 5545 asks of every file.
func checkFormat(t fatal, s string) {
	if !strings.HasSuffix(s, "\r\n") || strings.Count(s, "\n") != strings.Count(s, "\r\n") || strings.Count(s, "\r") != strings.Count(s, "\r\n") {
		t.Fatal("lines do not end with CRLF")
	}
	var open []string
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || line == "" {
			t.Fatalf("a line of %d bytes: %q", len(line), line)
		}
		if what, ok := strings.CutPrefix(line, "BEGIN:"); ok {
			open = append(open, what)
		}
		if what, ok := strings.CutPrefix(line, "END:"); ok {
			if len(open) == 0 || open[len(open)-1] != what {
				t.Fatalf("%s ends, but %v is open", what, open)
			}
			open = open[:len(open)-1]
		}
	}
	unfolded := strings.ReplaceAll(s, "\r\n ", "")
	for _, need := range []string{"BEGIN:VCALENDAR\r\n", "\r\nVERSION:2.0\r\n", "\r\nPRODID:-//"} {
		if strings.Count(unfolded, need) != 1 {
			t.Fatalf("not one %q", need)
		}
	}
	for i, event := range strings.Split(unfolded, "BEGIN:VEVENT\r\n")[1:] {
		for _, need := range []string{"UID:", "DTSTAMP:", "DTSTART", "DTEND", "SUMMARY:", "SEQUENCE:", "STATUS:"} {
			if strings.Count("\r\n"+event, "\r\n"+need) != 1 {
				t.Fatalf("event %d has not one %s", i+1, need)
			}
		}
	}
}

// parsed reads a feed back and compares it with what was written.
func parsed(t fatal, data []byte, want Feed) {
	cal, err := ical.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != len(want.Events) {
		t.Fatalf("%d events, want %d", len(events), len(want.Events))
	}
	for i, e := range want.Events {
		got := events[i]
		if got.Id() != e.UID || value(got, ical.ComponentPropertySummary) != strings.TrimSpace(clean(e.Summary)) ||
			value(got, ical.ComponentPropertyDescription) != strings.TrimSpace(clean(e.Description)) ||
			value(got, ical.ComponentPropertyLocation) != strings.TrimSpace(clean(e.Location)) ||
			value(got, ical.ComponentPropertySequence) != fmt.Sprint(e.Sequence) ||
			(value(got, ical.ComponentPropertyStatus) == "CANCELLED") != e.Cancelled {
			t.Fatalf("event %d: %s, want %+v", i+1, got.Serialize(&ical.SerializationConfiguration{MaxLength: 75, NewLine: "\n"}), e)
		}
		if e.allDay() {
			one, err := schoolHoliday(got, time.UTC)
			if err != nil || one.From != e.From || one.Until != e.Until {
				t.Fatalf("event %d: %+v, %v", i+1, one, err)
			}
			continue
		}
		start, err := got.GetStartAt()
		end, err2 := got.GetEndAt()
		if err != nil || err2 != nil || !start.Equal(e.Start) || !end.Equal(e.End) || start.Location() != time.UTC {
			t.Fatalf("event %d: from %s until %s", i+1, start, end)
		}
	}
}

// Whatever people write into a place or an agenda, the feed stays one.
func TestFeedProperties(t *testing.T) {
	words := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("aä\r\n\\,;:\"'😀\x00\u2028 BEGIN:VEVENT")), 0, 200, -1))
	rapid.Check(t, func(t *rapid.T) {
		feed := Feed{Name: words.Draw(t, "name")}
		for i := range rapid.IntRange(0, 5).Draw(t, "events") {
			e := Event{UID: fmt.Sprintf("dl-1-%d@b.lotsenfunk", i), Summary: "x" + words.Draw(t, "summary"), Description: words.Draw(t, "description"),
				Location: words.Draw(t, "location"), Sequence: rapid.IntRange(0, 9).Draw(t, "sequence"), Cancelled: rapid.Bool().Draw(t, "cancelled"),
				Stamp: time.Unix(1_800_000_000, 0)}
			if d := date(t, "2027-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "day")); rapid.Bool().Draw(t, "whole days") {
				e.From, e.Until = d, d.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
			} else {
				e.Start, e.End = d.At(9, 0, berlin(t)), d.At(16, 0, berlin(t))
			}
			feed.Events = append(feed.Events, e)
		}
		var b, again bytes.Buffer
		if err := Write(&b, feed); err != nil {
			t.Fatal(err)
		}
		if err := Write(&again, feed); err != nil || again.String() != b.String() {
			t.Fatal("written twice it is not the same")
		}
		checkFormat(t, b.String())
		parsed(t, b.Bytes(), feed)
	})
}

func TestWriteRefuses(t *testing.T) {
	good := Event{UID: "a", Summary: "b", From: date(t, "2027-03-18"), Until: date(t, "2027-03-18")}
	for what, change := range map[string]func(*Event){
		"no UID":     func(e *Event) { e.UID = "" },
		"no summary": func(e *Event) { e.Summary = "" },
		"no day":     func(e *Event) { e.From = townhall.Date{} },
		"no length":  func(e *Event) { e.Start = time.Unix(0, 0); e.End = e.Start },
	} {
		e := good
		change(&e)
		if err := Write(&bytes.Buffer{}, Feed{Events: []Event{e}}); err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	if err := Write(&bytes.Buffer{}, Feed{Events: []Event{good, good}}); err == nil {
		t.Error("an event that stands twice is accepted")
	}
}

func TestSchoolHolidays(t *testing.T) {
	f, err := os.Open("testdata/school.ics")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := SchoolHolidays(f, berlin(t))
	if err != nil {
		t.Fatal(err)
	}
	want := townhall.SchoolHolidays{
		{Name: "Osterferien Baden-Württemberg", From: date(t, "2027-03-25"), Until: date(t, "2027-04-03")},
		{Name: "Pfingstferien, zwei Wochen", From: date(t, "2027-05-18"), Until: date(t, "2027-05-29")},
		{Name: "Reformationstag schulfrei", From: date(t, "2027-10-31"), Until: date(t, "2027-10-31")},
		{Name: "Herbstferien", From: date(t, "2027-11-02"), Until: date(t, "2027-11-06")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSchoolHolidaysRefuse(t *testing.T) {
	event := func(lines string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for _, tt := range []struct{ name, file, want string }{
		{"nothing", "", "no event"},
		{"no calendar", "<html>", "no calendar file"},
		{"too large", strings.Repeat("x", maxBytes+1), "larger than"},
		{"a long line", "BEGIN:VCALENDAR\r\nX" + strings.Repeat("\r\n ;A=1", maxLine/4), "a line is longer"},
		{"no event", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "no event"},
		{"no day", event("SUMMARY:Ferien\r\n"), "event 1: DTSTART"},
		{"an odd day", event("DTSTART:2027-03-25\r\n"), `"2027-03-25" is no day like 20270325`},
		{"in disorder", event("DTSTART:20270325\r\nDTEND:20270320\r\n"), "from 2027-03-25 until 2027-03-20"},
		{"for years", event("DTSTART:20270325\r\nDTEND:20290320\r\n"), "from 2027-03-25 until 2029-03-19"},
	} {
		if _, err := SchoolHolidays(strings.NewReader(tt.file), berlin(t)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func FuzzSchoolHolidays(f *testing.F) {
	data, err := os.ReadFile("testdata/school.ics")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270325\nEND:VEVENT\nEND:VCALENDAR"))
	zone := berlin(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := SchoolHolidays(bytes.NewReader(data), zone)
		if err != nil {
			return
		}
		for i, h := range all {
			if h.Until.Before(h.From) || i > 0 && h.From.Before(all[i-1].From) || !utf8.ValidString(h.Name) {
				t.Errorf("%+v", all)
			}
		}
	})
}
