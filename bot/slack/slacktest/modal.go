package slacktest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fill writes into an input of the topmost modal, by its block: words, a day
// (2006-01-02), a user's id, or the values of options with commas between.
func (p *Person) Fill(block, value string) error {
	s := p.w.slack
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := p.top()
	if err != nil {
		return err
	}
	blocks, _ := v.raw["blocks"].([]any)
	for _, b := range blocks {
		b, _ := b.(object)
		if b["block_id"] != block || b["type"] != "input" {
			continue
		}
		e, _ := b["element"].(object)
		if kind, _ := e["type"].(string); strings.HasSuffix(kind, "external_select") && value != "" {
			if e, err = p.found(v, b, e, value); err != nil {
				return fmt.Errorf("%s: %w", block, err)
			}
		}
		o, err := p.w.entered(e, value)
		if err != nil {
			return fmt.Errorf("%s: %w", block, err)
		}
		v.state[block] = object{e["action_id"].(string): o}
		return nil
	}
	return fmt.Errorf("the modal has no input %q", block)
}

// found types into an external menu and is the menu with what the app offers. The lock
// is held, and given back meanwhile.
func (p *Person) found(v *view, b, e object, words string) (object, error) {
	c := (&paper{w: p.w}).control(b, e)
	c.where = place{view: v}
	p.w.slack.mu.Unlock()
	options, err := p.Search(context.Background(), c, words)
	p.w.slack.mu.Lock()
	menu := maps.Clone(e)
	var raw []any
	for _, o := range options {
		raw = append(raw, o.raw)
	}
	menu["options"] = raw
	return menu, err
}

// top is the topmost modal. The lock is held.
func (p *Person) top() (*view, error) {
	u, err := p.w.must(p.id)
	if err != nil {
		return nil, err
	}
	if len(u.stack) == 0 {
		return nil, fmt.Errorf("no modal is open for %s", u.Name)
	}
	return u.stack[len(u.stack)-1], nil
}

// entered is the state of an element after somebody filled it in.
func (w *Workspace) entered(e object, value string) (object, error) {
	kind, _ := e["type"].(string)
	o, name := object{"type": kind}, stateName(kind)
	switch name {
	case "selected_options":
		chosen := []any{}
		for _, one := range strings.Split(value, ",") {
			if one = strings.TrimSpace(one); one == "" {
				continue
			}
			raw, err := choice(e, one)
			if err != nil {
				return nil, err
			}
			chosen = append(chosen, raw)
		}
		if most, ok := e["max_selected_items"].(float64); ok && len(chosen) > int(most) {
			return nil, fmt.Errorf("no more than %v can be chosen", most)
		}
		o[name] = chosen
		return o, nil
	case "selected_option":
		if o[name] = nil; value == "" {
			return o, nil
		}
		raw, err := choice(e, value)
		o[name] = raw
		return o, err
	case "selected_date":
		if _, err := time.Parse(time.DateOnly, value); err != nil && value != "" {
			return nil, fmt.Errorf("%q is no day that can be picked", value)
		}
	case "selected_time":
		if _, err := time.Parse("15:04", value); err != nil && value != "" {
			return nil, fmt.Errorf("%q is no time that can be picked", value)
		}
	case "selected_date_time":
		n, err := strconv.Atoi(value)
		o[name] = n
		return o, err
	case "selected_user":
		if w.user(value) == nil && value != "" {
			return nil, fmt.Errorf("%q is nobody", value)
		}
	}
	if o[name] = value; value == "" {
		o[name] = nil
	}
	return o, nil
}

// choice is an option by its value, or else by its words.
func choice(e object, meant string) (object, error) {
	options := optionsOf(e)
	i := slices.IndexFunc(options, func(o object) bool { return o["value"] == meant })
	if i < 0 {
		i = slices.IndexFunc(options, func(o object) bool {
			t, _ := o["text"].(object)
			words, _ := t["text"].(string)
			return strings.EqualFold(unescape(words), meant)
		})
	}
	if i < 0 {
		return nil, fmt.Errorf("there is no option %q", meant)
	}
	return options[i], nil
}

// missing are the errors that a client shows before it sends anything. The lock is
// held.
func (w *Workspace) missing(v *view) map[string]string {
	errs := map[string]string{}
	m, _ := w.seeView(v)
	for _, f := range m.Fields {
		n := length(f.Value)
		switch {
		case !f.Optional && f.Value == "":
			errs[f.Block] = "Please complete this required field."
		case f.MaxLength > 0 && n > f.MaxLength, n > MaxInputLength && f.Kind == "plain_text_input":
			errs[f.Block] = "Must be fewer characters."
		case n > 0 && n < f.MinLength:
			errs[f.Block] = "Must be more characters."
		}
	}
	return errs
}

