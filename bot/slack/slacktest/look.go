package slacktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Seen is a message as somebody sees it.
type Seen struct {
	Channel, TS, Thread string
	Author              string // a user id
	Mine                bool   // the bot said it
	Only                bool   // shown to one person alone
	Edited              bool
	Push                string // the line that a push notification shows
	Text                string // what is read, line by line
	Controls            []Control
	Fields              []Field  // inputs in a message
	Files               []string // their names
	Marks               Marks
}

// Control is a button or a menu.
type Control struct {
	Kind    string // "button", "static_select", …
	Label   string // of a button; of a menu what stands in it before a choice
	Block   string
	Action  string
	Value   string
	URL     string
	Style   string
	Confirm string // a question that is asked first, or ""
	Options []Option

	element object
	where   place
}

// place is where a control stands.
type place struct {
	message *message
	view    *view
}

// Option is one choice.
type Option struct {
	Label, Value string
	raw          object
}

// Field is an input of a modal.
type Field struct {
	Block, Action, Kind  string
	Label, Hint          string
	Placeholder          string
	Value                string // what stands in it: words, or the values of chosen options with commas between
	Optional, Multiline  bool
	MinLength, MaxLength int
	Options              []Option
	Error                string
}

// Modal is a modal as somebody sees it.
type Modal struct {
	ID, Callback, Title, Submit, Close string
	Text                               string
	Controls                           []Control
	Fields                             []Field
	Depth                              int // how many are open
}

// words are a message's text with the labels of its controls, to tell whether it
// changed.
func (s Seen) words() string {
	all := []string{s.Text}
	for _, c := range s.Controls {
		all = append(all, c.words())
	}
	return strings.Join(append(all, s.Files...), "\n")
}

// words are a control's label, and what it offers.
func (c Control) words() string {
	label := c.Label
	for i, o := range c.Options {
		label += []string{": ", " | "}[min(i, 1)] + o.Label
	}
	return "[" + label + "]"
}

// see is what a message looks like. The lock is held, as in all but the exported.
func (w *Workspace) see(m *message) Seen {
	p := &paper{w: w}
	s := Seen{Channel: m.Channel, TS: m.TS, Thread: m.Thread, Author: m.User, Mine: m.ByBot, Only: m.Only != "", Edited: m.Edited != ""}
	s.Push = (&paper{w: w}).mrkdwn(m.Text, false)
	if len(m.Blocks) > 0 {
		p.blocks(m.Blocks)
	} else {
		p.line(p.mrkdwn(m.Text, false))
	}
	for _, id := range m.Files {
		if f := w.files[id]; f != nil {
			s.Files = append(s.Files, f.Name)
			p.line("[" + cmp.Or(f.Alt, f.Title, f.Name) + "]")
		}
	}
	for i := range p.controls {
		p.controls[i].where = place{message: m}
	}
	s.Text, s.Controls, s.Fields, s.Marks = strings.Join(p.lines, "\n"), p.controls, p.fields, p.marks
	return s
}

// control is an element as it is seen.
func (p *paper) control(b, e object) Control {
	str := func(name string) string { s, _ := e[name].(string); return s }
	c := Control{Kind: str("type"), Action: str("action_id"), Value: str("value"), URL: str("url"), Style: str("style"), element: e}
	c.Block, _ = b["block_id"].(string)
	c.Label = p.text(e["text"])
	if c.Label == "" {
		c.Label = p.text(e["placeholder"])
	}
	if ask, ok := e["confirm"].(object); ok {
		c.Confirm = p.text(ask["title"]) + "\n" + p.text(ask["text"])
	}
	c.Options = p.options(e)
	return c
}

func (p *paper) options(e object) []Option {
	var all []Option
	for _, o := range optionsOf(e) {
		value, _ := o["value"].(string)
		all = append(all, Option{Label: p.text(o["text"]), Value: value, raw: o})
	}
	return all
}

