package slack

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/bot"
)

// What is too long for one message is said in several: not a word is lost, each part is
// short enough, and the last has what can be pressed.
func TestSplit(t *testing.T) {
	w := &workspace{Adapter: &Adapter{}}
	words := rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(rapid.SampledFrom([]string{"Wort ", "ohneLeerzeichen", "😀 ", "Zeile\n"}).Draw(t, "word"), rapid.IntRange(1, 3000).Draw(t, "times"))
	})
	spans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bot.Span {
		return bot.Span{Text: words.Draw(t, "words"), Strong: rapid.Bool().Draw(t, "strong")}
	}), 1, 3)
	rapid.Check(t, func(r *rapid.T) {
		m := bot.Message{Line: "Erste Zeile", Rows: []bot.Row{{bot.Button("x", "", "Knopf")}}, Text: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bot.Block {
			b := bot.Block{Spans: spans.Draw(t, "spans")}
			if rapid.Bool().Draw(t, "list") {
				b.Items = rapid.SliceOfN(spans, 1, 4).Draw(t, "items")
			}
			return b
		}), 1, 4).Draw(r, "text")}
		var said strings.Builder
		all := w.split(m)
		for i, one := range all {
			if _, left := w.room(one, "", asker{most: maxOptionText}); lengthOf(one) > left {
				r.Errorf("part %d has %d characters, and room for %d", i, lengthOf(one), left)
			}
			if (len(one.Rows) > 0) != (i == len(all)-1) || (one.Line != "") != (i == 0) {
				r.Errorf("part %d: line %q, %d rows", i, one.Line, len(one.Rows))
			}
			said.WriteString(bare(one.Text))
		}
		if got, want := said.String(), bare(m.Text); got != want {
			r.Errorf("of %d characters %d are said", len(want), len(got))
		}
	})
}

// bare are the words of a text, one after the other.
func bare(t bot.Text) string {
	var b strings.Builder
	for _, block := range t {
		for _, line := range append([][]bot.Span{block.Spans}, block.Items...) {
			for _, s := range line {
				b.WriteString(s.Text)
			}
		}
	}
	return b.String()
}
