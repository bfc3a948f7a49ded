package slack

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// length counts as Slack's clients do.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// cut shortens words to a number of characters, never inside of one.
func cut(s string, most int) string {
	if length(s) <= most {
		return s
	}
	n := 1 // the dots
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return strings.TrimRight(s[:i], " \n") + "…"
		}
	}
	return s
}

// clean takes out what no client shows.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == 0 || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// escape quiets the three characters that Slack's markup begins with
// (docs.slack.dev/messaging/formatting-message-text).
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(clean(s))
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// plain is a text object for labels: no markup, no emoji made of colons.
func plain(s string, most int) *slack.TextBlockObject {
	s = cut(clean(s), most)
	if strings.TrimSpace(s) == "" {
		s = "–" // nothing may be empty
	}
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: s, Emoji: new(bool)}
}

// writer writes rich text until there is enough of it.
type writer struct {
	elements []slack.RichTextElement
	left     int // characters
}

// rich writes a line and a text as rich text, in which Slack parses nothing.
func rich(line string, t bot.Text, most int) []slack.RichTextElement {
	w := &writer{left: most}
	if line != "" {
		w.section([]bot.Span{{Text: line, Strong: true}})
	}
	for _, block := range t {
		if len(block.Spans) > 0 {
			w.section(block.Spans)
		}
		if len(block.Items) > 0 {
			w.list(block.Items)
		}
	}
	return w.elements
}

func (w *writer) section(spans []bot.Span) {
	if inline := w.spans(spans); len(inline) > 0 {
		w.elements = append(w.elements, slack.NewRichTextSection(append(inline, slack.NewRichTextSectionTextElement("\n", nil))...))
	}
}

func (w *writer) list(items [][]bot.Span) {
	var all []slack.RichTextElement
	for _, item := range items {
		if inline := w.spans(item); len(inline) > 0 {
			all = append(all, slack.NewRichTextSection(inline...))
		}
	}
	if len(all) > 0 {
		w.elements = append(w.elements, slack.NewRichTextList(slack.RTEListBullet, 0, all...))
	}
}

func (w *writer) spans(spans []bot.Span) (all []slack.RichTextSectionElement) {
	for _, s := range spans {
		words := cut(clean(s.Text), max(w.left, 0))
		if words == "" || w.left <= 1 {
			continue
		}
		w.left -= length(words)
		s.Text = words
		all = append(all, inline(s))
	}
	return all
}

// inline is one run of words.
func inline(s bot.Span) slack.RichTextSectionElement {
	var style *slack.RichTextSectionTextStyle
	if s.Strong || s.Emphasis || s.Code {
		style = &slack.RichTextSectionTextStyle{Bold: s.Strong, Italic: s.Emphasis, Code: s.Code}
	}
	switch {
	case s.Mention != "":
		if style != nil {
			style.Code = false
		}
		return slack.NewRichTextSectionUserElement(s.Mention, style)
	case s.URL != "" && bot.SafeURL(s.URL) && length(s.URL) <= maxURL:
		return slack.NewRichTextSectionLinkElement(s.URL, s.Text, style)
	case !s.Time.IsZero():
		fallback := cut(s.Text, maxFallback)
		return slack.NewRichTextSectionDateElement(s.Time.Unix(), "{date_long_pretty}, {time}", nil, &fallback)
	}
	return slack.NewRichTextSectionTextElement(s.Text, style)
}
