package storagetest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Cluster is a PostgreSQL server of a test's own, which it may take away and bring
// back.
type Cluster struct {
	*Database
	server *server
}

// OwnPostgres starts a server for one test, from the binaries on this machine, with
// an empty database. Both end with the test.
func OwnPostgres(tb testing.TB) *Cluster {
	tb.Helper()
	bin, ok := findBinaries()
	if !ok && (os.Getenv("LOTSENFUNK_TEST_POSTGRES") != "" || !strings.Contains(os.Getenv("LOTSENFUNK_REQUIRE"), "postgres")) {
		tb.Skip(errNoBinaries)
	}
	if !ok {
		tb.Fatal(errNoBinaries)
	}
	s, err := startServer(bin)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.alive.Close(); err != nil {
			tb.Error(err)
		}
		for s.said.Scan() { // until it has gone
		}
	})
	return &Cluster{open(tb, s.address), s}
}

// Crash takes the server away as a power cut does: connections break, and what was
// not committed is gone.
func (c *Cluster) Crash() error { return c.order("crash") }

// Start brings the server back.
func (c *Cluster) Start() error { return c.order("start") }

func (c *Cluster) order(what string) error {
	if _, err := fmt.Fprintln(c.server.alive, what); err != nil {
		return err
	}
	if !c.server.said.Scan() || c.server.said.Text() != what+" done" {
		return fmt.Errorf("%s PostgreSQL: it says %q", what, c.server.said.Text())
	}
	return nil
}
