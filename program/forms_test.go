package program_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/commands"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// formRows are the rows whose forms come back.
func formRows() []commands.Row {
	return slices.DeleteFunc(commands.Rows(), func(r commands.Row) bool { return r.Submit == nil })
}

// FuzzForms sends any form by anybody, with any state and any words in any of
// its fields. Whatever stands there, it is an answer in words, and nothing
// changes by the hand of somebody whom May refuses it.
func FuzzForms(f *testing.F) {
	rows := formRows()
	for n := range rows {
		f.Add(byte(n), byte(0), int32(9), "", "", "")
		f.Add(byte(n), byte(2), int32(15), "", "text", "Ein Satz")
		f.Add(byte(n), byte(1), int32(45), "", "answer", strings.Repeat("lang ", 4000))
		f.Add(byte(n), byte(2), int32(-1), "", "until", "31.2.")
		f.Add(byte(n), byte(5), int32(0), `{"x":"a","k":"sb-pass","g":true}`, "person", "niemand\x00")
		f.Add(byte(n), byte(3), int32(0), `{"n":99999999999999999999}`, "title", "\xff\x00")
	}
	h := newHall(f, storagetest.SQLite(f), demo(f))
	h.addAdmin()
	h.ownThings()
	sent := 0
	f.Fuzz(func(t *testing.T, n, who byte, number int32, state, field, words string) {
		h.t = t
		sent++
		if state == "" {
			state = fmt.Sprintf(`{"n":%d,"x":"fuzz-%d"}`, number, sent)
		}
		values := maps.Clone(sentValues)
		values[field] = words
		h.sendForm(rows[int(n)%len(rows)], oneOfEach[int(who)%len(oneOfEach)], fmt.Sprint("fuzz", sent), state, values)
	})
}

// sendForm sends a form and checks what came of it.
func (h *hall) sendForm(row commands.Row, seat, delivery, state string, values map[string]string) {
	h.t.Helper()
	var about struct {
		N townhall.Number `json:"n"`
	}
	if json.Unmarshal([]byte(state), &about) != nil {
		about.N = 0 // it goes nowhere
	}
	if a, _ := row.Takes("9", townhall.Date{Year: 2027, Month: 3, Day: 18}); a.Number != 9 {
		about.N = 0 // the row is about no thing with a number
	}
	fit, refused := h.right(row, seat, about.N)
	before := h.traces()
	reply := h.Program().Router.Handle(context.Background(), by(seat, delivery, bot.Event{Kind: bot.KindSubmit, Action: row.Action, State: state, Values: values}))
	what := fmt.Sprintf("%s sends %s with %s and %q", seat, row.Action, state, values)
	if strings.Contains(everything(reply), "es liegt an uns") {
		h.t.Errorf("%s: an internal error", what)
	}
	for field := range reply.Errors {
		if _, shown := values[field]; field != "" && !shown {
			h.t.Errorf("%s: the error stands at %q, which is not in the form", what, field)
		}
	}
	if row.Needs != "" && h.traces() != before && (refused || !fit) {
		h.t.Errorf("%s, and it left something behind", what)
	}
}

// TestOddWordsInForms sends each form with letters that a database may not like.
func TestOddWordsInForms(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.addAdmin()
		for n, row := range formRows() {
			for m, odd := range []string{"Null \x00 Byte", "kaputt \xff\xfe", "\u202everkehrt", "\x1b[31m"} {
				values := maps.Clone(sentValues)
				for field := range values {
					values[field] = odd
				}
				for _, number := range []int{0, 9, 15, 23, 44} {
					id := fmt.Sprintf("odd-%d-%d-%d", n, m, number)
					h.sendForm(row, "dl-koordination", id, fmt.Sprintf(`{"n":%d,"x":%q}`, number, id), values)
				}
			}
		}
	})
}
