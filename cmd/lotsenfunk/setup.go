package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"lotsenfunk/setup"
)

// setupCmd is lotsenfunk setup.
type setupCmd struct {
	Slack      setupSlackCmd      `cmd:"" help:"Prepare a Slack workspace and the database, and write the environment file. May be run as often as one likes."`
	Mattermost setupMattermostCmd `cmd:"" help:"Prepare a Mattermost server and the database, and write the environment file. May be run as often as one likes."`
}

// setupMattermostCmd is lotsenfunk setup mattermost.
type setupMattermostCmd struct {
	EnvFile string `name:"env-file" env:"LOTSENFUNK_ENV_FILE" default:"lotsenfunk.env" placeholder:"FILE" help:"The environment file to write, and what an earlier run wrote. Default: ${default}."`

	URL               string `name:"url" env:"LOTSENFUNK_MATTERMOST_URL" placeholder:"URL" help:"The address of the Mattermost server."`
	AdminToken        string `name:"admin-token" env:"LOTSENFUNK_ADMIN_TOKEN" placeholder:"TOKEN" help:"A system administrator's access token. It is used for this run and kept nowhere."`
	AdminTokenFile    string `name:"admin-token-file" env:"LOTSENFUNK_ADMIN_TOKEN_FILE" placeholder:"FILE" help:"A file that holds it."`
	AdminPasswordFile string `name:"admin-password-file" env:"LOTSENFUNK_ADMIN_PASSWORD_FILE" placeholder:"FILE" help:"For a new server of one's own: a file with the password of --admin, who is made its administrator if it has nobody yet."`
	CAFile            string `name:"ca-file" env:"LOTSENFUNK_CA_FILE" placeholder:"FILE" help:"The certificates of an internal certification authority (PEM), trusted beside the system's."`

	Callback  string `name:"callback" env:"LOTSENFUNK_CALLBACK" placeholder:"URL" help:"The address under which the Mattermost server reaches Lotsenfunk."`
	Listen    string `name:"listen" env:"LOTSENFUNK_LISTEN" placeholder:"ADDR" help:"Where Lotsenfunk will listen, behind that address. Default: 127.0.0.1:8066."`
	SkipReach bool   `name:"skip-reach" help:"Do not try whether the server reaches that address."`
	DB        string `name:"db" env:"LOTSENFUNK_DB" placeholder:"FILE|URL" help:"The database: an SQLite file, or postgres://user:password@host/name."`
	DBFile    string `name:"db-file" env:"LOTSENFUNK_DB_FILE" placeholder:"FILE" help:"A file that holds that."`
	Key       string `name:"key" env:"LOTSENFUNK_KEY" placeholder:"BASE64" help:"Signs buttons and forms. Default: a new one, or that of the earlier run."`
	KeyFile   string `name:"key-file" env:"LOTSENFUNK_KEY_FILE" placeholder:"FILE" help:"A file that holds it."`
	Token     string `name:"token" env:"LOTSENFUNK_MATTERMOST_TOKEN" hidden:""`
	TokenFile string `name:"token-file" env:"LOTSENFUNK_MATTERMOST_TOKEN_FILE" hidden:""`
	Tenant    string `name:"tenant" env:"LOTSENFUNK_MATTERMOST_TENANT" hidden:""`

	Team     []string `name:"team" env:"LOTSENFUNK_TEAM" placeholder:"NAME" help:"A team that gets the commands, as in its address; may be given several times. The first one gets the channels."`
	Bot      string   `name:"bot" default:"lotsenfunk" placeholder:"NAME" help:"The bot's user name. Default: ${default}."`
	Admin    string   `name:"admin" env:"LOTSENFUNK_ADMIN" placeholder:"USERNAME" help:"Lotsenfunk's first admin, who gives all other roles."`
	Town     string   `name:"town" env:"LOTSENFUNK_TOWN" placeholder:"NAME" help:"The town: Stadt Birkenfurt."`
	State    string   `name:"state" env:"LOTSENFUNK_STATE" placeholder:"BW" help:"The Bundesland, for its holidays."`
	Address  string   `name:"address" env:"LOTSENFUNK_ADDRESS" enum:"sie,du," default:"" placeholder:"sie|du" help:"How German speaks to people. Default: sie."`
	Language string   `name:"language" env:"LOTSENFUNK_LANGUAGE" enum:"de,en," default:"" placeholder:"de|en" help:"What channels are written in. Default: de."`
	Zone     string   `name:"zone" env:"LOTSENFUNK_ZONE" placeholder:"ZONE" help:"The time zone. Default: Europe/Berlin."`

	Yes          bool `name:"yes" short:"y" help:"Do it without asking."`
	Requirements bool `name:"requirements" help:"Print what has to be requested beforehand, and do nothing."`

	password string            // of AdminPasswordFile
	file     *setup.EnvFile    // what was written, and will be
	from     map[string]string // the files that secrets came from, by variable
}

