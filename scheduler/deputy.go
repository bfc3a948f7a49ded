package scheduler

import (
	"errors"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
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
			told, err := f.toldAnyway(n, owner, to)
			if err != nil {
				return nil, err
			}
			if told {
				fold.Dropped = append(fold.Dropped, n)
				continue
			}
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

// toldAnyway reports whether who stands in for somebody has a reminder of the same
// occasion of their own, which may have been said already.
func (f *folding) toldAnyway(n *storage.Notice, owner, to townhall.PersonID) (bool, error) {
	occasion, ok := strings.CutSuffix(string(n.Key), "/"+string(owner))
	if !ok || to == owner {
		return false, nil
	}
	unsaid, err := f.tx.Unsaid([]storage.Notice{{Key: bot.Key(occasion + "/" + string(to))}})
	return len(unsaid) == 0, err
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
	work, can, err := matterOf(f.tx, n)
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
		return s, err == nil && !p.Gone && (id == owner || can(p) && !p.Muted)
	}), failed
}

// matterOf says whether somebody can stand in for the receiver of a reminder, and
// who can.
func matterOf(tx *storage.Tx, n *storage.Notice) (m townhall.Matter, can func(*townhall.Person) bool, err error) {
	anybody := func(*townhall.Person) bool { return true }
	switch {
	case isDecision(n), strings.HasPrefix(n.Kind, "reminder.package_"), strings.HasPrefix(n.Kind, "mandate."):
		return townhall.MatterWork, anybody, nil
	case n.Kind == "idea.answer_due", n.Kind == "idea.decision_due":
		i, err := tx.Idea(townhall.IdeaID(n.Thing))
		if townhall.ErrorCode(err) == townhall.NotFound {
			return townhall.MatterPersonal, anybody, nil
		}
		return townhall.MatterWork, func(p *townhall.Person) bool { return p.ID != i.Author }, err // nobody looks after their own
	case n.Kind == "question.overdue":
		q, err := tx.HelpRequest(townhall.HelpRequestID(n.Thing))
		switch {
		case townhall.ErrorCode(err) == townhall.NotFound:
			return townhall.MatterPersonal, anybody, nil
		case err == nil && q.Confidential:
			return townhall.MatterConfidential, anybody, nil
		}
		return townhall.MatterWork, func(p *townhall.Person) bool { return p.Is(townhall.RoleLotse) || p.Is(townhall.RoleCoordinator) }, err
	}
	return townhall.MatterPersonal, anybody, nil
}

// standIn says for whom the reader of a reminder stands in, until when, and whether
// somebody else can decide what that person is asked; nil if for nobody any more.
func (s *Scheduler) standIn(tx *storage.Tx, n *storage.Notice, reader *townhall.Person) (*cards.StandIn, error) {
	if n.For == "" {
		return nil, nil
	}
	owner, err := tx.Person(n.For)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings(n.For)
	if err != nil {
		return nil, err
	}
	if settings.Absence.Until.IsZero() { // they are back this very moment
		return nil, nil
	}
	in := &cards.StandIn{Person: owner.Display, Until: settings.Absence.Until, Ask: !reader.Is(townhall.RoleCoordinator)}
	if n.Kind == "decision.reminder" {
		leadership, err := tx.PeopleWith(townhall.RoleLeadership)
		if err != nil {
			return nil, err
		}
		in.Others = slices.ContainsFunc(leadership, func(p *townhall.Person) bool { return p.ID != n.For })
	}
	return in, nil
}
