package room

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"lotsenfunk/bot"
)

// ErrNoControl is returned for a button, choice or shortcut that is not there.
var ErrNoControl = errors.New("no such control")

// Say lets a seat say something in a channel, or with channel "" in its direct
// messages with the bot. "/word rest" is a command: nobody else sees it and it
// is never journaled. Plain words in a channel are just a message there.
func (r *Room) Say(ctx context.Context, seat, channel, text string) error {
	return r.speak(ctx, seat, channel, "", text)
}

// Answer lets a seat say something in the thread of a message. The bot is told
// if the thread is its own or stands in direct messages. A private answer in a
// channel cannot be answered.
func (r *Room) Answer(ctx context.Context, seat, root, text string) error {
	r.mu.Lock()
	p, err := r.visible(seat, root)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	if p.For != "" {
		return fmt.Errorf("room: message %q is a private answer, it has no thread", root)
	}
	if p.Root != "" {
		root = p.Root
	}
	return r.speak(ctx, seat, p.Channel, root, text)
}

func (r *Room) speak(ctx context.Context, seat, channel, root, text string) error {
	r.mu.Lock()
	place := placeFor(seat, channel)
	ev, err := r.event(bot.KindMessage, seat, place, root)
	if err != nil {
		r.mu.Unlock()
		return err
	}
	if word, rest, ok := command(text); ok {
		ev.Kind, ev.Command, ev.Text = bot.KindCommand, word, rest
		r.mu.Unlock()
		return r.perform(ctx, ev, nil)
	}
	mine := ev.Where.Direct || (root != "" && r.posts[root].Author == "")
	about := r.posts[root].Message.About
	// As long as the bot may still say that this was off the record, it is.
	post, err := r.put(ctx, Post{
		Channel: place, Root: root, Author: seat, OffRecord: mine,
		Message: bot.Message{Text: bot.Words(text)},
	}, "")
	r.mu.Unlock()
	if err != nil || !mine {
		return err
	}
	ev.Text = text
	if root != "" {
		ev.Kind, ev.About = bot.KindReply, about
	}
	return r.perform(ctx, ev, func(reply bot.Reply) error {
		if reply.OffRecord {
			return nil
		}
		typed := r.posts[post.ID]
		typed.OffRecord = false
		r.posts[post.ID] = typed
		return r.journal(ctx, entry{Post: &typed})
	})
}

// command splits "/idee neue Idee" into its word and the rest.
func command(text string) (word, rest string, ok bool) {
	after, slash := strings.CutPrefix(strings.TrimSpace(text), "/")
	end := strings.IndexFunc(after, unicode.IsSpace)
	if end < 0 {
		end = len(after)
	}
	return after[:end], strings.TrimSpace(after[end:]), slash && end > 0
}

// Press presses the button with this action and value on a message. The seat
// must see the message and the button must be there; whether to ask "really?"
// first (Control.Confirm) is up to whoever shows the button.
func (r *Room) Press(ctx context.Context, seat, message, action, value string) error {
	return r.operate(ctx, bot.KindClick, seat, message, action, value, func(c bot.Control) bool {
		return len(c.Options) == 0 && c.URL == "" && c.Value == value
	})
}

// Choose chooses an option, by its value, in the select with this action.
func (r *Room) Choose(ctx context.Context, seat, message, action, option string) error {
	return r.operate(ctx, bot.KindSelect, seat, message, action, option, func(c bot.Control) bool {
		return slices.ContainsFunc(c.Options, func(o bot.Option) bool { return o.Value == option })
	})
}

func (r *Room) operate(ctx context.Context, kind bot.Kind, seat, message, action, value string, fits func(bot.Control) bool) error {
	r.mu.Lock()
	ev, p, err := r.eventOn(kind, seat, message)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	there := slices.ContainsFunc(p.Message.Controls(), func(c bot.Control) bool {
		return c.Action == action && fits(c)
	})
	if !there {
		return fmt.Errorf("room: %s %q on message %q: %w", action, value, message, ErrNoControl)
	}
	ev.Action, ev.Value = action, value
	ev.Alone = p.Author == "" && (p.For == seat || ev.Where.Direct)
	return r.perform(ctx, ev, nil)
}

