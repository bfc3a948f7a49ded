package storagetest

import (
	"bufio"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/lib/pq" // the driver
)

// theServer is the PostgreSQL server of this test process, started when the
// first test asks for it; made counts the databases made on it.
var (
	theServer = sync.OnceValues(findServer)
	made      atomic.Int64
)

type server struct {
	address string
	// alive is open as long as this process is; the server stops when it is not.
	alive io.WriteCloser
	said  *bufio.Scanner // what its script answers
}

var errNoServer = errors.New("no PostgreSQL: set LOTSENFUNK_TEST_POSTGRES or install the server (Debian: apt-get install postgresql)")

// errNoBinaries is why a test gets no server of its own.
var errNoBinaries = errors.New("no PostgreSQL on this machine to be stopped and started: install the server (Debian: apt-get install postgresql)")

// newPostgresDatabase makes a database and returns its address.
func newPostgresDatabase(tb testing.TB) string {
	tb.Helper()
	postgres, err := theServer()
	if errors.Is(err, errNoServer) && !strings.Contains(os.Getenv("LOTSENFUNK_REQUIRE"), "postgres") {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	address := postgres.address
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("lotsenfunk_test_%d_%d", os.Getpid(), made.Add(1))
	execute(tb, address, "create database "+name)
	tb.Cleanup(func() { execute(tb, address, "drop database "+name+" with (force)") })
	u.Path = "/" + name
	return u.String()
}

func execute(tb testing.TB, address, statement string) {
	tb.Helper()
	db, err := sql.Open("postgres", address)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

func findServer() (*server, error) {
	if address := os.Getenv("LOTSENFUNK_TEST_POSTGRES"); address != "" {
		return &server{address: address}, nil
	}
	bin, ok := findBinaries()
	if !ok {
		return nil, errNoServer
	}
	return startServer(bin)
}

// findBinaries finds the folder of PostgreSQL's own programs.
func findBinaries() (bin string, ok bool) {
	var folders []string
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is good
	for _, folder := range append(folders, debian...) {
		_, err1 := os.Stat(filepath.Join(folder, "initdb"))
		_, err2 := os.Stat(filepath.Join(folder, "pg_ctl"))
		if err1 == nil && err2 == nil {
			return folder, true
		}
	}
	return "", false
}

// serverScript makes a cluster in a new folder, serves it, and stops and
// deletes it when its standard input ends: when the test process does, however
// that comes about. A line "crash" takes the server away as a power cut does, any
// other one brings it back; it answers when that is done.
const serverScript = `
bin=$1 port=$2 fsync=$3
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap '' PIPE
start() {
	"$bin/pg_ctl" start -w -D "$dir/data" -l "$dir/log" -o "-h 127.0.0.1 -p $port -k $dir -c max_connections=200 -c fsync=$fsync"
}
stop() { "$bin/pg_ctl" stop -m immediate -D "$dir/data"; }
{
	"$bin/initdb" -D "$dir/data" -U lotsenfunk -A trust -E UTF8 --locale=C.UTF-8 --no-sync && start
} >"$dir/out" 2>&1 </dev/null || { cat "$dir/out" "$dir/log"; exit 1; }
echo ready
while read -r order; do
	if [ "$order" = crash ]; then stop; else start; fi >"$dir/out" 2>&1 </dev/null
	echo "$order done" 2>/dev/null
done
stop >/dev/null 2>&1
`

func startServer(bin string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	fsync := "off" // makes databases in half the time; no test pulls the plug
	if bench := flag.Lookup("test.bench"); bench != nil && bench.Value.String() != "" {
		fsync = "on"
	}
	cmd := exec.Command("sh", "-c", serverScript, "sh", bin, port, fsync)
	if os.Getuid() == 0 { // PostgreSQL refuses to be run by root
		cmd = exec.Command("su", "-s", "/bin/sh", "postgres", "-c", serverScript, "sh", bin, port, fsync)
		cmd.Dir = "/"
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "ready" {
			return &server{"postgres://lotsenfunk@127.0.0.1:" + port + "/postgres?sslmode=disable", in, lines}, nil
		}
		said = append(said, lines.Text())
	}
	return nil, fmt.Errorf("start PostgreSQL: %w: %s", cmd.Wait(), strings.Join(said, "\n"))
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
