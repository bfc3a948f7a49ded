package main

import (
	"bytes"

	"lotsenfunk/cmd/lotsenfunk/config"
)

//go:generate go run . config ../configuration.md

// configPage is the whole of docs/configuration.md.
func configPage() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`# Configuration

<!-- Written by "go generate ./..." from config.Config in cmd/lotsenfunk/config. Change that. -->

` + "`lotsenfunk serve` and `lotsenfunk doctor`" + ` are told everything by the settings below. Each is a flag, an environment variable and a key of a YAML file. If several say something, the flag
counts, then the environment, then the file of environment lines (` + "`--env-file`" + `), then the YAML file (` + "`--config`" + `). An empty value is none.

`)
	b.Write(config.Table())
	b.WriteString(`
What is wrong is said at the start, all of it at once: for each fault where it is, what it is and an example. The exit status is then 2. Values that may hold a secret (the database's address,
the key, tokens) are never shown. On a command line others can read them: give them in the environment, or in files.

Proxies are taken from the environment as usual: ` + "`HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`" + `. They count for requests and for the WebSocket.

## The file

Keys are the flags' names with an underscore for each hyphen. A key that is unknown is an error. Only here can several servers be named, of one town or of several; a town's are found by their tenants.

` + "```yaml" + `
db: postgres://lotsenfunk@db.example.org/lotsenfunk
callback: https://lotsenfunk.example.org
key_file: /run/secrets/lotsenfunk_key
mattermost:
  - url: https://chat.birkenfurt.example
    token_file: /run/secrets/birkenfurt_token
    tenant: birkenfurt
  - url: https://chat.oberndorf.example
    token_file: /run/secrets/oberndorf_token
    tenant: oberndorf
` + "```" + `

## Slack

One workspace is named by its id (` + "`LOTSENFUNK_SLACK_TEAM`" + `) and the bot's token there. With the app's own token it is reached through sockets, at least two at a time, and nobody has to reach the bot. With the
signing secret Slack sends its requests to ` + "`/slack/command`, `/slack/interact` and `/slack/events`" + ` of the address it was given; that is for several replicas behind one address. A town that is on Slack alone needs neither
` + "`LOTSENFUNK_CALLBACK`" + ` nor anything of Mattermost; a town may be on both, and so may several towns.

## The file of environment lines

` + "`lotsenfunk setup mattermost`" + ` writes it, readable by its owner only. It is the kind that systemd (` + "`EnvironmentFile=`" + `) and docker compose (` + "`env_file:`" + `) read: NAME=value, one a line, # for remarks.
Names that do not begin with LOTSENFUNK_ are left to others.

## The key

` + "`LOTSENFUNK_KEY`" + ` signs what buttons and forms carry through chat servers. Every replica needs the same, and it stays the same after every start: with another one the buttons of old messages are refused, and
the slash commands too, until ` + "`lotsenfunk setup mattermost`" + ` has been run again.
`)
	return b.Bytes(), nil
}
