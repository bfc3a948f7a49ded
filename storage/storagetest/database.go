package storagetest

import (
	"context"
	"path/filepath"
	"testing"

	"lotsenfunk/storage"
)

// Database is a store on a database of its own.
type Database struct {
	*storage.Store
	DSN string // opens the same database again
}

// Run runs a test on SQLite and on PostgreSQL, each time on an empty database.
func Run(t *testing.T, test func(t *testing.T, db *Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// RunLong is Run for long tests in which nothing happens at once. Under the race
// detector they run on PostgreSQL only: SQLite is a part of the program, so the
// detector looks at each of its steps, and it takes several times as long.
func RunLong(t *testing.T, test func(t *testing.T, db *Database)) {
	t.Helper()
	if !RaceDetector {
		t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	}
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Bench is Run for benchmarks.
func Bench(b *testing.B, bench func(b *testing.B, db *Database)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { bench(b, SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { bench(b, Postgres(b)) })
}

// SQLite opens a new SQLite database that ends with the test.
func SQLite(tb testing.TB) *Database {
	tb.Helper()
	return open(tb, filepath.Join(tb.TempDir(), "lotsenfunk.db"))
}

// Postgres makes a new database on a PostgreSQL server that ends with the test.
func Postgres(tb testing.TB) *Database {
	tb.Helper()
	return open(tb, newPostgresDatabase(tb))
}

// Again opens the same database once more, as another replica would.
func (d *Database) Again(tb testing.TB) *storage.Store {
	tb.Helper()
	return open(tb, d.DSN).Store
}

func open(tb testing.TB, dsn string) *Database {
	tb.Helper()
	store, err := storage.Open(context.Background(), dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &Database{Store: store, DSN: dsn}
}
