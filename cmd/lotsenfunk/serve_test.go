package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// service is a running lotsenfunk serve.
type service struct {
	*testing.T
	cmd     *exec.Cmd
	address string
	ended   chan struct{}

	mu    sync.Mutex
	lines []map[string]any // of its log
	wrote chan struct{}
}

// serve starts the real command, and waits until it serves.
func serve(t *testing.T, settings ...string) *service {
	t.Helper()
	s := &service{T: t, cmd: exec.Command("lotsenfunk", "serve"), ended: make(chan struct{}), wrote: make(chan struct{}, 1)}
	s.cmd.Env = append(os.Environ(), settings...)
	log, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // if it did not end by itself
	go s.read(log)
	address, _ := s.says("serving")["address"].(string)
	s.address = "http://" + address
	return s
}

// read reads the log: a line of JSON for each event.
func (s *service) read(log io.Reader) {
	defer close(s.ended)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		line := map[string]any{}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			s.Errorf("not a line of JSON: %q", lines.Text())
		}
		if strings.Contains(lines.Text(), mmtest.Token) {
			s.Errorf("the log holds the token: %q", lines.Text())
		}
		s.mu.Lock()
		s.lines = append(s.lines, line)
		s.mu.Unlock()
		select {
		case s.wrote <- struct{}{}:
		default:
		}
	}
}

// says waits for a line of the log that begins in some way.
func (s *service) says(words string) map[string]any {
	s.Helper()
	late := time.After(time.Minute)
	for {
		s.mu.Lock()
		for _, line := range s.lines {
			if said, _ := line["msg"].(string); strings.HasPrefix(said, words) {
				s.mu.Unlock()
				return line
			}
		}
		s.mu.Unlock()
		select {
		case <-s.wrote:
		case <-s.ended:
			if len(s.wrote) == 0 {
				s.Fatalf("it ended without saying %q: %v", words, s.lines)
			}
		case <-late:
			s.Fatalf("it does not say %q: %v", words, s.lines)
		}
	}
}

// get asks for a page.
func (s *service) get(path string) (status int, page string) {
	s.Helper()
	resp, err := http.Get(s.address + path)
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// stop asks it to stop and waits for its end.
func (s *service) stop() {
	s.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.Fatal(err)
	}
	s.says("stopped")
	<-s.ended
	if err := s.cmd.Wait(); err != nil {
		s.Errorf("told to stop, it ends with %v", err)
	}
}

// town makes a database with a town whose chat is tenant birkenfurt.
func town(t *testing.T) (dsn string) {
	t.Helper()
	dsn = filepath.Join(t.TempDir(), "town.db")
	store, err := storage.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), "birkenfurt", func(tx *storage.Tx) error {
		return errors.Join(tx.CreateOrganisation(&townhall.Organisation{ID: "birkenfurt", Name: "Stadt Birkenfurt", State: "BW", Zone: "Europe/Berlin",
			Language: "de", Address: "du", ReceiptSecret: []byte("secret")}),
			tx.AddTenant(bot.Tenant{Platform: "mattermost", ID: "birkenfurt"}))
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	return dsn
}

// proxy leads everything to one server, once it is open; until then it says, as
// proxies do, that it cannot reach it.
type proxy struct {
	*httptest.Server
	open    atomic.Bool
	tunnels atomic.Int64
}

func newProxy(t *testing.T, to string) *proxy {
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" || !p.open.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		there, err := net.Dial("tcp", to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer there.Close()
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer here.Close()
		p.tunnels.Add(1)
		if _, err := io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
			return
		}
		go func() {
			_, _ = io.Copy(there, here)
			_ = there.Close()
		}()
		_, _ = io.Copy(here, there)
	}))
	t.Cleanup(p.Close)
	return p
}

// The real command behind a town's proxy and certification authority. The chat
// server is away at first: that is said and tried again, and readiness waits. When
// it is there people are answered; told to stop, the command ends well.
func TestServe(t *testing.T) {
	chat := mmtest.StartTLS(t)
	way := newProxy(t, chat.Listener.Addr().String())
	authority := filepath.Join(t.TempDir(), "town-ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: chat.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte(mmtest.Token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "LOTSENFUNK_DB="+town(t), "LOTSENFUNK_LISTEN=127.0.0.1:0", "LOTSENFUNK_CALLBACK=https://lotsenfunk.example.org",
		"LOTSENFUNK_KEY="+strings.Repeat("A", 43)+"=", "LOTSENFUNK_MATTERMOST_URL=https://example.com", "LOTSENFUNK_MATTERMOST_TOKEN_FILE="+token,
		"LOTSENFUNK_MATTERMOST_TENANT=birkenfurt", "LOTSENFUNK_CA_FILE="+authority, "HTTPS_PROXY="+way.URL, "NO_PROXY=")
	line := s.says("the server cannot be reached; trying again")
	if line["platform"] != "mattermost" || line["tenant"] != "birkenfurt" || line["pause"] == nil || line["error"] == nil {
		t.Errorf("%v", line)
	}
	if status, page := s.get("/readyz"); status != http.StatusServiceUnavailable || page != `{"ready":false,"missing":["mattermost birkenfurt: the server cannot be reached"]}`+"\n" {
		t.Errorf("%d %s", status, page)
	}
	if status, _ := s.get("/healthz"); status != http.StatusOK {
		t.Errorf("health: %d", status)
	}

	way.open.Store(true)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if err := chat.AwaitConnections(ctx, 1); err != nil {
		t.Fatal(err)
	}
	s.says("connected")
	if err := chat.Say(mmtest.Anna, "Ein Brunnen auf dem Markt"); err != nil {
		t.Fatal(err)
	}
	if err := chat.Await(ctx, mmtest.Direct(mmtest.Anna), "Soll das eine Idee werden"); err != nil {
		t.Fatal(err)
	}
	if status, page := s.get("/readyz"); status != http.StatusOK || page != `{"ready":true}`+"\n" {
		t.Errorf("%d %s", status, page)
	}
	if status, _ := s.get("/calendar/" + strings.Repeat("a", 26) + ".ics"); status != http.StatusNotFound {
		t.Errorf("a calendar that never was: %d", status)
	}
	if _, page := s.get("/metrics"); !strings.Contains(page, `lotsenfunk_platform_up{platform="mattermost",tenant="birkenfurt"} 1`) ||
		!strings.Contains(page, `lotsenfunk_build_info{database="SQLite"`) {
		t.Error(page)
	}
	if n := way.tunnels.Load(); n < 2 { // requests, and the WebSocket
		t.Errorf("%d connections through the proxy", n)
	}
	s.stop()
}
