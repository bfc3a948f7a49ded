package setup

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/mattermost"
)

// who checks the administrator's token and what it may.
func (s *Setup) who(ctx context.Context, t *tally) {
	me, resp, err := s.site.GetMe(ctx, "")
	switch {
	case err != nil:
		t.refused(s.site.refused("ask who the administrator is", resp, err))
		return
	case me.IsBot:
		t.bad("use the token of a system administrator", "the administrator's token is that of the bot @%s", me.Username)
		return
	case !slices.Contains(strings.Fields(me.Roles), model.SystemAdminRoleId):
		t.bad("use the token of somebody with System Console > User Management > Users > System Admin", "@%s is no system administrator", me.Username)
		return
	}
	s.asks = me
	t.fine("@%s is a system administrator; the token is used for this run only", me.Username)
}

// permitted are the settings that decide what may be made.
type permitted struct {
	ServiceSettings struct {
		EnableBotAccountCreation            *bool
		EnableUserAccessTokens              *bool
		EnableCommands                      *bool
		AllowedUntrustedInternalConnections *string
	}
}

// permits checks the server's settings.
func (s *Setup) permits(ctx context.Context, t *tally) {
	p, err := s.config(ctx)
	if err != nil {
		t.refused(err)
		return
	}
	off := func(b *bool) bool { return b != nil && !*b }
	switch {
	case !off(p.ServiceSettings.EnableBotAccountCreation):
		t.fine("bot accounts may be made")
	case s.bot != nil:
		t.note("nothing to do: the bot is there", "bot accounts are switched off for new ones")
	default:
		t.bad("switch on System Console > Integrations > Bot Accounts > Enable Bot Account Creation", "bot accounts are switched off")
	}
	if off(p.ServiceSettings.EnableUserAccessTokens) {
		t.note("nothing to do: bots have theirs all the same", "personal access tokens are switched off for people")
	} else {
		t.fine("access tokens may be made")
	}
	if off(p.ServiceSettings.EnableCommands) {
		t.bad("switch on System Console > Integrations > Integration Management > Enable Custom Slash Commands", "custom slash commands are switched off")
	} else {
		t.fine("slash commands may be made")
	}
}

func (s *Setup) config(ctx context.Context) (p permitted, err error) {
	answer, err := s.site.DoAPIGet(ctx, "/config", "")
	if err != nil {
		return p, s.site.refused("read the server's settings", model.BuildResponse(answer), err)
	}
	defer answer.Body.Close()
	return p, json.NewDecoder(answer.Body).Decode(&p)
}

// lookUpBot finds the bot of an earlier run: by its token, or else by its name.
func (s *Setup) lookUpBot(ctx context.Context, t *tally) {
	if s.w.Token != "" {
		own := newSite(s.w.URL, s.w.Token, "bot's token", "", s.w.Roots)
		me, resp, err := own.GetMe(ctx, "")
		switch {
		case err == nil && me.IsBot:
			s.bot, s.token = me, s.w.Token
			t.fine("the bot's token is valid: @%s", me.Username)
			return
		case err == nil:
			t.bad("take it out of the environment file, so that the bot gets one of its own", "the bot's token is that of a person, @%s", me.Username)
			return
		case resp == nil || resp.StatusCode != http.StatusUnauthorized:
			t.refused(own.refused("ask who the bot is", resp, err))
			return
		}
		t.note("it gets a new one", "the bot's token was revoked")
	}
	u, resp, err := s.site.GetUserByUsername(ctx, s.w.Bot, "")
	switch {
	case err == nil && u.IsBot:
		s.bot = u
		t.fine("the bot %s is there", s.botName())
	case err == nil:
		t.bad("rename that account, or give the bot another name with --bot", "%s is somebody's account and no bot", s.botName())
	case resp == nil || resp.StatusCode != http.StatusNotFound:
		t.refused(s.site.refused("look for "+s.botName(), resp, err))
	}
}

