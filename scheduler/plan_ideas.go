package scheduler

import (
	"cmp"
	"slices"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// ideaReminders remind the reviewers of an idea on the day until which its author
// was promised an answer, and on the one until which it is to be decided. While
// the author is asked something, or the idea is parked, nobody is late.
func (f facts) ideaReminders(i *townhall.Idea) []planned {
	kind, by := ideaDeadline(i)
	if by.IsZero() {
		return nil
	}
	o := occasion{kind: kind, thing: townhall.Number(i.ID), which: by.String(), on: by, today: true, values: map[string]string{"until": by.String()}}
	var all []planned
	for _, p := range f.reviewersOf(i) {
		all = append(all, f.to(p, townhall.ToReviewer, o))
	}
	return all
}

// ideaDeadline is what an idea waits for, as the kind of its reminder, and until
// when it was promised; no day if nobody waits for its reviewers.
func ideaDeadline(i *townhall.Idea) (kind string, by townhall.Date) {
	switch i.State {
	case townhall.IdeaSubmitted:
		return "idea.answer_due", i.AnswerBy
	case townhall.IdeaInReview:
		return "idea.decision_due", i.DecideBy
	}
	return "", townhall.Date{}
}

// reviewersOf are whom a deadline concerns: whoever took the idea into review, or
// else the coordination, or else leadership. Nobody reviews their own idea, and
// whoever has consented to an anonymous one has done their part.
func (f facts) reviewersOf(i *townhall.Idea) []townhall.PersonID {
	if i.Reviewer != "" && slices.Contains(f.reviewers(), i.Reviewer) && f.mayDecide(i, i.Reviewer) {
		return []townhall.PersonID{i.Reviewer}
	}
	var coordination []townhall.PersonID
	for _, p := range f.guides {
		if p.Is(townhall.RoleCoordinator) {
			coordination = append(coordination, p.ID)
		}
	}
	for _, group := range [][]townhall.PersonID{coordination, f.leadership} {
		group = slices.DeleteFunc(slices.Clone(group), func(p townhall.PersonID) bool { return !f.mayDecide(i, p) })
		if len(group) > 0 {
			return group
		}
	}
	return nil
}

func (f facts) mayDecide(i *townhall.Idea, p townhall.PersonID) bool {
	return p != i.Author && !slices.Contains(i.Consents, p)
}

// reviewers are all who may review ideas.
func (f facts) reviewers() []townhall.PersonID {
	all := slices.Clone(f.leadership)
	for _, p := range f.guides {
		if p.Is(townhall.RoleCoordinator) {
			all = append(all, p.ID)
		}
	}
	return all
}

// ideaStillWaits reports whether the idea still waits for what the reminder says,
// until the same day, and for this person.
func ideaStillWaits(tx *storage.Tx, n *storage.Notice) (bool, error) {
	i, err := tx.Idea(townhall.IdeaID(n.Thing))
	if err != nil {
		return false, err
	}
	kind, by := ideaDeadline(i)
	return kind == n.Kind && by.String() == n.Values["occurrence"] && !slices.Contains(i.Consents, cmp.Or(n.For, n.Person)), nil
}
