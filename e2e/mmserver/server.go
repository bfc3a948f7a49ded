// Package mmserver gives tests a real Mattermost server: built from its own
// module beside this one, started on a throw-away PostgreSQL and a free port of
// 127.0.0.1, and gone with the test.
//
// Building it takes some minutes, once; the program is kept in the user's cache
// under the hash of its dependencies. Because of that a test that needs it is
// skipped unless LOTSENFUNK_REQUIRE names mattermost, as .ci/run does.
//
// Start reading at Start.
package mmserver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/storage/storagetest"
)

// Server is a running Mattermost server.
type Server struct {
	URL   string
	Admin *model.Client4 // its administrator

	tb      testing.TB
	given   []string // settings in place of the usual ones
	program string
	folder  string // it runs in
	dsn     string
	port    string

	mu   sync.Mutex
	stop func()
	log  bytes.Buffer // what the server said, for a test that fails
}

// password is everybody's.
const password = "Birkenfurt-2027"

// Start starts a server with an administrator and nobody else. The test is
// skipped unless LOTSENFUNK_REQUIRE names mattermost.
func Start(tb testing.TB) *Server {
	tb.Helper()
	s := StartNew(tb)
	if _, _, err := s.Admin.CreateUser(tb.Context(), &model.User{Username: "admin", Email: "admin@birkenfurt.example", Password: password, Locale: "de"}); err != nil {
		tb.Fatalf("the first user: %v", err)
	}
	if _, _, err := s.Admin.Login(tb.Context(), "admin", password); err != nil {
		tb.Fatal(err)
	}
	return s
}

// StartNew is Start without anybody: its administrator is whoever signs up first.
func StartNew(tb testing.TB) *Server {
	tb.Helper()
	s := prepare(tb)
	s.dsn = storagetest.EmptyPostgres(tb)
	port, err := freePort()
	if err != nil {
		tb.Fatal(err)
	}
	s.port, s.URL = port, "http://127.0.0.1:"+port
	s.start()
	tb.Cleanup(s.Stop)
	s.Admin = model.NewAPIv4Client(s.URL)
	return s
}

// StartWith is StartNew with settings of the test's own (MM_…=value).
func StartWith(tb testing.TB, url string, settings []string) *Server {
	tb.Helper()
	s := prepare(tb)
	s.URL, s.given = url, settings
	s.start()
	tb.Cleanup(s.Stop)
	return s
}

// prepare builds the server and makes a folder for it.
func prepare(tb testing.TB) *Server {
	tb.Helper()
	if !strings.Contains(os.Getenv("LOTSENFUNK_REQUIRE"), "mattermost") {
		tb.Skip("a real Mattermost server takes minutes to build; it is used with LOTSENFUNK_REQUIRE=mattermost")
	}
	program, files, err := build()
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{tb: tb, program: program, folder: tb.TempDir()}
	if err := furnish(s.folder, files); err != nil {
		tb.Fatal(err)
	}
	return s
}

// Restart stops the server and starts it on the same database and port.
func (s *Server) Restart() {
	s.tb.Helper()
	s.Stop()
	s.start()
}

// Stop stops the server. Stopping twice is no error.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	if s.tb.Failed() && s.log.Len() > 0 {
		s.tb.Logf("the server complained:\n%s", &s.log)
	}
	s.log.Reset()
}

// furnish makes a folder in which the server can run.
func furnish(folder, files string) error {
	for _, part := range []string{"i18n", "templates", "fonts"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(filepath.Join(files, part))); err != nil {
			return err
		}
	}
	for _, part := range []string{"config", "data", "logs", "plugins", "client/plugins"} {
		if err := os.MkdirAll(filepath.Join(folder, part), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// watched runs the server and stops it when its own standard input ends: when
// the test process does, however that comes about.
const watched = `"$1" server <&- & pid=$!; cat >/dev/null; kill -TERM $pid; wait $pid`

func (s *Server) start() {
	s.tb.Helper()
	cmd := exec.Command("sh", "-c", watched, "sh", s.program)
	cmd.Dir, cmd.Env = s.folder, append(os.Environ(), s.settings()...)
	in, err := cmd.StdinPipe()
	if err != nil {
		s.tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.tb.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		s.tb.Fatal(err)
	}
	ready, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		s.listen(out, ready)
	}()
	s.stop = func() {
		_ = in.Close()
		<-ended
		_ = cmd.Wait() // it was told to stop
	}
	select {
	case <-ready:
	case <-ended:
		s.tb.Fatalf("the Mattermost server ended:\n%s", &s.log)
	}
}

// listen reads the server's log: that it is ready, and what goes wrong.
func (s *Server) listen(out io.Reader, ready chan<- struct{}) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var entry struct{ Level, Msg string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && strings.HasPrefix(entry.Msg, "Server is listening on") && ready != nil {
			close(ready)
			ready = nil
		}
		if !expected(entry.Level, entry.Msg) && s.log.Len() < 1<<16 {
			fmt.Fprintln(&s.log, lines.Text())
		}
	}
}

// expected reports whether a line of the log says nothing about a test: an empty
// server complains of its mail, and of clients that hang up.
func expected(level, msg string) bool {
	return level == "info" || level == "debug" || level == "warn" ||
		strings.HasPrefix(msg, "License key") || strings.HasPrefix(msg, "Failed to update assets") ||
		strings.HasPrefix(msg, "Mail server") || strings.HasPrefix(msg, "webhub.broadcast: cannot send")
}

func (s *Server) settings() []string {
	if s.given != nil {
		return s.given
	}
	return []string{
		"MM_SQLSETTINGS_DRIVERNAME=postgres",
		"MM_SQLSETTINGS_DATASOURCE=" + s.dsn,
		"MM_SQLSETTINGS_MAXOPENCONNS=40",
		"MM_SERVICESETTINGS_LISTENADDRESS=127.0.0.1:" + s.port,
		"MM_SERVICESETTINGS_SITEURL=" + s.URL,
		"MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION=true",
		"MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS=true",
		"MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS=127.0.0.1 localhost",
		"MM_SERVICESETTINGS_ENABLESECURITYFIXALERT=false",
		"MM_TEAMSETTINGS_ENABLEOPENSERVER=true",
		"MM_TEAMSETTINGS_MAXUSERSPERTEAM=1000",
		"MM_PLUGINSETTINGS_ENABLE=false",
		"MM_EMAILSETTINGS_SENDEMAILNOTIFICATIONS=false",
		"MM_LOGSETTINGS_ENABLEDIAGNOSTICS=false",
		"MM_LOGSETTINGS_ENABLEFILE=false",
		"MM_LOGSETTINGS_CONSOLELEVEL=INFO",
		"MM_JOBSETTINGS_RUNJOBS=false",
		"MM_JOBSETTINGS_RUNSCHEDULER=false",
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// User makes a person, or finds one made before, and logs them in.
func (s *Server) User(ctx context.Context, name string) (*model.User, *model.Client4, error) {
	u, _, err := s.Admin.GetUserByUsername(ctx, name, "")
	if err != nil {
		u, _, err = s.Admin.CreateUser(ctx, &model.User{Username: name, Email: name + "@birkenfurt.example", Password: password, Locale: "de"})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("user %s: %w", name, err)
	}
	return u, model.NewAPIv4Client(s.URL), nil
}

// Login logs somebody in whom User made.
func Login(ctx context.Context, c *model.Client4, name string) error {
	_, _, err := c.Login(ctx, name, password)
	return err
}
