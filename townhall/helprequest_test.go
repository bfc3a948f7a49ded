package townhall_test

import (
	"slices"
	"strings"
	"testing"

	"lotsenfunk/townhall"
)

// TestMayWithQuestions tries the verbs about questions with everybody who may
// have a part in one.
func TestMayWithQuestions(t *testing.T) {
	staff := &townhall.Person{ID: "staff"}
	asker := &townhall.Person{ID: "asker", Roles: []townhall.Role{townhall.RoleLotse, townhall.RoleCoordinator}, Topics: []string{"ai"}}
	claimer := &townhall.Person{ID: "claimer", Roles: []townhall.Role{townhall.RoleLotse}}
	contact := &townhall.Person{ID: "contact", Roles: []townhall.Role{townhall.RoleLeadership}}
	knows := &townhall.Person{ID: "knows", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}}
	other := &townhall.Person{ID: "other", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file"}}
	coordinator := &townhall.Person{ID: "coordinator", Roles: []townhall.Role{townhall.RoleCoordinator}}
	boss := &townhall.Person{ID: "boss", Roles: []townhall.Role{townhall.RoleLeadership, townhall.RoleAdmin, townhall.RoleTeamLead}}
	gone := &townhall.Person{ID: "gone", Gone: true, Roles: townhall.Roles}
	everyone := []*townhall.Person{staff, asker, claimer, contact, knows, other, coordinator, boss, gone}

	open := &townhall.HelpRequest{ID: 1, Topic: "ai", RequestedBy: "asker"}
	taken := &townhall.HelpRequest{ID: 2, Topic: "ai", RequestedBy: "asker", ClaimedBy: "claimer", ForwardedPerson: "contact"}
	secret := &townhall.HelpRequest{ID: 3, Topic: "ai", RequestedBy: "asker", Confidential: true}
	shared := &townhall.HelpRequest{ID: 4, Topic: "ai", RequestedBy: "asker", ClaimedBy: "claimer", ForwardedPerson: "contact", Confidential: true}
	nobodys := &townhall.HelpRequest{ID: 5, Topic: "ai"}

	for _, c := range []struct {
		verb townhall.Verb
		q    *townhall.HelpRequest
		may  string
	}{
		{townhall.VerbReadQuestion, open, "asker claimer knows other coordinator"},
		{townhall.VerbReadQuestion, taken, "asker claimer contact knows other coordinator"},
		{townhall.VerbReadQuestion, secret, "asker"},
		{townhall.VerbReadQuestion, shared, "asker claimer contact"},
		{townhall.VerbReadQuestion, nobodys, "asker claimer knows other coordinator"},
		{townhall.VerbOwnQuestion, open, "asker"},
		{townhall.VerbOwnQuestion, shared, "asker"},
		{townhall.VerbOwnQuestion, nobodys, ""},
		{townhall.VerbTakeQuestions, open, "claimer knows other coordinator"},
		{townhall.VerbTakeQuestions, secret, "knows coordinator"},
		{townhall.VerbHandleQuestion, open, ""},
		{townhall.VerbHandleQuestion, taken, "claimer"},
		{townhall.VerbHandleQuestion, shared, "claimer"},
		{townhall.VerbForwardQuestion, open, "claimer knows other coordinator"},
		{townhall.VerbForwardQuestion, taken, "claimer"},
		{townhall.VerbForwardQuestion, secret, ""},
		{townhall.VerbForwardQuestion, shared, "claimer"},
		{townhall.VerbReleaseQuestion, taken, "claimer coordinator"},
		{townhall.VerbReleaseQuestion, shared, "claimer"},
		{townhall.VerbReturnQuestion, taken, "claimer contact"},
		{townhall.VerbReturnQuestion, shared, "claimer contact"},
		{townhall.VerbReturnQuestion, open, "claimer knows other coordinator"},
		{townhall.VerbReturnQuestion, secret, ""},
	} {
		for _, p := range everyone {
			err := townhall.May(p, c.verb, c.q)
			if want := slices.Contains(strings.Fields(c.may), string(p.ID)); want != (err == nil) {
				t.Errorf("%s may %s question %d: %v, want %v", p.ID, c.verb, c.q.ID, err, want)
			}
		}
	}
}

// TestReceivers: a confidential question is for those who know its topic, or for
// the coordination, and never for who asked.
func TestReceivers(t *testing.T) {
	people := []*townhall.Person{
		{ID: "anna", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"ai"}},
		{ID: "ben", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file", "training"}},
		{ID: "cora", Roles: []townhall.Role{townhall.RoleCoordinator}},
		{ID: "gone", Gone: true, Roles: townhall.Roles, Topics: []string{"ai"}},
	}
	for _, c := range []struct {
		by           townhall.PersonID
		topic        string
		confidential bool
		want         string
	}{
		{"dora", "", false, "anna ben"}, {"anna", "ai", false, "ben"},
		{"dora", "ai", true, "anna"}, {"anna", "ai", true, "cora"}, {"dora", "", true, "cora"}, {"dora", "decision", true, "cora"},
		{"cora", "decision", true, ""},
	} {
		q := &townhall.HelpRequest{RequestedBy: c.by, Topic: c.topic, Confidential: c.confidential}
		var got []string
		for _, p := range q.Receivers(people) {
			got = append(got, string(p.ID))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v goes to %v", c, got)
		}
	}
}
