package slacktest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Press presses a button of what Look, Modal or Home gave, and says yes where it
// asks first.
func (p *Person) Press(ctx context.Context, c Control) error {
	if c.Kind != "button" {
		return fmt.Errorf("%q is a %s", c.Label, c.Kind)
	}
	action := object{}
	for _, name := range []string{"value", "url", "style", "confirm"} {
		if v := c.element[name]; v != nil {
			action[name] = escapeTexts(v)
		}
	}
	action["text"] = escapeTexts(c.element["text"])
	return p.act(ctx, c, action, nil)
}

// Choose chooses options of a menu, by their values.
func (p *Person) Choose(ctx context.Context, c Control, values ...string) error {
	var chosen []any
	for _, value := range values {
		o, err := p.option(ctx, c, value)
		if err != nil {
			return err
		}
		chosen = append(chosen, escapeTexts(o))
	}
	name := stateName(c.Kind)
	state := object{"type": c.Kind}
	switch {
	case name == "selected_options":
		state[name] = chosen
	case len(chosen) == 1:
		state["selected_option"] = chosen[0]
	default:
		return fmt.Errorf("%d choices in a %s", len(chosen), c.Kind)
	}
	action := object{}
	for k, v := range state {
		action[k] = v
	}
	if v := c.element["placeholder"]; v != nil {
		action["placeholder"] = v
	}
	return p.act(ctx, c, action, state)
}

