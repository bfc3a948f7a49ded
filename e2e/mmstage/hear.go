package mmstage

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/bot/script"
)

// sync waits until all connections have brought what the server sent.
func (s *Stage) sync(ctx context.Context) error {
	s.mu.Lock()
	wires := []*wire{s.watch}
	for _, p := range s.people {
		if p.wire != nil {
			wires = append(wires, p.wire)
		}
	}
	s.mu.Unlock()
	errs := make([]error, len(wires))
	var all sync.WaitGroup
	for i, w := range wires {
		all.Go(func() { errs[i] = w.sync(ctx) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// overhear takes what the bot's own client is told: everything in its channels.
func (s *Stage) overhear(ev *model.WebSocketEvent) {
	switch ev.EventType() {
	case model.WebsocketEventPosted, model.WebsocketEventPostEdited, model.WebsocketEventPostDeleted:
	default:
		return
	}
	p, ok := postOf(ev)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if ev.EventType() == model.WebsocketEventPostDeleted {
		for i, one := range s.posts {
			if one.id == p.Id {
				s.posts = append(s.posts[:i:i], s.posts[i+1:]...)
				return
			}
		}
		return
	}
	if p.Type != "" {
		return
	}
	seen := view(p, s.botID)
	if p.GetProp("lotsenfunk_home") != nil { // it says nothing; it stands there
		if p.IsPinned {
			s.homes[p.ChannelId] = seen
			close(s.furnished)
			s.furnished = make(chan struct{})
		}
		return
	}
	to := s.audience(p.ChannelId)
	if name, _ := ev.GetData()["channel_name"].(string); to == "" {
		to = s.meet(p.ChannelId, name)
	}
	if mentions, _ := ev.GetData()["mentions"].(string); seen.mine && strings.HasPrefix(to, "#") && (mentions != "" || lively(p)) {
		s.alarms = append(s.alarms, p.Message)
	}
	s.show(seen, to)
}

// meet finds out whose direct messages a channel is: the bot has opened them. The
// lock is held.
func (s *Stage) meet(id, name string) string {
	for _, p := range s.people {
		if one, other, _ := strings.Cut(name, "__"); one == p.id || other == p.id {
			p.direct = id
			return p.name
		}
	}
	return ""
}

// lively reports whether the server found more than words in a post.
func lively(p *model.Post) bool {
	if p.Hashtags != "" || p.GetProp(model.PostPropsChannelMentions) != nil {
		return true
	}
	for _, e := range p.Metadata.Embeds {
		if e.Type != model.PostEmbedMessageAttachment {
			return true
		}
	}
	return false
}

// listenFor takes what one person's client is told: what is shown to them alone,
// and forms.
func (s *Stage) listenFor(name string) func(*model.WebSocketEvent) {
	return func(ev *model.WebSocketEvent) {
		switch ev.EventType() {
		case model.WebsocketEventEphemeralMessage:
			p, ok := postOf(ev)
			if !ok {
				return
			}
			seen := view(p, "")
			seen.only, seen.mine = name, true
			s.mu.Lock()
			defer s.mu.Unlock()
			s.show(seen, name)
		case model.WebsocketEventOpenDialog:
			raw, _ := ev.GetData()["dialog"].(string)
			var request model.OpenDialogRequest
			if json.Unmarshal([]byte(raw), &request) == nil {
				s.openForm(name, request)
			}
		}
	}
}

// show makes a post stand. The lock is held.
func (s *Stage) show(p *post, to string) {
	for i, one := range s.posts {
		if one.id == p.id {
			s.posts[i] = p
			if one.words != p.words && p.mine {
				s.said = append(s.said, script.Said{To: to, Text: p.words})
			}
			return
		}
	}
	s.posts = append(s.posts, p)
	if p.mine {
		s.said = append(s.said, script.Said{To: to, Text: p.words})
	}
}

func (s *Stage) openForm(name string, request model.OpenDialogRequest) {
	f := &openForm{url: request.URL, dialog: request.Dialog, values: map[string]any{}}
	words := []string{f.dialog.Title, Plain(f.dialog.IntroductionText)}
	for _, e := range f.dialog.Elements {
		f.values[e.Name] = e.Default
		if e.Type == "bool" {
			f.values[e.Name] = e.Default == "true"
		}
		words = append(words, e.DisplayName, e.HelpText)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[name].form = f
	s.said = append(s.said, script.Said{To: name, Text: strings.Join(words, "\n")})
}

func postOf(ev *model.WebSocketEvent) (*model.Post, bool) {
	raw, _ := ev.GetData()["post"].(string)
	p := new(model.Post)
	return p, json.Unmarshal([]byte(raw), p) == nil
}

// view is a post as it is seen.
func view(p *model.Post, botID string) *post {
	seen := &post{id: p.Id, at: p.CreateAt, channel: p.ChannelId, mine: p.UserId == botID, text: Plain(p.Message)}
	if !seen.mine && botID != "" {
		seen.text = p.Message
	}
	m := bot.Message{Text: bot.Words(seen.text)}
	for _, a := range p.Attachments() {
		var row bot.Row
		for _, action := range a.Actions {
			c := bot.Control{Label: action.Name}
			for _, o := range action.Options {
				c.Options = append(c.Options, bot.Option{Label: o.Text})
			}
			row = append(row, c)
			seen.actions = append(seen.actions, action)
		}
		m.Rows = append(m.Rows, row)
	}
	seen.words = room.Words(m)
	return seen
}
