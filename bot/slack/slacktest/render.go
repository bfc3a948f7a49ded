package slacktest

import (
	"fmt"
	"strings"
)

// Marks are what a client takes for more than words: what tells people something,
// leads somewhere or becomes a picture.
type Marks struct {
	Mentions   []string // user ids
	Groups     []string
	Channels   []string
	Broadcasts []string // "channel", "here", "everyone"
	Links      []string
	Emoji      []string
	Styled     []string // words in bold, italic, …
}

// paper is a surface as a client writes it down: lines, controls and marks.
type paper struct {
	w        *Workspace
	lines    []string
	controls []Control
	fields   []Field
	marks    Marks
}

func (p *paper) line(s string) {
	if s != "" {
		p.lines = append(p.lines, strings.Split(s, "\n")...)
	}
}

// text reads a text object.
func (p *paper) text(v any) string {
	o, _ := v.(object)
	s, _ := o["text"].(string)
	if o["type"] == "mrkdwn" {
		return p.mrkdwn(s, o["verbatim"] == true)
	}
	if o["emoji"] == false {
		return unescape(s)
	}
	var h held
	return unescape(h.back(p.pictures(strings.ReplaceAll(s, "\x00", ""), &h)))
}

// blocks writes blocks down.
func (p *paper) blocks(blocks []any) {
	for _, b := range blocks {
		b, _ := b.(object)
		p.block(b)
	}
}

func (p *paper) block(b object) {
	switch b["type"] {
	case "section", "header":
		p.line(p.text(b["text"]))
		fields, _ := b["fields"].([]any)
		for _, f := range fields {
			p.line(p.text(f))
		}
		if e, ok := b["accessory"].(object); ok {
			p.element(b, e)
		}
	case "markdown":
		s, _ := b["text"].(string)
		p.line(s)
	case "context":
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			if e, _ := e.(object); e["type"] == "image" {
				p.image(e)
				continue
			}
			p.line(p.text(e))
		}
	case "actions":
		for _, e := range elementsOf(b) {
			p.element(b, e)
		}
	case "input":
		p.input(b)
	case "image":
		p.line(p.text(b["title"]))
		p.image(b)
	case "rich_text":
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			e, _ := e.(object)
			p.rich(e)
		}
	}
}

func (p *paper) image(e object) {
	alt, _ := e["alt_text"].(string)
	p.line("[" + alt + "]")
}

func (p *paper) element(b, e object) {
	if !interactive(e) {
		p.image(e)
		return
	}
	p.controls = append(p.controls, p.control(b, e))
}

// rich writes an element of rich text down.
func (p *paper) rich(e object) {
	elements, _ := e["elements"].([]any)
	if e["type"] == "rich_text_list" {
		for i, item := range elements {
			item, _ := item.(object)
			mark := "- "
			if e["style"] == "ordered" {
				mark = fmt.Sprintf("%d. ", i+1)
			}
			inner, _ := item["elements"].([]any)
			p.line(mark + p.inline(inner))
		}
		return
	}
	p.line(strings.TrimSuffix(p.inline(elements), "\n"))
}

func (p *paper) inline(elements []any) string {
	var b strings.Builder
	for _, e := range elements {
		e, _ := e.(object)
		b.WriteString(p.run(e))
	}
	return b.String()
}

func (p *paper) run(e object) string {
	str := func(name string) string { s, _ := e[name].(string); return s }
	switch e["type"] {
	case "text":
		if style, ok := e["style"].(object); ok && len(style) > 0 {
			p.marks.Styled = append(p.marks.Styled, str("text"))
		}
		return str("text")
	case "link":
		p.marks.Links = append(p.marks.Links, str("url"))
		if str("text") != "" {
			return str("text")
		}
		return str("url")
	case "user":
		return p.person(str("user_id"))
	case "usergroup":
		p.marks.Groups = append(p.marks.Groups, str("usergroup_id"))
		return "@" + str("usergroup_id")
	case "channel":
		return p.special("#" + str("channel_id"))
	case "broadcast":
		p.marks.Broadcasts = append(p.marks.Broadcasts, str("range"))
		return "@" + str("range")
	case "emoji":
		p.marks.Emoji = append(p.marks.Emoji, str("name"))
		return emoji()[str("name")]
	case "date":
		return str("fallback")
	}
	return str("value")
}
