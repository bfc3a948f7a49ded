package mattermost

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// Post says something as the bot, in a channel or in a person's direct
// messages. A thread that is not there any more keeps nothing from being said.
func (a *Adapter) Post(ctx context.Context, to bot.Target, m bot.Message, key bot.Key) (bot.Ref, error) {
	s, err := a.server(to.Tenant)
	if err != nil {
		return bot.Ref{}, err
	}
	channel, err := s.channelOf(ctx, to)
	if err != nil {
		return bot.Ref{}, err
	}
	at := standing{only: to.Person}
	if to.Thread.Channel == channel {
		at.thread = to.Thread.ID
	}
	ref, err := s.createKeyed(ctx, channel, m, at, key)
	if err == nil && to.Person != "" {
		if who, err := s.account(ctx, to.Person); err == nil {
			s.furnish(ctx, who, channel)
		}
	}
	return ref, err
}

// Update puts a new message in the place of the one at ref. One that is not
// there any more is bot.ErrGone.
func (a *Adapter) Update(ctx context.Context, ref bot.Ref, m bot.Message) error {
	s, err := a.server(ref.Tenant)
	if err != nil {
		return err
	}
	old, resp, err := s.client.GetPost(ctx, ref.ID, "")
	if err != nil {
		return trouble(resp, err)
	}
	if old.DeleteAt != 0 || old.ChannelId != ref.Channel {
		return bot.ErrGone
	}
	place, err := s.place(ctx, ref.Channel)
	if err != nil {
		return err
	}
	at := standing{thread: old.RootId}
	if place.Direct {
		if at.only, err = s.personOf(ctx, ref.Channel); err != nil {
			return err
		}
	}
	return s.update(ctx, ref, m, at)
}

// Delete removes the message at ref.
func (a *Adapter) Delete(ctx context.Context, ref bot.Ref) error {
	s, err := a.server(ref.Tenant)
	if err != nil {
		return err
	}
	if resp, err := s.client.DeletePost(ctx, ref.ID); err != nil {
		return trouble(resp, err)
	}
	return nil
}

// How far back Find looks: far more than can be said in a channel while a
// notice waits for its next attempt.
const (
	findPages = 5
	findPage  = 200
)

// Find tells where the message sent under a key stands.
func (a *Adapter) Find(ctx context.Context, to bot.Target, key bot.Key) (bot.Ref, bool, error) {
	s, err := a.server(to.Tenant)
	if err != nil {
		return bot.Ref{}, false, err
	}
	channel, err := s.channelOf(ctx, to)
	if err != nil {
		return bot.Ref{}, false, err
	}
	f, err := s.facts(ctx)
	if err != nil {
		return bot.Ref{}, false, err
	}
	want := s.digestOf(key)
	for page := range findPages {
		var list *model.PostList
		resp, err := s.asMember(ctx, channel, func() (resp *model.Response, err error) {
			list, resp, err = s.client.GetPostsForChannel(ctx, channel, page, findPage, "", false, false)
			return resp, err
		})
		if err != nil {
			return bot.Ref{}, false, trouble(resp, err)
		}
		for _, p := range list.Posts {
			if p.UserId == f.me && p.DeleteAt == 0 && p.GetProp(propKey) == want {
				return s.ref(channel, p.Id), true, nil
			}
		}
		if len(list.Order) < findPage {
			break
		}
	}
	return bot.Ref{}, false, nil
}

// digestOf is what stands on a post for its key: a key may name a person, and
// everybody in the channel can read what stands on a post.
func (s *server) digestOf(key bot.Key) string { return s.key.digest("key", string(key)) }

// channelOf is the channel in which a target reads.
func (s *server) channelOf(ctx context.Context, to bot.Target) (string, error) {
	if to.Person != "" {
		return s.directChannel(ctx, to.Person)
	}
	if !model.IsValidId(to.Channel) {
		return "", fmt.Errorf("no channel has the id %q: %w", to.Channel, bot.ErrGone)
	}
	return to.Channel, nil
}

// directChannel is the channel of a person's direct messages with the bot.
func (s *server) directChannel(ctx context.Context, person string) (string, error) {
	f, err := s.facts(ctx)
	if err != nil {
		return "", err
	}
	if !model.IsValidId(person) {
		return "", fmt.Errorf("nobody has the id %q: %w", person, bot.ErrGone)
	}
	if known := s.directs.get(person); known != "" {
		return known, nil
	}
	c, resp, err := s.client.CreateDirectChannel(ctx, f.me, person) // or finds it
	if err != nil {
		return "", trouble(resp, err)
	}
	s.directs.put(person, c.Id)
	return c.Id, nil
}