func (p *paper) input(b object) {
	e, _ := b["element"].(object)
	str := func(name string) string { s, _ := e[name].(string); return s }
	f := Field{Kind: str("type"), Action: str("action_id"), Label: p.text(b["label"]), Hint: p.text(b["hint"]),
		Placeholder: p.text(e["placeholder"]), Optional: b["optional"] == true, Multiline: e["multiline"] == true, Options: p.options(e)}
	f.Block, _ = b["block_id"].(string)
	least, _ := e["min_length"].(float64)
	most, _ := e["max_length"].(float64)
	f.MinLength, f.MaxLength = int(least), int(most)
	p.fields = append(p.fields, f)
	p.line(f.Label)
	p.line(f.Hint)
}

// seeView is what a modal or a home looks like.
func (w *Workspace) seeView(v *view) (Modal, Marks) {
	p := &paper{w: w}
	blocks, _ := v.raw["blocks"].([]any)
	p.blocks(blocks)
	m := Modal{ID: v.ID, Title: p.text(v.raw["title"]), Submit: p.text(v.raw["submit"]), Close: p.text(v.raw["close"]),
		Text: strings.Join(p.lines, "\n"), Controls: p.controls, Fields: p.fields}
	m.Callback, _ = v.raw["callback_id"].(string)
	for i := range m.Controls {
		m.Controls[i].where = place{view: v}
	}
	for i, f := range m.Fields {
		value, _ := v.state[f.Block][f.Action].(object)
		m.Fields[i].Value, m.Fields[i].Error = stateWords(value), v.errors[f.Block]
	}
	return m, p.marks
}

// stateWords is what stands in an element, in short.
func stateWords(o object) string {
	kind, _ := o["type"].(string)
	v := o[stateName(kind)]
	switch v := v.(type) {
	case object:
		s, _ := v["value"].(string)
		return s
	case []any:
		var all []string
		for _, one := range v {
			if chosen, ok := one.(object); ok {
				s, _ := chosen["value"].(string)
				all = append(all, s)
			} else {
				all = append(all, fmt.Sprint(one))
			}
		}
		return strings.Join(all, ",")
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// Look is what somebody sees in a channel, oldest first, threads among the rest.
func (p *Person) Look(channel string) []Seen {
	p.w.slack.mu.Lock()
	defer p.w.slack.mu.Unlock()
	in := p.w.channel(channel)
	if in == nil {
		return nil
	}
	return p.look(in)
}

func (p *Person) look(in *channel) []Seen {
	var all []Seen
	if in.has(p.id) || !in.Private {
		for _, m := range in.messages {
			if !m.Hidden {
				all = append(all, p.w.see(m))
			}
		}
	}
	for _, m := range p.w.user(p.id).alone {
		if m.Channel == in.ID {
			all = append(all, p.w.see(m))
		}
	}
	slices.SortFunc(all, func(a, b Seen) int { return cmp.Compare(a.TS, b.TS) })
	return all
}

// LookAround is what somebody sees anywhere, oldest first.
func (p *Person) LookAround() []Seen {
	p.w.slack.mu.Lock()
	defer p.w.slack.mu.Unlock()
	var all []Seen
	for _, in := range p.w.channels {
		all = append(all, p.look(in)...)
	}
	slices.SortFunc(all, func(a, b Seen) int { return cmp.Compare(a.TS, b.TS) })
	return all
}

// Modal is the topmost modal.
func (p *Person) Modal() (m Modal, open bool) {
	p.w.slack.mu.Lock()
	defer p.w.slack.mu.Unlock()
	u := p.w.user(p.id)
	if len(u.stack) == 0 {
		return Modal{}, false
	}
	m, _ = p.w.seeView(u.stack[len(u.stack)-1])
	m.Depth = len(u.stack)
	return m, true
}

// Home is what stands in the app's home, if anything does.
func (p *Person) Home() (m Modal, published bool) {
	p.w.slack.mu.Lock()
	defer p.w.slack.mu.Unlock()
	u := p.w.user(p.id)
	if u.home == nil {
		return Modal{}, false
	}
	m, _ = p.w.seeView(u.home)
	return m, true
}

// Pinned are the messages pinned in a channel.
func (p *Person) Pinned(channel string) []Seen {
	p.w.slack.mu.Lock()
	defer p.w.slack.mu.Unlock()
	var all []Seen
	if in := p.w.channel(channel); in != nil {
		for _, ts := range in.pins {
			if m := in.find(ts); m != nil {
				all = append(all, p.w.see(m))
			}
		}
	}
	return all
}
