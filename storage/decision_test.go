package storage_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// undecided puts a project (1), backed by dora, and a package of it (2), claimed
// by cem, into the town, and asks for a decision about the package.
func undecided(t *testing.T, db *storage.Store) *townhall.Decision {
	t.Helper()
	d := &townhall.Decision{Thing: 2, ID: 1, AskedBy: "cem", AskedOf: "dora", Question: "Dürfen wir?", State: townhall.DecisionAsked, AskedOn: day(t, "2027-03-18")}
	update(t, db, birkenfurt, func(tx *storage.Tx) error {
		project := &townhall.Project{Title: "Termine", Lead: "bela", Sponsor: "dora", State: townhall.ProjectActive}
		pkg := &townhall.WorkPackage{Project: 1, Title: "Anleitung", State: townhall.WorkPackageClaimed, ClaimedBy: "cem"}
		return errors.Join(tx.CreateProject(project), tx.CreateWorkPackage(pkg), tx.CreateDecision(d))
	})
	return d
}

func TestDecisions(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		d := undecided(t, db.Store)
		d.State, d.Counter = townhall.DecisionCounterQuestion, []townhall.CounterQuestion{{Question: "Was kostet es?"}}
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { return tx.SaveDecision(d) })
		stale := *d
		stale.Version--
		err := db.Update(t.Context(), birkenfurt, func(tx *storage.Tx) error { return tx.SaveDecision(&stale) })
		same(t, "stale", errors.Is(err, storage.ErrStale), true)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			got, err := tx.Decision(2)
			same(t, "decision", got, d)
			none, err1 := tx.Decision(1)
			same(t, "no decision", none, (*townhall.Decision)(nil))
			cem, err2 := tx.Person("cem")
			seen, err3 := tx.See(2, cem)
			same(t, "seen", seen.Decision, &townhall.DecisionView{Decision: d, Title: "Anleitung", Kind: townhall.KindWorkPackage,
				AskedByName: "Person cem", AskedOfName: "Person dora", Viewer: cem})
			open, err4 := tx.OpenDecisions(cem)
			same(t, "open", open, []*townhall.DecisionView{seen.Decision})
			mine, err5 := tx.DecisionsAskedBy(cem, 5)
			same(t, "asked for", mine, open)
			return errors.Join(err, err1, err2, err3, err4, err5)
		})
	})
}

func TestWhomADecisionConcerns(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		undecided(t, db.Store)
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			project, err := tx.Subject(1, day(t, "2027-03-18"))
			same(t, "project", project, &townhall.Subject{Number: 1, Kind: townhall.KindProject, Title: "Termine", Lead: "bela", Sponsor: "dora",
				Working: []townhall.PersonID{"cem"}, Leadership: project.Leadership})
			pkg, err1 := tx.Subject(2, day(t, "2027-03-18"))
			same(t, "package", pkg, &townhall.Subject{Number: 2, Kind: townhall.KindWorkPackage, Title: "Anleitung", Lead: "bela", Sponsor: "dora",
				Working: []townhall.PersonID{"cem"}, Leadership: project.Leadership})
			_, nothing := tx.Subject(77, day(t, "2027-03-18"))
			same(t, "missing", townhall.ErrorCode(nothing), townhall.NotFound)
			return errors.Join(err, err1)
		})
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error { // whoever was asked leaves
			dora, err := tx.Person("dora")
			if err != nil {
				return err
			}
			dora.Gone = true
			return tx.SavePerson(dora)
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			m, err := tx.Subject(2, day(t, "2027-03-18"))
			d, err1 := tx.Decision(2)
			v, err2 := tx.DecisionView(2, nil)
			same(t, "who backs it, who is asked", []any{m.Sponsor, d.AskedOf, v.AskedOf, v.AskedOfName}, []any{townhall.PersonID(""), townhall.PersonID(""), townhall.PersonID(""), ""})
			return errors.Join(err, err1, err2)
		})
	})
}

// What is over waits for nobody.
func TestNothingIsOpenOfWhatIsOver(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		undecided(t, db.Store)
		update(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			project, err := tx.Project(1)
			if err != nil {
				return err
			}
			project.State = townhall.ProjectStopped
			return errors.Join(tx.CreateDecision(&townhall.Decision{Thing: 1, ID: 1, AskedBy: "cem", State: townhall.DecisionAsked}), tx.SaveProject(project))
		})
		view(t, db.Store, birkenfurt, func(tx *storage.Tx) error {
			open, err := tx.OpenDecisions(nil)
			same(t, "open", []any{len(open), open[0].Thing}, []any{1, townhall.Number(2)})
			return err
		})
	})
}

// Of many who ask at once for a decision about the same thing, one is first.
func TestRacingDecisions(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		undecided(t, db.Store)
		var asked, refused atomic.Int32
		anna := &townhall.Person{ID: "anna", Roles: []townhall.Role{townhall.RoleCoordinator}}
		race(t, db, func(_ int, db *storage.Store) error {
			err := db.Update(context.Background(), birkenfurt, func(tx *storage.Tx) error {
				m, err := tx.Subject(1, day(t, "2027-03-18"))
				if err != nil {
					return err
				}
				last, err := tx.Decision(1)
				if err != nil {
					return err
				}
				d, _, err := m.Ask(last, anna, "Dürfen wir?", day(t, "2027-03-18"))
				if err != nil {
					return err
				}
				return tx.CreateDecision(d)
			})
			if townhall.ErrorCode(err) == townhall.Conflict {
				refused.Add(1)
				return nil
			}
			if err == nil {
				asked.Add(1)
			}
			return err
		})
		if asked.Load() != 1 || refused.Load() == 0 {
			t.Errorf("%d have asked, %d were refused", asked.Load(), refused.Load())
		}
	})
}
