package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Reminders to people wait in a queue of their own, behind those of the classes,
// until it is decided which of them make one message. That message then waits in the
// queue of its class, as the first of them, which knows the others.
const foldQueue = 4

// queue is the queue in which a notice waits when it is written.
func (n *Notice) queue() int {
	if n.Class == ClassReminder && n.Person != "" {
		return foldQueue
	}
	return n.Class.priority()
}

// TownsToFold are the organisations with reminders to people that are due.
func (s *Store) TownsToFold(ctx context.Context, now time.Time) (orgs []townhall.OrgID, err error) {
	err = s.reader.session(ctx).list(&orgs, `select distinct org_id from notice
		where state = 'due' and priority = cast(:queue as integer) and turn <= :bound and due <= :now order by org_id`,
		args{"queue": foldQueue, "now": micros(now), "bound": micros(now.Add(turnsAhead))})
	return orgs, err
}

// DueReminders are all reminders that are due to some people of the town, most
// people at most, to whom no other one is on its way; by receiver. While another
// transaction decides about reminders of the town there are none: it takes them.
func (t *Tx) DueReminders(now time.Time, most int) ([]*Notice, error) {
	var id townhall.OrgID
	if free, err := t.get(`select id from organisation where id = :org`+t.dialect.lockOrPass, nil, &id); err != nil || !free {
		return nil, err
	}
	var due []*Notice
	people := 0
	err := t.each(`select `+claimedColumns+` from notice
		where org_id = :org and state = 'due' and class = 'reminder' and priority = cast(:queue as integer) and due <= :now and person not in
			(select person from notice underway where org_id = :org and state = 'due' and class = 'reminder' and priority <> cast(:queue as integer)
				and person is not null)
		order by person, due, key`, args{"queue": foldQueue, "now": micros(now)}, func(rows *sql.Rows) error {
		n := new(Notice)
		if err := rows.Scan(n.claimedPointers()...); err != nil {
			return err
		}
		if len(due) == 0 || due[len(due)-1].Person != n.Person {
			people++
		}
		if people <= most {
			due = append(due, n)
		}
		return nil
	})
	return due, err
}

// Told are the days, from one on, on which people were told something of which they
// are told little: reminders that count, and digests. A day stands there as often as
// they were.
func (t *Tx) Told(people []townhall.PersonID, from townhall.Date) (map[townhall.PersonID][]townhall.Date, error) {
	told := map[townhall.PersonID][]townhall.Date{}
	err := t.each(`select person, told_on, counted from notice
		where org_id = :org and told_on <> '' and told_on >= :from and (counted >= cast(:counted as integer) or class = 'digest')
			and person in (select value from `+t.dialect.strings(":people")+`)`,
		args{"from": isoDate(from), "counted": dayNumber(from), "people": jsonList(&people)}, func(rows *sql.Rows) error {
			var p townhall.PersonID
			var on isoDate
			var counted int
			err := rows.Scan(&p, &on, &counted)
			if d := dayOf(counted); counted > 0 { // it may have been put off since, and said again
				on = isoDate(d)
			}
			told[p] = append(told[p], townhall.Date(on))
			return err
		})
	return told, err
}

// dayNumber is a day as the column counted holds it: 20270318, and no day as 0.
func dayNumber(d townhall.Date) int { return d.Year*10000 + int(d.Month)*100 + d.Day }

func dayOf(n int) townhall.Date {
	return townhall.Date{Year: n / 10000, Month: time.Month(n / 100 % 100), Day: n % 100}
}

