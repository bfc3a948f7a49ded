package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed catalogues
var embedded embed.FS

// Catalogues are all sentences in all languages. They are safe for use by
// several goroutines.
type Catalogues struct {
	languages map[Language]*catalogue

	mu     sync.Mutex
	faults map[string]bool
}

// catalogue is one language. Each has a bundle of its own, because go-i18n
// chooses between languages by tag and would fall back from one to another.
type catalogue struct {
	entries   map[string]entry
	localizer *goi18n.Localizer
	// parsed are the parsed sentences of entries without a plural, by key, once
	// they were printed: they are always the same.
	parsed sync.Map
	lines  sync.Map // the same as lines, of entries that have no placeholders
}

// Load reads the catalogues that are part of the program. An error names the
// file, the line and the key.
func Load() (*Catalogues, error) {
	sub, err := fs.Sub(embedded, "catalogues")
	if err != nil {
		return nil, fmt.Errorf("embedded catalogues: %w", err)
	}
	return load(sub)
}

func load(files fs.FS) (*Catalogues, error) {
	c := &Catalogues{languages: map[Language]*catalogue{}, faults: map[string]bool{}}
	for _, l := range Languages() {
		cat, err := loadLanguage(files, l)
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", l, err)
		}
		c.languages[l] = cat
	}
	return c, nil
}

func loadLanguage(files fs.FS, l Language) (*catalogue, error) {
	names, err := fs.Glob(files, path.Join(string(l), "*.yaml"))
	if err != nil {
		return nil, err
	}
	bundle := goi18n.NewBundle(l.tag())
	cat := &catalogue{entries: map[string]entry{}}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		entries, err := parseFile(name, raw)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if other, taken := cat.entries[e.key]; taken {
				return nil, fmt.Errorf("%s: %s: already in %s", e.place, e.key, other.place)
			}
			cat.entries[e.key] = e
			if err := bundle.AddMessages(l.tag(), e.message()); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", e.place, e.key, err)
			}
		}
	}
	cat.localizer = goi18n.NewLocalizer(bundle, l.tag().String())
	return cat, nil
}

// Printer prints in a language, with moments and days as they are in zone.
func (c *Catalogues) Printer(l Language, zone *time.Location) *Printer {
	if c.languages[l] == nil {
		l = GermanFormal
	}
	return &Printer{all: c, language: l, catalogue: c.languages[l], zone: zone}
}

// Faults are the mistakes met while printing, each once: a key that does not
// exist, a placeholder without its argument. People saw them as ⟦key⟧; whoever
// runs the program finds them here.
func (c *Catalogues) Faults() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]string, 0, len(c.faults))
	for f := range c.faults {
		all = append(all, f)
	}
	slices.Sort(all)
	return all
}

func (c *Catalogues) fault(l Language, key, what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults[fmt.Sprintf("%s: %s: %s", l, key, what)] = true
}
