package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// most is how much of a kind is remembered before all of it is forgotten.
const most = 10_000

// remember keeps a value. The lock is held.
func remember[V any](all map[string]V, id string, v V) {
	if len(all) >= most {
		clear(all)
	}
	all[id] = v
}

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

// account is a person as the seam knows them. They are remembered until Slack says
// that something about them changed.
func (w *workspace) account(ctx context.Context, id string) (bot.Account, error) {
	w.mu.Lock()
	known, ok := w.users[id]
	w.mu.Unlock()
	if ok {
		return known, nil
	}
	u, err := w.api(ctx).GetUserInfoContext(ctx, id, slack.GetUserInfoOptionIncludeLocale(true))
	if err != nil {
		return bot.Account{}, w.trouble(err)
	}
	a := bot.Account{
		Tenant: w.tenant, ID: u.ID, Name: nameOf(u), Language: u.Locale, Zone: u.TZ,
		Guest: u.IsRestricted || u.IsUltraRestricted || u.IsStranger, Bot: u.IsBot || u.ID == "USLACKBOT",
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.users, id, a)
	return a, nil
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

// direct reports whether a conversation is direct messages with the bot: Slack
// tells the bot of no others.
func direct(channel string) bool { return strings.HasPrefix(channel, "D") }

// place is a channel as the seam knows it. One that the bot may not look at is
// private.
func (w *workspace) place(ctx context.Context, id string) (bot.Place, error) {
	if direct(id) {
		return bot.Place{ID: id, Direct: true, Private: true}, nil
	}
	w.mu.Lock()
	known, ok := w.places[id]
	w.mu.Unlock()
	if ok {
		return known, nil
	}
	c, err := w.api(ctx).GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	if err != nil {
		if err := w.trouble(err); !errors.Is(err, bot.ErrGone) {
			return bot.Place{}, err
		}
		return bot.Place{ID: id, Private: true}, nil
	}
	p := bot.Place{ID: c.ID, Name: c.Name, Private: c.IsPrivate}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.places, id, p)
	return p, nil
}

// directChannel is the channel of a person's direct messages with the bot.
func (w *workspace) directChannel(ctx context.Context, person string) (string, error) {
	w.mu.Lock()
	known := w.direct[person]
	w.mu.Unlock()
	if known != "" {
		return known, nil
	}
	c, _, _, err := w.api(ctx).OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{person}})
	if err != nil {
		return "", w.trouble(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.direct, person, c.ID)
	return c.ID, nil
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
