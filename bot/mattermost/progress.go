package mattermost

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// job does something about what happened at a moment (the server's, in
// milliseconds), after everything before it in the same channel. The same
// delivery twice is one job. What is begun is finished, even if the program
// stops now.
func (st *stream) job(ctx context.Context, channel, delivery string, at int64, do func(context.Context) error) {
	st.mu.Lock()
	if st.seen[delivery] {
		st.mu.Unlock()
		return
	}
	if len(st.seen) >= most {
		clear(st.seen)
	}
	st.seen[delivery] = true
	before, done := st.last[channel], make(chan struct{})
	st.last[channel] = done
	st.jobs++
	id := st.jobs
	st.open[id] = at
	st.mu.Unlock()

	ctx = context.WithoutCancel(ctx)
	st.all.Go(func() {
		if before != nil {
			<-before
		}
		err := do(ctx)
		if err != nil && !errors.Is(err, bot.ErrGone) {
			if st.postpone(channel, delivery, done, id) {
				st.log().Warn("something people did is looked at again with the next connection", "error", err)
				return
			}
			st.log().Error("something people did could not be answered", "error", err)
		}
		st.finish(ctx, channel, done, id, at)
	})
}

// tries is how often something people did is looked at again.
const tries = 3

// postpone leaves a job undone: nothing after it counts as read, and the
// connection is made anew, which catches up on it. It reports false if that has
// been tried too often.
func (st *stream) postpone(channel, delivery string, done chan struct{}, id int) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.tried[delivery] >= tries {
		delete(st.tried, delivery)
		return false
	}
	st.tried[delivery]++
	close(done)
	if st.last[channel] == done {
		delete(st.last, channel)
	}
	delete(st.seen, delivery)
	st.undone = append(st.undone, id)
	st.health.leave()
	return true
}

// takeUp says that what was left undone is being caught up on. The lock is held.
func (st *stream) takeUp() {
	for _, id := range st.undone {
		delete(st.open, id)
	}
	st.undone = nil
}

// finish ends a job and keeps how far everything is done.
func (st *stream) finish(ctx context.Context, channel string, done chan struct{}, id int, at int64) {
	st.mu.Lock()
	close(done)
	if st.last[channel] == done {
		delete(st.last, channel)
	}
	delete(st.open, id)
	st.newest = max(st.newest, at)
	st.mu.Unlock()
	if err := st.save(ctx); err != nil {
		st.log().Warn("how far the stream was read is not kept; after a restart it is read again from before", "error", err)
	}
}

// save keeps the moment up to which nothing is left to do.
func (st *stream) save(ctx context.Context) error {
	st.saving.Lock()
	defer st.saving.Unlock()
	st.mu.Lock()
	upTo := st.newest
	for _, at := range st.open {
		upTo = min(upTo, at-1)
	}
	st.mu.Unlock()
	if upTo <= st.saved {
		return nil
	}
	if err := st.o.Memory.SaveCursor(ctx, st.cursor(), strconv.FormatInt(upTo, 10)); err != nil {
		return err
	}
	st.saved = upTo
	return nil
}

// catching is the job of catching up: as long as there are channels left to look
// at, nothing that is done meanwhile counts as read.
const catching = 0

// overlap is how much is read twice, in milliseconds: what was said a moment
// earlier may have been told a moment later.
const overlap = 5_000

// catchUp reads what happened since the stream was last read. On the first
// connection of all there is nothing to catch up on.
func (st *stream) catchUp(ctx context.Context) error {
	st.reconcile(ctx)
	f, err := st.facts(ctx)
	if err != nil {
		return err
	}
	kept, err := st.o.Memory.Cursor(ctx, st.cursor())
	if err != nil {
		return err
	}
	channels, resp, err := st.client.GetChannelsForUserWithLastDeleteAt(ctx, f.me, 0)
	if err != nil {
		return trouble(resp, err)
	}
	since, err := strconv.ParseInt(kept, 10, 64)
	if err != nil {
		return st.begin(ctx, channels)
	}
	st.mu.Lock()
	st.newest, st.saved = max(st.newest, since), max(st.saved, since)
	st.open[catching] = since
	st.takeUp()
	st.mu.Unlock()
	if err := st.missedIn(ctx, channels, since-overlap); err != nil {
		return err // the connection is made again, and this begins anew
	}
	st.mu.Lock()
	delete(st.open, catching)
	st.mu.Unlock()
	return st.save(ctx)
}

// missedIn takes what was missed in all channels.
func (st *stream) missedIn(ctx context.Context, channels []*model.Channel, since int64) error {
	for _, c := range channels {
		// A reaction does not count as something new in the channel. In the many
		// direct messages nobody needs one, in the few channels they are looked for.
		if c.LastPostAt <= since && c.Type == model.ChannelTypeDirect {
			continue
		}
		if err := st.missed(ctx, c, since); err != nil {
			return fmt.Errorf("channel %s: %w", c.Id, err)
		}
	}
	return nil
}

// begin keeps the newest there is as read.
func (st *stream) begin(ctx context.Context, channels []*model.Channel) error {
	st.mu.Lock()
	for _, c := range channels {
		st.newest = max(st.newest, c.LastPostAt)
	}
	st.newest = max(st.newest, 1)
	st.takeUp()
	st.mu.Unlock()
	return st.save(ctx)
}

// missed takes what was posted or reacted on in a channel since a moment.
func (st *stream) missed(ctx context.Context, c *model.Channel, since int64) error {
	list, err := st.since(ctx, c.Id, since)
	if err != nil {
		return err
	}
	list.SortByCreateAt() // newest first
	answered := map[any]bool{}
	for _, p := range list.Posts {
		answered[p.GetProp(propKey)] = true
	}
	for i := len(list.Order) - 1; i >= 0; i-- {
		p := list.Posts[list.Order[i]]
		if p.CreateAt > since && !answered[st.answerID("post/"+p.Id)] {
			st.posted(ctx, p, c.Type)
		}
		if !p.HasReactions {
			continue
		}
		reactions, resp, err := st.client.GetReactions(ctx, p.Id)
		if err != nil {
			return trouble(resp, err)
		}
		for _, r := range reactions {
			if r.CreateAt > since {
				st.reacted(ctx, r, true)
			}
		}
	}
	return nil
}

// How much the server gives of what is new, of any age; and how many pages are
// looked at if that was not all.
const (
	mostNew  = 1000
	newPages = 50
)

// since are the posts that were made or changed in a channel since a moment.
func (st *stream) since(ctx context.Context, channel string, since int64) (*model.PostList, error) {
	list, resp, err := st.client.GetPostsSince(ctx, channel, since, false)
	if err != nil {
		return nil, trouble(resp, err)
	}
	if len(list.Posts) < mostNew {
		return list, nil
	}
	for page := range newPages {
		more, resp, err := st.client.GetPostsForChannel(ctx, channel, page, findPage, "", false, false)
		if err != nil {
			return nil, trouble(resp, err)
		}
		oldest := since
		for _, id := range more.Order { // newest first
			oldest = more.Posts[id].CreateAt
			if list.Posts[id] == nil {
				list.AddPost(more.Posts[id])
				list.AddOrder(id)
			}
		}
		if oldest <= since || len(more.Order) < findPage {
			return list, nil
		}
	}
	st.log().Warn("more was said in a channel than can be caught up on", "channel", channel)
	return list, nil
}
