package bot

import (
	"strings"
	"time"
)

// Text is what the bot says: paragraphs and lists of spans. It is built by the
// i18n printer; what people typed travels in it as plain spans, so that each
// adapter can escape it for its own dialect and no word of theirs ever becomes
// a mention, a link or markup.
type Text []Block

// Block is one paragraph, or a list when Items is set.
type Block struct {
	Spans []Span
	Items [][]Span
}

// Span is a run of words with one look. At most one of URL, Mention and Time
// is set.
type Span struct {
	Text     string // always set: the words, or the fallback for Mention and Time
	Strong   bool
	Emphasis bool
	Code     bool
	URL      string    // the words are a link to this address
	Mention  string    // the platform's user id of the person meant
	Time     time.Time // a moment, for platforms that show it in the reader's zone
}

// Words makes a text of one paragraph without any markup.
func Words(s string) Text { return Text{{Spans: []Span{{Text: s}}}} }

// Append returns t with more blocks at its end; t itself is not changed.
func (t Text) Append(more ...Text) Text {
	out := append(Text(nil), t...)
	for _, m := range more {
		out = append(out, m...)
	}
	return out
}

// Plain is the text without any markup: paragraphs on lines of their own, list
// items after a dash.
func (t Text) Plain() string {
	var b strings.Builder
	for i, block := range t {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeSpans(&b, block.Spans)
		for j, item := range block.Items {
			if j > 0 || len(block.Spans) > 0 {
				b.WriteByte('\n')
			}
			b.WriteString("- ")
			writeSpans(&b, item)
		}
	}
	return b.String()
}

func writeSpans(b *strings.Builder, spans []Span) {
	for _, s := range spans {
		b.WriteString(s.Text)
	}
}
