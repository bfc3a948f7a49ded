package setup

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/wire"
)

// slackSite is a Slack workspace, asked with the bot's token.
type slackSite struct {
	*slackgo.Client
	me      *slackgo.AuthTestResponse
	secrets []string // must not be said
	dial    *websocket.Dialer
}

// slackAPI is Slack's own address.
const slackAPI = "https://slack.com/api/"

func newSlackSite(api, token, appToken string, roots *x509.CertPool) *slackSite {
	if api == "" {
		api = slackAPI
	}
	return &slackSite{Client: slackgo.New(token, slackgo.OptionAPIURL(api), slackgo.OptionAppLevelToken(appToken), slackgo.OptionHTTPClient(client(roots, patience))),
		secrets: []string{token, appToken},
		dial:    wire.Dialer(roots)}
}

// workspace asks whose token it is, and takes over the workspace's id, unless another
// one is meant.
func (s *slackSite) workspace(ctx context.Context, team *string, t *tally) {
	me, err := s.AuthTestContext(ctx)
	switch {
	case err != nil:
		t.refused(s.refused("ask whose the bot's token is", err))
		return
	case me.BotID == "":
		t.bad("take the Bot User OAuth Token: api.slack.com/apps > the app > OAuth & Permissions", "the token is that of the person @%s", me.User)
		return
	case *team != "" && *team != me.TeamID:
		t.bad("take the token of that workspace, or an environment file of its own for this one", "the token is of the workspace %s (%s), but %s is meant", me.Team, me.TeamID, *team)
		return
	}
	s.me, *team = me, me.TeamID
	t.fine("the bot's token is valid: @%s in the workspace %s (%s)", me.User, me.Team, me.TeamID)
}

