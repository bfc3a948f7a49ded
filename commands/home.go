package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// homeExcerpt is how many things of a kind the home shows.
const homeExcerpt = 5

// home shows what waits for the person and what is theirs. Like every card from
// which something may be filed without a name, it is off the record.
func home(c *Call) (bot.Reply, error) {
	h := cards.Home{Viewer: c.Person, Today: c.Today, Now: c.Now}
	err := c.View(func(tx *storage.Tx) error {
		for _, find := range []func(*storage.Tx, *cards.Home) error{c.homeIdeas, c.homeQuestions, c.homeDecisions, c.homeCohorts, c.homeDigest} {
			if err := find(tx, &h); err != nil {
				return err
			}
		}
		var err error
		h.Packages, err = tx.FindWorkPackages(storage.WorkPackageFilter{Hand: c.Person.ID, Limit: homeExcerpt,
			States: []townhall.WorkPackageState{townhall.WorkPackageClaimed, townhall.WorkPackageBlocked}})
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.answer(cards.HomeCard(c.P, h))
	reply.OffRecord = true
	return reply, nil
}

// homeIdeas are one's own ideas that are not closed, and how many wait for a
// review.
func (c *Call) homeIdeas(tx *storage.Tx, h *cards.Home) error {
	open := []townhall.IdeaState{townhall.IdeaSubmitted, townhall.IdeaInReview, townhall.IdeaQuestion, townhall.IdeaAccepted, townhall.IdeaInProgress, townhall.IdeaParked}
	mine, err := tx.FindIdeas(storage.IdeaFilter{Author: c.Person.ID, States: open})
	if err != nil {
		return err
	}
	for _, i := range mine {
		if i.State == townhall.IdeaQuestion {
			h.ToAnswer = append(h.ToAnswer, i)
		} else if len(h.Ideas) < homeExcerpt {
			h.Ideas = append(h.Ideas, i)
		}
	}
	if townhall.May(c.Person, townhall.VerbReview, nil) == nil {
		h.ToReview, err = tx.CountFound(storage.IdeaFilter{States: townhall.ToReview(), NotBy: c.Person.ID})
	}
	return err
}

// homeQuestions are one's own questions that are not closed, those that one looks
// after, and how many wait for somebody.
func (c *Call) homeQuestions(tx *storage.Tx, h *cards.Home) error {
	mine, err := tx.FindHelpRequests(storage.HelpRequestFilter{Of: c.Person.ID, States: []townhall.HelpRequestState{townhall.HelpRequestNew,
		townhall.HelpRequestClaimed, townhall.HelpRequestWaiting, townhall.HelpRequestAnswered, townhall.HelpRequestForwarded}})
	if err != nil {
		return err
	}
	for _, q := range mine {
		asked := q.RequestedBy == c.Person.ID
		switch {
		case asked && (q.State == townhall.HelpRequestWaiting || q.AskedContact != ""):
			h.ToReply = append(h.ToReply, q)
		case asked && len(h.Asked) < homeExcerpt:
			h.Asked = append(h.Asked, q)
		case !asked && q.State == townhall.HelpRequestClaimed:
			h.ToLookAfter = append(h.ToLookAfter, q)
		}
	}
	if townhall.May(c.Person, townhall.VerbTakeQuestions, nil) == nil {
		h.ToClaim, err = tx.CountHelpRequests(storage.HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew}, For: c.Person})
	}
	return err
}

// homeDecisions are the decisions that wait for the person: to be made, or to be
// explained.
func (c *Call) homeDecisions(tx *storage.Tx, h *cards.Home) error {
	open, err := tx.OpenDecisions(c.Person)
	if err != nil {
		return err
	}
	for _, d := range open {
		switch {
		case d.WaitsFor(c.Person):
			h.ToDecide = append(h.ToDecide, d)
		case d.State == townhall.DecisionCounterQuestion && d.AskedBy == c.Person.ID:
			h.ToExplain = append(h.ToExplain, d)
		}
	}
	return nil
}

// homeCohorts are the cohorts that the person is in or waits for.
func (c *Call) homeCohorts(tx *storage.Tx, h *cards.Home) error {
	all, err := tx.Cohorts(c.Person.ID)
	if err != nil {
		return err
	}
	for _, b := range all {
		if !c.inIt(b) {
			continue
		}
		v, err := c.cohortOf(tx, b.CohortKey)
		if err != nil {
			return err
		}
		h.Cohorts = append(h.Cohorts, v)
	}
	return nil
}

// homeDigest is when the person's Wochenstand comes, if there can be anything in it.
func (c *Call) homeDigest(tx *storage.Tx, h *cards.Home) error {
	s, err := c.digestSetting(tx)
	if err != nil || s.check(c.Person) != nil {
		return err
	}
	rhythm, err := c.rhythm(tx, s)
	h.Digest = &rhythm
	return err
}

// Whole is the action that shows somebody the thing of a number, of whatever kind: for
// platforms on which a card may be too long.
const Whole = "lotsenfunk.show"

// showAny shows the thing of a number, of whatever kind.
func showAny(c *Call) (bot.Reply, error) {
	m, found, err := c.otherKind(c.Args.Number)
	if err != nil {
		return bot.Nothing(), err
	}
	if !found {
		return bot.Nothing(), townhall.Errf(townhall.NotFound, "number.unknown")
	}
	return c.answer(m), nil
}
