package mattermost

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// The bot's home is a card that is pinned in the person's direct messages: what
// waits for them, and what is theirs. It comes to stand there when they open
// these, or with the first thing that is said there. Mattermost does not say when
// somebody looks at it; so it is looked at again after everything they did and
// after every notice to them, and written anew if it says something else.

// propHome marks the card.
const propHome = "lotsenfunk_home"

// home is what is remembered of a person's card. It holds no time: nobody is to
// know when somebody was last here.
type home struct {
	Post   string `json:"p"`
	Digest string `json:"h"` // of what it says
}

func (s *server) homeCursor(user string) string {
	return Platform + "/" + s.tenant.ID + "/home/" + user
}

// refresh brings a person's home up to date after something they did, if they have
// one or are there.
func (s *server) refresh(ctx context.Context, in incoming) {
	who, channel := in.ev.Who, in.looks.ID
	if !in.looks.Direct {
		kept, err := s.o.Memory.Cursor(ctx, s.homeCursor(who.ID))
		if err != nil || kept == "" {
			return
		}
		if channel, err = s.directChannel(ctx, who.ID); err != nil {
			return // the card itself is then not to be reached either
		}
	}
	s.furnish(ctx, who, channel)
}

// furnish keeps the home in a person's direct messages current. Nothing hangs on
// it, so what goes wrong is logged and otherwise left for the next time.
func (s *server) furnish(ctx context.Context, who bot.Account, channel string) {
	h := s.answers.Handler()
	if h == nil {
		return
	}
	m := h.Handle(ctx, bot.Event{Kind: bot.KindHome, Delivery: "home/" + who.ID, Who: who,
		Where: bot.Place{ID: channel, Direct: true, Private: true}}).Message()
	if m == nil {
		return
	}
	if err := s.keepHome(ctx, who, channel, *m); err != nil && !errors.Is(err, errOther) {
		s.log().Warn("somebody's home is not current", "error", err)
	}
}

// keepHome writes the card if it says something else than it did.
func (s *server) keepHome(ctx context.Context, who bot.Account, channel string, m bot.Message) error {
	name := s.homeCursor(who.ID)
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
	// An answer must not take the card's place.
	post, err := s.post(ctx, m, standing{only: who.ID, shown: true})
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
