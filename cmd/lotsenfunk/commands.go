package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/mattn/go-isatty"

	"lotsenfunk/program"
	"lotsenfunk/townfile"
)

// demoCmd is lotsenfunk demo.
type demoCmd struct {
	Listen string `default:"127.0.0.1:8065" placeholder:"ADDR" help:"Where the browser finds it. The playground has no passwords: leave it on 127.0.0.1. Default: ${default}."`
	DB     string `name:"db" placeholder:"FILE" help:"Keep everything in this file. Default: thrown away at the end."`
	Town   string `placeholder:"FILE" help:"A town file in place of the built-in demo town."`
	// Calendars ask from outside, so the address people type is not enough.
	PublicURL string `name:"public-url" env:"LOTSENFUNK_PUBLIC_URL" placeholder:"URL" help:"Where calendars reach it, like https://lotsen.example.de. Without one, no calendar subscription is offered."`
}

// Run serves the playground until it is interrupted.
func (c *demoCmd) Run(e *env) error {
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return badInput{fmt.Errorf("--public-url %s is no address; name one like https://lotsen.example.de", c.PublicURL)}
	}
	town, err := readTown(c.Town)
	if err != nil {
		return err
	}
	listener, err := listen(c.Listen)
	if err != nil {
		return err
	}
	dsn, cleanUp, err := database(c.DB)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer cleanUp()
	p, err := program.Start(e.ctx, program.Options{DSN: dsn, Town: town, OnlyTown: c.Town != "", Log: e.log, Version: version(), PublicURL: c.PublicURL})
	if err != nil {
		return errors.Join(cannotStart(err), listener.Close())
	}
	fmt.Fprintf(e.out, "Lotsenfunk plays %s at http://%s/ (Ctrl-C ends it)\n", p.Org.Name, listener.Addr())
	return errors.Join(p.Serve(e.ctx, listener), p.Close())
}

// cannotStart says what to do about a database that the program cannot start on.
func cannotStart(err error) error {
	wayOut := "--db takes a file in a folder that may be written, or postgres://…"
	switch {
	case errors.Is(err, program.ErrNewerDatabase):
		wayOut = "use that version, or name another database with --db"
	case errors.Is(err, program.ErrOtherTown):
		wayOut = "leave --town out to go on with the one that is there, or name another database with --db"
	}
	return badInput{fmt.Errorf("%w; %s", err, wayOut)}
}

// listen opens the address.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, badInput{fmt.Errorf("--listen %s cannot be used: %w; name another one, for example --listen 127.0.0.1:0 for any free port", addr, cause(err))}
	}
	return l, nil
}

// cause is the innermost reason of a network error.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// chatCmd is lotsenfunk chat.
type chatCmd struct {
	Town    string   `placeholder:"FILE|none" help:"A town file in place of the built-in demo town, or none for an empty town hall."`
	DB      string   `name:"db" placeholder:"DSN" help:"A database file or postgres://… Default: a file that is thrown away at the end."`
	Verbose bool     `short:"v" help:"Print every line of a script and what was said after it."`
	Scripts []string `arg:"" optional:"" name:"script" help:"Scripts to play one after the other; - is standard input. Without one, and on a terminal, you type."`
}

// Run plays the scripts, or lets somebody type.
func (c *chatCmd) Run(e *env) error {
	var town *townfile.Town
	if c.Town != "none" {
		var err error
		if town, err = readTown(c.Town); err != nil {
			return err
		}
	}
	dsn, cleanUp, err := database(c.DB)
	if err != nil {
		return err
	}
	defer cleanUp()
	chat, err := program.NewChat(e.ctx, program.Options{DSN: dsn, Town: town, OnlyTown: c.Town != "", Log: e.log, Version: version()})
	if err != nil {
		return cannotStart(err)
	}
	return errors.Join(c.talk(e, chat), chat.Close())
}

func (c *chatCmd) talk(e *env, chat *program.Chat) error {
	if len(c.Scripts) == 0 {
		if in, ok := e.in.(*os.File); ok && isatty.IsTerminal(in.Fd()) {
			return chat.Talk(e.ctx, e.in, e.out)
		}
		return chat.Play(e.ctx, "stdin", e.in, c.log(e))
	}
	for _, name := range c.Scripts {
		if err := c.play(e, chat, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *chatCmd) play(e *env, chat *program.Chat, name string) error {
	if name == "-" {
		return chat.Play(e.ctx, "stdin", e.in, c.log(e))
	}
	f, err := os.Open(name)
	if err != nil {
		return badInput{err}
	}
	defer f.Close()
	return chat.Play(e.ctx, name, f, c.log(e))
}

func (c *chatCmd) log(e *env) io.Writer {
	if c.Verbose {
		return e.out
	}
	return nil
}

// readTown reads a town file, or the built-in demo town.
func readTown(path string) (*townfile.Town, error) {
	if path == "" {
		return townfile.Demo()
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, badInput{fmt.Errorf("--town: %w", err)}
	}
	town, err := townfile.Parse(path, data)
	if err != nil {
		return nil, badInput{err}
	}
	return town, nil
}

// database is the named database, or a file of its own that is thrown away.
func database(dsn string) (name string, cleanUp func(), err error) {
	if dsn != "" {
		return dsn, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "lotsenfunk-")
	if err != nil {
		return "", nil, err
	}
	return filepath.Join(dir, "lotsenfunk.db"), func() { _ = os.RemoveAll(dir) }, nil
}

// versionCmd is lotsenfunk version.
type versionCmd struct{}

// Run prints the version that the binary was built from.
func (versionCmd) Run(e *env) error {
	_, err := io.WriteString(e.out, "lotsenfunk "+version()+"\n")
	return err
}

// release is the version of a binary that was built outside of version control,
// as in a container: -ldflags "-X main.release=1.0.0".
var release string

// version is the version that the binary was built from.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
