package townhall_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lotsenfunk/townhall"
)

func TestTitleAndDescription(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("Wir drucken alles zweimal aus ", 10))
	for _, c := range []struct{ text, title, description string }{
		{"Wartezeiten anzeigen", "Wartezeiten anzeigen", ""},
		{"  Wartezeiten anzeigen \n", "Wartezeiten anzeigen", ""},
		{"Wartezeiten anzeigen\nIm Foyer.\nUnd online.", "Wartezeiten anzeigen", "Im Foyer.\nUnd online."},
		{"Weniger Papier. " + long, "Weniger Papier.", "Weniger Papier. " + long},
		{long, "Wir drucken alles zweimal aus Wir drucken alles zweimal aus Wir drucken alles zweimal aus Wir …", long},
		{strings.Repeat("ä", 250), strings.Repeat("ä", 100) + " …", strings.Repeat("ä", 250)},
		{"", "", ""},
	} {
		title, description := townhall.TitleAndDescription(c.text)
		if title != c.title || description != c.description {
			t.Errorf("%.60q: %q and %.60q, want %q and %.60q", c.text, title, description, c.title, c.description)
		}
	}
}

func FuzzTitleAndDescription(f *testing.F) {
	for _, seed := range []string{
		"", "Eine Idee", "Eine Idee\nmit mehr", "\n\n", " \u00a0 ", strings.Repeat("wort ", 80), strings.Repeat("ß", 300),
		"Erstens. " + strings.Repeat("x", 300), strings.Repeat("👩‍👩‍👧", 80), "لافتات " + strings.Repeat("ا", 250), "a\x00b", "\xff\xfe", strings.Repeat(".", 400),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		title, description := townhall.TitleAndDescription(text)
		if utf8.RuneCountInString(title) > townhall.MaxIdeaTitle {
			t.Errorf("a title of %d characters", utf8.RuneCountInString(title))
		}
		if strings.Contains(title, "\n") {
			t.Errorf("a title of two lines: %q", title)
		}
		// Nothing that was typed is lost.
		words := strings.TrimSpace(text)
		if together := strings.TrimSpace(title + "\n" + description); description != words && squeezed(together) != squeezed(words) {
			t.Errorf("%q became %q and %q", text, title, description)
		}
		if utf8.ValidString(text) && !utf8.ValidString(title+description) {
			t.Errorf("%q was cut inside a character", text)
		}
	})
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"", "2027-03-18", "2027-02-29", "2028-02-29", "0000-00-00", "27-3-18", "2027-03-18T09:00", "９９９９-０１-０１", "-001-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := townhall.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q was read as %q", s, d)
		}
	})
}
