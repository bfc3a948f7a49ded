// Package lotsenfunk_test holds the tree to its shape: who may import whom, who
// may ask for the time. It parses the files themselves, so that it needs no
// other program and cannot be answered from a cache.
package lotsenfunk_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "lotsenfunk"

// A layer is what a package may import besides the standard library.
type layer struct {
	ours   string // packages of this module
	theirs string // modules of others
}

// layers are all packages there are; a package that is not listed fails. The
// order is from the inside to the outside.
var layers = map[string]layer{
	// What everything else is said in.
	"townhall": {"", "github.com/blevesearch/snowballstem github.com/rickar/cal/v2 github.com/robfig/cron/v3"},
	"bot":      {"", ""},
	"privacy":  {"", ""},
	"seal":     {"", ""},

	"i18n":     {"bot", "github.com/nicksnyder/go-i18n/v2 go.yaml.in/yaml/v3 golang.org/x/text"},
	"townfile": {"townhall", "go.yaml.in/yaml/v3"},
	"ics":      {"townhall", "github.com/arran4/golang-ical"},
	"chart":    {"", "gonum.org/v1/plot"},
	"cards":    {"bot townhall i18n privacy chart", ""},
	"storage":  {"bot townhall privacy seal", "github.com/jmoiron/sqlx github.com/lib/pq github.com/pressly/goose/v3 modernc.org/sqlite"},

	// What people ask for, and what is due without asking: never each other.
	"commands":  {"bot townhall i18n cards storage", ""},
	"scheduler": {"bot townhall i18n cards storage", "golang.org/x/time"},

	"web": {"bot storage", "github.com/prometheus/client_golang"},

	// Where the chat comes from.
	"bot/room":       {"bot", ""},
	"bot/script":     {"bot bot/room", ""},
	"bot/playground": {"bot bot/room i18n", ""},
	"bot/wire":       {"", "github.com/gorilla/websocket"},
	"bot/mattermost": {"bot bot/wire i18n", "github.com/mattermost/mattermost/server/public github.com/gorilla/websocket"},
	"bot/slack":      {"bot bot/wire i18n", "github.com/slack-go/slack github.com/gorilla/websocket"},

	"program": {"bot bot/room bot/script bot/playground bot/mattermost bot/slack townhall townfile i18n cards storage commands scheduler ics web seal", ""},

	// What an operator does once, and looks at later.
	"setup": {"bot bot/mattermost bot/slack bot/wire townhall i18n cards storage commands program seal", "github.com/mattermost/mattermost/server/public github.com/gorilla/websocket github.com/slack-go/slack"},

	"cmd/lotsenfunk":        {"program setup townhall townfile bot/script cmd/lotsenfunk/config seal", "github.com/alecthomas/kong github.com/mattn/go-isatty golang.org/x/term"},
	"cmd/lotsenfunk/config": {"townhall seal", "github.com/alecthomas/kong go.yaml.in/yaml/v3"},

	// The container's files. It holds nothing but the tests of them.
	"deploy": {"", "go.yaml.in/yaml/v3"},

	// For tests only.
	"storage/storagetest": {"storage", "github.com/lib/pq"},
	"bot/bottest":         {"bot bot/script program", ""},

	"bot/mattermost/mmtest": {"", "github.com/mattermost/mattermost/server/public github.com/gorilla/websocket"},
	"bot/slack/slacktest":   {"", "github.com/gorilla/websocket github.com/slack-go/slack"},
	"bot/slack/slackstage":  {"bot/script bot/slack/slacktest", ""},
	"setup/setuptest":       {"", "github.com/mattermost/mattermost/server/public github.com/gorilla/websocket"},

	// Writes docs/states.md, docs/data-fields.md, docs/configuration.md and the lists of docs/slack.md.
	"docs/gen": {"bot/slack townhall i18n privacy cmd/lotsenfunk/config", ""},
}

// testPackages are imported by tests and by nothing else.
var testPackages = []string{"storage/storagetest", "bot/bottest", "bot/mattermost/mmtest", "bot/slack/slacktest", "bot/slack/slackstage", "setup/setuptest"}

// testModules are modules of others that every test may import.
const testModules = "github.com/arran4/golang-ical github.com/google/go-cmp pgregory.net/rapid github.com/rogpeppe/go-internal"

func TestImports(t *testing.T) {
	found := map[string]bool{}
	for name, f := range sources(t) {
		pkg := filepath.ToSlash(filepath.Dir(name))
		found[pkg] = true
		may, listed := layers[pkg]
		if !listed && pkg != "." {
			t.Errorf("%s: package %s is not in the table of layers", name, pkg)
			continue
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !may.allows(imported, pkg, strings.HasSuffix(name, "_test.go"), strings.HasSuffix(f.Name.Name, "_test")) {
				t.Errorf("%s: %s may not import %s", name, pkg, imported)
			}
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(layers)) {
		if !found[pkg] {
			t.Errorf("package %s is in the table of layers, but does not exist", pkg)
		}
	}
}

// allows says whether a file of pkg may import something. A test may import the
// test packages too; one outside of its package (package x_test) may import all
// of ours, for it is nobody's dependency.
func (l layer) allows(imported, pkg string, test, outside bool) bool {
	if own, ok := strings.CutPrefix(imported, module+"/"); ok {
		return outside || slices.Contains(strings.Fields(l.ours), own) || test && slices.Contains(testPackages, own)
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return true // the standard library
	}
	of := func(modules string) bool {
		return slices.ContainsFunc(strings.Fields(modules), func(m string) bool {
			return imported == m || strings.HasPrefix(imported, m+"/")
		})
	}
	return of(l.theirs) || test && of(testModules)
}

// Time is an argument: only the command asks the machine for it. Benchmarks
// measure, so they may look at a watch; processes that a test starts and kills,
// its own and a database's, have no other clock; and in the bubble of testing/synctest the clock is the
// test's own.
func TestOnlyTheCommandAsksForTheTime(t *testing.T) {
	for name, f := range sources(t) {
		bubble := slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing/synctest"` })
		if strings.HasPrefix(name, "cmd/") || strings.HasSuffix(name, "bench_test.go") || path.Base(name) == "kill_test.go" || path.Base(name) == "restart_test.go" || bubble {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := s.X.(*ast.Ident); ok && pkg.Name == "time" &&
				slices.Contains([]string{"Now", "Since", "Until", "Sleep"}, s.Sel.Name) {
				t.Errorf("%s uses time.%s; take the time as an argument", name, s.Sel.Name)
			}
			return true
		})
	}
}

// Nothing happens by being imported.
func TestNoInit(t *testing.T) {
	for name, f := range sources(t) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", name)
			}
		}
	}
}

// sources are the Go files of this module, by their paths.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(name)
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// skip leaves out nested modules, test data and hidden folders.
func skip(dir string) error {
	if dir == "." {
		return nil
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	if base := filepath.Base(dir); err == nil || base == "testdata" || strings.HasPrefix(base, ".") {
		return filepath.SkipDir
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
