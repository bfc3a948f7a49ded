package script

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Parse reads one line. It is strict: what it does not know is an error that
// says so. Whether a person or channel exists is for the Runner to ask. The
// words that begin a line of their own (clock, expect, …) cannot be a person.
func Parse(line string) (Line, error) {
	if strings.ContainsAny(line, "\n") {
		return Line{}, fmt.Errorf("more than one line")
	}
	s := &scanner{rest: strings.TrimSpace(line)}
	if s.rest == "" || strings.HasPrefix(s.rest, "#") {
		return Line{}, nil
	}
	word := s.name()
	if word == "" {
		return Line{}, fmt.Errorf("a line begins with a person or a word such as clock or expect")
	}
	var l Line
	switch Verb(word) {
	case VerbTogether, VerbEnd, VerbRestart:
		l = Line{Verb: Verb(word)}
	case VerbClock:
		l = s.clock()
	case VerbExpect:
		l = s.expect()
	case VerbSave:
		l = s.save()
	default:
		l = s.person(word)
	}
	s.end()
	if s.err != nil {
		return Line{}, s.err
	}
	return l, nil
}

// person reads what follows a person's id.
func (s *scanner) person(who string) Line {
	if s.skip(":") {
		return Line{Verb: VerbSay, Who: who, Text: s.text()}
	}
	s.space()
	if s.skip("#") {
		l := Line{Verb: VerbSay, Who: who, Channel: s.need(s.name(), "a channel")}
		s.must(":")
		l.Text = s.text()
		return l
	}
	l := Line{Verb: Verb(s.name()), Who: who}
	switch l.Verb {
	case VerbReply:
		l.On = s.on(true)
		s.must(":")
		l.Text = s.text()
	case VerbClick:
		l.Label = s.label()
		l.On = s.on(false)
	case VerbChoose:
		l.Option = s.label()
		s.word("in")
		l.Label = s.label()
		l.On = s.on(false)
	case VerbSubmit:
		l.Values = s.values()
	case VerbCancel:
	case VerbReact, VerbUnreact:
		s.space()
		l.Emoji = s.need(s.token(), "an emoji")
		l.On = s.on(true)
	case VerbShortcut:
		l.Label = s.label()
		l.On = s.on(true)
	case VerbHome:
		s.word("home")
	default:
		s.fail("%s cannot %q", who, string(l.Verb))
	}
	return l
}

func (s *scanner) clock() Line {
	s.space()
	l := Line{Verb: VerbClock, Text: s.text()}
	if s.err == nil && !variable.MatchString(l.Text) && !clockForm.MatchString(l.Text) {
		s.fail("a clock goes to +2d, +30m, +2h, 2027-04-12 or 2027-04-12 09:00, not %q", l.Text)
	}
	return l
}

func (s *scanner) expect() Line {
	s.space()
	who, channel := s.party()
	if channel || strings.HasPrefix(s.rest, ":") {
		s.need(who, "a person or channel")
		s.must(":")
		return Line{Verb: VerbExpect, Who: who, Text: s.text()}
	}
	l := Line{Verb: Verb("expect " + who)}
	s.space()
	l.Who, channel = s.party()
	s.need(l.Who, "a person or channel")
	switch l.Verb {
	case VerbExpectNone:
		return l
	case VerbExpectNot:
	case VerbExpectForm, VerbExpectError:
		if channel {
			s.fail("a form is open for a person, not for a channel")
		}
	default:
		s.fail("cannot %s", string(l.Verb))
	}
	s.must(":")
	l.Text = s.text()
	return l
}

func (s *scanner) save() Line {
	s.space()
	l := Line{Verb: VerbSave, Name: s.need(s.name(), "a name")}
	if s.err == nil && !variable.MatchString("$"+l.Name) {
		s.fail("a variable's name has letters, digits and _, not %q", l.Name)
	}
	s.space()
	s.must("=")
	l.Text = s.text()
	if s.err != nil {
		return l
	}
	switch re, err := regexp.Compile(l.Text); {
	case err != nil:
		s.fail("%v", err)
	case re.NumSubexp() == 0:
		s.fail("%q has no group to save", l.Text)
	}
	return l
}

