package storage

import (
	"math"
	"strconv"

	"github.com/jmoiron/sqlx"

	"lotsenfunk/townhall"
)

// Limits that keep the search for similar ideas quick however many there are.
const (
	// maxPostings is how many ideas the terms of a text may lead to. The rarest
	// terms are followed first; of a term that leads to more, the newest ideas
	// are looked at.
	maxPostings = 1500
	// maxCandidates is how many ideas are handed over to be ranked.
	maxCandidates = 20
)

// Candidates are the ideas that may be similar to a new one, and what is needed
// to rank them with townhall.RankSimilar.
type Candidates struct {
	Ideas     []townhall.Similar // by shared terms, the rare ones weighing more; the score is not set
	Frequency map[string]int     // how many ideas have each of the terms asked for
	Total     int                // how many ideas there are
}

// indexTerms remembers which terms the title of a new idea has.
func (t *Tx) indexTerms(id townhall.IdeaID, terms []string) error {
	if len(terms) == 0 {
		return nil
	}
	_, err := t.exec(`insert into idea_term (org_id, term, idea)
		select :org, value, :id from `+t.dialect.strings(":terms"), args{"id": id, "terms": jsonList(&terms)})
	return err
}

// SimilarCandidates finds ideas whose titles share terms (townhall.Terms) with
// a new title. Its time hardly grows with the number of ideas.
func (t *Tx) SimilarCandidates(terms []string) (*Candidates, error) {
	c := &Candidates{Frequency: make(map[string]int, len(terms))}
	err := t.each(`select value, (select count(*) from idea_term where org_id = :org and term = value),
			(select ideas from counter where org_id = :org)
		from `+t.dialect.strings(":terms"),
		args{"terms": jsonList(&terms)},
		func(rows *sqlx.Rows) error {
			var term string
			var ideas int
			err := rows.Scan(&term, &ideas, &c.Total)
			if ideas > 0 {
				c.Frequency[term] = ideas
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	wanted := c.follow(townhall.Telling(terms, c.Frequency, c.Total))
	if len(wanted) == 0 {
		return c, nil
	}
	err = t.each(`with wanted as materialized (
			select value ->> 'term' as term, cast(value ->> 'weight' as double precision) as weight,
				case when cast(value ->> 'ideas' as integer) <= `+strconv.Itoa(maxPostings)+` then 0 else
					(select idea from idea_term where org_id = :org and term = value ->> 'term'
					order by idea desc limit 1 offset `+strconv.Itoa(maxPostings)+`) end as oldest
			from `+t.dialect.objects(":wanted")+`
		), best as (
			select p.idea, sum(wanted.weight) as weight from wanted
			join idea_term p on p.org_id = :org and p.term = wanted.term and p.idea > wanted.oldest
			group by p.idea order by weight desc, p.idea desc limit `+strconv.Itoa(maxCandidates)+`
		)
		select idea.id, idea.title, idea.state, idea.votes, idea.terms from best
		join idea on idea.org_id = :org and idea.id = best.idea
		order by best.weight desc, idea.id desc`,
		args{"wanted": jsonList(&wanted)},
		func(rows *sqlx.Rows) error {
			var s townhall.Similar
			err := rows.Scan(&s.ID, &s.Title, &s.State, &s.Votes, jsonList(&s.Terms))
			c.Ideas = append(c.Ideas, s)
			return err
		})
	return c, err
}

// weighted is a term to follow and what sharing it counts.
type weighted struct {
	Term   string  `json:"term"`
	Ideas  int     `json:"ideas"` // how many have it
	Weight float64 `json:"weight"`
}

// follow chooses which of the telling terms, rarest first, are followed to the
// ideas that have them: as many as lead to few ideas.
func (c *Candidates) follow(telling []string) []weighted {
	var wanted []weighted
	postings := 0
	for _, term := range telling {
		postings += c.Frequency[term]
		if len(wanted) > 0 && postings > maxPostings {
			break
		}
		weight := math.Log(1 + float64(c.Total)/float64(c.Frequency[term]))
		wanted = append(wanted, weighted{term, c.Frequency[term], weight * weight})
	}
	return wanted
}
