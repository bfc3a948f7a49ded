package room

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"

	"lotsenfunk/bot"
)

// Platform is the name of this adapter, as in bot.Tenant.Platform.
const Platform = "room"

// Seat is a person in the room.
type Seat struct {
	ID, Name string
	Language string // BCP 47, or empty
	Guest    bool
}

// Channel is a place where several people read.
type Channel struct {
	ID, Name string
	Members  []string // seat ids; nil: public, everybody reads it
}

// Shortcut is an entry of the menu that every message has.
type Shortcut struct {
	Action string // "idea.from_message"
	Label  string
}

// Options say what a room is made of.
type Options struct {
	Tenant    string // the tenant's id; the platform is Platform
	Seats     []Seat
	Channels  []Channel
	Shortcuts []Shortcut
	// Memory keeps the journal. With nil nothing outlives the room.
	Memory bot.Memory
	// Now dates what is said.
	Now func() time.Time
	// Open lets an unknown but well-formed seat id walk in and become a seat.
	Open bool
	// Link gives the address of a message, for the permalink in a bot.Quote.
	// With nil there are no permalinks.
	Link func(message string) string
}

// Room is the house. It is safe for concurrent use; the handler is always
// called without its lock held.
type Room struct {
	tenant    bot.Tenant
	shortcuts []Shortcut
	memory    bot.Memory
	now       func() time.Time
	open      bool
	link      func(string) string

	mu       sync.Mutex
	handler  bot.Handler
	seats    []Seat
	channels []Channel
	seq      int64
	order    []string        // message ids, oldest first
	posts    map[string]Post // by id; a changed post is a new value
	keys     map[bot.Key]string
	forms    map[string]*openForm // by seat
	homes    map[string]Post      // what is pinned above a seat's direct messages
	said     []Utterance
	opened   int64               // seq when this room opened: what is older counts as read
	read     map[[2]string]int64 // seat and channel: seq read up to
	watchers map[chan struct{}]bool
}

var _ interface {
	bot.Adapter
	bot.Finder
} = (*Room)(nil)

// New opens a room and reads back what its journal kept. It fails on a seat or
// channel without a usable id and when the journal cannot be read.
func New(ctx context.Context, o Options) (*Room, error) {
	r := &Room{
		tenant:    bot.Tenant{Platform: Platform, ID: o.Tenant},
		shortcuts: o.Shortcuts,
		memory:    o.Memory,
		now:       o.Now,
		open:      o.Open,
		link:      o.Link,
		channels:  o.Channels,
		posts:     map[string]Post{},
		keys:      map[bot.Key]string{},
		forms:     map[string]*openForm{},
		homes:     map[string]Post{},
		read:      map[[2]string]int64{},
		watchers:  map[chan struct{}]bool{},
	}
	for _, s := range o.Seats {
		if !wellFormed.MatchString(s.ID) {
			return nil, fmt.Errorf("room: %q cannot be a seat's id", s.ID)
		}
		r.seats = append(r.seats, s)
	}
	for _, c := range o.Channels {
		if !wellFormed.MatchString(c.ID) {
			return nil, fmt.Errorf("room: %q cannot be a channel's id", c.ID)
		}
	}
	if err := r.restore(ctx); err != nil {
		return nil, err
	}
	r.opened = r.seq
	return r, nil
}

// wellFormed ids can be told from the punctuation of a transcript, and from
// the "@seat" of direct messages.
var wellFormed = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$`)

// Connect names the handler that answers what people do from now on.
func (r *Room) Connect(h bot.Handler) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handler = h
}

// Tenant is the room as the program knows it.
func (r *Room) Tenant() bot.Tenant { return r.tenant }

// Shortcuts are the entries of every message's menu.
func (r *Room) Shortcuts() []Shortcut { return slices.Clone(r.shortcuts) }

// Seats are the people, in the order they were given or walked in.
func (r *Room) Seats() []Seat {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seats)
}

// Has reports whether the seat exists, or may walk in.
func (r *Room) Has(seat string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.seat(seat)
	return known || r.mayWalkIn(seat)
}

// HasChannel reports whether there is a channel with this id.
func (r *Room) HasChannel(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.channel(id)
	return ok
}

// Channels are the channels this seat reads.
func (r *Room) Channels(seat string) []Channel {
	r.mu.Lock()
	defer r.mu.Unlock()
	var seen []Channel
	for _, c := range r.channels {
		if c.admits(seat) {
			seen = append(seen, c)
		}
	}
	return seen
}

func (c Channel) admits(seat string) bool {
	return c.Members == nil || slices.Contains(c.Members, seat)
}

func (r *Room) seat(id string) (Seat, bool) {
	i := slices.IndexFunc(r.seats, func(s Seat) bool { return s.ID == id })
	if i < 0 {
		return Seat{}, false
	}
	return r.seats[i], true
}

func (r *Room) channel(id string) (Channel, bool) {
	i := slices.IndexFunc(r.channels, func(c Channel) bool { return c.ID == id })
	if i < 0 {
		return Channel{}, false
	}
	return r.channels[i], true
}

func (r *Room) mayWalkIn(id string) bool { return r.open && wellFormed.MatchString(id) }

// enter finds a seat, or lets its person walk in. That somebody walked in is
// not journaled of itself: beside an anonymous filing it would tell who it was.
func (r *Room) enter(id string) (Seat, error) {
	if s, ok := r.seat(id); ok {
		return s, nil
	}
	if !r.mayWalkIn(id) {
		return Seat{}, fmt.Errorf("room: nobody called %q is here", id)
	}
	s := Seat{ID: id, Name: id}
	r.seats = append(r.seats, s)
	return s, nil
}
