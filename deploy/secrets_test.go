package deploy_test

import (
	"encoding/base64"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// drawn runs secrets.sh on folders in place of the volumes, everything belonging
// to whoever runs the test, and returns the files it made.
func drawn(t *testing.T, folder string, args ...string) (files map[string]string, said string) {
	t.Helper()
	for _, v := range readCompose(t).Services["secrets"].Volumes {
		if _, to, ok := strings.Cut(strings.TrimSuffix(v, ":ro,z"), ":/secrets/"); ok {
			if err := os.MkdirAll(filepath.Join(folder, to), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", append([]string{"secrets.sh"}, args...)...)
	me := strconv.Itoa(os.Getuid())
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SECRETS=" + folder, "POSTGRES_USER=" + me, "MATTERMOST_USER=" + me, "LOTSENFUNK_USER=" + me}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files = map[string]string{}
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		info, err := e.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", name, info.Mode())
		}
		raw, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, string(out)
}

func TestSecretsAreDrawnOnce(t *testing.T) {
	folder := t.TempDir()
	first, said := drawn(t, folder)
	for name, secret := range first {
		if strings.HasPrefix(name, "drawn/") {
			if len(secret) < 32 {
				t.Errorf("%s has only %d characters", name, len(secret))
			}
			if strings.Contains(said, secret) {
				t.Errorf("%s is printed", name)
			}
		}
	}
	again, _ := drawn(t, folder)
	for name := range again {
		if first[name] != again[name] {
			t.Errorf("%s has changed", name)
		}
	}
	other, _ := drawn(t, t.TempDir())
	for name := range other {
		if first[name] == other[name] {
			t.Errorf("%s is the same everywhere", name)
		}
	}
	if key, err := base64.StdEncoding.DecodeString(first["lotsenfunk/key"]); err != nil || len(key) < 32 {
		t.Errorf("the key is no base64 of 32 bytes or more: %v", err)
	}
	if _, shown := drawn(t, folder, "show"); !strings.Contains(shown, strings.TrimSpace(first["setup/administrator"])) {
		t.Errorf("show says %q", shown)
	}
}

// TestSecretsAreWhereTheyAreLookedFor: every file that a service is told of
// stands in a volume that this service has.
func TestSecretsAreWhereTheyAreLookedFor(t *testing.T) {
	files, _ := drawn(t, t.TempDir())
	c := readCompose(t)
	inVolume := map[string]string{}
	for _, v := range c.Services["secrets"].Volumes {
		if volume, to, ok := strings.Cut(v, ":/secrets/"); ok {
			inVolume[volume] = to
		}
	}
	for name, s := range c.Services {
		for key, path := range s.Environment {
			if key == "LOTSENFUNK_ENV_FILE" || !strings.HasSuffix(key, "_FILE") && key != "PGPASSFILE" {
				continue
			}
			found := false
			for _, v := range s.Volumes {
				volume, at, _ := strings.Cut(strings.TrimSuffix(v, ":ro"), ":")
				if file, ok := strings.CutPrefix(path, at+"/"); ok {
					_, found = files[inVolume[volume]+"/"+file]
				}
			}
			if !found {
				t.Errorf("%s: %s=%s is not made by secrets.sh, or not mounted", name, key, path)
			}
		}
	}
}

// TestSecretsFitTheirOwners: the users that the files are given to are those that
// the services run as.
func TestSecretsFitTheirOwners(t *testing.T) {
	script, err := os.ReadFile("secrets.sh")
	if err != nil {
		t.Fatal(err)
	}
	user, _, _ := strings.Cut(readCompose(t).Services["postgres"].User, ":")
	uid, _ := owner(t, readDockerfile(t))
	for _, line := range []string{"POSTGRES_USER=${POSTGRES_USER:-" + user + "}", "LOTSENFUNK_USER=${LOTSENFUNK_USER:-" + strconv.Itoa(uid) + "}"} {
		if !strings.Contains(string(script), line) {
			t.Errorf("secrets.sh has not the line %s", line)
		}
	}
}
