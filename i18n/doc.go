// Package i18n owns every word the bot says: the catalogues, one folder per
// language and one file per thing, and the Printer that turns a key and its
// arguments into a bot.Text or a plain line. It may import bot and nothing else
// of ours.
//
// A catalogue entry is a sentence, or one per plural form:
//
//	idea:
//	  filed: "**Danke, Idee {{.Number}} ist eingereicht.** Antwort bis {{.Day}}."
//	  votes: {one: "{{.Count}} Stimme", other: "{{.Count}} Stimmen"}
//
// Nested names make dotted keys: idea.filed, idea.votes. The argument Count
// chooses the plural form. The sentence is mini-Markdown: blank lines part
// paragraphs, a line break stays one, "- " starts an item of a list, **strong**,
// *emphasis* or _emphasis_, `code`, [words](https://…); a backslash takes the
// meaning from the character after it.
//
// What people typed never is markup: the printer puts a private-use character
// where a placeholder stands, parses the catalogue's sentence, and only then
// puts people's words in, as plain spans with the look of their place.
//
// Conventions that the tests hold every catalogue to:
//   - all languages have the same keys, with the same placeholders;
//   - "de" says du, "de-sie" says Sie; keys under channel. are posted for all to
//     see, address nobody and so read the same in both;
//   - keys ending in .line are a message's first line, which push notifications
//     carry past third parties: like labels they have no markup, and only
//     placeholders for numbers, counts and dates, never for what people typed;
//   - keys ending in .form_title fit into 24 bytes, keys under button. into 75.
//
// Start reading at Printer.Text, then parseMarkup and clean.
package i18n
