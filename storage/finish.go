package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// Finished says what became of a notice that was claimed.
type Finished struct {
	Notice  *Notice
	Outcome Outcome
	// Posting is where the thing now stands before the receiver, if that is new.
	Posting *Posting
	// ToldOn is the receiver's day on which a reminder or a digest was said, if it was.
	ToldOn townhall.Date
}

// FinishNotices records what became of notices of any organisations, all in one
// transaction. It returns those whose lease had run out, so that somebody else has
// claimed them since: nothing of theirs is changed. A card that was enqueued anew in
// the meantime stays due.
func (s *Store) FinishNotices(ctx context.Context, all []Finished) (lost []*Notice, err error) {
	rows, err := json.Marshal(finishedRows(all))
	if err != nil {
		return nil, err
	}
	err = s.again(func() error {
		lost = nil
		dbtx, err := s.writer.db.BeginTxx(ctx, nil)
		if err != nil {
			return err
		}
		defer dbtx.Rollback()
		session := s.writer.sessionIn(ctx, dbtx)
		kept := map[finishedKey]bool{}
		err = session.each(finishFrom(s.dialect.rows(finishedColumns)), args{"rows": string(rows), "day": 24 * time.Hour.Microseconds()}, func(r *sql.Rows) error {
			var k finishedKey
			err := r.Scan(&k.org, &k.key)
			kept[k] = true
			return err
		})
		if err != nil {
			return err
		}
		posted := map[postedKey]postedRow{}
		var parts []finishedRow
		for _, f := range all {
			if !kept[finishedKey{f.Notice.Org, f.Notice.Key}] {
				lost = append(lost, f.Notice)
				continue
			}
			parts = append(parts, partsOf(f)...)
			if f.Posting != nil {
				posted[postedKey{f.Notice.Org, f.Posting.Thing, f.Posting.Audience}] = postedRow{f.Notice.Org, f.Posting.Thing, f.Posting.Audience,
					f.Posting.Ref.Tenant.Platform, f.Posting.Ref.Tenant.ID, f.Posting.Ref.Channel, f.Posting.Ref.ID, f.Posting.Version}
			}
		}
		if err := s.finishParts(session, parts); err != nil {
			return err
		}
		if err := s.savePostings(session, slices.Collect(maps.Values(posted))); err != nil {
			return err
		}
		if err := dbtx.Commit(); err != nil {
			return err
		}
		session.keepStatements()
		return nil
	})
	return lost, err
}

type finishedKey struct {
	org townhall.OrgID
	key bot.Key
}

// postedKey is where a thing is shown, in any organisation.
type postedKey struct {
	org      townhall.OrgID
	thing    townhall.Number
	audience string
}

// postedRow is what the databases read of a Posting; its columns are
// postedColumns.
type postedRow struct {
	Org      townhall.OrgID  `json:"org"`
	Thing    townhall.Number `json:"thing"`
	Audience string          `json:"audience"`
	Platform string          `json:"platform"`
	Tenant   string          `json:"tenant"`
	Channel  string          `json:"channel"`
	Message  string          `json:"message"`
	Version  int             `json:"version"`
}

var postedColumns = []rowColumn{
	{"org", "text"}, {"thing", "bigint"}, {"audience", "text"}, {"platform", "text"}, {"tenant", "text"}, {"channel", "text"}, {"message", "text"}, {"version", "bigint"},
}

// savePostings remembers postings of any organisations, one for each thing and
// audience.
func (s *Store) savePostings(session *session, posted []postedRow) error {
	if len(posted) == 0 {
		return nil
	}
	rows, err := json.Marshal(posted)
	if err != nil {
		return err
	}
	_, err = session.exec(`insert into posting (org_id, thing, audience, platform, tenant, channel, message, version)
		select r.org, r.thing, r.audience, r.platform, r.tenant, r.channel, r.message, r.version from `+s.dialect.rows(postedColumns)+` as r where true
		on conflict (org_id, thing, audience) do update set platform = excluded.platform, tenant = excluded.tenant,
			channel = excluded.channel, message = excluded.message, version = excluded.version`, args{"rows": string(rows)})
	return err
}

// rowColumn is a column of rows that travel to the databases as one JSON list,
// with PostgreSQL's type.
type rowColumn struct{ name, kind string }

// finishedRow is what the databases read of a Finished; its columns are
// finishedColumns.
type finishedRow struct {
	Org       townhall.OrgID `json:"org"`
	Key       bot.Key        `json:"key"`
	Token     int64          `json:"token"`
	Revision  int            `json:"revision"`
	State     NoticeState    `json:"state"`
	Due       int64          `json:"due"`
	Uncounted int            `json:"uncounted"`
	Error     string         `json:"error"`
	Platform  string         `json:"platform"`
	Tenant    string         `json:"tenant"`
	Channel   string         `json:"channel"`
	Message   string         `json:"message"`
	Told      string         `json:"told"`
	Apart     int            `json:"apart"`
}

func finishedRows(all []Finished) []finishedRow {
	rows := make([]finishedRow, len(all))
	for i, f := range all {
		n, o := f.Notice, f.Outcome
		rows[i] = finishedRow{n.Org, n.Key, n.Token, n.Revision, o.state, 0, o.uncounted, o.err,
			o.ref.Tenant.Platform, o.ref.Tenant.ID, o.ref.Channel, o.ref.ID, "", 0}
		if o.state == NoticeSent {
			rows[i].Told = f.ToldOn.String()
		}
		if o.apart {
			rows[i].Apart = 1
		}
		if !o.due.IsZero() {
			rows[i].Due = o.due.UnixMicro()
		}
	}
	return rows
}

var finishedColumns = []rowColumn{
	{"org", "text"}, {"key", "text"}, {"token", "bigint"}, {"revision", "bigint"}, {"state", "text"}, {"due", "bigint"}, {"uncounted", "bigint"},
	{"error", "text"}, {"platform", "text"}, {"tenant", "text"}, {"channel", "text"}, {"message", "text"}, {"told", "text"}, {"apart", "bigint"},
}

// finishFrom is the statement that finishes what a table of finishedRows holds. The
// state is compared in a way that no index is of: PostgreSQL would go through all that
// is due, and that may be a great deal, instead of looking for a few keys.
func finishFrom(rows string) string {
	return `update notice set
			state = case when r.state in ('sent', 'dropped') and notice.revision > r.revision then 'due' else r.state end,
			due = case when r.due > 0 then r.due when r.state = 'due' then notice.due else notice.due - notice.due % :day end,
			turn = case when r.due > 0 then r.due when r.state = 'due' or notice.revision > r.revision then notice.turn else 0 end,
			attempts = notice.attempts - r.uncounted, leased_until = 0, last_error = r.error,
			ref_platform = r.platform, ref_tenant = r.tenant, ref_channel = r.channel, ref_message = r.message,
			told_on = case when r.told <> '' then r.told else notice.told_on end,
			priority = case when r.apart = 1 then ` + strconv.Itoa(foldQueue) + ` else notice.priority end,
			parts = case when r.apart = 1 then '[]' else notice.parts end,
			counted = case when (r.apart = 1 or r.state in ('dropped', 'dead')) and notice.told_on = '' then 0 else notice.counted end
		from ` + rows + ` as r
		where notice.org_id = r.org and notice.key = r.key and notice.token = r.token and notice.state || '' = 'due'
		returning notice.org_id, notice.key`
}
