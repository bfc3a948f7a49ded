package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// nextOf selects the notices of a class that are next in turn. What is due stands
// at most turnsAhead behind now, so what is due later is not even looked at. but is
// a further condition, or empty.
func nextOf(class Class, limit, but string) string {
	return fmt.Sprintf(`select org_id, key, priority, turn from notice
		where state = 'due' and priority = %d and turn <= :bound and due <= :now and leased_until <= :now %s
		order by turn, org_id, key limit %s`, class.priority(), but, limit)
}

// claimedColumns are what a claim returns, as claimedPointers takes them.
const claimedColumns = `org_id, key, class, coalesce(person, ''), coalesce(channel, ''), kind, thing, data, due, day,
	state, revision, attempts, token, ref_platform, ref_tenant, ref_channel, ref_message, last_error,
	until, today, for_person, parts, told_on, counted > 0`

func (n *Notice) claimedPointers() []any {
	return []any{
		&n.Org, &n.Key, &n.Class, &n.Person, &n.Channel, &n.Kind, &n.Thing, jsonObject(&n.Values), (*micros)(&n.Due), (*isoDate)(&n.On),
		&n.State, &n.Revision, &n.Attempts, &n.Token, &n.Ref.Tenant.Platform, &n.Ref.Tenant.ID, &n.Ref.Channel, &n.Ref.ID, &n.LastError,
		(*micros)(&n.Until), (*isoDate)(&n.Today), &n.For, jsonList(&n.Parts), (*isoDate)(&n.ToldOn), &n.Counted,
	}
}

// ClaimNotices leases up to limit due notices of all organisations, until now
// and lease have passed. Each goes to one caller only, however many ask at the
// same time; who does not finish in time loses it to the next. Those of some
// organisations may be left for later.
func (s *Store) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int, but ...townhall.OrgID) ([]*Notice, error) {
	var claimed []*Notice
	a := args{"now": micros(now), "bound": micros(now.Add(turnsAhead)), "until": micros(now.Add(lease)), "limit": limit}
	claim := s.dialect.claim("")
	if len(but) > 0 {
		claim, a["but"] = s.dialect.claim("and org_id not in (select value from "+s.dialect.strings(":but")+")"), jsonList(&but)
	}
	err := s.again(func() error {
		claimed = nil
		return s.writer.session(ctx).each(claim, a,
			func(rows *sql.Rows) error {
				n := new(Notice)
				claimed = append(claimed, n)
				return rows.Scan(n.claimedPointers()...)
			})
	})
	slices.SortFunc(claimed, func(a, b *Notice) int {
		return cmp.Or(cmp.Compare(a.Class.priority(), b.Class.priority()), a.Due.Compare(b.Due),
			cmp.Compare(a.Org, b.Org), cmp.Compare(a.Key, b.Key))
	})
	return claimed, err
}

// NextDue is the earliest moment at which a notice can be claimed: the zero
// time for one that is to be sent at once. ok is false if nothing waits.
func (s *Store) NextDue(ctx context.Context) (next time.Time, ok bool, err error) {
	var waiting int
	_, err = s.reader.session(ctx).get(`select count(*), coalesce(min(case when leased_until > due then leased_until else due end), 0)
		from notice where state = 'due'`, nil, &waiting, (*micros)(&next))
	return next, waiting > 0, err
}

