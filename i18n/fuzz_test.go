package i18n

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
)

const places = `
place:
  plain: "Von {{.Words}}, sagt man."
  mark: "@{{.Words}} #{{.Words}} /{{.Words}}"
  strong: "**{{.Words}}** _{{.Words}}_ ** {{.Words}}**"
  code: "` + "`/idee {{.Words}}`" + `"
  link: "[{{.Words}}](https://ideen.example/)"
  alone: "{{.Words}}"
  list: |
    {{.Words}}
    - {{.Words}}
    - **{{.Words}}**

    {{.Words}}{{.Words}}
`

// FuzzPrinter says anything at all in every kind of place, and finds the same
// text that the letter x would have made, with other words.
func FuzzPrinter(f *testing.F) {
	for _, s := range []string{
		"x", "**x**", "_x_", "`x`", "[x](https://x.example)", "<https://x.example|x>", "<@U123>", "<!channel>", "@all",
		"{{.Words}}", "\uE000", "\uE001\x00", "<script>alert(1)</script>", "&lt;b&gt;", "a\n- b\n\n# c", "\u202Eabc", "שלום (עולם)",
		`\*x\*`, "' OR 1=1 --", "👩🏽‍💻", "\xff\xfe", "\u2069\u2068",
	} {
		f.Add(s)
	}
	p := testCatalogues(f, places).Printer(German, berlin(f))
	f.Fuzz(func(t *testing.T, s string) {
		cleaned := clean(s)
		if cleaned == "" {
			t.Skip("nothing was said")
		}
		for key := range p.catalogue.entries {
			if !strings.HasPrefix(key, "place.") {
				continue
			}
			got, want := p.Text(key, Args{"Words": s}), p.Text(key, Args{"Words": "x"})
			if diff := cmp.Diff(shape(want), shape(got)); diff != "" {
				t.Errorf("%s: %q made another text: %s", key, s, diff)
			}
			if !strings.Contains(got.Plain(), cleaned) {
				t.Errorf("%s: %q is missing from %q", key, cleaned, got.Plain())
			}
			if strings.ContainsFunc(got.Plain(), isSentinel) {
				t.Errorf("%s: a sentinel is left in %q", key, got.Plain())
			}
			checkHTML(t, got, want)
			checkTyped(t, p, key, s)
			if line := p.Line(key, Args{"Words": s}); strings.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%s: %q is more than one line", key, line)
			}
		}
	})
}

// checkTyped says the words as a name, as code and in a list: each has the look
// of its kind, and no other.
func checkTyped(t *testing.T, p *Printer, key, s string) {
	t.Helper()
	if cleanLine(s) == "" {
		return
	}
	for _, value := range []struct{ said, plain any }{
		{Mention{ID: "u1", Name: s}, Mention{ID: "u1", Name: "x"}},
		{Code(s), Code("x")},
		{Link{URL: "https://x.example", Words: s}, Link{URL: "https://x.example", Words: "x"}},
		{[]string{s, s, s}, []string{"x", "x", "x"}},
	} {
		got, want := p.Text(key, Args{"Words": value.said}), p.Text(key, Args{"Words": value.plain})
		if diff := cmp.Diff(shape(want), shape(got)); diff != "" {
			t.Errorf("%s: %#v made another text: %s", key, value.said, diff)
		}
		checkHTML(t, got, want)
	}
}

// shape is a text without its words.
func shape(text bot.Text) bot.Text {
	blank := func(spans []bot.Span) []bot.Span {
		var out []bot.Span
		for _, s := range spans {
			s.Text = ""
			out = append(out, s)
		}
		return out
	}
	var out bot.Text
	for _, block := range text {
		b := bot.Block{Spans: blank(block.Spans)}
		for _, item := range block.Items {
			b.Items = append(b.Items, blank(item))
		}
		out = append(out, b)
	}
	return out
}

var tag = regexp.MustCompile(`<[^>]*>`)

// checkHTML finds the same tags in both, and between them the words as they are.
func checkHTML(t *testing.T, got, want bot.Text) {
	t.Helper()
	noBreaks := func(text bot.Text) string { return strings.ReplaceAll(string(text.HTML()), "<br>", "\n") }
	if diff := cmp.Diff(tag.FindAllString(noBreaks(want), -1), tag.FindAllString(noBreaks(got), -1)); diff != "" {
		t.Errorf("other tags: %s", diff)
	}
	var spoken strings.Builder
	for _, s := range allSpans(got) {
		spoken.WriteString(s.Text)
	}
	if page := html.UnescapeString(tag.ReplaceAllString(noBreaks(got), "")); page != spoken.String() {
		t.Errorf("the page says %q instead of %q", page, spoken.String())
	}
}
