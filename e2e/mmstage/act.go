package mmstage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/script"
)

// Say says something in a channel, or to the bot.
func (s *Stage) Say(ctx context.Context, who, channel, text string) error {
	p, in, err := s.at(ctx, who, channel)
	if err != nil {
		return err
	}
	if strings.HasPrefix(strings.TrimSpace(text), "/") {
		_, _, err := p.client.ExecuteCommandWithTeam(ctx, in, s.team, strings.TrimSpace(text))
		return err
	}
	return s.write(ctx, p, in, "", text)
}

// write posts plain words, and waits until the bot has read what it listens to.
func (s *Stage) write(ctx context.Context, p *person, in, root, text string) error {
	// One after the other, because the bot keeps how far it has read by time; it
	// answers them beside each other all the same.
	s.stream.Lock()
	made, _, err := p.client.CreatePost(ctx, &model.Post{ChannelId: in, RootId: root, Message: text})
	s.stream.Unlock()
	if err != nil || (in != p.direct && root == "") {
		return err
	}
	return s.read.Wait(ctx, made.CreateAt)
}

// Reply answers in a thread.
func (s *Stage) Reply(ctx context.Context, who, on, text string) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	m, err := s.find(ctx, p, on, shared)
	if err != nil {
		return err
	}
	if err := s.join(ctx, p, m.channel); err != nil {
		return err
	}
	whole, _, err := p.client.GetPost(ctx, m.id, "")
	if err != nil {
		return err
	}
	root := whole.Id
	if whole.RootId != "" {
		root = whole.RootId
	}
	return s.write(ctx, p, m.channel, root, text)
}

func shared(m *post) bool { return m.only == "" }

// Click presses a button, and says yes to a "really?".
func (s *Stage) Click(ctx context.Context, who, label, on string) error {
	return s.press(ctx, who, on, fmt.Sprintf("no button %q", label), func(a *model.PostAction, same func(a, b string) bool) (string, bool) {
		return "", a.Type != model.PostActionTypeSelect && same(a.Name, label)
	})
}

// Choose chooses an option of a select.
func (s *Stage) Choose(ctx context.Context, who, option, label, on string) error {
	return s.press(ctx, who, on, fmt.Sprintf("no %q in %q", option, label), func(a *model.PostAction, same func(a, b string) bool) (string, bool) {
		if a.Type != model.PostActionTypeSelect || !same(a.Name, label) {
			return "", false
		}
		i := slices.IndexFunc(a.Options, func(o *model.PostActionOptions) bool { return same(o.Text, option) })
		if i < 0 {
			return "", false
		}
		return a.Options[i].Value, true
	})
}

// samenesses are how labels are compared: exactly first, then in any case.
func samenesses() []func(a, b string) bool {
	return []func(a, b string) bool{
		func(a, b string) bool { return script.Spaced(a) == script.Spaced(b) },
		func(a, b string) bool { return strings.EqualFold(script.Spaced(a), script.Spaced(b)) },
	}
}

func (s *Stage) press(ctx context.Context, who, on, missing string, fits func(*model.PostAction, func(a, b string) bool) (string, bool)) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	for _, same := range samenesses() {
		var action *model.PostAction
		var value string
		m, err := s.find(ctx, p, on, func(m *post) bool {
			for _, a := range m.actions {
				if v, ok := fits(a, same); ok {
					action, value = a, v
					return true
				}
			}
			return false
		})
		if err == nil {
			return s.act(ctx, p, m, action, value)
		}
	}
	return fmt.Errorf("%s: there are, newest first, %s", missing, s.labels(p, on))
}

// labels are the labels of the buttons that a person sees.
func (s *Stage) labels(p *person, on string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, m := range s.visible(p) {
		for _, a := range m.actions {
			if script.Contains(m.text, on) && len(all) < 12 {
				all = append(all, "["+a.Name+"]")
			}
		}
	}
	return strings.Join(all, " ")
}

func (s *Stage) act(ctx context.Context, p *person, m *post, a *model.PostAction, value string) error {
	if err := s.join(ctx, p, m.channel); err != nil {
		return err
	}
	cookie := ""
	if m.only != "" {
		cookie = a.Cookie
	}
	if _, err := p.client.DoPostActionWithCookie(ctx, m.id, a.Id, value, cookie, nil, ""); err != nil {
		return err
	}
	if err := s.sync(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	asked := p.form != nil && p.form.dialog.CallbackId == "confirm"
	s.mu.Unlock()
	if asked {
		return s.Submit(ctx, p.name, nil)
	}
	return nil
}

// React puts an emoji on a message or takes it back.
func (s *Stage) React(ctx context.Context, who, emoji, on string, put bool) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	m, err := s.find(ctx, p, on, shared)
	if err != nil {
		return err
	}
	if err := s.join(ctx, p, m.channel); err != nil {
		return err
	}
	name, ok := map[string]string{"💡": "bulb", "👍": "+1"}[emoji]
	if !ok {
		return fmt.Errorf("nobody told the stage what %s is called on this platform", emoji)
	}
	reaction := &model.Reaction{UserId: p.id, PostId: m.id, EmojiName: name}
	if !put {
		wait := s.read.Unreaction()
		if _, err := p.client.DeleteReaction(ctx, reaction); err != nil {
			return err
		}
		return wait(ctx)
	}
	s.stream.Lock()
	made, _, err := p.client.SaveReaction(ctx, reaction)
	s.stream.Unlock()
	if err != nil || name != "bulb" {
		return err
	}
	return s.read.Wait(ctx, made.CreateAt)
}

// Shortcut is a 💡 here: messages have no menu for bots.
func (s *Stage) Shortcut(ctx context.Context, who, _, on string) error {
	return s.React(ctx, who, "💡", on, true)
}

// Home looks at the card that is pinned in the direct messages.
func (s *Stage) Home(ctx context.Context, who string) error {
	p, err := s.actor(ctx, who)
	if err != nil {
		return err
	}
	if err := s.sync(ctx); err != nil {
		return err
	}
	card, err := s.home(ctx, p)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, script.Said{To: p.name, Text: card.words})
	return nil
}
