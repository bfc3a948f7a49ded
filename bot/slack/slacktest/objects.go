package slacktest

import "fmt"

// differentValues: "a unique string value" (…/composition-objects/option-object).
func differentValues(c *checker, at string, o object) {
	seen := map[any]bool{}
	for i, one := range optionsOf(o) {
		if v := one["value"]; v != nil {
			if seen[v] {
				c.bad(fmt.Sprintf("%s/options/%d/value", at, i), "value must be unique")
			}
			seen[v] = true
		}
	}
}

// option checks one choice; text says what its words may be, and only those of an
// overflow menu lead to an address.
func option(text rule, overflow bool) rule {
	s := shape{
		required: map[string]rule{"text": text, "value": words(1, MaxOptionValue)},
		optional: map[string]rule{"description": anyText(MaxOptionDescription)},
	}
	if overflow {
		s.optional["url"] = address(MaxOptionURL)
	}
	return of(s)
}

func optionGroup(one rule) rule {
	return of(shape{required: map[string]rule{"label": plain(MaxGroupLabel), "options": list(1, MaxSelectOptions, one)}})
}

func confirmation(c *checker, at string, v any) {
	c.object(at, v, shape{
		required: map[string]rule{"title": plain(MaxConfirmTitle), "text": plain(MaxConfirmText),
			"confirm": plain(MaxConfirmButton), "deny": plain(MaxConfirmButton)},
		optional: map[string]rule{"style": oneOf("primary", "danger")},
	})
}

// imageElement: …/block-elements/image-element
func imageElement() shape {
	s := shape{
		required: map[string]rule{"alt_text": words(1, MaxImageAlt)},
		optional: map[string]rule{"image_url": address(MaxImageURL), "slack_file": slackFile},
	}
	s.also = func(c *checker, at string, o object) {
		_, linked := o["image_url"]
		_, filed := o["slack_file"]
		if linked == filed {
			c.bad(at, "must define either `image_url` or `slack_file`")
		}
	}
	return s
}

func slackFile(c *checker, at string, v any) {
	s := shape{optional: map[string]rule{"id": words(1, 255), "url": address(MaxImageURL)}}
	s.also = func(c *checker, at string, o object) {
		if _, id := o["id"]; id == (o["url"] != nil) {
			c.bad(at, "must define either `id` or `url`")
		}
	}
	c.object(at, v, s)
}
