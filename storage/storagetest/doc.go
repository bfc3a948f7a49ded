// Package storagetest gives tests a throw-away database, on either engine.
//
// Run runs a test on both. SQLite is a file in the test's own folder.
// PostgreSQL is the server that LOTSENFUNK_TEST_POSTGRES names (an address
// under which databases may be made), or else one that is started for the test
// process from the binaries on this machine and goes away with it; it writes as
// durably as a real one (fsync) only where benchmarks are run. Where there is
// neither, the test is skipped and says what to install, unless
// LOTSENFUNK_REQUIRE names postgres: then it fails.
//
// OwnPostgres starts a server that a test may take away and bring back.
//
// It imports storage. Start reading at Run.
package storagetest
