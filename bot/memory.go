package bot

import "context"

// Memory is what an adapter may ask to be kept. The storage package keeps it;
// an adapter never sees the database.
type Memory interface {
	// Cursor returns the value saved under name, or "" if there is none.
	Cursor(ctx context.Context, name string) (string, error)
	// SaveCursor keeps a small value under a name: how far a stream was read.
	SaveCursor(ctx context.Context, name, value string) error
	// AppendJournal adds an entry to the end of a stream.
	AppendJournal(ctx context.Context, stream string, entry []byte) error
	// Journal calls each with every entry of a stream, oldest first.
	Journal(ctx context.Context, stream string, each func(entry []byte) error) error
}
