package mattermost

import (
	"context"
	"fmt"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// Command is a slash command to be created.
type Command struct {
	Word        string // without the slash
	Hint        string // what may follow it
	Description string
}

// A Reconciler creates and corrects the slash commands of teams. Its client
// needs the right to: a team's or the system's administrator has it, the bot
// alone has not.
type Reconciler struct {
	Client   *model.Client4
	Memory   bot.Memory
	Key      []byte // as in Options
	Tenant   string // as in Server
	Callback string // as in Options
	Commands []Command
}

// Team brings the commands of one team to what they should be, as often as one
// likes. A word that somebody else's command has is left to it and named in the
// error.
func (r *Reconciler) Team(ctx context.Context, team string) error {
	there, resp, err := r.Client.ListCommands(ctx, team, true)
	if err != nil {
		return fmt.Errorf("list the commands of team %s: %w", team, trouble(resp, err))
	}
	var taken, digests []string
	for _, c := range r.Commands {
		token, err := r.one(ctx, team, c, there)
		if isAppError(err, errDuplicate) { // perhaps another replica's: it was faster
			if there, resp, err = r.Client.ListCommands(ctx, team, true); err != nil {
				return fmt.Errorf("list the commands of team %s: %w", team, trouble(resp, err))
			}
			token, err = r.one(ctx, team, c, there)
		}
		switch {
		case isAppError(err, errDuplicate):
			taken = append(taken, "/"+c.Word)
			continue
		case err != nil:
			return fmt.Errorf("command /%s: %w", c.Word, err)
		}
		digests = append(digests, secret(r.Key).digest(digestToken, token))
	}
	if err := remember(ctx, r.Memory, r.Tenant, team, digests); err != nil {
		return err
	}
	if len(taken) > 0 {
		return fmt.Errorf("somebody else's command has the word %s; choose another one in the town's settings", strings.Join(taken, ", "))
	}
	return nil
}

// errDuplicate is what the server calls a word that another command has.
const errDuplicate = "api.command.duplicate_trigger.app_error"

// one creates or corrects a command and returns its token.
func (r *Reconciler) one(ctx context.Context, team string, c Command, there []*model.Command) (token string, err error) {
	want := &model.Command{
		TeamId: team, Trigger: c.Word, URL: r.Callback + pathCommand, Method: model.CommandMethodPost,
		AutoComplete: true, AutoCompleteHint: c.Hint, AutoCompleteDesc: c.Description, DisplayName: "Lotsenfunk", Description: c.Description,
	}
	for _, old := range there {
		if old.Trigger != c.Word {
			continue
		}
		if !strings.HasSuffix(old.URL, pathCommand) {
			return "", model.NewAppError("Reconciler", errDuplicate, nil, "", 400)
		}
		want.Id, want.Token, want.CreatorId = old.Id, old.Token, old.CreatorId
		if old.URL == want.URL && old.Method == want.Method && old.AutoCompleteHint == c.Hint && old.AutoCompleteDesc == c.Description {
			return old.Token, nil
		}
		made, resp, err := r.Client.UpdateCommand(ctx, want)
		if err != nil {
			return "", trouble(resp, err)
		}
		return made.Token, nil
	}
	made, resp, err := r.Client.CreateCommand(ctx, want)
	if err != nil {
		return "", trouble(resp, err)
	}
	return made.Token, nil
}

// digestToken is the purpose of what is remembered of a command's token. The
// token itself is not kept: it only has to be recognised.
const digestToken = "command token"
