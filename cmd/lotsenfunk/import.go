package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"lotsenfunk/program"
	"lotsenfunk/townfile"
)

// importCmd is lotsenfunk import.
type importCmd struct {
	File         string `arg:"" placeholder:"people.csv" help:"A list of people: UTF-8, with commas or semicolons, and a header line. Columns: id, name, department, roles, topics, hours, platform, account, left (or in German)."`
	DB           string `name:"db" required:"" placeholder:"DSN" help:"The database: a file or postgres://…"`
	Apply        bool   `xor:"do" help:"Change the database. Without it nothing is written: you see what would change."`
	DryRun       bool   `xor:"do" help:"Only show what would change. That is the default."`
	Organisation string `placeholder:"ID" help:"The town, if the database has several."`
}

// Run compares the list with the database and, if asked to, applies it.
func (c *importCmd) Run(e *env) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return badInput{err}
	}
	list, err := townfile.ParsePeople(c.File, data)
	if err != nil {
		return badInput{err}
	}
	if err := hasFile(c.DB); err != nil {
		return err
	}
	report, err := program.ImportPeopleInto(e.ctx, c.DB, c.Organisation, list, time.Now(), c.Apply)
	switch {
	case errors.Is(err, program.ErrNoTown), errors.Is(err, program.ErrSeveralTowns), errors.Is(err, program.ErrNoSuchTown), errors.Is(err, program.ErrNewerDatabase):
		return badInput{err}
	case err != nil:
		return err
	}
	return c.print(e, report)
}

// print writes the report: a line for each line of the file.
func (c *importCmd) print(e *env, r *program.PeopleReport) error {
	added, changed, same := 0, 0, 0
	for _, l := range r.Lines {
		what := strings.Join(l.Changes, "; ")
		switch {
		case l.Problem != "":
			what = "PROBLEM: " + l.Problem
		case l.New:
			added++
			what = "new: " + what
		case what == "":
			same++
			what = "no change"
		default:
			changed++
		}
		fmt.Fprintf(e.out, "line %d, %s: %s\n", l.Line, l.Person, what)
	}
	fmt.Fprintf(e.out, "%s: %d new, %d changed, %d as they are. Who is not in the list stays as they are.\n", r.Town, added, changed, same)
	switch n := r.Problems(); {
	case n > 0:
		return badInput{fmt.Errorf("nothing was written: put right what is wrong in %d of %d lines", n, len(r.Lines))}
	case r.Applied:
		fmt.Fprintln(e.out, "Written.")
	default:
		fmt.Fprintln(e.out, "Nothing was written. To do so, run it again with --apply.")
	}
	return nil
}
