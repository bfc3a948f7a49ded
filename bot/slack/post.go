package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
)

// What stands with a message beside its words. Every app in the workspace can read
// it.
const (
	metaEvent = "lotsenfunk_message"
	metaKey   = "key"   // the digest of the key under which it was sent
	metaAbout = "about" // Message.About
)

// digest is what stands with a message for its key, which may name a person.
func (a *Adapter) digest(key bot.Key) string {
	m := hmac.New(sha256.New, a.o.Key)
	m.Write([]byte("key\x00" + key))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// metadata are what is to stand with a message.
func (w *workspace) metadata(m bot.Message, key bot.Key) slack.MsgOption {
	payload := map[string]any{}
	if m.About != "" {
		payload[metaAbout] = m.About
	}
	if key != "" {
		payload[metaKey] = w.digest(key)
	}
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metaEvent, EventPayload: payload})
}

// Post says something as the bot, in a channel or in a person's direct messages. In
// a thread that is not there any more Slack says it outside of it.
func (a *Adapter) Post(ctx context.Context, to bot.Target, m bot.Message, key bot.Key) (bot.Ref, error) {
	w, err := a.workspace(ctx, to.Tenant)
	if err != nil {
		return bot.Ref{}, err
	}
	channel, err := w.channelOf(ctx, to)
	if err != nil {
		return bot.Ref{}, err
	}
	thread := ""
	if to.Thread.Channel == channel {
		thread = to.Thread.ID
	}
	ref, err := w.sayAll(ctx, channel, thread, m, key)
	w.changed(ctx)
	if err == nil && to.Person != "" {
		w.begin(ctx, func(ctx context.Context) {
			if who, err := w.account(ctx, to.Person); err == nil {
				w.refresh(ctx, who)
			}
		})
	}
	return ref, err
}

// sayAll says something, in several messages if it is too long for one. The key is that
// of the last. If that is not found the whole is said again, so of the others each is
// looked for first: it may stand there from an attempt that failed later.
func (w *workspace) sayAll(ctx context.Context, channel, thread string, m bot.Message, key bot.Key) (bot.Ref, error) {
	pages := w.pages(m)
	last := len(pages) - 1
	for i, page := range pages[:last] {
		its := bot.Key(fmt.Sprintf("%s/page%d", key, i))
		to := bot.Target{Tenant: w.tenant, Channel: channel, Thread: w.ref(channel, thread)}
		if _, found, err := w.Find(ctx, to, its); err != nil || found && key != "" {
			if err != nil {
				return bot.Ref{}, err
			}
			continue
		}
		if _, err := w.say(ctx, channel, thread, page, its); err != nil {
			return bot.Ref{}, err
		}
	}
	return w.say(ctx, channel, thread, pages[last], key)
}

// say says something in a channel for all there.
func (w *workspace) say(ctx context.Context, channel, thread string, m bot.Message, key bot.Key) (bot.Ref, error) {
	b := w.written(ctx, m, w.reader(channel))
	more := []slack.MsgOption{w.metadata(m, key)}
	if thread != "" {
		more = append(more, slack.MsgOptionTS(thread))
	}
	var ts string
	err := w.within(limitPost+channel, func() (err error) {
		channel, ts, err = w.api(ctx).PostMessageContext(ctx, channel, b.options(more...)...)
		return w.sent(err)
	})
	if err != nil {
		return bot.Ref{}, err
	}
	w.denied.Store(false)
	return w.ref(channel, ts), nil
}

