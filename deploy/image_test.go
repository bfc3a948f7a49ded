package deploy_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// TestImage builds what the image holds as the Dockerfile says, puts it into an
// empty folder and runs it from there as the image would: nothing else to see, no
// environment but the image's, somebody without rights, and only the data folder
// to write to. It is healthy when the image's own health check says so.
func TestImage(t *testing.T) {
	if testing.Short() {
		t.Skip("building without debugging paths compiles everything once more")
	}
	d := readDockerfile(t)
	root := t.TempDir()
	uid, gid := owner(t, d)
	assemble(t, d, root, uid, gid)

	port := freePort(t)
	c := container{t: t, root: root, env: append(d.image().environment(),
		"LOTSENFUNK_LISTEN=127.0.0.1:"+port, "LOTSENFUNK_DB=lotsenfunk.db",
		// Nobody is there. The service has to live all the same, and try again.
		"LOTSENFUNK_MATTERMOST_URL=http://127.0.0.1:1", "LOTSENFUNK_MATTERMOST_TOKEN=abcdefghijklmnopqrstuvwxyz",
		"LOTSENFUNK_MATTERMOST_TENANT=town", "LOTSENFUNK_CALLBACK=http://127.0.0.1:"+port,
		"LOTSENFUNK_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
		workdir: d.image().only(t, "WORKDIR").rest, uid: uid, gid: gid}

	entry := words(t, d.image().only(t, "ENTRYPOINT").rest)
	if said := c.run(t, append(slices.Clone(entry), "version")...); !strings.Contains(said, "9.9.9-test") {
		t.Errorf("the version is not the build's argument: %s", said)
	}

	knows(t, c, entry)
	found(t, filepath.Join(root, "data", "lotsenfunk.db"), uid, gid)

	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	service, log := c.start(ctx, append(entry, words(t, d.image().only(t, "CMD").rest)...)...)
	check := words(t, strings.TrimPrefix(d.image().only(t, "HEALTHCHECK").rest, "CMD "))
	ended := make(chan error, 1)
	go func() { ended <- service.Wait() }()
	for healthy := false; !healthy; {
		select {
		case err := <-ended:
			t.Fatalf("the service ended: %v\n%s", err, log)
		case <-ctx.Done():
			t.Fatalf("the service never became healthy\n%s", log)
		default:
			healthy = c.command(ctx, check...).Run() == nil
		}
	}
	written(t, root, strings.Trim(words(t, d.image().only(t, "VOLUME").rest)[0], "/"))

	if err := service.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("told to stop, the service ended with %v\n%s", err, log)
	}
	if c.command(t.Context(), check...).Run() == nil {
		t.Error("the health check still succeeds after the service has ended")
	}
}

// knows fails if docker-compose.yml gives set-up or service a setting that the
// program does not have.
func knows(t *testing.T, c container, entry []string) {
	t.Helper()
	file := readCompose(t)
	for name, command := range map[string][]string{"setup": {"setup", "mattermost"}, "lotsenfunk": {"serve"}} {
		help := c.run(t, append(append(slices.Clone(entry), command...), "--help")...)
		for key := range file.Services[name].Environment {
			if !strings.Contains(help, "$"+key) {
				t.Errorf("%s: the program does not know %s", name, key)
			}
		}
	}
}

// found makes a town in an empty database, as set-up does.
func found(t *testing.T, file string, uid, gid int) {
	t.Helper()
	store, err := storage.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), "town", func(tx *storage.Tx) error {
		return errors.Join(
			tx.CreateOrganisation(&townhall.Organisation{ID: "town", Name: "Birkenfurt", State: "BW", Zone: "Europe/Berlin", Language: "de",
				Address: "sie", AnswerWithin: 5, DecideWithin: 30}),
			tx.AddTenant(bot.Tenant{Platform: "mattermost", ID: "town"}))
	})
	if err = errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Glob(file + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range made {
		_ = os.Chown(name, uid, gid) // only root may, and otherwise it is ours
	}
}

