package i18n

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"lotsenfunk/bot"
)

// Printer prints the sentences of one language. It is safe for use by several
// goroutines.
type Printer struct {
	all       *Catalogues
	language  Language
	catalogue *catalogue
	zone      *time.Location
	year      int // left out of days; 0: every day's year is left out
	guides    Guides
}

// Guides are what a town calls its Lotsen: {{.Guide}} and {{.Guides}} in all
// sentences, and {{.GuidesShort}} where there is little room. The zero value is
// what the catalogue calls them.
type Guides struct {
	One  string // "Innovatorin oder Innovator"
	Many string // "Innovatorinnen und Innovatoren"
}

// Call is the same printer for a town that calls its Lotsen something else.
func (p *Printer) Call(g Guides) *Printer {
	q := *p
	q.guides = g
	return &q
}

// called is what stands in for a placeholder that a sentence need not be given.
func (p *Printer) called(name string) (v any, ok bool) {
	own, entry := "", ""
	switch name {
	case "Guide":
		own, entry = p.guides.One, "guides.single"
	case "Guides":
		own, entry = p.guides.Many, "guides.all"
	case "GuidesShort":
		own, entry = p.guides.Many, "guides.short"
	default:
		return nil, false
	}
	if own != "" {
		return own, true
	}
	return Key(entry), true
}

// At is the same printer for somebody who reads at now: days of another year
// get their year.
func (p *Printer) At(now time.Time) *Printer {
	q := *p
	q.year = now.In(p.zone).Year()
	return &q
}

// Has reports whether there is such a key.
func (p *Printer) Has(key string) bool {
	_, ok := p.catalogue.entries[key]
	return ok
}

// Text prints an entry with everything that marks it up. A key that does not
// exist is printed as ⟦key⟧, a placeholder without a usable argument as ⟦Name⟧,
// and Catalogues.Faults knows of it.
func (p *Printer) Text(key string, args Args) bot.Text {
	e, ok := p.catalogue.entries[key]
	if !ok {
		return bot.Words(p.fault(key, key, "there is no such key"))
	}
	parsed, err := p.parse(e, args)
	if err != nil {
		return bot.Words(p.fault(key, key, err.Error()))
	}
	if len(e.names) == 0 {
		return parsed
	}
	values := make([]bot.Text, len(e.names))
	for i, name := range e.names {
		values[i] = p.argument(e, name, args)
	}
	return fill(parsed, values)
}

// Line prints an entry as one line of plain words, for a first line, a label or
// a title: no markup, line breaks folded to spaces.
func (p *Printer) Line(key string, args Args) string {
	return fold(p.Text(key, args).Plain())
}

// parse is the parsed sentence of an entry, with sentinels for its placeholders.
// Without any it is what is printed, and nobody may change it.
func (p *Printer) parse(e entry, args Args) (bot.Text, error) {
	if ready, ok := p.catalogue.parsed.Load(e.key); ok {
		return ready.(bot.Text), nil
	}
	sentence, err := p.localize(e, args)
	if err != nil {
		return nil, err
	}
	parsed, err := parseMarkup(sentence)
	if len(e.names) == 0 {
		parsed = slices.Clip(fill(parsed, nil))
	}
	if err == nil && !e.plural {
		p.catalogue.parsed.Store(e.key, parsed)
	}
	return parsed, err
}

// localize chooses the plural form and puts the sentinels in.
func (p *Printer) localize(e entry, args Args) (string, error) {
	sentinels := make(map[string]string, len(e.names))
	for i, name := range e.names {
		sentinels[name] = string(sentinel(i))
	}
	config := &goi18n.LocalizeConfig{MessageID: e.key, TemplateData: sentinels}
	if e.plural {
		count := reflect.ValueOf(args["Count"])
		if !count.IsValid() || !count.CanInt() {
			return "", errors.New("it needs a number named Count")
		}
		config.PluralCount = count.Int()
	}
	return p.catalogue.localizer.Localize(config)
}

