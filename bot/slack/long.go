package slack

import (
	"unicode/utf16"
	"unicode/utf8"

	"lotsenfunk/bot"
)

// What is too long for one message is said in several, as long as it is said to
// somebody or just once. What stands in a place and is changed there, a card, stays one
// message: it is shortened, and a button shows all of the thing.

// lengthOf are the characters of a message's line and text.
func lengthOf(m bot.Message) int {
	n := length(m.Line)
	for _, b := range m.Text {
		n += lengthOfAll(b.Spans)
		for _, item := range b.Items {
			n += lengthOfAll(item)
		}
	}
	return n
}

func lengthOfAll(spans []bot.Span) (n int) {
	for _, s := range spans {
		n += length(clean(s.Text)) + 1 // a line ends with one
	}
	return n
}

// split makes a message that is too long several, of which the last has the buttons and
// the picture.
func (w *workspace) split(m bot.Message) []bot.Message {
	_, left := w.room(m, "", asker{no: func() string { return "" }, most: maxOptionText})
	if lengthOf(m) <= left {
		return []bot.Message{m}
	}
	pages := &pager{most: left, left: left - length(m.Line)}
	for _, b := range m.Text {
		pages.paragraph(b.Spans)
		for _, item := range b.Items {
			pages.item(item)
		}
	}
	pages.turn()
	var all []bot.Message
	for i, text := range pages.all {
		one := bot.Message{Text: text, About: m.About}
		if i == 0 {
			one.Line = m.Line
		}
		if i == len(pages.all)-1 {
			one.Rows, one.Picture = m.Rows, m.Picture
		}
		all = append(all, one)
	}
	return all
}

// pages are the messages as which something is said for good: of what is about a thing
// one, that shows the way to the rest.
func (w *workspace) pages(m bot.Message) []bot.Message {
	if m.About != "" && w.o.Whole != "" {
		return []bot.Message{m}
	}
	return w.split(m)
}

// pager fills pages.
type pager struct {
	most, left int
	page       bot.Text
	all        []bot.Text
}

// turn begins a new page.
func (p *pager) turn() {
	if len(p.page) > 0 {
		p.all = append(p.all, p.page)
	}
	p.page, p.left = nil, p.most
}

// paragraph writes spans, on as many pages as they need.
func (p *pager) paragraph(spans []bot.Span) {
	for len(spans) > 0 {
		var fits []bot.Span
		fits, spans = p.fill(spans)
		if len(fits) > 0 {
			p.page = append(p.page, bot.Block{Spans: fits})
		}
		if len(spans) > 0 {
			p.turn()
		}
	}
}

// item writes an item of a list. One that does not fit is written on the next page.
func (p *pager) item(spans []bot.Span) {
	if lengthOfAll(spans) > p.left {
		p.turn()
	}
	for len(spans) > 0 {
		var fits []bot.Span
		fits, spans = p.fill(spans)
		if last := len(p.page) - 1; last >= 0 && len(p.page[last].Items) > 0 {
			p.page[last].Items = append(p.page[last].Items, fits)
		} else {
			p.page = append(p.page, bot.Block{Items: [][]bot.Span{fits}})
		}
		if len(spans) > 0 {
			p.turn()
		}
	}
}

// fill takes as many spans as the page has room for; the last may be a part of one.
func (p *pager) fill(spans []bot.Span) (fits, rest []bot.Span) {
	for i, s := range spans {
		s.Text = clean(s.Text)
		n := length(s.Text) + 1
		if n <= p.left {
			p.left -= n
			fits = append(fits, s)
			continue
		}
		head, tail := s, s
		head.Text, tail.Text = apart(s.Text, p.left-1)
		if head.Text != "" {
			fits = append(fits, head)
		}
		p.left = 0
		return fits, append([]bot.Span{tail}, spans[i+1:]...)
	}
	return fits, nil
}

// apart divides words after as many characters as there may be, between two words if
// there are any.
func apart(s string, most int) (head, tail string) {
	n, end, blank := 0, 0, 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			break
		}
		if end = i + utf8.RuneLen(r); r == ' ' || r == '\n' {
			blank = end
		}
	}
	if blank > 0 {
		end = blank
	}
	return s[:end], s[end:]
}
