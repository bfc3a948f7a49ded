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
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// inTown is what somebody of a town types behind /lehrgang, and what they read.
func (h *hall) inTown(org townhall.OrgID, who, line string) string {
	h.t.Helper()
	return h.answer(org, who, bot.Event{Kind: bot.KindCommand, Command: "lehrgang", Text: line})
}

func (h *hall) answer(org townhall.OrgID, who string, ev bot.Event) string {
	h.t.Helper()
	h.asked++
	ev = by(who, fmt.Sprint("cohort", h.asked), ev)
	ev.Who.Tenant.ID = string(org)
	reply := h.handle(ev)
	said := everything(reply)
	if m := reply.Message(); m != nil {
		said = m.Plain() + "\n" + said
	}
	if strings.Contains(said, "es liegt an uns") {
		h.t.Errorf("%s of %s, %q: an internal error", who, org, ev.Text+ev.Value)
	}
	return said
}

func (h *hall) expect(said, part string) {
	h.t.Helper()
	if !strings.Contains(said, part) {
		h.t.Errorf("not said: %q\nbut: %s", part, said)
	}
}

// toldOf are the notices to people of a town, of whatever state.
func (h *hall) toldOf(org townhall.OrgID) (told []string) {
	h.t.Helper()
	rows, err := h.sql.Query(`select person, kind from notice where org_id = '` + string(org) + `' and person is not null order by key`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var person, kind string
		if err := rows.Scan(&person, &kind); err != nil {
			h.t.Fatal(err)
		}
		told = append(told, person+" "+kind)
	}
	return told
}

// TestCohortOfTwoTowns lets a neighbouring town into Birkenfurt's cohort: its
// people join, are told, and answer, in their own town; what the towns know of
// each other is the dates, and, in the host's coordination, who takes part.
func TestCohortOfTwoTowns(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.addNeighbour()
		h.addThirdTown()

		h.expect(h.inTown(neighbour, "nina", ""), "Gerade ist kein Lehrgang geplant.")
		h.expect(h.inTown("birkenfurt", "dl-koordination", "einladen nachbarort"), "Eine weitere Kommune kann jetzt teilnehmen.")
		if told := h.toldOf(neighbour); !slices.Contains(told, "nina cohort.invite") {
			t.Errorf("the invited town's coordination was not told: %v", told)
		}
		h.expect(h.inTown(neighbour, "nina", ""), "Lehrgang Digitallotsen 2027")
		h.expect(h.inTown(neighbour, "nina", "teilnehmen"), "Di., 30. März: Seminartag 3")
		if told := h.toldOf("birkenfurt"); !slices.Contains(told, "dl-koordination cohort.join") {
			t.Errorf("the host's coordination was not told: %v", told)
		}
		h.expect(h.inTown("birkenfurt", "dl-koordination", "teilnehmende"), "Nina (Nachbarort)")
		h.expect(h.inTown(neighbour, "nina", "stand hängt Die Leitung"), "Stadt Birkenfurt")
		h.expect(h.inTown("birkenfurt", "dl-koordination", "teilnehmende"), "Nina: Es hängt.")
		h.expect(h.inTown(neighbour, "nina", "kann-nicht 30.3."), "Notiert: Am Di., 30. März kannst du nicht.")

		// nina has every role in her own town, and runs nothing of Birkenfurt's
		for _, line := range []string{"verschieben 30.3. auf 6.4.", "absagen", "plätze 99", "teilnehmende", "ort 30.3.", "einladen drittort"} {
			h.expect(h.inTown(neighbour, "nina", line), "Termine des Lehrgangs legt die Koordination fest, die ihn ausrichtet.")
		}
		const cohort = "dl-2027-1@birkenfurt"
		for _, ev := range []bot.Event{click("cohort.move_now", cohort+" 4 2027-04-06 all 3"), click("cohort.participants", cohort), click("cohort.project", cohort+" 13"),
			{Kind: bot.KindSubmit, Action: "cohort.cancel", State: `{"x":"n1","k":"` + cohort + `"}`, Values: map[string]string{"occurrence": "all", "reason": "Nein"}}} {
			said := h.answer(neighbour, "nina", ev)
			for _, p := range demo(t).People {
				if strings.Contains(said, p.Display) {
					t.Errorf("%s %s lets a guest read %q: %s", ev.Action, ev.Value, p.Display, said)
				}
			}
		}
		for _, line := range []string{"", "kalender", "mehr", "projekt", "stand"} {
			said := h.inTown(neighbour, "nina", line)
			for _, p := range demo(t).People {
				if strings.Contains(said, p.Display) {
					t.Errorf("%q lets a guest read %q", line, p.Display)
				}
			}
		}
		h.expect(h.inTown("birkenfurt", "sb-pass", ""), "Di., 30. März: Seminartag 3")

		// a date moves: everybody is told in their own town
		h.answer("birkenfurt", "dl-koordination", click("cohort.move_now", cohort+" 4 2027-03-31 alone "+h.version()))
		if told := h.toldOf(neighbour); !slices.Contains(told, "nina cohort.move") {
			t.Errorf("the guest was not told of the move: %v", told)
		}
		h.expect(h.inTown(neighbour, "nina", "kalender"), "Mi., 31. März: Seminartag 3")

		// the third town knows of nothing
		h.expect(h.inTown("drittort", "dieter", ""), "Gerade ist kein Lehrgang geplant.")
		h.expect(h.answer("drittort", "dieter", click("cohort.menu", cohort)), "Diesen Lehrgang gibt es nicht.")
		h.expect(h.answer("drittort", "dieter", click("cohort.join", cohort)), "Diesen Lehrgang gibt es nicht.")
	})
}

