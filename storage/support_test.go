package storage_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// support is a town's ideas in the database, and beside them who supports each.
type support struct {
	t      *rapid.T
	tx     *storage.Tx
	voters map[townhall.IdeaID]map[townhall.PersonID]bool
}

// TestNoVoteIsLost supports ideas, takes the support back and merges ideas, all
// at random. Every person counts once for an idea, and every vote that was not
// taken back stands where its idea has gone.
func TestNoVoteIsLost(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		towns := 0
		rapid.Check(t, func(r *rapid.T) {
			towns++
			org := townhall.OrgID(fmt.Sprint("town-", towns))
			town(t, db.Store, org)
			update(t, db.Store, org, func(tx *storage.Tx) error {
				s := &support{t: r, tx: tx, voters: map[townhall.IdeaID]map[townhall.PersonID]bool{}}
				for range 4 {
					i := newIdea(t, "Idee")
					if err := tx.CreateIdea(i); err != nil {
						return err
					}
					s.voters[i.ID] = map[townhall.PersonID]bool{}
				}
				for range rapid.IntRange(1, 25).Draw(r, "steps") {
					if err := s.step(); err != nil {
						return err
					}
				}
				return s.check()
			})
		})
	})
}

// step lets somebody do something to an idea.
func (s *support) step() error {
	ideas := slices.Sorted(maps.Keys(s.voters))
	id := rapid.SampledFrom(ideas).Draw(s.t, "idea")
	who := rapid.SampledFrom([]townhall.PersonID{"anna", "bela", "cem", "dora"}).Draw(s.t, "who")
	idea, err := s.tx.Idea(id)
	if err != nil {
		return err
	}
	switch rapid.SampledFrom([]string{"support", "support", "take back", "merge"}).Draw(s.t, "what") {
	case "support":
		if idea.CheckVote(&townhall.Person{ID: who}) != nil {
			return nil
		}
		added, err := s.tx.AddVote(id, who)
		if added == s.voters[id][who] {
			s.t.Fatalf("%s supported idea %d: %v", who, id, added)
		}
		s.voters[id][who] = true
		return err
	case "take back":
		removed, err := s.tx.RemoveVote(id, who)
		if removed != s.voters[id][who] {
			s.t.Fatalf("%s took back support for idea %d: %v", who, id, removed)
		}
		delete(s.voters[id], who)
		return err
	}
	return s.merge(idea, rapid.SampledFrom(ideas).Draw(s.t, "into"))
}

// merge merges an idea as a coordinator would, if the rules let it.
func (s *support) merge(idea *townhall.Idea, id townhall.IdeaID) error {
	into, err := s.tx.Idea(id)
	if err != nil {
		return err
	}
	cora := &townhall.Person{ID: "dora", Roles: []townhall.Role{townhall.RoleCoordinator}}
	if _, err := idea.Merge(cora, into, idea.SubmittedOn); err != nil {
		return nil // itself, or one that is merged already
	}
	if err := s.tx.SaveIdea(idea); err != nil {
		return err
	}
	maps.Copy(s.voters[into.ID], s.voters[idea.ID])
	s.voters[idea.ID] = map[townhall.PersonID]bool{}
	if err := s.tx.MergeSupport(idea, into); err != nil {
		return err
	}
	if into.Votes != len(s.voters[into.ID]) {
		s.t.Fatalf("idea %d has %d votes after a merge, not %d", into.ID, into.Votes, len(s.voters[into.ID]))
	}
	return nil
}

// check compares every idea's votes, listed and counted, with what they should be.
func (s *support) check() error {
	for id, want := range s.voters {
		idea, err := s.tx.Idea(id)
		if err != nil {
			return err
		}
		voters, err := s.tx.Voters(id)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), voters); diff != "" || idea.Votes != len(want) {
			s.t.Fatalf("idea %d counts %d votes: %s", id, idea.Votes, diff)
		}
	}
	return nil
}
