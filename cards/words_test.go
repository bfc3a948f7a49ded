package cards_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// typed stands in every place that holds what people typed or what they are
// called. No first line may carry it: push notifications show those to others.
const typed = "Zimt-Anis"

var someDay = townhall.Date{Year: 2027, Month: 3, Day: 18}

// people are the viewers that cards tell apart.
var people = []*townhall.Person{
	{ID: "p-author", Display: typed},
	{ID: "p-reader", Display: typed},
	{ID: "p-koordination", Display: typed, Roles: []townhall.Role{townhall.RoleCoordinator}},
	{ID: "p-leitung", Display: typed, Roles: []townhall.Role{townhall.RoleLeadership, townhall.RoleAdmin}},
}

// idea is an idea that has all that can be shown in its state.
func idea(state townhall.IdeaState, viewer *townhall.Person, anonymous bool, votes int) townhall.IdeaView {
	i := &townhall.Idea{ID: 53, Title: typed, Description: typed, Source: townhall.SourceStaff, Author: "p-author", State: state,
		Effort: 2, Benefit: 4, Question: typed, Reason: typed, ParkedUntil: someDay, MergedInto: 7, Project: 60,
		SubmittedOn: someDay, AnswerBy: someDay, DecideBy: someDay, Votes: votes, Comments: votes}
	if anonymous {
		i.Author, i.Anonymous, i.Consents = "", true, []townhall.PersonID{"p-koordination"}
	}
	return townhall.IdeaView{Idea: i, AuthorName: typed, OriginName: typed, ContactName: typed, ProjectTitle: typed,
		MergedTitle: typed, ChannelName: "ideen", Viewer: viewer}
}

// eachIdea shows every kind of idea to everybody, and every number of votes
// that is said differently to somebody.
func eachIdea(show func(townhall.IdeaView)) {
	for _, state := range townhall.IdeaStates {
		for _, viewer := range people {
			show(idea(state, viewer, false, 2))
			show(idea(state, viewer, true, 2))
		}
		show(idea(state, people[0], false, 1))
		show(idea(state, people[1], true, 0))
	}
}

// everyLanguage runs a test in each language, and finds what could not be said.
func everyLanguage(t *testing.T, test func(*testing.T, *i18n.Printer)) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages() {
		t.Run(string(l), func(t *testing.T) { test(t, catalogues.Printer(l, time.UTC)) })
	}
	for _, fault := range catalogues.Faults() {
		t.Error(fault)
	}
}

// check looks at a message as a push notification would, and at its rows.
func check(t *testing.T, what string, m bot.Message) {
	t.Helper()
	if m.Line == "" || strings.Contains(m.Line, typed) {
		t.Errorf("%s: the first line is %q", what, m.Line)
	}
	for _, row := range m.Rows {
		if len(row) == 0 || len(row) > 4 {
			t.Errorf("%s: a row of %d controls", what, len(row))
		}
	}
}

func TestCardsOfIdeas(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		eachIdea(func(v townhall.IdeaView) {
			check(t, "in the channel", cards.IdeaInChannel(p, v))
			check(t, "asked for", cards.Idea(p, v))
			check(t, "more of it", cards.IdeaMore(p, v))
			check(t, "with a name", cards.IdeaReceipt(p, v))
			check(t, "without a name", cards.IdeaAnonymousReceipt(p, v, "K7QM-2XPD-9RTW-4HBN"))
			check(t, "similar", cards.SimilarIdeas(p, []townhall.IdeaView{v, v, v}, "draft", v.Anonymous, !v.Anonymous))
			v.Viewer = v.ReceiptHolder()
			check(t, "by receipt", cards.IdeaByReceipt(p, v, "K7QM-2XPD-9RTW-4HBN"))
		})
		check(t, "preview", cards.IdeaPreview(p, typed, typed, typed, "", "draft"))
	})
}

func TestListsAndComments(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		for _, key := range []string{"idea.list_list", "idea.mine_list", "idea.queue_list", "idea.search_list"} {
			for total := range 3 {
				l := cards.List{Key: key, Total: 2 * total, Query: typed, Next: "idea.list"}
				for range total {
					l.Ideas = append(l.Ideas, idea(townhall.IdeaParked, people[0], false, total).Idea)
				}
				check(t, key, cards.Ideas(p, l))
			}
		}
		comments := []*townhall.Comment{{Idea: 53, Author: "p-author", Text: typed, On: someDay}, {Idea: 53, Text: typed, On: someDay}}
		for n := range 3 {
			check(t, "comments", cards.IdeaComments(p, 53, comments[:n], map[townhall.PersonID]string{"p-author": typed}))
		}
	})
}

