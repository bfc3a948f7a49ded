package lotsenfunk_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsenfunk/program"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
)

// TestTranscripts plays every chat in testdata with the whole program, on both
// databases. A chat whose first line is "# town: none" begins in an empty town
// hall, the others in the demo town.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for engine, open := range map[string]func(testing.TB) *storagetest.Database{
		"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres,
	} {
		t.Run(engine, func(t *testing.T) {
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
					t.Parallel()
					play(t, file, open(t).DSN)
				})
			}
		})
	}
}

func play(t *testing.T, file, dsn string) {
	chat, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var town *townfile.Town
	if !bytes.HasPrefix(chat, []byte("# town: none\n")) {
		if town, err = townfile.Demo(); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	var logged bytes.Buffer
	c, err := program.NewChat(ctx, program.Options{DSN: dsn, Town: town, Log: slog.New(slog.NewTextHandler(&logged, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Play(ctx, file, bytes.NewReader(chat), nil); err != nil {
		t.Error(err)
	}
	if faults := c.Program().Catalogues.Faults(); len(faults) > 0 {
		t.Errorf("people saw ⟦…⟧ for: %s", strings.Join(faults, "; "))
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if strings.Contains(logged.String(), "level=ERROR") {
		t.Errorf("the program logged errors:\n%s", &logged)
	}
}
