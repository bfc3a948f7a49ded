package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func long(n int) string { return strings.Repeat("x", n) }

func plainText(n int) object { return object{"type": "plain_text", "text": long(n)} }

func some(n int, one func(i int) any) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = one(i)
	}
	return all
}

func anOption(i int) any {
	return object{"text": plainText(3), "value": fmt.Sprint("v", i)}
}

func aButton(with object) object {
	b := object{"type": "button", "text": plainText(3)}
	for k, v := range with {
		b[k] = v
	}
	return b
}

func actions(elements ...any) object { return object{"type": "actions", "elements": elements} }

func anInput(element object) object {
	return object{"type": "input", "label": plainText(3), "element": element}
}

func aSelect(with object) object {
	s := object{"type": "static_select", "options": some(2, anOption)}
	for k, v := range with {
		s[k] = v
	}
	return s
}

func aConfirm(name string, n int) object {
	c := object{"title": plainText(1), "text": plainText(1), "confirm": plainText(1), "deny": plainText(1)}
	c[name] = plainText(n)
	return actions(aButton(object{"confirm": c}))
}

// limits are all limits of blocks: a block that has n of something.
func limits() map[string]struct {
	most  int
	block func(n int) any
} {
	type row = struct {
		most  int
		block func(n int) any
	}
	link := func(n int) string { return "https://example.org/" + long(n-len("https://example.org/")) }
	return map[string]row{
		"block id":     {MaxBlockID, func(n int) any { return object{"type": "divider", "block_id": long(n)} }},
		"section text": {MaxSectionText, func(n int) any { return object{"type": "section", "text": plainText(n)} }},
		"section fields": {MaxSectionFields, func(n int) any {
			return object{"type": "section", "fields": some(n, func(int) any { return plainText(3) })}
		}},
		"section field": {MaxSectionField, func(n int) any { return object{"type": "section", "fields": []any{plainText(n)}} }},
		"header":        {MaxHeaderText, func(n int) any { return object{"type": "header", "text": plainText(n)} }},
		"context elements": {MaxContextElements, func(n int) any {
			return object{"type": "context", "elements": some(n, func(int) any { return plainText(3) })}
		}},
		"actions elements": {MaxActionsElements, func(n int) any { return actions(some(n, func(int) any { return aButton(nil) })...) }},
		"image address": {MaxImageURL, func(n int) any {
			return object{"type": "image", "alt_text": "x", "image_url": link(n)}
		}},
		"image words": {MaxImageAlt, func(n int) any {
			return object{"type": "image", "alt_text": long(n), "image_url": "https://example.org/x.png"}
		}},
		"image title": {MaxImageTitle, func(n int) any {
			return object{"type": "image", "alt_text": "x", "title": plainText(n), "slack_file": object{"id": "F1"}}
		}},
		"markdown":     {MaxMarkdown, func(n int) any { return object{"type": "markdown", "text": long(n)} }},
		"action id":    {MaxActionID, func(n int) any { return actions(aButton(object{"action_id": long(n)})) }},
		"button text":  {MaxButtonText, func(n int) any { return actions(aButton(object{"text": plainText(n)})) }},
		"button value": {MaxButtonValue, func(n int) any { return actions(aButton(object{"value": long(n)})) }},
		"button address": {MaxButtonURL, func(n int) any {
			return actions(aButton(object{"url": link(n)}))
		}},
		"button label":   {MaxButtonLabel, func(n int) any { return actions(aButton(object{"accessibility_label": long(n)})) }},
		"select options": {MaxSelectOptions, func(n int) any { return actions(aSelect(object{"options": some(n, anOption)})) }},
		"option groups": {MaxOptionGroups, func(n int) any {
			groups := some(n, func(i int) any { return object{"label": plainText(3), "options": []any{anOption(i)}} })
			return actions(object{"type": "static_select", "option_groups": groups})
		}},
		"options of a group": {MaxSelectOptions, func(n int) any {
			return actions(object{"type": "static_select", "option_groups": []any{object{"label": plainText(3), "options": some(n, anOption)}}})
		}},
		"group label": {MaxGroupLabel, func(n int) any {
			return actions(object{"type": "static_select", "option_groups": []any{object{"label": plainText(n), "options": some(1, anOption)}}})
		}},
		"placeholder": {MaxPlaceholder, func(n int) any { return actions(aSelect(object{"placeholder": plainText(n)})) }},
		"option text": {MaxOptionText, func(n int) any {
			return actions(aSelect(object{"options": []any{object{"text": plainText(n), "value": "x"}}}))
		}},
		"option value": {MaxOptionValue, func(n int) any {
			return actions(aSelect(object{"options": []any{object{"text": plainText(1), "value": long(n)}}}))
		}},
		"option description": {MaxOptionDescription, func(n int) any {
			return actions(aSelect(object{"options": []any{object{"text": plainText(1), "value": "x", "description": plainText(n)}}}))
		}},
		"option address": {MaxOptionURL, func(n int) any {
			return actions(object{"type": "overflow", "options": []any{object{"text": plainText(1), "value": "x", "url": link(n)}}})
		}},
		"overflow options": {MaxOverflowOptions, func(n int) any { return actions(object{"type": "overflow", "options": some(n, anOption)}) }},
		"boxes":            {MaxBoxes, func(n int) any { return anInput(object{"type": "checkboxes", "options": some(n, anOption)}) }},
		"radio buttons":    {MaxBoxes, func(n int) any { return anInput(object{"type": "radio_buttons", "options": some(n, anOption)}) }},
		"input label": {MaxInputLabel, func(n int) any {
			return object{"type": "input", "label": plainText(n), "element": object{"type": "plain_text_input"}}
		}},
		"input hint": {MaxInputHint, func(n int) any {
			return object{"type": "input", "label": plainText(1), "hint": plainText(n), "element": object{"type": "plain_text_input"}}
		}},
		"input value":  {MaxInputLength, func(n int) any { return anInput(object{"type": "plain_text_input", "initial_value": long(n)}) }},
		"input length": {MaxInputLength, func(n int) any { return anInput(object{"type": "plain_text_input", "max_length": float64(n)}) }},
		"input bound": {10, func(n int) any {
			return anInput(object{"type": "plain_text_input", "max_length": 10.0, "initial_value": long(n)})
		}},
		"confirm title":  {MaxConfirmTitle, func(n int) any { return aConfirm("title", n) }},
		"confirm text":   {MaxConfirmText, func(n int) any { return aConfirm("text", n) }},
		"confirm button": {MaxConfirmButton, func(n int) any { return aConfirm("confirm", n) }},
		"deny button":    {MaxConfirmButton, func(n int) any { return aConfirm("deny", n) }},
		"list indent": {MaxListIndent, func(n int) any {
			return object{"type": "rich_text", "elements": []any{object{"type": "rich_text_list", "style": "bullet", "indent": float64(n),
				"elements": []any{object{"type": "rich_text_section", "elements": []any{}}}}}}
		}},
	}
}

