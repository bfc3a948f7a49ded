package main

import (
	"errors"
	"strings"

	"lotsenfunk/setup"
)

// manifestCmd is lotsenfunk manifest.
type manifestCmd struct {
	Slack manifestSlackCmd `cmd:"" help:"Print the manifest of the Slack app: its commands, shortcuts, home, events and scopes."`
}

// manifestSlackCmd is lotsenfunk manifest slack.
type manifestSlackCmd struct {
	Socket  bool              `name:"socket" xor:"way" help:"The bot opens sockets to Slack, and need not be reached. That is so unless --http is given."`
	HTTP    string            `name:"http" xor:"way" placeholder:"URL" help:"Slack reaches the bot at this address."`
	Install string            `name:"install" placeholder:"URL" help:"For several workspaces: the address at which browsers reach the page for installing the app. Tokens expire then and are renewed."`
	Lang    string            `name:"lang" enum:"de,en" default:"de" placeholder:"de|en" help:"What the app is described in, and which words of commands come first. Default: ${default}."`
	Address string            `name:"address" enum:"sie,du" default:"sie" placeholder:"sie|du" help:"How German speaks to people. Default: ${default}."`
	Word    map[string]string `name:"word" placeholder:"COMMAND=WORD" help:"A town's own word for a command, like idee=vorschlag; may be given several times."`
}

// Run prints it.
func (c *manifestSlackCmd) Run(e *env) error {
	for name, address := range map[string]string{"--http": c.HTTP, "--install": c.Install} {
		if address != "" && (!strings.HasPrefix(address, "https://") || strings.ContainsAny(address, " ?#")) {
			return badInput{errors.New(name + " takes an address that begins with https://, for Slack calls no other; for example: https://lotsenfunk.example.org")}
		}
	}
	raw, err := setup.SlackManifest(setup.ManifestWants{HTTP: c.HTTP, Install: c.Install, Language: c.Lang, Address: c.Address, Words: c.Word})
	if err == nil {
		_, err = e.out.Write(raw)
	}
	return err
}
