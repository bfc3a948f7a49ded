package storage

import (
	"time"

	"lotsenfunk/privacy"
	"lotsenfunk/townhall"
)

// authorsAtOnce is how many ideas a day lose their authors at most: each has its
// card shown anew.
const authorsAtOnce = 50

// Forget deletes what is kept for a time only, by the days that the package
// privacy tells people.
func (t *Tx) Forget(today townhall.Date, now time.Time) error {
	notes, log := isoDate(today.AddDays(-privacy.NotesDays)), isoDate(today.AddDays(-privacy.LogDays))
	for _, step := range []struct {
		query  string
		before isoDate
	}{
		{`delete from draft where org_id = :org and day < :before`, notes},
		{`delete from delivery where org_id = :org and day < :before`, notes},
		{`delete from attempt where org_id = :org and day < :before`, notes},
		{`delete from notice where org_id = :org and day < :before and class <> 'card' and state <> 'due'`, log},
		// The last event of a thing is what the next one is counted on from.
		{`delete from event where org_id = :org and day < :before and seq <
			(select max(last.seq) from event last where last.org_id = :org and last.thing = event.thing)`, log},
		{`update event set actor = null, data = '{}' where org_id = :org and day < :before`, log},
	} {
		if _, err := t.exec(step.query, args{"before": step.before}); err != nil {
			return err
		}
	}
	return t.forgetAuthors(today, now)
}

// forgetAuthors deletes who an idea is from, and who has reviewed it, a year
// after it was decided, if it is closed; and shows its card anew.
func (t *Tx) forgetAuthors(today townhall.Date, now time.Time) error {
	var ids []townhall.IdeaID
	err := t.list(&ids, `select id from idea where org_id = :org and state in ('declined', 'implemented', 'forwarded', 'merged', 'withdrawn')
			and (author is not null or reviewer is not null or origin_author is not null)
			and case when decided_on = '' then submitted_on else decided_on end < :before
		order by id limit :most`, args{"before": isoDate(today.AddDays(-privacy.AuthorDays)), "most": authorsAtOnce})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := t.exec(`update idea set version = version + 1, author = null, reviewer = null, origin_author = null, consents = '[]'
			where org_id = :org and id = :id`, args{"id": id}); err != nil {
			return err
		}
		if _, err := t.exec(`delete from posting where org_id = :org and thing = :id and audience like :people`, args{"id": id, "people": "person:%"}); err != nil {
			return err
		}
		if err := t.RefreshIdea(&townhall.Idea{ID: id}, now, today); err != nil {
			return err
		}
	}
	return nil
}
