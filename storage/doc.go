// Package storage remembers: it owns the database, its schema and every line
// of SQL in Lotsenfunk. One Store works on two databases, SQLite and
// PostgreSQL; what differs between them stands in sqlite.go and postgres.go.
//
// It imports townhall, whose things it saves and loads, and bot, for which it
// keeps Memory. No rule lives here: storage neither decides who may do what nor
// what follows from it.
//
// # Transactions
//
// Store.Update and Store.View run a function in one transaction of one
// organisation and hand it a Tx. A Tx has a method for everything that can be
// saved or asked, and no way to say SQL. Inside the package, every statement of
// a Tx goes through one gate (Tx.scoped) which binds :org to the organisation
// and refuses a statement that does not mention it; so no query can forget the
// border between two towns. What must look across the border (who somebody is,
// which notices are due) is a method of Store, in who.go and outbox.go.
//
// # Races
//
// Things carry a version, and saving a stale one is ErrStale, upon which
// Update runs its function again. Where exactly one may win (a number, a vote,
// a delivery's first time, a claim on a notice) a primary key or a conditional
// update decides.
//
// # Traces
//
// An anonymous idea must not lead to its author by the way it is stored. So no
// table has a number that grows across things, rows that concern an anonymous
// filing keep a day and no time, and in SQLite no table has hidden row numbers.
//
// Start reading at Store, then Tx, then idea.go.
package storage