// argument is the text that takes the place of the placeholder name.
func (p *Printer) argument(e entry, name string, args Args) bot.Text {
	v, ok := args[name]
	if !ok {
		v, ok = p.called(name)
	}
	if !ok {
		return bot.Words(p.fault(e.key, name, "no argument "+name))
	}
	rest := args
	if key, isKey := v.(Key); isKey && len(p.catalogue.entries[string(key)].names) > 0 { // an entry cannot hold itself
		rest = make(Args, len(args))
		for n, other := range args {
			if n != name {
				rest[n] = other
			}
		}
	}
	text, known := p.value(v, rest)
	if !known {
		return bot.Words(p.fault(e.key, name, "the argument "+name+" is of no printable type"))
	}
	return text
}

// fault remembers a mistake and returns what stands in its place.
func (p *Printer) fault(key, shown, what string) string {
	p.all.fault(p.language, key, what)
	return "⟦" + shown + "⟧"
}

// fill puts the values where their sentinels stand.
func fill(parsed bot.Text, values []bot.Text) bot.Text {
	var out bot.Text
	for _, block := range parsed {
		if block.Items != nil {
			filled := bot.Block{}
			for _, item := range block.Items {
				filled.Items = append(filled.Items, inline(fillSpans(item, values)))
			}
			out = append(out, filled)
			continue
		}
		out = append(out, fillSpans(block.Spans, values)...)
	}
	return out
}

// fillSpans fills one paragraph. Where a value of several blocks stands in it,
// it is parted there.
func fillSpans(spans []bot.Span, values []bot.Text) bot.Text {
	var out bot.Text
	var open []bot.Span
	parted := false
	shut := func() {
		if parted {
			open = trim(open)
		}
		if len(open) > 0 {
			out = append(out, bot.Block{Spans: open})
		}
		open = nil
	}
	for _, s := range spans {
		if strings.IndexFunc(s.Text, isSentinel) < 0 {
			open = join(open, s)
			continue
		}
		for _, piece := range pieces(s.Text) {
			r, _ := utf8.DecodeRuneInString(piece)
			if !isSentinel(r) {
				plain := s
				plain.Text = piece
				open = join(open, plain)
				continue
			}
			value := values[r-firstSentinel]
			if isInline(value) {
				for _, v := range inline(value) {
					open = join(open, withLook(v, s))
				}
				continue
			}
			parted = true
			shut()
			out = append(out, value...)
		}
	}
	shut()
	return out
}

// pieces parts s before and after each sentinel.
func pieces(s string) []string {
	var out []string
	start := 0
	for i, r := range s {
		if isSentinel(r) {
			if i > start {
				out = append(out, s[start:i])
			}
			start = i + utf8.RuneLen(r)
			out = append(out, s[i:start])
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func isInline(t bot.Text) bool {
	return len(t) == 0 || len(t) == 1 && len(t[0].Items) == 0
}

// inline puts all blocks of t on lines of one paragraph: what a list item gets
// of a value with several.
func inline(t bot.Text) []bot.Span {
	var spans []bot.Span
	add := func(more []bot.Span) {
		if len(spans) > 0 && len(more) > 0 {
			spans = join(spans, bot.Span{Text: "\n"})
		}
		for _, s := range more {
			spans = join(spans, s)
		}
	}
	for _, block := range t {
		add(block.Spans)
		for _, item := range block.Items {
			add(item)
		}
	}
	return spans
}

// join appends s, to the last span itself if both look the same.
func join(spans []bot.Span, s bot.Span) []bot.Span {
	if s.Text == "" {
		return spans
	}
	if n := len(spans); n > 0 && s.Mention == "" && s.Time.IsZero() {
		last := spans[n-1]
		last.Text = s.Text
		if last == s {
			spans[n-1].Text += s.Text
			return spans
		}
	}
	return append(spans, s)
}

// trim takes away the spaces where a paragraph was parted.
func trim(spans []bot.Span) []bot.Span {
	if n := len(spans); n > 0 {
		spans[0].Text = strings.TrimLeft(spans[0].Text, " \n")
		spans[n-1].Text = strings.TrimRight(spans[n-1].Text, " \n")
		if spans[0].Text == "" {
			spans = spans[1:]
		}
	}
	if n := len(spans); n > 0 && spans[n-1].Text == "" {
		spans = spans[:n-1]
	}
	return spans
}

// Language is the language that the printer prints.
func (p *Printer) Language() Language { return p.language }
