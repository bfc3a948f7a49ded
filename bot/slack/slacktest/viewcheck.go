package slacktest

// checkView says what is wrong with a view: docs.slack.dev/reference/views
func checkView(v any, kind surface) []string {
	c := &checker{surface: kind}
	o, ok := v.(object)
	if !ok {
		return []string{"must provide an object [json-pointer:/view]"}
	}
	if o["type"] != string(kind) {
		c.bad("/view/type", "must be one of: %s", kind)
	}
	s := shape{
		required: map[string]rule{"blocks": func(c *checker, at string, v any) { c.blocks(at, v) }},
		optional: map[string]rule{
			"private_metadata": words(0, MaxPrivateMetadata), "callback_id": words(0, MaxCallbackID), "external_id": words(0, MaxExternalID),
		},
	}
	if kind == inModal {
		s.required["title"] = plain(MaxViewTitle)
		s.optional["submit"] = plain(MaxViewButton)
		s.optional["close"] = plain(MaxViewButton)
		s.optional["clear_on_close"] = boolean
		s.optional["notify_on_close"] = boolean
		s.also = func(c *checker, at string, o object) {
			if c.inputs > 0 && o["submit"] == nil {
				c.bad(at, "submit is required when an input block is within the blocks array")
			}
		}
	}
	c.object("/view", o, s)
	if len(c.problems) > 0 {
		c.problems = append([]string{"failed to match all allowed schemas [json-pointer:/view]"}, c.problems...)
	}
	return c.problems
}

// checkBlocks says what is wrong with the blocks of a message, and whether their
// words are too many.
func checkBlocks(v any) (problems []string, tooLong bool) {
	c := &checker{surface: inMessage}
	c.blocks("/blocks", v)
	return c.problems, c.words > MaxBlocksText
}
