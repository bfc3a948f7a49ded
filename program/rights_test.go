package program_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// oneOfEach is a seat of the demo town for every role, and a second member of
// staff whose things are somebody else's.
var oneOfEach = []string{"sb-kita", "lotse-finanzen", "dl-koordination", "al-bildung", "leitung", "admina"}

// openRows need no right of their own: they show what everybody may see, give
// back what only the person has, or decide by what they are given. Each says why.
var openRows = map[string]string{
	"idea.menu": "a menu", "idea.menu_more": "a menu", "idea.drop_draft": "only whoever holds the draft",
	"idea.help": "the help", "idea.name_me": "only who was asked", "idea.leave_me_out": "only who was asked",
	"idea.receipt": "only who has the code", "idea.receipt_answer": "only who has the code", "idea.receipt_withdraw": "only who has the code",
	"lotsenfunk.help": "the help",
}

// behindVerb is what is typed behind a verb for a number.
var behindVerb = []string{"%s", "%s Ein Satz dazu", "%s bis 1.6.", "%s an it", "%s in 9", "%s nutzen 5", "%s Ein Satz bis 1.6.", "%s ja Ein Satz",
	"%s starten", "%s https://example.org/x", "%s 1.6.", "%s Barrierefreiheit"}

// sentValues fill any form.
var sentValues = map[string]string{"title": "Titel", "description": "Text", "text": "Text", "answer": "Text", "reason": "Grund", "until": "1.6.2027",
	"contact": "it", "into": "9", "effort": "2", "benefit": "2", "goal": "Ziel", "person": "sb-pass", "role": "lotse", "due": "1.6.2027", "hours": "2",
	"query": "Standesamt", "result": "Gut", "topic": "training"}

// TestRights lets everybody, whatever their role, try every row on things of
// their own and of others: typed, pressed, and sent as a form. The answer is a
// refusal exactly when May refuses, with May's own sentence, and then nothing
// has changed.
func TestRights(t *testing.T) {
	h := newHall(t, storagetest.SQLite(t), demo(t))
	h.addAdmin()
	numbers := h.ownThings()
	delivery := 0
	tried := map[bool]int{}
	for _, row := range commands.Rows() {
		if row.Needs == "" {
			if openRows[row.Action] == "" {
				t.Errorf("%s needs no right, and openRows does not say why", row.Action)
			}
			continue
		}
		for _, seat := range oneOfEach {
			for _, number := range numbersFor(row, numbers) {
				for _, ev := range waysTo(row, number) {
					delivery++
					got := h.try(row, seat, number, by(seat, fmt.Sprint("r", delivery), ev))
					tried[got.wanted]++
					what := fmt.Sprintf("%s, %s of %d (%s %q)", seat, row.Action, number, ev.Kind, ev.Text+ev.Value)
					switch {
					case got.fits && got.refused != got.wanted:
						t.Errorf("%s: refused %v, but May says %v", what, got.refused, got.wanted)
					case got.changed && (got.refused || !got.fits):
						t.Errorf("%s left something behind", what)
					}
				}
			}
		}
	}
	t.Logf("%d refusals and %d permissions", tried[true], tried[false])
	if tried[true] < 100 || tried[false] < 100 {
		t.Error("hardly anything was tried")
	}
}

