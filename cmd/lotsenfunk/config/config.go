package config

import (
	"crypto/x509"
	"log/slog"

	"lotsenfunk/seal"
	"lotsenfunk/townhall"
)

// Config is everything that can be configured, as it was given. A setting is a
// flag, an environment variable and a key of the file (the flag's name with _ for
// -); what holds a secret may also be given as the name of a file.
type Config struct {
	File    string `name:"config" env:"LOTSENFUNK_CONFIG" placeholder:"FILE" help:"A YAML file with any of these settings; flags and environment come before it."`
	EnvFile string `name:"env-file" env:"LOTSENFUNK_ENV_FILE" placeholder:"FILE" help:"A file of NAME=value lines, as setup writes it; flags and the real environment come before it."`

	DB       string `name:"db" env:"LOTSENFUNK_DB" placeholder:"FILE|URL" example:"/var/lib/lotsenfunk/lotsenfunk.db" help:"The database: an SQLite file, or postgres://user:password@host/name."`
	DBFile   string `name:"db-file" env:"LOTSENFUNK_DB_FILE" placeholder:"FILE" help:"A file that holds the value of --db."`
	Listen   string `name:"listen" env:"LOTSENFUNK_LISTEN" default:"127.0.0.1:8066" placeholder:"ADDR" example:"127.0.0.1:8066" help:"Where it listens for chat servers, probes and metrics. Default: ${default}."`
	Callback string `name:"callback" env:"LOTSENFUNK_CALLBACK" placeholder:"URL" example:"https://lotsenfunk.example.org" help:"The address under which the chat servers reach it."`
	// Calendars ask from where people are, chat servers perhaps from the next room.
	PublicURL string `name:"public-url" env:"LOTSENFUNK_PUBLIC_URL" placeholder:"URL" example:"https://lotsenfunk.example.org" help:"The address under which people's calendars reach it. Without one, no calendar subscription is offered."`
	Key       string `name:"key" env:"LOTSENFUNK_KEY" placeholder:"BASE64" help:"Signs buttons and forms: base64 of at least 32 random bytes, the same in every replica and after every start."`
	KeyFile   string `name:"key-file" env:"LOTSENFUNK_KEY_FILE" placeholder:"FILE" help:"A file that holds the value of --key."`

	MattermostURL       string `name:"mattermost-url" env:"LOTSENFUNK_MATTERMOST_URL" placeholder:"URL" example:"https://chat.example.org" help:"The address of the Mattermost server."`
	MattermostToken     string `name:"mattermost-token" env:"LOTSENFUNK_MATTERMOST_TOKEN" placeholder:"TOKEN" help:"The access token of the bot's account."`
	MattermostTokenFile string `name:"mattermost-token-file" env:"LOTSENFUNK_MATTERMOST_TOKEN_FILE" placeholder:"FILE" help:"A file that holds the value of --mattermost-token."`
	MattermostTenant    string `name:"mattermost-tenant" env:"LOTSENFUNK_MATTERMOST_TENANT" placeholder:"ID" example:"birkenfurt" help:"The id that set-up chose for this server."`

	SlackTeam              string `name:"slack-team" env:"LOTSENFUNK_SLACK_TEAM" placeholder:"ID" example:"T0123ABCD" help:"Slack's id of the workspace."`
	SlackToken             string `name:"slack-token" env:"LOTSENFUNK_SLACK_TOKEN" placeholder:"TOKEN" help:"The bot's token in the workspace (xoxb-…)."`
	SlackTokenFile         string `name:"slack-token-file" env:"LOTSENFUNK_SLACK_TOKEN_FILE" placeholder:"FILE" help:"A file that holds the value of --slack-token."`
	SlackAppToken          string `name:"slack-app-token" env:"LOTSENFUNK_SLACK_APP_TOKEN" placeholder:"TOKEN" help:"The app's own token (xapp-…), which opens sockets: then Slack need not reach it."`
	SlackAppTokenFile      string `name:"slack-app-token-file" env:"LOTSENFUNK_SLACK_APP_TOKEN_FILE" placeholder:"FILE" help:"A file that holds the value of --slack-app-token."`
	SlackSigningSecret     string `name:"slack-signing-secret" env:"LOTSENFUNK_SLACK_SIGNING_SECRET" placeholder:"SECRET" help:"What Slack signs its requests with, if it is to reach the bot over HTTP in place of sockets."`
	SlackSigningSecretFile string `name:"slack-signing-secret-file" env:"LOTSENFUNK_SLACK_SIGNING_SECRET_FILE" placeholder:"FILE" help:"A file that holds the value of --slack-signing-secret."`
	SlackAPI               string `name:"slack-api" env:"LOTSENFUNK_SLACK_API" default:"https://slack.com/api" placeholder:"URL" example:"https://slack-gov.com/api" help:"Where Slack's Web API is. Default: ${default}."`
	SlackClientID          string `name:"slack-client-id" env:"LOTSENFUNK_SLACK_CLIENT_ID" placeholder:"ID" example:"1234567890.1234567890" help:"For people to install the app in several workspaces: the app's client id."`
	SlackClientSecret      string `name:"slack-client-secret" env:"LOTSENFUNK_SLACK_CLIENT_SECRET" placeholder:"SECRET" help:"The app's client secret, for the same."`
	SlackClientSecretFile  string `name:"slack-client-secret-file" env:"LOTSENFUNK_SLACK_CLIENT_SECRET_FILE" placeholder:"FILE" help:"A file that holds the value of --slack-client-secret."`
	SlackInstallURL        string `name:"slack-install-url" env:"LOTSENFUNK_SLACK_INSTALL_URL" placeholder:"URL" example:"https://lotsenfunk.example.org" help:"The address at which people's browsers reach the page for installing it (/slack/install)."`
	TokenKeys              string `name:"token-keys" env:"LOTSENFUNK_TOKEN_KEYS" placeholder:"NAME:BASE64,…" help:"Seal the tokens of installed workspaces in the database: a name, a colon and base64 of 32 random bytes. The first one seals; older ones behind commas still open."`
	TokenKeysFile          string `name:"token-keys-file" env:"LOTSENFUNK_TOKEN_KEYS_FILE" placeholder:"FILE" help:"A file that holds the value of --token-keys."`

	CAFile string `name:"ca-file" env:"LOTSENFUNK_CA_FILE" placeholder:"FILE" example:"/etc/ssl/town-ca.pem" help:"The certificates of an internal certification authority (PEM), trusted beside the system's."`
	Log    string `name:"log" env:"LOTSENFUNK_LOG" default:"info" placeholder:"LEVEL" example:"info" help:"How much is logged: debug, info, warn or error. Default: ${default}."`

	DigestTeamLead     string `name:"digest-team-lead" env:"LOTSENFUNK_DIGEST_TEAM_LEAD" default:"0 8 * * 1" placeholder:"CRON" example:"30 9 * * 4" help:"When team leads get their Wochenstand, as a cron expression (minute, hour, day of the month, month, day of the week) by their own clock, or never. A town's file and people's own choice come before it. Default: ${default}."`
	DigestLeadership   string `name:"digest-leadership" env:"LOTSENFUNK_DIGEST_LEADERSHIP" default:"0 8 1 * *" placeholder:"CRON" example:"0 8 1 * *" help:"The same for leadership. A day off means the next working day. Default: ${default}."`
	DigestCoordination string `name:"digest-coordination" env:"LOTSENFUNK_DIGEST_COORDINATION" default:"0 8 * * 1" placeholder:"CRON" example:"0 8 * * 1" help:"The same for the coordination, while a cohort runs. Default: ${default}."`

	servers []listed // the file's list mattermost
	faults  Faults   // of the files
}

// Settings are a Config that can be used.
type Settings struct {
	DB       string
	Listen   string
	Callback string // without a slash at its end
	// PublicURL is where calendars reach it, without a slash at its end; "" if they
	// do not.
	PublicURL string
	Key       []byte
	Servers   []Server
	Slack     *Slack // nil without one
	// Roots are the authorities that are trusted; nil for the system's alone.
	Roots *x509.CertPool
	Level slog.Level
	// Digests are when people get their Wochenstand.
	Digests townhall.DigestDefaults
}

// Server is one Mattermost server.
type Server struct{ URL, Token, Tenant string }

// Slack is the app in one Slack workspace. It has a token for sockets, or a secret
// with which Slack signs its requests, or both.
type Slack struct {
	Team, Token             string // "" if people install it themselves only
	AppToken, SigningSecret string
	API                     string
	Install                 *Install // nil if nobody installs it
}

// Install is what people need who install the app in their workspace.
type Install struct {
	ClientID, ClientSecret, URL string
	Keys                        *seal.Ring
}