// PeopleAndSettings are people by their ids, and what they have set; who has set nothing is
// not among the settings.
func (t *Tx) PeopleAndSettings(ids []townhall.PersonID) (map[townhall.PersonID]*townhall.Person, map[townhall.PersonID]townhall.Settings, error) {
	a := func() args { return args{"people": jsonList(&ids)} }
	people, settings := map[townhall.PersonID]*townhall.Person{}, map[townhall.PersonID]townhall.Settings{}
	found, err := loadAll(t, "person", personFields, `id in (select value from `+t.dialect.strings(":people")+`)`, a())
	if err != nil {
		return nil, nil, err
	}
	for _, p := range found {
		people[p.ID] = p
	}
	set, err := loadAll(t, "person_setting", settingsFields, `person in (select value from `+t.dialect.strings(":people")+`)`, a())
	for _, s := range set {
		settings[s.Person] = *s
	}
	return people, settings, err
}

// Fold is what becomes of the reminders that were due to one person.
type Fold struct {
	// Now is one message, which stands under the key of the first.
	Now []*Notice
	// Counts is the person's day if it is one of the few that they are told in a day and
	// a week; no day if it is not.
	Counts townhall.Date
	// Later come at their Due, to their Person: that may be who stands in.
	Later   []*Notice
	Dropped []*Notice
}

// foldedRow is what the databases read of a reminder in a Fold; its columns are
// foldedColumns.
type foldedRow struct {
	Key     bot.Key           `json:"key"`
	State   NoticeState       `json:"state"`
	Queue   int               `json:"queue"`
	Person  townhall.PersonID `json:"person"`
	For     townhall.PersonID `json:"for_person"`
	Due     int64             `json:"due"`
	Parts   []bot.Key         `json:"parts"`
	Counted int               `json:"counted"`
}

var foldedColumns = []rowColumn{{"key", "text"}, {"state", "text"}, {"queue", "bigint"}, {"person", "text"}, {"for_person", "text"},
	{"due", "bigint"}, {"parts", "jsonb"}, {"counted", "bigint"}}

// SaveFolds keeps what was decided about reminders that DueReminders gave.
func (t *Tx) SaveFolds(folds []Fold) error {
	var all []foldedRow
	row := func(n *Notice, state NoticeState, queue int) *foldedRow {
		all = append(all, foldedRow{n.Key, state, queue, n.Person, n.For, n.Due.UnixMicro(), []bot.Key{}, 0})
		return &all[len(all)-1]
	}
	for _, f := range folds {
		for _, n := range f.Later {
			row(n, NoticeDue, foldQueue)
		}
		for _, n := range f.Dropped {
			row(n, NoticeDropped, foldQueue)
		}
		if len(f.Now) == 0 {
			continue
		}
		for _, n := range f.Now[1:] {
			row(n, NoticeFolded, foldQueue)
		}
		message := row(f.Now[0], NoticeDue, ClassReminder.priority())
		message.Counted = dayNumber(f.Counts)
		for _, n := range f.Now[1:] {
			message.Parts = append(message.Parts, n.Key)
		}
		t.enqueued = true
	}
	if len(all) == 0 {
		return nil
	}
	rows, err := json.Marshal(all)
	if err != nil {
		return err
	}
	changed, err := t.exec(foldFrom(t.dialect.rows(foldedColumns)), args{"rows": string(rows), "queue": foldQueue})
	if err == nil && int(changed) != len(all) {
		return ErrStale // somebody was not kept out: once more
	}
	return err
}

// foldFrom is the statement that keeps what a table of foldedRows holds; like
// finishFrom, it looks for keys.
func foldFrom(rows string) string {
	return `update notice set state = r.state, priority = r.queue, person = r.person, for_person = r.for_person,
			due = r.due, turn = r.due, parts = r.parts,
			counted = case when r.counted > 0 then r.counted else notice.counted end
		from ` + rows + ` as r
		where notice.org_id = :org and notice.key = r.key and notice.state || '' = 'due' and notice.priority = cast(:queue as integer)`
}

