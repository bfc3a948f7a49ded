package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// GuideCommand is a command as a chat client completes it while it is typed.
type GuideCommand struct {
	Word  string // without slash, as this town types it
	Hint  string
	Verbs []GuideVerb
}

// GuideVerb is one form of a command.
type GuideVerb struct {
	Word  string // "unterstützen"
	Usage string // what follows it: "12"
	Hint  string
}

// Guide lists the commands and their forms in the printer's language. It is
// read from the lines of the help, so that the two never differ.
func Guide(p *i18n.Printer, org *townhall.Organisation) []GuideCommand {
	var guide []GuideCommand
	for _, command := range commandTable() {
		one := GuideCommand{Word: commandWord(p, org, command.name), Hint: p.Line("help.heading."+command.name, nil)}
		for _, row := range command.rows {
			if row.Help == "" {
				continue
			}
			one.Verbs = append(one.Verbs, guideVerb(p.Text(row.Help, i18n.Args{"Command": "/" + one.Word})))
		}
		guide = append(guide, one)
	}
	return guide
}

// guideVerb reads a line of the help: first, as code, what is typed, then what
// it does.
func guideVerb(line bot.Text) GuideVerb {
	var typed, hint string
	for _, s := range line[0].Spans {
		if s.Code && typed == "" {
			typed = s.Text
		} else {
			hint += s.Text
		}
	}
	_, typed, _ = strings.Cut(typed, " ")
	word, usage := cutWord(typed)
	if _, isNumber := parseNumber(word); isNumber || strings.HasPrefix(word, "<") { // no verb: "/idee <Text>", "/idee 12"
		word, usage = "", typed
	}
	return GuideVerb{Word: word, Usage: usage, Hint: strings.TrimLeft(hint, " :–—")}
}

// commandWord is the word that a town types for a command.
func commandWord(p *i18n.Printer, org *townhall.Organisation, command string) string {
	word := p.Line("command."+command, nil)
	if own := org.CommandWords[word]; own != "" {
		return own
	}
	return word
}
