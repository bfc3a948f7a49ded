package storage

import "database/sql"

// dialect is what differs between the databases.
type dialect struct {
	// name is what the database is called.
	name string
	// snapshot is how a transaction that only reads begins.
	snapshot *sql.TxOptions
	// lockRow ends a select of a row that is about to be changed.
	lockRow string
	// lockOrPass ends one that finds nothing while somebody else has locked the row.
	lockOrPass string
	// strings is a table of the column value with the strings of a JSON list. A
	// list travels as one such parameter, so that a statement's text does not
	// depend on how long it is.
	strings func(list string) string
	// lookUp is what a select of the rows of a table comes from that have one of the
	// pairs of strings of a JSON list as org_id and in a column. Each pair is looked up.
	lookUp func(list, table, column string) string
	// alone: nobody else writes while a transaction does. What a row is to hold can
	// then be read before it is written, which takes less time than "returning".
	alone bool
	// draw begins an insert that takes the number of its row from the table
	// drawn; "" where that takes a statement of its own.
	draw string
	// collect aggregates values to a JSON list, and pair makes one of two.
	collect func(value string) string
	pair    func(a, b string) string
	// claim leases due notices; see Store.ClaimNotices. but is a further condition.
	claim func(but string) string
	// rows is a table with the columns of rows that the parameter :rows holds as a
	// JSON list of objects.
	rows func(columns []rowColumn) string
	// rerun reports whether an error is only another transaction in the way.
	rerun func(error) bool
}
