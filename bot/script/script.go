package script

import (
	"fmt"
	"io"
	"strings"
)

// Step is one line of a script to be played, or several that happen together.
type Step struct {
	No       int    // the line's number, from 1
	Source   string // the line as it was written
	Line     Line
	Together []Step // the acting lines of a together block
}

// Unreadable is a line that cannot be read, or that names nobody known. The
// program ends with status 2.
type Unreadable struct {
	File   string
	No     int
	Source string
	Reason string
}

func (e *Unreadable) Error() string {
	return fmt.Sprintf("%s:%d: %s\n  cannot be read: %s", e.File, e.No, e.Source, e.Reason)
}

// Read reads a whole script before anything of it is played. name is for
// messages. A line that cannot be read is *Unreadable.
func Read(name string, in io.Reader) ([]Step, error) {
	all, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	reader := stepReader{file: name}
	var steps []Step
	text := strings.TrimPrefix(string(all), "\uFEFF") // some editors begin a file with this mark
	for source := range strings.SplitSeq(text, "\n") {
		step, ok, err := reader.feed(source)
		if err != nil {
			return nil, err
		}
		if ok {
			steps = append(steps, step)
		}
	}
	return steps, reader.finish()
}

// stepReader puts lines together to steps.
type stepReader struct {
	file  string
	no    int
	block *Step // the together block that is open
}

// feed takes the next line and tells whether it completed a step.
func (r *stepReader) feed(source string) (Step, bool, error) {
	r.no++
	source = strings.TrimSpace(source)
	fail := func(reason string) (Step, bool, error) {
		return Step{}, false, &Unreadable{File: r.file, No: r.no, Source: source, Reason: reason}
	}
	line, err := Parse(source)
	if err != nil {
		return fail(err.Error())
	}
	step := Step{No: r.no, Source: source, Line: line}
	switch {
	case line.Verb == VerbNone:
		return Step{}, false, nil
	case line.Verb == VerbTogether && r.block == nil:
		r.block = &step
		return Step{}, false, nil
	case line.Verb == VerbEnd && r.block != nil:
		block := *r.block
		r.block = nil
		return block, true, nil
	case line.Verb == VerbEnd:
		return fail("no together block is open")
	case r.block == nil:
		return step, true, nil
	case !line.Acting():
		return fail("in a together block people only act")
	}
	r.block.Together = append(r.block.Together, step)
	return Step{}, false, nil
}

func (r *stepReader) finish() error {
	if r.block != nil {
		return &Unreadable{File: r.file, No: r.block.No, Source: r.block.Source, Reason: "the block has no end"}
	}
	return nil
}
