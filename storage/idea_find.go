package storage

import (
	"strings"

	"lotsenfunk/townhall"
)

// IdeaFilter says which ideas FindIdeas looks for. What is empty does not
// narrow the search.
type IdeaFilter struct {
	States    []townhall.IdeaState
	NotStates []townhall.IdeaState
	Author    townhall.PersonID
	// Words must all stand in the title or the description, in any form of
	// capitals and umlauts.
	Words []string
	// NotBy leaves out what this person has written.
	NotBy townhall.PersonID

	OldestFirst bool // otherwise the newest come first
	Limit       int  // 0 is no limit
	Offset      int
}

// where is the condition and its parameters.
func (f IdeaFilter) where(d dialect) (string, args) {
	where, a := "true", args{}
	narrow := func(condition, name string, value any) {
		where += " and " + condition
		a[name] = value
	}
	if len(f.States) > 0 {
		narrow("state in (select value from "+d.strings(":states")+")", "states", jsonList(&f.States))
	}
	if len(f.NotStates) > 0 {
		narrow("state not in (select value from "+d.strings(":not_states")+")", "not_states", jsonList(&f.NotStates))
	}
	if f.Author != "" {
		narrow("author = :author", "author", f.Author)
	}
	if len(f.Words) > 0 {
		patterns := likePatterns(f.Words)
		narrow("not exists (select 1 from "+d.strings(":words")+` where search not like value escape '\')`, "words", jsonList(&patterns))
	}
	if f.NotBy != "" {
		narrow("(author is null or author <> :not_by)", "not_by", f.NotBy)
	}
	return where, a
}

func likePatterns(words []string) []string {
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	patterns := make([]string, len(words))
	for i, w := range words {
		patterns[i] = "%" + escape.Replace(searchable(w)) + "%"
	}
	return patterns
}

// FindIdeas finds ideas.
func (t *Tx) FindIdeas(f IdeaFilter) ([]*townhall.Idea, error) {
	where, a := f.where(t.dialect)
	if f.OldestFirst {
		where += " order by id"
	} else {
		where += " order by id desc"
	}
	if f.Limit > 0 {
		where += " limit cast(:limit as integer) offset :offset"
		a["limit"], a["offset"] = f.Limit, f.Offset
	}
	return loadAll(t, "idea", ideaFields, where, a)
}

// ParkedIdeas are the ideas that wait until a day, by id. The state stands in
// the query itself, so that the index of just these is used.
func (t *Tx) ParkedIdeas() ([]*townhall.Idea, error) {
	return loadAll(t, "idea", ideaFields, "state = 'parked' order by id", nil)
}

// WaitingIdeas are the ideas whose reviewers have their turn and until a day from
// since on promised an answer or a decision, by id. The index of authors, which is
// smaller than the ideas, says which they are.
func (t *Tx) WaitingIdeas(since townhall.Date) ([]*townhall.Idea, error) {
	return loadAll(t, "idea", ideaFields, `id in (select id from idea waiting where org_id = :org and state in ('submitted', 'in_review'))
			and (answer_by >= :since or decide_by >= :since) order by id`, args{"since": isoDate(since)})
}

// CountFound is how many ideas FindIdeas would find without a limit.
func (t *Tx) CountFound(f IdeaFilter) (n int, err error) {
	where, a := f.where(t.dialect)
	_, err = t.get("select count(*) from idea where org_id = :org and "+where, a, &n)
	return n, err
}

// CountIdeas counts the ideas in each state that has any.
func (t *Tx) CountIdeas() (map[townhall.IdeaState]int, error) {
	var rows []struct {
		State townhall.IdeaState
		N     int
	}
	err := t.list(&rows, `select state, count(*) as n from idea where org_id = :org group by state`, nil)
	counts := make(map[townhall.IdeaState]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}
