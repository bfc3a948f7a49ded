package storage_test

import (
	"errors"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// newIdea is a plain idea of anna's.
func newIdea(t testing.TB, title string) *townhall.Idea {
	return &townhall.Idea{
		Title: title, Source: townhall.SourceStaff, Author: "anna", State: townhall.IdeaSubmitted,
		SubmittedOn: day(t, "2027-03-18"), AnswerBy: day(t, "2027-03-25"), DecideBy: day(t, "2027-05-03"),
	}
}

func TestIdea(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		target, project := newIdea(t, "Ziel"), &townhall.Project{Title: "Projekt", State: townhall.ProjectPlanned}
		idea := newIdea(t, "Robert'); drop table idea; -- <b>@channel</b> 🦊")
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			return errors.Join(tx.CreateIdea(target), tx.CreateProject(project), tx.CreateIdea(idea))
		})
		same(t, "numbers", []int64{int64(target.ID), int64(project.ID), int64(idea.ID)}, []int64{1, 2, 3})
		stale := *idea
		idea.Description, idea.Category, idea.State = "weniger Wege", "process", townhall.IdeaMerged
		idea.Effort, idea.Benefit, idea.Reviewer = 2, 4, "dora"
		idea.Question, idea.Reason, idea.ForwardedTo = "Welche?", "doppelt", "it"
		idea.MergedInto, idea.Project, idea.Consents = target.ID, project.ID, []townhall.PersonID{"anna", "dora"}
		idea.ParkedUntil, idea.DecidedOn = day(t, "2027-06-01"), day(t, "2027-04-01")
		idea.Origin, idea.OriginAuthor = "https://chat.example/1", "cem"
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveIdea(idea) })
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			loaded, err := tx.Idea(idea.ID)
			same(t, "idea", loaded, idea)
			same(t, "version", loaded.Version, 2)
			same(t, "stale", errors.Is(tx.SaveIdea(&stale), storage.ErrStale), true)
			_, missing := tx.Idea(99)
			same(t, "missing", missing, error(townhall.Errf(townhall.NotFound, "idea.unknown", "Number", townhall.IdeaID(99))))
			return err
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.IdeaView(idea.ID, nil)
			same(t, "view", got, &townhall.IdeaView{
				Idea: idea, AuthorName: "Person anna", OriginName: "Person cem", ContactName: "IT-Support",
				ProjectTitle: "Projekt", MergedTitle: "Ziel", ChannelName: "ideen",
			})
			return err
		})
	})
}

func TestAnonymousIdea(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		idea := newIdea(t, "Ohne Namen")
		idea.Author, idea.Anonymous, idea.Receipt = "", true, []byte{1, 2, 0, 255}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.CreateIdea(idea) })
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			found, ok, err := tx.IdeaByReceipt([]byte{1, 2, 0, 255})
			same(t, "by receipt", found, idea)
			_, wrong, err1 := tx.IdeaByReceipt([]byte{1})
			same(t, "found", []bool{ok, wrong}, []bool{true, false})
			return errors.Join(err, err1)
		})
		named := newIdea(t, "Doch mit Namen")
		named.Anonymous = true
		if err := db.Update(t.Context(), birkenfurt, func(tx *storage.Tx) error { return tx.CreateIdea(named) }); err == nil {
			t.Error("an anonymous idea was stored with its author")
		}
	})
}

func TestFindIdeas(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			var err error
			for i, title := range []string{"Gebühren online", "ONLINE Termine", "100% digital", "Parkplätze", "Löschen"} {
				idea := newIdea(t, title)
				idea.State = []townhall.IdeaState{"submitted", "in_review", "accepted", "parked", "submitted"}[i]
				if idea.State == townhall.IdeaParked {
					idea.ParkedUntil = day(t, "2027-04-10")
				}
				if i == 4 {
					idea.Author, idea.Anonymous = "", true
				}
				if i == 1 {
					idea.Author = "cem"
				}
				err = errors.Join(err, tx.CreateIdea(idea))
			}
			return err
		})
		for _, c := range []struct {
			name   string
			filter storage.IdeaFilter
			want   []townhall.IdeaID
		}{
			{"all, newest first", storage.IdeaFilter{}, []townhall.IdeaID{5, 4, 3, 2, 1}},
			{"page", storage.IdeaFilter{Limit: 2, Offset: 1}, []townhall.IdeaID{4, 3}},
			{"states", storage.IdeaFilter{States: []townhall.IdeaState{"accepted", "parked"}}, []townhall.IdeaID{4, 3}},
			{"author", storage.IdeaFilter{Author: "cem"}, []townhall.IdeaID{2}},
			{"word", storage.IdeaFilter{Words: []string{"Online"}}, []townhall.IdeaID{2, 1}},
			{"both words", storage.IdeaFilter{Words: []string{"online", "GEBUEHR"}}, []townhall.IdeaID{1}},
			{"no pattern", storage.IdeaFilter{Words: []string{"0%"}}, []townhall.IdeaID{3}},
			{"no pattern either", storage.IdeaFilter{Words: []string{"_"}}, nil},
			{"not by", storage.IdeaFilter{NotBy: "cem", States: []townhall.IdeaState{"submitted", "in_review"}, OldestFirst: true}, []townhall.IdeaID{1, 5}},
			{"not states", storage.IdeaFilter{NotStates: []townhall.IdeaState{"submitted"}}, []townhall.IdeaID{4, 3, 2}},
		} {
			t.Run(c.name, func(t *testing.T) {
				view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
					found, err := tx.FindIdeas(c.filter)
					var ids []townhall.IdeaID
					for _, i := range found {
						ids = append(ids, i.ID)
					}
					same(t, "ideas", ids, c.want)
					n, err1 := tx.CountFound(c.filter)
					if c.filter.Limit == 0 {
						same(t, "count", n, len(c.want))
					}
					return errors.Join(err, err1)
				})
			})
		}
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			counts, err := tx.CountIdeas()
			same(t, "counts", counts, map[townhall.IdeaState]int{"submitted": 2, "in_review": 1, "accepted": 1, "parked": 1})
			return err
		})
	})
}

