package program

import (
	"fmt"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
)

// ErrNewerDatabase is returned by Start for a database that a newer version of
// the program has written.
var ErrNewerDatabase = storage.ErrNewerDatabase

// NoTenant: a workspace is configured that no town in the database has.
type NoTenant struct {
	Missing bot.Tenant
	There   string // those of the platform that there are
}

func (e *NoTenant) Error() string {
	return fmt.Sprintf("no town in the database has this tenant: %s %q; there are %s", e.Missing.Platform, e.Missing.ID, e.There)
}
