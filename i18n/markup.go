package i18n

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"lotsenfunk/bot"
)

// parseMarkup reads the catalogue's mini-Markdown. Sentinels pass through it
// like letters. It is never given anything that people typed.
func parseMarkup(s string) (bot.Text, error) {
	var text bot.Text
	var paragraph []string
	flush := func() error {
		if len(paragraph) == 0 {
			return nil
		}
		spans, err := parseSpans(strings.Join(paragraph, "\n"))
		text, paragraph = append(text, bot.Block{Spans: spans}), nil
		return err
	}
	inList := false
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "- ")
		if !isItem && line != "" {
			paragraph, inList = append(paragraph, line), false
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		if !isItem {
			inList = false
			continue
		}
		spans, err := parseSpans(item)
		if err != nil {
			return nil, err
		}
		if !inList {
			text, inList = append(text, bot.Block{}), true
		}
		list := &text[len(text)-1]
		list.Items = append(list.Items, spans)
	}
	return text, flush()
}

// spanParser reads the inside of a paragraph: marks switch a look on and off.
type spanParser struct {
	rest  string
	last  rune // the character before rest
	look  bot.Span
	words strings.Builder
	spans []bot.Span
}

func parseSpans(s string) ([]bot.Span, error) {
	p := &spanParser{rest: s}
	for p.rest != "" {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	p.flush()
	switch {
	case p.look.Strong:
		return nil, errors.New("a ** is not closed")
	case p.look.Emphasis:
		return nil, errors.New("a * or _ is not closed")
	}
	return p.spans, nil
}

func (p *spanParser) step() error {
	switch {
	case strings.HasPrefix(p.rest, "**"):
		p.flush()
		p.look.Strong = !p.look.Strong
		p.take(2)
	case p.rest[0] == '*', p.rest[0] == '_' && p.underscoreMarks():
		p.flush()
		p.look.Emphasis = !p.look.Emphasis
		p.take(1)
	case p.rest[0] == '`':
		return p.code()
	case p.rest[0] == '[':
		return p.link()
	case p.rest[0] == '\\':
		p.take(1)
		if p.rest == "" {
			return errors.New(`a \ stands at the end`)
		}
		p.word()
	default:
		p.word()
	}
	return nil
}

// underscoreMarks tells the mark in _so_ from the letter in snake_case.
func (p *spanParser) underscoreMarks() bool {
	next, _ := utf8.DecodeRuneInString(p.rest[1:])
	if p.look.Emphasis {
		return !isWord(next)
	}
	return !isWord(p.last) && isWord(next)
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || isSentinel(r)
}

func (p *spanParser) code() error {
	words, after, closed := strings.Cut(p.rest[1:], "`")
	if !closed || words == "" {
		return errors.New("a ` is not closed")
	}
	p.flush()
	s := p.look
	s.Text, s.Code = words, true
	p.spans = append(p.spans, s)
	p.rest, p.last = after, '`'
	return nil
}

func (p *spanParser) link() error {
	words, after, isLink := strings.Cut(p.rest[1:], "](")
	address, after, closed := strings.Cut(after, ")")
	if !isLink || !closed {
		return errors.New(`a [ starts no link; write \[`)
	}
	if strings.ContainsFunc(address, isSentinel) {
		return errors.New("a placeholder stands in a link's address; pass a Link instead")
	}
	if !bot.SafeURL(address) {
		return fmt.Errorf("%q is no address a link may have", address)
	}
	inner, err := parseSpans(words)
	if err != nil {
		return err
	}
	p.flush()
	for _, s := range inner {
		p.spans = append(p.spans, withLook(s, bot.Span{Strong: p.look.Strong, Emphasis: p.look.Emphasis, URL: address}))
	}
	p.rest, p.last = after, ')'
	return nil
}

func (p *spanParser) word() {
	_, size := utf8.DecodeRuneInString(p.rest)
	p.words.WriteString(p.rest[:size])
	p.take(size)
}

func (p *spanParser) take(n int) {
	p.last, _ = utf8.DecodeLastRuneInString(p.rest[:n])
	p.rest = p.rest[n:]
}

func (p *spanParser) flush() {
	if p.words.Len() == 0 {
		return
	}
	s := p.look
	s.Text = p.words.String()
	p.spans = append(p.spans, s)
	p.words.Reset()
}

// withLook gives s the look of its place as well. What s is already (a link, a
// mention, a moment) it stays.
func withLook(s, place bot.Span) bot.Span {
	s.Strong = s.Strong || place.Strong
	s.Emphasis = s.Emphasis || place.Emphasis
	s.Code = s.Code || place.Code
	if s.URL == "" && s.Mention == "" && s.Time.IsZero() {
		s.URL = place.URL
	}
	return s
}
