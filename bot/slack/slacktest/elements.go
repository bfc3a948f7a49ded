package slacktest

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// Where each element may stand: docs.slack.dev/reference/block-kit/block-elements,
// "Works with block types" on each page.
var (
	selects      = []string{"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
	multiSelects = []string{"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"}

	inSection = slices.Concat([]string{"button", "checkboxes", "datepicker", "image", "overflow", "radio_buttons", "timepicker"}, selects, multiSelects)
	inActions = slices.Concat([]string{"button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker"}, selects)
	inInput   = slices.Concat([]string{"checkboxes", "datepicker", "datetimepicker", "email_text_input", "number_input", "plain_text_input",
		"radio_buttons", "timepicker", "url_text_input"}, selects, multiSelects)
)

// element checks an interactive element that stands in a kind of block.
func element(allowed []string) rule {
	return func(c *checker, at string, v any) {
		o, _ := v.(object)
		kind, _ := o["type"].(string)
		if !slices.Contains(allowed, kind) {
			c.bad(at, "unsupported type: %s", kind)
			return
		}
		if kind == "image" {
			c.object(at, o, imageElement())
			return
		}
		s := elementShape(kind)
		s.optional["action_id"] = words(1, MaxActionID)
		if !strings.HasSuffix(kind, "_input") {
			s.optional["confirm"] = confirmation
		}
		if !slices.Contains([]string{"button", "overflow"}, kind) {
			s.optional["focus_on_load"] = focus
		}
		c.object(at, o, s)
	}
}

// elementShape is what is special about a kind of element.
func elementShape(kind string) shape {
	switch kind {
	case "button":
		return shape{
			required: map[string]rule{"text": plain(MaxButtonText)},
			optional: map[string]rule{"value": words(0, MaxButtonValue), "url": address(MaxButtonURL),
				"style": oneOf("primary", "danger"), "accessibility_label": words(0, MaxButtonLabel)},
		}
	case "overflow":
		return shape{
			required: map[string]rule{"options": list(1, MaxOverflowOptions, option(plain(MaxOptionText), true))},
			optional: map[string]rule{}, also: differentValues,
		}
	case "checkboxes", "radio_buttons":
		s := shape{
			required: map[string]rule{"options": list(1, MaxBoxes, option(anyText(MaxOptionText), false))},
			optional: map[string]rule{},
		}
		return initially(s, kind == "checkboxes", option(anyText(MaxOptionText), false), MaxBoxes)
	case "datepicker":
		return placed(shape{optional: map[string]rule{"initial_date": moment(time.DateOnly)}})
	case "timepicker":
		return placed(shape{optional: map[string]rule{"initial_time": moment("15:04"), "timezone": words(1, 100)}})
	case "datetimepicker":
		return shape{optional: map[string]rule{"initial_date_time": number(MinDateTime, MaxDateTime)}}
	}
	if slices.Contains(selects, kind) || slices.Contains(multiSelects, kind) {
		return selectShape(kind)
	}
	return inputShape(kind)
}

// inputShape is that of what people type into.
func inputShape(kind string) shape {
	s := placed(shape{optional: map[string]rule{"initial_value": words(0, MaxInputLength), "dispatch_action_config": dispatch}})
	switch kind {
	case "number_input":
		s.required = map[string]rule{"is_decimal_allowed": boolean}
		for _, name := range []string{"min_value", "max_value", "initial_value"} {
			s.optional[name] = words(1, MaxInputLength)
		}
	case "plain_text_input":
		s.optional["multiline"] = boolean
		s.optional["min_length"] = number(0, MaxInputLength)
		s.optional["max_length"] = number(1, MaxInputLength)
		s.also = func(c *checker, at string, o object) {
			value, _ := o["initial_value"].(string)
			least, _ := o["min_length"].(float64)
			most, bounded := o["max_length"].(float64)
			if bounded && length(value) > int(most) {
				c.bad(at+"/initial_value", "must be less than %d characters", int(most)+1)
			}
			if bounded && least > most {
				c.bad(at, "min_length must be less than max_length")
			}
		}
	}
	return s
}

func placed(s shape) shape {
	s.optional["placeholder"] = plain(MaxPlaceholder)
	return s
}

func dispatch(c *checker, at string, v any) {
	c.object(at, v, shape{optional: map[string]rule{"trigger_actions_on": list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))}})
}