// scopes compares what the token may with what the manifest asks for.
func (s *slackSite) scopes(t *tally) {
	granted := strings.FieldsFunc(s.me.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	var missing, setUp, more []string
	for _, n := range slack.Scopes() {
		switch at := slices.Index(granted, n.Name); {
		case at >= 0:
			granted = slices.Delete(granted, at, at+1)
		case n.SetUp:
			setUp = append(setUp, n.Name)
		default:
			missing = append(missing, n.Name)
		}
	}
	more = granted
	if len(missing) > 0 {
		t.bad("give the app the manifest that lotsenfunk manifest slack prints, and install it again: only then Slack grants them", "the token lacks the scopes %s", strings.Join(missing, ", "))
	} else {
		t.fine("the token has the scopes that are needed")
	}
	if len(setUp) > 0 {
		t.note("make the channels by hand and invite the bot, or install the app with its whole manifest", "the token lacks scopes that only the set-up of channels needs: %s", strings.Join(setUp, ", "))
	}
	if len(more) > 0 {
		t.note("the manifest that lotsenfunk manifest slack prints asks for less", "the token has scopes that nothing needs: %s", strings.Join(more, ", "))
	}
}

// ways checks how Slack reaches the bot.
func (s *slackSite) ways(ctx context.Context, w SlackWants, t *tally) {
	if w.AppToken != "" {
		s.socket(ctx, t)
	}
	switch {
	case w.SigningSecret == "":
	case !signingSecret.MatchString(w.SigningSecret):
		t.bad("copy the Signing Secret again: api.slack.com/apps > the app > Basic Information", "the signing secret is not 32 of the signs 0-9 and a-f")
	default:
		t.note("requests that it does not fit are refused and counted: lotsenfunk_requests_refused_total in the metrics", "the signing secret looks like one; whether it is the app's only Slack's first request shows")
	}
}

// socket opens a socket for a moment, and sees that it is of the bot's own app.
func (s *slackSite) socket(ctx context.Context, t *tally) {
	_, address, err := s.StartSocketModeContext(ctx)
	if err != nil {
		r := s.refused("open a socket with the app's token", err)
		if slices.Contains([]string{"invalid_auth", "not_authed", "token_revoked", "not_allowed_token_type"}, slackCode(err)) {
			r = refuse("make one with the scope connections:write: api.slack.com/apps > the app > Basic Information > App-Level Tokens", "Slack does not take the app's token")
		}
		t.refused(r)
		return
	}
	s.secrets = append(s.secrets, address)
	conn, _, err := s.dial.DialContext(ctx, address, nil)
	if err != nil {
		t.bad("let WebSockets to wss://*.slack.com through the firewall and the proxy", "the socket does not open: %s", s.clean(innermost(err).Error()))
		return
	}
	defer conn.Close()
	limited, done := context.WithTimeout(ctx, 10*time.Second)
	defer done()
	defer context.AfterFunc(limited, func() { _ = conn.Close() })() // ends the waiting
	var hello struct {
		Info struct {
			App string `json:"app_id"`
		} `json:"connection_info"`
	}
	if _, raw, err := conn.ReadMessage(); err != nil || json.Unmarshal(raw, &hello) != nil {
		t.bad("let WebSockets to wss://*.slack.com through the firewall and the proxy", "the socket opens, but Slack does not greet")
		return
	}
	own, err := s.GetBotInfoContext(ctx, slackgo.GetBotInfoParameters{Bot: s.me.BotID, TeamID: s.me.TeamID})
	if err == nil && hello.Info.App != "" && own.AppID != hello.Info.App {
		t.bad("take both from the same page of api.slack.com/apps", "the app's token is of another app than the bot's token")
		return
	}
	t.fine("the socket opens, and is the app's")
}

// slackCode is Slack's word for what is wrong, or "".
func slackCode(err error) string {
	var said slackgo.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}

// slackReasons are Slack's words and what to do: docs.slack.dev/reference/methods,
// "Errors".
var slackReasons = []struct{ codes, what, wayOut string }{
	{"invalid_auth not_authed", "Slack does not take the token: it is wrong, or cut off", "copy the Bot User OAuth Token again: api.slack.com/apps > the app > OAuth & Permissions"},
	{"token_revoked account_inactive", "the token was revoked, or the app is not in the workspace any more", "install the app again: api.slack.com/apps > the app > Install App"},
	{"token_expired", "the token has expired: the app's tokens are renewed, and such a one cannot stand in a configuration", "have the app installed by the page /slack/install, or make the app anew without --install"},
	{"not_allowed_token_type", "the token is of another kind", "take the one that begins with xoxb- for the bot, the one that begins with xapp- for the app"},
	{"missing_scope", "the token lacks the scope for it", "give the app the manifest that lotsenfunk manifest slack prints, and install it again"},
	{"restricted_action user_is_restricted", "the workspace lets only some people do that", "have one of them make the channel and invite the bot, or change Settings > Permissions > Channel Management"},
	{"name_taken", "a channel of that name is there, closed or archived, and the bot does not see it", "invite the bot there, restore it, or rename it"},
	{"is_archived", "the channel is archived", "restore it or rename it"},
	{"too_many_convos_for_team", "the workspace has as many channels as it may", "archive some, or name one that is there"},
	{"ura_max_channels", "they are a guest of one channel only", "name a member of staff"},
	{"team_access_not_granted access_denied", "the workspace has not let the app in", "have an owner of the workspace agree to it"},
	{"ratelimited", "Slack asks to slow down", "wait a minute and run it again"},
}

// refused says what a call that failed means. what is what was to be done.
func (s *slackSite) refused(what string, err error) *Refusal {
	code := slackCode(err)
	if limited := (*slackgo.RateLimitedError)(nil); errors.As(err, &limited) {
		code = "ratelimited"
	}
	for _, r := range slackReasons {
		if code != "" && slices.Contains(strings.Fields(r.codes), code) {
			return refuse(r.wayOut, "cannot %s: %s", what, r.what)
		}
	}
	var status slackgo.StatusCodeError
	switch {
	case code != "":
		return refuse("docs.slack.dev/reference/methods says more of that word", "cannot %s: Slack says: %s", what, s.clean(code))
	case errors.As(err, &status):
		return refuse("look at slack-status.com, and at the proxy on the way", "cannot %s: Slack answers with status %d", what, status.Code)
	}
	r := (&site{url: "Slack", secrets: s.secrets}).unreachable(err)
	return r.(*Refusal)
}

// clean takes secrets out of what was said.
func (s *slackSite) clean(text string) string { return (&site{secrets: s.secrets}).clean(text) }
