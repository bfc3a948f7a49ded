package room_test

import (
	"testing"

	"lotsenfunk/bot"
)

// What is pinned can be used by its seat alone, stands in no list, and is kept
// in no journal.
func TestPinnedHome(t *testing.T) {
	h := &recorder{reply: bot.Reply{Replace: &bot.Message{Line: "Bitte sehr"}}}
	memory := newMemory()
	r := open(t, memory, h)
	r.PinHome("anna", msg("alt"))
	home := r.PinHome("anna", msg("Deins", bot.Button("lotsenfunk.help", "", "Hilfe")))
	if n := len(r.Visible("anna")); n != 0 || memory.text() != "" {
		t.Errorf("%d messages, and in the journal %q", n, memory.text())
	}
	if p, ok := r.Home("anna"); !ok || p.Message.Line != "Deins" {
		t.Errorf("pinned is %+v", p)
	}
	must(t, r.Press(t.Context(), "anna", home.ID, "lotsenfunk.help", ""))
	if ev := h.last(t); ev.Kind != bot.KindClick || !ev.Where.Direct {
		t.Errorf("the click is %+v", ev)
	}
	same(t, "anna reads", words(r, "anna", ""), []string{"Bitte sehr"})
	if err := r.Press(t.Context(), "ben", home.ID, "lotsenfunk.help", ""); err == nil {
		t.Error("ben pressed a button of anna's home")
	}
}
