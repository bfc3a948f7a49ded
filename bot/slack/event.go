package slack

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"lotsenfunk/bot"
)

// event takes one event of the Events API. An error means that Slack is to tell of it
// again.
func (a *Adapter) event(ctx context.Context, h bot.Handler, ev slackevents.EventsAPIEvent) error {
	if _, ok := ev.Data.(*slackevents.EventsAPIAppRateLimited); ok { // docs.slack.dev/reference/events/app_rate_limited
		a.o.Log.Warn("Slack leaves events out: there were too many", "platform", Platform, "tenant", ev.TeamID)
		return nil
	}
	outer, ok := ev.Data.(*slackevents.EventsAPICallbackEvent)
	if !ok || outer.EventID == "" {
		return errUnreadable
	}
	at := time.Unix(int64(outer.EventTime)+1, 0) // the end of that second
	switch data := ev.InnerEvent.Data.(type) {
	case *slackevents.AppUninstalledEvent:
		return a.leave(ctx, ev.TeamID, at, true)
	case *slackevents.TokensRevokedEvent:
		if len(data.Tokens.Bot) == 0 { // it was about people's own
			return nil
		}
		return a.leave(ctx, ev.TeamID, at, false)
	}
	w, err := a.team(ctx, ev.TeamID)
	if err != nil {
		return err
	}
	in, err := w.told(ctx, ev)
	switch {
	case errors.Is(err, bot.ErrGone):
		w.log().Info("an event was about something that is gone", "error", err)
		return nil
	case err != nil || in.ev.Kind == "":
		return err
	}
	in.ev.Delivery = "event/" + outer.EventID
	w.acknowledge(ctx, h, in)
	return nil
}

// told looks at what an event tells of, and looks up all that has to be known of it: if
// that fails, or takes too long, Slack tells of it again. Without a kind it is nothing
// that the bot listens to.
func (w *workspace) told(ctx context.Context, ev slackevents.EventsAPIEvent) (in incoming, err error) {
	ctx, stop := context.WithTimeout(ctx, ackTime)
	defer stop()
	switch data := ev.InnerEvent.Data.(type) {
	case *slackevents.MessageEvent:
		in, err = w.message(ctx, data)
	case *slackevents.ReactionAddedEvent:
		in, err = w.reaction(ctx, bot.KindReaction, data.User, data.Reaction, data.Item)
	case *slackevents.ReactionRemovedEvent:
		in, err = w.reaction(ctx, bot.KindUnreaction, data.User, data.Reaction, data.Item)
	case *slackevents.AppHomeOpenedEvent:
		if w.own(data.User, data.Channel); data.Tab == "home" {
			in = w.incoming(bot.KindHome, data.User, data.Channel)
		}
	case *slackevents.UserChangeEvent:
		w.forget(data.User.ID)
	}
	if err == nil && in.ev.Kind != "" {
		err = w.look(ctx, &in)
	}
	return in, err
}

// message looks at a message: words in the bot's direct messages are for the bot, and
// so are answers below what it said itself.
func (w *workspace) message(ctx context.Context, m *slackevents.MessageEvent) (in incoming, err error) {
	if m.BotID != "" || m.User == "" || m.SubType != "" && m.SubType != "file_share" && m.SubType != "thread_broadcast" {
		return in, nil
	}
	inThread := m.ThreadTimeStamp != "" && m.ThreadTimeStamp != m.TimeStamp
	if !direct(m.Channel) && !inThread {
		return in, nil
	}
	var r root
	if inThread {
		if r, err = w.rootOf(ctx, m.Channel, m.ThreadTimeStamp); err != nil || !r.mine && !direct(m.Channel) {
			return in, err
		}
	}
	w.own(m.User, m.Channel)
	in = w.incoming(bot.KindMessage, m.User, m.Channel)
	if inThread {
		in.ev.Kind, in.ev.About, in.ev.Thread = bot.KindReply, r.about, w.ref(m.Channel, m.ThreadTimeStamp)
	}
	blocks := m.Blocks
	if len(blocks.BlockSet) == 0 && m.Message != nil {
		blocks = m.Message.Blocks
	}
	in.ev.Text = w.wordsOf(ctx, m.Text, blocks)
	return in, nil
}

