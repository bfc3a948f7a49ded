package townhall_test

import (
	"strings"
	"testing"

	"lotsenfunk/townhall"
)

const everybody = "staff lotse coordinator team_lead leadership admin participant"

// rights says, for every verb, which roles may do it to a thing of somebody
// else's and to one of their own.
var rights = map[townhall.Verb]struct{ others, own string }{
	townhall.VerbSee:            {everybody, everybody},
	townhall.VerbFile:           {everybody, everybody},
	townhall.VerbSupport:        {everybody, everybody},
	townhall.VerbOwnSettings:    {everybody, everybody},
	townhall.VerbOwnDigest:      {everybody, everybody},
	townhall.VerbOwn:            {"", everybody},
	townhall.VerbReview:         {"coordinator leadership", ""},
	townhall.VerbMakeProject:    {"coordinator leadership", "coordinator leadership"},
	townhall.VerbSteerProject:   {"coordinator", everybody},
	townhall.VerbAskDecision:    {"coordinator", everybody},
	townhall.VerbDecide:         {"leadership", ""},
	townhall.VerbOwnDecision:    {"coordinator", everybody},
	townhall.VerbPlanProject:    {"coordinator team_lead leadership", "coordinator team_lead leadership"},
	townhall.VerbBackProject:    {"leadership", "leadership"},
	townhall.VerbAddPackage:     {"coordinator", everybody},
	townhall.VerbClaim:          {everybody, everybody},
	townhall.VerbWorkOn:         {"coordinator", everybody},
	townhall.VerbTalkAbout:      {"coordinator", everybody},
	townhall.VerbReadDigest:     {"coordinator leadership", everybody},
	townhall.VerbRunCohort:      {"coordinator", "coordinator"},
	townhall.VerbJoinCohort:     {everybody, everybody},
	townhall.VerbSeeCheckIn:     {"coordinator", everybody},
	townhall.VerbSetRoles:       {"admin", "admin"},
	townhall.VerbSetTownAddress: {"admin", "admin"},
	townhall.VerbAdminister:     {"admin", "admin"},
	townhall.VerbSetCalendar:    {"coordinator admin", "coordinator admin"},

	// what is about one question, TestMayWithQuestions tries
	townhall.VerbAskLotsen:       {everybody, everybody},
	townhall.VerbReadQuestion:    {"lotse coordinator", everybody},
	townhall.VerbOwnQuestion:     {"", everybody},
	townhall.VerbTakeQuestions:   {"lotse coordinator", ""},
	townhall.VerbHandleQuestion:  {"", ""},
	townhall.VerbForwardQuestion: {"", ""},
	townhall.VerbReleaseQuestion: {"", ""},
	townhall.VerbReturnQuestion:  {"", ""},
}

// inProjects are the verbs that no idea is meant by.
var inProjects = map[townhall.Verb]bool{townhall.VerbSteerProject: true, townhall.VerbAddPackage: true, townhall.VerbWorkOn: true, townhall.VerbTalkAbout: true,
	townhall.VerbReadDigest: true}

// TestMay tries every verb with every role on things of one's own and of others.
func TestMay(t *testing.T) {
	for _, verb := range townhall.Verbs {
		right, ok := rights[verb]
		if !ok {
			t.Errorf("the table of rights lacks %s", verb)
		}
		for _, role := range strings.Fields(everybody) {
			p := &townhall.Person{ID: "anna", Roles: []townhall.Role{townhall.Role(role)}}
			for _, thing := range []struct {
				what string
				townhall.Thing
				may string
			}{
				{"nothing yet", nil, right.others},
				{"somebody's idea", &townhall.Idea{ID: 1, Author: "ben"}, right.others},
				{"a citizen's idea", &townhall.Idea{ID: 1}, right.others},
				{"an anonymous idea", &townhall.Idea{ID: 1, Anonymous: true}, right.others},
				{"somebody's project", &townhall.Project{ID: 2, Lead: "ben"}, right.others},
				{"nobody's project", &townhall.Project{ID: 2}, right.others},
				{"somebody's package", &townhall.WorkPackage{ID: 3, Project: 2, ClaimedBy: "ben", Helpers: []townhall.PersonID{"cora"}, Lead: "ben"}, right.others},
				{"nobody's package", &townhall.WorkPackage{ID: 3, Project: 2}, right.others},
				{"their idea", &townhall.Idea{ID: 1, Author: "anna"}, right.own},
				{"a package they do not work on", &townhall.Subject{Number: 3, Lead: "ben"}, right.others},
				{"a package they work on", &townhall.Subject{Number: 3, Lead: "ben", Working: []townhall.PersonID{"anna"}}, right.own},
				{"a decision asked by others", &townhall.Decision{Thing: 3, AskedBy: "ben", AskedOf: "cem"}, right.others},
				{"a decision they asked for", &townhall.Decision{Thing: 3, AskedBy: "anna", AskedOf: "cem"}, right.own},
				{"their project", &townhall.Project{ID: 2, Lead: "anna"}, right.own},
			} {
				if inProjects[verb] && (strings.Contains(thing.what, "their idea") || strings.Contains(thing.what, "package they") || strings.Contains(thing.what, "decision")) {
					continue // not a thing that one works on
				}
				err := townhall.May(p, verb, thing.Thing)
				may := strings.Contains(" "+thing.may+" ", " "+role+" ")
				if may != (err == nil) {
					t.Errorf("%s may %s %s: %v, want %v", role, verb, thing.what, err, may)
				}
				if err != nil && townhall.ErrorCode(err) != townhall.Forbidden {
					t.Errorf("%s is refused to %s with %v", role, verb, err)
				}
			}
		}
	}
}

