package main

import (
	"bytes"
	"fmt"
	"os"

	"lotsenfunk/bot/slack"
)

//go:generate go run . slack ../slack.md

// Between these docs/slack.md has what is written here.
const (
	scopesBegin = "<!-- scopes -->\n"
	scopesEnd   = "<!-- /scopes -->\n"
)

// slackPage is docs/slack.md, with the lists of what the app asks for as they are in
// the code.
func slackPage(file string) func() ([]byte, error) {
	return func() ([]byte, error) {
		page, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		before, rest, ok := bytes.Cut(page, []byte(scopesBegin))
		_, after, ends := bytes.Cut(rest, []byte(scopesEnd))
		if !ok || !ends {
			return nil, fmt.Errorf("%s has no place for the scopes", file)
		}
		var b bytes.Buffer
		b.Write(before)
		b.WriteString(scopesBegin)
		needs(&b, "scope", slack.Scopes())
		needs(&b, "event", slack.Events())
		b.WriteString("\n" + scopesEnd)
		b.Write(after)
		return b.Bytes(), nil
	}
}

// needs is one list.
func needs(b *bytes.Buffer, what string, all []slack.Need) {
	fmt.Fprintf(b, "\n| %s | what for | without it |\n|---|---|---|\n", what)
	for _, n := range all {
		without := n.Without
		if without == "" && what == "scope" {
			without = "it does not work"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", n.Name, n.For, without)
	}
}
