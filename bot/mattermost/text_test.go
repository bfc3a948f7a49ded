package mattermost

import (
	"strings"
	"testing"
	"unicode"

	"lotsenfunk/bot"
)

// shown is what a client shows of what we write: escapes and the joiner are
// gone. Any mark that is not escaped is ours.
func shown(markdown string) string {
	var b strings.Builder
	for rest := markdown; rest != ""; {
		switch {
		case strings.HasPrefix(rest, joiner):
			rest = rest[len(joiner):]
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteByte(rest[1])
			rest = rest[2:]
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String()
}

func TestEscape(t *testing.T) {
	const j = joiner
	for words, want := range map[string]string{
		"":                          "",
		"Guten Tag, Cem.":           "Guten Tag, Cem.",
		"@channel und @all":         j + "@" + j + "channel und @" + j + "all",
		"it@rathaus.example":        "it@" + j + "rathaus.example",
		"~ideen":                    j + `\~` + j + "ideen",
		"#titel":                    j + `\#` + j + "titel",
		"# Titel":                   j + `\# Titel`,
		"12:30 Uhr":                 j + "12:30 Uhr",
		":bulb:":                    j + ":" + j + "bulb:",
		"https://x.example":         "https:" + j + "//x.example",
		"www.x.example":             `www\.x.example`,
		"[hier](https://x.example)": j + `\[hier\]\(https:` + j + `//x.example\)`,
		"**fett** _kursiv_":         j + `\*\*fett\*\* \_kursiv\_`,
		"`code`":                    j + "\\`code\\`",
		"- eins\n- zwei":            j + "- eins\n" + j + "- zwei",
		"> Zitat":                   j + `\> Zitat`,
		"| a |\n|---|":              j + `\| a \|` + "\n" + j + `\|---\|`,
		"    eingerückt":            j + "    eingerückt",
		"<b>&lt;</b>":               j + `<` + j + `b\>&` + j + `lt;` + j + `<` + j + `/b\>`,
		`\\server`:                  j + `\\\\server`,
		"eins\r\nzwei":              "eins\nzwei",
	} {
		if got := escape(words); got != want {
			t.Errorf("%q is written %q, not %q", words, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	const j = joiner
	who := func(id string) (string, bool) { return "cem", id == "u1" }
	for name, c := range map[string]struct {
		text bot.Text
		want string
	}{
		"paragraphs":       {bot.Words("eins").Append(bot.Words("zwei")), "eins\n\nzwei"},
		"a list":           {bot.Text{{Spans: []bot.Span{{Text: "Offen:"}}, Items: [][]bot.Span{{{Text: "eins"}}, {{Text: "zwei"}}}}}, "Offen:\n\n- eins\n- zwei"},
		"strong":           {bot.Text{{Spans: []bot.Span{{Text: "„Termine“", Strong: true}}}}, "**" + j + j + "„Termine“" + j + "**"},
		"strong and quiet": {bot.Text{{Spans: []bot.Span{{Text: "a", Strong: true, Emphasis: true}}}}, "**" + j + "*" + j + "a" + j + "*" + j + "**"},
		"code":             {bot.Text{{Spans: []bot.Span{{Text: "/idee @all", Code: true}}}}, "`/idee @" + j + "all`"},
		"code in code":     {bot.Text{{Spans: []bot.Span{{Text: "a``b`", Code: true}}}}, "``` a``b` ```"},
		"a link":           {bot.Text{{Spans: []bot.Span{{Text: "dort", URL: "https://x.example/a(b)"}}}}, "[dort](https://x.example/a%28b%29)"},
		"no link":          {bot.Text{{Spans: []bot.Span{{Text: "dort", URL: "javascript:alert(1)"}}}}, "dort"},
		"a mention":        {bot.Text{{Spans: []bot.Span{{Text: "Cem", Mention: "u1"}}}}, "@cem"},
		"nobody":           {bot.Text{{Spans: []bot.Span{{Text: "Ben", Mention: "u2"}}}}, "Ben"},
	} {
		if got := markdown(c.text, who); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

// FuzzEscape: whatever people type, the words are all there, and nothing in what
// is written can be taken for more than words.
func FuzzEscape(f *testing.F) {
	for _, words := range []string{"@channel", "~ideen #tag", "https://x.example", "a\n# b\n\n- c", "`x` ```y```", "&lt;b&#64;", ":+1: ;)", "\\", "🇩🇪@x", "\u2060@\u2060x"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		got := escape(words)
		clean := strings.Map(func(c rune) rune {
			if c == '\r' || c == 0 || c == unicode.ReplacementChar || string(c) == joiner {
				return -1
			}
			return c
		}, words)
		if shown(got) != clean {
			t.Errorf("%q is shown as %q", clean, shown(got))
		}
		raw := []rune(got)
		for i, c := range raw[:max(len(raw)-1, 0)] {
			next := raw[i+1]
			escaped := i > 0 && raw[i-1] == '\\'
			switch {
			case strings.ContainsRune("@#~", c) && (unicode.IsLetter(next) || unicode.IsDigit(next)):
				t.Errorf("%q holds %q", got, string([]rune{c, next}))
			case c == ':' && next == '/':
				t.Errorf("%q holds a link", got)
			case strings.ContainsRune("*_`[]", c) && !escaped:
				t.Errorf("%q holds a bare %c", got, c)
			}
		}
		if strings.Contains(got, "\n-") || strings.Contains(got, "\n+") || strings.Contains(got, "\n=") {
			t.Errorf("%q begins a list or a rule", got)
		}
		if c := code(words); c != "" && strings.Contains(strings.Trim(c, "`"), "\n") {
			t.Errorf("code over several lines: %q", c)
		}
	})
}
