package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"lotsenfunk/setup"
	"lotsenfunk/townhall"
)

// dialogue asks on a terminal, and only there.
type dialogue struct {
	out      io.Writer
	lines    *bufio.Reader
	terminal *os.File // nil if nobody can be asked
	missing  []string // what could not be asked for
}

func newDialogue(e *env) *dialogue {
	d := &dialogue{out: e.out, lines: bufio.NewReader(e.in)}
	if f, ok := e.in.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		d.terminal = f
	}
	return d
}

// ask asks for what is missing. fits says what is wrong with an answer; it may be
// nil. Where nobody can be asked, flag is remembered.
func (d *dialogue) ask(into *string, question, usual, flag string, fits func(string) error) error {
	if *into != "" {
		return nil
	}
	if d.terminal == nil {
		d.missing = append(d.missing, flag)
		return nil
	}
	if usual != "" {
		question += " [" + usual + "]"
	}
	for {
		fmt.Fprint(d.out, question, ": ")
		line, err := d.lines.ReadString('\n')
		if line = strings.TrimSpace(line); line == "" {
			line = usual
		}
		if line == "" {
			if err != nil {
				return badInput{errors.New("the input ended before everything was said; nothing was made")}
			}
			continue
		}
		if fits != nil {
			if wrong := fits(line); wrong != nil {
				fmt.Fprintln(d.out, "  "+wrong.Error())
				if err != nil {
					return badInput{wrong}
				}
				continue
			}
		}
		*into = line
		return nil
	}
}

// secret asks for something that is not shown while it is typed.
func (d *dialogue) secret(into *string, question, flag string) error {
	if *into != "" {
		return nil
	}
	if d.terminal == nil {
		d.missing = append(d.missing, flag)
		return nil
	}
	fmt.Fprint(d.out, question, ": ")
	typed, err := term.ReadPassword(int(d.terminal.Fd()))
	fmt.Fprintln(d.out)
	if *into = strings.TrimSpace(string(typed)); err != nil || *into == "" {
		return badInput{errors.New("no token was typed; nothing was made")}
	}
	return nil
}

// sure asks for a yes.
func (d *dialogue) sure(question string) bool {
	fmt.Fprint(d.out, question, " [y/N]: ")
	line, _ := d.lines.ReadString('\n') // an end of the input is no yes
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "j", "ja":
		return true
	}
	return false
}

func isAddress(s string) error {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return errors.New("it begins with https:// or http://")
	}
	return nil
}

func isState(s string) error {
	_, err := townhall.NewCalendar(strings.ToUpper(s), nil, nil)
	return err
}

func isForm(s string) error {
	if s != "sie" && s != "du" {
		return errors.New("sie or du")
	}
	return nil
}

// complete asks for what nothing has said yet: first for the server and the
// database, then for what the database does not know of the town.
func (c *setupMattermostCmd) complete(e *env, d *dialogue) error {
	if c.file.OthersMayRead() {
		fmt.Fprintf(e.out, "note  more people than its owner may read %s; it is written so that they may not\n", c.EnvFile)
	}
	if err := d.ask(&c.URL, "Address of the Mattermost server", "", "--url", isAddress); err != nil {
		return err
	}
	if c.password == "" {
		if err := d.secret(&c.AdminToken, "Access token of a system administrator (not shown, not kept)", "LOTSENFUNK_ADMIN_TOKEN"); err != nil {
			return err
		}
	}
	if err := d.ask(&c.Callback, "Address under which that server reaches Lotsenfunk", "", "--callback", isAddress); err != nil {
		return err
	}
	if err := d.ask(&c.DB, "Database: a file, or postgres://…", "lotsenfunk.db", "--db", nil); err != nil {
		return err
	}
	c.DB = absolute(c.DB)
	var town setup.Town
	if len(d.missing) == 0 {
		var err error
		if town, _, err = setup.LookUp(e.ctx, c.DB, c.URL, c.Tenant, c.Town); err != nil {
			return badInput{fmt.Errorf("the database cannot be used: %w; --db takes a file in a folder that may be written, or postgres://…", err)}
		}
	}
	return c.completeTown(d, town)
}

// town asks for what the database does not know of the town.
func (d *dialogue) town(name, state, address *string, known setup.Town) error {
	if known.Name == "" {
		if err := d.ask(name, "Name of the town", "", "--town", nil); err != nil {
			return err
		}
	}
	if known.State == "" {
		if err := d.ask(state, "Bundesland, for its holidays (BW, BY, …)", "", "--state", isState); err != nil {
			return err
		}
	}
	if known.Address == "" && d.terminal != nil {
		if err := d.ask(address, "Does the bot say sie or du to people?", "sie", "", isForm); err != nil {
			return err
		}
	}
	if known.Address == "" && *address == "" {
		*address = "sie"
	}
	return nil
}

// complete refuses to go on if something could not be asked for.
func (d *dialogue) complete(platform string) error {
	if len(d.missing) > 0 {
		return badInput{fmt.Errorf("nobody is there to be asked; say %s as well (lotsenfunk setup %s --help)", strings.Join(d.missing, ", "), platform)}
	}
	return nil
}

func (c *setupMattermostCmd) completeTown(d *dialogue, town setup.Town) error {
	if err := d.town(&c.Town, &c.State, &c.Address, town); err != nil {
		return err
	}
	if len(c.Team) == 0 && c.Token == "" {
		var names string
		if err := d.ask(&names, "Team that gets the commands, as in its address (several with commas)", "", "--team", nil); err != nil {
			return err
		}
		for _, name := range strings.Split(names, ",") {
			if name = strings.TrimSpace(name); name != "" {
				c.Team = append(c.Team, name)
			}
		}
	}
	if !town.HasAdmin {
		if err := d.ask(&c.Admin, "User name of Lotsenfunk's first admin", "", "--admin", nil); err != nil {
			return err
		}
	}
	return d.complete("mattermost")
}

// carryOut says what is there and what will be made, asks, and makes it.
func (c *setupMattermostCmd) carryOut(e *env, d *dialogue, run *setup.Setup) error {
	steps, err := run.Steps(e.ctx)
	if err != nil {
		return err
	}
	p := plan{file: c.file, yes: c.Yes, steps: steps, ready: func() bool { return run.Token() != "" }, note: func() error { return c.note(run) }, left: run.Left,
		lost: ". The bot has a token now that is written down nowhere: the next run makes another one"}
	if c.password == "" {
		p.end = "The administrator's token is needed no more: revoke it, Profile > Security > Personal Access Tokens.\n"
	}
	return p.carryOut(e, d)
}
