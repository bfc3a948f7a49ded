package room

import (
	"context"
	"net/http"

	"lotsenfunk/bot"
)

// Name is Platform.
func (r *Room) Name() string { return Platform }

// Routes adds none: what people do here never comes over a network.
func (r *Room) Routes(*http.ServeMux, bot.Handler) {}

// Run connects the handler and waits for the end of the context.
func (r *Room) Run(ctx context.Context, h bot.Handler) error {
	r.Connect(h)
	<-ctx.Done()
	return nil
}

// Post says something as the bot. A person or channel that does not exist is
// bot.ErrGone.
func (r *Room) Post(ctx context.Context, to bot.Target, m bot.Message, key bot.Key) (bot.Ref, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	place, ok := r.placeOf(to)
	if !ok {
		return bot.Ref{}, bot.ErrGone
	}
	p, err := r.put(ctx, Post{Channel: place, Root: r.threadIn(place, to.Thread.ID), Message: m}, key)
	if err != nil {
		return bot.Ref{}, err
	}
	return r.ref(p), nil
}

// placeOf is where a target reads, as in Post.Channel.
func (r *Room) placeOf(to bot.Target) (string, bool) {
	if to.Tenant != r.tenant {
		return "", false
	}
	if to.Person != "" {
		_, err := r.enter(to.Person)
		return Direct(to.Person), err == nil
	}
	_, ok := r.channel(to.Channel)
	return to.Channel, ok
}

// Update puts a new message in the place of the one at ref. One that is not
// there any more is bot.ErrGone.
func (r *Room) Update(ctx context.Context, ref bot.Ref, m bot.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.posts[ref.ID]
	if !ok || p.Deleted || ref != r.ref(p) {
		return bot.ErrGone
	}
	return r.edit(ctx, p, m, false)
}

// Delete takes the words of the message at ref away. Deleting twice is no
// error; a message that never was is bot.ErrGone.
func (r *Room) Delete(ctx context.Context, ref bot.Ref) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.posts[ref.ID]
	if !ok || ref != r.ref(p) {
		return bot.ErrGone
	}
	if p.Deleted {
		return nil
	}
	p.Message, p.Deleted, p.Changed = bot.Message{}, true, r.seq+1
	if !p.OffRecord {
		if err := r.journal(ctx, entry{Post: &p}); err != nil {
			return err
		}
	}
	r.keep(p, "")
	return nil
}

// Find tells where the message sent under a key stands.
func (r *Room) Find(_ context.Context, to bot.Target, key bot.Key) (bot.Ref, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.posts[r.keys[key]]
	if place, known := r.placeOf(to); !ok || !known || p.Channel != place || p.Deleted {
		return bot.Ref{}, false, nil
	}
	return r.ref(p), true, nil
}