// Every limit of a block is accepted, and one more is not.
func TestLimits(t *testing.T) {
	for name, l := range limits() {
		if problems, _ := checkBlocks([]any{wire(t, l.block(l.most))}); len(problems) > 0 {
			t.Errorf("%s: %d is refused: %q", name, l.most, problems)
		}
		if problems, _ := checkBlocks([]any{wire(t, l.block(l.most+1))}); len(problems) == 0 {
			t.Errorf("%s: %d is taken", name, l.most+1)
		}
	}
}

// wire is a value as it comes in.
func wire(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	back, _ := decode(raw)
	return back
}

func TestTotals(t *testing.T) {
	divider := func(int) any { return object{"type": "divider"} }
	for _, n := range []int{0, 1} {
		if problems, _ := checkBlocks(some(MaxMessageBlocks+n, divider)); len(problems) != n {
			t.Errorf("%d blocks in a message: %q", MaxMessageBlocks+n, problems)
		}
		modal := object{"type": "modal", "title": plainText(3), "blocks": some(MaxViewBlocks+n, divider)}
		if problems := checkView(modal, inModal); len(problems) != 2*n {
			t.Errorf("%d blocks in a modal: %q", MaxViewBlocks+n, problems)
		}
		home := object{"type": "home", "blocks": some(MaxViewBlocks+n, divider)}
		if problems := checkView(home, inHome); len(problems) != 2*n {
			t.Errorf("%d blocks in a home: %q", MaxViewBlocks+n, problems)
		}
		var sections []any
		for left := MaxBlocksText + n; left > 0; left -= MaxSectionText {
			sections = append(sections, object{"type": "section", "text": plainText(min(left, MaxSectionText))})
		}
		if problems, tooLong := checkBlocks(sections); len(problems) > 0 || tooLong != (n == 1) {
			t.Errorf("%d characters: %v %q", MaxBlocksText+n, tooLong, problems)
		}
	}
}