// assemble builds the program and puts together what the image holds.
func assemble(t *testing.T, d dockerfile, root string, uid, gid int) {
	t.Helper()
	source, out := t.TempDir(), t.TempDir()
	copySource(t, source)
	script := strings.ReplaceAll(buildCommand(t, d), "/out/", out+"/")
	cmd := exec.CommandContext(t.Context(), "sh", "-c", script)
	cmd.Dir, cmd.Env = source, append(os.Environ(), "VERSION=9.9.9-test", "GOFLAGS=")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, said)
	}
	if err := os.Mkdir(filepath.Join(out, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, s := range d.image().all("COPY") {
		from, to, _ := strings.Cut(s.rest, " ")
		target := filepath.Join(root, to)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		switch built, ours := strings.CutPrefix(from, "/out/"); {
		case ours && s.flags["chown"] != "":
			if err := os.Mkdir(target, 0o755); err != nil {
				t.Fatal(err)
			}
			_ = os.Chown(target, uid, gid) // only root may, and otherwise it is ours
		case ours:
			copyFile(t, filepath.Join(out, built), target, 0o755)
		default:
			copyFile(t, from, target, 0o644)
		}
	}
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
}

// copySource copies what .dockerignore lets through.
func copySource(t *testing.T, to string) {
	t.Helper()
	patterns := dockerignore(t)
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == ".." {
			return err
		}
		name, err := filepath.Rel("..", path)
		if err != nil {
			return err
		}
		if ignored(t, patterns, name) {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			return os.Mkdir(filepath.Join(to, name), 0o755)
		}
		copyFile(t, path, filepath.Join(to, name), 0o644)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string, mode fs.FileMode) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, raw, mode); err != nil {
		t.Fatal(err)
	}
}

// written fails if anything was written outside of the data folder, or nothing
// into it.
func written(t *testing.T, root, data string) {
	t.Helper()
	var there []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name, _ := filepath.Rel(root, path)
			there = append(there, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	outside := slices.DeleteFunc(slices.Clone(there), func(name string) bool { return strings.HasPrefix(name, data+"/") })
	if want := []string{"etc/ssl/certs/ca-certificates.crt", "lotsenfunk"}; !slices.Equal(outside, want) {
		t.Errorf("outside of /%s there is %v, not %v", data, outside, want)
	}
	if !slices.Contains(there, data+"/lotsenfunk.db") {
		t.Errorf("no database in /%s: %v", data, there)
	}
}

// owner is the image's user.
func owner(t *testing.T, d dockerfile) (uid, gid int) {
	t.Helper()
	user, group, _ := strings.Cut(d.image().only(t, "USER").rest, ":")
	uid, err := strconv.Atoi(user)
	if err != nil {
		t.Fatal(err)
	}
	if gid, err = strconv.Atoi(group); err != nil {
		t.Fatal(err)
	}
	return uid, gid
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// container runs commands with a folder as all there is. Where this machine
// lets nobody have that, they run in the folder with an empty environment.
type container struct {
	t        *testing.T
	root     string
	env      []string
	workdir  string
	uid, gid int
}

func (c container) command(ctx context.Context, args ...string) *exec.Cmd {
	if os.Geteuid() != 0 {
		cmd := exec.CommandContext(ctx, filepath.Join(c.root, args[0]), args[1:]...)
		cmd.Dir = filepath.Join(c.root, c.workdir)
		for _, e := range c.env {
			cmd.Env = append(cmd.Env, strings.ReplaceAll(e, "=/data", "="+c.root+"/data"))
		}
		return cmd
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Err = nil // the path is that of the other root
	cmd.Dir, cmd.Env = c.workdir, c.env
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot:     c.root,
		Credential: &syscall.Credential{Uid: uint32(c.uid), Gid: uint32(c.gid)},
	}
	return cmd
}

func (c container) run(t *testing.T, args ...string) string {
	t.Helper()
	said, err := c.command(t.Context(), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, said)
	}
	return string(said)
}

// start starts a command. Its log may be read once it has ended, or after Wait.
func (c container) start(ctx context.Context, args ...string) (*exec.Cmd, *bytes.Buffer) {
	c.t.Helper()
	cmd, log := c.command(ctx, args...), &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	return cmd, log
}
