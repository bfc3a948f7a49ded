package townfile

import (
	"strings"
	"testing"

	"lotsenfunk/townhall"
)

func TestDemoTown(t *testing.T) {
	town, err := Demo()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(town.Ideas); n != 12 {
		t.Errorf("%d ideas, want 12", n)
	}
	if got := town.HelpRequests[len(town.HelpRequests)-1].ID; got != 52 {
		t.Errorf("the last number is %d, want 52", got)
	}
	if got := town.Ideas[0]; got.Project != 13 || len(got.Voters) != 11 || got.State != townhall.IdeaInProgress {
		t.Errorf("idea 1 is %+v", got)
	}
	if got := town.Decisions[0]; got.Thing != 17 || got.AskedOf != "leitung" || got.State != townhall.DecisionAsked {
		t.Errorf("decision 1 is %+v", got)
	}
	if got := town.Start().Format("2006-01-02 15:04 MST"); got != "2027-03-18 09:00 CET" {
		t.Errorf("starts at %s", got)
	}
}

func TestStrictness(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown key", "display: Poststelle", "display: Poststelle\n  colour: red", `unknown key "colour"`},
		{"unknown role", "- leadership\n", "- chief\n", `person leitung: there is no role "chief"`},
		{"unknown status", "status: accepted", "status: agreed", `idea I9: there is no status "agreed"`},
		{"unknown voter", "  - lotse-bauen\n  submitted_on: '2027-02-16'", "  - nobody\n  submitted_on: '2027-02-16'", `idea I1: voters: there is no person "nobody"`},
		{"unknown state", "state: BW", "state: XX", "XX"},
		{"bad date", "reference_date: '2027-03-18'", "reference_date: '18.3.2027'", "2027-03-18"},
		{"bad zone", "timezone: Europe/Berlin", "timezone: Berlin", `"Berlin" is no time zone`},
		{"other schema", "schema: 1", "schema: 9", "meta.schema: is 9"},
		{"no YAML", "meta:", "meta: [", "line"},
		{"unknown status of a decision", "status: asked\n  asked_on", "status: maybe\n  asked_on", `decision D1: there is no status "maybe"`},
		{"decision of no project", "project: P5\n  asked_by", "project: I5\n  asked_by", `decision D1: project: "I5" is no project`},
		{"unknown project", "project: P1\n  milestone: P1-M1", "project: P99\n  milestone: P1-M1", `there is no "P99"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(string(demo), c.old, c.new, 1)
			if changed == string(demo) {
				t.Fatalf("%q is not in the demo town", c.old)
			}
			_, err := Parse("town.yaml", []byte(changed))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "town.yaml: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %q", err, c.want)
			}
		})
	}
	if _, err := Parse("town.yaml", nil); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty file: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(demo)
	f.Add([]byte("meta: {schema: 1}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if town, err := Parse("town.yaml", data); err == nil && town.Organisation.ID == "" {
			t.Error("a town without an id was accepted")
		}
	})
}
