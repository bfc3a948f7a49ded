package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"lotsenfunk/seal"
	"lotsenfunk/setup"
)

// setupSlackCmd is lotsenfunk setup slack.
type setupSlackCmd struct {
	EnvFile string `name:"env-file" env:"LOTSENFUNK_ENV_FILE" default:"lotsenfunk.env" placeholder:"FILE" help:"The environment file to write, and what an earlier run wrote. Default: ${default}."`

	Token             string `name:"token" env:"LOTSENFUNK_SLACK_TOKEN" placeholder:"TOKEN" help:"The Bot User OAuth Token (xoxb-…)."`
	TokenFile         string `name:"token-file" env:"LOTSENFUNK_SLACK_TOKEN_FILE" placeholder:"FILE" help:"A file that holds it."`
	AppToken          string `name:"app-token" env:"LOTSENFUNK_SLACK_APP_TOKEN" placeholder:"TOKEN" help:"The App-Level Token with connections:write (xapp-…), for sockets."`
	AppTokenFile      string `name:"app-token-file" env:"LOTSENFUNK_SLACK_APP_TOKEN_FILE" placeholder:"FILE" help:"A file that holds it."`
	SigningSecret     string `name:"signing-secret" env:"LOTSENFUNK_SLACK_SIGNING_SECRET" placeholder:"SECRET" help:"The Signing Secret, if Slack is to reach the bot over HTTP in place of sockets."`
	SigningSecretFile string `name:"signing-secret-file" env:"LOTSENFUNK_SLACK_SIGNING_SECRET_FILE" placeholder:"FILE" help:"A file that holds it."`
	Team              string `name:"team" env:"LOTSENFUNK_SLACK_TEAM" hidden:""`
	Workspace         string `name:"workspace" placeholder:"ID" help:"A workspace in which somebody installed the app by the page /slack/install (T…): it becomes the town's."`
	TokenKeys         string `name:"token-keys" env:"LOTSENFUNK_TOKEN_KEYS" placeholder:"NAME:BASE64,…" help:"The service's keys for the tokens of such workspaces."`
	TokenKeysFile     string `name:"token-keys-file" env:"LOTSENFUNK_TOKEN_KEYS_FILE" placeholder:"FILE" help:"A file that holds them."`
	API               string `name:"api" env:"LOTSENFUNK_SLACK_API" placeholder:"URL" help:"Where Slack's Web API is. Default: https://slack.com/api."`
	CAFile            string `name:"ca-file" env:"LOTSENFUNK_CA_FILE" placeholder:"FILE" help:"The certificates of an internal certification authority (PEM), trusted beside the system's."`

	Listen  string `name:"listen" env:"LOTSENFUNK_LISTEN" placeholder:"ADDR" help:"Where Lotsenfunk will listen for operators, and for Slack if it comes over HTTP. Default: 127.0.0.1:8066."`
	DB      string `name:"db" env:"LOTSENFUNK_DB" placeholder:"FILE|URL" help:"The database: an SQLite file, or postgres://user:password@host/name."`
	DBFile  string `name:"db-file" env:"LOTSENFUNK_DB_FILE" placeholder:"FILE" help:"A file that holds that."`
	Key     string `name:"key" env:"LOTSENFUNK_KEY" placeholder:"BASE64" help:"Signs buttons and forms. Default: a new one, or that of the earlier run."`
	KeyFile string `name:"key-file" env:"LOTSENFUNK_KEY_FILE" placeholder:"FILE" help:"A file that holds it."`

	Admin    string `name:"admin" env:"LOTSENFUNK_ADMIN" placeholder:"NAME|ID" help:"Lotsenfunk's first admin, who gives all other roles: a name as Slack shows it, or a member id (U…)."`
	Town     string `name:"town" env:"LOTSENFUNK_TOWN" placeholder:"NAME" help:"The town: Stadt Birkenfurt."`
	State    string `name:"state" env:"LOTSENFUNK_STATE" placeholder:"BW" help:"The Bundesland, for its holidays."`
	Address  string `name:"address" env:"LOTSENFUNK_ADDRESS" enum:"sie,du," default:"" placeholder:"sie|du" help:"How German speaks to people. Default: sie."`
	Language string `name:"language" env:"LOTSENFUNK_LANGUAGE" enum:"de,en," default:"" placeholder:"de|en" help:"What channels are written in. Default: de."`
	Zone     string `name:"zone" env:"LOTSENFUNK_ZONE" placeholder:"ZONE" help:"The time zone. Default: Europe/Berlin."`

	Yes bool `name:"yes" short:"y" help:"Do it without asking."`

	file *setup.EnvFile    // what was written, and will be
	from map[string]string // the files that secrets came from, by variable
}