func TestNobodyMayDoAnything(t *testing.T) {
	own := &townhall.Idea{ID: 1, Author: "anna"}
	gone := &townhall.Person{ID: "anna", Gone: true, Roles: townhall.Roles}
	for _, verb := range townhall.Verbs {
		if townhall.May(nil, verb, own) == nil || townhall.May(gone, verb, own) == nil {
			t.Errorf("nobody, or somebody who has left, may %s", verb)
		}
	}
	if townhall.May(&townhall.Person{ID: "anna", Roles: townhall.Roles}, "fly", own) == nil {
		t.Error("an unknown verb is allowed")
	}
}

// TestReceiptHolder: whoever has the receipt owns that idea and nothing else,
// and the missing name of one author is not the missing name of another.
func TestReceiptHolder(t *testing.T) {
	mine, other := &townhall.Idea{ID: 1, Anonymous: true}, &townhall.Idea{ID: 2, Anonymous: true}
	holder := mine.ReceiptHolder()
	if err := townhall.May(holder, townhall.VerbOwn, mine); err != nil {
		t.Errorf("the holder of the receipt: %v", err)
	}
	for _, thing := range []townhall.Thing{other, &townhall.Idea{ID: 1}, &townhall.Idea{ID: 3, Author: "anna"}, &townhall.Project{ID: 1}} {
		if townhall.May(holder, townhall.VerbOwn, thing) == nil {
			t.Errorf("a receipt of idea 1 owns %+v", thing)
		}
	}
	for _, verb := range []townhall.Verb{townhall.VerbReview, townhall.VerbMakeProject, townhall.VerbSetRoles} {
		if townhall.May(holder, verb, mine) == nil {
			t.Errorf("a receipt lets one %s", verb)
		}
	}
	if townhall.May(&townhall.Person{}, townhall.VerbOwn, mine) == nil {
		t.Error("a person without an id owns an anonymous idea")
	}
}

// TestMayInProject tries what hangs on a project: with its lead, its sponsor,
// those who work on its packages, and somebody else.
func TestMayInProject(t *testing.T) {
	project := &townhall.Project{ID: 2, Lead: "lead", Sponsor: "sponsor", Hands: []townhall.PersonID{"owner", "helper"}}
	pkg := &townhall.WorkPackage{ID: 3, Project: 2, ClaimedBy: "owner", Helpers: []townhall.PersonID{"helper"}, Lead: "lead", Sponsor: "sponsor"}
	for verb, want := range map[townhall.Verb]struct{ project, pkg string }{
		townhall.VerbClaim:        {"lead sponsor owner helper other", "lead sponsor owner helper other"},
		townhall.VerbSteerProject: {"lead", "lead"},
		townhall.VerbBackProject:  {"sponsor", "sponsor"},
		townhall.VerbAddPackage:   {"lead sponsor owner helper", "lead sponsor"},
		townhall.VerbWorkOn:       {"lead", "lead owner helper"},
		townhall.VerbReadDigest:   {"lead sponsor", "lead sponsor"},
		townhall.VerbTalkAbout:    {"lead sponsor", "lead sponsor owner helper"},
	} {
		for _, who := range []string{"lead", "sponsor", "owner", "helper", "other"} {
			p := &townhall.Person{ID: townhall.PersonID(who)}
			for thing, may := range map[townhall.Thing]string{project: want.project, pkg: want.pkg} {
				if got := townhall.May(p, verb, thing) == nil; got != strings.Contains(may, who) {
					t.Errorf("the %s may %s a %T: %v", who, verb, thing, got)
				}
			}
		}
	}
	if townhall.May(&townhall.Person{}, townhall.VerbWorkOn, &townhall.WorkPackage{}) == nil {
		t.Error("a person without an id works on a free package")
	}
}
