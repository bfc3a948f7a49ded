package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
	"go.yaml.in/yaml/v3"

	"lotsenfunk/e2e/mmserver"
)

// TestCompose brings up what docker-compose.yml describes, service by service
// and without containers: the secrets by its script; PostgreSQL as its image makes a
// cluster, with passwords; a real Mattermost server with the file's own settings;
// the real binary for set-up and service with the file's environment. Only names,
// ports and folders are those of this machine. At the end somebody signs in with
// the password that was drawn and files an idea.
func TestCompose(t *testing.T) {
	h := newHouse(t)
	h.secrets()
	h.postgres()
	mmserver.StartWith(t, h.mattermost, h.environment("mattermost"))

	said := h.setUp()
	for _, line := range []string{"its administrator is @verwaltung", "the team rathaus was made", "the server reaches " + h.callback} {
		if !strings.Contains(said, line) {
			t.Errorf("the first set-up does not say %q:\n%s", line, said)
		}
	}
	h.serve()
	h.file("Standesamt-Termine im Netz buchen")
	doctor := exec.CommandContext(t.Context(), h.program, "doctor")
	doctor.Env, doctor.Dir = h.environment("lotsenfunk"), h.folder
	h.do(doctor)

	// The next "docker compose up": set-up runs again, beside the service.
	if said = h.setUp(); strings.Contains(said, "was made") || strings.Contains(said, "was new") {
		t.Errorf("the second set-up makes something:\n%s", said)
	}

	// Meanwhile the administrator has taken a password of their own.
	admin := h.signIn(h.password)
	me, _, err := admin.GetMe(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.UpdateUserPassword(t.Context(), me.Id, h.password, "Hafen-2027-Leuchtturm"); err != nil {
		t.Fatal(err)
	}
	if said = h.setUp(); !strings.Contains(said, "@verwaltung has another password by now") {
		t.Errorf("set-up says nothing of the changed password:\n%s", said)
	}
	sessions, _, err := admin.GetSessions(t.Context(), me.Id, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(sessions) > 2 { // the two of this test
		t.Errorf("set-up has left sessions behind: there are %d", len(sessions))
	}
}

// house is the town hall of docker-compose.yml on this machine.
type house struct {
	t        *testing.T
	services map[string]struct {
		Environment map[string]string
		Command     []string
	}
	folder                        string // in place of the volumes
	database                      string // host and port
	mattermost, callback, program string
	password                      string
	names                         *strings.Replacer
}

func newHouse(t *testing.T) *house {
	t.Helper()
	raw, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Environment map[string]string
			Command     []string
		}
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, services: file.Services, folder: t.TempDir(), database: freeAddress(t),
		mattermost: "http://" + freeAddress(t), callback: "http://" + freeAddress(t)}
	h.program = filepath.Join(t.TempDir(), "lotsenfunk")
	h.do(exec.CommandContext(t.Context(), "go", "-C", "..", "build", "-o", h.program, "./cmd/lotsenfunk"))
	if err := os.Mkdir(filepath.Join(h.folder, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	h.names = strings.NewReplacer("postgres:5432", h.database,
		"http://localhost:8065", h.mattermost, "http://mattermost:8065", h.mattermost, "http://lotsenfunk:8066", h.callback)
	return h
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// do runs a command to its end and returns what it said.
func (h *house) do(cmd *exec.Cmd) string {
	h.t.Helper()
	said, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("%v: %v\n%s", cmd.Args, err, said)
	}
	return string(said)
}

// secrets runs the service of that name; everything belongs to this user.
func (h *house) secrets() {
	h.t.Helper()
	for _, volume := range []string{"drawn", "postgres", "mattermost", "lotsenfunk", "setup"} {
		if err := os.Mkdir(filepath.Join(h.folder, volume), 0o755); err != nil {
			h.t.Fatal(err)
		}
	}
	me := strconv.Itoa(os.Getuid())
	cmd := exec.CommandContext(h.t.Context(), "sh", "../deploy/secrets.sh")
	cmd.Env = append(os.Environ(), "SECRETS="+h.folder, "POSTGRES_USER="+me, "MATTERMOST_USER="+me, "LOTSENFUNK_USER="+me)
	h.do(cmd)
	for _, name := range []string{"mattermost/pgpass", "lotsenfunk/database"} {
		h.rewrite(name)
	}
	raw, err := os.ReadFile(filepath.Join(h.folder, "setup/administrator"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.password = string(raw)
}

// rewrite puts this machine's addresses into a file.
func (h *house) rewrite(name string) {
	h.t.Helper()
	path := filepath.Join(h.folder, name)
	raw, err := os.ReadFile(path)
	if err == nil {
		err = os.Chmod(path, 0o600)
	}
	if err == nil {
		err = os.WriteFile(path, []byte(h.names.Replace(string(raw))), 0o600)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// cluster makes a cluster as the entry point of the PostgreSQL image does, serves
// it, and stops and deletes it when its standard input ends.
const cluster = `
bin=$1 port=$2
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
IFS= read -r password
printf %s "$password" >"$dir/password"
while IFS= read -r line && [ "$line" != END ]; do printf '%s\n' "$line"; done >"$dir/databases.sql"
{
	"$bin/initdb" -D "$dir/data" -U postgres --pwfile="$dir/password" --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync &&
	"$bin/pg_ctl" start -w -D "$dir/data" -l "$dir/log" -o "-h 127.0.0.1 -p $port -k $dir -c fsync=off" &&
	PGPASSWORD=$password "$bin/psql" -h 127.0.0.1 -p "$port" -U postgres -v ON_ERROR_STOP=1 --no-psqlrc -f "$dir/databases.sql"
} >"$dir/out" 2>&1 </dev/null || { cat "$dir/out" "$dir/log"; exit 1; }
echo ready
cat >/dev/null
"$bin/pg_ctl" stop -m immediate -D "$dir/data" >/dev/null 2>&1
`

func (h *house) postgres() {
	h.t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		h.t.Fatal("PostgreSQL is not installed (Debian: apt-get install postgresql)")
	}
	_, port, _ := strings.Cut(h.database, ":")
	args := []string{"-c", cluster, "sh", filepath.Dir(found[0]), port}
	cmd := exec.Command("sh", args...)
	if os.Getuid() == 0 { // PostgreSQL refuses to be run by root
		cmd = exec.Command("su", append([]string{"-s", "/bin/sh", "postgres"}, args...)...)
		cmd.Dir = "/"
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait() // it was told to stop
	})
	var feed bytes.Buffer
	for _, name := range []string{"postgres/password", "postgres/databases.sql"} {
		raw, err := os.ReadFile(filepath.Join(h.folder, name))
		if err != nil {
			h.t.Fatal(err)
		}
		feed.Write(append(bytes.TrimRight(raw, "\n"), '\n'))
	}
	if _, err := fmt.Fprintf(in, "%sEND\n", &feed); err != nil {
		h.t.Fatal(err)
	}
	first := make([]byte, 1<<14)
	n, _ := out.Read(first)
	if said := string(first[:n]); !strings.HasPrefix(said, "ready") {
		h.t.Fatalf("PostgreSQL did not start: %s", said)
	}
}

// environment is what the file gives a service, with this machine's addresses and
// folders in place of the file's.
func (h *house) environment(service string) []string {
	folders := map[string][]string{
		"mattermost": {"/secrets/", h.folder + "/mattermost/"},
		"setup":      {"/secrets/", h.folder + "/lotsenfunk/", "/administrator/", h.folder + "/setup/", "/data/", h.folder + "/data/"},
		"lotsenfunk": {"/secrets/", h.folder + "/lotsenfunk/", "/data/", h.folder + "/data/"},
	}
	here := strings.NewReplacer(folders[service]...)
	fallback := regexp.MustCompile(`\$\{[A-Z_]+:-([^${}]*)\}`)
	env := []string{"PATH=" + os.Getenv("PATH")}
	for name, value := range h.services[service].Environment {
		for fallback.MatchString(value) { // one may stand in another
			value = fallback.ReplaceAllString(value, "$1")
		}
		value = here.Replace(h.names.Replace(value))
		switch name {
		case "MM_SERVICESETTINGS_LISTENADDRESS":
			value = strings.TrimPrefix(h.mattermost, "http://")
		case "MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS":
			value = "127.0.0.1" // where here the name lotsenfunk leads
		}
		env = append(env, name+"="+value)
	}
	switch service {
	case "mattermost":
		env = append(env, "MM_SERVICESETTINGS_LOCALMODESOCKETLOCATION="+h.folder+"/local.socket", "MM_LOGSETTINGS_ENABLEFILE=false", "MM_PLUGINSETTINGS_ENABLE=false")
	default:
		env = append(env, "LOTSENFUNK_LISTEN="+strings.TrimPrefix(h.callback, "http://"), "HOME=/nonexistent") // the image's: :8066
	}
	return env
}

// setUp runs the service "setup" to its end.
func (h *house) setUp() string {
	h.t.Helper()
	cmd := exec.CommandContext(h.t.Context(), h.program, h.services["setup"].Command...)
	cmd.Env, cmd.Dir = h.environment("setup"), h.folder
	said := h.do(cmd)
	if strings.Contains(said, h.password) {
		h.t.Error("set-up prints the password")
	}
	return said
}

// serve runs the service "lotsenfunk" until the end of the test. It returns when
// it is ready.
func (h *house) serve() {
	h.t.Helper()
	ctx, enough := context.WithTimeout(h.t.Context(), time.Minute)
	defer enough()
	cmd, log := exec.Command(h.program, "serve"), &bytes.Buffer{}
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = h.environment("lotsenfunk"), h.folder, log, log
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	h.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-ended
		if h.t.Failed() {
			h.t.Logf("the service said:\n%s", log)
		}
	})
	for ready := false; !ready; {
		select {
		case <-ended:
			h.t.Fatal("the service ended")
		case <-ctx.Done():
			h.t.Fatal("the service never was ready")
		default:
			check := exec.CommandContext(ctx, h.program, "healthcheck")
			check.Env = cmd.Env
			ready = check.Run() == nil && h.ready(ctx)
		}
	}
}

func (h *house) ready(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.callback+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// signIn is somebody at the browser.
func (h *house) signIn(password string) *model.Client4 {
	h.t.Helper()
	c := model.NewAPIv4Client(h.mattermost)
	if _, _, err := c.Login(h.t.Context(), "verwaltung", password); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// file files an idea by the slash command. It is somebody's first one, so the
// answer asks whether their name shall stand with it.
func (h *house) file(idea string) {
	h.t.Helper()
	ctx, c := h.t.Context(), h.signIn(h.password)
	team, _, err := c.GetTeamByName(ctx, "rathaus", "")
	if err != nil {
		h.t.Fatal(err)
	}
	square, _, err := c.GetChannelByName(ctx, model.DefaultChannelName, team.Id, "")
	if err != nil {
		h.t.Fatal(err)
	}
	answer, _, err := c.ExecuteCommand(ctx, square.Id, "/idee "+idea)
	if err != nil {
		h.t.Fatal(err)
	}
	if !strings.Contains(answer.Text, idea) || !strings.Contains(answer.Text, "Das sehen: bisher nur Sie") {
		h.t.Errorf("the bot answers %q", answer.Text)
	}
}