// React puts an emoji on a message, or takes it back. Doing so twice has one
// effect and makes one event. Private answers take no reactions.
func (r *Room) React(ctx context.Context, seat, message, emoji string, on bool) error {
	kind := bot.KindReaction
	if !on {
		kind = bot.KindUnreaction
	}
	r.mu.Lock()
	ev, p, err := r.eventOn(kind, seat, message)
	if err == nil && p.For != "" {
		err = fmt.Errorf("room: message %q is a private answer, it takes no reactions", message)
	}
	if err != nil || slices.Contains(p.Reactions[emoji], seat) == on {
		r.mu.Unlock()
		return err
	}
	done := reaction{Message: message, Seat: seat, Emoji: emoji, On: on}
	r.react(done)
	r.mu.Unlock()
	ev.Emoji, ev.Quote = emoji, r.quote(p)
	return r.perform(ctx, ev, func(reply bot.Reply) error {
		if reply.OffRecord || r.posts[message].OffRecord {
			return nil
		}
		return r.journal(ctx, entry{React: &done})
	})
}

// Shortcut uses an entry of a message's menu.
func (r *Room) Shortcut(ctx context.Context, seat, message, action string) error {
	if !slices.ContainsFunc(r.shortcuts, func(s Shortcut) bool { return s.Action == action }) {
		return fmt.Errorf("room: shortcut %q: %w", action, ErrNoControl)
	}
	r.mu.Lock()
	ev, p, err := r.eventOn(bot.KindShortcut, seat, message)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	ev.Action, ev.Quote = action, r.quote(p)
	return r.perform(ctx, ev, nil)
}

// OpenHome opens the bot's home; the bot answers in direct messages.
func (r *Room) OpenHome(ctx context.Context, seat string) error {
	r.mu.Lock()
	ev, err := r.event(bot.KindHome, seat, Direct(seat), "")
	r.mu.Unlock()
	if err != nil {
		return err
	}
	return r.perform(ctx, ev, nil)
}

// event begins the event that a seat causes in a place, in the thread of root
// if that is not empty.
func (r *Room) event(kind bot.Kind, seat, place, root string) (bot.Event, error) {
	s, err := r.enter(seat)
	if err != nil {
		return bot.Event{}, err
	}
	if !r.reads(seat, place) {
		return bot.Event{}, fmt.Errorf("room: %s is in no channel %q", seat, place)
	}
	ev := bot.Event{Kind: kind, Delivery: rand.Text(), Who: r.account(s), Where: r.place(place)}
	if root != "" {
		ev.Thread = bot.Ref{Tenant: r.tenant, Channel: place, ID: root}
	}
	return ev, nil
}

// eventOn begins an event about a message.
func (r *Room) eventOn(kind bot.Kind, seat, message string) (bot.Event, Post, error) {
	p, err := r.visible(seat, message)
	if err != nil {
		return bot.Event{}, Post{}, err
	}
	ev, err := r.event(kind, seat, p.Channel, p.Root)
	ev.Source = r.ref(p)
	return ev, p, err
}

func (r *Room) account(s Seat) bot.Account {
	return bot.Account{Tenant: r.tenant, ID: s.ID, Name: s.Name, Language: s.Language, Guest: s.Guest}
}

func (r *Room) place(id string) bot.Place {
	if _, direct := directSeat(id); direct {
		return bot.Place{ID: id, Direct: true, Private: true}
	}
	c, _ := r.channel(id)
	return bot.Place{ID: c.ID, Name: c.Name, Private: c.Members != nil}
}

func directSeat(place string) (string, bool) { return strings.CutPrefix(place, "@") }

func (r *Room) quote(p Post) *bot.Quote {
	q := &bot.Quote{Text: p.Message.Plain(), Mine: p.Author == ""}
	if r.link != nil {
		q.Permalink = r.link(p.ID)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if s, ok := r.seat(p.Author); ok {
		q.Author = r.account(s)
	} else {
		q.Author = bot.Account{Tenant: r.tenant, Bot: q.Mine}
	}
	return q
}
