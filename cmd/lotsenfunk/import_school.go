package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"lotsenfunk/program"
	"lotsenfunk/townhall"
)

// importSchoolCmd is lotsenfunk import-ferien.
type importSchoolCmd struct {
	File         string `arg:"" placeholder:"ferien.ics" help:"A calendar file (ICS) with the school holidays of the Bundesland, as its ministry of education offers it."`
	DB           string `name:"db" required:"" placeholder:"DSN" help:"The database: a file or postgres://…"`
	Apply        bool   `xor:"do" help:"Change the database. Without it nothing is written: you see what would change."`
	DryRun       bool   `xor:"do" help:"Only show what would change. That is the default."`
	Organisation string `placeholder:"ID" help:"The town, if the database has several."`
}

// mostBytes is how much of a file is read: more than any list of school holidays
// may have.
const mostBytes = 1 << 20

// Run compares the file with the database and, if asked to, applies it.
func (c *importSchoolCmd) Run(e *env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return badInput{err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostBytes)) // what is cut off there is refused for its size
	if err != nil {
		return badInput{err}
	}
	if err := hasFile(c.DB); err != nil {
		return err
	}
	report, err := program.ImportSchoolInto(e.ctx, c.DB, c.Organisation, data, c.Apply)
	var unreadable *program.UnreadableError
	switch {
	case errors.As(err, &unreadable):
		return badInput{fmt.Errorf("%s: %w", c.File, err)}
	case errors.Is(err, program.ErrNoTown), errors.Is(err, program.ErrSeveralTowns), errors.Is(err, program.ErrNoSuchTown), errors.Is(err, program.ErrNewerDatabase):
		return badInput{err}
	case err != nil:
		return err
	}
	c.print(e, report)
	return nil
}

// hasFile refuses a database file that is not there: looking must not make one.
func hasFile(dsn string) error {
	if strings.HasPrefix(dsn, "postgres") {
		return nil
	}
	if _, err := os.Stat(strings.TrimPrefix(dsn, "sqlite:")); err != nil {
		return badInput{fmt.Errorf("--db: %w", err)}
	}
	return nil
}

// print writes the report: a line for each school holiday.
func (c *importSchoolCmd) print(e *env, r *program.SchoolReport) {
	lines := func(what string, list townhall.SchoolHolidays) {
		for _, h := range list {
			fmt.Fprintf(e.out, "%s: %s until %s, %s\n", what, h.From, h.Until, h.Name)
		}
	}
	lines("new", r.New)
	lines("no change", r.Same)
	lines("out of the list, for the file has others in this time", r.Gone)
	fmt.Fprintf(e.out, "%s: %d new, %d as they are, %d taken out. What lies outside of the file's time stays as it is.\n", r.Town, len(r.New), len(r.Same), len(r.Gone))
	if r.Applied {
		fmt.Fprintln(e.out, "Written.")
		return
	}
	fmt.Fprintln(e.out, "Nothing was written. To do so, run it again with --apply.")
}