func TestProjectsAndPackages(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		project := &townhall.Project{ID: 60, Title: typed, Goal: typed, Benefit: typed, Reason: typed, Idea: 53,
			Milestones: []townhall.Milestone{{ID: "P1-M1", Title: typed, State: townhall.MilestoneDone, Due: someDay}}}
		for _, state := range townhall.ProjectStates {
			project.State = state
			for _, viewer := range people {
				v := townhall.ProjectView{Project: project, LeadName: typed, SponsorName: typed, Viewer: viewer,
					Mandates: []townhall.MandateView{{Mandate: &townhall.Mandate{Text: typed, HoursPerWeek: 4, Until: someDay}, GiverName: typed}}}
				for n := range 3 {
					check(t, "project", cards.Project(p, v))
					check(t, "more of a project", cards.ProjectMore(p, v))
					v.Packages = append(v.Packages, &townhall.WorkPackage{ID: 40, Project: 60, Milestone: "P1-M1", Title: typed, Hours: n,
						State: []townhall.WorkPackageState{"open", "done"}[n%2]})
				}
			}
		}
		check(t, "made", cards.ProjectMade(p, project, &townhall.Idea{ID: 53}))
		check(t, "made of a goal", cards.ProjectMade(p, project, nil))
		check(t, "projects", cards.Projects(p, []*townhall.Project{project}, []townhall.MandateView{{Mandate: &townhall.Mandate{Text: typed, Until: someDay}, GiverName: typed}}))
		check(t, "no projects", cards.Projects(p, nil, nil))
	})
}

// Whatever the table says is told, there are words for it, for everybody it
// tells.
func TestNoticesOfTheTableHaveWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		for _, line := range townhall.IdeaTable {
			for _, to := range line.Tells {
				for _, viewer := range people {
					v := idea(line.To, viewer, line.Action == townhall.IdeaConsent, 2)
					notice(t, p, cards.Told{Kind: "idea." + string(line.Action), To: to, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: values(line.Action)})
				}
			}
		}
	})
}

// values are what the rule of a step notes for its notices.
func values(a townhall.IdeaAction) map[string]string {
	switch a {
	case townhall.IdeaAsk:
		return map[string]string{"question": typed}
	case townhall.IdeaAnswer:
		return map[string]string{"question": typed, "answer": typed}
	case townhall.IdeaDecline, townhall.IdeaGiveBack:
		return map[string]string{"reason": typed}
	case townhall.IdeaPark:
		return map[string]string{"until": someDay.String()}
	case townhall.IdeaForward:
		return map[string]string{"contact": typed, "reason": ""}
	case townhall.IdeaMerge:
		return map[string]string{"into": "7", "title": typed}
	case townhall.IdeaStart:
		return map[string]string{"project": "60", "title": typed}
	}
	return nil
}

func TestOtherNoticesHaveWords(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		v := idea(townhall.IdeaSubmitted, people[2], false, 1)
		said := map[string]string{"by": typed, "text": typed}
		project := map[string]string{"project": "60", "title": typed}
		for _, told := range []cards.Told{
			{Kind: townhall.CardKind(townhall.KindIdea), To: townhall.ToChannel, Number: 53, Seen: townhall.Seen{Idea: &v}},
			{Kind: "idea.new", To: townhall.ToReviewer, Number: 53, Seen: townhall.Seen{Idea: &v}},
			{Kind: "idea.comment", To: townhall.ToAuthor, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: said},
			{Kind: "idea.comment", To: townhall.ToChannel, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: said},
			{Kind: "idea.name_you", To: townhall.ToPerson, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: map[string]string{"by": typed}},
			{Kind: "idea.forward_received", To: townhall.ToPerson, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: map[string]string{"reason": ""}},
			{Kind: "idea.milestone", To: townhall.ToAuthor, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: project},
			{Kind: "idea.milestone", To: townhall.ToSupporters, Number: 53, Seen: townhall.Seen{Idea: &v}, Values: project},
			{Kind: "town.address", To: townhall.ToPerson},
			{Kind: "person.deputy", To: townhall.ToPerson, Values: map[string]string{"by": typed}},
			{Kind: "person.department", To: townhall.ToPerson},
			{Kind: "person.topics", To: townhall.ToPerson},
			{Kind: "platform.taken_out", To: townhall.ToPerson, Values: map[string]string{"workspace": typed, "on": "2027-04-12"}},
		} {
			notice(t, p, told)
		}
		for _, role := range townhall.Roles {
			for _, kind := range []string{"role.give", "role.take"} {
				notice(t, p, cards.Told{Kind: kind, To: townhall.ToPerson, Values: map[string]string{"role": string(role)}})
			}
		}
	})
}

func notice(t *testing.T, p *i18n.Printer, told cards.Told) {
	t.Helper()
	m, err := cards.Notice(p, told)
	if err != nil {
		t.Error(err)
		return
	}
	check(t, told.Kind+" to "+string(told.To), m)
}

// A card is asked for with a few buttons, not with all of them.
func TestAnIdeaHasAtMostFourButtons(t *testing.T) {
	everyLanguage(t, func(t *testing.T, p *i18n.Printer) {
		eachIdea(func(v townhall.IdeaView) {
			m := cards.Idea(p, v)
			n := 0
			for _, row := range m.Rows {
				n += len(row)
			}
			if n > 4 {
				t.Errorf("%d buttons on an idea that is %s", n, v.State)
			}
			var labels []string
			for _, row := range slices.Concat(m.Rows, cards.IdeaMore(p, v).Rows) {
				for _, c := range row {
					if slices.Contains(labels, c.Label) {
						t.Errorf("two buttons %q on an idea that is %s", c.Label, v.State)
					}
					labels = append(labels, c.Label)
				}
			}
		})
	})
}
