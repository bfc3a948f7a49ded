package main

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/setup"
	"lotsenfunk/setup/setuptest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lotsenfunk": main})
}

// TestCommandLine plays testdata/*.txtar against the real command.
func TestCommandLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() }) // the scripts run in parallel, after this function
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TAKEN", taken.Addr().String())
			e.Setenv("CHAT", setuptest.New(t).URL)
			e.Setenv("ADMIN", setuptest.AdminToken)
			workspace(t, e)
			free, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			e.Setenv("FREE", free.Addr().String())
			return free.Close()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":      exits,
			"refuses":    refuses,
			"sql":        runSQL,
			"mode":       checkMode,
			"substitute": substitute,
			"faults":     faults,
		},
	})
}

// workspace gives a script a Slack workspace in which the app is installed.
func workspace(t *testing.T, e *testscript.Env) {
	manifest, err := setup.SlackManifest(setup.ManifestWants{Language: "de"})
	if err != nil {
		t.Fatal(err)
	}
	app, faults := slacktest.CheckManifest(manifest)
	if len(faults) > 0 {
		t.Fatalf("Slack refuses the manifest: %q", faults)
	}
	s := slacktest.New(t, app)
	w := s.Workspace("birkenfurt")
	w.User(slacktest.Profile{Name: "anna", Real: "Anna Berg"})
	e.Setenv("SLACK", strings.TrimSuffix(s.URL, "/"))
	e.Setenv("TEAM", w.ID)
	e.Setenv("XOXB", w.Install())
	e.Setenv("XAPP", slacktest.AppToken)
}

// exits STATUS ARGS… runs lotsenfunk and checks its exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits STATUS ARGS…")
	}
	status := 0
	err := ts.Exec("lotsenfunk", args[1:]...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("exit status %d, not %s", status, args[0])
	}
}

// refuses ARGS… runs lotsenfunk and checks that it ends with status 2, says
// exactly one line on stderr, and nothing on stdout.
func refuses(ts *testscript.TestScript, neg bool, args []string) {
	exits(ts, neg, append([]string{"2"}, args...))
	if said := ts.ReadFile("stderr"); strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "lotsenfunk: ") {
		ts.Fatalf("not one line that begins with lotsenfunk: %q", said)
	}
	if said := ts.ReadFile("stdout"); said != "" {
		ts.Fatalf("stdout is %q", said)
	}
}

// mode PERMISSIONS FILE checks who may read a file.
func checkMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode PERMISSIONS FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if is := fmt.Sprintf("%o", info.Mode().Perm()); is != args[0] {
		ts.Fatalf("%s has the mode %s", args[1], is)
	}
}

// substitute FILE writes the script's variables into a file.
func substitute(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: substitute FILE")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// faults N ARGS… runs lotsenfunk and checks that it ends with status 2 and names
// so many faults on stderr, one a line with an example each, and nothing else.
func faults(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: faults N ARGS…")
	}
	exits(ts, neg, append([]string{"2"}, args[1:]...))
	lines := strings.SplitAfter(ts.ReadFile("stderr"), "\n")
	for _, line := range lines[:len(lines)-1] {
		if !strings.HasPrefix(line, "lotsenfunk: ") || !strings.Contains(line, "; for example: ") {
			ts.Fatalf("no fault with an example: %q", line)
		}
	}
	if n := len(lines) - 1; strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d faults, not %s", n, args[0])
	}
}

// sql FILE STATEMENT runs a statement on a database file.
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

var announced = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// TestDemo starts the README's command on a free port, asks it for its page,
// and interrupts it.
func TestDemo(t *testing.T) {
	demo := exec.Command("lotsenfunk", "demo", "--listen", "127.0.0.1:0")
	demo.Stderr = os.Stderr
	out, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = demo.Process.Kill() }) // if it did not end by itself
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := announced.FindString(line)
	if !strings.Contains(line, "Stadt Birkenfurt") || address == "" {
		t.Fatalf("it says %q", line)
	}
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || !strings.Contains(string(page), "Stadt Birkenfurt") {
		t.Errorf("%s answers %s", address, response.Status)
	}
	if err := demo.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := demo.Wait(); err != nil {
		t.Errorf("interrupted, it ends with %v", err)
	}
}
