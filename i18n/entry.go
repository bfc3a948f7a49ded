package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
)

// entry is one key of one language.
type entry struct {
	key    string
	place  string // file:line, for whoever repairs it
	other  string
	one    string   // only if plural
	plural bool     // Count chooses between one and other
	names  []string // the placeholders, in order; the index makes the sentinel
}

func (e entry) message() *goi18n.Message {
	return &goi18n.Message{ID: e.key, One: e.one, Other: e.other}
}

// forms are the sentences of the entry.
func (e entry) forms() []string {
	if e.plural {
		return []string{e.one, e.other}
	}
	return []string{e.other}
}

// parseFile reads one file of a catalogue.
func parseFile(name string, raw []byte) ([]entry, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if doc.Kind == 0 { // an empty file
		return nil, nil
	}
	return parseNode(name, "", doc.Content[0])
}

func parseNode(file, key string, n *yaml.Node) ([]entry, error) {
	e := entry{key: key, place: fmt.Sprintf("%s:%d", file, n.Line)}
	switch {
	case n.Kind == yaml.ScalarNode && key != "":
		e.other = strings.TrimSpace(n.Value)
		return finish(e)
	case n.Kind == yaml.MappingNode && key != "" && isPlural(n):
		e.plural = true
		for i := 0; i < len(n.Content); i += 2 {
			words := strings.TrimSpace(n.Content[i+1].Value)
			switch form := n.Content[i].Value; form {
			case "one":
				e.one = words
			case "other":
				e.other = words
			default:
				return nil, fmt.Errorf("%s: %s: a plural has the forms one and other, not %s", e.place, key, form)
			}
		}
		return finish(e)
	case n.Kind == yaml.MappingNode:
		return parseMap(file, key, n)
	}
	return nil, fmt.Errorf("%s: %s: neither a sentence nor a group of keys", e.place, key)
}

func parseMap(file, prefix string, n *yaml.Node) ([]entry, error) {
	var all []entry
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if prefix != "" {
			key = prefix + "." + key
		}
		entries, err := parseNode(file, key, n.Content[i+1])
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}

// isPlural tells the plural forms of one entry from a group of keys. A group may
// well have a key named other, but not one named one.
func isPlural(n *yaml.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == "one" {
			return true
		}
	}
	return false
}

func finish(e entry) ([]entry, error) {
	if err := check(&e); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", e.place, e.key, err)
	}
	return []entry{e}, nil
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

// check finds the entry's placeholders and refuses what could not be printed.
func check(e *entry) error {
	for _, form := range e.forms() {
		if form == "" {
			return errors.New("it is empty")
		}
		if strings.ContainsFunc(form, isSentinel) {
			return errors.New("it holds a private-use character")
		}
		for _, m := range placeholder.FindAllStringSubmatch(form, -1) {
			if !slices.Contains(e.names, m[1]) {
				e.names = append(e.names, m[1])
			}
		}
	}
	slices.Sort(e.names)
	for _, form := range e.forms() {
		filled := placeholder.ReplaceAllStringFunc(form, func(m string) string {
			name := placeholder.FindStringSubmatch(m)[1]
			return string(sentinel(slices.Index(e.names, name)))
		})
		if strings.Contains(filled, "{{") || strings.Contains(filled, "}}") {
			return errors.New("a placeholder has to look like {{.Name}}")
		}
		if _, err := parseMarkup(filled); err != nil {
			return err
		}
	}
	return nil
}

// The sentinels are the private-use characters of the basic plane. One stands
// for each placeholder while the catalogue's markup is parsed; clean takes them
// out of whatever people typed.
const (
	firstSentinel = '\uE000'
	lastSentinel  = '\uF8FF'
)

func sentinel(i int) rune { return firstSentinel + rune(i) }

func isSentinel(r rune) bool { return r >= firstSentinel && r <= lastSentinel }
