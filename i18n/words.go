package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// The characters around words that run from right to left: first strong
// isolate and pop directional isolate. Between them the words find their own
// direction and leave the sentence around them in its order.
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// clean makes what somebody typed fit to stand in a sentence: no sentinels, no
// control characters but the line break, nothing that could turn the direction
// of the words around it.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case isSentinel(r), unicode.IsControl(r), turnsDirection(r):
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = isolated(line)
	}
	return strings.Join(lines, "\n")
}

// cleanLine is clean for a place that has one line only.
func cleanLine(s string) string { return fold(clean(s)) }

// fold puts everything on one line, with single spaces.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }), " ")
}

// isolated wraps a line that holds anything written from right to left. A line
// break ends an isolate, so each line gets its own.
func isolated(line string) string {
	if !strings.ContainsFunc(line, runsLeft) {
		return line
	}
	return string(isolate) + line + string(endIsolate)
}

// turnsDirection reports whether r is one of the embeddings, overrides and
// isolates by which words could reorder their surroundings.
func turnsDirection(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

func runsLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}
