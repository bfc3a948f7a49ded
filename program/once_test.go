package program_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/storage/storagetest"
)

// by is an event of somebody in the demo town, in their direct messages.
func by(seat, delivery string, ev bot.Event) bot.Event {
	tenant := bot.Tenant{Platform: room.Platform, ID: "birkenfurt"}
	ev.Delivery = delivery
	ev.Who = bot.Account{Tenant: tenant, ID: seat, Name: seat}
	if ev.Where == (bot.Place{}) {
		ev.Where = bot.Place{ID: room.Direct(seat), Direct: true, Private: true}
	}
	return ev
}

func typed(text string) bot.Event {
	return bot.Event{Kind: bot.KindCommand, Command: "idee", Text: text}
}

func click(action, value string) bot.Event {
	return bot.Event{Kind: bot.KindClick, Action: action, Value: value}
}

// handle hands an event to the router and delivers what follows from it.
func (h *hall) handle(ev bot.Event) bot.Reply {
	h.t.Helper()
	reply := h.Program().Router.Handle(context.Background(), ev)
	if err := h.Settle(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	return reply
}

// opened is the form that an event opens, as it is sent with some values.
func (h *hall) opened(ev bot.Event, values map[string]string) bot.Event {
	h.t.Helper()
	f := h.handle(ev).Form
	if f == nil {
		h.t.Fatalf("%+v opens no form", ev)
	}
	sent := map[string]string{}
	for _, field := range f.Fields {
		sent[field.ID] = field.Value
	}
	maps.Copy(sent, values)
	return bot.Event{Kind: bot.KindSubmit, Action: f.Action, State: f.State, Values: sent}
}

// deliveries are events that change something, whichever way they come.
func deliveries(h *hall) map[string]bot.Event {
	who := func(seat, name string, ev bot.Event) bot.Event { return by(seat, "d-"+name, ev) }
	return map[string]bot.Event{
		"idea":     who("sb-kita", "idea", typed("Schränke mit Schloss")),
		"unnamed":  who("sb-kita", "unnamed", typed("ohne-namen Leisere Kopierer")),
		"vote":     who("sb-info", "vote", typed("unterstützen 7")),
		"click":    who("sb-pass", "click", click("idea.vote", "8")),
		"comment":  who("sb-bauen", "comment", typed("kommentar 8 Gern.")),
		"accept":   who("dl-koordination", "accept", typed("annehmen 11")),
		"merge":    who("dl-koordination", "merge", typed("zusammenführen 6 in 9")),
		"question": who("sb-kita", "question", bot.Event{Kind: bot.KindCommand, Command: "lotse", Text: "Wo ist der Beamer?"}),
		"claim":    who("lotse-bauen", "claim", click("question.claim", "44")),
		"talk":     who("lotse-ordnung", "talk", bot.Event{Kind: bot.KindCommand, Command: "lotse", Text: "antwort 43 Ja."}),
		"settings": who("sb-kultur", "settings", click("lotsenfunk.settings", "sie")),
		"message":  who("sb-steuern", "message", bot.Event{Kind: bot.KindMessage, Text: "Mehr Bänke"}),
		"form":     who("sb-kita", "form", h.opened(by("sb-kita", "open-1", click("idea.file", "")), map[string]string{"title": "Größere Briefkästen"})),
		"unnamed form": who("sb-info", "unnamed form", h.opened(by("sb-info", "open-2", click("idea.anonymous", "")),
			map[string]string{"title": "Hellere Treppen"})),
		"project": who("leitung", "project", h.opened(by("leitung", "open-3", typed("projekt 9")), map[string]string{"goal": "Ein Ziel"})),
		"decline": who("leitung", "decline", h.opened(by("leitung", "open-4", typed("ablehnen 10")), map[string]string{"reason": "Ein Grund"})),
	}
}

// TestTheSameDeliveryTwice: platforms repeat what they are not sure has arrived.
// The second time nothing at all changes in the database.
func TestTheSameDeliveryTwice(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		for name, ev := range deliveries(h) {
			before := h.snapshot()
			h.handle(ev)
			once := h.snapshot()
			if len(appeared(before, once)) == 0 {
				t.Errorf("%s: nothing happened", name)
			}
			h.handle(ev)
			for _, r := range appeared(once, h.snapshot()) {
				t.Errorf("%s: the second delivery changed %s", name, r)
			}
		}
	})
}

// TestTheSameFormTwice: a form sent again under another delivery has no effect,
// but one that came back with an error may be sent again.
func TestTheSameFormTwice(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		form := h.opened(by("sb-kita", "open", click("idea.file", "")), map[string]string{"title": " "})
		if errs := h.handle(by("sb-kita", "first", form)).Errors; errs["title"] == "" {
			t.Fatalf("a form without a title: %v", errs)
		}
		form.Values["title"] = "Jetzt mit Titel"
		if reply := h.handle(by("sb-kita", "second", form)); reply.Private == nil || !strings.Contains(reply.Private.Line, "53") {
			t.Fatalf("the corrected form: %+v", reply)
		}
		once := h.snapshot()
		h.handle(by("sb-kita", "third", form))
		for _, r := range appeared(once, h.snapshot()) {
			t.Errorf("sent again, the form changed %s", r)
		}
	})
}

// TestACrashForgetsBoth: if an interaction fails before its end, it has left
// nothing, not even that its delivery was seen, so that the repeated delivery
// has its effect.
func TestACrashForgetsBoth(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		for name, ev := range deliveries(h) {
			if name == "settings" || name == "message" {
				continue // write no notice, and so do not meet the trouble below
			}
			before := h.snapshot()
			h.rename("notice", "mislaid")
			reply := h.Program().Router.Handle(context.Background(), ev)
			h.rename("mislaid", "notice")
			if said := fmt.Sprint(reply.Private, reply.Replace, reply.Errors); !strings.Contains(said, "es liegt an uns") {
				t.Errorf("%s: trouble with the database is answered by %s", name, said)
			}
			for _, r := range appeared(before, h.snapshot()) {
				t.Errorf("%s: a failed interaction left %s", name, r)
			}
			h.handle(ev)
			if len(appeared(before, h.snapshot())) == 0 {
				t.Errorf("%s: the repeated delivery had no effect", name)
			}
		}
	})
}

// rename takes a table away from the program, or gives it back.
func (h *hall) rename(from, to string) {
	h.t.Helper()
	if _, err := h.sql.Exec("alter table " + from + " rename to " + to); err != nil {
		h.t.Fatal(err)
	}
}
