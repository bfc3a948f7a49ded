package slack

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// interaction answers a press, a choice, a modal or a shortcut.
func (a *Adapter) interaction(ctx context.Context, h bot.Handler, c slack.InteractionCallback) (any, error) {
	if c.Team.ID == "" {
		return nil, errUnreadable
	}
	w, err := a.team(ctx, c.Team.ID)
	switch {
	case err != nil:
		return nil, err
	case c.User.ID == "":
		return nil, errUnreadable
	}
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		return w.pressed(ctx, h, c)
	case slack.InteractionTypeViewSubmission, slack.InteractionTypeViewClosed:
		return w.submitted(ctx, h, c)
	case slack.InteractionTypeBlockSuggestion:
		return w.searched(ctx, h, c)
	case slack.InteractionTypeMessageAction, slack.InteractionTypeShortcut:
		return w.shortcut(ctx, h, c)
	}
	return nil, errUnreadable
}

// pressed answers a button or a select.
func (w *workspace) pressed(ctx context.Context, h bot.Handler, c slack.InteractionCallback) (any, error) {
	if len(c.ActionCallback.BlockActions) != 1 || c.TriggerID == "" {
		return nil, errUnreadable
	}
	act := c.ActionCallback.BlockActions[0]
	if !c.Container.IsEphemeral { // of direct messages, the bot says such things in its own only
		w.own(c.User.ID, c.Container.ChannelID)
	}
	in := w.incoming(bot.KindClick, c.User.ID, c.Container.ChannelID)
	in.trigger, in.hook, in.shown = c.TriggerID, c.ResponseURL, c.Container.IsEphemeral
	in.ev.Delivery = "trigger/" + c.TriggerID
	if c.Container.ChannelID != "" { // not at home
		in.ev.Source = w.ref(c.Container.ChannelID, c.Container.MessageTs)
		in.ev.Thread = w.thread(c.Container.ChannelID, c.Container.MessageTs, cmp.Or(c.Container.ThreadTs, c.Message.ThreadTimestamp))
	}
	in.more = func(_ context.Context, in *incoming) error {
		in.ev.Alone = in.shown || in.ev.Where.Direct
		return nil
	}
	if act.Type == slack.ActionType(slack.OptTypeStatic) {
		in.ev.Kind, in.ev.Action, in.ev.Value = bot.KindSelect, chosenAction(act.ActionID), act.SelectedOption.Value
		return w.acknowledge(ctx, h, in), nil
	}
	var p press
	if json.Unmarshal([]byte(act.Value), &p) != nil {
		return nil, errUnreadable
	}
	in.ev.Action, in.ev.Value = p.Action, p.Value
	switch {
	case p.Again != nil: // a form that did not open in time, once more
		in.ev.Kind, in.ev.Action, in.ev.Value = bot.KindCommand, "", ""
		w.types(&in, *p.Again)
	case act.Type != "button" || p.Action == "":
		return nil, nil // a link: Slack opens it and tells of it
	}
	return w.acknowledge(ctx, h, in), nil
}

// shortcut answers an entry of a message's menu, or of the global one.
func (w *workspace) shortcut(ctx context.Context, h bot.Handler, c slack.InteractionCallback) (any, error) {
	if c.CallbackID == "" || c.TriggerID == "" {
		return nil, errUnreadable
	}
	in := w.incoming(bot.KindShortcut, c.User.ID, c.Channel.ID)
	in.trigger, in.hook, in.shown = c.TriggerID, c.ResponseURL, true
	in.ev.Delivery, in.ev.Action = "trigger/"+c.TriggerID, c.CallbackID
	if c.Channel.ID != "" { // on a message
		in.ev.Source, in.ev.Thread = w.ref(c.Channel.ID, c.MessageTs), w.thread(c.Channel.ID, c.MessageTs, c.Message.ThreadTimestamp)
		in.more = func(ctx context.Context, in *incoming) (err error) {
			in.ev.Quote, err = w.quote(ctx, c.Channel.ID, c.Message)
			return err
		}
	}
	return w.acknowledge(ctx, h, in), nil
}

// thread is the thread that a message stands in below another one, if it does.
func (w *workspace) thread(channel, message, root string) bot.Ref {
	if root == "" || root == message {
		return bot.Ref{}
	}
	return w.ref(channel, root)
}

// quote is a message as the seam knows it.
func (w *workspace) quote(ctx context.Context, channel string, m slack.Message) (*bot.Quote, error) {
	me, err := w.self(ctx)
	if err != nil {
		return nil, err
	}
	q := &bot.Quote{Text: w.wordsOf(ctx, m.Text, m.Blocks), Mine: m.User == me.UserID}
	if m.User != "" {
		if q.Author, err = w.account(ctx, m.User); err != nil {
			return nil, err
		}
	}
	q.Author.Bot = q.Author.Bot || m.BotID != ""
	link, err := w.api(ctx).GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: m.Timestamp})
	if err == nil { // without it the quote is as good
		q.Permalink = link
	}
	return q, nil
}
