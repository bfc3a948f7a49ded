package slacktest

import "slices"

// richElement checks what stands in a rich text block:
// docs.slack.dev/reference/block-kit/blocks/rich-text-block
func richElement(c *checker, at string, v any) {
	o, _ := v.(object)
	kind, _ := o["type"].(string)
	inline := map[string]rule{"elements": list(0, 10_000, richInline)}
	switch kind {
	case "rich_text_section":
		c.object(at, v, shape{required: inline})
	case "rich_text_quote", "rich_text_preformatted":
		c.object(at, v, shape{required: inline, optional: map[string]rule{"border": number(0, 1), "language": words(1, 100)}})
	case "rich_text_list":
		c.object(at, v, shape{
			required: map[string]rule{"style": oneOf("bullet", "ordered"), "elements": list(1, 1000, richItem)},
			optional: map[string]rule{"indent": number(0, MaxListIndent), "offset": number(0, 10_000), "border": number(0, 1)},
		})
	default:
		c.bad(at, "unsupported type: %s", kind)
	}
}

func richItem(c *checker, at string, v any) {
	if o, _ := v.(object); o["type"] != "rich_text_section" {
		c.bad(at, "unsupported type: %v", o["type"])
		return
	}
	richElement(c, at, v)
}

// richInline checks one run of words in rich text.
func richInline(c *checker, at string, v any) {
	o, _ := v.(object)
	kind, _ := o["type"].(string)
	s, known := richShape(kind)
	if !known {
		c.bad(at, "unsupported type: %s", kind)
		return
	}
	if kind != "broadcast" && kind != "color" && kind != "date" {
		s.optional["style"] = richStyle(kind)
	}
	c.object(at, v, s)
	words, _ := o["text"].(string)
	c.words += length(words)
}

func richShape(kind string) (s shape, known bool) {
	id := words(1, 255)
	switch kind {
	case "text":
		return shape{required: map[string]rule{"text": words(1, MaxMessageText)}, optional: map[string]rule{}}, true
	case "link":
		return shape{required: map[string]rule{"url": address(MaxButtonURL)},
			optional: map[string]rule{"text": words(0, MaxMessageText), "unsafe": boolean}}, true
	case "user":
		return shape{required: map[string]rule{"user_id": id}, optional: map[string]rule{}}, true
	case "usergroup":
		return shape{required: map[string]rule{"usergroup_id": id}, optional: map[string]rule{}}, true
	case "channel":
		return shape{required: map[string]rule{"channel_id": id}, optional: map[string]rule{}}, true
	case "emoji":
		return shape{required: map[string]rule{"name": id}, optional: map[string]rule{"unicode": id}}, true
	case "broadcast":
		return shape{required: map[string]rule{"range": oneOf("here", "channel", "everyone")}}, true
	case "color":
		return shape{required: map[string]rule{"value": words(7, 7)}}, true
	case "date":
		return shape{
			required: map[string]rule{"timestamp": number(0, MaxDateTime), "format": words(1, MaxSectionText)},
			optional: map[string]rule{"fallback": words(1, MaxSectionText), "url": address(MaxButtonURL)},
		}, true
	}
	return shape{}, false
}

func richStyle(kind string) rule {
	allowed := []string{"bold", "italic", "strike"}
	switch kind {
	case "text", "link":
		allowed = append(allowed, "code", "underline")
	case "user", "usergroup", "channel":
		allowed = append(allowed, "highlight", "client_highlight", "unlink")
	}
	return func(c *checker, at string, v any) {
		o, ok := v.(object)
		if !ok {
			c.bad(at, "must provide an object")
		}
		for _, name := range sorted(o) {
			if !slices.Contains(allowed, name) {
				c.bad(at, "invalid additional property: %s", name)
				continue
			}
			boolean(c, at+"/"+name, o[name])
		}
	}
}
