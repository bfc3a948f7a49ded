package setup_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/setup"
	"lotsenfunk/setup/setuptest"
)

// Each refusal is a sentence; what was made before it stays, and the next run
// goes on from there.
func TestRefusals(t *testing.T) {
	for pattern, c := range map[string]struct {
		refusal setuptest.Refusal
		want    string
	}{
		"POST /bots":                   {setuptest.Refusal{Status: 403, ID: "api.bot.create_disabled"}, "cannot create the bot account @lotsenfunk: bot accounts are switched off on this server; switch on System Console"},
		"POST /users/*/image":          {setuptest.Refusal{Status: 501, ID: "api.user.upload_profile_user.storage.app_error"}, "cannot give the bot its picture: the server failed (status 501); its log says more"},
		"POST /users/*/tokens":         {setuptest.Refusal{Status: 501, ID: "app.user_access_token.disabled"}, "access tokens are switched off on this server; switch on"},
		"POST /teams/*/members":        {setuptest.Refusal{Status: 400, ID: "app.team.join_user_to_team.max_accounts.app_error"}, "cannot add the bot to the team rathaus: the team is full; raise"},
		"POST /channels":               {setuptest.Refusal{Status: 400, ID: "store.sql_channel.save_channel.exists.app_error"}, "a channel of that name is there but archived; restore it or rename it"},
		"POST /channels/*/members":     {setuptest.Refusal{Status: 403, ID: "api.context.permissions.app_error"}, "cannot add @lotsenfunk to the channel ~ideen: whoever has the administrator's token may not; use the token of a system administrator"},
		"POST /commands":               {setuptest.Refusal{Status: 400, ID: "api.command.duplicate_trigger.app_error"}, "in the team rathaus the word /idee, /paket, /lotse, /lehrgang, /bericht, /lotsenfunk, /idea, /package, /programme, /digest is a command of the server, of a plugin or of somebody else; delete"},
		"DELETE /channels/*/members/*": {setuptest.Refusal{Status: 403, ID: "api.context.permissions.app_error"}, "cannot take @admin out of the channel ~lotsen"},
		"GET /users/*":                 {setuptest.Refusal{Status: 429}, "the server asks to slow down; wait a minute"},
		"GET /teams/*/channels/name/*": {setuptest.Refusal{Status: 400, ID: "odd.reason"}, "the server says: No, odd.reason"},
	} {
		t.Run(pattern, func(t *testing.T) {
			r := newRig(t)
			r.wants.SkipReach = true
			run, ok, said := r.look()
			if !ok {
				t.Fatalf("%q", said)
			}
			r.server.Set(func(s *setuptest.Server) { s.Refuse[pattern] = c.refusal })
			_, err := r.do(run)
			var refusal *setup.Refusal
			if c.want != "" && (!errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("%v", err)
			}
			r.server.Set(func(s *setuptest.Server) { clear(s.Refuse) })
			r.wants.Token = run.Token()
			r.all()
			for _, channel := range []string{"ideen", "lotsen", "rathaus"} {
				if !slices.Contains(r.server.Members(channel), "lotsenfunk") {
					t.Errorf("the bot is not in ~%s", channel)
				}
			}
			if made := r.all(); len(made) > 0 || len(r.server.Words("rathaus")) != 10 {
				t.Errorf("not complete: %q", made)
			}
			if in := r.server.Members("lotsen"); !slices.Equal(in, []string{"anna", "lotsenfunk"}) {
				t.Errorf("in ~lotsen: %q", in)
			}
		})
	}
}

// A channel that everybody reads is no place for what is asked of Lotsen.
func TestOpenChannel(t *testing.T) {
	r := newRig(t)
	r.server.Channel(r.server.Team("bauhof"), "lotsen", model.ChannelTypeOpen)
	r.wants.Teams = []string{"bauhof", "rathaus"}
	r.wants.Admin = "ben"
	ben := r.server.User("ben", "system_user")
	r.server.Join("bauhof", ben)
	run, ok, said := r.look()
	if !ok {
		t.Fatalf("%q", said)
	}
	if _, err := run.Steps(t.Context()); err == nil || !strings.Contains(err.Error(), "~lotsen in the team bauhof is open to everybody") {
		t.Error(err)
	}
}
