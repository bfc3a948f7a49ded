package i18n

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// testCatalogues is the same little catalogue in every language.
func testCatalogues(t testing.TB, yaml string) *Catalogues {
	t.Helper()
	c, err := load(testFiles(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func testFiles(yaml string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, l := range Languages() {
		files[fmt.Sprintf("%s/test.yaml", l)] = &fstest.MapFile{Data: []byte(yaml + dateWords)}
	}
	return files
}

// dateWords is what the printer itself needs.
const dateWords = `
and: und
date:
  day: "{{.Weekday}} {{.Day}}. {{.Month}}"
  day_and_year: "{{.Weekday}} {{.Day}}. {{.Month}} {{.Year}}"
  clock: "{{.Hour}}:{{.Minute}} Uhr"
  moment: "{{.Date}}, {{.Clock}}"
  weekday: {thursday: Donnerstag}
  weekday_short: {thursday: Do.}
  month: {march: März}
`

func berlin(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestLoadNamesFileLineAndKey(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"open bold", "a:\n  b: '**x'", "de/test.yaml:2: a.b: a ** is not closed"},
		{"open emphasis", "a: '*x'", "a: a * or _ is not closed"},
		{"open code", "a: '`x'", "a: a ` is not closed"},
		{"bracket", "a: 'x [y] z'", `a: a [ starts no link; write \[`},
		{"unsafe link", "a: '[x](javascript:alert(1))'", "is no address a link may have"},
		{"placeholder in an address", "a: '[x](https://{{.URL}})'", "pass a Link instead"},
		{"bad placeholder", "a: '{{ .Name | printf }}'", "a placeholder has to look like {{.Name}}"},
		{"empty", "a: ''", "de/test.yaml:1: a: it is empty"},
		{"sentinel", "a: \"\\uE000\"", "private-use character"},
		{"list", "a: [x]", "a: neither a sentence nor a group of keys"},
		{"one form missing", "a: {one: x}", "de/test.yaml:1: a: it is empty"},
		{"a form that German has not", "a: {one: x, few: y, other: z}", "a: a plural has the forms one and other, not few"},
		{"same key twice", "a: {b: x}\na.b: y", "a.b: already in de/test.yaml:1"},
		{"no yaml", "a: b: c", "de/test.yaml: yaml:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(testFiles(tt.yaml))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("a: '**x** {{.Name}}'")
	f.Add("a: {one: x, other: '- {{.Count}}'}")
	f.Add("a: [1, 2]\nb: &x {c: *x}")
	f.Add("- a\n- b")
	f.Add("")
	f.Fuzz(func(_ *testing.T, yaml string) {
		_, _ = parseFile("test.yaml", []byte(yaml)) // never panics
	})
}

func TestPick(t *testing.T) {
	tests := []struct {
		lang, address string
		want          Language
	}{
		{"de", "du", German},
		{"de", "sie", GermanFormal},
		{"de", "", GermanFormal},
		{"de-AT", "du", German},
		{"en", "du", English},
		{"en-GB", "", English},
		{"EN", "sie", English},
		{"", "", GermanFormal},
		{"fr", "du", German},
	}
	for _, tt := range tests {
		if got := Pick(tt.lang, tt.address); got != tt.want {
			t.Errorf("Pick(%q, %q) = %q, want %q", tt.lang, tt.address, got, tt.want)
		}
	}
}