// lookUpTeams finds the teams that were named, or else those the bot is in.
func (s *Setup) lookUpTeams(ctx context.Context, t *tally) {
	if len(s.w.Teams) == 0 && s.bot != nil {
		teams, resp, err := s.site.GetTeamsForUser(ctx, s.bot.Id, "")
		if err != nil {
			t.refused(s.site.refused("look up the bot's teams", resp, err))
			return
		}
		s.teams = teams
	}
	for _, name := range s.w.Teams {
		team, resp, err := s.site.GetTeamByName(ctx, name, "")
		switch {
		case err == nil && team.DeleteAt == 0:
			s.teams = append(s.teams, team)
			t.fine("the team %s is there", team.Name)
		case err == nil || resp != nil && resp.StatusCode == http.StatusNotFound:
			t.bad("there are "+s.teamNames(ctx), "there is no team %s", name)
		default:
			t.refused(s.site.refused("look for the team "+name, resp, err))
		}
	}
	if len(s.teams) == 0 && len(s.w.Teams) == 0 {
		t.bad("name one with --team; there are "+s.teamNames(ctx), "the bot is in no team")
	}
}

// teamNames are the teams there are, as they stand in addresses.
func (s *Setup) teamNames(ctx context.Context) string {
	teams, _, err := s.site.GetAllTeams(ctx, "", 0, 20)
	if err != nil || len(teams) == 0 {
		return "none yet"
	}
	var names []string
	for _, t := range teams {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

// lookUpAdmin finds who is to be Lotsenfunk's first admin.
func (s *Setup) lookUpAdmin(ctx context.Context, t *tally) {
	name := strings.TrimPrefix(s.w.Admin, "@")
	switch {
	case name == "" && s.town.admins > 0:
		return
	case name == "":
		t.bad("name somebody with --admin", "nobody is named as Lotsenfunk's first admin")
		return
	}
	u, resp, err := s.site.GetUserByUsername(ctx, name, "")
	switch {
	case resp != nil && resp.StatusCode == http.StatusNotFound:
		t.bad("write the user name as it stands behind the @", "there is no @%s who could be the first admin", name)
		return
	case err != nil:
		t.refused(s.site.refused("look for @"+name, resp, err))
		return
	case u.IsBot || u.IsGuest() || u.DeleteAt != 0:
		t.bad("name a member of staff", "@%s is a bot, a guest or not active, and cannot be the first admin", name)
		return
	}
	s.first = &account{u.Id, u.Username, displayName(u)}
	if len(s.teams) == 0 {
		return
	}
	if m, _, err := s.site.GetTeamMember(ctx, s.teams[0].Id, u.Id, ""); err != nil || m.DeleteAt != 0 {
		t.bad("add them to it, or name somebody else with --admin", "@%s is not in the team %s", name, s.teams[0].Name)
		return
	}
	t.fine("@%s can be Lotsenfunk's first admin", name)
}

// lookUpWords checks that nobody else has the words of the commands.
func (s *Setup) lookUpWords(ctx context.Context, t *tally) {
	for _, team := range s.teams {
		there, resp, err := s.site.ListCommands(ctx, team.Id, true)
		if err != nil {
			t.refused(s.site.refused("list the commands of the team "+team.Name, resp, err))
			continue
		}
		var taken []string
		for _, c := range s.commands() {
			if slices.ContainsFunc(there, func(o *model.Command) bool { return o.Trigger == c.Word && !mattermost.OwnCommand(o) }) {
				taken = append(taken, "/"+c.Word)
			}
		}
		if len(taken) > 0 {
			t.bad("delete or rename it there", "in the team %s somebody else's command has the word %s", team.Name, strings.Join(taken, ", "))
		}
	}
}

// commands are the slash commands of the town.
func (s *Setup) commands() []mattermost.Command { return commandsOf(s.catalogues, s.town.org) }