// personOf is who reads the direct messages in a channel.
func (s *server) personOf(ctx context.Context, channel string) (string, error) {
	f, err := s.facts(ctx)
	if err != nil {
		return "", err
	}
	c, resp, err := s.client.GetChannel(ctx, channel)
	if err != nil {
		return "", trouble(resp, err)
	}
	return c.GetOtherUserIdForDM(f.me), nil
}

// errOther: another replica is making the same post at this moment.
var errOther = errors.New("another replica says it")

// create makes a post that answers something; the same id makes one post,
// however often it is asked for.
func (s *server) create(ctx context.Context, channel string, m bot.Message, at standing, id string) (bot.Ref, error) {
	post, err := s.post(ctx, m, at)
	if err != nil {
		return bot.Ref{}, err
	}
	f, err := s.facts(ctx)
	if err != nil {
		return bot.Ref{}, err
	}
	post.PendingPostId = f.me + ":" + id
	post.AddProp(propKey, id)
	return s.send(ctx, channel, post, m.Picture, at)
}

// createKeyed makes a post that can be found under a key.
func (s *server) createKeyed(ctx context.Context, channel string, m bot.Message, at standing, key bot.Key) (bot.Ref, error) {
	post, err := s.post(ctx, m, at)
	if err != nil {
		return bot.Ref{}, err
	}
	if key != "" {
		post.AddProp(propKey, s.digestOf(key))
	}
	return s.send(ctx, channel, post, m.Picture, at)
}

// post writes a message as a post, without its picture.
func (s *server) post(ctx context.Context, m bot.Message, at standing) (*model.Post, error) {
	attachments, err := s.attachments(m, at)
	if err != nil {
		return nil, err
	}
	post := &model.Post{Message: s.words(ctx, m)}
	post.SetProps(model.StringInterface{model.PostPropsFromBot: "true"})
	if len(attachments) > 0 {
		post.AddProp(model.PostPropsAttachments, attachments)
	}
	if m.About != "" {
		post.AddProp(propAbout, m.About)
	}
	return post, nil
}

func (s *server) send(ctx context.Context, channel string, post *model.Post, picture *bot.Picture, at standing) (bot.Ref, error) {
	post.ChannelId, post.RootId = channel, at.thread
	if err := s.upload(ctx, channel, post, picture); err != nil {
		return bot.Ref{}, err
	}
	var made *model.Post
	resp, err := s.asMember(ctx, channel, func() (resp *model.Response, err error) {
		made, resp, err = s.client.CreatePost(ctx, post)
		return resp, err
	})
	if isAppError(err, "api.post.deduplicate_create_post.pending") {
		return bot.Ref{}, errOther
	}
	if err != nil && resp != nil && resp.StatusCode == http.StatusBadRequest && post.RootId != "" {
		post.RootId = "" // the thread is gone; better outside of it than not at all
		made, resp, err = s.client.CreatePost(ctx, post)
	}
	if err != nil {
		return bot.Ref{}, sent(resp, err)
	}
	return s.ref(made.ChannelId, made.Id), nil
}

// upload puts a picture on a post.
func (s *server) upload(ctx context.Context, channel string, post *model.Post, picture *bot.Picture) error {
	if picture == nil {
		return nil
	}
	var up *model.FileUploadResponse
	resp, err := s.asMember(ctx, channel, func() (resp *model.Response, err error) {
		up, resp, err = s.client.UploadFile(ctx, picture.PNG, channel, picture.Name)
		return resp, err
	})
	if err != nil {
		return trouble(resp, err)
	}
	for _, file := range up.FileInfos {
		post.FileIds = append(post.FileIds, file.Id)
	}
	return nil
}

// update puts a message in the place of another. It is written anew as a whole,
// because a post that is read back has lost what its buttons do.
func (s *server) update(ctx context.Context, ref bot.Ref, m bot.Message, at standing) error {
	post, err := s.post(ctx, m, at)
	if err != nil {
		return err
	}
	if err := s.upload(ctx, ref.Channel, post, m.Picture); err != nil {
		return err
	}
	props, files := post.GetProps(), post.FileIds
	if files == nil {
		files = model.StringArray{}
	}
	resp, err := s.asMember(ctx, ref.Channel, func() (*model.Response, error) {
		_, resp, err := s.client.PatchPost(ctx, ref.ID, &model.PostPatch{Message: &post.Message, Props: &props, FileIds: &files})
		return resp, err
	})
	if err != nil {
		return trouble(resp, err)
	}
	return nil
}
