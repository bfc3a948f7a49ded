package storage

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lotsenfunk/townhall"
)

func TestMentionsOrg(t *testing.T) {
	for query, want := range map[string]bool{
		"select 1 from idea where org_id = :org":             true,
		"select 1 from idea where org_id = :org and id = :i": true,
		"insert into x values (:org, :a)":                    true,
		"select 1 from idea where org_id = :organisation":    false,
		"select 1 from idea where org_id = :org_1":           false,
		"select :organ, :org":                                true,
		"select 1 from idea":                                 false,
		"":                                                   false,
	} {
		if mentionsOrg(query) != want {
			t.Errorf("%q: want %v", query, want)
		}
	}
}

// The gate itself: a statement that could cross the border is refused before
// any database sees it, by every one of the helpers.
func TestScopedRefuses(t *testing.T) {
	tx := &Tx{org: "birkenfurt"}
	const query = `select title from idea where id = :id`
	_, errExec := tx.exec(query, nil)
	_, errGet := tx.get(query, nil)
	for _, err := range []error{errExec, errGet, tx.list(nil, query, nil), tx.each(query, nil, nil)} {
		if err == nil || !strings.Contains(err.Error(), "without :org") {
			t.Errorf("not refused: %v", err)
		}
	}
	a, err := tx.scoped(query+` and org_id = :org`, args{"id": 1, "org": "elsewhere"})
	if err != nil || a["org"] != "birkenfurt" {
		t.Errorf(":org is %v, %v", a["org"], err)
	}
}

// acrossTowns are the functions whose SQL is meant to look at all towns; none
// of them can be reached with a Tx.
var acrossTowns = []string{"Organisations", "Who", "NextDue", "TownsToFold", "CountNotices", "WatchNotices", "AllTenants", "nextOf", "organisationsOf", "loadAt", "savePostings", "PlanAgain", "PlanAll", "ClaimPlanning", "FinishPlanning", "insertPlanned", "GiveBackPlanning", "finishParts", "finishFrom", "sqliteClaim", "postgresClaim", "Feed", "sqliteDialect", "postgresDialect"}

// Every line of SQL on a town's tables mentions :org, but for those few.
func TestSQLIsScoped(t *testing.T) {
	tables := townTables(t)
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			name := declName(decl)
			ast.Inspect(decl, func(n ast.Node) bool {
				sql := literals(n)
				if !tables.MatchString(sql) {
					return true
				}
				checked++
				if ofOneCohort(sql) { // the gate shared opens for a town of the cohort only
					return false
				}
				if !mentionsOrg(sql) && !slices.Contains(acrossTowns, name) && name != "enqueue" { // whose rows begin with it
					t.Errorf("%s: %s", name, sql)
				}
				return false
			})
		}
	}
	if checked < 40 {
		t.Errorf("only %d statements found: the test has gone blind", checked)
	}
}

// The gate of cohorts: a statement that could reach more than the one cohort is
// refused before any database sees it.
func TestSharedRefuses(t *testing.T) {
	s := &shared{t: &Tx{org: "elsewhere"}, key: townhall.CohortKey{Host: "birkenfurt", ID: "dl"}}
	for _, query := range []string{`select title from cohort where org_id = :org`, `select title from cohort where org_id = :host`,
		`select title from cohort where id = :cohort`} {
		_, errExec := s.exec(query, nil)
		_, errGet := s.get(query, nil)
		for _, err := range []error{errExec, errGet, s.each(query, nil, nil)} {
			if err == nil || !strings.Contains(err.Error(), "without :host") {
				t.Errorf("not refused: %v", err)
			}
		}
	}
	a, err := s.bound(`select 1 from cohort where org_id = :host and id = :cohort`, args{"host": "other", "cohort": "other", "org": "other"})
	if err != nil || a["host"] != "birkenfurt" || a["cohort"] != "dl" || a["org"] != "elsewhere" {
		t.Errorf("bound to %v, %v", a, err)
	}
	if _, err := s.in("third"); err == nil {
		t.Error("went into a town that takes no part")
	}
}

// A transaction changes its town in one place only, behind the gate of cohorts.
func TestOnlyTheGateChangesTheTown(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					if id, ok := n.Type.(*ast.Ident); ok && id.Name == "Tx" && declName(decl) != "newTxIn" && declName(decl) != "in" {
						t.Errorf("%s: %s makes a Tx", name, declName(decl))
					}
					if id, ok := n.Type.(*ast.Ident); ok && id.Name == "shared" && declName(decl) != "shared" {
						t.Errorf("%s: %s opens the gate by itself", name, declName(decl))
					}
				case *ast.AssignStmt:
					for _, to := range n.Lhs {
						if sel, ok := to.(*ast.SelectorExpr); ok && sel.Sel.Name == "org" {
							t.Errorf("%s: %s changes a town", name, declName(decl))
						}
					}
				}
				return true
			})
		}
	}
}

// sharedTables are those of cohorts.
var sharedTables = regexp.MustCompile(`(?i)\b(from|into|update|join)\s+(cohort|cohort_town|occurrence|participant|check_in|survey|survey_answered)\b`)

// ofOneCohort: a statement on the tables of cohorts that reaches one of them only.
func ofOneCohort(sql string) bool {
	return sharedTables.MatchString(sql) && mentions(sql, ":host") && mentions(sql, ":cohort")
}

// townTables matches a statement on a table that has an org_id.
func townTables(t *testing.T) *regexp.Regexp {
	files, err := fs.Glob(migrations, "migrations/sqlite/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	var names []string
	for _, file := range files {
		schema, err := migrations.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?s)create table (\w+) \((.*?)\n\)`).FindAllStringSubmatch(string(schema), -1) {
			if strings.Contains(m[2], " org_id ") && m[1] != "tenant" {
				names = append(names, m[1])
			}
		}
	}
	return regexp.MustCompile(`(?i)\b(from|into|update|join)\s+(` + strings.Join(names, "|") + `)\b`)
}

// literals are the string literals of an expression, joined by its pluses.
func literals(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return literals(n.X) + literals(n.Y)
	case *ast.BasicLit:
		if s, err := strconv.Unquote(n.Value); err == nil {
			return s
		}
	}
	return ""
}

func declName(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Name.Name
	case *ast.GenDecl:
		if spec, ok := d.Specs[0].(*ast.ValueSpec); ok {
			return spec.Names[0].Name
		}
	}
	return ""
}
