package townhall

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// demoTitles are titles as a town collects them; the pairs below are compared
// among them, so that common words weigh what they weigh in real life.
var demoTitles = []string{
	"Termine im Standesamt online buchen",
	"Eingangspost scannen und digital verteilen",
	"Hundesteuer an- und abmelden ohne Ausdruck",
	"Digitaler Laufzettel für neue Kolleginnen und Kollegen",
	"QR-Code an Spielplätzen für Schadensmeldungen",
	"Urlaubsantrag am Terminal im Bauhof",
	"Eltern sehen den Stand ihrer Kita-Vormerkung",
	"Barrierefreie Briefvorlagen für alle Ämter",
	"Wissensstunde vor dem Ruhestand",
	"Wohngeld-Antrag in Einfacher Sprache erklären",
	"Freie Hallenzeiten im Internet anzeigen",
	"Wasserzähler per Foto melden",
	"Standesamt-Termine im Netz buchen",
	"Meeting rooms should be bookable from the intranet calendar",
}

func similarTo(text string) []Similar {
	df := map[string]int{}
	candidates := make([]Similar, 0, len(demoTitles))
	for i, title := range demoTitles {
		terms := Terms(title)
		for _, t := range terms {
			df[t]++
		}
		candidates = append(candidates, Similar{ID: IdeaID(i + 1), Terms: terms})
	}
	return RankSimilar(Terms(text), candidates, df, len(demoTitles))
}

func TestSimilarIdeas(t *testing.T) {
	for _, c := range []struct {
		text string
		want IdeaID // the best match; 0: nothing similar
	}{
		{"Termine online buchen im Standesamt", 1},
		{"Standesamt-Termine online buchen", 1},
		{"standesamt termin im internet buchen", 1},
		{"Die Eingangspost einscannen und verteilen", 2},
		{"Hundesteuer online anmelden und abmelden", 3},
		{"Barrierefreie Vorlagen für Briefe", 0},
		{"Barrierefreie Briefvorlage in allen Ämtern", 8},
		{"Wissensstunde vor der Rente", 0},
		{"Spielplaetze: QR-Code fuer Schadensmeldung", 5},
		{"Make meeting rooms bookable in the calendar", 14},
		{"Wartezeiten anzeigen", 0},
		{"Kita-Formulare", 0},
		{"Mehr Fahrradständer vor dem Rathaus", 0},
		{"", 0},
		{"💡💡💡", 0},
	} {
		got := similarTo(c.text)
		switch {
		case c.want == 0 && len(got) > 0:
			t.Errorf("%q: similar to %q (%.2f), want nothing", c.text, demoTitles[got[0].ID-1], got[0].Score)
		case c.want != 0 && (len(got) == 0 || got[0].ID != c.want):
			t.Errorf("%q %v: got %v, want idea %d", c.text, Terms(c.text), got, c.want)
		}
	}
}

func TestTermsStemInBothLanguages(t *testing.T) {
	for _, c := range [][2]string{
		{"Termine buchen", "Termin buchen"},
		{"Gebühren erhöhen", "Gebuehr erhoehen"},
		{"the bookings of rooms", "a booking of the room"},
		{"distributed digitally", "distribute digital"}, // no word that tells the language
		{"Fahrradständer beim Freibad", "Fahrradständer am Freibad"},
	} {
		a, b := Terms(c[0]), Terms(c[1])
		if len(a) == 0 || len(a) != len(b) || a[0] != b[0] || a[1] != b[1] {
			t.Errorf("%q → %v, %q → %v: want the same", c[0], a, c[1], b)
		}
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range demoTitles {
		f.Add(s)
	}
	f.Add("\x00\xff ß ae Ä")
	f.Fuzz(func(t *testing.T, s string) {
		terms := Terms(s)
		for i := 1; i < len(terms); i++ {
			if terms[i-1] >= terms[i] {
				t.Fatalf("terms of %q are not sorted and distinct: %v", s, terms)
			}
		}
	})
}

// TestTellingLosesNothing: whatever RankSimilar finds among all ideas has one of
// the telling terms, so that storage need not look at any other.
func TestTellingLosesNothing(t *testing.T) {
	words := strings.Fields("amt antrag bauhof brief foto hundesteuer kita mail parken pass rathaus schule")
	title := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 1, 5), func(w []string) []string { return Terms(strings.Join(w, " ")) })
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(title, 1, 30).Draw(t, "ideas")
		terms := title.Draw(t, "new idea")
		df := map[string]int{}
		var candidates []Similar
		for i, ts := range all {
			candidates = append(candidates, Similar{ID: IdeaID(i + 1), Terms: ts})
			for _, term := range ts {
				df[term]++
			}
		}
		telling := Telling(terms, df, len(all))
		for _, s := range RankSimilar(terms, candidates, df, len(all)) {
			if !slices.ContainsFunc(s.Terms, func(term string) bool { return slices.Contains(telling, term) }) {
				t.Fatalf("%v is similar to %v but has none of %v", s.Terms, terms, telling)
			}
		}
	})
}
