package i18n

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
)

func TestParseMarkup(t *testing.T) {
	type spans = []bot.Span
	tests := []struct {
		name, in string
		want     bot.Text
	}{
		{"words", "Guten Tag", bot.Text{{Spans: spans{{Text: "Guten Tag"}}}}},
		{"strong", "a **b c** d", bot.Text{{Spans: spans{{Text: "a "}, {Text: "b c", Strong: true}, {Text: " d"}}}}},
		{"emphasis", "*a* _b_", bot.Text{{Spans: spans{{Text: "a", Emphasis: true}, {Text: " "}, {Text: "b", Emphasis: true}}}}},
		{"both", "***a***", bot.Text{{Spans: spans{{Text: "a", Strong: true, Emphasis: true}}}}},
		{"snake case", "in_review_state", bot.Text{{Spans: spans{{Text: "in_review_state"}}}}},
		{"code", "`**a**`", bot.Text{{Spans: spans{{Text: "**a**", Code: true}}}}},
		{"link", "[**a** b](https://a.example/x)", bot.Text{{Spans: spans{
			{Text: "a", Strong: true, URL: "https://a.example/x"}, {Text: " b", URL: "https://a.example/x"}}}}},
		{"strong link", "**[a](mailto:a@b.example)**", bot.Text{{Spans: spans{{Text: "a", Strong: true, URL: "mailto:a@b.example"}}}}},
		{"backslash", `3 \* 4 \[x\] \\`, bot.Text{{Spans: spans{{Text: `3 * 4 [x] \`}}}}},
		{"line break", "a\nb", bot.Text{{Spans: spans{{Text: "a\nb"}}}}},
		{"paragraphs", "a\n\n\nb\n", bot.Text{{Spans: spans{{Text: "a"}}}, {Spans: spans{{Text: "b"}}}}},
		{"list", "a\n- b\n- c\nd\n- e\n\n- f", bot.Text{
			{Spans: spans{{Text: "a"}}},
			{Items: []spans{{{Text: "b"}}, {{Text: "c"}}}},
			{Spans: spans{{Text: "d"}}},
			{Items: []spans{{{Text: "e"}}}},
			{Items: []spans{{{Text: "f"}}}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseMarkup(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParseMarkup(f *testing.F) {
	for _, s := range []string{"**a** _b_ `c` [d](https://e.example)", "- a\n- b\n\nc", `\`, "[", "](", "**", "\xff*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := parseMarkup(s)
		if err != nil {
			return
		}
		for _, s := range allSpans(text) {
			if s.Text == "" {
				t.Errorf("an empty span in %#v", text)
			}
			if s.URL != "" && !bot.SafeURL(s.URL) {
				t.Errorf("a link to %q", s.URL)
			}
		}
	})
}

func allSpans(t bot.Text) []bot.Span {
	var all []bot.Span
	for _, block := range t {
		all = append(all, block.Spans...)
		for _, item := range block.Items {
			all = append(all, item...)
		}
	}
	return all
}