// option finds a choice; of an external menu it asks the app.
func (p *Person) option(ctx context.Context, c Control, value string) (object, error) {
	options := c.Options
	if strings.HasSuffix(c.Kind, "external_select") {
		var err error
		if options, err = p.Search(ctx, c, ""); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(options, func(o Option) bool { return o.Value == value })
	if i < 0 {
		return nil, fmt.Errorf("%q has no option %q", c.Label, value)
	}
	return options[i].raw, nil
}

// still reports whether a control is still there: the message or view it was seen
// on may have changed. The lock is held.
func (p *Person) still(c Control) error {
	var blocks []any
	switch {
	case c.where.message != nil:
		m := c.where.message
		in := p.w.channel(m.Channel)
		there := in != nil && slices.Contains(in.messages, m) || m.Only != "" && slices.Contains(p.w.user(m.Only).alone, m)
		if !there || m.Only != "" && m.Only != p.id {
			return errors.New("the message is not there any more")
		}
		blocks = m.Blocks
	case c.where.view != nil:
		if p.w.views[c.where.view.ID] != c.where.view || c.where.view.Owner != p.id {
			return errors.New("the view is not open any more")
		}
		blocks, _ = c.where.view.raw["blocks"].([]any)
	}
	for _, b := range blocks {
		b, _ := b.(object)
		for _, e := range elementsOf(b) {
			if b["block_id"] == c.Block && e["action_id"] == c.Action {
				return nil
			}
		}
	}
	return fmt.Errorf("the control %q is not there any more", c.Label)
}

// act tells the app of a press or a choice (block_actions):
// docs.slack.dev/reference/interaction-payloads/block_actions-payload
func (p *Person) act(ctx context.Context, c Control, action, state object) error {
	s := p.w.slack
	s.mu.Lock()
	if _, err := p.w.must(p.id); err != nil {
		s.mu.Unlock()
		return err
	}
	if err := p.still(c); err != nil {
		s.mu.Unlock()
		return err
	}
	action["type"], action["block_id"], action["action_id"], action["action_ts"] = c.Kind, c.Block, c.Action, s.ts()
	payload := p.payload("block_actions")
	payload["actions"] = []any{action}
	viewID := ""
	if m := c.where.message; m != nil {
		p.onMessage(payload, m, c, state)
	} else {
		v := c.where.view
		viewID = v.ID
		if state != nil {
			if v.state[c.Block] == nil {
				v.state[c.Block] = object{}
			}
			v.state[c.Block][c.Action] = state
		}
		payload["view"], payload["container"] = p.w.viewJSON(v), object{"type": "view", "view_id": v.ID}
	}
	payload["trigger_id"] = s.newTrigger(p.w, p.id, viewID)
	s.mu.Unlock()
	_, err := s.ask(ctx, kindInteract, payload)
	return err
}

// onMessage adds what is special about controls of messages.
func (p *Person) onMessage(payload object, m *message, c Control, state object) {
	in := p.w.channel(m.Channel)
	container := object{"type": "message", "message_ts": m.TS, "channel_id": in.ID, "is_ephemeral": m.Only != ""}
	if m.Thread != "" {
		container["thread_ts"] = m.Thread
	}
	payload["container"], payload["channel"] = container, p.place(in)
	values := object{}
	if state != nil {
		values[c.Block] = object{c.Action: state}
	}
	payload["state"] = object{"values": values}
	if m.Only == "" { // of a message to one person alone Slack keeps nothing
		payload["message"] = p.w.messageJSON(in, m, false)
	}
	payload["response_url"] = p.w.slack.newHook(p.w, in, p.w.user(p.id), m)
}

// payload is what every interaction begins with.
func (p *Person) payload(kind string) object {
	u := p.w.user(p.id)
	return object{"type": kind, "token": "verification-token", "api_app_id": AppID, "is_enterprise_install": false, "enterprise": nil,
		"team": object{"id": p.w.ID, "domain": p.w.Domain},
		"user": object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": p.w.ID}}
}

func (p *Person) place(in *channel) object {
	return object{"id": in.ID, "name": commandPlace(in)}
}

// Search types into an external menu and is what the app offers (block_suggestion):
// docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
func (p *Person) Search(ctx context.Context, c Control, words string) ([]Option, error) {
	s := p.w.slack
	s.mu.Lock()
	if err := p.still(c); err != nil {
		s.mu.Unlock()
		return nil, err
	}
	payload := p.payload("block_suggestion")
	payload["action_id"], payload["block_id"], payload["value"] = c.Action, c.Block, words
	if m := c.where.message; m != nil {
		in := p.w.channel(m.Channel)
		payload["container"] = object{"type": "message", "message_ts": m.TS, "channel_id": in.ID, "is_ephemeral": m.Only != ""}
		payload["channel"] = p.place(in)
	} else {
		payload["view"], payload["container"] = p.w.viewJSON(c.where.view), object{"type": "view", "view_id": c.where.view.ID}
	}
	s.mu.Unlock()
	got, err := s.ask(ctx, kindOptions, payload)
	if err != nil {
		return nil, err
	}
	o, _ := got.body.(object)
	check := &checker{surface: inModal}
	one := option(plain(MaxOptionText), false)
	check.object("", o, shape{optional: map[string]rule{"options": list(0, MaxSelectOptions, one), "option_groups": list(0, MaxOptionGroups, optionGroup(one))}})
	if len(check.problems) > 0 || o == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.complain("the options of %s: %v", c.Action, check.problems)
		return nil, fmt.Errorf("no result: %v", check.problems)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return (&paper{w: p.w}).options(o), nil
}

// Shortcut uses an entry of the global menu:
// docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
func (p *Person) Shortcut(ctx context.Context, callback string) error {
	s := p.w.slack
	s.mu.Lock()
	payload, err := p.shortcut(callback, false)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	_, err = s.ask(ctx, kindInteract, payload)
	return err
}

// MessageShortcut uses an entry of a message's menu.
func (p *Person) MessageShortcut(ctx context.Context, callback, where, ts string) error {
	s := p.w.slack
	s.mu.Lock()
	payload, err := p.shortcut(callback, true)
	in := p.w.channel(where)
	if err == nil && (in == nil || in.find(ts) == nil || in.Private && !in.has(p.id)) {
		err = fmt.Errorf("%s sees no message %s in %s", p.id, ts, where)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	m := in.find(ts)
	payload["message"], payload["message_ts"], payload["channel"] = p.w.messageJSON(in, m, false), m.TS, p.place(in)
	payload["response_url"] = s.newHook(p.w, in, p.w.user(p.id), nil)
	s.mu.Unlock()
	_, err = s.ask(ctx, kindInteract, payload)
	return err
}

// shortcut is what a shortcut tells. The lock is held.
func (p *Person) shortcut(callback string, onMessage bool) (object, error) {
	s := p.w.slack
	if _, err := p.w.must(p.id); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.App.Shortcuts, func(x Shortcut) bool { return x.Callback == callback && x.Message == onMessage }) || !s.granted(p.w, "commands") {
		return nil, fmt.Errorf("there is no shortcut %s", callback)
	}
	kind := "shortcut"
	if onMessage {
		kind = "message_action"
	}
	payload := p.payload(kind)
	payload["callback_id"], payload["action_ts"], payload["trigger_id"] = callback, s.ts(), s.newTrigger(p.w, p.id, "")
	return payload, nil
}
