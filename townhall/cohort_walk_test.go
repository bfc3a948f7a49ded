package townhall_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// TestCohortsKeepToTheirTables lets time pass and random people do random things
// with a cohort, and compares each step with the tables.
func TestCohortsKeepToTheirTables(t *testing.T) {
	crowd := []*townhall.Person{somebody("anna"), somebody("ben"), somebody("cem"), coordinator}
	seen := map[townhall.CohortAction]bool{}
	joins := map[townhall.ParticipationAction]bool{}
	walk := func(t *rapid.T) {
		c, today := smallCohort(t)
		if rapid.IntRange(0, 3).Draw(t, "called off") == 0 { // else hardly a short run calls one off
			before, parts := c.State, slices.Clone(c.Participants)
			notices, err := c.Cancel(coordinator, "Krank.", today, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			checkStep(t, c, before, coordinator, notices, seen)
			checkParts(t, c, parts, notices, joins)
		}
		for range rapid.IntRange(30, 60).Draw(t, "steps") {
			by := rapid.SampledFrom(crowd).Draw(t, "by")
			before, parts := c.State, slices.Clone(c.Participants)
			var notices []townhall.Notice
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				today = today.AddDays(rapid.IntRange(1, 20).Draw(t, "days"))
				for c.Pass(today) {
					checkStep(t, c, before, by, nil, seen)
					before = c.State
				}
			case 1:
				if rapid.IntRange(0, 3).Draw(t, "cancel") == 0 {
					notices, _ = c.Cancel(by, rapid.SampledFrom([]string{"", "Krank."}).Draw(t, "reason"), today, time.Time{})
				}
			case 2, 3:
				_, notices, _ = c.Join(by, nil, time.Time{})
			case 4:
				notices, _ = c.Leave(by, time.Time{})
			case 5:
				notices, _ = c.SetPlaces(by, rapid.IntRange(1, 4).Draw(t, "places"), time.Time{})
			}
			checkStep(t, c, before, by, notices, seen)
			checkParts(t, c, parts, notices, joins)
		}
	}
	rapid.Check(t, walk)
	for range 5 { // a few short walks may miss a rare step
		if len(seen) < len(townhall.CohortTable)-1 || len(joins) < len(townhall.ParticipationTable) {
			rapid.Check(t, walk)
		}
	}
	for _, line := range townhall.CohortTable[1:] { // making it is everybody's first step
		if !seen[line.Action] {
			t.Errorf("no walk took the step %s", line.Action)
		}
	}
	for _, line := range townhall.ParticipationTable {
		if !joins[line.Action] {
			t.Errorf("no walk took the step %s", line.Action)
		}
	}
}

// checkStep compares what became of the cohort with its table.
func checkStep(t *rapid.T, c *townhall.Cohort, before townhall.CohortState, by *townhall.Person, notices []townhall.Notice, seen map[townhall.CohortAction]bool) {
	if c.State == before {
		return
	}
	at := slices.IndexFunc(townhall.CohortTable, func(l townhall.CohortTransition) bool {
		return l.To == c.State && slices.Contains(l.From, before)
	})
	if at < 0 {
		// A day may let several steps pass at once.
		if before == townhall.CohortPlanned && c.State == townhall.CohortFinished {
			return
		}
		t.Fatalf("from %s to %s", before, c.State)
	}
	line := townhall.CohortTable[at]
	seen[line.Action] = true
	if line.Needs != "" && townhall.May(by, line.Needs, c) != nil {
		t.Fatalf("%s by %s", line.Action, by.ID)
	}
	for _, n := range notices {
		if !slices.Contains(line.Tells, n.To) {
			t.Fatalf("%s tells %+v", line.Action, n)
		}
	}
}

// checkParts compares what became of those who take part with their table.
func checkParts(t *rapid.T, c *townhall.Cohort, before []townhall.Participant, notices []townhall.Notice, seen map[townhall.ParticipationAction]bool) {
	for _, p := range c.Participants {
		at := slices.IndexFunc(before, func(b townhall.Participant) bool { return b.Member == p.Member })
		var was townhall.ParticipationState
		if at >= 0 {
			was = before[at].State
		}
		if p.State == was {
			continue
		}
		line := slices.IndexFunc(townhall.ParticipationTable, func(l townhall.ParticipationTransition) bool {
			return l.To == p.State && (slices.Contains(l.From, was) || l.From == nil && (was == "" || was == townhall.ParticipationLeft))
		})
		if line < 0 {
			t.Fatalf("%s went from %q to %q", p.Person, was, p.State)
		}
		a := townhall.ParticipationTable[line].Action
		seen[a] = true
		for _, to := range townhall.ParticipationTable[line].Tells {
			if !slices.ContainsFunc(notices, func(n townhall.Notice) bool {
				along := n.Values["admitted"] == string(p.Person) && n.Values["admitted_town"] == string(p.Org) // in one message with whose place it was
				return n.To == to && (n.Kind == "cohort."+string(a) || a == townhall.ParticipationAdmit && along)
			}) {
				t.Fatalf("%s does not tell %s: %+v", a, to, notices)
			}
		}
	}
}