// CountNotices counts the notices of all organisations in each state that has
// any.
func (s *Store) CountNotices(ctx context.Context) (map[NoticeState]int, error) {
	var rows []struct {
		State NoticeState
		N     int
	}
	err := s.reader.session(ctx).list(&rows, `select state, count(*) as n from notice group by state`, nil)
	counts := make(map[NoticeState]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// NoticeCount is how many notices of a class stand somewhere: in one of the
// states, or, of those that are to be sent, "later" if their time has not come and
// "retrying" if they wait for another attempt.
type NoticeCount struct {
	Class Class
	State NoticeState
	N     int
}

// WatchNotices counts the notices of all organisations, and says since when the
// oldest has been due; ok is false if none is. Of one whose moment is not kept
// only the day counts, as if it had been due at its end.
func (s *Store) WatchNotices(ctx context.Context, now time.Time) (counts []NoticeCount, oldest time.Time, ok bool, err error) {
	session := s.reader.session(ctx)
	err = session.each(`select class, case when state <> 'due' then state when due <= :now then 'due' when last_error <> '' then 'retrying' else 'later' end as stands,
			count(*) from notice group by class, stands order by class, stands`, args{"now": micros(now)},
		func(rows *sql.Rows) error {
			var c NoticeCount
			err := rows.Scan(&c.Class, &c.State, &c.N)
			counts = append(counts, c)
			return err
		})
	if err != nil {
		return nil, time.Time{}, false, err
	}
	var since micros
	var day isoDate
	_, err = session.get(`select coalesce(min(case when due > 0 then due end), 0), coalesce(min(case when due = 0 then day end), '')
		from notice where state = 'due' and due <= :now`, args{"now": micros(now)}, &since, &day)
	oldest = time.Time(since)
	if d := townhall.Date(day); !d.IsZero() {
		if end := d.AddDays(1).At(0, 0, time.UTC); end.Before(now) && (oldest.IsZero() || end.Before(oldest)) {
			oldest = end
		}
	}
	return counts, oldest, !oldest.IsZero(), err
}

// CountNotices counts the notices of this organisation: those that could be sent
// now, those that wait for their time, and those that cannot be delivered.
func (t *Tx) CountNotices(now time.Time) (due, later, dead int, err error) {
	_, err = t.get(`select coalesce(sum(case when state = 'due' and due <= :now then 1 else 0 end), 0),
			coalesce(sum(case when state = 'due' and due > :now then 1 else 0 end), 0),
			coalesce(sum(case when state = 'dead' then 1 else 0 end), 0)
		from notice where org_id = :org and state in ('due', 'dead')`, args{"now": micros(now)}, &due, &later, &dead)
	return due, later, dead, err
}

// TroubledNotices counts, by kind, the notices whose last attempt has failed. What
// the platforms said stays in the database: it may name people.
func (t *Tx) TroubledNotices() (map[string]int, error) {
	counts := map[string]int{}
	err := t.each(`select kind, count(*) from notice where org_id = :org and state in ('due', 'dead') and last_error <> '' group by kind`, nil,
		func(rows *sql.Rows) error {
			var kind string
			var n int
			err := rows.Scan(&kind, &n)
			counts[kind] = n
			return err
		})
	return counts, err
}

// Outcome is what became of a notice. Make one with Sent, Folded, Dropped,
// Dead, Retry, Deferred or Apart.
type Outcome struct {
	state     NoticeState
	ref       bot.Ref
	due       time.Time
	err       string
	uncounted int
	apart     bool
}

// Sent: the notice stands at ref. Of its time, only the day is kept.
func Sent(ref bot.Ref) Outcome { return Outcome{state: NoticeSent, ref: ref} }

// Folded: the notice was said as part of the message at ref.
func Folded(ref bot.Ref) Outcome { return Outcome{state: NoticeFolded, ref: ref} }

// Dropped: the notice was no longer true.
func Dropped() Outcome { return Outcome{state: NoticeDropped} }

// Dead: the notice cannot be delivered, and never will be.
func Dead(reason error) Outcome { return Outcome{state: NoticeDead, err: reason.Error()} }

// Retry: it failed and is tried again at a later moment.
func Retry(at time.Time, reason error) Outcome {
	return Outcome{state: NoticeDue, due: at, err: reason.Error()}
}

// Deferred: it was not tried, and waits without counting an attempt.
func Deferred(until time.Time) Outcome {
	return Outcome{state: NoticeDue, due: until, uncounted: 1}
}

// Apart: a message of reminders was not tried, and each of them waits until a moment
// to be folded anew.
func Apart(until time.Time) Outcome {
	return Outcome{state: NoticeDue, due: until, uncounted: 1, apart: true}
}
