// Package mmstage lets transcripts be played on a real Mattermost server:
// people act through the server's own API, as their clients would, and hear
// what the server tells their clients.
//
// It owns that stage (a script.Stage) and nothing of the product. Nothing in it
// waits for a time: what a person's connection has received is known from a mark
// that is sent through the same queue of the server (Stage.sync), and what the
// bot has done about the stream from how far it says that it has read it.
//
// Start reading at Stage and New, then act.go (what people do) and hear.go (what
// they hear).
package mmstage

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/script"
	"lotsenfunk/e2e/mmserver"
)

// Stage is people at one Mattermost server, in one team, with one bot.
type Stage struct {
	server *mmserver.Server
	bot    *model.Client4
	botID  string
	team   string
	read   *Progress
	// open lets unknown people walk in.
	open bool

	stream    sync.Mutex // one post or reaction at a time
	mu        sync.Mutex
	people    map[string]*person
	channels  map[string]*channel // by name
	watch     *wire               // the bot's own view: all there is in its channels
	posts     []*post             // oldest first
	said      []script.Said
	alarms    []string
	homes     map[string]*post // what is pinned, by channel
	furnished chan struct{}    // closed when something more is pinned
}

var _ script.Stage = (*Stage)(nil)

type channel struct {
	id      string
	members []string // names; nil: everybody
}

type person struct {
	name   string
	id     string
	client *model.Client4 // nil until they act
	direct string         // the channel of their direct messages with the bot
	wire   *wire
	joined map[string]bool // channels
	form   *openForm
}

// post is a message as somebody sees it.
type post struct {
	id      string
	at      int64  // when it was created
	channel string // where it stands, by id
	only    string // the one person it is shown to, by name
	mine    bool   // the bot's
	text    string
	actions []*model.PostAction
	words   string // with the labels of the buttons
}

// openForm is a dialog that stands before somebody.
type openForm struct {
	url    string
	dialog model.Dialog
	values map[string]any
	errors map[string]string
}

var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,21}$`)

// Knows reports whether there is such a person or "#channel".
func (s *Stage) Knows(who string) bool {
	name, isChannel := strings.CutPrefix(who, "#")
	s.mu.Lock()
	defer s.mu.Unlock()
	if isChannel {
		return s.channels[name] != nil
	}
	return s.people[who] != nil || s.open && wellFormed.MatchString(who)
}

// ID is the server's id of a person or "#channel".
func (s *Stage) ID(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, isChannel := strings.CutPrefix(who, "#"); isChannel {
		return s.channels[name].id
	}
	return s.people[who].id
}

// Alarms are words of the bot's that the server took for more than words: in a
// channel they told somebody, became a hashtag, or were looked up as a link.
func (s *Stage) Alarms(ctx context.Context) ([]string, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.alarms), nil
}

// Client is how somebody's client asks the server.
func (s *Stage) Client(ctx context.Context, who string) (*model.Client4, error) {
	p, err := s.actor(ctx, who)
	if err != nil {
		return nil, err
	}
	return p.client, nil
}

// Team is the server's id of the stage's team.
func (s *Stage) Team() string { return s.team }

// Mark forgets what was said so far.
func (s *Stage) Mark(ctx context.Context) error {
	if err := s.sync(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = nil
	return nil
}

// Said is what the bot said since the last Mark.
func (s *Stage) Said(ctx context.Context) ([]script.Said, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.said), nil
}

// Form is the form open for a person.
func (s *Stage) Form(ctx context.Context, who string) (script.Form, bool, error) {
	if err := s.sync(ctx); err != nil {
		return script.Form{}, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[who]
	if p == nil || p.form == nil {
		return script.Form{}, false, nil
	}
	f := script.Form{Errors: p.form.errors}
	for _, e := range p.form.dialog.Elements {
		f.Fields = append(f.Fields, e.Name)
	}
	return f, true, nil
}

// visible are the messages that a person sees, newest first. The lock is held.
func (s *Stage) visible(p *person) []*post {
	var all []*post
	for _, one := range s.posts {
		if one.only == p.name || one.only == "" && s.reads(p, one.channel) {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b *post) int { return int(b.at - a.at) })
	return all
}

func (s *Stage) reads(p *person, in string) bool {
	if in == p.direct {
		return true
	}
	for _, c := range s.channels {
		if c.id == in {
			return c.members == nil || slices.Contains(c.members, p.name)
		}
	}
	return false
}

// audience is to whom something in a channel is said: "#ideen", or a person's
// name for their direct messages. The lock is held.
func (s *Stage) audience(in string) string {
	for name, c := range s.channels {
		if c.id == in {
			return "#" + name
		}
	}
	for _, p := range s.people {
		if p.direct == in {
			return p.name
		}
	}
	return ""
}

// find is the newest message that a person sees, that contains a text and that
// fits.
func (s *Stage) find(ctx context.Context, p *person, on string, fits func(*post) bool) (*post, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.visible(p) {
		if script.Contains(one.text, on) && fits(one) {
			return one, nil
		}
	}
	return nil, fmt.Errorf("%s sees no message with %q", p.name, on)
}
