package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
)

func TestOpenAgain(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		again := db.Again(t)
		view(t, again, birkenfurt, func(tx *storage.Tx) error {
			_, err := tx.Person("anna")
			return err
		})
	})
}

func TestOpenStrangePath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Rathaus Köln? 100% #1.db")
	db, err := storage.Open(context.Background(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	town(t, db, birkenfurt)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestOpenTogether(t *testing.T) {
	// Several rounds: it takes luck to meet while the file changes to its log.
	for range 3 {
		path := filepath.Join(t.TempDir(), "new.db")
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				db, err := storage.Open(context.Background(), path)
				if err != nil {
					t.Error(err)
					return
				}
				db.Close()
			})
		}
		group.Wait()
	}
}

func TestOpenNowhere(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "missing", "x.db")
	text := filepath.Join(folder, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{missing, text, folder} {
		db, err := storage.Open(context.Background(), path)
		if err == nil {
			db.Close()
			t.Errorf("%s: opened", path)
		} else if !strings.Contains(err.Error(), path) {
			t.Errorf("the error does not name %s: %v", path, err)
		}
	}
	if _, err := os.Stat(filepath.Dir(missing)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was left behind: %v", err)
	}
}

func TestOpenNoServer(t *testing.T) {
	_, err := storage.Open(context.Background(), "postgres://lotsenfunk:geheim@127.0.0.1:1/x?sslmode=disable")
	if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("want an error with the address and without the password, got: %v", err)
	}
}

func TestOpenNewerDatabase(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		driver := "sqlite"
		if strings.HasPrefix(db.DSN, "postgres") {
			driver = "postgres"
		}
		raw, err := sql.Open(driver, db.DSN)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		if _, err := raw.Exec(`insert into goose_db_version (version_id, is_applied) values (99999, true)`); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Open(context.Background(), db.DSN); !errors.Is(err, storage.ErrNewerDatabase) {
			t.Errorf("got %v", err)
		}
	})
}

func TestSchema(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		has, knows, err := storage.Schema(t.Context(), db.DSN)
		if err != nil || has != knows || knows == 0 {
			t.Errorf("%d %d %v", has, knows, err)
		}
	})
	missing := filepath.Join(t.TempDir(), "missing.db")
	if _, _, err := storage.Schema(t.Context(), missing); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := os.Stat(missing); !errors.Is(err, os.ErrNotExist) {
		t.Error("looking made a database")
	}
	_, _, err := storage.Schema(t.Context(), "postgres://lotsenfunk:geheim@127.0.0.1:1/x?sslmode=disable")
	if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("no server: %v", err)
	}
	empty := storagetest.EmptyPostgres(t) // skips the rest where there is no server
	if has, _, err := storage.Schema(t.Context(), empty); err != nil || has != 0 {
		t.Errorf("empty: %d %v", has, err)
	}
}
