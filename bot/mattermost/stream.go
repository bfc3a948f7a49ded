package mattermost

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// stream is what people do that the server tells over the WebSocket. What
// happens in one channel is answered in its order, channels beside each other.
type stream struct {
	*server
	handler bot.Handler

	mu     sync.Mutex
	last   map[string]chan struct{} // by channel: closed when its last job is done
	seen   map[string]bool          // deliveries that this connection or the one before brought
	open   map[int]int64            // jobs that are not done, and the time of what they answer
	undone []int                    // of these, the ones that the next connection catches up on
	tried  map[string]int           // deliveries, and how often they were left undone
	jobs   int
	newest int64      // the newest that is done
	saving sync.Mutex // one writer of the cursor
	saved  int64
	all    sync.WaitGroup
}

func newStream(s *server, h bot.Handler) *stream {
	return &stream{server: s, handler: h, last: map[string]chan struct{}{}, seen: map[string]bool{}, open: map[int]int64{}, tried: map[string]int{}}
}

// wait waits for what is being answered.
func (st *stream) wait() { st.all.Wait() }

// cursor is the name under which it is kept how far the stream was read.
func (st *stream) cursor() string { return Platform + "/" + st.tenant.ID + "/read" }

// take takes one event off the stream.
func (st *stream) take(ctx context.Context, ev *model.WebSocketEvent) {
	data := ev.GetData()
	text := func(name string) string {
		v, _ := data[name].(string)
		return v
	}
	switch ev.EventType() {
	case model.WebsocketEventPosted:
		var post model.Post
		if json.Unmarshal([]byte(text("post")), &post) == nil {
			st.posted(ctx, &post, model.ChannelType(text("channel_type")))
		}
	case model.WebsocketEventReactionAdded, model.WebsocketEventReactionRemoved:
		var reaction model.Reaction
		if json.Unmarshal([]byte(text("reaction")), &reaction) == nil {
			st.reacted(ctx, &reaction, ev.EventType() == model.WebsocketEventReactionAdded)
		}
	case model.WebsocketEventUserUpdated:
		if user, ok := data["user"].(map[string]any); ok {
			id, _ := user["id"].(string)
			st.users.drop(id)
		}
	case model.WebsocketEventDirectAdded:
		if f, err := st.facts(ctx); err == nil && text("teammate_id") == f.me {
			st.opened(ctx, text("creator_id"), ev.GetBroadcast().ChannelId)
		}
	case model.WebsocketEventAddedToTeam:
		if f, err := st.facts(ctx); err == nil && text("user_id") == f.me {
			st.reconcile(ctx)
		}
	}
}

// opened is called when somebody opened their direct messages with the bot: their
// home is to stand there.
func (st *stream) opened(ctx context.Context, user, channel string) {
	st.job(ctx, channel, "opened/"+channel, 0, func(ctx context.Context) error {
		who, err := st.account(ctx, user)
		if err == nil && !who.Bot {
			st.furnish(ctx, who, channel)
		}
		return err
	})
}

// posted looks at a post: words in the bot's direct messages are for the bot,
// and so are answers below what it said itself.
func (st *stream) posted(ctx context.Context, p *model.Post, in model.ChannelType) {
	f, err := st.facts(ctx)
	if err != nil || p.UserId == f.me || p.Type != "" || p.DeleteAt != 0 || fromMachine(p) {
		return
	}
	if in != model.ChannelTypeDirect && p.RootId == "" {
		return
	}
	st.job(ctx, p.ChannelId, p.Id, p.CreateAt, func(ctx context.Context) error {
		root, err := st.rootOf(ctx, p.RootId)
		if err != nil || in != model.ChannelTypeDirect && !root.mine {
			return err
		}
		ev, err := st.event(ctx, bot.KindMessage, p.UserId, p.ChannelId, p.RootId)
		if err != nil || (!ev.ev.Where.Direct && p.RootId == "") {
			return err
		}
		if p.RootId != "" {
			ev.ev.Kind, ev.ev.About = bot.KindReply, root.about
		}
		ev.ev.Text, ev.ev.Delivery = p.Message, "post/"+p.Id
		st.answer(ctx, ev)
		return nil
	})
}

// fromMachine reports whether no person wrote a post.
func fromMachine(p *model.Post) bool {
	for _, prop := range []string{model.PostPropsFromBot, model.PostPropsFromWebhook, model.PostPropsFromPlugin} {
		if p.GetProp(prop) == "true" {
			return true
		}
	}
	return false
}

// root is a post below which people answer.
type root struct {
	mine  bool   // the bot wrote it
	about string // as in bot.Message
}

// rootOf looks at the root of a thread; without a thread there is nothing to look
// at.
func (st *stream) rootOf(ctx context.Context, id string) (root, error) {
	if id == "" {
		return root{}, nil
	}
	if r := st.roots.get(id); r != nil {
		return *r, nil
	}
	f, err := st.facts(ctx)
	if err != nil {
		return root{}, err
	}
	post, resp, err := st.client.GetPost(ctx, id, "")
	if err != nil {
		return root{}, trouble(resp, err)
	}
	r := root{mine: post.UserId == f.me}
	if r.mine {
		r.about, _ = post.GetProp(propAbout).(string)
	}
	st.roots.put(id, &r)
	return r, nil
}

// bulb is the one reaction that the bot is asked by. What other emoji people
// put on messages it does not look at.
const bulb = "bulb"

// reacted looks at a reaction.
func (st *stream) reacted(ctx context.Context, r *model.Reaction, put bool) {
	f, err := st.facts(ctx)
	if err != nil || r.EmojiName != bulb || r.UserId == f.me {
		return
	}
	kind, delivery := bot.KindReaction, "reaction/"+r.PostId+"/"+r.UserId+"/"+strconv.FormatInt(r.CreateAt, 10)
	if !put { // the server does not say when
		kind, delivery = bot.KindUnreaction, "unreaction/"+rand.Text()
	}
	st.job(ctx, r.PostId, delivery, r.CreateAt, func(ctx context.Context) error {
		post, resp, err := st.client.GetPost(ctx, r.PostId, "")
		if err != nil {
			return trouble(resp, err)
		}
		in, err := st.event(ctx, kind, r.UserId, post.ChannelId, post.RootId)
		if err != nil {
			return err
		}
		in.ev.Source, in.ev.Emoji, in.ev.Delivery = st.ref(post.ChannelId, post.Id), "💡", delivery
		if in.ev.Quote, err = st.quote(ctx, post, f); err != nil {
			return err
		}
		in.shown = true // nothing was clicked: there is nothing to replace
		st.answer(ctx, in)
		return nil
	})
}

// quote is a post as the seam knows it.
func (st *stream) quote(ctx context.Context, p *model.Post, f *facts) (*bot.Quote, error) {
	author, err := st.account(ctx, p.UserId)
	if err != nil {
		return nil, err
	}
	author.Bot = author.Bot || fromMachine(p)
	return &bot.Quote{Text: p.Message, Author: author, Permalink: f.site + "/_redirect/pl/" + p.Id, Mine: p.UserId == f.me}, nil
}

// answer hands an event over and makes the reply take place. There is no
// request to answer, so what is private goes into the direct messages.
func (st *stream) answer(ctx context.Context, in incoming) {
	reply := st.handler.Handle(ctx, in.ev)
	st.apply(ctx, in, reply, func(bot.Message) bool { return false })
}
