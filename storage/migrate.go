package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date, one transaction per migration. Several
// processes may start at once: on PostgreSQL a session lock lets one after the
// other pass. On SQLite the write lock does; whoever comes second finds the
// migration applied under his hands, fails, and looks again.
func migrate(ctx context.Context, d goose.Dialect, db *sql.DB, folder string, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(d, db, files, options...)
	if err != nil {
		return err
	}
	for before := int64(-1); ; {
		current, newest, err := provider.GetVersions(ctx)
		switch {
		case err != nil:
			return err
		case current > newest:
			return fmt.Errorf("%w: its schema is %d, this one knows %d", ErrNewerDatabase, current, newest)
		case current == newest:
			return nil
		}
		if _, err = provider.Up(ctx); err != nil && current == before {
			return fmt.Errorf("migrate from schema %d: %w", current, err)
		}
		before = current
	}
}
