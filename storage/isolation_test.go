package storage_test

import (
	"errors"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// Two towns use the same ids, and neither sees what the other has.
func TestTownsDoNotMeet(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		fillTown(t, db.Store)
		update(t, db.Store, "elsewhere", func(tx *storage.Tx) error {
			return errors.Join(foreignLookups(t, tx)...)
		})
		err := db.Update(t.Context(), "elsewhere", func(tx *storage.Tx) error {
			_, err := tx.AddVote(1, "cem")
			return err
		})
		if err == nil {
			t.Error("voted for another town's idea")
		}
		err = db.Update(t.Context(), "elsewhere", func(tx *storage.Tx) error {
			return tx.AddRemark(&townhall.Remark{Question: 4, Text: "x"})
		})
		if err == nil {
			t.Error("had a say about another town's question")
		}
	})
}

// A write in one town leaves the rows of the same ids in the other alone.
func TestTownsDoNotWriteAcross(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		fillTown(t, db.Store)
		update(t, db.Store, "elsewhere", func(tx *storage.Tx) error {
			idea := newIdea(t, "Unsere Idee")
			person, err := tx.Person("anna")
			person.Display = "Jemand anders"
			removed, err1 := tx.RemoveVote(1, "bela")
			same(t, "removed", removed, false)
			return errors.Join(err, err1, tx.CreateIdea(idea), tx.SavePerson(person), tx.Forget(day(t, "2099-01-01"), time.Unix(1, 0)),
				tx.DeletePosting(1, "channel:ideen"), tx.MoveVotes(1, 1), tx.SaveDraft(storage.Draft{ID: "draft", Kind: "theirs"}))
		})
		stolen := &storage.Notice{Org: "elsewhere", Key: "key", Token: 0, Revision: 1}
		same(t, "lease", errors.Is(finishNotice(db.Store, stolen, storage.Dropped()), errLost), true)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			idea, err := tx.Idea(1)
			same(t, "idea", []any{idea.Title, idea.Votes, idea.Version}, []any{"Termine online buchen", 1, 1})
			person, err1 := tx.Person("anna")
			same(t, "person", person.Display, "Person anna")
			draft, _, err2 := tx.TakeDraft("draft")
			same(t, "draft", draft, &storage.Draft{ID: "draft", Kind: "ours", On: day(t, "2027-03-18")})
			_, posted, err3 := tx.Posting(1, "channel:ideen")
			first, err4 := tx.FirstTime("hash", day(t, "2027-03-18"))
			same(t, "posting there, delivery seen", []bool{posted, first}, []bool{true, false})
			return errors.Join(err, err1, err2, err3, err4)
		})
	})
}

// fillTown gives Birkenfurt one of everything.
func fillTown(t *testing.T, db *storage.Store) {
	t.Helper()
	on := day(t, "2027-03-18")
	update(t, db, birkenfurt, func(tx *storage.Tx) error {
		idea := newIdea(t, "Termine online buchen")
		idea.Author, idea.Anonymous, idea.Receipt = "", true, []byte("mac")
		project := &townhall.Project{State: townhall.ProjectActive, Milestones: []townhall.Milestone{{ID: "M1"}}}
		err := errors.Join(tx.CreateIdea(idea), tx.CreateProject(project),
			tx.CreateWorkPackage(&townhall.WorkPackage{Project: 2, State: townhall.WorkPackageClaimed, ClaimedBy: "cem", Helpers: []townhall.PersonID{"bela"}}),
			tx.SaveMandate(&townhall.Mandate{Project: 2, GivenBy: "dora", Until: on}), tx.CreateHelpRequest(&townhall.HelpRequest{}),
			tx.CreateDecision(&townhall.Decision{Thing: 2, ID: 1, AskedBy: "bela", State: townhall.DecisionAsked}),
			tx.AddFollower(1, "dora"), tx.AddComment(&townhall.Comment{Idea: 1, Author: "bela", Text: "gut", On: on}),
			tx.AppendEvent(&storage.Event{Thing: 1, Action: "idea.submitted", On: on}),
			tx.SaveDraft(storage.Draft{ID: "draft", Kind: "ours", On: on}),
			tx.SavePosting(storage.Posting{Thing: 1, Audience: "channel:ideen", Ref: bot.Ref{ID: "m"}}),
			tx.SaveDepartment(&townhall.Department{ID: "bauhof"}), tx.SaveContact(&townhall.Contact{ID: "presse"}),
			tx.SaveChannel(&townhall.Channel{ID: "lotsen", Purpose: townhall.PurposeHelpRequests}),
			tx.CreatePerson(&townhall.Person{ID: "emil", Roles: []townhall.Role{townhall.RoleTeamLead}}),
			tx.Enqueue(storage.Notice{Key: "key", Class: storage.ClassAnswer, Person: "cem", Due: time.Unix(1, 0)}))
		_, err1 := tx.AddVote(1, "bela")
		_, err2 := tx.FirstTime("hash", on)
		_, err3 := tx.Attempt("cem", on)
		return errors.Join(err, err1, err2, err3)
	})
}

