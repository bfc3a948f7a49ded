package script

import (
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Runner plays scripts.
type Runner struct {
	Stage Stage
	House House
	// Zone is the organisation's: its calendar days and hours are those of
	// clock lines.
	Zone *time.Location
	// Log gets every line played and what was said after it. It may be nil.
	Log io.Writer
	// Given are values that every script may use as $name, as if saved: what
	// differs from one stage to the next.
	Given map[string]string

	vars map[string]string // what save lines saved
}

// Play reads a script and plays it to its end. The errors are *Unreadable,
// before anything is played if it can be seen by then, *Failure for an
// expectation or act that fails, and others when the program itself fails.
func (r *Runner) Play(ctx context.Context, name string, in io.Reader) error {
	steps, err := Read(name, in)
	if err != nil {
		return err
	}
	if err := r.House.Settle(ctx); err != nil {
		return fmt.Errorf("%s: settling at the start: %w", name, err)
	}
	for _, s := range steps {
		if err := r.play(ctx, name, s); err != nil {
			return err
		}
	}
	return nil
}

// play does one step. What it says is compared by the expectations after it.
func (r *Runner) play(ctx context.Context, file string, s Step) error {
	for i, part := range s.Together {
		if err := r.fill(file, &part); err != nil {
			return err
		}
		s.Together[i] = part
	}
	if err := r.fill(file, &s); err != nil {
		return err
	}
	var failed error
	switch s.Line.Verb {
	case VerbExpect, VerbExpectNot, VerbExpectNone, VerbExpectForm, VerbExpectError:
		failed = r.expect(ctx, s.Line)
	case VerbSave:
		failed = r.save(ctx, s.Line)
	default:
		return r.move(ctx, file, s)
	}
	return r.failure(ctx, file, s, failed)
}

// move plays a step after which something may have been said.
func (r *Runner) move(ctx context.Context, file string, s Step) error {
	if err := r.Stage.Mark(ctx); err != nil {
		return fmt.Errorf("%s:%d: %w", file, s.No, err)
	}
	var err error
	switch s.Line.Verb {
	case VerbTogether:
		if at, err := r.together(ctx, s.Together); err != nil {
			return r.failure(ctx, file, at, err)
		}
	case VerbClock:
		err = r.turn(ctx, s.Line.Text)
	case VerbRestart:
		err = r.House.Restart(ctx)
	default:
		err = r.act(ctx, s.Line)
	}
	if err != nil {
		return r.failure(ctx, file, s, err)
	}
	if err := r.House.Settle(ctx); err != nil {
		return fmt.Errorf("%s:%d: settling: %w", file, s.No, err)
	}
	return r.log(ctx, s)
}

func (r *Runner) act(ctx context.Context, l Line) error {
	switch l.Verb {
	case VerbSay:
		return r.Stage.Say(ctx, l.Who, l.Channel, l.Text)
	case VerbReply:
		return r.Stage.Reply(ctx, l.Who, l.On, l.Text)
	case VerbClick:
		return r.Stage.Click(ctx, l.Who, l.Label, l.On)
	case VerbChoose:
		return r.Stage.Choose(ctx, l.Who, l.Option, l.Label, l.On)
	case VerbSubmit:
		return r.Stage.Submit(ctx, l.Who, l.Values)
	case VerbCancel:
		return r.Stage.Cancel(ctx, l.Who)
	case VerbReact, VerbUnreact:
		return r.Stage.React(ctx, l.Who, l.Emoji, l.On, l.Verb == VerbReact)
	case VerbShortcut:
		return r.Stage.Shortcut(ctx, l.Who, l.Label, l.On)
	case VerbHome:
		return r.Stage.Home(ctx, l.Who)
	}
	return fmt.Errorf("nobody can %q", string(l.Verb))
}

// together acts from one goroutine each, and returns the first step, in the
// order they were written, that failed.
func (r *Runner) together(ctx context.Context, steps []Step) (Step, error) {
	errs := make([]error, len(steps))
	var all sync.WaitGroup
	for i, s := range steps {
		all.Go(func() { errs[i] = r.act(ctx, s.Line) })
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			return steps[i], err
		}
	}
	return Step{}, nil
}

func (r *Runner) turn(ctx context.Context, spec string) error {
	now := r.House.Now()
	to, err := target(spec, now, r.Zone)
	if err != nil {
		return err
	}
	if to.Before(now) {
		return fmt.Errorf("the clock shows %s already", now.In(r.Zone).Format("2006-01-02 15:04"))
	}
	return r.House.Turn(ctx, to)
}

func (r *Runner) save(ctx context.Context, l Line) error {
	re, err := regexp.Compile(l.Text)
	if err != nil {
		return err
	}
	said, err := r.Stage.Said(ctx)
	if err != nil {
		return err
	}
	for _, s := range said {
		if m := re.FindStringSubmatch(Spaced(s.Text)); m != nil {
			if r.vars == nil {
				r.vars = map[string]string{}
			}
			r.vars[l.Name] = m[1]
			return nil
		}
	}
	return fmt.Errorf("nothing said matches %s", l.Text)
}

var (
	variable = regexp.MustCompile(`^\$[A-Za-z_][A-Za-z0-9_]*$`)
	uses     = regexp.MustCompile(`\$[A-Za-z_][A-Za-z0-9_]*`)
)

// value is what "$name" stands for.
func (r *Runner) value(name string) (string, bool) {
	v, known := r.vars[name[1:]]
	if !known {
		v, known = r.Given[name[1:]]
	}
	return v, known
}

// fill puts saved values in the place of their names, everywhere in a line,
// and makes sure that whoever the line names is there. A "$word" that was not
// saved is only a word.
func (r *Runner) fill(file string, s *Step) error {
	l := &s.Line
	value := func(name string) string {
		if v, known := r.value(name); known {
			return v
		}
		return name
	}
	expand := func(text string) string { return uses.ReplaceAllStringFunc(text, value) }
	if l.Verb == VerbSave {
		l.Text = uses.ReplaceAllStringFunc(l.Text, func(name string) string {
			if v, known := r.value(name); known {
				return regexp.QuoteMeta(v)
			}
			return name
		})
	} else {
		l.Text = expand(l.Text)
	}
	for _, field := range []*string{&l.Who, &l.Channel, &l.On, &l.Label, &l.Option, &l.Emoji} {
		*field = expand(*field)
	}
	l.Values = maps.Clone(l.Values)
	for id, v := range l.Values {
		l.Values[id] = expand(v)
	}
	for _, who := range []string{l.Who, "#" + l.Channel} {
		if who != "" && who != "#" && !r.Stage.Knows(who) {
			return &Unreadable{File: file, No: s.No, Source: s.Source, Reason: fmt.Sprintf("nobody knows %s", who)}
		}
	}
	return nil
}

// log writes what a step said to whoever watches.
func (r *Runner) log(ctx context.Context, s Step) error {
	if r.Log == nil {
		return nil
	}
	said, err := r.Stage.Said(ctx)
	if err != nil {
		return err
	}
	lines := []string{s.Source}
	for _, part := range s.Together {
		lines = append(lines, "  "+part.Source)
	}
	for _, u := range said {
		lines = append(lines, "    → "+u.To+": "+strings.ReplaceAll(u.Text, "\n", "\n      "))
	}
	_, err = fmt.Fprintln(r.Log, strings.Join(lines, "\n"))
	return err
}
