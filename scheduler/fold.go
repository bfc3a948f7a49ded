package scheduler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lotsenfunk/cards"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// receiversAtOnce is to how many people of a town one transaction folds reminders.
const receiversAtOnce = 100

// fold decides what becomes of all reminders to people that are due, and returns of
// how many. What makes one message waits for delivery from then on.
func (s *Scheduler) fold(ctx context.Context) (done int, err error) {
	s.folds.Lock()
	defer s.folds.Unlock()
	defer func() { s.done.Add(int64(done)) }()
	orgs, err := s.store.TownsToFold(ctx, s.now())
	if err != nil {
		return 0, fmt.Errorf("towns with reminders: %w", err)
	}
	of := make([]int, len(orgs))
	failed := make([]error, len(orgs))
	inParallel(len(orgs), func(i int) {
		for more := true; more && ctx.Err() == nil; {
			var n int
			if n, more, failed[i] = s.foldTown(ctx, orgs[i]); failed[i] != nil {
				failed[i] = fmt.Errorf("organisation %s: fold reminders: %w", orgs[i], failed[i])
				return
			}
			of[i] += n
		}
	})
	for _, n := range of {
		done += n
	}
	return done, errors.Join(failed...)
}

// foldTown decides about the reminders to some people of a town, all in one
// transaction: whatever other schedulers do, they are told once. It returns of how
// many, and whether there may be more.
func (s *Scheduler) foldTown(ctx context.Context, org townhall.OrgID) (done int, more bool, err error) {
	err = s.store.Update(ctx, org, func(tx *storage.Tx) error {
		due, err := tx.DueReminders(s.now(), receiversAtOnce)
		if done = len(due); err != nil || done == 0 {
			return err
		}
		f, err := s.newFolding(tx, due)
		if err != nil {
			return err
		}
		var folds []storage.Fold
		for len(due) > 0 {
			n := slices.IndexFunc(due, func(n *storage.Notice) bool { return n.Person != due[0].Person })
			if n < 0 {
				n = len(due)
			}
			one, err := f.receiver(due[:n])
			if err != nil {
				return err
			}
			folds, due = append(folds, one), due[n:]
		}
		more = len(folds) == receiversAtOnce
		return tx.SaveFolds(folds)
	})
	return done, more, err
}

// folding decides what people of one town are told.
type folding struct {
	*Scheduler
	tx       *storage.Tx
	now      time.Time
	org      *townhall.Organisation
	cal      *townhall.Calendar
	people   map[townhall.PersonID]*townhall.Person
	settings map[townhall.PersonID]townhall.Settings
	told     map[townhall.PersonID][]townhall.Date
}

// week is how far back may lie what people were told in the week that counts, in
// whatever zone they are.
const week = 8

func (s *Scheduler) newFolding(tx *storage.Tx, due []*storage.Notice) (f *folding, err error) {
	f = &folding{Scheduler: s, tx: tx, now: s.now()}
	if f.org, err = tx.Organisation(); err != nil {
		return nil, err
	}
	if f.cal, err = f.almanac.Calendar(f.org); err != nil {
		return nil, err
	}
	var ids []townhall.PersonID
	for _, n := range due {
		ids = append(ids, n.Person)
	}
	ids = slices.Compact(ids)
	tx.Expect(ids)
	if f.people, f.settings, err = tx.PeopleAndSettings(ids); err != nil {
		return nil, err
	}
	f.told, err = tx.Told(ids, townhall.DateOf(f.now, time.UTC).AddDays(-week))
	return f, err
}