func focus(c *checker, at string, v any) {
	boolean(c, at, v)
	if v == true {
		if c.focused++; c.focused > 1 {
			c.bad(at, "only one element can have focus_on_load")
		}
		if c.surface == inMessage {
			c.bad(at, "focus_on_load is not allowed in messages")
		}
	}
}

func moment(layout string) rule {
	return func(c *checker, at string, v any) {
		s, _ := v.(string)
		if _, err := time.Parse(layout, s); err != nil {
			c.bad(at, "must be in the format %s", layout)
		}
	}
}

// selectShape is that of a select menu, single or multiple.
func selectShape(kind string) shape {
	several := strings.HasPrefix(kind, "multi_")
	s := placed(shape{required: map[string]rule{}, optional: map[string]rule{}})
	if several {
		s.optional["max_selected_items"] = number(1, MaxSelectOptions)
	}
	id := words(1, 255)
	switch strings.TrimPrefix(kind, "multi_") {
	case "static_select":
		one := option(plain(MaxOptionText), false)
		s.optional["options"] = list(1, MaxSelectOptions, one)
		s.optional["option_groups"] = list(1, MaxOptionGroups, optionGroup(one))
		s = initially(s, several, one, MaxSelectOptions)
		known := s.also
		s.also = func(c *checker, at string, o object) {
			_, options := o["options"]
			_, groups := o["option_groups"]
			if options == groups {
				c.bad(at, "must define either `options` or `option_groups`")
			}
			known(c, at, o)
		}
	case "external_select":
		s.optional["min_query_length"] = number(0, 100)
		one := option(plain(MaxOptionText), false)
		s.optional["initial_option"] = one
		if several {
			delete(s.optional, "initial_option")
			s.optional["initial_options"] = list(1, MaxSelectOptions, one)
		}
	case "users_select":
		s.optional[plural("initial_user", several)] = idOrIDs(id, several)
	case "conversations_select":
		s.optional[plural("initial_conversation", several)] = idOrIDs(id, several)
		s.optional["default_to_current_conversation"] = boolean
		s.optional["filter"] = func(c *checker, at string, v any) {
			c.object(at, v, shape{optional: map[string]rule{"include": list(1, 4, oneOf("im", "mpim", "private", "public")),
				"exclude_external_shared_channels": boolean, "exclude_bot_users": boolean}})
		}
	case "channels_select":
		s.optional[plural("initial_channel", several)] = idOrIDs(id, several)
	}
	if !several && (kind == "conversations_select" || kind == "channels_select") {
		s.optional["response_url_enabled"] = func(c *checker, at string, v any) {
			boolean(c, at, v)
			if c.surface != inModal {
				c.bad(at, "response_url_enabled works in modals only")
			}
		}
	}
	return s
}

func plural(name string, several bool) string {
	if several {
		return name + "s"
	}
	return name
}

func idOrIDs(id rule, several bool) rule {
	if several {
		return list(1, MaxSelectOptions, id)
	}
	return id
}

// initially adds what is chosen when the element loads: options exactly as they
// are among the element's own.
func initially(s shape, several bool, one rule, most int) shape {
	name := plural("initial_option", several)
	s.optional[name] = one
	if several {
		s.optional[name] = list(1, most, one)
	}
	s.also = func(c *checker, at string, o object) {
		differentValues(c, at, o)
		chosen, _ := o[name].([]any)
		if !several && o[name] != nil {
			chosen = []any{o[name]}
		}
		for _, one := range chosen {
			if !slices.ContainsFunc(optionsOf(o), func(there object) bool { return reflect.DeepEqual(any(there), one) }) {
				c.bad(at+"/"+name, "%s was not one of the options", name)
			}
		}
	}
	return s
}

// optionsOf are all options of an element, grouped or not.
func optionsOf(o object) []object {
	var all []object
	add := func(v any) {
		items, _ := v.([]any)
		for _, item := range items {
			if one, ok := item.(object); ok {
				all = append(all, one)
			}
		}
	}
	add(o["options"])
	groups, _ := o["option_groups"].([]any)
	for _, g := range groups {
		if g, ok := g.(object); ok {
			add(g["options"])
		}
	}
	return all
}
