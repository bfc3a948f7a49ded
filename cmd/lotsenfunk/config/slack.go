package config

import (
	"cmp"
	"strings"
)

const exampleSlackTokens = "the values that lotsenfunk setup slack wrote"

// standardAPI is where Slack's Web API is, but for governments in America.
const standardAPI = "https://slack.com/api"

// slack is the app in a Slack workspace, or nil if nothing is said of one.
func (k *check) slack(c *Config) *Slack {
	if c.SlackTeam+c.SlackToken+c.SlackTokenFile+c.SlackAppToken+c.SlackAppTokenFile+c.SlackSigningSecret+c.SlackSigningSecretFile == "" {
		return nil
	}
	s := &Slack{Team: strings.TrimSpace(c.SlackTeam), API: k.address("LOTSENFUNK_SLACK_API", cmp.Or(c.SlackAPI, standardAPI), standardAPI)}
	if s.Team == "" {
		k.fault("LOTSENFUNK_SLACK_TEAM", "is missing", exampleSlackTokens)
	} else if !strings.HasPrefix(s.Team, "T") && !strings.HasPrefix(s.Team, "E") {
		k.fault("LOTSENFUNK_SLACK_TEAM", "does not begin with T, as the id of a workspace does", "T0123ABCD")
	}
	s.Token = k.slackToken("LOTSENFUNK_SLACK_TOKEN", c.SlackToken, c.SlackTokenFile, "xoxb-", "the bot's")
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

// slackToken is a token of the kind that begins in a certain way.
func (k *check) slackToken(what, value, file, prefix, whose string) string {
	value = k.token(what, k.secret(what, value, file, exampleSlackTokens))
	if value != "" && !strings.HasPrefix(value, prefix) {
		k.fault(what, "is not "+whose+" token, which begins with "+prefix, exampleSlackTokens)
	}
	return value
}