// Parts are the notices that come along with n in the same message, as they were
// enqueued, earliest first.
func (t *Tx) Parts(n *Notice) ([]*Notice, error) {
	if len(n.Parts) == 0 {
		return nil, nil
	}
	var parts []*Notice
	err := t.each(`select `+claimedColumns+` from notice
		where org_id = :org and key in (select value from `+t.dialect.strings(":parts")+`) order by due, key`,
		args{"parts": jsonList(&n.Parts)}, func(rows *sql.Rows) error {
			n := new(Notice)
			parts = append(parts, n)
			return rows.Scan(n.claimedPointers()...)
		})
	return parts, err
}

// partsOf says of what came along in a message what became of the message: it stands
// where the message stands, or waits to be folded anew.
func partsOf(f Finished) (parts []finishedRow) {
	if f.Outcome.state == NoticeDue && !f.Outcome.apart {
		return nil
	}
	for _, key := range f.Notice.Parts {
		row := finishedRows([]Finished{f})[0]
		row.Key = key
		if row.State == NoticeSent {
			row.State = NoticeFolded
		}
		parts = append(parts, row)
	}
	return parts
}

// finishParts keeps what became of notices that came along in messages of any
// organisations.
func (s *Store) finishParts(session *session, parts []finishedRow) error {
	if len(parts) == 0 {
		return nil
	}
	rows, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	_, err = session.exec(`update notice set state = r.state, due = case when r.due > 0 then r.due else notice.due - notice.due % :day end, turn = r.due,
			told_on = r.told, last_error = r.error, ref_platform = r.platform, ref_tenant = r.tenant, ref_channel = r.channel, ref_message = r.message
		from `+s.dialect.rows(finishedColumns)+` as r
		where notice.org_id = r.org and notice.key = r.key and notice.state = 'folded'`,
		args{"rows": string(rows), "day": 24 * time.Hour.Microseconds()})
	return err
}

// SaidReminder is a reminder that was said to somebody, alone or as the first of
// several; ok is false if it was not, or comes again already.
func (t *Tx) SaidReminder(key bot.Key, revision int, to townhall.PersonID) (n *Notice, ok bool, err error) {
	n = new(Notice)
	ok, err = t.get(`select `+claimedColumns+` from notice where org_id = :org and key = :key and revision = :revision
			and person = :person and class = 'reminder' and state = 'sent'`+t.lock(),
		args{"key": key, "revision": revision, "person": to}, n.claimedPointers()...)
	return n, ok, err
}

// LastReminders are the messages with reminders that somebody was told on the last day
// on which there were any, but not before a day. What comes again is not among them.
func (t *Tx) LastReminders(to townhall.PersonID, from townhall.Date) ([]*Notice, error) {
	var last []*Notice
	err := t.each(`select `+claimedColumns+` from notice where org_id = :org and person = :person and class = 'reminder' and state = 'sent' and told_on =
			(select max(told_on) from notice where org_id = :org and told_on <> '' and told_on >= :from and person = :person and class = 'reminder')
			order by key`,
		args{"person": to, "from": isoDate(from)}, func(rows *sql.Rows) error {
			n := new(Notice)
			last = append(last, n)
			return rows.Scan(n.claimedPointers()...)
		})
	return last, err
}

// SayAgain has a reminder that was said, and what came along with it, come again at
// a moment; that is not counted among what the person is told. That it was said
// still is.
func (t *Tx) SayAgain(n *Notice, at time.Time, on townhall.Date) error {
	keys := append([]bot.Key{n.Key}, n.Parts...)
	_, err := t.exec(`update notice set state = 'due', due = cast(:due as bigint), turn = cast(:due as bigint), today = :on, parts = '[]', attempts = 0, last_error = '',
			revision = revision + 1, token = token + 1, priority = cast(:queue as integer)
		where org_id = :org and person = :person and state in ('sent', 'folded') and key in (select value from `+t.dialect.strings(":keys")+`)`,
		args{"due": micros(at), "on": isoDate(on), "queue": foldQueue, "person": n.Person, "keys": jsonList(&keys)})
	t.enqueued = t.enqueued || err == nil
	return err
}
