package slacktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// view is a modal or a home.
type view struct {
	ID, Hash, Owner, Root, Previous string
	kind                            surface
	raw                             object            // as the app gave it, ids filled in
	state                           map[string]object // what stands in it, by block and element
	errors                          map[string]string // by block
}

// trigger is what allows an app to open a modal, once and soon.
type trigger struct {
	w    *Workspace
	user string
	at   time.Time
	used bool
	view string // the modal it came from
}

// newTrigger makes a trigger id. The lock is held, as in all of this file.
func (s *Slack) newTrigger(w *Workspace, user, view string) string {
	s.counter++
	id := fmt.Sprintf("%d.%d.%016x", s.counter, s.Clock.Now().Unix(), s.counter*2654435761)
	s.triggers[id] = &trigger{w: w, user: user, at: s.Clock.Now(), view: view}
	return id
}

// exchange uses up a trigger.
func (c *call) exchange() (*trigger, *refusal) {
	id := c.str("trigger_id")
	t := c.triggers[id]
	switch {
	case id == "":
		return nil, refuse("invalid_arguments", "missing required field: trigger_id")
	case t == nil || t.w != c.w:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case c.Clock.Now().Sub(t.at) > TriggerTime:
		return nil, refuse("expired_trigger_id")
	}
	t.used = true
	return t, nil
}

// given reads and checks the view that a call brings. old is the one it takes the
// place of, whose external id it may keep.
func (c *call) given(kind surface, old *view) (object, *refusal) {
	v, there, ok := c.value("view")
	if !there || !ok {
		return nil, refuse("invalid_arguments", "missing required field: view")
	}
	return c.w.admit(v, kind, old)
}

// admit checks a view from wherever it comes.
func (w *Workspace) admit(v any, kind surface, old *view) (object, *refusal) {
	raw, err := json.Marshal(v)
	if err != nil || len(raw) > MaxViewBytes {
		return nil, refuse("view_too_large")
	}
	if problems := checkView(v, kind); len(problems) > 0 {
		return nil, refuse("invalid_arguments", problems...)
	}
	o := v.(object)
	if external, _ := o["external_id"].(string); external != "" {
		for _, one := range w.views {
			if one != old && one.raw["external_id"] == external {
				return nil, refuse("duplicate_external_id")
			}
		}
	}
	w.slack.identify(o["blocks"])
	return o, nil
}

// make makes a view of what was given.
func (w *Workspace) make(raw object, kind surface, owner string) *view {
	v := &view{ID: w.slack.id("V"), Owner: owner, kind: kind}
	v.Root = v.ID
	w.views[v.ID] = v
	w.fill(v, raw)
	return v
}

// fill puts new contents into a view. What stands in an element stays if the
// element does, with the same two ids.
func (w *Workspace) fill(v *view, raw object) {
	old := v.state
	v.raw, v.state, v.errors = raw, map[string]object{}, nil
	w.slack.counter++
	v.Hash = fmt.Sprintf("%d.%08x", w.slack.Clock.Now().Unix(), w.slack.counter)
	blocks, _ := raw["blocks"].([]any)
	for _, b := range blocks {
		b, _ := b.(object)
		for _, e := range elementsOf(b) {
			value := initial(e)
			if value == nil {
				continue
			}
			block, action := b["block_id"].(string), e["action_id"].(string)
			if kept, ok := old[block][action].(object); ok && kept["type"] == e["type"] {
				value = kept
			}
			if v.state[block] == nil {
				v.state[block] = object{}
			}
			v.state[block][action] = value
		}
	}
}

// initial is what stands in an element when it loads, as view.state tells it, or
// nil for one that holds nothing.
func initial(e object) object {
	kind, _ := e["type"].(string)
	o := object{"type": kind}
	for _, pair := range [][2]string{
		{"initial_option", "selected_option"}, {"initial_options", "selected_options"}, {"initial_value", "value"},
		{"initial_date", "selected_date"}, {"initial_time", "selected_time"}, {"initial_date_time", "selected_date_time"},
		{"initial_user", "selected_user"}, {"initial_users", "selected_users"}, {"initial_channel", "selected_channel"},
		{"initial_channels", "selected_channels"}, {"initial_conversation", "selected_conversation"},
		{"initial_conversations", "selected_conversations"},
	} {
		if v, there := e[pair[0]]; there {
			o[pair[1]] = v
		}
	}
	name := stateName(kind)
	if name == "" {
		return nil
	}
	if _, there := o[name]; !there {
		o[name] = nil
		if name == "selected_options" {
			o[name] = []any{}
		}
	}
	return o
}