// Run checks, says what it will do, asks, and does it.
func (c *setupMattermostCmd) Run(e *env) error {
	if c.Requirements {
		fmt.Fprint(e.out, setup.Requirements)
		return nil
	}
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
	run, err := setup.New(wants, time.Now())
	if err != nil {
		return err
	}
	tell := func(check setup.Check) { fmt.Fprintln(e.out, check) }
	if c.password != "" {
		signOut, ok := run.SignIn(e.ctx, c.password, tell)
		if !ok {
			return errWrong
		}
		if signOut == nil {
			return nil
		}
		defer signOut(e.ctx)
	}
	if !run.Check(e.ctx, tell) {
		return errWrong
	}
	return c.carryOut(e, d, run)
}

var errWrong = errors.New("nothing was made; put right what is WRONG above and run it again")

// read takes what is missing from files: secrets from theirs, everything else
// from the environment file.
func (c *setupMattermostCmd) read() (err error) {
	if c.file, err = setup.ReadEnvFile(c.EnvFile); err != nil {
		return fmt.Errorf("--env-file: %w", err)
	}
	for name, field := range map[string]*string{
		"LOTSENFUNK_MATTERMOST_URL": &c.URL, "LOTSENFUNK_CALLBACK": &c.Callback, "LOTSENFUNK_LISTEN": &c.Listen, "LOTSENFUNK_CA_FILE": &c.CAFile,
		"LOTSENFUNK_MATTERMOST_TENANT": &c.Tenant,
	} {
		if *field == "" {
			*field = c.file.Get(name)
		}
	}
	c.from = map[string]string{}
	err = takeSecrets(c.file, c.from, []secretField{
		{"LOTSENFUNK_ADMIN_TOKEN", &c.AdminToken, &c.AdminTokenFile},
		{"LOTSENFUNK_ADMIN_PASSWORD", &c.password, &c.AdminPasswordFile},
		{"LOTSENFUNK_DB", &c.DB, &c.DBFile},
		{"LOTSENFUNK_KEY", &c.Key, &c.KeyFile},
		{"LOTSENFUNK_MATTERMOST_TOKEN", &c.Token, &c.TokenFile},
	})
	if err != nil {
		return err
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8066"
	}
	if c.Key == "" {
		c.Key = newKey()
	}
	return nil
}

// wants is what the set-up is told.
func (c *setupMattermostCmd) wants() (w setup.Wants, err error) {
	key, err := keyOf(c.Key)
	if err != nil {
		return w, err
	}
	for name, address := range map[string]string{"--url": c.URL, "--callback": c.Callback} {
		if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
			return w, fmt.Errorf("%s %s does not begin with https:// or http://; for example: https://lotsenfunk.example.org", name, address)
		}
	}
	roots, err := authorities(c.CAFile)
	if err != nil {
		return w, err
	}
	return setup.Wants{
		URL: c.URL, AdminToken: c.AdminToken, Callback: c.Callback, Listen: c.Listen, DSN: c.DB, Key: key, Token: c.Token, Tenant: c.Tenant,
		Teams: c.Team, Bot: c.Bot, Admin: c.Admin, Town: c.Town, State: strings.ToUpper(c.State), Language: c.Language, Zone: c.Zone, Address: c.Address,
		SkipReach: c.SkipReach, Roots: roots,
	}, nil
}

// note puts into the environment file what the service needs.
func (c *setupMattermostCmd) note(run *setup.Setup) error {
	secrets := map[string]string{"LOTSENFUNK_DB": c.DB, "LOTSENFUNK_KEY": c.Key, "LOTSENFUNK_MATTERMOST_TOKEN": run.Token()}
	if c.Token != "" && run.Token() != c.Token {
		delete(c.from, "LOTSENFUNK_MATTERMOST_TOKEN") // what the file holds was revoked
	}
	return noteLines(c.file, c.from, secrets, []envLine{
		{"LOTSENFUNK_DB", ""}, {"LOTSENFUNK_LISTEN", c.Listen}, {"LOTSENFUNK_CALLBACK", c.Callback}, {"LOTSENFUNK_KEY", ""},
		{"LOTSENFUNK_MATTERMOST_URL", c.URL}, {"LOTSENFUNK_MATTERMOST_TOKEN", ""}, {"LOTSENFUNK_MATTERMOST_TENANT", run.Tenant()},
		{"LOTSENFUNK_CA_FILE", absolute(c.CAFile)},
	})
}
