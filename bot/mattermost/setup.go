package mattermost

import (
	"context"
	"crypto/subtle"
	"encoding/json"
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
		switch {
		case isAppError(err, "api.command.duplicate_trigger.app_error"):
			taken = append(taken, "/"+c.Word)
			continue
		case err != nil:
			return fmt.Errorf("command /%s: %w", c.Word, err)
		}
		digests = append(digests, secret(r.Key).digest(digestToken, token))
	}
	if err := remember(ctx, r.Memory, r.Tenant, digests); err != nil {
		return err
	}
	if len(taken) > 0 {
		return fmt.Errorf("somebody else's command has the word %s; choose another one in the town's settings", strings.Join(taken, ", "))
	}
	return nil
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
		if !strings.HasSuffix(old.URL, pathCommand) {
			return "", model.NewAppError("Reconciler", "api.command.duplicate_trigger.app_error", nil, "", 400)
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

func tokensCursor(tenant string) string { return Platform + "/" + tenant + "/tokens" }

func remembered(ctx context.Context, m bot.Memory, tenant string) (digests []string, err error) {
	kept, err := m.Cursor(ctx, tokensCursor(tenant))
	if err != nil || kept == "" {
		return nil, err
	}
	return digests, json.Unmarshal([]byte(kept), &digests)
}

func remember(ctx context.Context, m bot.Memory, tenant string, more []string) error {
	digests, err := remembered(ctx, m, tenant)
	if err != nil {
		return err
	}
	for _, d := range more {
		if !slices.Contains(digests, d) {
			digests = append(digests, d)
		}
	}
	raw, err := json.Marshal(digests)
	if err != nil {
		return err
	}
	return m.SaveCursor(ctx, tokensCursor(tenant), string(raw))
}

// byToken finds the server whose command has a token. All there are are
// compared, each in constant time.
func (a *Adapter) byToken(ctx context.Context, token string) (*server, error) {
	digest := a.key.digest(digestToken, token)
	var found *server
	for _, s := range a.servers {
		known, err := remembered(ctx, a.o.Memory, s.tenant.ID)
		if err != nil {
			return nil, err
		}
		for _, given := range s.given {
			known = append(known, a.key.digest(digestToken, given))
		}
		for _, d := range known {
			if subtle.ConstantTimeCompare([]byte(d), []byte(digest)) == 1 && token != "" {
				found = s
			}
		}
	}
	if found == nil {
		return nil, errToken
	}
	return found, nil
}

// joined is called when the bot was added to a team: its commands are created
// there, if the bot may.
func (s *server) joined(ctx context.Context, team string) {
	if len(s.o.Commands) == 0 {
		return
	}
	r := Reconciler{Client: s.client, Memory: s.o.Memory, Key: s.key, Tenant: s.tenant.ID, Callback: s.o.Callback, Commands: s.o.Commands}
	if err := r.Team(ctx, team); err != nil {
		s.log().Warn("the commands of a new team are not complete; run lotsenfunk setup mattermost once more", "team", team, "error", err)
	}
}