func TestViewLimits(t *testing.T) {
	with := func(name string, v any) object {
		o := object{"type": "modal", "title": plainText(3), "blocks": []any{}}
		o[name] = v
		return o
	}
	for name, l := range map[string]struct {
		most int
		view func(n int) object
	}{
		"title":       {MaxViewTitle, func(n int) object { return with("title", plainText(n)) }},
		"submit":      {MaxViewButton, func(n int) object { return with("submit", plainText(n)) }},
		"close":       {MaxViewButton, func(n int) object { return with("close", plainText(n)) }},
		"metadata":    {MaxPrivateMetadata, func(n int) object { return with("private_metadata", long(n)) }},
		"callback id": {MaxCallbackID, func(n int) object { return with("callback_id", long(n)) }},
		"external id": {MaxExternalID, func(n int) object { return with("external_id", long(n)) }},
	} {
		if problems := checkView(l.view(l.most), inModal); len(problems) > 0 {
			t.Errorf("%s: %d is refused: %q", name, l.most, problems)
		}
		if problems := checkView(l.view(l.most+1), inModal); len(problems) == 0 {
			t.Errorf("%s: %d is taken", name, l.most+1)
		}
	}
}

// What is refused for another reason than a number, with what Slack says.
func TestRefused(t *testing.T) {
	twice := func(b object) []any { return []any{b, b} }
	for name, c := range map[string]struct {
		blocks []any
		says   string
	}{
		"empty text":           {[]any{object{"type": "section", "text": plainText(0)}}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		"neither":              {[]any{object{"type": "section"}}, "must define either `text` or `fields` [json-pointer:/blocks/0]"},
		"a block twice":        {twice(object{"type": "divider", "block_id": "b"}), "block_id b already exists [json-pointer:/blocks/1/block_id]"},
		"an action twice":      {[]any{actions(twice(aButton(object{"action_id": "a"}))...)}, "action_id a already exists [json-pointer:/blocks/0/elements/1/action_id]"},
		"an unknown block":     {[]any{object{"type": "poem"}}, "unsupported type: poem [json-pointer:/blocks/0]"},
		"an unknown property":  {[]any{actions(aButton(object{"disabled": true}))}, "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"},
		"a style":              {[]any{actions(aButton(object{"style": "warning"}))}, "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]"},
		"markup on a button":   {[]any{actions(aButton(object{"text": object{"type": "mrkdwn", "text": "x"}}))}, "must be one of: plain_text [json-pointer:/blocks/0/elements/0/text/type]"},
		"markup in a header":   {[]any{object{"type": "header", "text": object{"type": "mrkdwn", "text": "x"}}}, "must be one of: plain_text [json-pointer:/blocks/0/text/type]"},
		"emoji in markup":      {[]any{object{"type": "section", "text": object{"type": "mrkdwn", "text": "x", "emoji": true}}}, "invalid additional property: emoji [json-pointer:/blocks/0/text]"},
		"verbatim plain words": {[]any{object{"type": "section", "text": object{"type": "plain_text", "text": "x", "verbatim": true}}}, "invalid additional property: verbatim [json-pointer:/blocks/0/text]"},
		"no scheme":            {[]any{actions(aButton(object{"url": "example.org"}))}, "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"},
		"a script":             {[]any{actions(aButton(object{"url": "javascript:alert(1)"}))}, "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"},
		"no options":           {[]any{actions(aSelect(object{"options": []any{}}))}, "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		"a foreign beginning":  {[]any{actions(aSelect(object{"initial_option": anOption(7)}))}, "initial_option was not one of the options [json-pointer:/blocks/0/elements/0/initial_option]"},
		"an option twice":      {[]any{actions(aSelect(object{"options": []any{anOption(1), anOption(1)}}))}, "value must be unique [json-pointer:/blocks/0/elements/0/options/1/value]"},
		"an option's address":  {[]any{actions(aSelect(object{"options": []any{object{"text": plainText(1), "value": "x", "url": "https://example.org"}}}))}, "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]"},
		"several in actions":   {[]any{actions(object{"type": "multi_static_select", "options": some(1, anOption)})}, "unsupported type: multi_static_select [json-pointer:/blocks/0/elements/0]"},
		"a button as input":    {[]any{anInput(aButton(nil))}, "unsupported type: button [json-pointer:/blocks/0/element]"},
		"half a confirmation":  {[]any{actions(aButton(object{"confirm": object{"title": plainText(1), "text": plainText(1)}}))}, "missing required field: confirm [json-pointer:/blocks/0/elements/0/confirm]"},
		"a broken day":         {[]any{anInput(object{"type": "datepicker", "initial_date": "12.4.2027"})}, "must be in the format 2006-01-02 [json-pointer:/blocks/0/element/initial_date]"},
		"focus in a message":   {[]any{anInput(object{"type": "plain_text_input", "focus_on_load": true})}, "focus_on_load is not allowed in messages [json-pointer:/blocks/0/element/focus_on_load]"},
		"an empty run": {[]any{object{"type": "rich_text", "elements": []any{object{"type": "rich_text_section",
			"elements": []any{object{"type": "text", "text": ""}}}}}}, "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"},
		"a bare run": {[]any{object{"type": "rich_text", "elements": []any{object{"type": "text", "text": "x"}}}}, "unsupported type: text [json-pointer:/blocks/0/elements/0]"},
	} {
		problems, _ := checkBlocks(wire(t, c.blocks))
		if !strings.Contains(strings.Join(problems, "\n"), c.says) {
			t.Errorf("%s: %q, want %q", name, problems, c.says)
		}
	}
}

func TestRefusedViews(t *testing.T) {
	for name, c := range map[string]struct {
		view object
		says string
	}{
		"no title":     {object{"type": "modal", "blocks": []any{}}, "missing required field: title [json-pointer:/view]"},
		"a wrong type": {object{"type": "home", "title": plainText(1), "blocks": []any{}}, "must be one of: modal [json-pointer:/view/type]"},
		"inputs and no submit": {object{"type": "modal", "title": plainText(1), "blocks": []any{anInput(object{"type": "plain_text_input"})}},
			"submit is required when an input block is within the blocks array [json-pointer:/view]"},
		"markdown": {object{"type": "modal", "title": plainText(1), "blocks": []any{object{"type": "markdown", "text": "x"}}},
			"unsupported type: markdown [json-pointer:/view/blocks/0]"},
		"focus twice": {object{"type": "modal", "title": plainText(1), "submit": plainText(1), "blocks": []any{
			anInput(object{"type": "plain_text_input", "focus_on_load": true}), anInput(object{"type": "plain_text_input", "focus_on_load": true})}},
			"only one element can have focus_on_load"},
		"a state": {object{"type": "modal", "title": plainText(1), "blocks": []any{}, "state": object{}}, "invalid additional property: state [json-pointer:/view]"},
	} {
		if problems := checkView(wire(t, c.view), inModal); !strings.Contains(strings.Join(problems, "\n"), c.says) {
			t.Errorf("%s: %q, want %q", name, problems, c.says)
		}
	}
}

// Whatever comes in, checking it ends and does not panic.
func FuzzCheck(f *testing.F) {
	for _, l := range limits() {
		raw, err := json.Marshal([]any{l.block(30)})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`[{"type":"section","text":{"type":"mrkdwn","text":"<@U1|> <!date^1^{date}|x> *a _b_* ` + "```c```" + ` :bulb: <a"}}]`))
	f.Add([]byte(`[{"type":"input","element":{"type":"checkboxes","options":[null,1,{}],"initial_options":[{}]}}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, _ := decode(raw)
		checkBlocks(v)
		checkView(object{"type": "modal", "title": v, "blocks": v}, inModal)
		checkView(v, inHome)
		blocks, _ := v.([]any)
		s := &Slack{}
		s.identify(blocks)
		p := &paper{w: &Workspace{slack: s}}
		p.blocks(blocks)
	})
}
