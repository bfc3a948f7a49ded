package storage

import (
	"database/sql"
	"strings"
)

// field ties a column to the place in a struct where its value lives: a
// pointer, used both to scan into and to read from.
type field struct {
	column string
	value  any
	mode   mode
}

type mode int

const (
	plain   mode = iota
	fixed        // written when the row is made, never changed
	counted      // kept by other statements, only read here
)

// fields are all columns of a table but org_id, in one place per table.
type fields []field

func (f fields) pointers() []any {
	p := make([]any, len(f))
	for i, one := range f {
		p[i] = one.value
	}
	return p
}

func (f fields) args() args {
	a := make(args, len(f)+1)
	for _, one := range f {
		a[one.column] = one.value
	}
	return a
}

func (f fields) columns() string {
	names := make([]string, len(f))
	for i, one := range f {
		names[i] = one.column
	}
	return strings.Join(names, ", ")
}

// columnsOf are the columns of a table that a join calls by another name.
func (f fields) columnsOf(alias string) string {
	return alias + "." + strings.ReplaceAll(f.columns(), ", ", ", "+alias+".")
}

// insert adds a row.
func (t *Tx) insert(table string, f fields) error {
	_, err := t.exec(t.insertSQL(table, f), f.args())
	return err
}

// insertSQL is put together once for each table, whose fields are always the
// same.
func (t *Tx) insertSQL(table string, f fields) string {
	if known, ok := t.s.pool.inserts.Load(table); ok {
		return known.(string)
	}
	columns, values := []string{"org_id"}, []string{":org"}
	for _, one := range f {
		if one.mode != counted {
			columns, values = append(columns, one.column), append(values, ":"+one.column)
		}
	}
	query := "insert into " + table + " (" + strings.Join(columns, ", ") + ") values (" + strings.Join(values, ", ") + ")"
	t.s.pool.inserts.Store(table, query)
	return query
}

// upsert adds a row or, if one with the same key is there, overwrites it.
func (t *Tx) upsert(table string, f fields, key string) error {
	_, err := t.exec(t.insertSQL(table, f)+" on conflict (org_id, "+key+") do update set "+assignments(f, "excluded."), f.args())
	return err
}

// save overwrites the row with the same id and version, and moves the version
// on, in the row and in the struct.
func (t *Tx) save(table string, version *int, f fields) error {
	query := "update " + table + " set version = version + 1, " + assignments(f, ":") +
		" where org_id = :org and id = :id and version = :version"
	n, err := t.exec(query, f.args())
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrStale
	}
	*version++
	return nil
}

func assignments(f fields, prefix string) string {
	var parts []string
	for _, one := range f {
		if one.mode == plain {
			parts = append(parts, one.column+" = "+prefix+one.column)
		}
	}
	return strings.Join(parts, ", ")
}

// load returns the first row that where selects, or nil if there is none.
func load[T any](t *Tx, table string, fieldsOf func(*T) fields, where string, a args) (*T, error) {
	row := new(T)
	f := fieldsOf(row)
	found, err := t.get("select "+f.columns()+" from "+table+" where org_id = :org and "+where, a, f.pointers()...)
	if err != nil || !found {
		return nil, err
	}
	return row, nil
}

// loadAll returns all rows that where selects; where may end in an order.
func loadAll[T any](t *Tx, table string, fieldsOf func(*T) fields, where string, a args) ([]*T, error) {
	var all []*T
	query := "select " + fieldsOf(new(T)).columns() + " from " + table + " where org_id = :org and " + where
	err := t.each(query, a, func(rows *sql.Rows) error {
		row := new(T)
		all = append(all, row)
		return rows.Scan(fieldsOf(row).pointers()...)
	})
	return all, err
}
