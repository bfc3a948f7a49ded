package config

import (
	"cmp"
	"strings"

	"lotsenfunk/seal"
)

const exampleSlackTokens = "the values that lotsenfunk setup slack wrote"

// standardAPI is where Slack's Web API is, but for governments in America.
const standardAPI = "https://slack.com/api"

// slack is the app in a Slack workspace, or nil if nothing is said of one.
func (k *check) slack(c *Config) *Slack {
	installs := c.SlackClientID+c.SlackClientSecret+c.SlackClientSecretFile+c.SlackInstallURL+c.TokenKeys+c.TokenKeysFile != ""
	single := c.SlackTeam+c.SlackToken+c.SlackTokenFile != ""
	if !installs && !single && c.SlackAppToken+c.SlackAppTokenFile+c.SlackSigningSecret+c.SlackSigningSecretFile == "" {
		return nil
	}
	s := &Slack{Team: strings.TrimSpace(c.SlackTeam), API: k.address("LOTSENFUNK_SLACK_API", cmp.Or(c.SlackAPI, standardAPI), standardAPI)}
	if installs {
		s.Install = k.install(c)
	}
	if single || !installs {
		k.slackTeam(c, s)
	}
	if c.SlackAppToken+c.SlackAppTokenFile != "" {
		s.AppToken = k.slackToken("LOTSENFUNK_SLACK_APP_TOKEN", c.SlackAppToken, c.SlackAppTokenFile, "xapp-", "the app's own")
	}
	if c.SlackSigningSecret+c.SlackSigningSecretFile != "" {
		const what = "LOTSENFUNK_SLACK_SIGNING_SECRET"
		s.SigningSecret = k.token(what, k.secret(what, c.SlackSigningSecret, c.SlackSigningSecretFile, exampleSlackTokens))
	} else if c.SlackAppToken+c.SlackAppTokenFile == "" {
		k.fault("LOTSENFUNK_SLACK_APP_TOKEN", "is missing, and so is LOTSENFUNK_SLACK_SIGNING_SECRET: Slack has no way to it", "the first for sockets, the second for requests over HTTP")
	}
	return s
}

// slackTeam is the one workspace whose token is configured.
func (k *check) slackTeam(c *Config, s *Slack) {
	if s.Team == "" {
		k.fault("LOTSENFUNK_SLACK_TEAM", "is missing", exampleSlackTokens)
	} else if !strings.HasPrefix(s.Team, "T") && !strings.HasPrefix(s.Team, "E") {
		k.fault("LOTSENFUNK_SLACK_TEAM", "does not begin with T, as the id of a workspace does", "T0123ABCD")
	}
	s.Token = k.slackToken("LOTSENFUNK_SLACK_TOKEN", c.SlackToken, c.SlackTokenFile, "xoxb-", "the bot's")
}

// install is what people need who install the app themselves.
func (k *check) install(c *Config) *Install {
	const id, secret, at, keys = "LOTSENFUNK_SLACK_CLIENT_ID", "LOTSENFUNK_SLACK_CLIENT_SECRET", "LOTSENFUNK_SLACK_INSTALL_URL", "LOTSENFUNK_TOKEN_KEYS"
	i := &Install{ClientID: k.token(id, strings.TrimSpace(c.SlackClientID)), URL: k.address(at, c.SlackInstallURL, "https://lotsenfunk.example.org"),
		ClientSecret: k.token(secret, k.secret(secret, c.SlackClientSecret, c.SlackClientSecretFile, "the secret from Slack's page of the app, Basic Information"))}
	if i.ClientID == "" {
		k.fault(id, "is missing", "the client id from Slack's page of the app, Basic Information")
	}
	if i.URL != "" && !strings.HasPrefix(i.URL, "https://") {
		k.fault(at, "does not begin with https://, and Slack leads browsers to no other address", "https://lotsenfunk.example.org")
	}
	const good = "2027:, and behind that the output of openssl rand -base64 32"
	if setting := k.secret(keys, c.TokenKeys, c.TokenKeysFile, good); setting != "" {
		ring, err := seal.Parse(setting)
		if err != nil {
			k.fault(keys, err.Error(), good)
		}
		i.Keys = ring
	}
	return i
}

// slackToken is a token of the kind that begins in a certain way.
func (k *check) slackToken(what, value, file, prefix, whose string) string {
	value = k.token(what, k.secret(what, value, file, exampleSlackTokens))
	if value != "" && !strings.HasPrefix(value, prefix) {
		k.fault(what, "is not "+whose+" token, which begins with "+prefix, exampleSlackTokens)
	}
	return value
}
