package storage

import (
	"time"

	"lotsenfunk/privacy"
	"lotsenfunk/townhall"
)

// forgottenAtOnce is how many ideas and questions of each kind are seen to in a
// day at most: each has its cards shown anew.
const forgottenAtOnce = 50

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
	if err := t.forgetAuthors(today, now); err != nil {
		return err
	}
	if err := t.forgetCohorts(today, privacy.CheckInDays, privacy.CohortDays); err != nil {
		return err
	}
	return t.forgetQuestions(today, now)
}

// forgetQuestions deletes what was asked and said, and by whom, half a year after
// a question was closed. Its topic stays, and its cards are shown anew.
func (t *Tx) forgetQuestions(today townhall.Date, now time.Time) error {
	var old []townhall.HelpRequestID
	err := t.list(&old, `select id from help_request where org_id = :org and state = 'closed' and title <> ''
			and coalesce((select max(event.day) from event where event.org_id = :org and event.thing = help_request.id), requested_on) < :before
		order by id limit cast(:most as integer)`, args{"before": isoDate(today.AddDays(-privacy.QuestionDays)), "most": forgottenAtOnce})
	if err != nil {
		return err
	}
	for _, id := range old {
		for _, query := range []string{
			`update help_request set version = version + 1, title = '', body = '', resolution = '', requested_by = null, claimed_by = null,
				forwarded_person = '', asked_contact = '', department = null where org_id = :org and id = :id`,
			`delete from remark where org_id = :org and question = :id`,
		} {
			if _, err := t.exec(query, args{"id": id}); err != nil {
				return err
			}
		}
		if err := t.refreshPosted(townhall.Number(id), townhall.KindHelpRequest, now, today); err != nil {
			return err
		}
	}
	return nil
}

// refreshPosted has the cards of a thing shown anew wherever they stand.
func (t *Tx) refreshPosted(n townhall.Number, kind townhall.Kind, now time.Time, on townhall.Date) error {
	var cards []Notice
	people, err := t.Readers(n)
	for _, p := range people {
		cards = append(cards, personCard(n, kind, p, now, on))
	}
	if err != nil {
		return err
	}
	channels, err := t.Channels()
	for _, c := range channels {
		_, posted, err := t.Posting(n, "channel:"+string(c.ID))
		if err != nil {
			return err
		}
		if posted {
			cards = append(cards, cardNotice(n, kind, c.ID, now, on))
		}
	}
	if err != nil {
		return err
	}
	return t.Enqueue(cards...)
}

// forgetAuthors deletes who an idea is from, and who has reviewed it, a year
// after it was decided, if it is closed; and shows its card anew.
func (t *Tx) forgetAuthors(today townhall.Date, now time.Time) error {
	var ids []townhall.IdeaID
	err := t.list(&ids, `select id from idea where org_id = :org and state in ('declined', 'implemented', 'forwarded', 'merged', 'withdrawn')
			and (author is not null or reviewer is not null or origin_author is not null)
			and case when decided_on = '' then submitted_on else decided_on end < :before
		order by id limit cast(:most as integer)`, args{"before": isoDate(today.AddDays(-privacy.AuthorDays)), "most": forgottenAtOnce})
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