// written is a message as Slack takes it, its picture uploaded. One that cannot be
// uploaded is left to its words. The adapter's own words in it are in the language of
// its reader, a person's id, or in the town's for "".
func (w *workspace) written(ctx context.Context, m bot.Message, reader string) body {
	file := ""
	if m.Picture != nil {
		var err error
		if file, err = w.upload(ctx, *m.Picture); err != nil {
			w.log().Warn("a picture is left to its words", "error", err)
		}
	}
	says := func(key string) func() string {
		return func() string {
			who := bot.Account{Tenant: w.tenant}
			if reader != "" {
				if known, err := w.account(ctx, reader); err == nil { // if not, the words are as good
					who = known
				}
			}
			return w.o.Printer(ctx, who).Line(key, nil)
		}
	}
	return w.encode(m, file, asker{no: says("button.cancel"), more: says("button.show_whole")})
}

// channelOf is the channel in which a target reads.
func (w *workspace) channelOf(ctx context.Context, to bot.Target) (string, error) {
	if to.Person != "" {
		return w.directChannel(ctx, to.Person)
	}
	return to.Channel, nil
}

// Update puts a new message in the place of the one at ref. One that is not there
// any more is bot.ErrGone.
func (a *Adapter) Update(ctx context.Context, ref bot.Ref, m bot.Message) error {
	w, err := a.workspace(ctx, ref.Tenant)
	if err != nil {
		return err
	}
	w.changed(ctx)
	b := w.written(ctx, m, w.reader(ref.Channel))
	return w.within(limitUpdate, func() error {
		_, _, _, err := w.api(ctx).UpdateMessageContext(ctx, ref.Channel, ref.ID, b.options()...)
		return w.trouble(err)
	})
}

// Delete removes the message at ref.
func (a *Adapter) Delete(ctx context.Context, ref bot.Ref) error {
	w, err := a.workspace(ctx, ref.Tenant)
	if err != nil {
		return err
	}
	return w.within(limitDelete, func() error {
		_, _, err := w.api(ctx).DeleteMessageContext(ctx, ref.Channel, ref.ID)
		return w.trouble(err)
	})
}

// How far back Find looks: far more than can be said in a channel while a notice
// waits for its next attempt.
const (
	findPages = 5
	findPage  = 200
	// outsidePage is what Slack gives of it to apps that are distributed outside of its
	// Marketplace, once a minute: docs.slack.dev/reference/methods/conversations.history
	outsidePage = 15
)

// Find tells where the message sent under a key stands. Where the app may not read it
// finds nothing: rather is something said twice there than never.
func (a *Adapter) Find(ctx context.Context, to bot.Target, key bot.Key) (bot.Ref, bool, error) {
	w, err := a.workspace(ctx, to.Tenant)
	if err != nil {
		return bot.Ref{}, false, err
	}
	channel, err := w.channelOf(ctx, to)
	if err != nil {
		return bot.Ref{}, false, err
	}
	want, cursor := w.digest(key), ""
	for range findPages {
		messages, next, err := w.page(ctx, channel, to.Thread, cursor)
		if code(err) == noScope {
			return bot.Ref{}, false, nil
		}
		if err != nil {
			return bot.Ref{}, false, w.trouble(err)
		}
		for _, m := range messages {
			if m.Metadata.EventType == metaEvent && m.Metadata.EventPayload[metaKey] == want {
				return w.ref(channel, m.Timestamp), true, nil
			}
		}
		if cursor = next; cursor == "" || len(messages) <= outsidePage { // the next look would begin anew
			break
		}
	}
	return bot.Ref{}, false, nil
}

// page are messages of a channel, or of a thread in it: Slack tells of those in a
// thread only by its root.
func (w *workspace) page(ctx context.Context, channel string, thread bot.Ref, cursor string) ([]slack.Message, string, error) {
	if thread.Channel == channel && thread.ID != "" {
		all, _, next, err := w.api(ctx).GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread.ID, Cursor: cursor, Limit: findPage, IncludeAllMetadata: true})
		return all, next, err
	}
	h, err := w.api(ctx).GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Cursor: cursor, Limit: findPage, IncludeAllMetadata: true})
	if err != nil {
		return nil, "", err
	}
	return h.Messages, h.ResponseMetaData.NextCursor, nil
}
