package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"

	"lotsenfunk/townhall"
)

var (
	// ErrStale is returned by the Save methods when somebody else has saved the
	// thing since it was loaded. Update answers it by running its function again.
	ErrStale = errors.New("somebody else was faster")
	// ErrNewerDatabase is returned by Open for a database that a newer version
	// of the program has written.
	ErrNewerDatabase = errors.New("the database was written by a newer version of Lotsenfunk")
)

// attempts is how often Update runs its function at most.
const attempts = 3

// Store is the database. It is safe for use by many goroutines, and any number
// of processes may open the same database.
type Store struct {
	dialect dialect
	writer  *pool
	reader  *pool // the same as writer on PostgreSQL
	wake    *waker
	changes *changes
	similar *similarIndex
	callers sync.Map // of Caller by bot.Account, as Who found them last
	almanac townhall.Almanac
}

// Open opens the database that dsn names and brings its schema up to date:
// postgres://… or postgresql://… is a PostgreSQL server, anything else the
// path of an SQLite file (sqlite:PATH says so explicitly), which is made if it
// is not there.
func Open(ctx context.Context, dsn string) (*Store, error) {
	if isPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, strings.TrimPrefix(dsn, "sqlite:"))
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Engine is what the database is called.
func (s *Store) Engine() string { return s.dialect.name }

// Almanac is what is remembered of the towns' calendars and zones.
func (s *Store) Almanac() *townhall.Almanac { return &s.almanac }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	_, err := s.reader.session(ctx).get(`select 1`, nil, &one)
	return err
}

// Close closes all connections.
func (s *Store) Close() error {
	s.wake.stop()
	err := s.reader.db.Close()
	if s.writer != s.reader {
		err = errors.Join(err, s.writer.db.Close())
	}
	return err
}

// Update runs fn in one transaction of the organisation: all of it is kept, or,
// if fn returns an error, nothing. When another transaction gets in the way (a
// stale version, a busy database, a deadlock) fn is run again, three times in
// all; so fn has no effect outside tx.
func (s *Store) Update(ctx context.Context, org townhall.OrgID, fn func(*Tx) error) error {
	return s.again(func() error { return s.update(ctx, org, fn) })
}

// again runs try until no other transaction gets in its way.
func (s *Store) again(try func() error) error {
	var err error
	for range attempts {
		if err = try(); err == nil || !errors.Is(err, ErrStale) && !s.dialect.rerun(err) {
			return err
		}
	}
	return fmt.Errorf("given up after %d attempts: %w", attempts, err)
}

func (s *Store) update(ctx context.Context, org townhall.OrgID, fn func(*Tx) error) error {
	dbtx, err := s.writer.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer dbtx.Rollback() // does nothing after Commit
	tx := s.newTx(ctx, s.writer, dbtx, org)
	tx.writes = true
	if err := fn(tx); err != nil {
		return err
	}
	if err := dbtx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	tx.s.keepStatements()
	s.similar.committed(tx)
	s.changes.add(org)
	if tx.enqueued {
		s.wake.committed()
	}
	return nil
}

// View runs fn in a transaction that only reads, and sees the organisation as
// it was at one moment.
func (s *Store) View(ctx context.Context, org townhall.OrgID, fn func(*Tx) error) error {
	dbtx, err := s.reader.db.BeginTxx(ctx, s.dialect.snapshot)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer dbtx.Rollback()
	tx := s.newTx(ctx, s.reader, dbtx, org)
	if err := fn(tx); err != nil {
		return err
	}
	if err := dbtx.Commit(); err != nil {
		return fmt.Errorf("end of reading: %w", err)
	}
	tx.s.keepStatements()
	return nil
}

// CreateOrganisation makes an organisation without any people.
func (s *Store) CreateOrganisation(ctx context.Context, o *townhall.Organisation) error {
	return s.Update(ctx, o.ID, func(tx *Tx) error { return tx.CreateOrganisation(o) })
}

// Organisations are the ids of all organisations, in order.
func (s *Store) Organisations(ctx context.Context) (ids []townhall.OrgID, err error) {
	err = s.reader.session(ctx).list(&ids, `select id from organisation order by id`, nil)
	return ids, err
}

func (s *Store) newTx(ctx context.Context, p *pool, dbtx *sqlx.Tx, org townhall.OrgID) *Tx {
	return s.newTxIn(p.sessionIn(ctx, dbtx), org)
}

// newTxIn is the part of a session's transaction that belongs to an organisation.
func (s *Store) newTxIn(session *session, org townhall.OrgID) *Tx {
	return &Tx{s: session, dialect: s.dialect, org: org, similar: s.similar, almanac: &s.almanac,
		channels: map[townhall.Purpose][]*townhall.Channel{}, places: map[townhall.ChannelID][]townhall.ChannelID{}}
}
