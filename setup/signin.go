package setup

import (
	"context"
	"net/http"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"
)

// SignIn is for a server of one's own, where no administrator's token can be made
// beforehand: it signs in with a password, and makes the first account of a
// server that has none, and its teams. The session ends with the returned function.
//
// Whoever got the first password will have taken another one. If the bot is at
// work already, that is no fault: then there is nothing to sign out from, and
// everything is left as it is.
func (s *Setup) SignIn(ctx context.Context, password string, tell func(Check)) (signOut func(context.Context), ok bool) {
	t := &tally{tell: tell}
	s.site.holder, s.site.renew = "administrator's password", "look the password up where it was drawn"
	s.site.secrets = append(s.site.secrets, password)
	name := strings.TrimPrefix(s.w.Admin, "@")
	if _, err := s.site.ping(ctx); err != nil {
		t.refused(err)
		return nil, false
	}
	if err := s.firstAccount(ctx, name, password, t); err != nil {
		t.refused(err)
		return nil, false
	}
	_, resp, err := s.site.Login(ctx, name, password)
	if resp != nil && resp.StatusCode == http.StatusUnauthorized && s.atWork(ctx) {
		t.note("to change what is set up, run it with an administrator's token", "@%s has another password by now; what is set up was left as it is", name)
		return nil, true
	}
	if err != nil {
		t.refused(s.site.refused("sign in as @"+name, resp, err))
		return nil, false
	}
	s.site.secrets = append(s.site.secrets, s.site.AuthToken)
	if err := s.firstTeams(ctx, t); err != nil {
		t.refused(err)
		return nil, false
	}
	return func(ctx context.Context) { _, _ = s.site.Logout(ctx) }, true // or else it expires
}

// atWork reports whether an earlier run has given the bot a token that is valid.
func (s *Setup) atWork(ctx context.Context) bool {
	if s.w.Token == "" {
		return false
	}
	me, _, err := newSite(s.w.URL, s.w.Token, "bot's token", "", s.w.Roots).GetMe(ctx, "")
	return err == nil && me.IsBot
}

// firstAccount makes the account that a new server takes for its administrator.
func (s *Setup) firstAccount(ctx context.Context, name, password string, t *tally) error {
	config, err := s.site.settings(ctx)
	if err != nil || config["NoAccounts"] != "true" {
		return err
	}
	// No message will ever be sent there: the server only wants to have an address.
	first := &model.User{Username: name, Password: password, Email: name + "@rathaus.invalid", Locale: "de"}
	if _, resp, err := s.site.CreateUser(ctx, first); err != nil {
		return s.site.refused("make the first account, @"+name, resp, err)
	}
	t.fine("the server was new: its administrator is @%s", name)
	return nil
}

// firstTeams makes the teams that a new server does not have yet.
func (s *Setup) firstTeams(ctx context.Context, t *tally) error {
	for _, name := range s.w.Teams {
		_, resp, err := s.site.GetTeamByName(ctx, name, "")
		if err == nil {
			continue
		}
		if resp == nil || resp.StatusCode != http.StatusNotFound {
			return s.site.refused("look for the team "+name, resp, err)
		}
		title := s.w.Town
		if title == "" {
			title = name
		}
		if _, resp, err := s.site.CreateTeam(ctx, &model.Team{Name: name, DisplayName: title, Type: model.TeamOpen}); err != nil {
			return s.site.refused("make the team "+name, resp, err)
		}
		t.fine("the team %s was made", name)
	}
	return nil
}
