package e2e

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lotsenfunk/bot/mattermost"
	"lotsenfunk/e2e/mmstage"
)

// buildBinary builds the real lotsenfunk.
func buildBinary(t *testing.T) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "lotsenfunk")
	build := exec.Command("go", "build", "-o", program, "./cmd/lotsenfunk")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// binary is the real lotsenfunk serve between a chat server and its people. All
// it says and hears passes through the test, which can kill it at any of these
// moments.
type binary struct {
	t        *testing.T
	program  string
	settings []string
	way      *httptest.Server // to the chat server

	mu    sync.Mutex
	cmd   *exec.Cmd
	here  *httputil.ReverseProxy // from the chat server, while it runs
	armed moment
	count int // such moments until it is killed
	died  chan struct{}
	log   []string
}

// moment is one at which the binary can be killed.
type moment string

const (
	never       moment = ""
	beforePost  moment = "before a post gets to the server"
	afterPost   moment = "after the server has taken a post, before it says so"
	beforeEvent moment = "before it hears of what somebody did"
	afterEvent  moment = "after it has answered, before anybody hears of it"
)

func newBinary(t *testing.T, program, dsn string, server mattermost.Server, callback *callback) *binary {
	t.Helper()
	b := &binary{t: t, program: program, died: make(chan struct{})}
	there, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	to := httputil.NewSingleHostReverseProxy(there)
	to.ErrorLog = quiet()
	b.way = httptest.NewServer(b.passing(to, beforePost, afterPost, func(r *http.Request) bool {
		return r.Method == http.MethodPost && r.URL.Path == "/api/v4/posts"
	}))
	t.Cleanup(b.way.Close)
	from := b.passing(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		here := b.here
		b.mu.Unlock()
		if here == nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		here.ServeHTTP(w, r)
	}), beforeEvent, afterEvent, func(*http.Request) bool { return true })
	callback.to.Store(&from)
	b.settings = append(os.Environ(), "LOTSENFUNK_DB="+dsn, "LOTSENFUNK_LISTEN=127.0.0.1:0", "LOTSENFUNK_CALLBACK="+callback.URL,
		"LOTSENFUNK_KEY="+base64.StdEncoding.EncodeToString(signingKey), "LOTSENFUNK_MATTERMOST_URL="+b.way.URL,
		"LOTSENFUNK_MATTERMOST_TOKEN="+server.Token, "LOTSENFUNK_MATTERMOST_TENANT="+mmstage.Tenant)
	t.Cleanup(func() {
		b.kill()
		if t.Failed() {
			t.Logf("the binary logged:\n%s", strings.Join(b.log, "\n"))
		}
	})
	return b
}

// quiet is a log for what has to go wrong when somebody is killed.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// passing passes requests on, unless one is the moment to kill the binary.
func (b *binary) passing(on http.Handler, before, after moment, counts func(*http.Request) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !counts(r) {
			on.ServeHTTP(w, r)
			return
		}
		if b.reached(before) {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		answer := httptest.NewRecorder()
		on.ServeHTTP(answer, r)
		if b.reached(after) {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// killAt has the binary killed at the nth of such moments.
func (b *binary) killAt(m moment, nth int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.armed, b.count = m, nth
}

// reached reports whether the binary was killed just now.
func (b *binary) reached(m moment) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.armed != m || b.cmd == nil {
		return false
	}
	if b.count--; b.count > 0 {
		return false
	}
	b.armed = never
	b.end()
	return true
}

// kill kills the binary, if it runs: kill -9.
func (b *binary) kill() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.end()
}

func (b *binary) end() {
	if b.cmd == nil {
		return
	}
	_ = b.cmd.Process.Kill()
	_ = b.cmd.Wait()
	b.cmd, b.here = nil, nil
	close(b.died)
	b.died = make(chan struct{})
}

// dead is closed when the binary that runs now is killed.
func (b *binary) dead() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.died
}

// start starts the binary and waits until it is connected.
func (b *binary) start() {
	b.t.Helper()
	cmd := exec.Command(b.program, "serve")
	cmd.Env = b.settings
	said, err := cmd.StderrPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.mu.Lock()
	b.cmd = cmd
	b.mu.Unlock()
	connected := make(chan struct{})
	go b.read(said, connected)
	select {
	case <-connected:
	case <-b.t.Context().Done():
		b.t.Fatal("the binary is not connected")
	}
}

// read reads the log.
func (b *binary) read(said io.Reader, connected chan struct{}) {
	for lines := bufio.NewScanner(said); lines.Scan(); {
		var line struct{ Level, Msg, Address string }
		_ = json.Unmarshal(lines.Bytes(), &line) // a panic is no JSON
		b.mu.Lock()
		b.log = append(b.log, lines.Text())
		if line.Msg == "serving" {
			b.here = httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: line.Address})
			b.here.ErrorLog = quiet()
		}
		b.mu.Unlock()
		if line.Msg == "connected" && connected != nil {
			close(connected)
			connected = nil
		}
		if line.Level == "ERROR" {
			b.t.Errorf("the binary logged %s", lines.Text())
		}
	}
}

// stop asks the binary to stop and waits until it has finished.
func (b *binary) stop() {
	b.t.Helper()
	b.mu.Lock()
	cmd := b.cmd
	b.cmd, b.here = nil, nil
	b.mu.Unlock()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.t.Errorf("told to stop, it ends with %v", err)
	}
}
