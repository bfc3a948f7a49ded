package script

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
)

// Terminal is the town hall in a terminal.
type Terminal struct {
	Room  func() *room.Room // asked each time: a restarted program has a new one
	House House
	Zone  *time.Location
	Words Words
	Seat  string // whose seat it is at first
}

// Words are the phrases of the terminal itself, from the catalogue.
type Words struct {
	Welcome  string // said first: how to go on
	Bot      string // the bot's name over its messages
	Private  string // over a message that only this seat sees
	Changed  string // over a message that was changed
	Deleted  string // in the place of a deleted message
	NoSeat   string // "as" was followed by nobody's id
	NoButton string // there is no button with this number
	FormHint string // how to fill in a form
	NoOption string // the answer is none of the options
	Yes, No  string // the answers to a check box and to a "really?"
	Cancel   string // typed alone, it closes a form
}

// session is one run of a terminal.
type session struct {
	Terminal
	in      *bufio.Reader
	out     io.Writer
	runner  Runner
	started int64            // what stood in the room before is not printed
	seen    map[string]int64 // by seat: the last change printed
	buttons []button         // those with a number, as printed last
}

// button is a control under a number. A select has one for each option.
type button struct {
	message string
	control bot.Control
	option  string
}

// Interactive lets somebody type transcript lines, and plain words as the
// current seat, until "quit" or the end of the input. An act that is not
// possible is said and nothing else happens; only the program's own failure
// ends it with an error.
func Interactive(ctx context.Context, in io.Reader, out io.Writer, t Terminal) error {
	s := &session{
		Terminal: t, in: bufio.NewReader(in), out: out, seen: map[string]int64{},
		runner: Runner{Stage: &RoomStage{Room: t.Room}, House: t.House, Zone: t.Zone},
	}
	if err := s.House.Settle(ctx); err != nil {
		return err
	}
	s.started = s.Room().Seq()
	s.print("%s\n", s.Words.Welcome)
	for {
		line, ok := s.ask(s.Seat + "> ")
		if !ok || line == "quit" {
			return nil
		}
		if err := s.take(ctx, line); err != nil {
			return err
		}
		s.show()
		if err := s.forms(ctx); err != nil {
			return err
		}
	}
}

// take does what one typed line says.
func (s *session) take(ctx context.Context, line string) error {
	if number, err := strconv.Atoi(line); err == nil {
		return s.press(ctx, number)
	}
	switch words := strings.Fields(line); {
	case len(words) == 0:
		return nil
	case line == "seats":
		s.listSeats()
		return nil
	case words[0] == "as" && len(words) == 2:
		s.sit(words[1])
		return nil
	}
	step := s.step(line)
	if step.Line.Verb == VerbTogether {
		for {
			next, ok := s.ask("… ")
			part := s.step(next)
			if !ok || part.Line.Verb == VerbEnd {
				break
			}
			if part.Line.Acting() {
				step.Together = append(step.Together, part)
			}
		}
	}
	err := s.runner.play(ctx, "chat", step)
	if err == nil && step.Line.Verb == VerbClock {
		s.print("%s\n", s.House.Now().In(s.Zone).Format("2006-01-02 15:04"))
	}
	return s.report(err)
}

// report says that a line was not possible, and hands on the other errors.
func (s *session) report(err error) error {
	var failure *Failure
	var unreadable *Unreadable
	switch {
	case errors.As(err, &failure):
		s.print("! %v\n", failure.Err)
		return nil
	case errors.As(err, &unreadable):
		s.print("! %s\n", unreadable.Reason)
		return nil
	}
	return err
}

// step reads a typed line: as a line of a transcript if it names a seat or
// begins with a transcript's word, as the rest of one that begins with the
// current seat, or as something this seat says.
func (s *session) step(line string) Step {
	mine, mineErr := Parse(s.Seat + " " + line)
	whole, wholeErr := Parse(line)
	step := Step{Source: line}
	switch {
	case mineErr == nil && strings.HasPrefix(line, "#"):
		step.Line = mine
	case wholeErr == nil && (!whole.Acting() || s.hasSeat(whole.Who)):
		step.Line = whole
	case mineErr == nil:
		step.Line = mine
	default:
		step.Line = Line{Verb: VerbSay, Who: s.Seat, Text: line}
	}
	return step
}

func (s *session) hasSeat(id string) bool {
	return slices.ContainsFunc(s.Room().Seats(), func(seat room.Seat) bool { return seat.ID == id })
}

func (s *session) sit(id string) {
	if !s.Room().Has(id) {
		s.print("! %s: %s\n", id, s.Words.NoSeat)
		return
	}
	s.Seat, s.buttons = id, nil
}

func (s *session) press(ctx context.Context, number int) error {
	if number < 1 || number > len(s.buttons) {
		s.print("! %s\n", s.Words.NoButton)
		return nil
	}
	b := s.buttons[number-1]
	if b.control.Confirm != "" {
		answer, _ := s.ask(fmt.Sprintf("%s (%s/%s) ", b.control.Confirm, s.Words.Yes, s.Words.No))
		if !strings.EqualFold(answer, s.Words.Yes) {
			return nil
		}
	}
	var err error
	if b.option != "" {
		err = s.Room().Choose(ctx, s.Seat, b.message, b.control.Action, b.option)
	} else {
		err = s.Room().Press(ctx, s.Seat, b.message, b.control.Action, b.control.Value)
	}
	return s.settle(ctx, err)
}

// settle says that an act was not possible, or lets the program finish it.
func (s *session) settle(ctx context.Context, err error) error {
	if err != nil {
		s.print("! %v\n", err)
		return nil
	}
	return s.House.Settle(ctx)
}

// ask prints a prompt and reads a line. ok is false at the end of the input.
func (s *session) ask(prompt string) (line string, ok bool) {
	s.print("%s", prompt)
	line, err := s.in.ReadString('\n')
	return strings.TrimSpace(line), err == nil || line != ""
}

// print writes to the terminal. A terminal that is gone ends the input too.
func (s *session) print(format string, args ...any) {
	_, _ = fmt.Fprintf(s.out, format, args...)
}