// foreignLookups asks a transaction of another town for everything that
// fillTown has made.
func foreignLookups(t *testing.T, tx *storage.Tx) (errs []error) {
	none := func(what string, n int, err error) {
		t.Helper()
		same(t, what, n, 0)
		errs = append(errs, err)
	}
	missing := func(what string, err error) {
		t.Helper()
		same(t, what, townhall.ErrorCode(err), townhall.NotFound)
	}
	absent := func(what string, ok bool, err error) {
		t.Helper()
		same(t, what, ok, false)
		errs = append(errs, err)
	}
	_, err := tx.Idea(1)
	missing("idea", err)
	_, err = tx.IdeaView(1, nil)
	missing("view of an idea", err)
	_, err = tx.Project(2)
	missing("project", err)
	_, err = tx.WorkPackage(3)
	missing("package", err)
	_, err = tx.HelpRequest(4)
	missing("question", err)
	_, err = tx.Subject(2, day(t, "2027-03-18"))
	missing("subject", err)
	_, err = tx.HelpRequestView(4, nil)
	missing("view of a question", err)
	_, err = tx.Person("emil")
	missing("person", err)
	_, err = tx.Contact("presse")
	missing("contact", err)
	missing("comment", tx.AddComment(&townhall.Comment{Idea: 1, Text: "x"}))

	ideas, err := tx.FindIdeas(storage.IdeaFilter{})
	none("ideas", len(ideas), err)
	parked, err := tx.ParkedIdeas()
	none("parked ideas", len(parked), err)
	found, err := tx.CountFound(storage.IdeaFilter{Words: []string{"termine"}})
	none("ideas found", found, err)
	counts, err := tx.CountIdeas()
	none("ideas counted", len(counts), err)
	similar, err := tx.SimilarCandidates(townhall.Terms("Termine online buchen"))
	none("similar ideas", len(similar.Ideas)+len(similar.Frequency)+similar.Total, err)
	voters, err := tx.Voters(1)
	none("voters", len(voters), err)
	followers, err := tx.Followers(1)
	none("followers", len(followers), err)
	comments, err := tx.Comments(1)
	none("comments", len(comments), err)
	projects, err := tx.FindProjects(storage.ProjectFilter{})
	none("projects", len(projects), err)
	packages, err := tx.WorkPackages(2)
	none("packages", len(packages), err)
	decision, err := tx.Decision(2)
	absent("decision", decision != nil, err)
	decisionView, err := tx.DecisionView(2, nil)
	absent("decision seen", decisionView != nil, err)
	decisions, err := tx.OpenDecisions(nil)
	none("open decisions", len(decisions), err)
	asked, err := tx.DecisionsAskedBy(&townhall.Person{ID: "bela"}, 9)
	none("decisions asked for", len(asked), err)
	packages, err = tx.FindWorkPackages(storage.WorkPackageFilter{})
	none("found packages", len(packages), err)
	packages, err = tx.FindWorkPackages(storage.WorkPackageFilter{Hand: "cem", InProjects: townhall.ProjectStates, States: townhall.WorkPackageStates})
	none("packages of somebody", len(packages), err)
	count, err := tx.CountWorkPackages(storage.WorkPackageFilter{})
	none("number of packages", count, err)
	hands, err := tx.Hands(2)
	none("hands", len(hands), err)
	progress, err := tx.Progress(2)
	none("progress", len(progress), err)
	mandates, err := tx.Mandates(2)
	none("mandates", len(mandates), err)
	ending, err := tx.EndingMandates(day(t, "2000-01-01"))
	none("ending mandates", len(ending), err)
	_, err = tx.WorkPackageView(3, nil)
	missing("view of a package", err)
	_, err = tx.ProjectView(2, nil)
	missing("view of a project", err)
	questions, err := tx.FindHelpRequests(storage.HelpRequestFilter{})
	none("questions", len(questions), err)
	counted, err := tx.CountHelpRequests(storage.HelpRequestFilter{})
	none("questions counted", counted, err)
	readers, err := tx.Readers(4)
	none("readers of a card", len(readers), err)
	events, err := tx.Events(1)
	none("events", len(events), err)
	postings, err := tx.Postings(1)
	none("postings", len(postings), err)
	leads, err := tx.PeopleWith(townhall.RoleTeamLead)
	none("team leads", len(leads), err)
	tries, err := tx.Attempts("cem", day(t, "2027-03-18"))
	none("attempts", tries, err)

	_, ok, err := tx.IdeaByReceipt([]byte("mac"))
	absent("idea by receipt", ok, err)
	_, ok, err = tx.Lookup(1)
	absent("number", ok, err)
	_, ok, err = tx.TakeDraft("draft")
	absent("draft", ok, err)
	_, ok, err = tx.Posting(1, "channel:ideen")
	absent("posting", ok, err)
	_, ok, err = tx.PostingAt(bot.Ref{ID: "m"})
	absent("posting by place", ok, err)
	_, ok, err = tx.ChannelFor(townhall.PurposeHelpRequests)
	absent("channel", ok, err)
	voter, err := tx.HasVoted(1, "bela")
	absent("vote", voter, err)
	_, ok, err = tx.PersonOf(townhall.Identity{Platform: "script", Tenant: string(birkenfurt), User: "u-anna"})
	absent("identity", ok, err)
	first, err := tx.FirstTime("hash", day(t, "2027-03-18"))
	absent("seen delivery", !first, err)
	return errs
}
