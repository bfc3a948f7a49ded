package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteReaders is how many transactions may read at the same time.
const sqliteReaders = 4

// Each commit reaches the disk before it is answered (synchronous=FULL), what
// is deleted is overwritten (secure_delete), and writers queue up at begin
// (_txlock=immediate) instead of failing in the middle. The log is copied into
// the database after 32 MB: by then most pages have changed several times and
// are written once.
const (
	sqliteWriter = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(ON)&_pragma=secure_delete(ON)&_pragma=wal_autocheckpoint(8000)&_txlock=immediate"
	sqliteReader = "mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(ON)"
)

func openSQLite(ctx context.Context, path string) (*Store, error) {
	writer, err := sql.Open("sqlite", sqliteURI(path, sqliteWriter))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	if err := whenFree(ctx, func() error { return migrate(ctx, goose.DialectSQLite3, writer, "migrations/sqlite") }); err != nil {
		writer.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	reader, err := sql.Open("sqlite", sqliteURI(path, sqliteReader))
	if err != nil {
		writer.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	reader.SetMaxOpenConns(sqliteReaders)
	reader.SetMaxIdleConns(sqliteReaders)
	store := &Store{
		dialect: sqliteDialect(),
		writer:  newPool(sqlx.NewDb(writer, "sqlite3")), // the name by which sqlx knows its parameters
		reader:  newPool(sqlx.NewDb(reader, "sqlite3")),
		wake:    newWaker(nil),
		changes: &changes{},
		similar: newSimilarIndex(),
	}
	store.writer.uninterrupted, store.reader.uninterrupted = true, true
	return store, nil
}

func sqliteURI(path, options string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options}).String()
}

func sqliteDialect() dialect {
	return dialect{
		name:     "SQLite",
		snapshot: &sql.TxOptions{ReadOnly: true},
		alone:    true,
		strings:  func(list string) string { return "json_each(" + list + ")" },
		lookUp: func(list, table, column string) string {
			return "json_each(" + list + ") as wanted join " + table +
				" on " + table + ".org_id = wanted.value ->> 0 and " + table + "." + column + " = wanted.value ->> 1"
		},
		collect: func(value string) string { return "json_group_array(" + value + ")" },
		pair:    func(a, b string) string { return "json_array(" + a + ", " + b + ")" },
		claim:   sqliteClaim,
		rows:    sqliteRows,
		rerun: func(err error) bool {
			return isBusy(err)
		},
	}
}

// sqliteClaim reads the beginning of each class's queue, and of those takes the
// most urgent.
func sqliteClaim(but string) string {
	var queues []string
	for _, c := range classes {
		queues = append(queues, "select * from ("+nextOf(c, "cast(:limit as integer)", but)+")")
	}
	return `update notice set leased_until = :until, token = token + 1, attempts = attempts + 1
		where (org_id, key) in (select org_id, key from (` + strings.Join(queues, " union all ") + `)
			order by priority, turn, org_id, key limit cast(:limit as integer))
		returning ` + claimedColumns
}

// sqliteRows reads rows from JSON. Their limit makes them a table that SQLite goes through once, and finds the rows of
// other tables for, instead of reading the whole list again for each of those.
func sqliteRows(columns []rowColumn) string {
	var picked []string
	for _, c := range columns {
		picked = append(picked, "value ->> '"+c.name+"' as "+c.name)
	}
	return "(select " + strings.Join(picked, ", ") + " from (select value from json_each(:rows) limit -1) limit -1)"
}

func isBusy(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
}

// whenFree runs open until no other process is in its way, for about as long
// as the busy timeout. That timeout alone is not enough: when several
// processes make the same new file at once, SQLite answers the change to the
// write-ahead log at once with busy (https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode).
func whenFree(ctx context.Context, open func() error) error {
	const tries, pause = 100, 50 * time.Millisecond
	for try := 1; ; try++ {
		err := open()
		if err == nil || !isBusy(err) || try == tries {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause):
		}
	}
}
