package slacktest

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Person is somebody at their client.
type Person struct {
	w  *Workspace
	id string
}

// As is somebody by their id.
func (w *Workspace) As(user string) *Person { return &Person{w: w, id: user} }

// at is where somebody does something. The lock is held.
func (p *Person) at(channel string) (*user, *channel, error) {
	u, err := p.w.must(p.id)
	if err != nil {
		return nil, nil, err
	}
	in := p.w.channel(channel)
	switch {
	case in == nil || in.Private && !in.has(u.ID):
		return nil, nil, fmt.Errorf("%s sees no channel %s", u.Name, channel)
	case in.Archived:
		return nil, nil, fmt.Errorf("#%s is archived", in.Name)
	case !in.has(u.ID):
		return nil, nil, fmt.Errorf("%s is not in #%s", u.Name, in.Name)
	}
	return u, in, nil
}

// Command types a slash command. An error is what they read instead of an answer.
func (p *Person) Command(ctx context.Context, channel, line string) error {
	s := p.w.slack
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	s.mu.Lock()
	u, in, err := p.at(channel)
	if err == nil {
		word, err = s.App.command(word)
	}
	if err == nil && !s.granted(p.w, "commands") {
		err = fmt.Errorf("%s is not a valid command", word)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	hookURL := s.newHook(p.w, in, u, nil)
	payload := object{"token": "verification-token", "team_id": p.w.ID, "team_domain": p.w.Domain, "channel_id": in.ID,
		"channel_name": commandPlace(in), "user_id": u.ID, "user_name": u.Name, "command": word, "text": p.w.typed(strings.TrimSpace(rest), false),
		"api_app_id": AppID, "is_enterprise_install": "false", "response_url": hookURL, "trigger_id": s.newTrigger(p.w, u.ID, "")}
	id := hookURL[strings.LastIndex(hookURL, "/")+1:]
	s.mu.Unlock()
	got, err := s.ask(ctx, kindCommand, payload)
	if err != nil {
		return fmt.Errorf("%s failed with the error %w", word, err)
	}
	return s.answered(id, got)
}

// command is a slash command as the manifest has it; clients find it in any case.
func (a App) command(word string) (string, error) {
	i := slices.IndexFunc(a.Commands, func(c string) bool { return strings.EqualFold(c, word) })
	if i < 0 {
		return "", fmt.Errorf("%s is not a valid command", word)
	}
	return a.Commands[i], nil
}

// answered shows what a command is answered with at once.
func (s *Slack) answered(hookID string, got reply) error {
	if got.empty {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o, isObject := got.body.(object)
	if words, isText := got.body.(string); isText {
		o, isObject = object{"text": words}, strings.TrimSpace(words) != ""
	}
	if !isObject || len(o) == 0 {
		return nil
	}
	if r := s.hooks[hookID].say(o); r != nil {
		s.complain("the answer to a command: %s %v", r.code, r.messages)
		return fmt.Errorf("the command failed with the error %s", r.code)
	}
	return nil
}

// commandPlace is how commands call a channel.
func commandPlace(c *channel) string {
	switch {
	case c.kind() == "im":
		return "directmessage"
	case c.Private:
		return "privategroup"
	}
	return c.Name
}

// Write says something in a channel, or in direct messages, and returns its time
// stamp.
func (p *Person) Write(ctx context.Context, channel, words string) (ts string, err error) {
	return p.write(ctx, channel, "", words)
}

// Reply answers in the thread of a message.
func (p *Person) Reply(ctx context.Context, channel, root, words string) (ts string, err error) {
	return p.write(ctx, channel, root, words)
}

func (p *Person) write(ctx context.Context, channel, thread, words string) (string, error) {
	s := p.w.slack
	s.mu.Lock()
	u, in, err := p.at(channel)
	if err != nil {
		s.mu.Unlock()
		return "", err
	}
	if thread != "" {
		root := in.find(thread)
		if root == nil {
			s.mu.Unlock()
			return "", fmt.Errorf("there is no message %s in %s", thread, channel)
		}
		if root.Thread != "" {
			thread = root.Thread
		}
	}
	m := &message{TS: s.ts(), Thread: thread, User: u.ID, Text: p.w.typed(words, true), Channel: in.ID}
	if words != "" {
		m.Blocks = p.w.typedBlocks(words)
	}
	in.messages = append(in.messages, m)
	done := p.w.tellMessage(in, m)
	s.mu.Unlock()
	return m.TS, await(ctx, done)
}

// await waits until the app has taken an event, or will be told again later.
func await(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tellMessage tells the app of a message where it can read. The lock is held.
func (w *Workspace) tellMessage(in *channel, m *message) <-chan struct{} {
	done := make(chan struct{})
	if !in.has(w.Bot) {
		close(done)
		return done
	}
	ev := w.messageJSON(in, m, false)
	delete(ev, "reply_count")
	ev["channel"], ev["event_ts"], ev["channel_type"] = in.ID, m.TS, map[string]string{"channels": "channel", "groups": "group", "im": "im"}[in.kind()]
	if !m.ByBot {
		ev["client_msg_id"] = w.slack.envelope()
	}
	if m.Thread != "" {
		if root := in.find(m.Thread); root != nil {
			ev["parent_user_id"] = root.User
		}
	}
	if len(m.Files) > 0 {
		ev["subtype"] = "file_share"
	}
	return w.tell("message."+in.kind(), ev)
}

// Edit changes one's own message.
func (p *Person) Edit(ctx context.Context, where, ts, words string) error {
	return p.alter(ctx, where, ts, func(in *channel, m *message) object {
		before := p.w.messageJSON(in, m, false)
		m.Text, m.Blocks, m.Edited = p.w.typed(words, true), p.w.typedBlocks(words), p.w.slack.ts()
		return object{"subtype": "message_changed", "message": p.w.messageJSON(in, m, false), "previous_message": before}
	})
}

// Delete takes one's own message away.
func (p *Person) Delete(ctx context.Context, where, ts string) error {
	return p.alter(ctx, where, ts, func(in *channel, m *message) object {
		before := p.w.messageJSON(in, m, false)
		p.w.remove(in, m)
		return object{"subtype": "message_deleted", "deleted_ts": m.TS, "previous_message": before}
	})
}

func (p *Person) alter(ctx context.Context, channel, ts string, do func(*channel, *message) object) error {
	s := p.w.slack
	s.mu.Lock()
	u, in, err := p.at(channel)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	m := in.find(ts)
	if m == nil || m.User != u.ID {
		s.mu.Unlock()
		return fmt.Errorf("%s has no message %s there", u.Name, ts)
	}
	ev := do(in, m)
	ev["type"], ev["channel"], ev["hidden"] = "message", in.ID, true
	ev["channel_type"], ev["ts"] = map[string]string{"channels": "channel", "groups": "group", "im": "im"}[in.kind()], s.ts()
	var done <-chan struct{}
	if in.has(p.w.Bot) {
		done = p.w.tell("message."+in.kind(), ev)
	}
	s.mu.Unlock()
	if done == nil {
		return nil
	}
	return await(ctx, done)
}

// React puts an emoji, by its name, on a message or takes it back.
func (p *Person) React(ctx context.Context, channel, ts, name string, put bool) error {
	s := p.w.slack
	s.mu.Lock()
	_, in, err := p.at(channel)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	m := in.find(ts)
	if m == nil || m.Hidden {
		s.mu.Unlock()
		return fmt.Errorf("there is no message %s in %s to react on", ts, channel)
	}
	done := p.w.reactTell(in, m, p.id, name, put)
	s.mu.Unlock()
	if done == nil {
		return fmt.Errorf("nothing changed about the reaction %s", name)
	}
	return await(ctx, done)
}

// react changes a reaction and reports whether anything changed. The lock is held.
func (w *Workspace) react(in *channel, m *message, who, name string, put bool) bool {
	return w.reactTell(in, m, who, name, put) != nil
}

func (w *Workspace) reactTell(in *channel, m *message, who, name string, put bool) <-chan struct{} {
	if slices.Contains(m.Reactions[name], who) == put {
		return nil
	}
	kind := "reaction_added"
	if put {
		if m.Reactions == nil {
			m.Reactions = map[string][]string{}
		}
		m.Reactions[name] = append(m.Reactions[name], who)
	} else {
		kind = "reaction_removed"
		m.Reactions[name] = slices.DeleteFunc(slices.Clone(m.Reactions[name]), func(one string) bool { return one == who })
		if len(m.Reactions[name]) == 0 {
			delete(m.Reactions, name)
		}
	}
	if !in.has(w.Bot) {
		done := make(chan struct{})
		close(done)
		return done
	}
	return w.tell(kind, object{"type": kind, "user": who, "reaction": name, "item_user": m.User,
		"item": object{"type": "message", "channel": in.ID, "ts": m.TS}})
}

// OpenHome opens the app's home.
func (p *Person) OpenHome(ctx context.Context) error {
	s := p.w.slack
	s.mu.Lock()
	u, err := p.w.must(p.id)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	ev := object{"type": "app_home_opened", "user": u.ID, "channel": p.w.open(u.ID).ID, "tab": "home"}
	if u.home != nil {
		ev["view"] = p.w.viewJSON(u.home)
	}
	done := p.w.tell("app_home_opened", ev)
	s.mu.Unlock()
	return await(ctx, done)
}