// A scanner reads a line from left to right. After the first error it reads
// nothing more, so that only the end has to ask for it.
type scanner struct {
	rest string
	err  error
}

func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
	s.rest = ""
}

func (s *scanner) skip(prefix string) bool {
	after, ok := strings.CutPrefix(s.rest, prefix)
	s.rest = after
	return ok
}

func (s *scanner) must(prefix string) {
	if !s.skip(prefix) {
		s.fail("%q is missing before %q", prefix, s.rest)
	}
}

func (s *scanner) need(got, what string) string {
	if got == "" {
		s.fail("%s is missing before %q", what, s.rest)
	}
	return got
}

// space reads the blank between two words, and is content with the line's end.
func (s *scanner) space() {
	after := strings.TrimLeftFunc(s.rest, unicode.IsSpace)
	if after == s.rest && after != "" {
		s.fail("a blank is missing before %q", s.rest)
		return
	}
	s.rest = after
}

func (s *scanner) while(fits func(rune) bool) string {
	end := strings.IndexFunc(s.rest, func(c rune) bool { return !fits(c) })
	if end < 0 {
		end = len(s.rest)
	}
	got := s.rest[:end]
	s.rest = s.rest[end:]
	return got
}

// name reads an id, a word, or a variable in the place of one.
func (s *scanner) name() string {
	return s.while(func(c rune) bool {
		return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("$._-", c)
	})
}

// party reads a person or a "#channel".
func (s *scanner) party() (who string, channel bool) {
	if s.skip("#") {
		return "#" + s.need(s.name(), "a channel"), true
	}
	return s.name(), false
}

func (s *scanner) token() string {
	return s.while(func(c rune) bool { return !unicode.IsSpace(c) && c != '"' })
}

func (s *scanner) word(w string) {
	s.space()
	if got := s.name(); got != w {
		s.fail("%q is missing before %q", w, got+s.rest)
	}
}

// text reads all that is left.
func (s *scanner) text() string {
	text := strings.TrimSpace(s.rest)
	s.rest = ""
	return s.need(text, "a text")
}

// on reads the words of the message meant.
func (s *scanner) on(required bool) string {
	if !required && strings.TrimSpace(s.rest) == "" {
		return ""
	}
	s.word("on")
	return s.label()
}

// label reads words in quotes, which must not be empty.
func (s *scanner) label() string {
	s.space()
	return s.need(s.quoted(), "text in quotes")
}

func (s *scanner) values() map[string]string {
	var values map[string]string
	for s.err == nil && strings.TrimSpace(s.rest) != "" {
		s.space()
		id := s.need(s.name(), "a field")
		s.must("=")
		value := s.quoted()
		if _, twice := values[id]; twice {
			s.fail("field %q stands here twice", id)
		}
		if values == nil {
			values = map[string]string{}
		}
		values[id] = value
	}
	return values
}

func (s *scanner) quoted() string {
	s.must(`"`)
	var b strings.Builder
	for s.err == nil {
		b.WriteString(s.while(func(c rune) bool { return c != '"' && c != '\\' }))
		switch {
		case s.skip(`"`):
			return b.String()
		case s.skip(`\n`):
			b.WriteByte('\n')
		case s.skip(`\"`):
			b.WriteByte('"')
		case s.skip(`\\`):
			b.WriteByte('\\')
		case s.rest == "":
			s.fail("a quoted text has no end")
		default:
			s.fail(`in quotes only \n, \" and \\ are known, not %.3q`, s.rest)
		}
	}
	return ""
}

func (s *scanner) end() {
	if left := strings.TrimSpace(s.rest); s.err == nil && left != "" {
		s.fail("nothing can follow here: %q", left)
	}
}
