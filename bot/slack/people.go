package slack

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// self is who the bot is in the workspace. It is asked once.
func (w *workspace) self(ctx context.Context) (*slack.AuthTestResponse, error) {
	w.mu.Lock()
	me := w.me
	w.mu.Unlock()
	if me != nil {
		return me, nil
	}
	me, err := w.api(ctx).AuthTestContext(ctx)
	if err != nil {
		return nil, w.trouble(err)
	}
	if me.TeamID != w.tenant.ID { // somebody mixed up their tokens: nothing may be said there
		w.denied.Store(true)
		return nil, fmt.Errorf("%w: %w: it belongs to the workspace %s", bot.ErrDisconnected, errDenied, me.TeamID)
	}
	w.denied.Store(false)
	w.met.Store(true)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.me = me
	return me, nil
}

// meet asks Slack who the bot is in the workspace until it answers. Operators see
// from then on that it is connected.
func (w *workspace) meet(ctx context.Context) {
	pause := firstPause
	for ctx.Err() == nil {
		_, err := w.self(ctx)
		if err == nil {
			w.log().Info("connected")
			return
		}
		if ctx.Err() == nil {
			w.log().Error("the workspace cannot be reached; trying again", "pause", pause, "error", err)
		}
		pause = rest(ctx, pause)
	}
}

// account is a person as the seam knows them.
func (w *workspace) account(ctx context.Context, id string) (bot.Account, error) {
	return recall(ctx, w, w.users, id, func(ctx context.Context) (bot.Account, error) {
		u, err := w.api(ctx).GetUserInfoContext(ctx, id, slack.GetUserInfoOptionIncludeLocale(true))
		if err != nil {
			return bot.Account{}, w.trouble(err)
		}
		return bot.Account{
			Tenant: w.tenant, ID: u.ID, Name: nameOf(u), Language: u.Locale, Zone: u.TZ,
			Guest: u.IsRestricted || u.IsUltraRestricted || u.IsStranger, Bot: u.IsBot || u.ID == "USLACKBOT",
		}, nil
	})
}

func nameOf(u *slack.User) string {
	for _, name := range []string{u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name} {
		if name != "" {
			return name
		}
	}
	return u.ID
}

// forget asks for a person anew the next time.
func (w *workspace) forget(user string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.users, user)
}

// root is a message below which people answer.
type root struct {
	mine  bool   // the bot said it
	about string // as in bot.Message
}

// rootOf looks at the root of a thread; without a thread there is nothing to look
// at.
func (w *workspace) rootOf(ctx context.Context, channel, ts string) (root, error) {
	if ts == "" {
		return root{}, nil
	}
	w.mu.Lock()
	known, ok := w.roots[channel+ts]
	w.mu.Unlock()
	if ok {
		return known, nil
	}
	me, err := w.self(ctx)
	if err != nil {
		return root{}, err
	}
	all, _, _, err := w.api(ctx).GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: ts, Limit: 1, IncludeAllMetadata: true})
	if err != nil {
		return root{}, w.trouble(err)
	}
	var r root
	if len(all) > 0 && all[0].Timestamp == ts && all[0].User == me.UserID {
		r.mine = true
		r.about, _ = all[0].Metadata.EventPayload[metaAbout].(string)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.roots, channel+ts, r)
	return r, nil
}

func (w *workspace) ref(channel, ts string) bot.Ref {
	return bot.Ref{Tenant: w.tenant, Channel: channel, ID: ts}
}
