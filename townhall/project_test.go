package townhall_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// TestProjectWalks takes a project through random steps by random people.
func TestProjectWalks(t *testing.T) {
	seen := map[townhall.ProjectAction]bool{townhall.ProjectMake: true}
	walks(t, func() bool {
		return slices.ContainsFunc(townhall.ProjectTable, func(line townhall.ProjectTransition) bool { return !seen[line.Action] })
	}, func(t *rapid.T) {
		p, err := townhall.NewProject("Ein Projekt", "Ein Ziel", "", 0, "anna", "lena")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "milestones") {
			state := rapid.SampledFrom([]townhall.MilestoneState{townhall.MilestoneActive, townhall.MilestoneDone}).Draw(t, "milestone")
			p.Milestones = append(p.Milestones, townhall.Milestone{State: state})
		}
		for range rapid.IntRange(5, 30).Draw(t, "steps") {
			line := rapid.SampledFrom(townhall.ProjectTable[1:]).Draw(t, "line")
			by := rapid.SampledFrom(people).Draw(t, "by")
			reason := rapid.SampledFrom([]string{"", "Kein Geld."}).Draw(t, "reason")
			before := *p
			if _, err := p.Step(line.Action, by, reason, nil); err != nil {
				if !reflect.DeepEqual(*p, before) {
					t.Fatalf("%s was refused with %v and changed the project", line.Action, err)
				}
				continue
			}
			seen[line.Action] = true
			if !slices.Contains(line.From, before.State) || p.State != line.To {
				t.Fatalf("%s took a project from %s to %s", line.Action, before.State, p.State)
			}
			if line.Needs != "" && townhall.May(by, line.Needs, &before) != nil {
				t.Fatalf("%s was done by %+v, who may not", line.Action, by)
			}
			stopped := p.State == townhall.ProjectPaused || p.State == townhall.ProjectStopped
			if stopped && p.Reason == "" {
				t.Fatalf("%s without a reason", p.State)
			}
		}
	})
	for _, line := range townhall.ProjectTable {
		if !seen[line.Action] {
			t.Errorf("no walk ever took the step %s", line.Action)
		}
	}
}