// TestUninvite takes a town out of a cohort: its people hear of it, see nothing of
// the cohort any more, and nothing is left of them in it.
func TestUninvite(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		h.addNeighbour()
		h.addThirdTown()
		h.inTown("birkenfurt", "dl-koordination", "einladen nachbarort")
		h.inTown("birkenfurt", "dl-koordination", "einladen drittort")
		h.inTown(neighbour, "nina", "teilnehmen")
		h.inTown(neighbour, "nina", "stand hängt Die Leitung")
		h.inTown("drittort", "dieter", "teilnehmen")
		sent := func(who townhall.OrgID, seat, town string) string {
			return h.answer(who, seat, bot.Event{Kind: bot.KindSubmit, Action: "cohort.uninvite", State: `{"x":"u` + town + seat + `","k":"dl-2027-1@birkenfurt"}`,
				Values: map[string]string{"town": town}})
		}
		h.expect(sent(neighbour, "nina", "drittort"), "Termine des Lehrgangs legt die Koordination fest, die ihn ausrichtet.")
		h.expect(sent("birkenfurt", "sb-kita", "nachbarort"), "Termine des Lehrgangs legt die Koordination fest")
		h.expect(sent("birkenfurt", "dl-koordination", "nirgendwo"), "Diese Kommune ist nicht dabei.")
		h.expect(sent("birkenfurt", "dl-koordination", "nachbarort"), "Die Kommune nimmt nicht mehr teil.")
		if told := h.toldOf(neighbour); !slices.Contains(told, "nina cohort.uninvite") {
			t.Errorf("nobody there was told: %v", told)
		}
		if err := h.Program().Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.expect(h.inTown(neighbour, "nina", ""), "Gerade ist kein Lehrgang geplant.")
		h.expect(h.inTown("drittort", "dieter", "kalender"), "Di., 30. März: Seminartag 3")
		if said := h.inTown("birkenfurt", "dl-koordination", "teilnehmende"); strings.Contains(said, "Nina") {
			t.Errorf("there is still somebody: %s", said)
		}
		for _, table := range []string{"participant", "check_in", "cohort_town", "survey_answered"} {
			var n int
			if err := h.sql.QueryRow(`select count(*) from ` + table + ` where town = 'nachbarort'`).Scan(&n); err != nil || n != 0 {
				t.Errorf("%d rows of %s are left: %v", n, table, err)
			}
		}
	})
}

// version is that of the demo town's cohort.
func (h *hall) version() (v string) {
	h.t.Helper()
	if err := h.sql.QueryRow(`select version from cohort where id = 'dl-2027-1'`).Scan(&v); err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *hall) addThirdTown() {
	h.t.Helper()
	tenant := bot.Tenant{Platform: room.Platform, ID: "drittort"}
	err := h.Program().Store.Update(context.Background(), "drittort", func(tx *storage.Tx) error {
		return errors.Join(
			tx.CreateOrganisation(&townhall.Organisation{ID: "drittort", Name: "Drittort", State: "BY", Zone: "Europe/Berlin", Language: "de",
				Address: "du", AnswerWithin: 5, DecideWithin: 30, AddressAskedFor: true, ReceiptSecret: []byte("a third secret")}),
			tx.AddTenant(tenant),
			tx.CreatePerson(&townhall.Person{ID: "dieter", Display: "Dieter"}),
			tx.SaveIdentity(townhall.Identity{Platform: tenant.Platform, Tenant: tenant.ID, User: "dieter", Person: "dieter"}))
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