func TestVotesFollowersComments(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		comments := []*townhall.Comment{{Idea: 1, Author: "cem", Text: "gut", On: day(t, "2027-03-19")}, {Idea: 1, Text: "danke", On: day(t, "2027-03-20")}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := errors.Join(tx.CreateIdea(newIdea(t, "eins")), tx.CreateIdea(newIdea(t, "zwei")))
			for _, c := range []struct {
				idea   townhall.IdeaID
				person townhall.PersonID
				added  bool
			}{{1, "anna", true}, {1, "anna", false}, {1, "bela", true}, {2, "bela", true}, {2, "cem", true}} {
				added, err1 := tx.AddVote(c.idea, c.person)
				same(t, "added", added, c.added)
				err = errors.Join(err, err1)
			}
			return errors.Join(err, tx.AddFollower(1, "dora"), tx.AddFollower(2, "dora"), tx.AddFollower(2, "dora"),
				tx.AddComment(comments[0]), tx.AddComment(comments[1]))
		})
		expect := func(idea townhall.IdeaID, voters, followers []townhall.PersonID) {
			t.Helper()
			view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
				loaded, err := tx.Idea(idea)
				same(t, "votes", loaded.Votes, len(voters))
				got, err1 := tx.Voters(idea)
				same(t, "voters", got, voters)
				got, err2 := tx.Followers(idea)
				same(t, "followers", got, followers)
				return errors.Join(err, err1, err2)
			})
		}
		expect(1, []townhall.PersonID{"anna", "bela"}, []townhall.PersonID{"dora"})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			err := tx.MoveVotes(2, 1)
			removed, err1 := tx.RemoveVote(1, "anna")
			again, err2 := tx.RemoveVote(1, "anna")
			same(t, "removed", []bool{removed, again}, []bool{true, false})
			anna, err3 := tx.HasVoted(1, "anna")
			cem, err4 := tx.HasVoted(1, "cem")
			same(t, "has voted", []bool{anna, cem}, []bool{false, true})
			return errors.Join(err, err1, err2, err3, err4)
		})
		expect(1, []townhall.PersonID{"bela", "cem"}, []townhall.PersonID{"dora"})
		expect(2, nil, nil)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.Comments(1)
			same(t, "comments", got, comments)
			idea, err1 := tx.Idea(1)
			same(t, "comments counted", idea.Comments, 2)
			cem, err2 := tx.Person("cem")
			v, err3 := tx.IdeaView(1, cem)
			same(t, "voted", v.Voted, true)
			return errors.Join(err, err1, err2, err3)
		})
	})
}

func TestSimilarCandidates(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			var err error
			for _, title := range []string{"Standesamt-Termine im Netz buchen", "Termine im Bauamt", "Blumen für den Bauhof", "!!!"} {
				err = errors.Join(err, tx.CreateIdea(newIdea(t, title)))
			}
			return err
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			terms := townhall.Terms("Termine online buchen im Standesamt")
			found, err := tx.SimilarCandidates(terms)
			same(t, "best", found.Ideas[0], townhall.Similar{ID: 1, Terms: townhall.Terms("Standesamt-Termine im Netz buchen")})
			same(t, "total", found.Total, 4)
			same(t, "frequency", found.Frequency[townhall.Terms("Termine")[0]], 2)
			none, err1 := tx.SimilarCandidates(nil)
			same(t, "none", len(none.Ideas), 0)
			return errors.Join(err, err1)
		})
	})
}
