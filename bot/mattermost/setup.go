package mattermost

import (
	"context"
	"fmt"
	"slices"
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
		return &Taken{Words: taken}
	}
	return nil
}

// errDuplicate is what the server calls a word that another command has.
const errDuplicate = "api.command.duplicate_trigger.app_error"

// Taken is returned by Reconciler.Team: these words are commands of somebody
// else, of a plugin or of the server itself. All others are made.
type Taken struct{ Words []string }

func (t *Taken) Error() string {
	return "somebody else's command has the word " + strings.Join(t.Words, ", ") + "; choose another one in the town's settings"
}

// Ready reports whether Team would change nothing.
func (r *Reconciler) Ready(ctx context.Context, team string) (bool, error) {
	there, resp, err := r.Client.ListCommands(ctx, team, true)
	if err != nil {
		return false, fmt.Errorf("list the commands of team %s: %w", team, trouble(resp, err))
	}
	known, err := remembered(ctx, r.Memory, r.Tenant)
	if err != nil {
		return false, err
	}
	for _, c := range r.Commands {
		at := slices.IndexFunc(there, func(o *model.Command) bool { return o.Trigger == c.Word })
		if at < 0 || !r.same(there[at], c) || !slices.Contains(known.Digests, secret(r.Key).digest(digestToken, there[at].Token)) {
			return false, nil
		}
	}
	return slices.Contains(known.Teams, team), nil
}

// Served reports whether any team of a server was given its commands before.
func Served(ctx context.Context, m bot.Memory, tenant string) (bool, error) {
	known, err := remembered(ctx, m, tenant)
	return len(known.Teams) > 0, err
}

// same reports whether a command is as it should be.
func (r *Reconciler) same(old *model.Command, c Command) bool {
	return old.URL == r.Callback+pathCommand && old.Method == model.CommandMethodPost && old.AutoCompleteHint == c.Hint && old.AutoCompleteDesc == c.Description
}

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
		if !OwnCommand(old) {
			return "", model.NewAppError("Reconciler", errDuplicate, nil, "", 400)
		}
		want.Id, want.Token, want.CreatorId = old.Id, old.Token, old.CreatorId
		if r.same(old, c) {
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

// OwnCommand reports whether a command is Lotsenfunk's, whatever address it was
// created with.
func OwnCommand(c *model.Command) bool { return strings.HasSuffix(c.URL, pathCommand) }

// digestToken is the purpose of what is remembered of a command's token. The
// token itself is not kept: it only has to be recognised.
const digestToken = "command token"
