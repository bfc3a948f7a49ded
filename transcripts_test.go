package lotsenfunk_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsenfunk/bot/room"
	"lotsenfunk/commands"
	"lotsenfunk/program"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
)

// TestTranscripts plays every chat in testdata with the whole program, on both
// databases; under the race detector on one of them in turn. A chat whose first
// line is "# town: none" begins in an empty town hall, the others in the demo town.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for engine, open := range map[string]func(testing.TB) *storagetest.Database{
		"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres,
	} {
		t.Run(engine, func(t *testing.T) {
			for i, file := range files {
				if storagetest.RaceDetector && i%4 != map[string]int{"sqlite": 0, "postgres": 2}[engine] {
					continue // the detector sees half of them, on one database each
				}
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
	checkControls(t, c.Program().Room, 0)
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

// checkControls makes sure that whatever stands in the room can be pressed: its
// action has a row in the table of commands. What was said and changed up to after, a
// number of Room.Seq, has been looked at.
func checkControls(t *testing.T, r *room.Room, after int64) {
	actions := map[string]bool{}
	for _, row := range commands.Rows() {
		actions[row.Action] = row.Do != nil
	}
	for _, s := range r.Shortcuts() {
		if !actions[s.Action] {
			t.Errorf("the shortcut %q does nothing: %s", s.Label, s.Action)
		}
	}
	for _, seat := range r.Seats() {
		for _, post := range r.VisibleSince(seat.ID, after) {
			for _, control := range post.Message.Controls() {
				if control.URL == "" && !actions[control.Action] {
					t.Errorf("[%s] before %s does nothing: %s", control.Label, seat.ID, control.Action)
				}
			}
		}
		if form, _, _, open := r.Form(seat.ID); open && !actions[form.Action] {
			t.Errorf("the form %q before %s goes nowhere: %s", form.Title, seat.ID, form.Action)
		}
	}
}
