package bot_test

import (
	"strings"
	"testing"
	"time"

	"lotsenfunk/bot"
)

// shapes are texts of each shape, with how they read without and with markup.
var shapes = []struct {
	name  string
	text  bot.Text
	plain string
	html  string
}{
	{"nothing", nil, "", ""},
	{"words", bot.Words("Guten Tag"), "Guten Tag", "<p>Guten Tag</p>"},
	{"markup that somebody typed", bot.Words(`<b onclick="x">&amp; 'ja'</b>`), `<b onclick="x">&amp; 'ja'</b>`,
		"<p>&lt;b onclick=&#34;x&#34;&gt;&amp;amp; &#39;ja&#39;&lt;/b&gt;</p>"},
	{"line breaks that somebody typed", bot.Words("eins\nzwei"), "eins\nzwei", "<p>eins<br>zwei</p>"},
	{"looks", bot.Text{{Spans: []bot.Span{{Text: "a", Strong: true}, {Text: "b", Emphasis: true}, {Text: "c", Code: true}, {Text: "d", Strong: true, Code: true}}}},
		"abcd", "<p><strong>a</strong><em>b</em><code>c</code><strong><code>d</code></strong></p>"},
	{"a paragraph and a list", bot.Text{{Spans: []bot.Span{{Text: "Offen:"}}}, {Items: [][]bot.Span{{{Text: "eins"}}, {{Text: "zwei"}}}}},
		"Offen:\n- eins\n- zwei", "<p>Offen:</p><ul><li>eins</li><li>zwei</li></ul>"},
	{"both in one block", bot.Text{{Spans: []bot.Span{{Text: "Offen:"}}, Items: [][]bot.Span{{{Text: "eins"}}}}},
		"Offen:\n- eins", "<p>Offen:</p><ul><li>eins</li></ul>"},
	{"a link", bot.Text{{Spans: []bot.Span{{Text: "dort", URL: `https://example.org/?a=1&b="2"`}}}}, "dort",
		`<p><a href="https://example.org/?a=1&amp;b=&#34;2&#34;" rel="noopener noreferrer">dort</a></p>`},
	{"a mention", bot.Text{{Spans: []bot.Span{{Text: "@Cem", Mention: "u-cem"}}}}, "@Cem", `<p><span class="mention">@Cem</span></p>`},
	{"a moment", bot.Text{{Spans: []bot.Span{{Text: "9 Uhr", Time: time.Date(2027, 3, 18, 9, 0, 0, 0, time.FixedZone("CET", 3600))}}}}, "9 Uhr",
		`<p><time datetime="2027-03-18T08:00:00Z">9 Uhr</time></p>`},
}

func TestText(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			if got := s.text.Plain(); got != s.plain {
				t.Errorf("plain: %q, not %q", got, s.plain)
			}
			if got := string(s.text.HTML()); got != s.html {
				t.Errorf("HTML: %s\n   not: %s", got, s.html)
			}
		})
	}
}

func TestOnlyHarmlessAddressesBecomeLinks(t *testing.T) {
	for address, link := range map[string]bool{
		"https://example.org":            true,
		"HTTP://example.org/a b":         true,
		"mailto:it@example.org?subject=": true,
		"":                               false,
		"/idee/12":                       false,
		"//example.org":                  false,
		"https:":                         false,
		"javascript:alert(1)":            false,
		"JaVaScRiPt://example.org/%0a":   false,
		" javascript:alert(1)":           false,
		"java\nscript:alert(1)":          false,
		"data:text/html,<script>":        false,
		"vbscript:x":                     false,
		"https://example.org\x00":        false,
	} {
		html := string(bot.Text{{Spans: []bot.Span{{Text: "dort", URL: address}}}}.HTML())
		if strings.Contains(html, "<a ") != link {
			t.Errorf("%q becomes %s", address, html)
		}
	}
}

func TestAppendLeavesTheTextAlone(t *testing.T) {
	text := append(make(bot.Text, 0, 8), bot.Words("eins")...)
	a, b := text.Append(bot.Words("zwei")), text.Append(bot.Words("drei"), nil, bot.Words("vier"))
	if text.Plain() != "eins" || a.Plain() != "eins\nzwei" || b.Plain() != "eins\ndrei\nvier" {
		t.Errorf("%q, %q, %q", text.Plain(), a.Plain(), b.Plain())
	}
}

// FuzzHTML: whatever people type and wherever it stands, the only tags and
// attributes are the renderer's own, and the words are still there.
func FuzzHTML(f *testing.F) {
	for _, s := range shapes {
		f.Add(s.plain, "https://example.org")
	}
	f.Add(`"><script>alert(1)</script>`, `https://example.org/"onmouseover="alert(1)`)
	f.Add("]]><!--", "javascript:alert(1)")
	f.Add("\x00\xff<", "https://\"><img src=x>")
	f.Fuzz(func(t *testing.T, words, address string) {
		text := bot.Text{{
			Spans: []bot.Span{{Text: words, URL: address}, {Text: words, Strong: true}, {Text: words, Mention: address}},
			Items: [][]bot.Span{{{Text: words, Code: true, Emphasis: true}}},
		}}
		rest := string(text.HTML())
		for _, own := range []string{"<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<strong>", "</strong>", "<em>", "</em>",
			"<code>", "</code>", "<br>", "</a>", "</span>", `<span class="mention">`} {
			rest = strings.ReplaceAll(rest, own, "")
		}
		if before, link, found := strings.Cut(rest, `<a href="`); found {
			href, after, closed := strings.Cut(link, `" rel="noopener noreferrer">`)
			scheme, _, _ := strings.Cut(strings.ToLower(href), ":")
			if !closed || scheme != "http" && scheme != "https" && scheme != "mailto" {
				t.Errorf("the address %q becomes %q", address, href)
			}
			rest = before + href + after
		}
		if strings.ContainsAny(rest, `<>"`) {
			t.Errorf("%q leaves %q", words, rest)
		}
	})
}
