package setup

import "fmt"

// State is how a check ended.
type State int

// The states of checks.
const (
	Fine State = iota
	// Noted is worth knowing and stops nothing.
	Noted
	// Wrong has to be put right first.
	Wrong
)

// Check is one thing that was looked at.
type Check struct {
	State  State
	Says   string // what is so
	WayOut string // what to do about it, "" if nothing
}

// String is the check as one calm line.
func (c Check) String() string {
	line := map[State]string{Fine: "ok    ", Noted: "note  ", Wrong: "WRONG "}[c.State] + c.Says
	if c.WayOut != "" {
		line += "; " + c.WayOut
	}
	return line
}

// tally tells checks and remembers whether one of them went wrong.
type tally struct {
	tell  func(Check)
	wrong bool
}

func (t *tally) fine(format string, args ...any) { t.tell(Check{Says: fmt.Sprintf(format, args...)}) }

func (t *tally) note(wayOut, format string, args ...any) {
	t.tell(Check{Noted, fmt.Sprintf(format, args...), wayOut})
}

func (t *tally) bad(wayOut, format string, args ...any) {
	t.wrong = true
	t.tell(Check{Wrong, fmt.Sprintf(format, args...), wayOut})
}

// refused tells an error, which is a Refusal where the server spoke.
func (t *tally) refused(err error) {
	t.wrong = true
	if r, ok := err.(*Refusal); ok {
		t.tell(Check{Wrong, r.What, r.WayOut})
		return
	}
	t.tell(Check{Wrong, err.Error(), ""})
}
