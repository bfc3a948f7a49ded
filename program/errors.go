package program

import "lotsenfunk/storage"

// ErrNewerDatabase is returned by Start for a database that a newer version of
// the program has written.
var ErrNewerDatabase = storage.ErrNewerDatabase
