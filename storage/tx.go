package storage

import (
	"database/sql"
	"fmt"
	"strings"
	"unicode"

	"lotsenfunk/townhall"
)

// Tx is one transaction within one organisation. It is only good inside the
// function that got it, and not for several goroutines.
type Tx struct {
	s          *session
	dialect    dialect
	org        townhall.OrgID
	writes     bool                                            // Update, not View
	enqueued   bool                                            // a notice waits to be sent
	ideas      []townhall.Similar                              // that were created
	titlesRead bool                                            // the similar index is up to date
	title      string                                          // of which TermsOf has found
	terms      []string                                        // these terms
	around     *Around                                         // what Around has found,
	aroundOf   townhall.PersonID                               // and for whom
	next       townhall.Number                                 // the next number, if it is known and nobody else can take it
	turns      turns                                           // how many notices were enqueued
	similar    *similarIndex                                   // of the store
	almanac    *townhall.Almanac                               // of the store
	channels   map[townhall.Purpose][]*townhall.Channel        // what ChannelsFor has found
	places     map[townhall.ChannelID][]townhall.ChannelID     // channels that say the same, by each of them
	looks      map[townhall.CohortKey]*townhall.CohortView     // what LookCohort has found
	several    map[townhall.PersonID]bool                      // what InSeveral has found
	gates      map[townhall.CohortKey]*shared                  // that have opened, in a View
	surveys    map[townhall.CohortKey]map[int]*townhall.Survey // by working phase, in a View
	expected   []townhall.PersonID                             // whose work will be asked for,
	work       map[townhall.PersonID]*work                     // and what that is
}

// scoped is the gate that every statement of a Tx passes: it binds :org, and
// refuses a statement that could reach another organisation's rows.
func (t *Tx) scoped(query string, a args) (args, error) {
	if !mentionsOrg(query) {
		return nil, describe(query, fmt.Errorf("statement without :org"))
	}
	if a == nil {
		a = args{}
	}
	a["org"] = string(t.org)
	return a, nil
}

func mentionsOrg(query string) bool { return mentions(query, ":org") }

// mentions reports whether a statement takes a parameter, and not only one whose
// name begins like it.
func mentions(query, param string) bool {
	for rest := query; ; {
		_, after, found := strings.Cut(rest, param)
		if !found {
			return false
		}
		next := strings.IndexFunc(after, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if next == 0 || after == "" {
			return true
		}
		rest = after
	}
}

func (t *Tx) exec(query string, a args) (int64, error) {
	a, err := t.scoped(query, a)
	if err != nil {
		return 0, err
	}
	return t.s.exec(query, a)
}

func (t *Tx) get(query string, a args, dest ...any) (bool, error) {
	a, err := t.scoped(query, a)
	if err != nil {
		return false, err
	}
	return t.s.get(query, a, dest...)
}

func (t *Tx) list(dest any, query string, a args) error {
	a, err := t.scoped(query, a)
	if err != nil {
		return err
	}
	return t.s.list(dest, query, a)
}

func (t *Tx) each(query string, a args, scan func(*sql.Rows) error) error {
	a, err := t.scoped(query, a)
	if err != nil {
		return err
	}
	return t.s.each(query, a, scan)
}

// lock ends a select of one thing that is about to be changed: whoever else
// wants to change it waits, instead of finding its version stale afterwards.
func (t *Tx) lock() string {
	if t.writes {
		return t.dialect.lockRow
	}
	return ""
}
