package program_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"lotsenfunk/program"
	"lotsenfunk/storage/storagetest"
)

var feedAddress = regexp.MustCompile(`https://lotsenfunk\.example/calendar/[a-z2-7]{26}\.ics`)

// TestCalendarFeed subscribes to the calendar of the demo cohort, as a calendar
// does it, and reads what comes back.
func TestCalendarFeed(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHallWith(t, db, program.Options{DSN: db.DSN, Town: demo(t), Log: slog.New(slog.DiscardHandler), PublicURL: "https://lotsenfunk.example/"})
		mux := http.NewServeMux()
		h.Program().CalendarRoutes(mux)

		h.play("sb-kita: /lehrgang kalender\nexpect sb-kita: [Kalender abonnieren]")
		address := feedAddress.FindString(h.inTown("birkenfurt", "sb-kita", "abo"))
		if address == "" {
			t.Fatal("no address was given")
		}
		h.play("sb-kita: /lehrgang kalender\nexpect sb-kita: [Neue Adresse] [Abo beenden]")
		token := strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".ics")
		for text := range h.snapshot() {
			if strings.Contains(text, token) {
				t.Errorf("the token stands in the database: %s", text)
			}
		}

		events := readFeed(t, mux, address)
		seminar := events["dl-2027-1-4@birkenfurt.lotsenfunk"]
		check := func(e *ical.VEvent, start string, sequence, status string) {
			t.Helper()
			if e == nil {
				t.Fatal("the seminar day is not in the feed")
			}
			at, err := e.GetStartAt()
			if err != nil || at.UTC().Format(time.RFC3339) != start {
				t.Errorf("it begins at %v, not %s (%v)", at, start, err)
			}
			if got := e.GetProperty(ical.ComponentPropertySequence).Value; got != sequence {
				t.Errorf("its sequence is %s, not %s", got, sequence)
			}
			if got := e.GetProperty(ical.ComponentPropertyStatus).Value; got != status {
				t.Errorf("its status is %s, not %s", got, status)
			}
		}
		check(seminar, "2027-03-30T07:00:00Z", "0", "CONFIRMED") // in summer time
		if len(events) != 6+4 {
			t.Errorf("%d events, not the six dates and four working phases", len(events))
		}

		h.play(`dl-koordination: /lehrgang verschieben 30.3. auf 6.4.
dl-koordination clicks "So verschieben"`)
		check(readFeed(t, mux, address)["dl-2027-1-4@birkenfurt.lotsenfunk"], "2027-04-06T07:00:00Z", "1", "CONFIRMED")
		h.play(`dl-koordination: /lehrgang absagen 6.4.
dl-koordination submits occurrence="4" reason="Sturm"`)
		check(readFeed(t, mux, address)["dl-2027-1-4@birkenfurt.lotsenfunk"], "2027-04-06T07:00:00Z", "2", "CANCELLED")

		// a new address takes the place of the old one, and can be ended
		second := feedAddress.FindString(h.inTown("birkenfurt", "sb-kita", "abo"))
		gone(t, mux, address)
		readFeed(t, mux, second)
		h.play("sb-kita: /lehrgang abo-beenden\nexpect sb-kita: Dein Kalender-Abo ist beendet.")
		gone(t, mux, second)
		third := feedAddress.FindString(h.inTown("birkenfurt", "sb-kita", "abo"))
		h.play("sb-kita: /lehrgang aussteigen")
		gone(t, mux, third)
		for _, path := range []string{"/calendar/", "/calendar/.ics", "/calendar/dl-2027-1.ics", "/calendar/" + token} {
			gone(t, mux, "https://lotsenfunk.example"+path)
		}
	})
}

func get(mux *http.ServeMux, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, strings.TrimPrefix(address, "https://lotsenfunk.example"), nil))
	return w
}

func gone(t *testing.T, mux *http.ServeMux, address string) {
	t.Helper()
	if w := get(mux, address); w.Code != http.StatusNotFound {
		t.Errorf("%s answers %d", address, w.Code)
	}
}

// readFeed reads a feed back, and makes sure that it names nobody.
func readFeed(t *testing.T, mux *http.ServeMux, address string) map[string]*ical.VEvent {
	t.Helper()
	w := get(mux, address)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/calendar") {
		t.Fatalf("%s answers %d %s: %v", address, w.Code, w.Header().Get("Content-Type"), err)
	}
	for _, p := range demo(t).People {
		if strings.Contains(string(body), p.Display) || strings.Contains(string(body), string(p.ID)) {
			t.Errorf("the feed names %s", p.Display)
		}
	}
	cal, err := ical.ParseCalendar(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	events := map[string]*ical.VEvent{}
	for _, e := range cal.Events() {
		events[e.Id()] = e
	}
	return events
}