// receiver decides what becomes of the reminders that are due to one person.
func (f *folding) receiver(due []*storage.Notice) (fold storage.Fold, err error) {
	p := f.people[due[0].Person]
	if p == nil || p.Gone {
		return storage.Fold{Dropped: due}, nil
	}
	s, ok := f.settings[p.ID]
	if !ok {
		s = townhall.DefaultSettings(p.ID)
	}
	reach := townhall.ReachOf(p, s, f.cal, f.almanac.Zone(f.org))
	mine, err := f.handOver(due, p, s, &fold)
	if err != nil {
		return fold, err
	}
	for {
		told := townhall.Fold(f.reminders(mine, reach), f.said(p.ID, reach.Zone), f.now, reach)
		untrue, err := f.untrue(p, mine, told.Now)
		if err != nil {
			return fold, err
		}
		if len(untrue) == 0 {
			f.take(&fold, mine, told, reach.Zone)
			return fold, nil
		}
		fold.Dropped = append(fold.Dropped, untrue...)
		mine = slices.DeleteFunc(mine, func(n *storage.Notice) bool { return slices.Contains(untrue, n) })
	}
}

// said are moments on the days on which somebody was told what counts.
func (f *folding) said(p townhall.PersonID, zone *time.Location) (said []time.Time) {
	for _, d := range f.told[p] {
		said = append(said, d.At(12, 0, zone))
	}
	return said
}

// reminders are notices as the rule sees them, under their keys.
func (f *folding) reminders(all []*storage.Notice, reach townhall.Reach) (reminders []townhall.Reminder) {
	for _, n := range all {
		reminders = append(reminders, reminderOf(n, f.now, reach.Zone))
	}
	return reminders
}

// reminderOf is a notice as the rule sees it. Of decisions people are told whatever
// they were told before: somebody waits for them.
func reminderOf(n *storage.Notice, now time.Time, zone *time.Location) townhall.Reminder {
	r := townhall.Reminder{Key: string(n.Key), At: n.Due, Until: n.Until, Today: n.Today}
	if r.Until.IsZero() {
		r.Until = townhall.AsLongAsTrue(now)
	}
	if isDecision(n) {
		r.Today = townhall.DateOf(now, zone)
	}
	return r
}

// untrue are those of what would be said now that are not true any more. One alone
// is looked at when it is sent; of several it decides what may come along.
func (f *folding) untrue(reader *townhall.Person, mine []*storage.Notice, now []townhall.Reminder) (untrue []*storage.Notice, err error) {
	if len(now) < 2 {
		return nil, nil
	}
	for _, r := range now {
		n := mine[slices.IndexFunc(mine, func(n *storage.Notice) bool { return string(n.Key) == r.Key })]
		still, err := f.stands(n, reader)
		if err != nil {
			return nil, err
		}
		if !still {
			untrue = append(untrue, n)
		}
	}
	return untrue, nil
}

// stands reports whether a reminder is still true for its reader.
func (f *folding) stands(n *storage.Notice, reader *townhall.Person) (bool, error) {
	still, err := isTrue(f.tx, n)
	if err != nil || !still {
		return false, err
	}
	var d delivery
	err = f.seeCohort(f.tx, n, reader, &d, new(cards.Told))
	return !d.over, err
}

// isTrue reports whether a reminder is still true, as far as that can be said without
// its reader; of what is not there any more nothing is.
func isTrue(tx *storage.Tx, n *storage.Notice) (bool, error) {
	still, err := stillTrue(tx, n)
	if townhall.ErrorCode(err) == townhall.NotFound {
		return false, nil
	}
	return still, err
}

// take puts the notices where the rule has put their reminders.
func (f *folding) take(fold *storage.Fold, mine []*storage.Notice, told townhall.Folded, zone *time.Location) {
	notices := func(of []townhall.Reminder) (all []*storage.Notice) {
		for _, r := range of {
			n := mine[slices.IndexFunc(mine, func(n *storage.Notice) bool { return string(n.Key) == r.Key })]
			n.Due = r.At
			all = append(all, n)
		}
		return all
	}
	fold.Now = notices(told.Now)
	if told.Counts {
		fold.Counts = townhall.DateOf(f.now, zone)
	}
	fold.Later = append(fold.Later, notices(told.Later)...)
	fold.Dropped = append(fold.Dropped, notices(told.Dropped)...)
}
