package i18n

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot"
)

// Args are the values of a sentence's placeholders, by name. A value is
//   - a string: words that people typed, never read as markup;
//   - any integer: a number; the one named Count chooses the plural form;
//   - a []string: people's words, listed as "a, b und c";
//   - a bot.Text, from a Printer or from Words: put inline if it is one
//     paragraph, as blocks otherwise;
//   - one of the types below.
type Args map[string]any

// Day is a day, printed with a short weekday: "Do., 25. März". Which day a
// moment falls on is asked in the printer's zone.
type Day struct{ time.Time }

// LongDay is a day, printed with a long weekday: "Donnerstag, 25. März".
type LongDay struct{ time.Time }

// Moment is a day and an hour. Platforms that can show it in the reader's own
// time zone.
type Moment struct{ time.Time }

// Mention names a person so that the platform tells them. ID is the platform's
// user id; without one the name stands there as plain words.
type Mention struct{ ID, Name string }

// Link is a link. Without Words the address itself is shown; an address that is
// neither http, https nor mailto is shown and not linked.
type Link struct{ URL, Words string }

// Code is something to be typed as it stands.
type Code string

// Key is another entry of the catalogue, such as the name of a state. Its own
// placeholders are filled from the same Args.
type Key string

// value turns one argument into a text; known is false for a type that is none
// of the above.
func (p *Printer) value(v any, rest Args) (text bot.Text, known bool) {
	switch v := v.(type) {
	case string:
		return Words(v), true
	case []string:
		return words(p.list(v)), true
	case bot.Text:
		return v, true
	case Day:
		return words(p.Day(v.Time)), true
	case LongDay:
		return words(p.LongDay(v.Time)), true
	case Moment:
		return bot.Text{{Spans: []bot.Span{{Text: p.DateTime(v.Time), Time: v.Time}}}}, true
	case Mention:
		return bot.Text{{Spans: []bot.Span{v.span()}}}, true
	case Link:
		return bot.Text{{Spans: []bot.Span{v.span()}}}, true
	case Code:
		return bot.Text{{Spans: []bot.Span{{Text: cleanLine(string(v)), Code: true}}}}, true
	case Key:
		return p.Text(string(v), rest), true
	}
	if r := reflect.ValueOf(v); r.IsValid() && r.CanInt() {
		return words(strconv.FormatInt(r.Int(), 10)), true
	}
	return nil, false
}

// Words are people's words as a text of their own, made fit to be shown, for
// whoever builds a bot.Text without a catalogue entry.
func Words(s string) bot.Text { return words(clean(s)) }

// words are a text of plain words: none for none.
func words(s string) bot.Text {
	if s == "" {
		return nil
	}
	return bot.Words(s)
}

func (m Mention) span() bot.Span {
	s := bot.Span{Text: cleanLine(m.Name), Mention: cleanLine(m.ID)}
	if s.Text == "" {
		s.Text = s.Mention
	}
	return s
}

func (l Link) span() bot.Span {
	s := bot.Span{Text: cleanLine(l.Words)}
	if s.Text == "" {
		s.Text = cleanLine(l.URL)
	}
	if bot.SafeURL(l.URL) {
		s.URL = l.URL
	}
	return s
}

// list says several words in a row: "a", "a und b", "a, b und c".
func (p *Printer) list(all []string) string {
	cleaned := make([]string, len(all))
	for i, s := range all {
		cleaned[i] = cleanLine(s)
	}
	if len(cleaned) < 2 {
		return strings.Join(cleaned, "")
	}
	last := len(cleaned) - 1
	return fmt.Sprintf("%s %s %s", strings.Join(cleaned[:last], ", "), p.Line("and", nil), cleaned[last])
}
