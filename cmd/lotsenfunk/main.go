// Command lotsenfunk is the chat bot for a town hall's Digitallotsen programme.
//
// It reads flags and environment and hands them to the program package; it is
// the only place that asks the machine for the time.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // the binary knows all time zones, whatever the machine has

	"github.com/alecthomas/kong"

	"lotsenfunk/bot/script"
	"lotsenfunk/cmd/lotsenfunk/config"
)

// Exit statuses.
const (
	exitFailed   = 1 // an expectation of a script failed, or the program did
	exitBadInput = 2 // a flag, a file, an address or a line that cannot be used
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who asks a second time does not want to wait
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// cli is everything that can be typed behind lotsenfunk.
type cli struct {
	Demo     demoCmd     `cmd:"" help:"A town hall in the browser: invented people, every seat yours, a clock you can turn."`
	Serve    serveCmd    `cmd:"" help:"The service: connects the configured chat servers."`
	Chat     chatCmd     `cmd:"" help:"A town hall in the terminal: type, or play a script."`
	Setup    setupCmd    `cmd:"" help:"Prepare a chat server for Lotsenfunk."`
	Manifest manifestCmd `cmd:"" help:"What a platform has to be told of the app."`
	Doctor   doctorCmd   `cmd:"" help:"Look at how database, chat servers and service are; change nothing."`
	Import   importCmd   `cmd:"" help:"Add and change people from a CSV file; first it only shows what would change."`

	ImportFerien importSchoolCmd `cmd:"" name:"import-ferien" help:"Read the school holidays from an ICS file; first it only shows what would change."`

	Healthcheck healthcheckCmd `cmd:"" help:"Ask the service on this machine whether it lives. Containers do."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// env is what a command may use of the outside.
type env struct {
	ctx context.Context
	in  io.Reader
	out io.Writer
	// errs is where a log goes.
	errs io.Writer
	log  *slog.Logger
}

// run parses the arguments and runs the command. Errors are one line on errs.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	var c cli
	status := -1
	parser, err := kong.New(&c, kong.Name("lotsenfunk"), kong.Writers(out, errs), kong.UsageOnError(),
		kong.Description("The chat bot that carries a Digitallotsen programme through a town hall."),
		kong.Exit(func(code int) { status = code }))
	if err != nil {
		fmt.Fprintln(errs, "lotsenfunk:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if status >= 0 { // --help has been printed
		return status
	}
	if err != nil {
		fmt.Fprintf(errs, "lotsenfunk: %v; lotsenfunk --help lists what there is\n", err)
		return exitBadInput
	}
	e := &env{ctx: ctx, in: in, out: out, errs: errs, log: slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	err = parsed.Run(e)
	switch failure, unreadable, faults := (*script.Failure)(nil), (*script.Unreadable)(nil), (config.Faults)(nil); {
	case err == nil:
		return 0
	case errors.As(err, &faults):
		for _, one := range faults {
			fmt.Fprintln(errs, "lotsenfunk:", one)
		}
		return exitBadInput
	case errors.As(err, &failure):
		fmt.Fprintln(errs, err)
		return exitFailed
	case errors.As(err, &unreadable):
		fmt.Fprintln(errs, err)
		return exitBadInput
	case errors.As(err, new(badInput)):
		fmt.Fprintln(errs, "lotsenfunk:", strings.ReplaceAll(err.Error(), "\n", " "))
		return exitBadInput
	}
	fmt.Fprintln(errs, "lotsenfunk:", err)
	return exitFailed
}

// badInput marks an error that whoever typed the command can mend.
type badInput struct{ error }

func (b badInput) Unwrap() error { return b.error }
