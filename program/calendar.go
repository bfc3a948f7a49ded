package program

import (
	"bytes"
	"net/http"
	"strings"

	"lotsenfunk/cards"
	"lotsenfunk/ics"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// calendarPath is where calendars find their feeds: the token follows, and ".ics".
const calendarPath = "/calendar/"

// CalendarRoutes serves the calendar feeds of cohorts. Whoever knows the token of
// one reads the dates, and nothing else: no name, no other cohort. A token that is
// good no longer is not found, like one that never was.
func (p *Program) CalendarRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+calendarPath+"{file}", p.serveCalendar)
}

func (p *Program) serveCalendar(w http.ResponseWriter, r *http.Request) {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok || len(token) > 64 {
		http.NotFound(w, r)
		return
	}
	org, key, person, found, err := p.Store.Feed(r.Context(), token)
	if err == nil && !found {
		http.NotFound(w, r)
		return
	}
	var feed ics.Feed
	if err == nil {
		err = p.Store.View(r.Context(), org, func(tx *storage.Tx) error {
			feed, err = p.feed(tx, key, person)
			return err
		})
	}
	var body bytes.Buffer
	if err == nil {
		err = ics.Write(&body, feed)
	}
	if err != nil { // without the token, which is as good as a password
		p.log.Error("a calendar feed could not be written", "organisation", org, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body.Bytes()) // whoever asked may be gone
}

// feed is a cohort as a calendar: its dates, those called off included, so that
// calendars take them out, and its working phases. It is in the language of whoever
// subscribed, and names nobody.
func (p *Program) feed(tx *storage.Tx, key townhall.CohortKey, person townhall.PersonID) (ics.Feed, error) {
	org, err := tx.Organisation()
	if err != nil {
		return ics.Feed{}, err
	}
	reader, err := tx.Person(person)
	if err != nil {
		return ics.Feed{}, err
	}
	v, err := tx.CohortView(key, nil)
	if err != nil {
		return ics.Feed{}, err
	}
	printer := cards.Printer(p.Catalogues, org, reader, v.Zone, p.clock.Now())
	feed := ics.Feed{Name: v.Title}
	for i := range v.Occurrences {
		e := ics.OfOccurrence(v.Cohort, &v.Occurrences[i], v.Zone)
		e.Summary = cards.OccurrenceName(printer, v.Cohort, &v.Occurrences[i]) + ", " + v.Title
		feed.Events = append(feed.Events, e)
	}
	for _, phase := range v.Phases(v.Calendar) {
		if phase.Until.Before(phase.From) {
			continue // the next date is the very next day
		}
		e, err := ics.OfPhase(v.Cohort, phase)
		if err != nil {
			return ics.Feed{}, err
		}
		e.Summary = cards.PhaseName(printer, phase)
		feed.Events = append(feed.Events, e)
	}
	return feed, nil
}