// Run checks, says what it will do, asks, and does it.
func (c *setupSlackCmd) Run(e *env) error {
	if err := c.read(); err != nil {
		return badInput{err}
	}
	d := newDialogue(e)
	if err := c.complete(e, d); err != nil {
		return err
	}
	wants, err := c.wants()
	if err != nil {
		return badInput{err}
	}
	run, err := setup.NewSlack(wants, time.Now())
	if err != nil {
		return err
	}
	if !run.Check(e.ctx, func(check setup.Check) { fmt.Fprintln(e.out, check) }) {
		return errWrong
	}
	steps, err := run.Steps(e.ctx)
	if err != nil {
		return err
	}
	p := plan{file: c.file, yes: c.Yes, steps: steps, ready: func() bool { return true }, note: func() error { return c.note(run) }, left: run.Left}
	return p.carryOut(e, d)
}

// read takes what is missing from files: secrets from theirs, everything else from the
// environment file.
func (c *setupSlackCmd) read() (err error) {
	if c.file, err = setup.ReadEnvFile(c.EnvFile); err != nil {
		return fmt.Errorf("--env-file: %w", err)
	}
	for name, field := range map[string]*string{
		"LOTSENFUNK_LISTEN": &c.Listen, "LOTSENFUNK_CA_FILE": &c.CAFile, "LOTSENFUNK_SLACK_API": &c.API,
	} {
		if *field == "" {
			*field = c.file.Get(name)
		}
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8066"
	}
	secrets := []secretField{
		{"LOTSENFUNK_DB", &c.DB, &c.DBFile}, {"LOTSENFUNK_KEY", &c.Key, &c.KeyFile}, {"LOTSENFUNK_SLACK_APP_TOKEN", &c.AppToken, &c.AppTokenFile},
		{"LOTSENFUNK_SLACK_SIGNING_SECRET", &c.SigningSecret, &c.SigningSecretFile}, {"LOTSENFUNK_TOKEN_KEYS", &c.TokenKeys, &c.TokenKeysFile},
	}
	if c.Workspace == "" {
		if c.Team == "" {
			c.Team = c.file.Get("LOTSENFUNK_SLACK_TEAM")
		}
		secrets = append(secrets, secretField{"LOTSENFUNK_SLACK_TOKEN", &c.Token, &c.TokenFile})
	}
	c.from = map[string]string{}
	if err := takeSecrets(c.file, c.from, secrets); err != nil {
		return err
	}
	if c.Key == "" {
		c.Key = newKey()
	}
	return nil
}

// complete asks for what nothing has said yet.
func (c *setupSlackCmd) complete(e *env, d *dialogue) error {
	if c.file.OthersMayRead() {
		fmt.Fprintf(e.out, "note  more people than its owner may read %s; it is written so that they may not\n", c.EnvFile)
	}
	if c.Workspace == "" {
		if err := d.secret(&c.Token, "Bot User OAuth Token, xoxb-… (not shown)", "LOTSENFUNK_SLACK_TOKEN"); err != nil {
			return err
		}
	}
	if c.SigningSecret == "" {
		if err := d.secret(&c.AppToken, "App-Level Token, xapp-… (not shown)", "LOTSENFUNK_SLACK_APP_TOKEN (or LOTSENFUNK_SLACK_SIGNING_SECRET)"); err != nil {
			return err
		}
	}
	if err := d.ask(&c.DB, "Database: a file, or postgres://…", "lotsenfunk.db", "--db", nil); err != nil {
		return err
	}
	c.DB = absolute(c.DB)
	var town setup.Town
	if len(d.missing) == 0 {
		var err error
		if town, _, err = setup.LookUpSlack(e.ctx, c.DB, c.team(), c.Town); err != nil {
			return badInput{fmt.Errorf("the database cannot be used: %w; --db takes a file in a folder that may be written, or postgres://…", err)}
		}
	}
	if err := d.town(&c.Town, &c.State, &c.Address, town); err != nil {
		return err
	}
	if !town.HasAdmin {
		if err := d.ask(&c.Admin, "Lotsenfunk's first admin, a name as Slack shows it or a member id (U…)", "", "--admin", nil); err != nil {
			return err
		}
	}
	return d.complete("slack")
}

