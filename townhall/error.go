package townhall

import "errors"

// Code sorts errors by what the caller can do about them.
type Code string

// The codes.
const (
	Invalid   Code = "invalid"   // what was given does not fit; say it differently
	NotFound  Code = "not_found" // there is no such thing
	Forbidden Code = "forbidden" // this person may not do that
	Conflict  Code = "conflict"  // the thing's state does not allow it (any more)
	Internal  Code = "internal"  // our fault; logged with an id
)

// Error is an error that a person gets to read: a code, the key of a catalogue
// sentence that says what to do next, and the sentence's arguments.
type Error struct {
	Code Code
	Key  string
	Args map[string]any
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Key }

// Errf makes an Error; args are name, value, name, value …
func Errf(code Code, key string, args ...any) *Error {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return &Error{Code: code, Key: key, Args: m}
}

// ErrorCode returns the code of err: Internal for one that is none of ours,
// and "" for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
