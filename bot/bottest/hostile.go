package bottest

import (
	"context"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
)

// hostile are words that some platform would take for more than words.
func hostile() map[string]string {
	return map[string]string{
		"channel mention":   "@channel @here @all <!channel> <!here> <!everyone>",
		"person mention":    "@ben <@U0123456> <@ben> ~ideen <#C012>",
		"link":              "[hier](https://evil.example) <https://evil.example|hier> https://evil.example/?a=1&b=2",
		"image":             "![x](https://evil.example/x.png)",
		"markup":            "*fett* **fett** _kursiv_ ~weg~ `code` ```block``` > Zitat # Titel",
		"list":              "- eins\n- zwei\n1. drei",
		"heading":           "# Titel\n## Untertitel\n---",
		"table":             "| a | b |\n|---|---|\n| 1 | 2 |",
		"HTML":              `<script>alert(1)</script><img src=x onerror=alert(1)> "' &amp; &lt; &#64;`,
		"SQL":               `'; DROP TABLE idea; --`,
		"template":          "{{.Secret}} ${HOME} %s %[1]d \\u0041 \\n",
		"emoji":             "💡 👩‍💻 🇩🇪 :bulb: :+1:",
		"right to left":     "שלום \u202eabc\u202c مرحبا",
		"combining":         "Straße Z\u0335\u0321a\u0308lgo",
		"command":           "/idee liste",
		"backslashes":       `\*nicht fett\* \\server\freigabe \_`,
		"mailto":            "mailto:a@b.example tel:110 javascript:alert(1)",
		"hashtag and quote": "> #hashtag\n>>> x",
	}
}

// hostileShown checks that words the bot passes on appear as they were typed.
func hostileShown(c *check) {
	for name, words := range hostile() {
		c.post(c.person(Anna), bot.Message{Line: "Idee 53", Text: bot.Words(words)}, "")
		c.Logf("%s", name)
		c.only(Anna, words)

		item := bot.Text{{Items: [][]bot.Span{{{Text: words, Strong: true}}, {{Text: words, Code: true}}, {{Text: words, Emphasis: true}}}}}
		c.post(c.channel(Public), bot.Message{Line: "Ideen", Text: item}, "")
		c.only(Public, words)
	}

	long := strings.Repeat("Zuständigkeit ", 16_000/len("Zuständigkeit "))
	c.post(c.person(Anna), bot.Message{Line: "lang", Text: bot.Words(long)}, "")
	all := strings.Join(c.heard(Anna), " ")
	if most := 3000; !script.Contains(all, long[:most]) {
		c.Errorf("of a long text only %d bytes were said", len(all))
	}
}

// hostileTyped checks that what people type arrives as they typed it.
func hostileTyped(c *check) {
	form := bot.Form{Action: "idea.file", State: "s", Title: "Idee", Fields: []bot.Field{{ID: "text", Kind: bot.FieldText, Label: "Text"}}}
	for name, words := range hostile() {
		c.answer(bot.Nothing())
		if got := c.one(say("", "/idee "+words)); got.Text != words {
			c.Errorf("%s: a command arrived as %q, typed was %q", name, got.Text, words)
		}
		if !strings.HasPrefix(words, "/") {
			if got := c.one(say("", words)); got.Text != words {
				c.Errorf("%s: a message arrived as %q, typed was %q", name, got.Text, words)
			}
		}
		c.answer(bot.OpenForm(form))
		c.one(say("", "/idee"))
		c.answer(bot.Nothing())
		got := c.one(func(ctx context.Context, s script.Stage) error {
			return s.Submit(ctx, Anna, map[string]string{"text": words})
		})
		if got.Values["text"] != words {
			c.Errorf("%s: a field arrived as %q, typed was %q", name, got.Values["text"], words)
		}
	}
}