// team is the workspace that is meant, "" if only the token says so.
func (c *setupSlackCmd) team() string {
	if c.Workspace != "" {
		return c.Workspace
	}
	return c.Team
}

// wants is what the set-up is told.
func (c *setupSlackCmd) wants() (w setup.SlackWants, err error) {
	if _, err := keyOf(c.Key); err != nil {
		return w, err
	}
	for _, t := range []struct{ name, value, begins string }{{"LOTSENFUNK_SLACK_TOKEN", c.Token, "xoxb-"}, {"LOTSENFUNK_SLACK_APP_TOKEN", c.AppToken, "xapp-"}} {
		if t.value != "" && (!strings.HasPrefix(t.value, t.begins) || strings.ContainsAny(t.value, " \t")) {
			return w, fmt.Errorf("%s is not that token: it begins with %s and has no space in it", t.name, t.begins)
		}
	}
	if c.Workspace != "" && !strings.HasPrefix(c.Workspace, "T") {
		return w, errors.New("--workspace takes Slack's id of a workspace, which begins with T: the page after installing shows it")
	}
	roots, err := authorities(c.CAFile)
	if err != nil {
		return w, err
	}
	w = setup.SlackWants{Token: c.Token, AppToken: c.AppToken, SigningSecret: c.SigningSecret, Team: c.team(), DSN: c.DB, Admin: c.Admin,
		Town: c.Town, State: strings.ToUpper(c.State), Language: c.Language, Zone: c.Zone, Address: c.Address, Roots: roots}
	if c.API != "" {
		if isAddress(c.API) != nil {
			return w, errors.New("--api does not begin with https:// or http://; for example: https://slack.com/api")
		}
		w.API = strings.TrimRight(c.API, "/") + "/"
	}
	if c.TokenKeys != "" {
		if w.Keys, err = seal.Parse(c.TokenKeys); err != nil {
			return w, fmt.Errorf("LOTSENFUNK_TOKEN_KEYS: %w", err)
		}
	}
	return w, nil
}

// note puts into the environment file what the service needs.
func (c *setupSlackCmd) note(run *setup.SlackSetup) error {
	secrets := map[string]string{"LOTSENFUNK_DB": c.DB, "LOTSENFUNK_KEY": c.Key, "LOTSENFUNK_SLACK_APP_TOKEN": c.AppToken,
		"LOTSENFUNK_SLACK_SIGNING_SECRET": c.SigningSecret}
	lines := []envLine{{"LOTSENFUNK_DB", ""}, {"LOTSENFUNK_LISTEN", c.Listen}, {"LOTSENFUNK_KEY", ""}}
	if c.Workspace == "" {
		secrets["LOTSENFUNK_SLACK_TOKEN"] = c.Token
		lines = append(lines, envLine{"LOTSENFUNK_SLACK_TEAM", run.Team()}, envLine{"LOTSENFUNK_SLACK_TOKEN", ""})
	}
	if c.TokenKeys != "" {
		secrets["LOTSENFUNK_TOKEN_KEYS"] = c.TokenKeys
		lines = append(lines, envLine{"LOTSENFUNK_TOKEN_KEYS", ""})
	}
	lines = append(lines, envLine{"LOTSENFUNK_SLACK_APP_TOKEN", ""}, envLine{"LOTSENFUNK_SLACK_SIGNING_SECRET", ""},
		envLine{"LOTSENFUNK_SLACK_API", c.API}, envLine{"LOTSENFUNK_CA_FILE", absolute(c.CAFile)})
	return noteLines(c.file, c.from, secrets, lines)
}
