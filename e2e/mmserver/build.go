package mmserver

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// serverModule is the module that has the server, beside this package.
const serverModule = "github.com/mattermost/mattermost-server/v6"

// moduleFolder is the folder of the module whose tool is the server.
func moduleFolder() (string, error) {
	_, here, _, ok := runtime.Caller(0)
	if !ok {
		return "", errors.New("this package does not know where it is")
	}
	return filepath.Join(filepath.Dir(here), "..", "mattermost-server"), nil
}

// build builds the server, once for each set of its dependencies, and returns
// the program and the folder with what it reads at its start.
func build() (program, files string, err error) {
	folder, err := moduleFolder()
	if err != nil {
		return "", "", err
	}
	sums, err := os.ReadFile(filepath.Join(folder, "go.sum"))
	if err != nil {
		return "", "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(sums)
	program = filepath.Join(cache, "lotsenfunk-e2e", "mattermost-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(program); errors.Is(err, os.ErrNotExist) {
		if err := buildInto(folder, program); err != nil {
			return "", "", err
		}
	}
	files, err = run(folder, "list", "-mod=mod", "-m", "-f", "{{.Dir}}", serverModule)
	return program, files, err
}

// buildInto builds under another name first, so that an interrupted build is
// not taken for a program.
func buildInto(folder, program string) error {
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return err
	}
	half := fmt.Sprintf("%s.%d", program, os.Getpid())
	if _, err := run(folder, "build", "-o", half, serverModule+"/cmd/mattermost"); err != nil {
		return err
	}
	return os.Rename(half, program)
}

func run(folder string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}
