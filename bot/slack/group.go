package slack

import (
	"context"

	"lotsenfunk/bot"
)

// handle is what people type for a user group; if it cannot be read, its id.
func (w *workspace) handle(ctx context.Context, id string) string {
	w.mu.Lock()
	known := w.handles[id]
	w.mu.Unlock()
	if known != "" {
		return known
	}
	all, err := w.api(ctx).GetUserGroupsContext(ctx)
	if err != nil {
		w.log().Warn("the user groups cannot be read", "error", err)
		return id
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, g := range all {
		remember(w.handles, g.ID, g.Handle)
	}
	if known = w.handles[id]; known == "" {
		known = id
	}
	return known
}

// mostMembers is of how many members of a user group the bot asks who they are, one by
// one.
const mostMembers = 200

// group is a user group with its members, as they are now.
func (w *workspace) group(ctx context.Context, id string) (bot.Group, error) {
	ids, err := w.api(ctx).GetUserGroupMembersContext(ctx, id)
	if err != nil {
		return bot.Group{}, w.trouble(err)
	}
	g := bot.Group{Name: w.handle(ctx, id)}
	for _, user := range ids[:min(len(ids), mostMembers)] {
		who, err := w.account(ctx, user)
		if err != nil {
			return bot.Group{}, err
		}
		g.Members = append(g.Members, who)
	}
	return g, nil
}
