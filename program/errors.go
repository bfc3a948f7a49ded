package program

import (
	"errors"

	"lotsenfunk/storage"
)

// ErrNewerDatabase is returned by Start for a database that a newer version of
// the program has written.
var ErrNewerDatabase = storage.ErrNewerDatabase

// ErrNoTenant: a workspace is configured that no town in the database has.
var ErrNoTenant = errors.New("no town in the database has this tenant")
