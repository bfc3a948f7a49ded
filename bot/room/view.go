package room

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"lotsenfunk/bot"
)

// Utterance is something said, or changed, and to whom: to one seat (privately
// or by direct message) or to all of a channel.
type Utterance struct {
	Seq     int64
	Author  string // a seat's id; "" is the bot
	Seat    string // the person it was said to, or empty
	Channel string // the channel it was said in for all to see, or empty
	Text    string // plain words, with the controls' labels in brackets
}

// Posts are the messages in a channel, or with channel "" in the seat's direct
// messages, that this seat can see: oldest first, those in threads among them.
func (r *Room) Posts(seat, channel string) []Post {
	place := placeFor(seat, channel)
	return r.filter(seat, func(p Post) bool { return p.Channel == place })
}

// Thread is a message and its answers, as this seat can see them.
func (r *Room) Thread(seat, root string) []Post {
	return r.filter(seat, func(p Post) bool { return p.ID == root || p.Root == root })
}

// Visible are all messages in all places that this seat can see, oldest first.
func (r *Room) Visible(seat string) []Post {
	return r.filter(seat, func(Post) bool { return true })
}

// VisibleSince are those of them that were said or changed after a number of Seq.
func (r *Room) VisibleSince(seat string, after int64) []Post {
	return r.filter(seat, func(p Post) bool { return p.Changed > after })
}

func (r *Room) filter(seat string, fits func(Post) bool) []Post {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []Post
	for _, id := range r.order {
		if p := r.posts[id]; fits(p) && r.sees(seat, p) {
			p.Reactions = maps.Clone(p.Reactions)
			found = append(found, p)
		}
	}
	return found
}

// Unread counts the messages of others in a place (as in Posts) that came
// after the seat last marked it read. All that was said before the room opened
// counts as read.
func (r *Room) Unread(seat, channel string) int {
	r.mu.Lock()
	mark := max(r.opened, r.read[[2]string{seat, placeFor(seat, channel)}])
	r.mu.Unlock()
	n := 0
	for _, p := range r.Posts(seat, channel) {
		if p.Seq > mark && p.Author != seat && !p.Deleted {
			n++
		}
	}
	return n
}

// MarkRead remembers that the seat has seen what stands in a place.
func (r *Room) MarkRead(seat, channel string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read[[2]string{seat, placeFor(seat, channel)}] = r.seq
	r.signal()
}

// Seq is the number of the last thing that was said or changed.
func (r *Room) Seq() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seq
}

// Said is everything said or changed after a sequence number, since this room
// opened. A form and its errors count as said to their seat.
func (r *Room) Said(after int64) []Utterance {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, _ := slices.BinarySearchFunc(r.said, after+1, func(u Utterance, n int64) int { return cmp.Compare(u.Seq, n) })
	return slices.Clone(r.said[i:])
}

// Watch signals that something changed since the last signal was taken. Many
// changes may make one signal. stop ends it; the channel is never closed.
func (r *Room) Watch() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watchers[c] = true
	return c, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.watchers, c)
	}
}

func (r *Room) signal() {
	for c := range r.watchers {
		select {
		case c <- struct{}{}:
		default: // one is waiting already
		}
	}
}

// utter records a message as said to those who can see it.
func (r *Room) utter(p Post) {
	u := Utterance{Seq: p.Changed, Author: p.Author, Channel: p.Channel, Text: Words(p.Message)}
	if seat, direct := directSeat(p.Channel); direct {
		u.Seat, u.Channel = seat, ""
	} else if p.For != "" {
		u.Seat, u.Channel = p.For, ""
	}
	r.said = append(r.said, u)
}

// hear records words that reach one seat in a form.
func (r *Room) hear(seat, text string) {
	r.seq++
	r.said = append(r.said, Utterance{Seq: r.seq, Seat: seat, Text: text})
}

// Words is all that can be read on a message: its plain text, what its picture
// says, and the labels of its controls in brackets.
func Words(m bot.Message) string {
	lines := []string{m.Plain()}
	if m.Picture != nil {
		lines = append(lines, m.Picture.Alt)
	}
	for _, row := range m.Rows {
		var labels []string
		for _, c := range row {
			label := c.Label
			for i, o := range c.Options {
				label += []string{": ", " | "}[min(i, 1)] + o.Label
			}
			labels = append(labels, "["+label+"]")
		}
		lines = append(lines, strings.Join(labels, " "))
	}
	return strings.Join(lines, "\n")
}

func formWords(f bot.Form) string {
	lines := []string{f.Title}
	if len(f.Intro) > 0 {
		lines = append(lines, f.Intro.Plain())
	}
	for _, field := range f.Fields {
		lines = append(lines, field.Label)
		if field.Help != "" {
			lines = append(lines, field.Help)
		}
	}
	return strings.Join(lines, "\n")
}
