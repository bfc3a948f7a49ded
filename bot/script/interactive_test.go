package script_test

import (
	"bytes"
	"strings"
	"testing"

	"lotsenfunk/bot/script"
)

func words() script.Words {
	return script.Words{
		Welcome: "Willkommen.", Bot: "Bot", Private: "nur für dich", Changed: "geändert", Deleted: "gelöscht",
		NoSeat: "kein Platz", NoButton: "kein Knopf", FormHint: "Enter lässt stehen.", NoOption: "gibt es nicht",
		Yes: "ja", No: "nein", Cancel: "abbrechen",
	}
}

// typed plays what somebody types as anna, and returns what the terminal shows.
func typed(t *testing.T, tw *town, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	err := script.Interactive(t.Context(), strings.NewReader(strings.Join(lines, "\n")), &out,
		script.Terminal{Room: tw.theRoom, House: tw, Zone: berlin, Words: words(), Seat: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestInteractive(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		shown []string // in this order
		never []string
	}{
		{"plain words are the current seat's", []string{"Hallo: du"}, []string{"Willkommen.", "anna> ", "── @anna · Bot\n   Als Idee einreichen?"}, []string{"Hallo"}},
		{"buttons are pressed by number", []string{"#ideen: /idee Termine", "2"},
			[]string{"#ideen · Bot · nur für dich", "[1] Zurückziehen", "#ideen · Bot\n", "[2] Unterstützen  Thema:  [3] Technik  [4] Kita", "Deine Stimme zählt"}, nil},
		{"really is asked", []string{"/idee x", "1", "ja", "1", "nein", "9"}, []string{"Wirklich? (ja/nein)", "geändert\n   Idee 1 ist zurückgezogen.", "kein Knopf"}, nil},
		{"really can be denied", []string{"/idee x", "1", "nein"}, nil, []string{"zurückgezogen"}},
		{"a choice in a select", []string{"/idee x", "4"}, []string{"Thema: kita"}, nil},
		{"a form is asked field by field", []string{"/idee", "", "Bauhof", "2", "ja", "Kita Nord"},
			[]string{"── Idee\n   Das sehen alle.\n   Enter lässt stehen.", "Titel: ", "[1] Technik", "[2] Kita", "Thema [Technik]: ", "! gibt es nicht", "ohne Namen (ja/nein) [nein]: ",
				"! Ohne Titel geht es nicht.\nTitel: ", "Danke, Idee 1", "Kita Nord (kita, true)"}, []string{"Thema [Kita]"}},
		{"a form can be left", []string{"/idee", "abbrechen"}, []string{"Titel: ", "Nicht eingereicht."}, []string{"Thema"}},
		{"a form ends with the input", []string{"/idee"}, []string{"Titel: ", "Nicht eingereicht."}, nil},
		{"seats", []string{"seats", "as dora", "as ben", "seats"}, []string{"* anna", "  ben", "! dora: kein Platz", "ben> ", "  anna", "* ben"}, nil},
		{"another seat sees what it may", []string{"#ideen: /idee x", "as ben"}, []string{"nur für dich", "ben> "}, nil},
		{"lines of a transcript", []string{"ben: /idee y", `clicks "Unterstützen" on "Idee 1"`, "expect anna: Stimme", "expect ben: z", "clock +2d", "as ben", "restart", "# nur so", "clicks \"Nix\""},
			[]string{"#ideen · Bot\n   Idee 1\n   y", "Deine Stimme zählt", "! not said to ben", "Danke, Idee 1", "Idee\u00a01 wartet.", `! no button "Nix"`}, []string{"! not said to anna"}},
		{"at the same moment", []string{"together", "/idee eins", "ben: /idee zwei", "end"}, []string{"… ", "eingereicht"}, nil},
		{"quit", []string{"quit", "Hallo"}, []string{"anna> "}, []string{"Als Idee"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := typed(t, newTown(t), c.lines...)
			rest := out
			for _, part := range c.shown {
				_, after, found := strings.Cut(rest, part)
				if !found {
					t.Fatalf("%q is missing (in this order) in:\n%s", part, out)
				}
				rest = after
			}
			for _, part := range c.never {
				if strings.Contains(out, part) {
					t.Errorf("%q is shown in:\n%s", part, out)
				}
			}
		})
	}
}
