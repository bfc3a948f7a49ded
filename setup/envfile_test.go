package setup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/setup"
)

// What is not ours in the file stays as it is; what we set stands there once.
func TestEnvFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lotsenfunk.env")
	before := "# ours\r\nLOTSENFUNK_URL=old\r\nOTHER='left alone'\r\n\r\nLOTSENFUNK_URL=older\r\nLOTSENFUNK_GONE=x\r\n"
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	f := read(t, path)
	if !f.OthersMayRead() || f.Get("LOTSENFUNK_URL") != "older" || f.Get("OTHER") != "left alone" || f.Get("LOTSENFUNK") != "" {
		t.Errorf("%q %q", f.Get("LOTSENFUNK_URL"), f.Get("OTHER"))
	}
	for name, value := range map[string]string{"LOTSENFUNK_URL": "https://chat.example.org", "LOTSENFUNK_GONE": "", "OTHER": "left alone"} {
		if err := f.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Set("LOTSENFUNK_DB", "postgres://l:a$b#c d@db/x"); err != nil || !f.Changed() {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil || f.Changed() || f.OthersMayRead() {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	want := "# ours\nLOTSENFUNK_URL=https://chat.example.org\nOTHER='left alone'\n\nLOTSENFUNK_DB='postgres://l:a$b#c d@db/x'\n"
	if diff := cmp.Diff(want, string(after)); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if got := read(t, path).Get("LOTSENFUNK_DB"); got != "postgres://l:a$b#c d@db/x" {
		t.Errorf("%q", got)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// What such a file cannot hold is refused, and not repeated.
func TestEnvFileCannot(t *testing.T) {
	f := read(t, filepath.Join(t.TempDir(), "none.env"))
	for _, value := range []string{"it's", "two\nlines"} {
		if err := f.Set("LOTSENFUNK_DB", value); err == nil || strings.Contains(err.Error(), value) || !strings.Contains(err.Error(), "LOTSENFUNK_DB_FILE") {
			t.Errorf("%q: %v", value, err)
		}
	}
	f.Path = filepath.Join(t.TempDir(), "no", "such.env")
	if err := f.Save(); err == nil {
		t.Error("saved nowhere")
	}
}

func read(t *testing.T, path string) *setup.EnvFile {
	t.Helper()
	f, err := setup.ReadEnvFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
