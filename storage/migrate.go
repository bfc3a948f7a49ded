package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

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

// Schema looks up which schema a database has and which one this program works
// with, and changes nothing: a file that is not there stays so, and an empty
// database has schema 0.
func Schema(ctx context.Context, dsn string) (has, knows int64, err error) {
	dialect, driver, folder := goose.DialectSQLite3, "sqlite", "migrations/sqlite"
	name, address := strings.TrimPrefix(dsn, "sqlite:"), ""
	there := `select exists (select 1 from sqlite_master where name = 'goose_db_version')`
	if isPostgres(dsn) {
		u, err := url.Parse(dsn)
		if err != nil {
			return 0, 0, errUnreadableAddress
		}
		dialect, driver, folder, name, address = goose.DialectPostgres, "postgres", "migrations/postgres", u.Redacted(), dsn
		there = `select to_regclass('goose_db_version') is not null`
	} else {
		if _, err := os.Stat(name); err != nil {
			return 0, 0, fmt.Errorf("open %s: %w", name, errors.Unwrap(err))
		}
		address = sqliteURI(name, sqliteReader)
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return 0, 0, fmt.Errorf("open %s: %w", name, err)
	}
	defer db.Close()
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return 0, 0, err
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return 0, 0, err
	}
	sources := provider.ListSources()
	knows = sources[len(sources)-1].Version
	if has, err = schemaOf(ctx, db, there); err != nil {
		return 0, knows, fmt.Errorf("open %s: %w", name, err)
	}
	return has, knows, nil
}

// schemaOf reads the version without making the table that it stands in. A
// database without that table is empty: 0.
func schemaOf(ctx context.Context, db *sql.DB, there string) (has int64, err error) {
	var any bool
	if err := db.QueryRowContext(ctx, there).Scan(&any); err != nil || !any {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from goose_db_version where is_applied`).Scan(&has)
	return has, err
}
