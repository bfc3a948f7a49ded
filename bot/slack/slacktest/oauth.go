package slacktest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// token is an access token: of the app, or of the bot in one workspace.
type token struct {
	w       *Workspace
	app     bool
	scopes  []string
	revoked bool
	expires time.Time // zero: never
	refresh string
}

// code is what an installation gives the app to exchange for a token.
type code struct {
	w        *Workspace
	scopes   []string
	redirect string
	made     time.Time
}

// issue makes a token of the bot. The lock is held.
func (s *Slack) issue(w *Workspace, scopes []string) (string, *token) {
	s.counter++
	raw := fmt.Sprintf("xoxb-%s-%d", w.ID, s.counter)
	t := &token{w: w, scopes: scopes}
	if s.App.Rotation {
		raw = "xoxe." + raw
		t.expires, t.refresh = s.Clock.Now().Add(TokenTime), fmt.Sprintf("xoxe-1-%s-%d", w.ID, s.counter)
	}
	s.tokens[raw] = t
	w.Token = raw
	return raw, t
}

// granted reports whether the app's token in a workspace has a scope, which is then
// used. The lock is held.
func (s *Slack) granted(w *Workspace, scope string) bool {
	t := s.tokens[w.Token]
	if t == nil || t.revoked || !slices.Contains(t.scopes, scope) {
		return false
	}
	s.used[scope] = true
	return true
}

// Grant is somebody who follows the app's link to install it and agrees: the
// address their browser is sent back to. With deny they refuse.
func (w *Workspace) Grant(link string, deny bool) (back string, err error) {
	u, err := url.Parse(link)
	if err != nil {
		return "", err
	}
	q := u.Query()
	switch {
	case !strings.HasSuffix(u.Path, "/oauth/v2/authorize"):
		return "", fmt.Errorf("%s is not Slack's page for installing", u.Path)
	case q.Get("client_id") != ClientID:
		return "", fmt.Errorf("invalid_client_id")
	case q.Get("scope") == "":
		return "", fmt.Errorf("no scopes requested")
	}
	target, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || target.Host == "" {
		return "", fmt.Errorf("bad_redirect_uri")
	}
	answer := target.Query()
	answer.Set("state", q.Get("state"))
	if deny {
		answer.Set("error", "access_denied")
	} else {
		w.slack.mu.Lock()
		defer w.slack.mu.Unlock()
		raw := w.slack.id("code")
		w.slack.codes[raw] = &code{w: w, scopes: strings.Split(q.Get("scope"), ","), redirect: q.Get("redirect_uri"), made: w.slack.Clock.Now()}
		answer.Set("code", raw)
	}
	target.RawQuery = answer.Encode()
	return target.String(), nil
}

func oauthAccess(c *call) (object, *refusal) {
	id, secret := c.client[0], c.client[1]
	if id == "" {
		id, secret = c.str("client_id"), c.str("client_secret")
	}
	if id != ClientID {
		return nil, refuse("invalid_client_id")
	}
	if secret != ClientSecret {
		return nil, refuse("bad_client_secret")
	}
	switch c.str("grant_type") {
	case "refresh_token":
		return c.rotate(c.str("refresh_token"))
	case "", "authorization_code":
	default:
		return nil, refuse("invalid_grant_type")
	}
	got := c.codes[c.str("code")]
	switch {
	case got == nil:
		return nil, refuse("invalid_code")
	case c.Clock.Now().Sub(got.made) > CodeTime:
		return nil, refuse("code_expired")
	case got.redirect != c.str("redirect_uri"):
		return nil, refuse("bad_redirect_uri")
	}
	delete(c.codes, c.str("code")) // once
	raw, t := c.issue(got.w, got.scopes)
	return c.tokenJSON(raw, t), nil
}

// rotate exchanges a refresh token, which is good once:
// docs.slack.dev/authentication/using-token-rotation
func (c *call) rotate(refresh string) (object, *refusal) {
	for _, t := range c.tokens {
		if refresh != "" && t.refresh == refresh {
			if t.revoked {
				return nil, refuse("token_revoked")
			}
			t.refresh = ""
			raw, made := c.issue(t.w, t.scopes)
			return c.tokenJSON(raw, made), nil
		}
	}
	return nil, refuse("invalid_refresh_token")
}

func (c *call) tokenJSON(raw string, t *token) object {
	o := object{"access_token": raw, "token_type": "bot", "scope": strings.Join(t.scopes, ","), "bot_user_id": t.w.Bot, "app_id": AppID,
		"team": object{"id": t.w.ID, "name": t.w.Name}, "enterprise": nil, "is_enterprise_install": false,
		"authed_user": object{"id": t.w.Bot}}
	if t.refresh != "" {
		o["refresh_token"], o["expires_in"] = t.refresh, int(TokenTime.Seconds())
	}
	return o
}

func authTest(c *call) (object, *refusal) {
	bot := c.w.user(c.w.Bot)
	return object{"url": "https://" + c.w.Domain + ".slack.com/", "team": c.w.Name, "user": bot.Name, "team_id": c.w.ID,
		"user_id": c.w.Bot, "bot_id": c.w.BotID, "is_enterprise_install": false}, nil
}

func authRevoke(c *call) (object, *refusal) {
	if c.yes("test") {
		return object{"revoked": false}, nil
	}
	c.w.tell("tokens_revoked", object{"type": "tokens_revoked", "tokens": object{"oauth": []any{}, "bot": []any{c.w.Bot}}})
	c.token.revoked = true
	return object{"revoked": true}, nil
}

func appsUninstall(c *call) (object, *refusal) {
	if c.str("client_id") != ClientID || c.str("client_secret") != ClientSecret {
		return nil, refuse("bad_client_secret")
	}
	c.w.uninstall()
	return object{}, nil
}

// Uninstall is an administrator who takes the app out of the workspace.
func (w *Workspace) Uninstall() {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	w.uninstall()
}

func (w *Workspace) uninstall() {
	w.tell("tokens_revoked", object{"type": "tokens_revoked", "tokens": object{"oauth": []any{}, "bot": []any{w.Bot}}})
	w.tell("app_uninstalled", object{"type": "app_uninstalled"})
	w.revoke()
}

// Revoke makes every token of the workspace invalid without telling the app.
func (w *Workspace) Revoke() {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	w.revoke()
}

func (w *Workspace) revoke() {
	for _, t := range w.slack.tokens {
		if t.w == w {
			t.revoked = true
		}
	}
	w.Token = ""
}

func botsInfo(c *call) (object, *refusal) {
	if id := c.str("bot"); id != "" && id != c.w.BotID {
		return nil, refuse("bot_not_found")
	}
	return object{"bot": object{"id": c.w.BotID, "app_id": AppID, "user_id": c.w.Bot, "name": "Lotsenfunk", "deleted": false}}, nil
}

func teamInfo(c *call) (object, *refusal) {
	return object{"team": object{"id": c.w.ID, "name": c.w.Name, "domain": c.w.Domain, "url": "https://" + c.w.Domain + ".slack.com/"}}, nil
}
