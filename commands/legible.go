package commands

import (
	"strings"

	"lotsenfunk/bot"
)

// legible is an event without what no database keeps as text: bytes that are no
// letters, and the letter NUL. The values of a form are a copy, which scripts
// may add to.
func legible(ev bot.Event) bot.Event {
	for _, s := range []*string{&ev.Text, &ev.Value, &ev.State, &ev.About, &ev.Who.Name, &ev.Where.Name} {
		*s = legibleWords(*s)
	}
	if ev.Quote != nil {
		q := *ev.Quote
		q.Text, q.Author.Name = legibleWords(q.Text), legibleWords(q.Author.Name)
		ev.Quote = &q
	}
	if ev.Kind == bot.KindSubmit {
		values := make(map[string]string, len(ev.Values))
		for id, v := range ev.Values {
			values[id] = legibleWords(v)
		}
		ev.Values = values
	}
	return ev
}

func legibleWords(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}
