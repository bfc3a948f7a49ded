package slackstage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/bot/script"
	"lotsenfunk/bot/slack/slacktest"
)

// Say says something in a channel, or to the bot.
func (s *Stage) Say(ctx context.Context, who, channel, text string) error {
	p, in, err := s.at(who, channel)
	if err != nil {
		return err
	}
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "/") {
		return p.Command(ctx, in, text)
	}
	_, err = p.Write(ctx, in, text)
	return err
}

// Reply answers in a thread.
func (s *Stage) Reply(ctx context.Context, who, on, text string) error {
	p, m, err := s.find(who, on)
	if err != nil {
		return err
	}
	_, err = p.Reply(ctx, m.Channel, m.TS, text)
	return err
}

// find is the newest message containing a text that is not shown to one person alone,
// and somebody in its channel.
func (s *Stage) find(who, on string) (*slacktest.Person, slacktest.Seen, error) {
	p, id, err := s.actor(who)
	if err != nil {
		return nil, slacktest.Seen{}, err
	}
	for _, m := range slices.Backward(p.LookAround()) {
		if !m.Only && script.Contains(m.Text, on) {
			return p, m, s.join(who, id, m.Channel)
		}
	}
	return nil, slacktest.Seen{}, fmt.Errorf("%s sees no message with %q", who, on)
}

// sameness says how labels are compared: exactly first, then ignoring case.
func sameness() [2]func(a, b string) bool {
	return [2]func(a, b string) bool{
		func(a, b string) bool { return script.Spaced(a) == script.Spaced(b) },
		func(a, b string) bool { return strings.EqualFold(script.Spaced(a), script.Spaced(b)) },
	}
}

// control finds a control on the newest message that has it; the home comes last.
func (s *Stage) control(who, on string, fits func(slacktest.Control, func(a, b string) bool) bool) (*slacktest.Person, slacktest.Control, error) {
	p, id, err := s.actor(who)
	if err != nil {
		return nil, slacktest.Control{}, err
	}
	var there []string
	for _, same := range sameness() {
		there = nil
		for _, m := range slices.Backward(p.LookAround()) {
			if !script.Contains(m.Text, on) {
				continue
			}
			for _, c := range m.Controls {
				if fits(c, same) {
					return p, c, s.join(who, id, m.Channel)
				}
				there = append(there, "["+c.Label+"]")
			}
		}
		if m, published := p.Home(); published && script.Contains(m.Text, on) {
			for _, c := range m.Controls {
				if fits(c, same) {
					return p, c, nil
				}
				there = append(there, "["+c.Label+"]")
			}
		}
	}
	const most = 12
	if len(there) == 0 {
		return nil, slacktest.Control{}, errors.New("there are no buttons")
	}
	return nil, slacktest.Control{}, fmt.Errorf("there are, newest first, %s", strings.Join(there[:min(len(there), most)], " "))
}

// Click presses a button; where it asks "really?" the answer is yes.
func (s *Stage) Click(ctx context.Context, who, label, on string) error {
	p, c, err := s.control(who, on, func(c slacktest.Control, same func(a, b string) bool) bool {
		return c.Kind == "button" && same(c.Label, label)
	})
	if err != nil {
		return fmt.Errorf("no button %q: %w", label, err)
	}
	return p.Press(ctx, c)
}

// Choose chooses an option of a select.
func (s *Stage) Choose(ctx context.Context, who, option, label, on string) error {
	value := ""
	p, c, err := s.control(who, on, func(c slacktest.Control, same func(a, b string) bool) bool {
		i := slices.IndexFunc(c.Options, func(o slacktest.Option) bool { return same(o.Label, option) })
		if i < 0 || !same(c.Label, label) {
			return false
		}
		value = c.Options[i].Value
		return true
	})
	if err != nil {
		return fmt.Errorf("no %q in %q: %w", option, label, err)
	}
	return p.Choose(ctx, c, value)
}

// Submit sends the form. What a client does not let people choose is an error at the
// field, and nothing is sent. What must not be empty is filled with a blank, as people
// do who will not be bothered: then the bot says what is missing, not the client.
func (s *Stage) Submit(ctx context.Context, who string, values map[string]string) error {
	p, _, err := s.actor(who)
	if err != nil {
		return err
	}
	m, open := p.Modal()
	if !open {
		return fmt.Errorf("no form is open for %s", who)
	}
	s.refuse(who, "")
	for block, v := range values {
		i := slices.IndexFunc(m.Fields, func(f slacktest.Field) bool { return f.Block == block })
		if i < 0 {
			return fmt.Errorf("the form has no field %q", block)
		}
		kind := m.Fields[i].Kind
		if kind == "checkboxes" && v == "false" {
			v = "" // no box is ticked
		}
		if err := p.Fill(block, v); err != nil {
			if strings.HasSuffix(kind, "static_select") {
				s.refuse(who, block)
				return nil
			}
			return err
		}
	}
	m, _ = p.Modal()
	for _, f := range m.Fields {
		if f.Kind == "plain_text_input" && !f.Optional && f.Value == "" {
			if err := p.Fill(f.Block, " "); err != nil {
				return err
			}
		}
	}
	return p.Submit(ctx)
}

func (s *Stage) refuse(who, block string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused[who] = block
}

// Cancel closes the form.
func (s *Stage) Cancel(ctx context.Context, who string) error {
	p, _, err := s.actor(who)
	if err != nil {
		return err
	}
	return p.Close(ctx)
}

// React puts an emoji on a message or takes it back.
func (s *Stage) React(ctx context.Context, who, emoji, on string, put bool) error {
	p, m, err := s.find(who, on)
	if err != nil {
		return err
	}
	name, ok := map[string]string{"💡": "bulb", "👍": "+1"}[emoji]
	if !ok {
		return fmt.Errorf("nobody told the stage what %s is called on this platform", emoji)
	}
	return p.React(ctx, m.Channel, m.TS, name, put)
}

// Shortcut uses an entry of a message's menu.
func (s *Stage) Shortcut(ctx context.Context, who, label, on string) error {
	p, m, err := s.find(who, on)
	if err != nil {
		return err
	}
	for _, same := range sameness() {
		for _, x := range s.slack.App.Shortcuts {
			if x.Message && same(x.Name, label) {
				return p.MessageShortcut(ctx, x.Callback, m.Channel, m.TS)
			}
		}
	}
	return fmt.Errorf("there is no shortcut %q", label)
}

// Home opens the bot's home.
func (s *Stage) Home(ctx context.Context, who string) error {
	p, _, err := s.actor(who)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.homes = append(s.homes, who)
	s.mu.Unlock()
	return p.OpenHome(ctx)
}
