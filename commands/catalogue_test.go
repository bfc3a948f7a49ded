package commands_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/commands"
	"lotsenfunk/i18n"
)

func TestEveryKeyOfTheCodeIsInEveryCatalogue(t *testing.T) {
	catalogues := load(t)
	uses := findUses(t)
	for _, thing := range []string{"idea", "project", "package", "person"} { // what storage may not find
		uses = append(uses, said{entry: thing + ".unknown.line"})
	}
	if len(uses) < 200 {
		t.Fatalf("only %d uses of catalogue keys found: does the test still know the functions?", len(uses))
	}
	for _, l := range i18n.Languages() {
		p := catalogues.Printer(l, time.UTC)
		for _, u := range uses {
			if !p.Has(u.entry) {
				t.Errorf("%s: %s has no entry %s", u.where, l, u.entry)
				continue
			}
			if !u.known {
				continue
			}
			p.Text(u.entry, arguments(u.names))
			if text := strings.TrimSuffix(u.entry, ".line") + ".text"; text != u.entry && p.Has(text) {
				p.Text(text, arguments(u.names))
			}
		}
	}
	for _, fault := range catalogues.Faults() {
		t.Error(fault)
	}
}

// What looks like a key has to be one, wherever in the code it stands: an entry,
// a message, a form, a notice or an action of the table.
func TestWhatLooksLikeAKeyIsOne(t *testing.T) {
	catalogues := load(t)
	dotted := regexp.MustCompile(`^(idea|package|decision|digest|question|lotsenfunk|message|project|role|roles|settings|error|may|number|person|contact|draft|town|help|cohort)(\.[a-z_]+)+$`)
	var actions []string
	for _, row := range commands.Rows() {
		actions = append(actions, row.Action)
	}
	// What the log calls a step that nobody is told of is no key.
	actions = append(actions, "cohort.make")
	forms := []string{"*", "*.line", "notice.*.line", "channel.*.line", "*.form_title", "*_list.line", "*.form_intro"}
	eachFile(t, func(fset *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			key, ok := literal(n)
			if !ok || !dotted.MatchString(key) || slices.Contains(actions, key) {
				return true
			}
			for _, l := range i18n.Languages() {
				p := catalogues.Printer(l, time.UTC)
				if !slices.ContainsFunc(forms, func(f string) bool { return p.Has(strings.Replace(f, "*", key, 1)) }) {
					t.Errorf("%s: %s knows nothing of %q", fset.Position(n.Pos()), l, key)
				}
			}
			return true
		})
	})
}

func TestEveryRowOfTheHelpHasWords(t *testing.T) {
	catalogues := load(t)
	for _, l := range i18n.Languages() {
		p := catalogues.Printer(l, time.UTC)
		for _, row := range commands.Rows() {
			if row.Help != "" && !p.Has(row.Help) {
				t.Errorf("%s has no entry %s", l, row.Help)
			}
		}
	}
}

// Mattermost before 11 cuts labels after 24 bytes and help texts after 150.
func TestFieldsFitIntoTheNarrowestDialog(t *testing.T) {
	catalogues := load(t)
	code := i18n.Args{"Code": "K7QM-2XPD-9RTW-4HBN"}
	for _, u := range findUses(t) {
		if !strings.HasPrefix(u.entry, "field.") {
			continue
		}
		for _, l := range i18n.Languages() {
			p := catalogues.Printer(l, time.UTC)
			for entry, most := range map[string]int{u.entry: 24, u.entry + "_help": 150} {
				if entry == "field.anonymous_code" {
					most = 150
				}
				if p.Has(entry) && len(p.Line(entry, code)) > most {
					t.Errorf("%s: %s has %d bytes, at most %d", l, entry, len(p.Line(entry, code)), most)
				}
			}
		}
	}
}

// arguments are values for the names; Count has to be a number.
func arguments(names []string) i18n.Args {
	args := i18n.Args{}
	for _, name := range names {
		args[name] = "x"
		if name == "Count" {
			args[name] = 2
		}
	}
	return args
}

func load(t *testing.T) *i18n.Catalogues {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogues
}
