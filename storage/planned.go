package storage

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Planned is what planning has found for a town.
type Planned struct {
	Org     townhall.OrgID
	Notices []Notice  // all reminders
	Next    time.Time // when to look again
}

// FinishPlanning writes what was planned for towns that were claimed until a moment,
// all in one transaction, and returns how many notices that were new. A notice with
// the key of an earlier one was said, or will be. Towns in which something has changed
// meanwhile are looked at again as soon as that was asked for.
func (s *Store) FinishPlanning(ctx context.Context, claimedUntil time.Time, all []Planned) (written int, err error) {
	looks, err := json.Marshal(lookRows(all))
	if err != nil {
		return 0, err
	}
	notices, err := plannedRows(all)
	if err != nil {
		return 0, err
	}
	err = s.again(func() error {
		written = 0
		dbtx, err := s.writer.db.BeginTxx(ctx, nil)
		if err != nil {
			return err
		}
		defer dbtx.Rollback()
		session := s.writer.sessionIn(ctx, dbtx)
		for _, rows := range notices {
			n, err := session.exec(insertPlanned(s.dialect.rows(plannedColumns)), args{"rows": rows})
			if err != nil {
				return err
			}
			written += int(n)
		}
		_, err = session.exec(`update schedule set look_at = r.look_at from `+s.dialect.rows(lookColumns)+` as r
			where schedule.org_id = r.org and schedule.look_at = :until`, args{"rows": string(looks), "until": micros(claimedUntil)})
		if err != nil {
			return err
		}
		if err := dbtx.Commit(); err != nil {
			return err
		}
		session.keepStatements()
		return nil
	})
	if err == nil && written > 0 {
		s.wake.committed()
	}
	return written, err
}

// lookRow is what the databases read of when to look at a town again.
type lookRow struct {
	Org    townhall.OrgID `json:"org"`
	LookAt int64          `json:"look_at"`
}

var lookColumns = []rowColumn{{"org", "text"}, {"look_at", "bigint"}}

func lookRows(all []Planned) []lookRow {
	rows := make([]lookRow, len(all))
	for i, p := range all {
		rows[i] = lookRow{p.Org, p.Next.UnixMicro()}
	}
	return rows
}

// plannedRow is what the databases read of a planned notice; its columns are
// plannedColumns.
type plannedRow struct {
	Org      townhall.OrgID     `json:"org"`
	Key      bot.Key            `json:"key"`
	Class    Class              `json:"class"`
	Priority int                `json:"priority"`
	Person   townhall.PersonID  `json:"person"`
	Channel  townhall.ChannelID `json:"channel"`
	Kind     string             `json:"kind"`
	Thing    townhall.Number    `json:"thing"`
	Data     map[string]string  `json:"data"`
	Due      micros             `json:"due"`
	Turn     micros             `json:"turn"`
	Day      townhall.Date      `json:"day"`
	Until    micros             `json:"until"`
	Today    townhall.Date      `json:"today"`
	For      townhall.PersonID  `json:"for_person"`
}

var plannedColumns = []rowColumn{
	{"org", "text"}, {"key", "text"}, {"class", "text"}, {"priority", "integer"}, {"person", "text"}, {"channel", "text"}, {"kind", "text"}, {"thing", "bigint"},
	{"data", "jsonb"}, {"due", "bigint"}, {"turn", "bigint"}, {"day", "text"}, {"until", "bigint"}, {"today", "text"}, {"for_person", "text"},
}

// plannedAtOnce is how many planned notices one statement writes at most.
const plannedAtOnce = 2000

// plannedRows are the notices of many towns, each at its town's turn, in lists for
// insertPlanned.
func plannedRows(all []Planned) (lists []string, err error) {
	var rows []plannedRow
	for _, p := range all {
		turns := turns{}
		for i := range p.Notices {
			n, values := &p.Notices[i], p.Notices[i].Values
			if values == nil {
				values = map[string]string{}
			}
			rows = append(rows, plannedRow{p.Org, n.Key, n.Class, n.queue(), n.Person, n.Channel, n.Kind, n.Thing, values,
				micros(n.Due), micros(turns.next(n)), n.On, micros(n.Until), n.Today, n.For})
		}
	}
	for chunk := range slices.Chunk(rows, plannedAtOnce) {
		list, err := json.Marshal(chunk)
		if err != nil {
			return nil, err
		}
		lists = append(lists, string(list))
	}
	return lists, nil
}

// insertPlanned is the statement that writes what a table of plannedRows holds, but
// for what was said before or will be.
func insertPlanned(rows string) string {
	return `insert into notice (org_id, key, class, priority, person, channel, kind, thing, data, due, turn, day,
			until, today, for_person, state, revision, attempts, leased_until, token, ref_platform, ref_tenant, ref_channel, ref_message, last_error)
		select r.org, r.key, r.class, r.priority, nullif(r.person, ''), nullif(r.channel, ''), r.kind, r.thing, r.data, r.due, r.turn, r.day,
			r.until, r.today, r.for_person, 'due', 1, 0, 0, 0, '', '', '', '', ''
		from ` + rows + ` as r where true
		on conflict (org_id, key) do nothing`
}
