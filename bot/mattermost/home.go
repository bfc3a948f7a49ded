package mattermost

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// The bot's home is a card that is pinned in the person's direct messages. It
// comes to stand there after the first answer that does, and is written anew on
// the first answer of a day: what it offers depends on who somebody is.

// propHome marks the card.
const propHome = "lotsenfunk_home"

// home is what is remembered of a person's card. That it was looked at today is
// remembered in this process only: nobody is to know when somebody was last here.
type home struct {
	Post   string `json:"p"`
	Digest string `json:"h"` // of what it says
}

// furnish keeps the home in a person's direct messages current. Nothing hangs on
// it, so what goes wrong is logged and otherwise left for the next time.
func (s *server) furnish(ctx context.Context, who bot.Account, channel string) {
	h, today := s.handler(), s.o.Now().UTC().Format("2006-01-02")
	if h == nil || !s.firstToday(who.ID, today) {
		return
	}
	m := h.Handle(ctx, bot.Event{Kind: bot.KindHome, Delivery: "home/" + who.ID + "/" + today, Who: who,
		Where: bot.Place{ID: channel, Direct: true, Private: true}}).Message()
	if m == nil {
		return
	}
	if err := s.keepHome(ctx, who, channel, *m); err != nil && !errors.Is(err, errOther) {
		s.log().Warn("somebody's home is not current", "error", err)
	}
}

// firstToday reports whether a person's card was not looked at today.
func (s *server) firstToday(user, today string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.homes[user] == today {
		return false
	}
	if len(s.homes) >= most {
		clear(s.homes)
	}
	s.homes[user] = today
	return true
}

// keepHome writes the card if it says something else than it did.
func (s *server) keepHome(ctx context.Context, who bot.Account, channel string, m bot.Message) error {
	name := Platform + "/" + s.tenant.ID + "/home/" + who.ID
	kept, err := s.o.Memory.Cursor(ctx, name)
	if err != nil {
		return err
	}
	var known home
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &known); err != nil {
			return err
		}
	}
	current := home{Post: known.Post, Digest: s.key.digest("home", s.words(ctx, m)+labels(m))}
	if current == known {
		return nil
	}
	if current.Post, err = s.writeHome(ctx, channel, m, who, known.Post); err != nil {
		return err
	}
	raw, err := json.Marshal(current)
	if err != nil {
		return err
	}
	return s.o.Memory.SaveCursor(ctx, name, string(raw))
}

// labels are what stands on a message's controls, for comparing.
func labels(m bot.Message) (all string) {
	for _, c := range m.Controls() {
		all += c.Action + c.Value + c.Label
	}
	return all
}

// writeHome writes the card, in the place of the old one if that still stands.
func (s *server) writeHome(ctx context.Context, channel string, m bot.Message, who bot.Account, old string) (string, error) {
	post, err := s.post(ctx, m, standing{only: who.ID})
	if err != nil {
		return "", err
	}
	post.AddProp(propHome, "true")
	if old != "" {
		props := post.GetProps()
		if _, _, err := s.client.PatchPost(ctx, old, &model.PostPatch{Message: &post.Message, Props: &props}); err == nil {
			return old, nil
		}
	}
	f, err := s.facts(ctx)
	if err != nil {
		return "", err
	}
	post.PendingPostId = f.me + ":" + s.key.digest("home", who.ID) // several replicas make one
	ref, err := s.send(ctx, channel, post, nil, standing{})
	if err != nil {
		return "", err
	}
	resp, err := s.client.PinPost(ctx, ref.ID)
	if err != nil {
		return "", trouble(resp, err)
	}
	return ref.ID, nil
}
