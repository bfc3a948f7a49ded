package program_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
	"lotsenfunk.help": "the help", "lotsenfunk.home": "only what waits for the person and is theirs",
	"package.menu_more": "a menu", "package.help": "the help", "digest.help": "the help",
	"lotsenfunk.privacy": "a text for all", "question.menu": "a menu", "question.menu_more": "a menu", "question.help": "the help", "cohort.help": "the help", "question.charter": "a text for all",
}

// behindVerb is what is typed behind a verb for a number.
var behindVerb = []string{"%s", "%s ja Ein Satz", "%s Ein Satz dazu", "%s bis 1.6.", "%s an it", "%s in 9", "%s nutzen 5", "%s Ein Satz bis 1.6.",
	"%s starten", "%s https://example.org/x", "%s 1.6.", "%s Barrierefreiheit"}

// sentValues fill any form.
var sentValues = map[string]string{"title": "Titel", "description": "Text", "text": "Text", "answer": "Text", "reason": "Grund", "until": "1.6.2027",
	"contact": "it", "into": "9", "effort": "2", "benefit": "2", "goal": "Ziel", "person": "sb-pass", "role": "lotse", "due": "1.6.2027", "hours": "2",
	"occurrence": "4", "date": "6.4.2027", "alone": "false", "places": "20", "place": "9 bis 16 Uhr, Saal", "agenda": "Plan", "template": "phases-2",
	"rhythm": "fixed_weekday", "town": "nirgendwo", "known_day": "shrove_monday", "yearly": "false", "day_label": "Fest", "workday": "2027-05-06", "state": "BY", "answer_within": "4",
	"decide_within": "20", "reminder_on": "true", "before": "2", "unit": "days", "at": "9:00", "query": "Standesamt", "result": "Gut", "topic": "training"}

// delegates are rows that take another right as soon as more is typed, or in
// another state.
var delegates = map[string]bool{"project.line": true, "question.return": true, "question.amend": true}

// otherwise are rows whose refusals are worded otherwise, and why.
var otherwise = map[string]string{
	"package.split":   "it needs a draft, which nobody else has",
	"package.unlink":  "it needs a link",
	"question.answer": "who takes no part in the conversation is told just that",
}

// TestRights lets everybody, whatever their role, try every row on things of
// their own and of others: typed, pressed, and sent as a form. When May refuses,
// nothing changes; when it allows, nobody is refused; and each row has May's own
// sentence for those who may not.
func TestRights(t *testing.T) {
	h := newHall(t, storagetest.SQLite(t), demo(t))
	h.addAdmin()
	numbers := h.ownThings()
	delivery := 0
	tried := map[bool]int{}
	refusals := map[string]bool{} // whether anybody who may not run a row was told so
	for i, row := range commands.Rows() {
		if storagetest.RaceDetector && i%8 != 0 {
			continue
		}
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
					case got.changed && (got.refused || got.wanted || !got.fits):
						t.Errorf("%s left something behind", what)
					case got.fits && got.refused && !got.wanted && !delegates[row.Action]:
						t.Errorf("%s was refused, but May allows it", what)
					}
					if got.fits && got.wanted {
						refusals[row.Action] = refusals[row.Action] || got.refused
					}
				}
			}
		}
	}
	for action, said := range refusals {
		if !said && otherwise[action] == "" {
			t.Errorf("nobody who may not run %s is told so", action)
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

// ownThings files something for each seat, and returns the kinds of those and of
// a few things of others.
func (h *hall) ownThings() map[townhall.Number]townhall.Kind {
	h.t.Helper()
	for n, seat := range oneOfEach {
		h.handle(by(seat, fmt.Sprint("own", n), click("idea.file", fmt.Sprintf("%s braucht %d Stühle", seat, n))))
		h.handle(by(seat, fmt.Sprint("question", n), click("question.ask", "Wer hat den Schlüssel?")))
		h.handle(by(seat, fmt.Sprint("sealed", n), click("question.confidential", "Wer hat den anderen Schlüssel?")))
	}
	for n, one := range []struct{ seat, action, value string }{
		{"sb-kita", "package.claim", "23"}, {"lotse-finanzen", "package.claim", "24"}, {"dl-koordination", "package.claim", "27"},
		{"al-bildung", "package.claim", "30"}, {"leitung", "package.claim", "34"}, {"admina", "package.claim", "36"},
		{"lotse-finanzen", "question.claim", "44"}, {"sb-kita", "package.decision", "23 Dürfen wir das?"}, {"lotse-finanzen", "package.decision", "15 Dürfen wir?"},
	} {
		h.handle(by(one.seat, fmt.Sprint("claim", n), click(one.action, one.value)))
	}
	there := []townhall.Number{9, 13, 15, 17, 22, 23, 24, 27, 30, 34, 36, 42, 44, 45, 50}
	there = append(there, 999_999)      // nothing has this number, and nothing will get it
	for n := range 3 * len(oneOfEach) { // what was filed and asked just now
		there = append(there, townhall.Number(53+n))
	}
	numbers := map[townhall.Number]townhall.Kind{}
	err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		for _, n := range there {
			kind, found, err := tx.Lookup(n)
			if err != nil {
				return err
			}
			if found || n == 999_999 { // a number that is free now would be given to something while the rows are tried
				numbers[n] = kind
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return numbers
}

// numbersFor are the numbers to try a row with; only 0, no number, if it takes
// none.
func numbersFor(row commands.Row, numbers map[townhall.Number]townhall.Kind) []townhall.Number {
	if a, _ := row.Takes("9", townhall.Date{Year: 2027, Month: 3, Day: 18}); a.Number != 9 {
		return []townhall.Number{0}
	}
	var some []townhall.Number
	seen := map[townhall.Kind]bool{}
	for n, kind := range numbers {
		if fits(row.Action, kind) || !seen[kind] { // one of each other kind is enough
			some = append(some, n)
		}
		seen[kind] = true
	}
	return some
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
		if _, fit := row.Takes(rest, townhall.Date{Year: 2027, Month: 3, Day: 18}); fit != commands.FullFit || len(events) >= 4 {
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
	o.fits, o.wanted = h.right(row, seat, number)
	before := h.traces()
	if ev.State != "" {
		ev.State = strings.Replace(ev.State, `"x":"`, `"x":"`+seat+`-`, 1)
	}
	said := everything(h.Program().Router.Handle(context.Background(), ev))
	if strings.Contains(said, "es liegt an uns") {
		h.t.Errorf("%s, %s of %d: an internal error", seat, row.Action, number)
	}
	p := h.Program().Catalogues.Printer(i18n.German, h.Program().Zone())
	for _, key := range mayKeys(h.t) {
		o.refused = o.refused || strings.Contains(said, p.Line(key+".line", nil))
	}
	o.changed = h.traces() != before
	return o
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

// mayKeys are the sentences of May, as its source has them.
func mayKeys(t testing.TB) (keys []string) {
	t.Helper()
	for _, file := range []string{"may.go", "may_question.go", "may_cohort.go"} {
		source, err := os.ReadFile(filepath.Join("..", "townhall", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(may\.[a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
			keys = append(keys, m[1])
		}
	}
	return keys
}
