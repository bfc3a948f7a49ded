package slacktest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// object is a JSON object as it came in.
type object = map[string]any

// surface is where blocks are to be shown.
type surface string

const (
	inMessage surface = "message"
	inModal   surface = "modal"
	inHome    surface = "home"
)

// checker looks through what an app sent and notes what Slack would refuse, in
// Slack's own words and with a pointer to the place.
type checker struct {
	surface  surface
	problems []string
	blockIDs map[string]bool
	focused  int
	inputs   int
	words    int // characters in all texts
	markdown int
}

func (c *checker) bad(at, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// length counts as JavaScript does, which is never less than any other way.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// A rule checks one value.
type rule func(c *checker, at string, v any)

// shape is what an object of one kind may hold. Slack refuses properties it does
// not know ("invalid additional property").
type shape struct {
	required map[string]rule
	optional map[string]rule
	// also checks what concerns several properties.
	also func(c *checker, at string, o object)
}

// object checks an object against its shape; "type" is checked by whoever chose
// the shape.
func (c *checker) object(at string, v any, s shape) {
	o, ok := v.(object)
	if !ok {
		c.bad(at, "must provide an object")
		return
	}
	for _, name := range sorted(s.required) {
		if _, there := o[name]; !there {
			c.bad(at, "missing required field: %s", name)
		}
	}
	for _, name := range sorted(o) {
		check := s.required[name]
		if check == nil {
			check = s.optional[name]
		}
		switch {
		case name == "type":
		case check == nil:
			c.bad(at, "invalid additional property: %s", name)
		default:
			check(c, at+"/"+name, o[name])
		}
	}
	if s.also != nil {
		s.also(c, at, o)
	}
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// words checks a string of at least least and at most most characters.
func words(least, most int) rule {
	return func(c *checker, at string, v any) {
		s, ok := v.(string)
		switch n := length(s); {
		case !ok:
			c.bad(at, "must provide a string")
		case n < least:
			c.bad(at, "must be more than %d characters", least-1)
		case n > most:
			c.bad(at, "must be less than %d characters", most+1)
		}
	}
}

func oneOf(allowed ...string) rule {
	return func(c *checker, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(allowed, s) {
			c.bad(at, "must be one of: %s", strings.Join(allowed, ", "))
		}
	}
}

func boolean(c *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		c.bad(at, "must provide a boolean")
	}
}

// number checks a whole number between two bounds.
func number(least, most int) rule {
	return func(c *checker, at string, v any) {
		n, ok := v.(float64)
		switch {
		case !ok || n != float64(int(n)):
			c.bad(at, "must provide a number")
		case int(n) < least || int(n) > most:
			c.bad(at, "must be between %d and %d", least, most)
		}
	}
}

// address checks a link: it must have a scheme that may be opened.
func address(most int) rule {
	return func(c *checker, at string, v any) {
		words(1, most)(c, at, v)
		s, _ := v.(string)
		u, err := url.Parse(s)
		if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) || u.Host == "" && u.Opaque == "" {
			c.bad(at, "must be a valid URL")
		}
	}
}

// list checks an array and each of its items.
func list(least, most int, each rule) rule {
	return func(c *checker, at string, v any) {
		items, ok := v.([]any)
		switch {
		case !ok:
			c.bad(at, "must provide an array")
			return
		case len(items) < least:
			c.bad(at, "no fewer than %d items allowed", least)
		case len(items) > most:
			c.bad(at, "no more than %d items allowed", most)
		}
		for i, item := range items {
			each(c, fmt.Sprintf("%s/%d", at, i), item)
		}
	}
}

// of is the rule that something has a shape.
func of(s shape) rule { return func(c *checker, at string, v any) { c.object(at, v, s) } }

// plain is a text object without markup:
// docs.slack.dev/reference/block-kit/composition-objects/text-object
func plain(most int) rule { return text(most, "plain_text") }

// anyText is a text object of either kind.
func anyText(most int) rule { return text(most, "plain_text", "mrkdwn") }

func text(most int, kinds ...string) rule {
	return func(c *checker, at string, v any) {
		o, ok := v.(object)
		kind, _ := o["type"].(string)
		if !ok || !slices.Contains(kinds, kind) {
			c.bad(at, "failed to match all allowed schemas")
			c.bad(at+"/type", "must be one of: %s", strings.Join(kinds, ", "))
			return
		}
		before := len(c.problems)
		s := shape{required: map[string]rule{"text": words(1, most)}, optional: map[string]rule{"emoji": boolean}}
		if kind == "mrkdwn" {
			s.optional = map[string]rule{"verbatim": boolean}
		}
		c.object(at, o, s)
		if len(c.problems) > before {
			c.problems = slices.Insert(c.problems, before, "failed to match all allowed schemas [json-pointer:"+at+"]")
		}
		words, _ := o["text"].(string)
		c.words += length(words)
	}
}

// decode reads JSON; ok is false if it is none.
func decode(raw []byte) (v any, ok bool) {
	return v, json.Unmarshal(raw, &v) == nil
}
