package room

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"lotsenfunk/bot"
)

// entry is one line of the journal: a message as it came to stand or was
// changed (the last one under an id counts), or a reaction.
type entry struct {
	Post  *Post     `json:",omitempty"`
	Key   bot.Key   `json:",omitempty"`
	React *reaction `json:",omitempty"`
}

type reaction struct {
	Message, Seat, Emoji string
	On                   bool
}

func (r *Room) stream() string { return Platform + "/" + r.tenant.ID }

// journal writes an entry before it takes effect. The lock is held, so that
// the journal has the order of events.
func (r *Room) journal(ctx context.Context, e entry) error {
	if r.memory == nil {
		return nil
	}
	if e.Post != nil {
		p := *e.Post
		p.Reactions = nil // they have entries of their own
		e.Post = &p
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("room: writing the journal: %w", err)
	}
	if err := r.memory.AppendJournal(ctx, r.stream(), line); err != nil {
		return fmt.Errorf("room: writing the journal: %w", err)
	}
	return nil
}

func (r *Room) restore(ctx context.Context) error {
	if r.memory == nil {
		return nil
	}
	err := r.memory.Journal(ctx, r.stream(), func(line []byte) error {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			return err
		}
		switch {
		case e.Post != nil:
			e.Post.Reactions = r.posts[e.Post.ID].Reactions
			r.keep(*e.Post, e.Key)
			r.recall(*e.Post)
		case e.React != nil:
			r.react(*e.React)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("room: reading the journal: %w", err)
	}
	// What was typed is journaled only once it is answered, so after the answer.
	slices.SortStableFunc(r.order, func(a, b string) int {
		return cmp.Compare(r.posts[a].Seq, r.posts[b].Seq)
	})
	for id, p := range r.posts {
		if _, kept := r.posts[p.Root]; !kept {
			p.Root = "" // it answered something off the record
			r.posts[id] = p
		}
	}
	return nil
}

// recall seats the people of an old message who once walked in.
func (r *Room) recall(p Post) {
	who := p.Author
	if seat, direct := directSeat(p.Channel); direct {
		who = seat
	} else if p.For != "" {
		who = p.For
	}
	if r.mayWalkIn(who) {
		_, _ = r.enter(who) // cannot fail for who may walk in
	}
}
