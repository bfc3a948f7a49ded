package room

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"lotsenfunk/bot"
)

// Post is one message as it stands in the room.
type Post struct {
	ID      string
	Seq     int64  // when it was said, counted by the room
	Changed int64  // when it was said or last changed, on the same count
	Channel string // a channel's id, or "@seat" for that seat's direct messages
	Root    string // the message whose thread it stands in, or empty
	Author  string // a seat's id; "" is the bot
	For     string // a private answer: only this seat sees it
	Message bot.Message
	At      time.Time
	Edited  bool
	Deleted bool // its words are gone, its place in the thread is kept
	// Reactions lists the seats behind each emoji.
	Reactions map[string][]string `json:",omitempty"`
	// OffRecord posts live in this process only.
	OffRecord bool `json:"-"`
}

// Direct is the place of a seat's direct messages with the bot, as in
// Post.Channel.
func Direct(seat string) string { return "@" + seat }

// placeFor is the place that a seat means by a channel's id, or by "".
func placeFor(seat, channel string) string {
	if channel == "" {
		return Direct(seat)
	}
	return channel
}

// sees is the one place that decides who may read a post.
func (r *Room) sees(seat string, p Post) bool {
	return (p.For == "" || p.For == seat) && r.reads(seat, p.Channel)
}

// reads reports whether a seat may read a place.
func (r *Room) reads(seat, place string) bool {
	if strings.HasPrefix(place, "@") {
		return place == Direct(seat)
	}
	c, ok := r.channel(place)
	return ok && c.admits(seat)
}

// visible finds a message that this seat can see.
func (r *Room) visible(seat, id string) (Post, error) {
	p, ok := r.posts[id]
	if home, pinned := r.homes[seat]; pinned && home.ID == id {
		p, ok = home, true
	}
	if !ok || p.Deleted || !r.sees(seat, p) {
		return Post{}, fmt.Errorf("room: %s sees no message %q", seat, id)
	}
	return p, nil
}

// put makes p stand in the room: it gets an id, a number and a date, is
// journaled unless off the record, and becomes visible. The lock is held.
func (r *Room) put(ctx context.Context, p Post, key bot.Key) (Post, error) {
	p.ID, p.Seq, p.Changed, p.At = rand.Text(), r.seq+1, r.seq+1, r.now()
	if !p.OffRecord {
		if err := r.journal(ctx, entry{Post: &p, Key: key}); err != nil {
			return Post{}, err
		}
	}
	r.keep(p, key)
	r.utter(p)
	return p, nil
}

// keep takes p into memory, where it replaces what stood under its id.
func (r *Room) keep(p Post, key bot.Key) {
	if _, stands := r.posts[p.ID]; !stands {
		r.order = append(r.order, p.ID)
	}
	r.posts[p.ID] = p
	if key != "" {
		r.keys[key] = p.ID
	}
	r.seq = max(r.seq, p.Changed)
	r.signal()
}

// edit puts m in the place of p's message. Off the record means that the
// journal is not told, not even that the old words are gone: a line about
// somebody's private answer right beside an anonymous filing would name them.
func (r *Room) edit(ctx context.Context, p Post, m bot.Message, offRecord bool) error {
	if reflect.DeepEqual(p.Message, m) {
		return nil
	}
	p.Message, p.Edited, p.Changed = m, true, r.seq+1
	p.OffRecord = p.OffRecord || offRecord
	if !p.OffRecord {
		if err := r.journal(ctx, entry{Post: &p}); err != nil {
			return err
		}
	}
	r.keep(p, "")
	r.utter(p)
	return nil
}

// react sets or takes back a reaction in memory.
func (r *Room) react(x reaction) {
	p, ok := r.posts[x.Message]
	if !ok {
		return
	}
	seats := slices.DeleteFunc(slices.Clone(p.Reactions[x.Emoji]), func(s string) bool { return s == x.Seat })
	if x.On {
		seats = append(seats, x.Seat)
	}
	p.Reactions = maps.Clone(p.Reactions)
	if p.Reactions == nil {
		p.Reactions = map[string][]string{}
	}
	p.Reactions[x.Emoji] = seats
	if len(seats) == 0 {
		delete(p.Reactions, x.Emoji)
	}
	r.posts[p.ID] = p
	r.signal()
}

// threadIn is the root of the thread a message in this place should join: id
// itself or what id answers. If no such message stands there (any more), the
// message is said outside of threads rather than not at all.
func (r *Room) threadIn(place, id string) string {
	p, ok := r.posts[id]
	if !ok || p.Channel != place || p.For != "" {
		return ""
	}
	if p.Root != "" {
		return p.Root
	}
	return p.ID
}

func (r *Room) ref(p Post) bot.Ref {
	return bot.Ref{Tenant: r.tenant, Channel: p.Channel, ID: p.ID}
}
