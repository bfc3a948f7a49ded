package program_test

import (
	"strings"
	"testing"

	"lotsenfunk/bot/room"
	"lotsenfunk/storage/storagetest"
)

// TestWhatGivesWay: a menu and an offer that is turned down give way to what they
// lead to. A notice, the card of a thing and what others see stay.
func TestWhatGivesWay(t *testing.T) {
	h := newHall(t, storagetest.SQLite(t), demo(t))
	for _, one := range []struct {
		name, place, script string
		want                []string // beginnings of the messages that stand there at the end
	}{
		{"menu", room.Direct("sb-pass"), "sb-pass: /idee\nsb-pass clicks \"Mehr\"", []string{"Mehr"}},
		{"menu in a channel", "rathaus", "sb-kultur #rathaus: /idee\nsb-kultur clicks \"Mehr\"", []string{"Mehr"}},
		{"settings", room.Direct("sb-kita"), "sb-kita: /lotsenfunk einstellungen\nsb-kita clicks \"Mehr\"", []string{"Weitere Einstellungen"}},
		{"offer", room.Direct("sb-info"), "sb-info: Der Drucker klemmt\nsb-info clicks \"Abbrechen\"", []string{"Der Drucker klemmt", "Nicht eingereicht."}},
		{"card", room.Direct("lotse-bauen"), "lotse-bauen: /lotse 44\nlotse-bauen clicks \"Weitergeben\"\nlotse-bauen cancels\nlotse-bauen: /lotse nehmen 44\nlotse-bauen clicks \"Mehr\" on \"Kümmert sich\"",
			[]string{"Frage 44: offen", "Frage 44 ist jetzt deine.", "Frage 44: übernommen", "Was bei Frage 44 noch geht."}},
		{"thing", room.Direct("sb-ordnung"), "sb-ordnung: /idee 9\nsb-ordnung clicks \"Unterstützen\"", []string{"Idee 9", "Deine Stimme"}},
	} {
		h.play(one.script + "\n")
		seat, _, _ := strings.Cut(strings.Fields(one.script)[0], ":")
		var got []string
		for _, p := range h.Program().Room.Posts(seat, one.place) {
			got = append(got, p.Message.Plain())
		}
		if len(got) != len(one.want) {
			t.Errorf("%s: there stand %q, want %q", one.name, got, one.want)
			continue
		}
		for n := range got {
			if !strings.HasPrefix(got[n], one.want[n]) {
				t.Errorf("%s: there stand %q, want %q", one.name, got, one.want)
			}
		}
	}
}