// addAdmin gives the demo town somebody who is an admin and nothing else.
func (h *hall) addAdmin() {
	h.t.Helper()
	err := h.Program().Store.Update(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		if err := tx.CreatePerson(&townhall.Person{ID: "admina", Display: "Admina", Roles: []townhall.Role{townhall.RoleAdmin}}); err != nil {
			return err
		}
		return tx.SaveIdentity(townhall.Identity{Platform: "room", Tenant: "birkenfurt", User: "admina", Person: "admina"})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// ownThings files something for each seat and names those and a few of others.
func (h *hall) ownThings() []townhall.Number {
	h.t.Helper()
	for n, seat := range oneOfEach {
		h.handle(by(seat, fmt.Sprint("own", n), click("idea.file", fmt.Sprintf("%s braucht %d Stühle", seat, n))))
	}
	var numbers []townhall.Number
	err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		ideas, err := tx.FindIdeas(storage.IdeaFilter{Limit: 2 * len(oneOfEach)})
		for _, i := range ideas {
			numbers = append(numbers, townhall.Number(i.ID))
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return append(numbers, 6, 9, 13, 14, 22, 29, 42, 44, 50)
}

// numbersFor are the numbers to try a row with; only 0, no number, if it takes
// none.
func numbersFor(row commands.Row, numbers []townhall.Number) []townhall.Number {
	if a, _ := row.Takes("9", townhall.Date{Year: 2027, Month: 3, Day: 18}); a.Number != 9 {
		return []townhall.Number{0}
	}
	return numbers
}

// waysTo are the ways to run a row for a number; 0 is none.
func waysTo(row commands.Row, number townhall.Number) (events []bot.Event) {
	rests := []string{"", "Ein Satz dazu", "geben sb-pass lotse"}
	if number != 0 {
		rests = nil
		for _, r := range behindVerb {
			rests = append(rests, fmt.Sprintf(r, cards.Num(number)))
		}
	}
	for _, rest := range rests {
		if _, fit := row.Takes(rest, townhall.Date{Year: 2027, Month: 3, Day: 18}); fit != commands.FullFit || len(events) >= 6 {
			continue
		}
		events = append(events, click(row.Action, rest))
		if len(row.Words) > 0 {
			events = append(events, bot.Event{Kind: bot.KindCommand, Command: row.Command, Text: row.Words[0] + " " + rest})
		}
	}
	if row.Submit != nil {
		state := fmt.Sprintf(`{"n":%d,"x":"%s-%d"}`, number, row.Action, number)
		events = append(events, bot.Event{Kind: bot.KindSubmit, Action: row.Action, State: state, Values: sentValues})
	}
	return events
}

// outcome is what came of an attempt.
type outcome struct {
	fits    bool // the row is for a thing of this kind
	refused bool // the person was told that they may not
	wanted  bool // May says that they may not
	changed bool // something was written
}

// try lets a seat do something.
func (h *hall) try(row commands.Row, seat string, number townhall.Number, ev bot.Event) (o outcome) {
	h.t.Helper()
	err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		person, err := tx.Person(townhall.PersonID(seat))
		if err != nil {
			return err
		}
		kind, thing, err := h.thing(tx, number)
		about, _, _ := strings.Cut(row.Action, ".")
		o.fits = number == 0 || slices.Contains(kindsOf[about], kind)
		o.wanted = townhall.May(person, row.Needs, thing) != nil
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	before := h.traces()
	if ev.State != "" {
		ev.State = strings.Replace(ev.State, `"x":"`, `"x":"`+seat+`-`, 1)
	}
	said := everything(h.Program().Router.Handle(context.Background(), ev))
	if strings.Contains(said, "es liegt an uns") {
		h.t.Errorf("%s, %s of %d: an internal error", seat, row.Action, number)
	}
	p := h.Program().Catalogues.Printer(i18n.German, h.Program().Zone())
	for _, key := range mayKeys {
		o.refused = o.refused || strings.Contains(said, p.Line(key+".line", nil))
	}
	o.changed = h.traces() != before
	return o
}

// kindsOf are the kinds of things that rows are for, by the first word of their
// action.
var kindsOf = map[string][]townhall.Kind{"idea": {townhall.KindIdea}}

// thing is what a number belongs to; nil for none.
func (h *hall) thing(tx *storage.Tx, n townhall.Number) (kind townhall.Kind, thing townhall.Thing, err error) {
	kind, ok, err := tx.Lookup(n)
	if err != nil || !ok {
		return "", nil, err
	}
	switch kind {
	case townhall.KindIdea:
		thing, err = tx.Idea(townhall.IdeaID(n))
	case townhall.KindProject:
		thing, err = tx.Project(townhall.ProjectID(n))
	}
	return kind, thing, err
}

// traces counts what any change would leave behind.
func (h *hall) traces() (n int) {
	h.t.Helper()
	for _, table := range []string{"event", "notice", "vote", "idea_comment", "delivery"} {
		var rows int
		if err := h.sql.QueryRow(`select count(*) from ` + table).Scan(&rows); err != nil {
			h.t.Fatal(err)
		}
		n += rows
	}
	return n
}

// mayKeys are the sentences of May.
var mayKeys = slices.Sorted(slices.Values([]string{"may.nobody", "may.author", "may.own_idea", "may.review", "may.make_project", "may.steer_project", "may.admin"}))