// stateName is what the state calls that which stands in a kind of element.
func stateName(kind string) string {
	switch kind {
	case "plain_text_input", "url_text_input", "email_text_input", "number_input":
		return "value"
	case "static_select", "external_select", "radio_buttons":
		return "selected_option"
	case "multi_static_select", "multi_external_select", "checkboxes":
		return "selected_options"
	case "datepicker":
		return "selected_date"
	case "timepicker":
		return "selected_time"
	case "datetimepicker":
		return "selected_date_time"
	case "users_select":
		return "selected_user"
	case "channels_select":
		return "selected_channel"
	case "conversations_select":
		return "selected_conversation"
	case "multi_users_select":
		return "selected_users"
	case "multi_channels_select":
		return "selected_channels"
	case "multi_conversations_select":
		return "selected_conversations"
	}
	return ""
}

// viewJSON is a view as Slack hands it out.
func (w *Workspace) viewJSON(v *view) object {
	o := object{"id": v.ID, "team_id": w.ID, "hash": v.Hash, "root_view_id": v.Root, "previous_view_id": nil, "app_id": AppID,
		"bot_id": w.BotID, "app_installed_team_id": w.ID, "state": object{"values": v.state}, "private_metadata": "", "callback_id": "",
		"external_id": "", "clear_on_close": false, "notify_on_close": false, "title": nil, "close": nil, "submit": nil}
	for name, value := range v.raw {
		o[name] = escapeTexts(value)
	}
	if v.Previous != "" {
		o["previous_view_id"] = v.Previous
	}
	return o
}

func viewsOpen(c *call) (object, *refusal) {
	raw, r := c.given(inModal, nil)
	if r != nil {
		return nil, r
	}
	t, r := c.exchange()
	if r != nil {
		return nil, r
	}
	u := c.w.user(t.user)
	v := c.w.make(raw, inModal, u.ID)
	for _, one := range u.stack {
		delete(c.w.views, one.ID)
	}
	u.stack = []*view{v}
	c.w.noteView(v)
	return object{"view": c.w.viewJSON(v)}, nil
}

func viewsPush(c *call) (object, *refusal) {
	raw, r := c.given(inModal, nil)
	if r != nil {
		return nil, r
	}
	t := c.triggers[c.str("trigger_id")]
	if t != nil && (t.view == "" || len(c.w.user(t.user).stack) == 0) {
		return nil, refuse("not_found")
	}
	if t != nil && len(c.w.user(t.user).stack) >= MaxViewStack {
		return nil, refuse("push_limit_reached")
	}
	if t, r = c.exchange(); r != nil {
		return nil, r
	}
	return object{"view": c.w.viewJSON(c.w.push(c.w.user(t.user), raw))}, nil
}

// push puts a modal on top of those that are open.
func (w *Workspace) push(u *user, raw object) *view {
	v := w.make(raw, inModal, u.ID)
	top := u.stack[len(u.stack)-1]
	v.Root, v.Previous = top.Root, top.ID
	u.stack = append(u.stack, v)
	w.noteView(v)
	return v
}

func viewsUpdate(c *call) (object, *refusal) {
	v := c.w.views[c.str("view_id")]
	if external := c.str("external_id"); v == nil && external != "" {
		for _, one := range c.w.views {
			if one.raw["external_id"] == external {
				v = one
			}
		}
	}
	if v == nil {
		return nil, refuse("not_found")
	}
	raw, r := c.given(v.kind, v)
	if r != nil {
		return nil, r
	}
	if hash := c.str("hash"); hash != "" && hash != v.Hash {
		return nil, refuse("hash_conflict")
	}
	c.w.fill(v, raw)
	c.w.noteView(v)
	return object{"view": c.w.viewJSON(v)}, nil
}

func viewsPublish(c *call) (object, *refusal) {
	u := c.w.user(c.str("user_id"))
	if u == nil || u.Deleted {
		return nil, refuse("invalid_arguments", "user_not_found [json-pointer:/user_id]")
	}
	raw, r := c.given(inHome, u.home)
	if r != nil {
		return nil, r
	}
	hash := c.str("hash")
	switch {
	case u.home == nil:
		u.home = c.w.make(raw, inHome, u.ID)
	case hash != "" && hash != u.home.Hash:
		return nil, refuse("hash_conflict")
	default:
		c.w.fill(u.home, raw)
	}
	return object{"view": c.w.viewJSON(u.home)}, nil
}

// shut takes a modal off the stack.
func (w *Workspace) shut(u *user, v *view) {
	u.stack = slices.DeleteFunc(u.stack, func(one *view) bool { return one == v })
	delete(w.views, v.ID)
}

// clear takes all of them.
func (w *Workspace) clear(u *user) {
	for _, v := range u.stack {
		delete(w.views, v.ID)
	}
	u.stack = nil
}
