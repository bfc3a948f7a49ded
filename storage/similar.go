package storage

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"sync"

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

// TermsOf are the terms of a title, as townhall.Terms finds them. An idea is
// compared and then filed, so a Tx remembers the last title.
func (t *Tx) TermsOf(title string) []string {
	if t.title != title {
		t.title, t.terms = title, townhall.Terms(title)
	}
	return t.terms
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

// newTitles is a select of the ideas after the newest one known, as a list of
// their ids and terms.
func (d dialect) newTitles() string {
	return "select " + d.collect(d.pair("cast(id as text)", "cast(terms as text)")) + " from idea where org_id = :org and id > :newest"
}

// readOn reads the ideas that have come since it was asked last. What this
// transaction has created itself may yet be rolled back, so nothing is kept
// then; and one reading in a transaction is enough.
func (x *similarIndex) readOn(t *Tx) (*titles, error) {
	known := x.known(t.org)
	if len(t.ideas) > 0 || t.titlesRead && known.asked > 0 {
		return known, nil
	}
	var fresh [][2]string
	_, err := t.get(t.dialect.newTitles(), args{"newest": known.newest}, jsonList(&fresh))
	if err != nil {
		return nil, err
	}
	return known, x.add(t, known, fresh)
}

// known are the titles of an organisation as far as they are known.
func (x *similarIndex) known(org townhall.OrgID) *titles {
	if known, ok := x.orgs[org]; ok {
		return known
	}
	return &titles{terms: map[townhall.IdeaID][]string{}, postings: map[string][]townhall.IdeaID{}}
}

// add adds to what is known the ids and terms that a transaction has read.
func (x *similarIndex) add(t *Tx, known *titles, fresh [][2]string) error {
	found := make([]townhall.Similar, len(fresh))
	for i, pair := range fresh {
		id, err := strconv.ParseInt(pair[0], 10, 64)
		if err == nil {
			err = jsonList(&found[i].Terms).Scan(pair[1])
		}
		if err != nil {
			return err
		}
		found[i].ID = townhall.IdeaID(id)
	}
	slices.SortFunc(found, func(a, b townhall.Similar) int { return cmp.Compare(a.ID, b.ID) })
	known.add(found...)
	x.asked++
	known.asked = x.asked
	x.orgs[t.org] = known
	x.ideas += len(found)
	x.forget(t.org)
	t.titlesRead = true
	return nil
}

// committed adds the ideas of a transaction that has been kept, if it had read
// all titles and nobody else could write meanwhile: they need not be read then.
func (x *similarIndex) committed(t *Tx) {
	if !t.dialect.alone || !t.titlesRead {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	known, ok := x.orgs[t.org]
	for _, idea := range t.ideas {
		if ok && idea.ID > known.newest { // or somebody has read it already
			known.add(idea)
			x.ideas++
		}
	}
}

// add adds ideas that are newer than all that are known, in order.
func (k *titles) add(ideas ...townhall.Similar) {
	for _, idea := range ideas {
		k.newest, k.terms[idea.ID] = idea.ID, idea.Terms
		for _, term := range idea.Terms {
			k.postings[term] = append(k.postings[term], idea.ID)
		}
	}
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
