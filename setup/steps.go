package setup

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/mattermost"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// picture is bot/playground/static/mark.svg, drawn at 256 by 256.
//
//go:embed mark.png
var picture []byte

// Step is one thing that has to be there at the end.
type Step struct {
	Is    string // "the bot account @lotsenfunk"
	There bool   // it is there already
	Do    func(context.Context) error
}

// Steps says what there is and what is missing, in the order in which it is
// made. It is called after Check.
func (s *Setup) Steps(ctx context.Context) ([]Step, error) {
	steps := []Step{
		{"the bot account " + s.botName(), s.bot != nil && s.bot.DeleteAt == 0, s.makeBot},
		{"the bot's picture", s.bot != nil && s.bot.LastPictureUpdate > 0, s.givePicture},
		{"the bot's access token", s.token != "", s.makeToken},
	}
	for _, team := range s.teams {
		steps = append(steps, Step{"the bot in the team " + team.Name, s.in(ctx, team), func(ctx context.Context) error {
			if _, resp, err := s.site.AddTeamMember(ctx, team.Id, s.bot.Id); err != nil {
				return s.site.refused("add the bot to the team "+team.Name, resp, err)
			}
			return nil
		}})
	}
	steps = append(steps, s.townStep())
	places, err := s.places(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		is := "the channel ~" + string(p.ID)
		if p.closed() {
			is = "the closed channel ~" + string(p.ID)
		}
		steps = append(steps, Step{is + " in the team " + s.teams[0].Name + ", with the bot", s.ready(ctx, p),
			func(ctx context.Context) error { return s.settle(ctx, p) }})
	}
	for _, team := range s.teams {
		there, err := s.commandsReady(ctx, team)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{"the commands " + words(s.commands()) + " in the team " + team.Name, there,
			func(ctx context.Context) error { return s.makeCommands(ctx, team) }})
	}
	if s.first != nil {
		steps = append(steps, s.adminStep())
	}
	return steps, nil
}

// Left is what people have to do themselves, "" if nothing.
func (s *Setup) Left() string {
	if s.private == "" {
		return ""
	}
	return fmt.Sprintf("@%s is in the closed channel %s to let Lotsen and coordination in, and may leave it afterwards.", s.first.Name, s.private)
}

func (s *Setup) in(ctx context.Context, team *model.Team) bool {
	if s.bot == nil {
		return false
	}
	m, _, err := s.site.GetTeamMember(ctx, team.Id, s.bot.Id, "")
	return err == nil && m.DeleteAt == 0
}

// makeBot makes the account, or switches it on again.
func (s *Setup) makeBot(ctx context.Context) error {
	if s.bot != nil {
		if _, resp, err := s.site.EnableBot(ctx, s.bot.Id); err != nil {
			return s.site.refused("switch the bot account "+s.botName()+" on again", resp, err)
		}
		return nil
	}
	made, resp, err := s.site.CreateBot(ctx, &model.Bot{Username: s.w.Bot, DisplayName: "Lotsenfunk", Description: s.printer().Line("setup.bot", nil)})
	if err != nil {
		return s.site.refused("create the bot account "+s.botName(), resp, err)
	}
	u, resp, err := s.site.GetUser(ctx, made.UserId, "")
	if err != nil {
		return s.site.refused("look up the bot account "+s.botName(), resp, err)
	}
	s.bot = u
	return nil
}

func (s *Setup) givePicture(ctx context.Context) error {
	if resp, err := s.site.SetProfileImage(ctx, s.bot.Id, picture); err != nil {
		return s.site.refused("give the bot its picture", resp, err)
	}
	return nil
}

func (s *Setup) makeToken(ctx context.Context) error {
	made, resp, err := s.site.CreateUserAccessToken(ctx, s.bot.Id, "Lotsenfunk", 0)
	if err != nil {
		return s.site.refused("make an access token for the bot", resp, err)
	}
	s.token = made.Token
	s.site.secrets = append(s.site.secrets, made.Token)
	return nil
}

// commandsOf are a town's commands as the adapter creates them.
func commandsOf(catalogues *i18n.Catalogues, org *townhall.Organisation) []mattermost.Command {
	var all []mattermost.Command
	for _, c := range commands.SlashCommands(catalogues, org) {
		all = append(all, mattermost.Command(c))
	}
	return all
}

func words(all []mattermost.Command) string {
	var w []string
	for _, c := range all {
		w = append(w, "/"+c.Word)
	}
	return strings.Join(w, " ")
}

// commandsReady reports whether a team's commands are what they should be, and
// their tokens known to the database.
func (s *Setup) commandsReady(ctx context.Context, team *model.Team) (ready bool, err error) {
	if !s.town.linked {
		return false, nil
	}
	err = s.store(ctx, func(store *storage.Store) error {
		ready, err = s.reconciler(store).Ready(ctx, team.Id)
		return err
	})
	return ready, err
}

func (s *Setup) reconciler(store *storage.Store) *mattermost.Reconciler {
	return &mattermost.Reconciler{Client: s.site.Client4, Memory: store.Memory(), Key: s.w.Key, Tenant: s.w.Tenant, Callback: s.w.Callback, Commands: s.commands()}
}

func (s *Setup) makeCommands(ctx context.Context, team *model.Team) error {
	return s.store(ctx, func(store *storage.Store) error {
		err := s.reconciler(store).Team(ctx, team.Id)
		if taken := (*mattermost.Taken)(nil); errors.As(err, &taken) {
			return refuse("delete or rename that one, or give the town another word",
				"in the team %s the word %s is a command of the server, of a plugin or of somebody else", team.Name, strings.Join(taken.Words, ", "))
		}
		if app := (*model.AppError)(nil); errors.As(err, &app) {
			return s.site.refused("create the slash commands in the team "+team.Name, &model.Response{StatusCode: app.StatusCode}, app)
		}
		return err
	})
}

// displayName is how somebody is called, as the adapter calls them.
func displayName(u *model.User) string { return u.GetDisplayName(model.ShowNicknameFullName) }
