package main

import (
	"errors"
	"fmt"

	"lotsenfunk/setup"
)

// plan is what a set-up will do, on whatever platform.
type plan struct {
	file  *setup.EnvFile
	yes   bool // without asking
	steps []setup.Step
	ready func() bool   // there is something to write down
	note  func() error  // puts it into the environment file
	left  func() string // what people have to do themselves
	lost  string        // what is lost if the file cannot be written
	end   string        // what is said at the end
}

// carryOut says what is there and what will be made, asks, and makes it.
func (p *plan) carryOut(e *env, d *dialogue) error {
	if p.ready() {
		if err := p.note(); err != nil {
			return badInput{err}
		}
	}
	todo := 0
	fmt.Fprintln(e.out)
	for _, s := range p.steps {
		word := "make   "
		if s.There {
			word = "there  "
		} else {
			todo++
		}
		fmt.Fprintln(e.out, word+s.Is)
	}
	write := !p.ready() || p.file.Changed() || p.file.OthersMayRead()
	if write {
		fmt.Fprintln(e.out, "write  the environment file "+p.file.Path+", for its owner only")
	}
	if todo == 0 && !write {
		fmt.Fprintln(e.out, "\nEverything is there already; nothing was changed.")
		return nil
	}
	fmt.Fprintln(e.out)
	if !p.yes {
		if d.terminal == nil {
			return badInput{errors.New("nothing was made; to do all that, run it again with --yes")}
		}
		if !d.sure("Shall I do that?") {
			fmt.Fprintln(e.out, "Nothing was made.")
			return nil
		}
	}
	return p.make(e, write)
}

// make makes what is missing. The environment file is written as soon as there
// is a token, so that a run that is refused later loses nothing.
func (p *plan) make(e *env, write bool) error {
	save := func() error {
		if !write || !p.ready() {
			return nil
		}
		write = false
		if err := p.note(); err != nil {
			return badInput{err}
		}
		if err := p.file.Save(); err != nil {
			return badInput{fmt.Errorf("--env-file: %w; name a file in a folder that may be written%s", err, p.lost)}
		}
		fmt.Fprintln(e.out, "done   the environment file "+p.file.Path)
		return nil
	}
	if err := save(); err != nil {
		return err
	}
	for _, s := range p.steps {
		if s.There {
			continue
		}
		if err := s.Do(e.ctx); err != nil {
			return fmt.Errorf("%w; what is done above stays, and the next run goes on from there", err)
		}
		fmt.Fprintln(e.out, "done   "+s.Is)
		if err := save(); err != nil {
			return err
		}
	}
	fmt.Fprintln(e.out)
	if left := p.left(); left != "" {
		fmt.Fprintln(e.out, left)
	}
	fmt.Fprint(e.out, p.end)
	fmt.Fprintf(e.out, "Now start it: lotsenfunk serve --env-file %s\nAnd look at it: lotsenfunk doctor --env-file %s\n", p.file.Path, p.file.Path)
	return nil
}
