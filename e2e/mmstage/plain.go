package mmstage

import "strings"

// joiner is the character by which the bot keeps words words.
const joiner = "\u2060"

// Plain is what a client shows of the Markdown that the bot writes: marks and
// escapes are gone, and a link is its words. Any mark that is not escaped is the
// bot's own.
func Plain(markdown string) string {
	var b strings.Builder
	for rest := markdown; rest != ""; {
		switch {
		case strings.HasPrefix(rest, joiner):
			rest = rest[len(joiner):]
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteByte(rest[1])
			rest = rest[2:]
		case rest[0] == '`':
			words, after := codeSpan(rest)
			b.WriteString(words)
			rest = after
		case rest[0] == '*', rest[0] == '[':
			rest = rest[1:]
		case strings.HasPrefix(rest, "]("):
			_, after, _ := strings.Cut(rest, ")")
			rest = after
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String()
}

// codeSpan reads code: it ends with as many backticks as it began with.
func codeSpan(text string) (words, rest string) {
	after := strings.TrimLeft(text, "`")
	fence := text[:len(text)-len(after)]
	words, rest, _ = strings.Cut(after, fence)
	if len(fence) > 1 {
		words = strings.TrimSuffix(strings.TrimPrefix(words, " "), " ")
	}
	return strings.ReplaceAll(words, joiner, ""), rest
}
