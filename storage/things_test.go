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

func TestNumbers(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := tx.CreateProject(&townhall.Project{ID: 7})
			number, err1 := tx.NextNumber()
			same(t, "next number", number, townhall.Number(8))
			err2 := tx.ReserveNumber(3)
			number, err3 := tx.NextNumber()
			same(t, "next number", number, townhall.Number(9))
			kind, ok, err4 := tx.Lookup(7)
			same(t, "kind", kind, townhall.KindProject)
			_, missing, err5 := tx.Lookup(10)
			same(t, "found", []bool{ok, missing}, []bool{true, false})
			return errors.Join(err, err1, err2, err3, err4, err5)
		})
		err := db.Update(t.Context(), birkenfurt, func(tx *storage.Tx) error { return tx.CreateIdea(&townhall.Idea{ID: 7}) })
		if err == nil {
			t.Error("a number was given twice")
		}
	})
}

func TestProjectsPackagesQuestions(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		project := &townhall.Project{
			Title: "Termine", Goal: "online", Benefit: "alle", Department: "hauptamt", Lead: "bela", Sponsor: "dora", State: townhall.ProjectActive,
			Milestones: []townhall.Milestone{{ID: "M2", Title: "Auswahl", State: townhall.MilestonePlanned, Due: day(t, "2027-05-01")}, {ID: "M1", Title: "Betrieb", State: townhall.MilestonePlanned}},
		}
		other := &townhall.Project{Title: "Anderes", State: townhall.ProjectPlanned}
		pkg := &townhall.WorkPackage{Milestone: "M2", Title: "Anleitung", Hours: 4, State: townhall.WorkPackageBlocked, ClaimedBy: "cem", Waits: "Antwort", Due: day(t, "2027-03-30"),
			Helpers: []townhall.PersonID{"dora", "anna"}, Links: []string{"https://birkenfurt.example"}, Reason: "Grund", Result: "Ergebnis"}
		question := &townhall.HelpRequest{
			Title: "E-Akte", Text: "öffnet nicht", Topic: "e_file", Confidential: true, Department: "hauptamt", State: townhall.HelpRequestForwarded,
			RequestedBy: "cem", ClaimedBy: "bela", ForwardedTo: "it", Resolution: "neu gestartet", Article: true, RequestedOn: day(t, "2027-03-18"),
			ForwardedPerson: "dora", AskedContact: "presse", RemindOn: day(t, "2027-03-22"),
		}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := errors.Join(tx.CreateProject(project), tx.CreateProject(other))
			pkg.Project = project.ID
			return errors.Join(err, tx.CreateWorkPackage(pkg), tx.CreateHelpRequest(question))
		})
		project.State, project.Reason, project.Milestones[1].State = townhall.ProjectPaused, "Urlaub", townhall.MilestoneDone
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveProject(project) })
		pkg.Lead, pkg.Sponsor, pkg.ProjectState = "bela", "dora", townhall.ProjectPaused // what the project adds
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			gotProject, err := tx.Project(project.ID)
			same(t, "project", gotProject, project)
			gotPackage, err1 := tx.WorkPackage(pkg.ID)
			same(t, "package", gotPackage, pkg)
			gotQuestion, err2 := tx.HelpRequest(question.ID)
			same(t, "question", gotQuestion, question)
			packages, err3 := tx.WorkPackages(project.ID)
			same(t, "packages", packages, []*townhall.WorkPackage{pkg})
			questions, err4 := tx.FindHelpRequests(storage.HelpRequestFilter{})
			same(t, "questions", questions, []*townhall.HelpRequest{question})
			all, err5 := tx.FindProjects(storage.ProjectFilter{})
			same(t, "projects", all, []*townhall.Project{other, project})
			some, err6 := tx.FindProjects(storage.ProjectFilter{States: []townhall.ProjectState{"paused"}, Lead: "bela", Limit: 1})
			same(t, "paused projects", some, []*townhall.Project{project})
			_, noProject := tx.Project(nothing)
			_, noPackage := tx.WorkPackage(nothing)
			_, noQuestion := tx.HelpRequest(nothing)
			for _, missing := range []error{noProject, noPackage, noQuestion} {
				same(t, "missing", townhall.ErrorCode(missing), townhall.NotFound)
			}
			return errors.Join(err, err1, err2, err3, err4, err5, err6)
		})
	})
}

