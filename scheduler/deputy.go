package scheduler

import (
	"errors"
	"slices"
	"strings"

	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// isDecision reports whether somebody is reminded of a decision.
func isDecision(n *storage.Notice) bool { return strings.HasPrefix(n.Kind, "decision.") }

// handOver gives what is the town hall's work to who stands in for the person, if
// they are away today, and what they have for somebody who is back to that person
// again; they are told it next. It returns what stays with the person.
func (f *folding) handOver(due []*storage.Notice, p *townhall.Person, s townhall.Settings, fold *storage.Fold) (mine []*storage.Notice, err error) {
	today := townhall.DateOf(f.now, f.almanac.Zone(f.org))
	for _, n := range due {
		owner, away := n.For, true
		if owner == "" {
			owner, away = p.ID, s.Absence.Covers(today) && !p.Muted
		}
		to := p.ID
		if away {
			if to, err = f.inPlaceOf(owner, n, today); err != nil {
				return nil, err
			}
		}
		switch {
		case to != p.ID:
			n.Person, n.For = to, ""
			if to != owner {
				n.For = owner
			}
			fold.Later = append(fold.Later, n)
		case n.For != "" && slices.ContainsFunc(due, func(own *storage.Notice) bool { return own.For == "" && sameMatter(own, n) }):
			fold.Dropped = append(fold.Dropped, n) // they are told it anyway
		default:
			mine = append(mine, n)
		}
	}
	return mine, nil
}

// sameMatter reports whether two reminders are of the same occasion.
func sameMatter(a, b *storage.Notice) bool {
	return a.Kind == b.Kind && a.Thing == b.Thing && a.Values["occurrence"] == b.Values["occurrence"]
}

// inPlaceOf is who is told a reminder to somebody on a day: the person, or who
// stands in for them. Only who may read it and wants to hear something can stand in.
// That somebody does not work on this day of the week counts for nothing: they will be
// back soon enough.
func (f *folding) inPlaceOf(owner townhall.PersonID, n *storage.Notice, today townhall.Date) (townhall.PersonID, error) {
	work, guides, err := matterOf(f.tx, n)
	if err != nil {
		return owner, err
	}
	var failed error
	return townhall.StandIn(owner, work, today, func(id townhall.PersonID) (townhall.Settings, bool) {
		p, err := f.tx.Person(id)
		if err != nil {
			failed = errors.Join(failed, err)
			return townhall.Settings{}, false
		}
		s, err := f.tx.Settings(id)
		failed = errors.Join(failed, err)
		s.Works = townhall.EveryWorkingDay
		may := id == owner || !guides || p.Is(townhall.RoleLotse) || p.Is(townhall.RoleCoordinator)
		return s, err == nil && !p.Gone && may && (id == owner || !p.Muted)
	}), failed
}

// matterOf says whether somebody can stand in for the receiver of a reminder, and
// whether only Lotsen and the coordination can.
func matterOf(tx *storage.Tx, n *storage.Notice) (m townhall.Matter, guides bool, err error) {
	switch {
	case isDecision(n), strings.HasPrefix(n.Kind, "reminder.package_"):
		return townhall.MatterWork, false, nil
	case n.Kind == "question.overdue":
		q, err := tx.HelpRequest(townhall.HelpRequestID(n.Thing))
		switch {
		case townhall.ErrorCode(err) == townhall.NotFound:
			return townhall.MatterPersonal, false, nil
		case err == nil && q.Confidential:
			return townhall.MatterConfidential, false, nil
		}
		return townhall.MatterWork, true, err
	}
	return townhall.MatterPersonal, false, nil
}
