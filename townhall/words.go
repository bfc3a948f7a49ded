package townhall

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TitleAndDescription splits what somebody typed in one go: the first line is
// the title and the rest the description. A first line that is too long for a
// title stays whole in the description, and its first sentence, or its first
// words, become the title.
func TitleAndDescription(text string) (title, description string) {
	text = strings.TrimSpace(text)
	first, rest, _ := strings.Cut(text, "\n")
	first, rest = strings.TrimSpace(first), strings.TrimSpace(rest)
	if utf8.RuneCountInString(first) <= MaxIdeaTitle {
		return first, rest
	}
	if end := strings.IndexAny(first, ".!?"); end > 0 && utf8.RuneCountInString(first[:end+1]) <= MaxIdeaTitle {
		return first[:end+1], text
	}
	return cutWords(first, 100) + " …", text
}

// cutWords cuts s after at most n characters, at the end of a word if it has one.
func cutWords(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	for end := n; end > n/2; end-- {
		if unicode.IsSpace(runes[end]) {
			return strings.TrimSpace(string(runes[:end]))
		}
	}
	return string(runes[:n])
}

// oneLine folds all white space into single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func itoa(n Number) string { return strconv.FormatInt(int64(n), 10) }

// sentence trims a reason, question or answer and checks that it is there and
// not too long; key names what to say if it is missing.
func sentence(key, field, s string) (string, error) {
	s = strings.TrimSpace(s)
	return s, checkLen(key, field, s, MaxSentence)
}

func checkLen(key, field, s string, most int) error {
	if !strings.ContainsFunc(s, unicode.IsGraphic) {
		return Errf(Invalid, key, "Field", field)
	}
	if n := utf8.RuneCountInString(s); n > most {
		return tooLong(field, n, most)
	}
	return nil
}

func tooLong(field string, have, most int) error {
	return Errf(Invalid, "error.too_long", "Field", field, "Count", have, "Most", most)
}
