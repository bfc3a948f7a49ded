package slack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// as is somebody of a town.
func (h *town) as(name string) *slacktest.Person { return h.stage.Workspace().As(h.stage.ID(name)) }

// must does something and waits until it is done.
func (h *town) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// reads is all that somebody reads in a channel; "" are their direct messages.
func (h *town) reads(name, channel string) string {
	id := h.stage.ID(channel)
	if channel == "" {
		id = h.stage.Workspace().DM(h.stage.ID(name))
	}
	var all []string
	for _, m := range h.as(name).Look(id) {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n---\n")
}

// From the menu of the whole workspace a form opens, wherever somebody is; what it does
// is told to them alone. What is filed without a name leaves nothing in their direct
// messages but what Slack forgets.
func TestGlobalShortcuts(t *testing.T) {
	h := newTown(t, true, true)
	anna := h.as("sb-standesamt")
	h.must(t, anna.Shortcut(t.Context(), "idea.write"))
	if m, open := anna.Modal(); !open || m.Title != "Idee einreichen" {
		t.Fatalf("%v %+v", open, m)
	}
	h.must(t, h.stage.Submit(t.Context(), "sb-standesamt", map[string]string{"title": "Wickeltisch im Foyer", "anonymous": "true"}))
	receipts := 0
	for _, m := range anna.Look(h.stage.Workspace().DM(h.stage.ID("sb-standesamt"))) {
		if strings.Contains(m.Text, "Dein Beleg") {
			receipts++
			if !m.Only {
				t.Errorf("it is kept: %q", m.Text)
			}
		}
	}
	if receipts != 1 {
		t.Errorf("%d receipts in %q", receipts, h.reads("sb-standesamt", ""))
	}
	h.must(t, anna.Shortcut(t.Context(), "question.write"))
	h.must(t, h.stage.Submit(t.Context(), "sb-standesamt", map[string]string{"text": "Meine E-Akte öffnet nicht"}))
	if said := h.reads("sb-standesamt", ""); !strings.Contains(said, "ist angekommen") {
		t.Errorf("no answer: %q", said)
	}
}

// A home says what is so now: what waits for somebody stands there without their asking.
func TestHomeIsKeptCurrent(t *testing.T) {
	h := newTown(t, false, true)
	h.must(t, h.stage.Home(t.Context(), "lotse-finanzen"))
	before, _ := h.as("lotse-finanzen").Home()
	h.must(t, h.stage.Say(t.Context(), "sb-standesamt", "", "/lotse Wer darf die Rechnung sehen?"))
	after, _ := h.as("lotse-finanzen").Home()
	if !strings.Contains(before.Text, "4 Fragen") || !strings.Contains(after.Text, "5 Fragen") {
		t.Errorf("the home says %q, then %q", before.Text, after.Text)
	}
}

// A role is given to all of a user group, also to those who have never said a word.
func TestRolesOfAUserGroup(t *testing.T) {
	h := newTown(t, true, true)
	w := h.stage.Workspace()
	fresh := w.User(slacktest.Profile{Name: "mira", Real: "Mira Neu", Locale: "en-GB"})
	guest := w.User(slacktest.Profile{Name: "gast", Restricted: true})
	w.Group("digitallotsen", h.stage.ID("sb-standesamt"), h.stage.ID("lotse-finanzen"), fresh, guest)
	h.must(t, h.stage.Say(t.Context(), "sb-standesamt", "", "/lotsenfunk rollen geben @digitallotsen lotse"))
	if said := h.reads("sb-standesamt", ""); strings.Contains(said, "vergeben") {
		t.Fatalf("who is no admin gives roles: %q", said)
	}
	h.must(t, h.stage.Say(t.Context(), "dl-koordination", "", "/lotsenfunk rollen geben @digitallotsen lotse"))
	if said := h.reads("dl-koordination", ""); !strings.Contains(said, "2 Personen aus @digitallotsen") {
		t.Errorf("it says %q", said)
	}
	var told []string
	for _, m := range w.As(fresh).Look(w.DM(fresh)) {
		told = append(told, m.Text)
	}
	if len(told) != 1 || !strings.Contains(told[0], "role") {
		t.Errorf("Mira is told %q", told)
	}
	h.must(t, h.stage.Say(t.Context(), "dl-koordination", "", "/lotsenfunk rollen geben @digitallotsen lotse"))
	if said := h.reads("dl-koordination", ""); !strings.Contains(said, "Bei niemandem aus @digitallotsen") {
		t.Errorf("the second time it says %q", said)
	}
}

// Of a group that is too large, or whose members Slack does not tell, whoever named it
// reads just that; nobody has the role then.
func TestUserGroupsThatCannotBeRead(t *testing.T) {
	h := newTown(t, true, true)
	w := h.stage.Workspace()
	var many []string
	for n := range 201 {
		many = append(many, w.User(slacktest.Profile{Name: fmt.Sprint("neu", n)}))
	}
	w.Group("alle", many...)
	w.Group("zwei", many[:2]...)
	give := func(group string) string {
		h.must(t, h.stage.Say(t.Context(), "dl-koordination", "", "/lotsenfunk rollen geben @"+group+" lotse"))
		said := h.as("dl-koordination").Look(w.DM(h.stage.ID("dl-koordination")))
		return said[len(said)-1].Text
	}
	h.slack.Fail(slacktest.Fault{Method: "usergroups.list", Error: "internal_error", Times: 1}) // once its name is not known
	if said := give("alle"); !strings.Contains(said, "In @alle sind 201 Personen, auf einmal gehen 200.") {
		t.Errorf("it says %q", said)
	}
	for name, fault := range map[string]slacktest.Fault{
		"a broken answer": {Method: "users.info", Error: "internal_error"}, "too often": {Method: "users.info", RetryAfter: time.Minute},
		"no members": {Method: "usergroups.users.list", Error: "missing_scope"},
	} {
		mend := h.slack.Fail(fault)
		if said := give("zwei"); !strings.Contains(said, "Versuch es mit @zwei in einer Minute noch einmal.") {
			t.Errorf("%s: it says %q", name, said)
		}
		mend()
		if err := h.Turn(t.Context(), h.slack.Clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if said := give("zwei"); !strings.Contains(said, "aus @zwei") {
		t.Errorf("in the end it says %q", said)
	}
}

// In a town of many, people are found by what somebody types; whom a select listed
// before a search was possible is chosen as ever.
func TestPeopleAreFound(t *testing.T) {
	for name, overHTTP := range map[string]bool{"http": true, "socket": false} {
		t.Run(name, func(t *testing.T) {
			h := newTown(t, overHTTP, true)
			err := h.chat.Program().Store.Update(t.Context(), h.chat.Program().Org.ID, func(tx *storage.Tx) error {
				for n := range 300 {
					p := townhall.Person{ID: townhall.PersonID(fmt.Sprint("viele-", n)), Display: fmt.Sprintf("Nummer %03d Österreicher", n)}
					if err := tx.CreatePerson(&p); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			h.must(t, h.stage.Say(t.Context(), "dl-koordination", "", "/lotsenfunk rollen geben"))
			m, open := h.as("dl-koordination").Modal()
			if !open || m.Fields[0].Kind != "external_select" || len(m.Fields[0].Options) > 0 {
				t.Fatalf("%v %+v", open, m.Fields)
			}
			if err := h.as("dl-koordination").Fill("person", "Nobody at all"); err == nil {
				t.Error("somebody is found who is not there")
			}
			if err := h.as("dl-koordination").Fill("person", "nummer 217 österreicher"); err != nil {
				t.Fatal(err)
			}
			h.must(t, h.stage.Submit(t.Context(), "dl-koordination", map[string]string{"role": "lotse"}))
			if said := h.reads("dl-koordination", ""); !strings.Contains(said, "Nummer 217 Österreicher: ") {
				t.Errorf("%q", said)
			}
		})
	}
}

// So are projects and their milestones.
func TestProjectsAreFound(t *testing.T) {
	h := newTown(t, true, true)
	var wanted townhall.Project
	err := h.chat.Program().Store.Update(t.Context(), h.chat.Program().Org.ID, func(tx *storage.Tx) error {
		for n := range 120 {
			p := townhall.Project{Title: fmt.Sprintf("Vorhaben %03d", n), State: townhall.ProjectActive, Milestones: []townhall.Milestone{
				{ID: fmt.Sprint("V", n), Title: fmt.Sprintf("Abnahme %03d", n), State: townhall.MilestonePlanned}}}
			if err := tx.CreateProject(&p); err != nil {
				return err
			}
			if n == 7 {
				wanted = p
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.must(t, h.stage.Say(t.Context(), "dl-koordination", "", "/paket neu"))
	m, open := h.as("dl-koordination").Modal()
	if !open || m.Fields[0].Kind != "external_select" || m.Fields[1].Kind != "external_select" {
		t.Fatalf("%v %+v", open, m.Fields)
	}
	if err := h.as("dl-koordination").Fill("project", "Vorhaben 200"); err == nil {
		t.Error("a project is found that is not there")
	}
	h.must(t, h.stage.Submit(t.Context(), "dl-koordination", map[string]string{"title": "Alles anschauen",
		"project": fmt.Sprint(wanted.ID, " ", wanted.Title), "milestone": fmt.Sprint(wanted.ID, " · ", wanted.Milestones[0].Title)}))
	err = h.chat.Program().Store.View(t.Context(), h.chat.Program().Org.ID, func(tx *storage.Tx) error {
		all, err := tx.FindWorkPackages(storage.WorkPackageFilter{})
		all = slices.DeleteFunc(all, func(w *townhall.WorkPackage) bool { return w.Project != wanted.ID })
		if len(all) != 1 || all[0].Title != "Alles anschauen" || all[0].Milestone != wanted.Milestones[0].ID {
			t.Errorf("its packages are %+v", all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Direct messages of people among themselves are no channel that the town could use.
func TestNoChannelAmongPeople(t *testing.T) {
	h := newTown(t, true, true)
	w, admin := h.stage.Workspace(), h.stage.ID("dl-koordination")
	in := w.Among(admin, h.stage.ID("sb-standesamt"))
	h.must(t, w.As(admin).Command(t.Context(), in, "/lotsenfunk kanäle fragen hier"))
	if said := w.As(admin).Look(in); len(said) != 1 || !strings.Contains(said[0].Text, "Das geht nur in einem Kanal.") {
		t.Errorf("%+v", said)
	}
}
