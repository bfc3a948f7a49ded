package slack

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// direct reports whether a conversation is somebody's direct messages. Commands and the
// menus of messages are in those of people among themselves, too; events come from those
// with the bot only.
func direct(channel string) bool { return strings.HasPrefix(channel, "D") }

// place is where somebody did something.
func (w *workspace) place(ctx context.Context, user, channel string) (bot.Place, error) {
	if !direct(channel) {
		return w.channel(ctx, channel)
	}
	own, err := w.directChannel(ctx, user)
	switch {
	case err == nil && own == channel:
		return bot.Place{ID: channel, Direct: true, Private: true}, nil
	case err != nil: // what is answered reaches them all the same
		w.log().Warn("it is not known whose direct messages these are", "error", err)
	}
	return bot.Place{ID: channel, Private: true, Unseen: true}, nil
}

// channel is a channel as the seam knows it. One that the bot may not look at is
// private: it is not in there, or it is a group message.
func (w *workspace) channel(ctx context.Context, id string) (bot.Place, error) {
	p, err := recall(ctx, w, w.places, id, func(ctx context.Context) (bot.Place, error) {
		c, err := w.api(ctx).GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		switch {
		case code(err) == noScope:
			return bot.Place{}, bot.ErrGone
		case err != nil:
			return bot.Place{}, w.trouble(err)
		}
		return bot.Place{ID: c.ID, Name: c.Name, Private: c.IsPrivate}, nil
	})
	if errors.Is(err, bot.ErrGone) { // asked for anew each time: the bot may be let in
		return bot.Place{ID: id, Private: true, Unseen: true}, nil
	}
	return p, err
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
	w.own(person, c.ID)
	return c.ID, nil
}

// own remembers a person's direct messages with the bot.
func (w *workspace) own(person, channel string) {
	if !direct(channel) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(w.direct, person, channel)
	remember(w.readers, channel, person)
}

// reader is who alone reads in a channel, as far as that is known, or "".
func (w *workspace) reader(channel string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.readers[channel]
}
