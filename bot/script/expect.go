package script

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Failure is an expectation that does not hold, or an act that is not
// possible. The program ends with status 1.
type Failure struct {
	File   string
	No     int
	Source string
	Err    error  // what is wrong
	Said   []Said // what was said instead, since the last acting line
}

func (e *Failure) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s\n  %v", e.File, e.No, e.Source, e.Err)
	if len(e.Said) == 0 {
		b.WriteString("\n  nothing was said since the last acting line")
		return b.String()
	}
	b.WriteString("\n  said since the last acting line:")
	for _, s := range e.Said {
		fmt.Fprintf(&b, "\n    to %s: %s", s.To, short(Spaced(s.Text)))
	}
	return b.String()
}

func (e *Failure) Unwrap() error { return e.Err }

// short keeps a failure readable when somebody said ten thousand characters.
func short(s string) string {
	const most = 400
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return s
}

// failure says where and after what err came about; without err it is nil.
func (r *Runner) failure(ctx context.Context, file string, s Step, err error) error {
	if err == nil {
		return nil
	}
	f := &Failure{File: file, No: s.No, Source: s.Source, Err: err}
	if said, err := r.Stage.Said(ctx); err == nil {
		f.Said = said
	}
	return f
}

// Spaced is a text with every run of white space, of whichever kind, as one
// blank: how texts are compared in transcripts.
func Spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// Contains reports whether a text contains another, however both are spaced.
func Contains(text, part string) bool { return strings.Contains(Spaced(text), Spaced(part)) }

func (r *Runner) expect(ctx context.Context, l Line) error {
	if l.Verb == VerbExpectForm || l.Verb == VerbExpectError {
		return r.expectForm(ctx, l)
	}
	said, err := r.Stage.Said(ctx)
	if err != nil {
		return err
	}
	heard := slices.ContainsFunc(said, func(s Said) bool {
		return s.To == l.Who && (l.Verb == VerbExpectNone || Contains(s.Text, l.Text))
	})
	switch {
	case l.Verb == VerbExpect && !heard:
		return fmt.Errorf("not said to %s", l.Who)
	case l.Verb != VerbExpect && heard:
		return fmt.Errorf("said to %s all the same", l.Who)
	}
	return nil
}

func (r *Runner) expectForm(ctx context.Context, l Line) error {
	f, open, err := r.Stage.Form(ctx, l.Who)
	if err != nil {
		return err
	}
	_, wrong := f.Errors[l.Text]
	switch {
	case !open:
		return fmt.Errorf("no form is open for %s", l.Who)
	case !slices.Contains(f.Fields, l.Text):
		return fmt.Errorf("the form open for %s has the fields %s", l.Who, strings.Join(f.Fields, ", "))
	case l.Verb == VerbExpectError && !wrong:
		return fmt.Errorf("the form came back with the errors %v", f.Errors)
	}
	return nil
}