// nothing is the number of nothing.
const nothing = 99

func TestEvents(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		at := time.Date(2027, 3, 18, 9, 0, 0, 123456000, time.UTC)
		events := []*storage.Event{
			{Thing: 12, Action: "idea.submitted", On: day(t, "2027-03-18")},
			{Thing: 12, Action: "idea.voted", Actor: "cem", At: at, On: day(t, "2027-03-18"), Data: map[string]string{"a": "ä"}},
		}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(tx.AppendEvent(events[0]), tx.AppendEvent(&storage.Event{Action: "town.loaded"}), tx.AppendEvent(events[1]))
		})
		same(t, "key", events[1].Key(), "12/2")
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.Events(12)
			same(t, "events", got, events)
			return err
		})
	})
}

func TestDeliveriesDraftsAttempts(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		today, tomorrow := day(t, "2027-03-18"), day(t, "2027-03-19")
		draft := storage.Draft{ID: "r4nd0m", Kind: "idea", Values: map[string]string{"title": "T"}, On: today}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			first, err := tx.FirstTime("hash", today)
			second, err1 := tx.FirstTime("hash", tomorrow)
			same(t, "first time", []bool{first, second}, []bool{true, false})
			one, err2 := tx.Attempt("cem", today)
			two, err3 := tx.Attempt("cem", today)
			other, err4 := tx.Attempt("cem", tomorrow)
			same(t, "attempts", []int{one, two, other}, []int{1, 2, 1})
			return errors.Join(err, err1, err2, err3, err4, tx.SaveDraft(storage.Draft{ID: "r4nd0m", Kind: "x"}), tx.SaveDraft(draft), tx.SaveDraft(storage.Draft{ID: "old", On: today}))
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, ok, err := tx.TakeDraft("r4nd0m")
			same(t, "draft", got, &draft)
			_, again, err1 := tx.TakeDraft("r4nd0m")
			same(t, "taken", []bool{ok, again}, []bool{true, false})
			return errors.Join(err, err1, tx.Forget(tomorrow.AddDays(7), time.Unix(1, 0)))
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			_, old, err := tx.TakeDraft("old")
			first, err1 := tx.FirstTime("hash", tomorrow)
			same(t, "forgotten", []bool{old, first}, []bool{false, true})
			tries, err2 := tx.Attempt("cem", tomorrow)
			same(t, "kept attempts", tries, 2)
			return errors.Join(err, err1, err2)
		})
	})
}

func TestPostings(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		at := bot.Ref{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, Channel: "c1", ID: "m1"}
		channel := storage.Posting{Thing: 12, Audience: "channel:ideen", Ref: at, Version: 2}
		person := storage.Posting{Thing: 12, Audience: "person:cem", Ref: bot.Ref{Tenant: at.Tenant, Channel: "d1", ID: "m1"}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(tx.SavePosting(storage.Posting{Thing: 12, Audience: "channel:ideen"}), tx.SavePosting(channel), tx.SavePosting(person))
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, ok, err := tx.Posting(12, "channel:ideen")
			same(t, "posting", got, &channel)
			_, missing, err1 := tx.Posting(12, "channel:lotsen")
			all, err2 := tx.Postings(12)
			same(t, "postings", all, []*storage.Posting{&channel, &person})
			shown, there, err3 := tx.PostingAt(at)
			same(t, "shown", shown, &channel)
			_, elsewhere, err4 := tx.PostingAt(bot.Ref{Tenant: at.Tenant, Channel: "c1", ID: "m2"})
			same(t, "found", []bool{ok, missing, there, elsewhere}, []bool{true, false, true, false})
			err5 := tx.DeletePosting(12, "channel:ideen")
			_, deleted, err6 := tx.Posting(12, "channel:ideen")
			same(t, "still there", deleted, false)
			return errors.Join(err, err1, err2, err3, err4, err5, err6)
		})
	})
}
