package i18n

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
)

const sentences = `
who: "Von {{.Who}}."
strong: "**Danke, {{.Who}}!** Und *{{.Who}}*."
code: "Schreib ` + "`/idee {{.Text}}`" + `."
link: "[Idee {{.Number}}](https://ideen.example/)"
votes: {one: "{{.Count}} Stimme", other: "{{.Count}} Stimmen"}
body: "Davor {{.Body}} danach"
list: |
  Es fehlt:
  - {{.Body}}
  - noch etwas
state: "Stand: {{.State}}"
parked: "bis {{.Day}}"
loop: "{{.A}}"
pool: "{{.B}}"
`

func testPrinter(t testing.TB) *Printer {
	return testCatalogues(t, sentences).Printer(German, berlin(t))
}

func TestText(t *testing.T) {
	type spans = []bot.Span
	day := time.Date(2027, 3, 25, 8, 0, 0, 0, time.UTC)
	two := bot.Text{{Spans: spans{{Text: "eins"}}}, {Items: []spans{{{Text: "zwei"}}, {{Text: "drei"}}}}}
	tests := []struct {
		name, key string
		args      Args
		want      bot.Text
	}{
		{"people's words are no markup", "who", Args{"Who": "**A** [x](https://x.example) @channel {{.Who}}"},
			bot.Text{{Spans: spans{{Text: "Von **A** [x](https://x.example) @channel {{.Who}}."}}}}},
		{"the look of the place", "strong", Args{"Who": "A*B"},
			bot.Text{{Spans: spans{{Text: "Danke, A*B!", Strong: true}, {Text: " Und "}, {Text: "A*B", Emphasis: true}, {Text: "."}}}}},
		{"in code", "code", Args{"Text": "`x`"},
			bot.Text{{Spans: spans{{Text: "Schreib "}, {Text: "/idee `x`", Code: true}, {Text: "."}}}}},
		{"a number in a link", "link", Args{"Number": int64(12)},
			bot.Text{{Spans: spans{{Text: "Idee 12", URL: "https://ideen.example/"}}}}},
		{"a mention", "who", Args{"Who": Mention{ID: "u1", Name: "Lotsin\nBauen"}},
			bot.Text{{Spans: spans{{Text: "Von "}, {Text: "Lotsin Bauen", Mention: "u1"}, {Text: "."}}}}},
		{"a mention of nobody known", "who", Args{"Who": Mention{Name: "Lotsin Bauen"}},
			bot.Text{{Spans: spans{{Text: "Von Lotsin Bauen."}}}}},
		{"a mention of somebody without a name", "who", Args{"Who": Mention{ID: "u1", Name: "\x00"}},
			bot.Text{{Spans: spans{{Text: "Von "}, {Text: "u1", Mention: "u1"}, {Text: "."}}}}},
		{"a link", "who", Args{"Who": Link{URL: "https://a.example/", Words: "hier"}},
			bot.Text{{Spans: spans{{Text: "Von "}, {Text: "hier", URL: "https://a.example/"}, {Text: "."}}}}},
		{"an unsafe link", "who", Args{"Who": Link{URL: "javascript:alert(1)"}},
			bot.Text{{Spans: spans{{Text: "Von javascript:alert(1)."}}}}},
		{"code", "who", Args{"Who": Code("/idee 12")},
			bot.Text{{Spans: spans{{Text: "Von "}, {Text: "/idee 12", Code: true}, {Text: "."}}}}},
		{"a moment", "who", Args{"Who": Moment{day}},
			bot.Text{{Spans: spans{{Text: "Von "}, {Text: "Do. 25. März, 9:00 Uhr", Time: day}, {Text: "."}}}}},
		{"another entry", "state", Args{"State": Key("parked"), "Day": Day{day}},
			bot.Text{{Spans: spans{{Text: "Stand: bis Do. 25. März"}}}}},
		{"a list in words", "who", Args{"Who": []string{"a", "b", "c"}},
			bot.Text{{Spans: spans{{Text: "Von a, b und c."}}}}},
		{"an inline text", "body", Args{"Body": bot.Text{{Spans: spans{{Text: "fett", Strong: true}}}}},
			bot.Text{{Spans: spans{{Text: "Davor "}, {Text: "fett", Strong: true}, {Text: " danach"}}}}},
		{"a text of blocks parts the paragraph", "body", Args{"Body": two},
			bot.Text{{Spans: spans{{Text: "Davor"}}}, two[0], two[1], {Spans: spans{{Text: "danach"}}}}},
		{"a text of blocks in a list item", "list", Args{"Body": two},
			bot.Text{{Spans: spans{{Text: "Es fehlt:"}}}, {Items: []spans{{{Text: "eins\nzwei\ndrei"}}, {{Text: "noch etwas"}}}}}},
		{"nothing", "who", Args{"Who": ""}, bot.Text{{Spans: spans{{Text: "Von ."}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testPrinter(t)
			if diff := cmp.Diff(tt.want, p.Text(tt.key, tt.args)); diff != "" {
				t.Error(diff)
			}
			if faults := p.all.Faults(); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
}

func TestFaultsAreShownAndRemembered(t *testing.T) {
	tests := []struct {
		name, key   string
		args        Args
		want, fault string
	}{
		{"no such key", "nix", nil, "⟦nix⟧", "de: nix: there is no such key"},
		{"no argument", "who", nil, "Von ⟦Who⟧.", "de: who: no argument Who"},
		{"a type we cannot print", "who", Args{"Who": 1.5}, "Von ⟦Who⟧.", "de: who: the argument Who is of no printable type"},
		{"nil", "who", Args{"Who": nil}, "Von ⟦Who⟧.", "de: who: the argument Who is of no printable type"},
		{"no count", "votes", nil, "⟦votes⟧", "de: votes: it needs a number named Count"},
		{"an entry within itself", "loop", Args{"A": Key("loop")}, "⟦A⟧", "de: loop: no argument A"},
		{"entries within each other", "loop", Args{"A": Key("pool"), "B": Key("loop")}, "⟦A⟧", "de: loop: no argument A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := testCatalogues(t, sentences)
			p := c.Printer(German, berlin(t))
			for range 2 {
				if got := p.Line(tt.key, tt.args); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
			if diff := cmp.Diff([]string{tt.fault}, c.Faults()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineIsOneLine(t *testing.T) {
	p := testPrinter(t)
	if got, want := p.Line("strong", Args{"Who": " Anna\r\n\n Maria "}), "Danke, Anna Maria ! Und Anna Maria ."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := p.Line("list", Args{"Body": "x"}), "Es fehlt: - x - noch etwas"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHas(t *testing.T) {
	p := testPrinter(t)
	if !p.Has("votes") || p.Has("votes.one") || p.Has("") {
		t.Error("Has knows other keys than the catalogue")
	}
}

func TestPlurals(t *testing.T) {
	c := testCatalogues(t, sentences)
	for _, l := range Languages() {
		p := c.Printer(l, time.UTC)
		for count, want := range map[int]string{0: "0 Stimmen", 1: "1 Stimme", 2: "2 Stimmen", 11: "11 Stimmen", 21: "21 Stimmen", 1000000: "1000000 Stimmen"} {
			if got := p.Line("votes", Args{"Count": count}); got != want {
				t.Errorf("%s: got %q, want %q", l, got, want)
			}
		}
	}
}

func TestPeoplesListInWords(t *testing.T) {
	p := testPrinter(t)
	for _, tt := range []struct {
		in   []string
		want string
	}{
		{nil, "Von ."},
		{[]string{"a"}, "Von a."},
		{[]string{"a", "b"}, "Von a und b."},
		{[]string{"a\nb", "*c*", "d", "e"}, "Von a b, *c*, d und e."},
	} {
		if got := p.Line("who", Args{"Who": tt.in}); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestGuides(t *testing.T) {
	c := loaded(t)
	p := c.Printer(German, time.UTC)
	if got := p.Line("role.lotse", nil); got != "Lotsin oder Lotse" {
		t.Errorf("by default they are %q", got)
	}
	own := p.Call(Guides{One: "Innovatorin oder Innovator", Many: "Innovatorinnen und *Innovatoren*"})
	for key, want := range map[string]string{
		"role.lotse":                 "Innovatorin oder Innovator",
		"button.question.ask_lotsen": "Innovatorinnen und *Innovatoren* fragen",
	} {
		if got := own.Line(key, nil); got != want {
			t.Errorf("%s is %q, not %q", key, got, want)
		}
	}
}
