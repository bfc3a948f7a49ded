package storage

import (
	"path/filepath"
	"testing"

	"lotsenfunk/townhall"
)

// TestSimilarIndexForgets: beyond its size the index drops the organisation
// asked least recently, and reads it anew when it is asked again.
func TestSimilarIndexForgets(t *testing.T) {
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	store.similar.memory = 3
	for _, org := range []townhall.OrgID{"a", "b", "c"} {
		if err := store.CreateOrganisation(t.Context(), &townhall.Organisation{ID: org, Name: string(org), State: "BW", Zone: "Europe/Berlin"}); err != nil {
			t.Fatal(err)
		}
		err := store.Update(t.Context(), org, func(tx *Tx) error {
			for _, title := range []string{"Parkausweis online beantragen", "Parkausweis verlängern"} {
				idea, err := townhall.NewIdea(title, "", "", "", townhall.Date{Year: 2027, Month: 3, Day: 18})
				if err != nil {
					return err
				}
				if err := tx.CreateIdea(idea); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, org := range []townhall.OrgID{"a", "b", "c", "a", "a", "b"} {
		err := store.View(t.Context(), org, func(tx *Tx) error {
			found, err := tx.SimilarCandidates(townhall.Terms("Parkausweis beantragen"))
			if err == nil && (len(found.Ideas) != 2 || found.Total != 2) {
				t.Errorf("%s: %d candidates of %d ideas, want 2 of 2", org, len(found.Ideas), found.Total)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if store.similar.ideas > 3 {
			t.Errorf("after %s the index holds %d ideas, more than 3", org, store.similar.ideas)
		}
	}
}

// TestSimilarIndexKeepsNoRollback: what a transaction has filed and taken back
// is not remembered, and its number goes to another idea.
func TestSimilarIndexKeepsNoRollback(t *testing.T) {
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.CreateOrganisation(t.Context(), &townhall.Organisation{ID: "a", Name: "a", State: "BW", Zone: "Europe/Berlin"}); err != nil {
		t.Fatal(err)
	}
	file := func(title string, end error) error {
		return store.Update(t.Context(), "a", func(tx *Tx) error {
			idea, err := townhall.NewIdea(title, "", "", "", townhall.Date{Year: 2027, Month: 3, Day: 18})
			if err != nil {
				return err
			}
			if err := tx.CreateIdea(idea); err != nil {
				return err
			}
			if _, err := tx.SimilarCandidates(townhall.Terms(title)); err != nil {
				return err
			}
			return end
		})
	}
	if err := file("Parkausweis beantragen", ErrStale); err == nil {
		t.Fatal("the transaction was kept")
	}
	if err := file("Bücherei am Abend", nil); err != nil {
		t.Fatal(err)
	}
	err = store.View(t.Context(), "a", func(tx *Tx) error {
		for title, want := range map[string]int{"Parkausweis beantragen": 0, "Bücherei am Abend": 1} {
			found, err := tx.SimilarCandidates(townhall.Terms(title))
			if err != nil {
				return err
			}
			if len(found.Ideas) != want {
				t.Errorf("%s: %d candidates, want %d", title, len(found.Ideas), want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
