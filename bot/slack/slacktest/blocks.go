package slacktest

import "fmt"

// blocks checks the blocks of a surface.
func (c *checker) blocks(at string, v any) {
	c.blockIDs = map[string]bool{}
	most := MaxViewBlocks
	if c.surface == inMessage {
		most = MaxMessageBlocks
	}
	list(0, most, block)(c, at, v)
	if c.markdown > MaxMarkdown {
		c.bad(at, "markdown must be less than %d characters", MaxMarkdown+1)
	}
}

// block checks one block: docs.slack.dev/reference/block-kit/blocks
func block(c *checker, at string, v any) {
	o, ok := v.(object)
	if !ok {
		c.bad(at, "must provide an object")
		return
	}
	kind, _ := o["type"].(string)
	s, known := blockShape(kind)
	if !known || kind == "markdown" && c.surface != inMessage {
		c.bad(at, "unsupported type: %s", kind)
		return
	}
	if s.optional == nil {
		s.optional = map[string]rule{}
	}
	s.optional["block_id"] = func(c *checker, at string, v any) {
		words(1, MaxBlockID)(c, at, v)
		id, _ := v.(string)
		if c.blockIDs[id] {
			c.bad(at, "block_id %s already exists", id)
		}
		c.blockIDs[id] = true
	}
	c.object(at, o, s)
}

// blockShape is what a kind of block may hold. Kinds that this workspace does not
// know are refused, though Slack may take them.
func blockShape(kind string) (s shape, known bool) {
	switch kind {
	case "section":
		return section(), true
	case "header":
		return shape{required: map[string]rule{"text": plain(MaxHeaderText)}}, true
	case "divider":
		return shape{}, true
	case "context":
		return shape{required: map[string]rule{"elements": list(1, MaxContextElements, contextElement)}}, true
	case "actions":
		return shape{required: map[string]rule{"elements": list(1, MaxActionsElements, element(inActions))}, also: differentActions}, true
	case "input":
		return input(), true
	case "image":
		s := imageElement()
		s.optional["title"] = plain(MaxImageTitle)
		return s, true
	case "markdown":
		return shape{required: map[string]rule{"text": func(c *checker, at string, v any) {
			words(1, MaxMarkdown)(c, at, v)
			s, _ := v.(string)
			c.markdown += length(s)
			c.words += length(s)
		}}}, true
	case "rich_text":
		return shape{required: map[string]rule{"elements": list(1, 1000, richElement)}}, true
	}
	return shape{}, false
}

func section() shape {
	return shape{
		optional: map[string]rule{"text": anyText(MaxSectionText), "fields": list(1, MaxSectionFields, anyText(MaxSectionField)),
			"accessory": element(inSection), "expand": boolean},
		also: func(c *checker, at string, o object) {
			if o["text"] == nil && o["fields"] == nil {
				c.bad(at, "must define either `text` or `fields`")
			}
		},
	}
}

func input() shape {
	return shape{
		required: map[string]rule{"label": plain(MaxInputLabel), "element": element(inInput)},
		optional: map[string]rule{"hint": plain(MaxInputHint), "optional": boolean, "dispatch_action": boolean},
		also:     func(c *checker, _ string, _ object) { c.inputs++ },
	}
}

func contextElement(c *checker, at string, v any) {
	if o, _ := v.(object); o["type"] == "image" {
		c.object(at, v, imageElement())
		return
	}
	anyText(MaxContextText)(c, at, v)
}

// differentActions: an action_id is unique within its block
// (…/block-elements/button-element and its siblings).
func differentActions(c *checker, at string, o object) {
	seen := map[any]bool{}
	elements, _ := o["elements"].([]any)
	for i, e := range elements {
		e, _ := e.(object)
		id := e["action_id"]
		if id != nil && seen[id] {
			c.bad(fmt.Sprintf("%s/elements/%d/action_id", at, i), "action_id %v already exists", id)
		}
		seen[id] = true
	}
}
