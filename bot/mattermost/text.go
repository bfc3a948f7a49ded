package mattermost

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lotsenfunk/bot"
)

// joiner takes no room and breaks no word. Put behind a character that begins
// something (a mention, a hashtag, an emoji, a link) it leaves the character a
// character: neither the server nor any client reads "@⁠channel" as a mention.
// A backslash would not do, because the server looks for mentions, hashtags and
// links in the raw words.
const joiner = "\u2060"

// names finds the user name behind a user id: mentions are made of it.
type names func(user string) (name string, ok bool)

// markdown writes a text in the server's dialect. Whatever people typed stays
// letters.
func markdown(t bot.Text, who names) string {
	var blocks []string
	for _, block := range t {
		var b strings.Builder
		writeSpans(&b, block.Spans, who)
		for i, item := range block.Items {
			if i > 0 || len(block.Spans) > 0 {
				b.WriteByte('\n')
			}
			if i == 0 && len(block.Spans) > 0 {
				b.WriteByte('\n') // a list begins behind an empty line
			}
			b.WriteString("- ")
			writeSpans(&b, item, who)
		}
		blocks = append(blocks, b.String())
	}
	return strings.Join(blocks, "\n\n")
}

func writeSpans(b *strings.Builder, spans []bot.Span, who names) {
	for _, s := range spans {
		b.WriteString(span(s, who))
	}
}

func span(s bot.Span, who names) string {
	words := escape(s.Text)
	if s.Mention != "" && who != nil {
		if name, ok := who(s.Mention); ok {
			return "@" + name
		}
	}
	if s.Code {
		words = code(s.Text)
	}
	if s.URL != "" && bot.SafeURL(s.URL) {
		words = "[" + strings.ReplaceAll(words, "\n", " ") + "](" + address(s.URL) + ")"
	}
	if s.Emphasis {
		words = around("*", words)
	}
	if s.Strong {
		words = around("**", words)
	}
	return words
}

// around puts a mark on both sides of the words in each line. The marks stand
// beside a joiner, because between a mark and punctuation or white space
// Markdown would see no mark.
func around(mark, words string) string {
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[i] = mark + joiner + line + joiner + mark
		}
	}
	return strings.Join(lines, "\n")
}

// code writes words as code: inside of more backticks than they hold.
func code(words string) string {
	words = strings.Join(strings.Fields(strings.ReplaceAll(words, joiner, "")), " ")
	if words == "" {
		return ""
	}
	words = quiet.ReplaceAllString(words, "$1"+joiner+"$2")
	run, longest := 0, 0
	for _, c := range words {
		if run++; c != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 {
		return fence + " " + words + " " + fence
	}
	return fence + words + fence
}

// quiet finds what the server takes for a mention, a channel or a hashtag even
// inside of code.
var quiet = regexp.MustCompile(`([@~#])(\pL)`)

// address writes a link's target so that it cannot end early.
func address(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", `"`, "%22", "\\", "%5C",
		"`", "%60", "*", "%2A", "[", "%5B", "]", "%5D", "|", "%7C", "\n", "", "\r", "").Replace(u.String())
}

// escape writes people's words so that they are read as words.
func escape(words string) string {
	words = strings.Map(func(c rune) rune {
		if c == '\r' || c == 0 || c == utf8.RuneError {
			return -1
		}
		return c
	}, words)
	var b strings.Builder
	for i, line := range strings.Split(words, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		escapeLine(&b, line)
	}
	return b.String()
}

// backslashed are characters that a backslash quiets in every client.
const backslashed = "`*[]()!_>|{}\\#~"

func escapeLine(b *strings.Builder, line string) {
	first, _ := utf8.DecodeRuneInString(line)
	if line != "" && !unicode.IsLetter(first) {
		// What begins a heading, a list, a quotation, a table, a rule or code
		// must be the first thing in its line.
		b.WriteString(joiner)
	}
	prev := utf8.RuneError
	for i, c := range line {
		next, _ := utf8.DecodeRuneInString(line[i+utf8.RuneLen(c):])
		switch {
		case strings.ContainsRune(backslashed, c):
			b.WriteByte('\\')
		case c == '.' && strings.HasSuffix(strings.ToLower(line[:i]), "www"):
			b.WriteByte('\\')
		}
		b.WriteRune(c)
		if begins(prev, c, next) {
			b.WriteString(joiner)
		}
		prev = c
	}
}

// begins reports whether a character, with those beside it, may begin more than
// itself.
func begins(prev, c, next rune) bool {
	if next == utf8.RuneError || unicode.IsSpace(next) {
		return false
	}
	switch c {
	case '@', '#', '~', '$', '<':
		return true
	case ':', ';': // an emoji or the scheme of a link, but not 12:30
		return !unicode.IsDigit(prev) || !unicode.IsDigit(next)
	case '&':
		return next == '#' || unicode.IsLetter(next)
	}
	return false
}
