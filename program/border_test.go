package program_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const neighbour townhall.OrgID = "nachbarort"

// addNeighbour puts a second town into the database, in which nina may do
// everything. It has no ideas, no channel and no contacts.
func (h *hall) addNeighbour() {
	h.t.Helper()
	tenant := bot.Tenant{Platform: room.Platform, ID: string(neighbour)}
	err := h.Program().Store.Update(context.Background(), neighbour, func(tx *storage.Tx) error {
		return errors.Join(
			tx.CreateOrganisation(&townhall.Organisation{ID: neighbour, Name: "Nachbarort", State: "BW", Zone: "Europe/Berlin", Language: "de",
				Address: "du", AnswerWithin: 5, DecideWithin: 30, AddressAskedFor: true, ReceiptSecret: []byte("another secret")}),
			tx.AddTenant(tenant),
			tx.CreatePerson(&townhall.Person{ID: "nina", Display: "Nina", Roles: townhall.Roles}),
			tx.SaveIdentity(townhall.Identity{Platform: tenant.Platform, Tenant: tenant.ID, User: "nina", Person: "nina"}))
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// secrets are words of the demo town that nobody elsewhere may read.
func secrets(t *testing.T) (words []string) {
	town := demo(t)
	for _, i := range town.Ideas {
		words = append(words, i.Title, i.Description)
	}
	for _, p := range town.People {
		words = append(words, p.Display)
	}
	for _, p := range town.Projects {
		words = append(words, p.Title, p.Goal)
	}
	for _, w := range town.WorkPackages {
		words = append(words, w.Title)
	}
	for _, q := range town.HelpRequests {
		words = append(words, q.Title, q.Text)
	}
	for _, d := range town.Decisions {
		words = append(words, d.Question)
	}
	for _, c := range town.Contacts {
		if c.Email != "" {
			words = append(words, c.Email)
		}
	}
	for _, o := range town.Cohort.Occurrences {
		if o.Title != "" {
			words = append(words, o.Title)
		}
	}
	return append(words, town.Cohort.Title, town.Cohort.Occurrences[0].Place, town.Organisation.Name, "Kürzere Wege", "Rosa Ordner")
}

// everything that a reply says, or holds for whoever looks into it.
func everything(r bot.Reply) string {
	return fmt.Sprintf("%+v %+v %+v %+v %+v", r.Private, r.Public, r.Replace, r.Form, r.Errors)
}

// TestNothingCrossesTheBorder lets somebody with every role in one town try
// every row of the table, typed, pressed and sent, on the things of another town
// in the same database. They find nothing, and nothing there changes.
func TestNothingCrossesTheBorder(t *testing.T) {
	storagetest.RunLong(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.addNeighbour()
		code := h.code(h.play("sb-kita: /idee ohne-namen Rosa Ordner"), "sb-kita")
		h.handle(by("sb-info", "d1", typed("Kürzere Wege")))
		draft := h.draft()
		forbidden := secrets(t)
		before := h.ofTown("birkenfurt")
		for n, ev := range attempts(draft, code) {
			ev = by("nina", fmt.Sprint("n", n), ev)
			ev.Who.Tenant.ID = string(neighbour)
			said := everything(h.Program().Router.Handle(context.Background(), ev))
			for _, word := range forbidden {
				if strings.Contains(said, word) {
					t.Errorf("%s %s %q lets the neighbours read %q: %s", ev.Kind, ev.Action+ev.Command, ev.Value+ev.Text, word, said)
				}
			}
			if strings.Contains(said, "es liegt an uns") {
				t.Errorf("%s %s %q is an internal error", ev.Kind, ev.Action+ev.Command, ev.Value+ev.Text)
			}
		}
		for _, r := range appeared(before, h.ofTown("birkenfurt")) {
			t.Errorf("the neighbours changed %s", r)
		}
		for _, r := range appeared(h.ofTown("birkenfurt"), before) {
			t.Errorf("the neighbours deleted %s", r)
		}
	})
}

// draft is the id of the draft that waits in the demo town.
func (h *hall) draft() string {
	h.t.Helper()
	for _, r := range h.snapshot() {
		if r.table == "draft" {
			return r.values["id"]
		}
	}
	h.t.Fatal("no draft waits")
	return ""
}

// ofTown are the rows of one town.
func (h *hall) ofTown(org string) map[string]row {
	rows := h.snapshot()
	for text, r := range rows {
		if r.values["org_id"] != org {
			delete(rows, text)
		}
	}
	return rows
}

// attempts are all ways to name a thing of the other town.
func attempts(draft, code string) (events []bot.Event) {
	const cohort = "dl-2027-1@birkenfurt"
	behind := []string{"", "10", "10 Text", "10 bis 1.6.", "10 an stadtwerke", "10 an leitung", "10 in 9", "10 nutzen 5", "13", "17", "17 Text", "17 ja Text", "17 " + draft, "21", "44", "44 Text", "44 an leitung", "44 E-Akte", "50", "50 Text", "52",
		draft, "10 " + draft, code, code + " antwort Ja", code + " zurückziehen", "geben sb-kita admin", "standesamt", "stadt sie", "sb-kita", "sb-kita bauhof", "22 Text", "23 1.6.", "13 Text bis 1.6.",
		"13 stoppen Grund", "13 P1-M2", "24 https://birkenfurt.example", "vertretung sb-kita", "53", "54",
		cohort, cohort + " 13", cohort + " 30.3.", cohort + " läuft", cohort + " hängt Text", cohort + " ja", cohort + " 30.3. auf 6.4.",
		cohort + " 4 2027-04-06 all 1", cohort + " nachbarort", cohort + " 99"}
	values := map[string]string{"title": "Titel", "description": "Text", "category": "", "anonymous": "false", "query": "Standesamt", "text": "Text", "code": code,
		"answer": "Text", "reason": "Grund", "until": "1.6.", "contact": "stadtwerke", "into": "9", "effort": "2", "benefit": "2",
		"goal": "Ziel", "lead": "sb-kita", "sponsor": "leitung", "person": "sb-kita", "role": "admin",
		"topic": "ai", "confidential": "false", "department": "bauhof", "topics": "E-Akte", "hours": "2", "from": "1.4.",
		"template": "phases-4", "date": "6.4.", "rhythm": "fixed_weekday", "place": "Text", "places": "99", "occurrence": "4", "alone": "false", "agenda": "Text",
		"project": "13", "milestone": "P1-M2", "due": "1.6.", "result": "Text", "link": "https://birkenfurt.example"}
	for _, row := range commands.Rows() {
		for _, rest := range behind {
			switch row.Action {
			case "idea.file", "idea.anonymous", "question.ask", "question.confidential":
				continue // name no thing, and would file one of their own
			}
			if _, fit := row.Takes(rest, townhall.Date{Year: 2027, Month: 3, Day: 18}); fit == commands.NoFit {
				continue
			}
			events = append(events, click(row.Action, rest), bot.Event{Kind: bot.KindSelect, Action: row.Action, Value: rest})
			if row.Command != "" {
				events = append(events, bot.Event{Kind: bot.KindCommand, Command: row.Command, Text: row.Words[0] + " " + rest})
			}
		}
		for n, number := range []int{10, 9, 13, 17, 53, 22} {
			state := fmt.Sprintf(`{"n":%d,"x":"nonce-%s-%d","c":%q,"o":%q}`, number, row.Action, n, code, slices.Compact([]string{"", draft})[n%2])
			events = append(events, bot.Event{Kind: bot.KindSubmit, Action: row.Action, State: state, Values: values},
				bot.Event{Kind: bot.KindCancel, Action: row.Action, State: state})
		}
	}
	there := bot.Ref{Tenant: bot.Tenant{Platform: room.Platform, ID: "birkenfurt"}, Channel: "ideen", ID: "any"}
	return append(events, bot.Event{Kind: bot.KindReply, Text: "Text", Thread: there}, bot.Event{Kind: bot.KindReaction, Emoji: "💡", Source: there,
		Quote: &bot.Quote{Mine: true, Text: "Text"}}, bot.Event{Kind: bot.KindHome}, bot.Event{Kind: bot.KindMessage, Text: "hilfe"})
}
