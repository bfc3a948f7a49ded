package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// EnvFile is a file of NAME=value lines, as the service, docker compose and
// systemd read it. What else stands in it is left as it is.
type EnvFile struct {
	Path    string
	lines   []string
	changed bool
}

var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ReadEnvFile reads a file. One that is not there is empty.
func ReadEnvFile(path string) (*EnvFile, error) {
	f := &EnvFile{Path: path}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	if text := strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"); text != "" {
		f.lines = strings.Split(text, "\n")
	}
	for n, line := range f.lines {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, _, ok := strings.Cut(line, "="); !ok || !envName.MatchString(name) {
			return nil, fmt.Errorf("%s:%d: not a line NAME=value", path, n+1) // the line may hold a secret
		}
	}
	return f, nil
}

// Get is the value of a name, "" if it is not there. Of two the last one counts.
func (f *EnvFile) Get(name string) (value string) {
	for _, line := range f.lines {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			value = unquote(v)
		}
	}
	return value
}

// unquote takes a pair of quotes off.
func unquote(v string) string {
	v = strings.TrimSpace(v)
	if len(v) >= 2 && (v[0] == '\'' || v[0] == '"') && v[len(v)-1] == v[0] {
		return v[1 : len(v)-1]
	}
	return v
}

// plain are values that all readers of such files take as they are.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=?&~-]*$`)

// Set gives a name its value; an empty one is left out. A value that such files
// cannot hold is an error, which does not repeat it.
func (f *EnvFile) Set(name, value string) error {
	if f.Get(name) == value {
		return nil
	}
	line := name + "=" + value
	if !plain.MatchString(value) {
		if strings.ContainsAny(value, "'\n\r") {
			return fmt.Errorf("%s holds a quotation mark or a line break, which an environment file cannot; put it into a file of its own and name that with %s_FILE", name, name)
		}
		line = name + "='" + value + "'"
	}
	f.changed = true
	kept, done := f.lines[:0:0], value == ""
	for _, old := range f.lines {
		switch {
		case !strings.HasPrefix(strings.TrimSpace(old), name+"="):
			kept = append(kept, old)
		case !done:
			kept, done = append(kept, line), true
		}
	}
	if !done {
		kept = append(kept, line)
	}
	f.lines = kept
	return nil
}

// Changed reports whether the file has to be written.
func (f *EnvFile) Changed() bool { return f.changed }

// Save writes the file so that only its owner may read it: whole, or not at all.
func (f *EnvFile) Save() error {
	half, err := os.CreateTemp(filepath.Dir(f.Path), ".lotsenfunk-*.env") // 0600
	if err != nil {
		return err
	}
	_, err = half.WriteString(strings.Join(f.lines, "\n") + "\n")
	if err = errors.Join(err, half.Sync(), half.Close()); err == nil {
		err = os.Rename(half.Name(), f.Path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(half.Name()))
	}
	f.changed = false
	return nil
}

// OthersMayRead reports whether more people than its owner may read the file.
func (f *EnvFile) OthersMayRead() bool {
	info, err := os.Stat(f.Path)
	return err == nil && info.Mode().Perm()&0o077 != 0
}