// bulb is the one reaction that the bot is asked by.
const bulb = "bulb"

// reaction looks at a reaction; at no other emoji.
func (w *workspace) reaction(ctx context.Context, kind bot.Kind, user, name string, item slackevents.Item) (in incoming, err error) {
	me, err := w.self(ctx)
	if err != nil || name != bulb || user == me.UserID || item.Type != "message" {
		return in, err
	}
	got, err := w.api(ctx).GetReactionsContext(ctx, slack.NewRefToMessage(item.Channel, item.Timestamp), slack.GetReactionsParameters{Full: true})
	if err != nil {
		return in, w.trouble(err)
	}
	if got.Message == nil {
		return in, nil
	}
	in = w.incoming(kind, user, item.Channel)
	in.ev.Source, in.ev.Emoji = w.ref(item.Channel, item.Timestamp), "💡"
	in.ev.Thread = w.thread(item.Channel, item.Timestamp, got.Message.ThreadTimestamp)
	in.shown = true // nothing was pressed: there is nothing to replace
	if in.ev.Quote, err = w.quote(ctx, item.Channel, *got.Message); err != nil {
		return incoming{}, err
	}
	return in, nil
}

// wordsOf are the words of a message as they were typed. The rich text that clients
// send along has them; Slack's own text of it is the second choice.
func (w *workspace) wordsOf(ctx context.Context, text string, blocks slack.Blocks) string {
	var lines []string
	for _, b := range blocks.BlockSet {
		if b, ok := b.(*slack.RichTextBlock); ok {
			for _, e := range b.Elements {
				lines = append(lines, w.richLine(ctx, e))
			}
		}
	}
	if len(lines) == 0 {
		return w.typed(ctx, text)
	}
	return strings.TrimSuffix(strings.Join(lines, "\n"), "\n")
}

func (w *workspace) richLine(ctx context.Context, e slack.RichTextElement) string {
	switch e := e.(type) {
	case *slack.RichTextSection:
		return w.runs(ctx, e.Elements)
	case *slack.RichTextQuote:
		return w.runs(ctx, e.Elements)
	case *slack.RichTextPreformatted:
		return w.runs(ctx, e.Elements)
	case *slack.RichTextList:
		var lines []string
		for _, item := range e.Elements {
			lines = append(lines, "- "+w.richLine(ctx, item))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

func (w *workspace) runs(ctx context.Context, all []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range all {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(e.Text)
		case *slack.RichTextSectionLinkElement:
			if e.Text != "" {
				b.WriteString(e.Text)
			} else {
				b.WriteString(e.URL)
			}
		case *slack.RichTextSectionUserElement:
			who, err := w.account(ctx, e.UserID)
			if err != nil {
				who.Name = e.UserID
			}
			b.WriteString("@" + who.Name)
		case *slack.RichTextSectionChannelElement:
			in, err := w.channel(ctx, e.ChannelID)
			if err != nil || in.Name == "" {
				in.Name = e.ChannelID
			}
			b.WriteString("#" + in.Name)
		case *slack.RichTextSectionUserGroupElement:
			b.WriteString("@" + w.handle(ctx, e.UsergroupID))
		case *slack.RichTextSectionBroadcastElement:
			b.WriteString("@" + e.Range)
		case *slack.RichTextSectionEmojiElement:
			b.WriteString(picture(e))
		}
	}
	return b.String()
}

// picture is an emoji's character: Slack gives its code points in hexadecimal.
func picture(e *slack.RichTextSectionEmojiElement) string {
	var b strings.Builder
	for _, code := range strings.Split(e.Unicode, "-") {
		n, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			return ":" + e.Name + ":"
		}
		b.WriteRune(rune(n))
	}
	return b.String()
}
