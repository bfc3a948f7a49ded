package storage

import (
	"fmt"
	"strings"
	"time"

	"lotsenfunk/townhall"
)

// Event is one thing that happened, as the log keeps it.
type Event struct {
	Thing  townhall.Number // 0: the town itself
	Seq    int             // counted per thing, set by AppendEvent unless it is 1
	Action string          // "idea.accepted"
	// Actor is who did it, where a rule needs to know; empty otherwise, and
	// always for the author of an anonymous idea.
	Actor townhall.PersonID
	// At is the moment, zero where only the day may be kept.
	At   time.Time
	On   townhall.Date // the day in the organisation's zone
	Data map[string]string
}

// Key names the event within its organisation, for the keys of the notices that
// it causes.
func (e *Event) Key() string { return fmt.Sprintf("%d/%d", e.Thing, e.Seq) }

func eventFields(e *Event) fields {
	return fields{
		{"thing", &e.Thing, fixed},
		{"seq", &e.Seq, fixed},
		{"action", &e.Action, fixed},
		{"actor", ref(&e.Actor), fixed},
		{"at", (*micros)(&e.At), fixed},
		{"day", (*isoDate)(&e.On), fixed},
		{"data", jsonObject(&e.Data), fixed},
	}
}

// AppendEvent adds an event to the log and counts it on from the last one of
// the same thing. Whoever has just made the thing says so with Seq 1: its first
// event, of which nothing need be asked.
func (t *Tx) AppendEvent(e *Event) error {
	if e.Seq == 1 {
		return t.insert("event", eventFields(e))
	}
	return t.insertNext("event", "thing", &e.Seq, eventFields(e))
}

// insertNext adds a row and counts its seq on from the last one of the same
// thing, which the column of names.
func (t *Tx) insertNext(table, of string, seq *int, f fields) error {
	next := `(select 1 + coalesce(max(seq), 0) from ` + table + ` where org_id = :org and ` + of + ` = :` + of + `)`
	if !t.dialect.alone {
		_, err := t.get(strings.Replace(t.insertSQL(table, f), " :seq,", " "+next+",", 1)+" returning seq", f.args(), seq)
		return err
	}
	if _, err := t.get("select "+next, f.args(), seq); err != nil {
		return err
	}
	return t.insert(table, f)
}

// Events are the events of a thing, oldest first.
func (t *Tx) Events(thing townhall.Number) ([]*Event, error) {
	return loadAll(t, "event", eventFields, "thing = :thing order by seq", args{"thing": thing})
}
