package storagetest

import "testing"

// EmptyPostgres makes an empty database on a PostgreSQL server, for another
// program that a test needs, and returns its address. It ends with the test.
func EmptyPostgres(tb testing.TB) string {
	tb.Helper()
	return newPostgresDatabase(tb)
}
