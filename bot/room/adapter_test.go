package room_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

func TestPostUpdateDeleteFind(t *testing.T) {
	r := open(t, nil, nil)
	ctx := t.Context()
	to := bot.Target{Tenant: r.Tenant(), Person: "anna"}
	ref, err := r.Post(ctx, to, msg("eins"), "k1")
	must(t, err)
	if found, ok, err := r.Find(ctx, to, "k1"); err != nil || !ok || found != ref {
		t.Errorf("find: %v %v %v", found, ok, err)
	}
	if _, ok, _ := r.Find(ctx, bot.Target{Tenant: r.Tenant(), Person: "ben"}, "k1"); ok {
		t.Error("found with somebody else")
	}
	must(t, r.Update(ctx, ref, msg("zwei")))
	same(t, "anna", words(r, "anna", ""), []string{"zwei"})
	to.Thread = ref
	answer, err := r.Post(ctx, to, msg("drei"), "")
	must(t, err)
	if got := r.Thread("anna", ref.ID); len(got) != 2 || got[1].ID != answer.ID || got[1].Root != ref.ID {
		t.Errorf("thread %+v", got)
	}
	must(t, r.Delete(ctx, ref))
	must(t, r.Delete(ctx, ref))
	if p := r.Posts("anna", "")[0]; !p.Deleted || p.Message.Line != "" {
		t.Errorf("after deleting: %+v", p)
	}

	gone := map[string]error{"update": r.Update(ctx, ref, msg("vier")), "delete": r.Delete(ctx, bot.Ref{Tenant: r.Tenant(), ID: "x"})}
	_, gone["person"] = r.Post(ctx, bot.Target{Tenant: r.Tenant(), Person: "dora"}, msg("x"), "")
	_, gone["channel"] = r.Post(ctx, bot.Target{Tenant: r.Tenant(), Channel: "nix"}, msg("x"), "")
	_, gone["tenant"] = r.Post(ctx, bot.Target{Person: "anna"}, msg("x"), "")
	for what, err := range gone {
		if !errors.Is(err, bot.ErrGone) {
			t.Errorf("%s: %v, want ErrGone", what, err)
		}
	}
}

func TestAnOpenRoomLetsPeopleWalkIn(t *testing.T) {
	m := newMemory()
	enter := func() *room.Room {
		r, err := room.New(t.Context(), room.Options{Tenant: "t", Open: true, Memory: m, Now: func() time.Time { return nine }})
		must(t, err)
		r.Connect(&recorder{reply: bot.Private(msg("Willkommen"))})
		return r
	}
	r := enter()
	must(t, r.Say(t.Context(), "jörg", "", "Hallo"))
	if err := r.Say(t.Context(), "@jörg", "", "Hallo"); err == nil {
		t.Error("an id that is none walked in")
	}
	if got := enter().Seats(); len(got) != 1 || got[0].ID != "jörg" {
		t.Errorf("seats after opening again: %v", got)
	}
}

func TestARoomOpensAgainAsItWas(t *testing.T) {
	m := newMemory()
	h := &recorder{reply: bot.Private(msg("Bitte sehr", bot.Button("a", "1", "Ja")))}
	r := open(t, m, h)
	must(t, r.Say(t.Context(), "anna", "", "Hallo"))
	must(t, r.Say(t.Context(), "anna", "ideen", "/x"))
	must(t, r.Say(t.Context(), "ben", "ideen", "Mahlzeit"))
	card := post(t, r, bot.Target{Channel: "ideen"}, bot.Message{Line: "Karte", Picture: &bot.Picture{PNG: []byte{1}, Alt: "Bild"}})
	must(t, r.Answer(t.Context(), "ben", card.ID, "Danke"))
	must(t, r.React(t.Context(), "anna", card.ID, "💡", true))
	must(t, r.React(t.Context(), "ben", card.ID, "👍", true))
	must(t, r.React(t.Context(), "ben", card.ID, "👍", false))
	must(t, r.Update(t.Context(), card, msg("Karte, neu")))
	gone := post(t, r, bot.Target{Person: "ben"}, msg("weg"))
	must(t, r.Delete(t.Context(), gone))

	again := open(t, m, nil)
	for _, seat := range []string{"anna", "ben", "cem"} {
		if diff := cmp.Diff(r.Visible(seat), again.Visible(seat)); diff != "" {
			t.Errorf("%s sees something else (-before +after):\n%s", seat, diff)
		}
	}
	if again.Unread("anna", "ideen") != 0 {
		t.Error("old messages are unread")
	}
	if next := post(t, again, bot.Target{Channel: "ideen"}, msg("weiter")); next.ID == card.ID || again.Seq() <= r.Seq() {
		t.Errorf("numbers start anew: %d after %d", again.Seq(), r.Seq())
	}
}

func TestNothingOffTheRecordIsJournaled(t *testing.T) {
	m := newMemory()
	h := &recorder{reply: bot.Reply{Private: &bot.Message{Line: "Beleg GEHEIM1"}, OffRecord: true}}
	r := open(t, m, h)
	must(t, r.Say(t.Context(), "anna", "", "/idee ohne-namen GEHEIM2"))
	must(t, r.Say(t.Context(), "anna", "", "ohne Namen: GEHEIM3"))
	card := post(t, r, bot.Target{Channel: "ideen"}, msg("Karte"))
	must(t, r.Answer(t.Context(), "anna", card.ID, "GEHEIM4"))
	must(t, r.React(t.Context(), "anna", card.ID, "🙈", true))
	h.reply = bot.OpenForm(bot.Form{Title: "GEHEIM5", Fields: []bot.Field{{ID: "text"}}})
	must(t, r.Say(t.Context(), "anna", "ideen", "/idee"))
	h.reply = bot.Reply{Private: &bot.Message{Line: "GEHEIM6"}, OffRecord: true}
	must(t, r.Submit(t.Context(), "anna", map[string]string{"text": "GEHEIM7"}))
	must(t, r.Update(t.Context(), card, msg("Karte, neu")))

	if n := len(r.Posts("anna", "")); n != 3 {
		t.Errorf("anna sees %d messages, want 3", n)
	}
	for _, word := range []string{"GEHEIM", "🙈", "anna"} {
		if strings.Contains(m.text(), word) {
			t.Errorf("%s is in the journal:\n%s", word, m.text())
		}
	}
	if got := open(t, m, nil).Visible("anna"); len(got) != 1 {
		t.Errorf("after opening again anna sees %+v", got)
	}
}

func TestOffTheRecordChangesLeaveTheJournalAlone(t *testing.T) {
	m := newMemory()
	h := &recorder{reply: bot.Private(msg("Wie?", bot.Button("name", "0", "ohne Namen")))}
	r := open(t, m, h)
	must(t, r.Say(t.Context(), "anna", "", "/idee x"))
	before := m.text()
	h.reply = bot.Reply{Replace: &bot.Message{Line: "Beleg GEHEIM"}, OffRecord: true}
	must(t, r.Press(t.Context(), "anna", r.Posts("anna", "")[0].ID, "name", "0"))
	same(t, "anna", words(r, "anna", ""), []string{"Beleg GEHEIM"})
	if m.text() != before {
		t.Errorf("the journal changed:\n%s", m.text())
	}
}
