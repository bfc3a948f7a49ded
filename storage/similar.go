package storage

import (
	"maps"
	"slices"
	"sync"

	"github.com/jmoiron/sqlx"

	"lotsenfunk/townhall"
)

// Limits that keep the search for similar ideas quick and small.
const (
	// maxPostings is how many ideas the terms of a text may lead to. The rarest
	// terms are followed first; of a term that leads to more, the newest ideas
	// are looked at.
	maxPostings = 1500
	// maxIndexed is how many ideas of all organisations together the process
	// keeps the terms of; beyond that, the organisation asked least recently
	// is read anew when it is asked again. About 30 MB.
	maxIndexed = 100_000
)

// Candidates are the ideas that may be similar to a new one, and what is needed
// to rank them with townhall.RankSimilar.
type Candidates struct {
	Ideas     []townhall.Similar // with their terms; the score is not set
	Frequency map[string]int     // how many ideas have each of the terms asked for
	Total     int                // how many ideas there are
}

// similarIndex keeps in memory which idea's title has which terms. It is only a
// copy, read from the database and read on whenever it is asked: ideas get their
// numbers in the order in which they are committed, and titles never change.
type similarIndex struct {
	mu     sync.Mutex
	orgs   map[townhall.OrgID]*titles
	ideas  int // of all organisations
	asked  int // counts the questions
	memory int // maxIndexed, smaller in tests
}

// titles are the terms of one organisation's ideas.
type titles struct {
	newest   townhall.IdeaID
	terms    map[townhall.IdeaID][]string
	postings map[string][]townhall.IdeaID // by term, in ascending order
	asked    int                          // when it was asked last
}

func newSimilarIndex() *similarIndex {
	return &similarIndex{orgs: map[townhall.OrgID]*titles{}, memory: maxIndexed}
}

// SimilarCandidates finds ideas whose titles share telling terms (townhall.Terms,
// townhall.Telling) with a new title, which must not have been created in this
// transaction yet. Its time hardly grows with the number of ideas.
func (t *Tx) SimilarCandidates(terms []string) (*Candidates, error) {
	x := t.similar
	x.mu.Lock()
	defer x.mu.Unlock()
	known, err := x.readOn(t)
	if err != nil {
		return nil, err
	}
	c := &Candidates{Frequency: make(map[string]int, len(terms)), Total: len(known.terms)}
	for _, term := range terms {
		if n := len(known.postings[term]); n > 0 {
			c.Frequency[term] = n
		}
	}
	found := map[townhall.IdeaID]bool{}
	for i, term := range townhall.Telling(terms, c.Frequency, c.Total) {
		ideas := known.postings[term]
		if i > 0 && len(found)+len(ideas) > maxPostings {
			break
		}
		for _, id := range ideas[max(0, len(ideas)-maxPostings):] {
			found[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		c.Ideas = append(c.Ideas, townhall.Similar{ID: id, Terms: known.terms[id]})
	}
	return c, nil
}

// readOn reads the ideas that have come since it was asked last. What this
// transaction has created itself may yet be rolled back, so nothing is kept
// then.
func (x *similarIndex) readOn(t *Tx) (*titles, error) {
	known, ok := x.orgs[t.org]
	if !ok {
		known = &titles{terms: map[townhall.IdeaID][]string{}, postings: map[string][]townhall.IdeaID{}}
	}
	if t.filed {
		return known, nil
	}
	before := len(known.terms)
	err := t.each(`select id, terms from idea where org_id = :org and id > :newest order by id`, args{"newest": known.newest},
		func(rows *sqlx.Rows) error {
			var id townhall.IdeaID
			var terms []string
			if err := rows.Scan(&id, jsonList(&terms)); err != nil {
				return err
			}
			known.newest, known.terms[id] = id, terms
			for _, term := range terms {
				known.postings[term] = append(known.postings[term], id)
			}
			return nil
		})
	x.asked++
	known.asked = x.asked
	x.orgs[t.org] = known
	x.ideas += len(known.terms) - before
	x.forget(t.org)
	return known, err
}

// forget makes room by dropping the organisations asked least recently, but
// never the one asked now.
func (x *similarIndex) forget(now townhall.OrgID) {
	for x.ideas > x.memory && len(x.orgs) > 1 {
		oldest := now
		for org, known := range x.orgs {
			if known.asked < x.orgs[oldest].asked {
				oldest = org
			}
		}
		x.ideas -= len(x.orgs[oldest].terms)
		delete(x.orgs, oldest)
	}
}
