package townfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/townfile"
)

func TestPeopleInEveryDialect(t *testing.T) {
	want := []townfile.PersonLine{
		{Line: 2, ID: "anna", Name: "Anna Muster", Department: "Bauhof", Roles: []string{"Lotse", "Koordination"}, Topics: []string{"E-Akte"}, Hours: 4},
		{Line: 4, ID: "ben", Name: "Ben, genannt Benno", Left: true},
	}
	for name, file := range map[string]string{
		"commas":              "id,name,department,roles,topics,hours,left\nanna,Anna Muster,Bauhof,Lotse|Koordination,E-Akte,4,\n\nben,\"Ben, genannt Benno\",,,,,yes\n",
		"as Excel writes it":  "\ufeffKennung;Name;Fachbereich;Rollen;Themen;Stunden;Ausgeschieden\r\nanna;Anna Muster;Bauhof;Lotse, Koordination;E-Akte;4;nein\r\n;;;;;;\r\nben;Ben, genannt Benno;;;;;ja\r\n",
		"tabs, another order": "Name\tID\tRollen\tStunden\tThemen\tBereich\tLeft\nAnna  Muster\tanna\tLotse/Koordination\t4\tE-Akte\tBauhof\t0\n \t\t\t\t\t\t\nBen, genannt Benno\tben\t\t\t\t\tx",
	} {
		people, err := townfile.ParsePeople("people.csv", []byte(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, people.Lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !people.Has[townfile.ColumnTopics] || people.Has[townfile.ColumnAccount] {
			t.Errorf("%s: the columns are %v", name, people.Has)
		}
	}
}

func TestPeopleRefused(t *testing.T) {
	for file, want := range map[string]string{
		"":                       "people.csv: the file is empty",
		"id,farbe\na,rot\n":      `people.csv:1: there is no column "farbe"; there are id (kennung, kürzel), name`,
		"id,kennung\na,b\n":      "people.csv:1: the column id stands twice",
		"rollen\nlotse\n":        "people.csv:1: one of the columns id, name or account is needed",
		"id,name\na,\"offen\n":   "people.csv: line 2:",
		"id,name\na,\xe4nderung": `people.csv: is not UTF-8; in Excel, save it as "CSV UTF-8"`,
	} {
		if _, err := townfile.ParsePeople("people.csv", []byte(file)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
}

func TestPeopleProblemsHaveTheirLine(t *testing.T) {
	people, err := townfile.ParsePeople("p.csv", []byte("id,name,hours,left\nanna,Anna,viele,\nben,Ben,3\ncem,Cem,3,vielleicht\n,,3,\ndora,Dora,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`hours are a whole number, not "viele"`, "has 3 cells, the header has 4", `left is yes or no, not "vielleicht"`, "neither id, name nor account", ""}
	for i, line := range people.Lines {
		if line.Problem != want[i] || line.Line != i+2 {
			t.Errorf("line %d: %q, want %q", line.Line, line.Problem, want[i])
		}
	}
}

// Whatever is read, no line is lost or told twice, and nothing panics.
func FuzzParsePeople(f *testing.F) {
	for _, seed := range []string{"id,name\na,b\n", "\xef\xbb\xbfName;Rollen\nA;Lotse\n", "id\n\"a\nb\"\n", "id,\n", ",", "name\tleft\nx\tja"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		people, err := townfile.ParsePeople("f", data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") && !strings.Contains(string(data), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		last := 1
		for _, p := range people.Lines {
			if p.Line <= last {
				t.Errorf("line %d after line %d", p.Line, last)
			}
			last = p.Line
			if p.Problem == "" && p.ID == "" && p.Name == "" && p.Account == "" {
				t.Errorf("line %d is nobody", p.Line)
			}
		}
	})
}
