package commands

import (
	"slices"
	"strings"
	"unicode"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// namesCohort reports whether what follows a verb may name a cohort: the row takes
// one, none is named by its key, and the grammar leaves words that it can make
// nothing of.
func namesCohort(row *Row, a Args, fit Fit) bool {
	return row.Names != namesNone && a.Cohort.ID == "" && (fit == NoFit || a.Text != "" || a.BadDate != "")
}

// named runs a row for the cohort that is named in rest, by its title or a clear part
// of it. If several are, the person chooses; if none is, otherwise runs.
func named(row *Row, rest string, otherwise Script) Script {
	return func(c *Call) (bot.Reply, error) {
		var found []townhall.CohortBrief
		var tail string
		err := c.View(func(tx *storage.Tx) error {
			all, err := tx.Cohorts(c.Person.ID)
			found, tail = c.cohortsNamed(all, row, rest)
			return err
		})
		switch {
		case err != nil:
			return bot.Nothing(), err
		case len(found) == 0:
			return otherwise(c)
		case len(found) == 1:
			if a, fit := row.Takes(found[0].String()+" "+tail, c.Today); fit == FullFit {
				c.row, c.Args = row, a
				return row.Do(c)
			}
			tail = ""
		}
		c.row, c.tail = row, &tail
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "cohort.which", "Cohorts", found)
	}
}

// noSuchName says that words name no cohort, and offers those that there are. Where
// projects are chosen they may name one of these.
func noSuchName(row *Row, words string) Script {
	return func(c *Call) (bot.Reply, error) {
		if row.Action == "cohort.project" {
			id, _, err := c.projectNamed(words, nothingBehind)
			if err != nil {
				return bot.Nothing(), err
			}
			c.row, c.Args, c.tail = row, Args{Number: townhall.Number(id)}, new(cards.Num(id))
			return row.Do(c)
		}
		c.tail = new("")
		var open []townhall.CohortBrief
		err := c.View(func(tx *storage.Tx) error {
			all, err := tx.Cohorts(c.Person.ID)
			open = slices.DeleteFunc(all, func(b townhall.CohortBrief) bool { return !b.Open(c.Today) })
			return err
		})
		if err == nil {
			err = townhall.Errf(townhall.NotFound, "cohort.unknown_name", "Text", words, "Cohorts", open)
		}
		return bot.Nothing(), err
	}
}

// cohortsNamed finds the cohorts that words at the beginning of a line name, or at its
// end, the longest name first, and what else stands in the line.
func (c *Call) cohortsNamed(all []townhall.CohortBrief, row *Row, rest string) (found []townhall.CohortBrief, tail string) {
	words := strings.Fields(rest)
	for n := len(words); n > 0; n-- {
		front, behind := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
		if found := c.called(all, front); len(found) > 0 && c.readsOn(all, row, behind, true) {
			return found, behind
		}
		end, before := strings.Join(words[len(words)-n:], " "), strings.Join(words[:len(words)-n], " ")
		if found := c.called(all, end); len(found) > 0 && c.readsOn(all, row, before, false) {
			return found, before
		}
	}
	return nil, ""
}

// readsOn reports whether what stands beside a name can be read without it. Among
// people's own words a name is one in front of what they answer or of a day; behind
// these or in front of a mere reason only for those of whom it is not clear which
// cohort they mean, so that no reason is lost that sounds like a name.
func (c *Call) readsOn(all []townhall.CohortBrief, row *Row, beside string, inFront bool) bool {
	if row.Names == namesAnywhere {
		return true
	}
	a, fit := row.Takes(beside, c.Today)
	alone := fit == FullFit && a.Text == "" && a.BadDate == ""
	meant := slices.DeleteFunc(slices.Clone(all), func(b townhall.CohortBrief) bool {
		return !c.joined(b) && (row.Needs != townhall.VerbRunCohort || !c.hosted(b))
	})
	if several := len(meant) > 1; !inFront {
		return alone && several
	} else if several {
		return true
	}
	return alone && row.Action != "cohort.check_in_reason" || a.Answer != "" || !a.Date.IsZero()
}

// called are the cohorts that go by a name: those whose title or id it is, or else
// those of whose title it is a part. One that is over is meant only if no other can be.
func (c *Call) called(all []townhall.CohortBrief, name string) []townhall.CohortBrief {
	exact, part := []townhall.CohortBrief{}, []townhall.CohortBrief{}
	for _, b := range all {
		switch {
		case spelling(b.Title) == spelling(name), string(b.ID) == fold(name):
			exact = append(exact, b)
		case partOf(b.Title, name) || partOf(b.Title, withoutFillers(name)):
			part = append(part, b)
		}
	}
	for _, found := range [][]townhall.CohortBrief{exact, part} {
		current := slices.DeleteFunc(slices.Clone(found), func(b townhall.CohortBrief) bool {
			return b.Last.AddDays(townhall.SinceLast).Before(c.Today) || b.State == townhall.CohortCancelled
		})
		switch {
		case len(current) > 0:
			return current
		case len(found) > 0:
			return found
		}
	}
	return nil
}

// spelling is what remains of words if neither case nor what stands between them
// matters.
func spelling(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(s))
}

// partOf reports whether a name is a clear part of a title: some letters of it, the
// fewer the more exactly where a word begins.
func partOf(title, name string) bool {
	n := spelling(name)
	switch {
	case len(n) < 3, !strings.ContainsFunc(n, unicode.IsLetter) && len(n) < len("2027"):
		return false
	case len(n) > 3 && strings.Contains(spelling(title), n):
		return true
	}
	return slices.ContainsFunc(strings.Fields(title), func(w string) bool { return strings.HasPrefix(spelling(w), n) })
}

// fillers may stand before the name of a cohort: "am Lehrgang Grundkurs".
var fillers = map[string]bool{"am": true, "an": true, "im": true, "in": true, "beim": true, "bei": true, "zum": true, "zur": true, "vom": true, "von": true, "fuer": true,
	"den": true, "dem": true, "der": true, "die": true, "das": true, "lehrgang": true, "kurs": true,
	"the": true, "of": true, "for": true, "at": true, "to": true, "programme": true, "program": true, "cohort": true, "course": true}

// withoutFillers is a name without the words before it that name nothing.
func withoutFillers(name string) string {
	for {
		first, rest := cutWord(name)
		if rest == "" || !fillers[fold(first)] {
			return name
		}
		name = rest
	}
}