// ErrTrouble is what a person reads whose modal was answered in a way that Slack
// does not take, or not at all: it stays open.
var ErrTrouble = errors.New("we had some trouble connecting. Try again?")

// Submit sends the topmost modal. Errors at its inputs are seen in Modal, also
// those that a client finds before it sends anything.
func (p *Person) Submit(ctx context.Context) error {
	s := p.w.slack
	s.mu.Lock()
	v, err := p.top()
	if err == nil && v.raw["submit"] == nil {
		err = errors.New("the modal cannot be sent")
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if v.errors = p.w.missing(v); len(v.errors) > 0 {
		s.mu.Unlock()
		return nil
	}
	payload := p.payload("view_submission")
	payload["view"], payload["trigger_id"], payload["response_urls"] = p.w.viewJSON(v), s.newTrigger(p.w, p.id, v.ID), []any{}
	s.mu.Unlock()
	got, err := s.ask(ctx, kindInteract, payload)
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrTrouble, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.submitted(v, got)
}

// submitted makes the answer to a sent modal take place:
// docs.slack.dev/surfaces/modals, "Responding to view submissions".
func (p *Person) submitted(v *view, got reply) error {
	u := p.w.user(p.id)
	o, isObject := got.body.(object)
	if words, isText := got.body.(string); isText && strings.TrimSpace(words) == "" {
		got.empty = true
	}
	if got.empty || isObject && len(o) == 0 {
		p.w.shut(u, v)
		return nil
	}
	switch {
	case !isObject:
		return p.trouble("the answer to a modal is %T", got.body)
	case o["response_action"] == "clear":
		p.w.clear(u)
		return nil
	case o["response_action"] == "errors":
		return p.fieldErrors(v, o)
	case o["response_action"] == "update":
		raw, r := p.w.admit(o["view"], inModal, v)
		if r != nil {
			return p.trouble("the new view: %s %v", r.code, r.messages)
		}
		p.w.fill(v, raw)
		p.w.noteView(v)
		return nil
	case o["response_action"] == "push":
		raw, r := p.w.admit(o["view"], inModal, nil)
		if r != nil || len(u.stack) >= MaxViewStack {
			return p.trouble("the pushed view: %v, %d are open", r, len(u.stack))
		}
		p.w.push(u, raw)
		return nil
	}
	return p.trouble("the answer to a modal has the response_action %v", o["response_action"])
}

func (p *Person) trouble(format string, args ...any) error {
	p.w.slack.complain(format, args...)
	return fmt.Errorf("%w ("+format+")", append([]any{ErrTrouble}, args...)...)
}

// fieldErrors shows errors; each must be at an input and say something.
func (p *Person) fieldErrors(v *view, o object) error {
	errs, _ := o["errors"].(object)
	if len(errs) == 0 {
		return p.trouble("the errors of a modal are none")
	}
	m, _ := p.w.seeView(v)
	shown := map[string]string{}
	for _, block := range sorted(errs) {
		words, _ := errs[block].(string)
		if words == "" || !slices.ContainsFunc(m.Fields, func(f Field) bool { return f.Block == block }) {
			return p.trouble("the error at %q is at no input", block)
		}
		shown[block] = words
	}
	v.errors = shown
	for _, block := range sorted(shown) {
		p.w.hear(Heard{To: v.Owner, TS: v.ID, Edit: true, Text: shown[block]})
	}
	return nil
}

// Close closes the topmost modal without sending it, as its button for that does.
// The app is told if it wished so (notify_on_close).
func (p *Person) Close(ctx context.Context) error { return p.close(ctx, false) }

// CloseAll closes all modals, as the cross does.
func (p *Person) CloseAll(ctx context.Context) error { return p.close(ctx, true) }

func (p *Person) close(ctx context.Context, all bool) error {
	s := p.w.slack
	s.mu.Lock()
	v, err := p.top()
	if err != nil {
		s.mu.Unlock()
		return err
	}
	u := p.w.user(p.id)
	cleared := all || v.raw["clear_on_close"] == true
	if cleared {
		p.w.clear(u)
	} else {
		p.w.shut(u, v)
	}
	payload := p.payload("view_closed")
	payload["view"], payload["is_cleared"] = p.w.viewJSON(v), cleared
	s.mu.Unlock()
	if v.raw["notify_on_close"] != true {
		return nil
	}
	_, err = s.ask(ctx, kindInteract, payload)
	return err
}
