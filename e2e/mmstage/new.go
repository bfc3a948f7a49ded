package mmstage

import (
	"context"
	"fmt"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/e2e/mmserver"
)

// House says what a stage is made of.
type House struct {
	People   []string
	Channels map[string][]string // by name: who reads it, nil for everybody
	Open     bool                // unknown people may walk in
	Words    []string            // of the slash commands
	Callback string              // where the server reaches the bot
	Key      []byte
	Memory   bot.Memory // for the commands' tokens
}

// Tenant is the tenant's id of every stage.
const Tenant = "rathaus"

// New makes a team of its own on a server, with a bot and its commands.
func New(ctx context.Context, server *mmserver.Server, h House, read *Progress) (*Stage, error) {
	s := &Stage{server: server, open: h.Open, read: read, people: map[string]*person{}, channels: map[string]*channel{},
		homes: map[string]*post{}, furnished: make(chan struct{})}
	team, _, err := server.Admin.CreateTeam(ctx, &model.Team{Name: "t" + model.NewId()[:15], DisplayName: "Birkenfurt", Type: model.TeamOpen})
	if err != nil {
		return nil, err
	}
	s.team = team.Id
	if err := s.hire(ctx); err != nil {
		return nil, fmt.Errorf("the bot: %w", err)
	}
	for name, members := range h.Channels {
		if err := s.build(ctx, name, members); err != nil {
			return nil, fmt.Errorf("channel %s: %w", name, err)
		}
	}
	for _, name := range h.People {
		if _, err := s.add(ctx, name); err != nil {
			return nil, err
		}
	}
	r := mattermost.Reconciler{Client: server.Admin, Memory: h.Memory, Key: h.Key, Tenant: Tenant, Callback: h.Callback}
	for _, word := range h.Words {
		r.Commands = append(r.Commands, mattermost.Command{Word: word})
	}
	if err := r.Team(ctx, s.team); err != nil {
		return nil, err
	}
	s.watch, err = connect(ctx, s.bot, s.botID, s.overhear)
	return s, err
}

// hire makes the bot's account.
func (s *Stage) hire(ctx context.Context) error {
	b, _, err := s.server.Admin.CreateBot(ctx, &model.Bot{Username: "lotsenfunk-" + strings.ToLower(model.NewId()[:8]), DisplayName: "Lotsenfunk"})
	if err != nil {
		return err
	}
	token, _, err := s.server.Admin.CreateUserAccessToken(ctx, b.UserId, "test", 0)
	if err != nil {
		return err
	}
	s.botID, s.bot = b.UserId, model.NewAPIv4Client(s.server.URL)
	s.bot.SetToken(token.Token)
	_, _, err = s.server.Admin.AddTeamMember(ctx, s.team, s.botID)
	return err
}

func (s *Stage) build(ctx context.Context, name string, members []string) error {
	kind := model.ChannelTypeOpen
	if members != nil {
		kind = model.ChannelTypePrivate
	}
	c, _, err := s.server.Admin.CreateChannel(ctx, &model.Channel{TeamId: s.team, Name: name, DisplayName: name, Type: kind})
	if err != nil {
		return err
	}
	s.channels[name] = &channel{id: c.Id, members: members}
	_, _, err = s.server.Admin.AddChannelMember(ctx, c.Id, s.botID)
	return err
}

// Connected is how the adapter reaches the stage's server.
func (s *Stage) Connected() mattermost.Server {
	return mattermost.Server{Tenant: Tenant, URL: s.server.URL, Token: s.bot.AuthToken}
}
