package townhall_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// hands are the people of the walks: who leads, who backs, and who works.
var hands = []*townhall.Person{
	{ID: "lead"}, {ID: "sponsor"}, {ID: "anna"}, {ID: "ben"}, {ID: "eva"},
	{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
	{ID: "gone", Roles: townhall.Roles, Gone: true},
}

// stepPackage lets somebody do something to a package, and says what it came to.
func stepPackage(t *rapid.T, w *townhall.WorkPackage, by *townhall.Person) (action townhall.WorkPackageAction, notices []townhall.Notice, err error) {
	words := rapid.SampledFrom([]string{"", "Ein Satz."}).Draw(t, "words")
	action = rapid.SampledFrom([]townhall.WorkPackageAction{townhall.WorkPackageClaim, townhall.WorkPackageClaim, townhall.WorkPackageJoin,
		townhall.WorkPackageRelease, townhall.WorkPackageBlock, townhall.WorkPackageResume, townhall.WorkPackageFinish, townhall.WorkPackageDrop,
		townhall.WorkPackageReopen, townhall.WorkPackageOwnerGone, townhall.WorkPackageResult, townhall.WorkPackageSay, townhall.WorkPackageLink}).Draw(t, "action")
	switch action {
	case townhall.WorkPackageClaim:
		notices, err = w.Claim(by)
	case townhall.WorkPackageJoin:
		notices, err = w.Join(by)
	case townhall.WorkPackageRelease:
		action, notices, err = w.Release(by)
	case townhall.WorkPackageBlock:
		notices, err = w.Block(by, words)
	case townhall.WorkPackageResume:
		notices, err = w.Resume(by)
	case townhall.WorkPackageFinish:
		notices, err = w.Finish(by, words)
	case townhall.WorkPackageDrop:
		notices, err = w.Drop(by, words)
	case townhall.WorkPackageReopen:
		notices, err = w.Reopen(by)
	case townhall.WorkPackageOwnerGone:
		action, notices = w.PersonGone(by.ID)
	case townhall.WorkPackageResult:
		err = w.SetResult(by, words)
	case townhall.WorkPackageSay:
		notices, err = w.Say(by, words)
	case townhall.WorkPackageLink:
		_, err = w.ToggleLink(by, "https://birkenfurt.example")
	}
	return action, notices, err
}

// TestWorkPackageWalks takes a package through random steps by random people.
// What is refused changes nothing; what is done is a line of the table, by
// somebody who may; and a package has an owner exactly while somebody works on it.
func TestWorkPackageWalks(t *testing.T) {
	seen := map[townhall.WorkPackageAction]bool{townhall.WorkPackageMake: true}
	walks(t, func() bool {
		return slices.ContainsFunc(townhall.WorkPackageTable, func(line townhall.WorkPackageTransition) bool { return !seen[line.Action] })
	}, func(t *rapid.T) {
		w := &townhall.WorkPackage{ID: 21, Project: 13, Title: "Ein Paket", State: townhall.WorkPackageOpen, Lead: "lead", Sponsor: "sponsor",
			Coordination: rapid.SampledFrom([][]townhall.PersonID{nil, {"cora"}}).Draw(t, "coordination"),
			ProjectState: rapid.SampledFrom(townhall.ProjectStates).Draw(t, "project")}
		for range rapid.IntRange(10, 60).Draw(t, "steps") {
			by := rapid.SampledFrom(hands).Draw(t, "by")
			before := *w
			action, notices, err := stepPackage(t, w, by)
			if err != nil || action == "" {
				if !reflect.DeepEqual(*w, before) {
					t.Fatalf("%s was refused with %v and changed the package", action, err)
				}
				continue
			}
			seen[action] = true
			checkPackageStep(t, &before, w, action, by)
			checkPackage(t, w)
			for _, n := range notices {
				if n.Person == "" || n.Person == by.ID || n.Thing != 21 || n.Kind != "package."+string(action) && action != townhall.WorkPackageHandOver {
					t.Fatalf("%s by %s tells %+v", action, by.ID, n)
				}
			}
		}
	})
	for _, line := range townhall.WorkPackageTable {
		if !seen[line.Action] {
			t.Errorf("no walk ever took the step %s", line.Action)
		}
	}
}

func checkPackageStep(t *rapid.T, before, after *townhall.WorkPackage, action townhall.WorkPackageAction, by *townhall.Person) {
	at := slices.IndexFunc(townhall.WorkPackageTable, func(l townhall.WorkPackageTransition) bool { return l.Action == action })
	if at < 0 {
		if after.State != before.State {
			t.Fatalf("%s is no step, and took a package from %s to %s", action, before.State, after.State)
		}
		return
	}
	line := townhall.WorkPackageTable[at]
	if !slices.Contains(line.From, before.State) || after.State != line.To {
		t.Fatalf("%s took a package from %s to %s", action, before.State, after.State)
	}
	if line.Needs != "" && townhall.May(by, line.Needs, before) != nil {
		t.Fatalf("%s was done by %s, who may not", action, by.ID)
	}
}

func checkPackage(t *rapid.T, w *townhall.WorkPackage) {
	people := append([]townhall.PersonID{w.ClaimedBy}, w.Helpers...)
	slices.Sort(people)
	switch {
	case w.Taken() && w.ClaimedBy == "":
		t.Fatalf("a package is %s by nobody", w.State)
	case w.State == townhall.WorkPackageOpen && (w.ClaimedBy != "" || len(w.Helpers) > 0):
		t.Fatalf("an open package is %s's", w.ClaimedBy)
	case (w.Waits != "") != (w.State == townhall.WorkPackageBlocked):
		t.Fatalf("a package that is %s waits for %q", w.State, w.Waits)
	case (w.Reason != "") != (w.State == townhall.WorkPackageDropped):
		t.Fatalf("a package that is %s has the reason %q", w.State, w.Reason)
	case len(slices.Compact(people)) != len(w.Helpers)+1:
		t.Fatalf("somebody works on a package twice: %s and %v", w.ClaimedBy, w.Helpers)
	}
}

func TestNewWorkPackage(t *testing.T) {
	cal, today := calendar(t, "BW", nil, nil), townhall.Date{Year: 2027, Month: 3, Day: 18}
	project := &townhall.Project{ID: 13, Lead: "lead", State: townhall.ProjectActive, Milestones: []townhall.Milestone{{ID: "P1-M1"}}}
	friday, saturday := townhall.Date{Year: 2027, Month: 3, Day: 19}, townhall.Date{Year: 2027, Month: 3, Day: 20}
	for _, c := range []struct {
		draft townhall.WorkPackageDraft
		want  string
	}{
		{townhall.WorkPackageDraft{Title: "Paket", Milestone: "P1-M1", Hours: 8, Due: friday}, ""},
		{townhall.WorkPackageDraft{Title: "Paket", Due: today}, ""},
		{townhall.WorkPackageDraft{Title: " \n "}, "package.no_title"},
		{townhall.WorkPackageDraft{Title: strings.Repeat("x", 201)}, "error.too_long"},
		{townhall.WorkPackageDraft{Title: "Paket", Milestone: "P2-M1"}, "package.other_milestone"},
		{townhall.WorkPackageDraft{Title: "Paket", Hours: 9}, "package.too_big"},
		{townhall.WorkPackageDraft{Title: "Paket", Hours: -1}, "package.no_hours"},
		{townhall.WorkPackageDraft{Title: "Paket", Due: saturday}, "package.due_day_off"},
		{townhall.WorkPackageDraft{Title: "Paket", Due: today.AddDays(-1)}, "package.due_past"},
		{townhall.WorkPackageDraft{Title: "Paket", Due: townhall.Date{Year: 2027, Month: 3, Day: 26}}, "package.due_day_off"}, // Good Friday
	} {
		_, err := townhall.NewWorkPackage(hands[0], project, c.draft, cal, today)
		if got := key(err); got != c.want {
			t.Errorf("%+v: %q, want %q", c.draft, got, c.want)
		}
	}
	project.State = townhall.ProjectDone
	if _, err := townhall.NewWorkPackage(hands[0], project, townhall.WorkPackageDraft{Title: "Paket"}, cal, today); key(err) != "package.project_over" {
		t.Errorf("a package of a project that is done: %v", err)
	}
}

func key(err error) string {
	if e, ok := err.(*townhall.Error); ok {
		return e.Key
	}
	return ""
}

// TestMilestonesFollowTheirPackages settles a milestone for all that its
// packages can be.
func TestMilestonesFollowTheirPackages(t *testing.T) {
	open, claimed, blocked := townhall.WorkPackageOpen, townhall.WorkPackageClaimed, townhall.WorkPackageBlocked
	done, dropped := townhall.WorkPackageDone, townhall.WorkPackageDropped
	for _, c := range []struct {
		before townhall.MilestoneState
		count  townhall.Progress
		want   townhall.MilestoneState
		said   int
	}{
		{townhall.MilestoneActive, townhall.Progress{done: 2, dropped: 1}, townhall.MilestoneDone, 1},
		{townhall.MilestoneDone, townhall.Progress{done: 2}, townhall.MilestoneDone, 0},
		{townhall.MilestoneActive, townhall.Progress{dropped: 2}, townhall.MilestoneActive, 0},
		{townhall.MilestoneActive, nil, townhall.MilestoneActive, 0},
		{townhall.MilestoneActive, townhall.Progress{done: 2, open: 1}, townhall.MilestoneActive, 0},
		{townhall.MilestoneActive, townhall.Progress{done: 2, blocked: 1}, townhall.MilestoneBlocked, 0},
		{townhall.MilestoneActive, townhall.Progress{claimed: 1, blocked: 1}, townhall.MilestoneActive, 0},
		{townhall.MilestoneBlocked, townhall.Progress{claimed: 1}, townhall.MilestoneActive, 0},
		{townhall.MilestoneBlocked, townhall.Progress{dropped: 1}, townhall.MilestoneActive, 0},
		{townhall.MilestoneDone, townhall.Progress{done: 2, open: 1}, townhall.MilestoneActive, 0},
	} {
		p := &townhall.Project{ID: 13, State: townhall.ProjectActive, Milestones: []townhall.Milestone{
			{ID: "M1", State: c.before}, {ID: "M2", State: townhall.MilestonePlanned}}}
		notices, changed := p.Settle("M1", map[string]townhall.Progress{"M1": c.count})
		if got := p.Milestones[0].State; got != c.want || len(notices) != c.said {
			t.Errorf("%s with %v became %s and said %d things, want %s and %d", c.before, c.count, got, len(notices), c.want, c.said)
		}
		next := townhall.MilestonePlanned
		if c.want == townhall.MilestoneDone {
			next = townhall.MilestoneActive
		}
		if p.Milestones[1].State != next {
			t.Errorf("%s with %v: the next one is %s, want %s", c.before, c.count, p.Milestones[1].State, next)
		}
		if !changed && c.before != c.want {
			t.Errorf("%s with %v is not to be saved", c.before, c.count)
		}
	}
}
