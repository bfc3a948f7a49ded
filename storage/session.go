package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"
)

// args are the named parameters of a statement.
type args = map[string]any

// pool is a set of connections and the statements that are prepared on them. A
// statement is compiled once, not every time it runs: an interaction takes a
// dozen of them, and the databases would spend most of it reading SQL.
type pool struct {
	db *sqlx.DB
	// uninterrupted lets each statement end even if its context is cancelled in
	// the middle; the transaction is not kept all the same. For statements that
	// never wait, watching the context costs more than they do.
	uninterrupted bool

	mu       sync.RWMutex
	prepared map[string]*statement

	inserts sync.Map // of the SQL that adds a row, by table
}

// statement is a prepared statement and the names of its parameters, in the
// order in which it takes them.
type statement struct {
	stmt   *sql.Stmt
	params []string
}

func newStatement(named *sqlx.NamedStmt) *statement {
	return &statement{named.Stmt.Stmt, named.Params}
}

// values are the arguments in the order of the statement's parameters, the
// usual ones as the drivers take them: database/sql would find that out by
// reflection, dozens of times in an interaction.
func (st *statement) values(a args) ([]any, error) {
	values := make([]any, len(st.params))
	for i, name := range st.params {
		v, ok := a[name]
		if !ok {
			return nil, fmt.Errorf("no argument for :%s", name)
		}
		switch v := v.(type) {
		case driver.Valuer:
			plain, err := v.Value()
			if err != nil {
				return nil, fmt.Errorf("argument :%s: %w", name, err)
			}
			values[i] = plain
		case *string:
			values[i] = *v
		case *int:
			values[i] = int64(*v)
		case *bool:
			values[i] = *v
		default:
			values[i] = v
		}
	}
	return values, nil
}

func newPool(db *sqlx.DB) *pool {
	return &pool{db: db, prepared: make(map[string]*statement)}
}

// session begins a session without a transaction.
func (p *pool) session(ctx context.Context) *session { return p.sessionIn(ctx, nil) }

func (p *pool) sessionIn(ctx context.Context, tx *sqlx.Tx) *session {
	if p.uninterrupted {
		ctx = context.WithoutCancel(ctx)
	}
	return &session{ctx: ctx, pool: p, tx: tx}
}

func (p *pool) statement(query string) *statement {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.prepared[query]
}

// prepare needs a free connection, so nobody may call it inside a transaction.
func (p *pool) prepare(ctx context.Context, query string) (*statement, error) {
	named, err := p.db.PrepareNamedContext(ctx, query)
	if err != nil {
		return nil, err
	}
	st := p.keep(query, newStatement(named))
	if st.stmt == named.Stmt.Stmt {
		return st, nil
	}
	// Somebody else was faster. Closing waits for the connection, which by now may
	// wait for a row that another transaction holds: no lock of ours may be held
	// meanwhile.
	return st, named.Close()
}

// keep remembers a statement for its query, and returns the one that is kept.
func (p *pool) keep(query string, st *statement) *statement {
	p.mu.Lock()
	defer p.mu.Unlock()
	if first, ok := p.prepared[query]; ok {
		return first
	}
	p.prepared[query] = st
	return st
}

// session runs statements in one transaction or, without one, each by itself.
// It knows nothing of organisations: Tx does.
type session struct {
	ctx   context.Context
	pool  *pool
	tx    *sqlx.Tx
	fresh map[string]*statement // what the pool has not prepared yet, good for this transaction
}

// bound is the prepared statement of a query, to be run in this session, and
// the values of its parameters.
func (s *session) bound(query string, a args) (*sql.Stmt, []any, error) {
	st, fresh, err := s.statement(query)
	if err != nil {
		return nil, nil, err
	}
	values, err := st.values(a)
	if s.tx == nil || fresh {
		return st.stmt, values, err
	}
	return s.tx.Tx.StmtContext(s.ctx, st.stmt), values, err
}

// statement is the prepared statement of a query; a fresh one belongs to this
// transaction, any other to the pool.
func (s *session) statement(query string) (st *statement, fresh bool, err error) {
	if st, fresh = s.fresh[query]; fresh {
		return st, true, nil
	}
	if st = s.pool.statement(query); st != nil {
		return st, false, nil
	}
	if s.tx == nil {
		st, err = s.pool.prepare(s.ctx, query)
		return st, false, err
	}
	named, err := s.tx.PrepareNamedContext(s.ctx, query)
	if err != nil {
		return nil, false, err
	}
	if s.fresh == nil {
		s.fresh = make(map[string]*statement)
	}
	s.fresh[query] = newStatement(named)
	return s.fresh[query], true, nil
}

// keepStatements prepares what the transaction used for the first time, once
// it is over. A failure loses nothing but time: the next use tries again.
func (s *session) keepStatements() {
	for query := range s.fresh {
		if _, err := s.pool.prepare(s.ctx, query); err != nil {
			return
		}
	}
}

// exec runs a statement and returns how many rows it changed.
func (s *session) exec(query string, a args) (int64, error) {
	stmt, values, err := s.bound(query, a)
	if err != nil {
		return 0, describe(query, err)
	}
	result, err := stmt.ExecContext(s.ctx, values...)
	if err != nil {
		return 0, describe(query, err)
	}
	return result.RowsAffected()
}

// get scans the only row into dest; found is false if there is none.
func (s *session) get(query string, a args, dest ...any) (found bool, err error) {
	err = s.each(query, a, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(dest...)
	})
	return found, err
}

// list appends the only column of all rows to the slice that dest points to,
// or fills structs by their db tags.
func (s *session) list(dest any, query string, a args) error {
	stmt, values, err := s.bound(query, a)
	if err != nil {
		return describe(query, err)
	}
	named := sqlx.Stmt{Stmt: stmt, Mapper: s.pool.db.Mapper}
	return describe(query, named.SelectContext(s.ctx, dest, values...))
}

// each calls scan for every row.
func (s *session) each(query string, a args, scan func(*sql.Rows) error) error {
	stmt, values, err := s.bound(query, a)
	if err != nil {
		return describe(query, err)
	}
	rows, err := stmt.QueryContext(s.ctx, values...)
	if err != nil {
		return describe(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return describe(query, err)
		}
	}
	return describe(query, rows.Err())
}

// describe says which statement failed, by its first words.
func describe(query string, err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	words := strings.Fields(query)
	return fmt.Errorf("%s …: %w", strings.Join(words[:min(4, len(words))], " "), err)
}
