package slack

import (
	"context"
	"errors"
	"fmt"

	"lotsenfunk/bot"
)

// handle is what people type for a user group; if it cannot be read, its id.
func (w *workspace) handle(ctx context.Context, id string) string {
	name, err := recall(ctx, w, w.handles, id, func(ctx context.Context) (string, error) {
		all, err := w.api(ctx).GetUserGroupsContext(ctx)
		if err != nil {
			return "", w.trouble(err)
		}
		for _, g := range all {
			if g.ID == id {
				return g.Handle, nil
			}
		}
		return "", fmt.Errorf("%w: no user group %s", bot.ErrGone, id)
	})
	if err != nil {
		w.log().Warn("a user group's name cannot be read", "error", err)
		return id
	}
	return name
}

// mostMembers is of how many members of a user group the bot asks who they are, one by
// one. A larger group comes without them.
const mostMembers = 200

// group is a user group with its members, as they are now. If Slack does not tell them
// it comes without, so that whoever named it reads that, and not that nobody is called so.
func (w *workspace) group(ctx context.Context, id string) bot.Group {
	g := bot.Group{ID: id, Name: w.handle(ctx, id), Most: mostMembers}
	ids, err := w.api(ctx).GetUserGroupMembersContext(ctx, id)
	if g.Size = len(ids); err == nil && g.Size <= g.Most {
		g.Members, err = w.members(ctx, ids)
	}
	if err != nil {
		w.log().Warn("a user group cannot be read", "error", err)
		g.Unread = true
	}
	return g
}

// members are people by their ids, without those who are not there any more.
func (w *workspace) members(ctx context.Context, ids []string) (all []bot.Account, err error) {
	for _, id := range ids {
		switch who, err := w.account(ctx, id); {
		case err == nil:
			all = append(all, who)
		case !errors.Is(err, bot.ErrGone):
			return nil, err
		}
	}
	return all, nil
}
