// Package slackstage lets transcripts be played in a workspace of slacktest: people
// act as their clients would, and hear what they would see.
//
// It owns that stage (a script.Stage) and nothing of the product. It is for tests.
//
// Start reading at New and Stage.
package slackstage

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"lotsenfunk/bot/script"
	"lotsenfunk/bot/slack/slacktest"
)

// House says who and what there is in a workspace.
type House struct {
	People   []string
	Channels map[string][]string // by name: who reads it, nil for everybody
	Open     bool                // unknown people may walk in
}

// Stage is people in one workspace.
type Stage struct {
	slack     *slacktest.Slack
	workspace *slacktest.Workspace
	open      bool

	mu       sync.Mutex
	people   map[string]string // ids by name
	channels map[string]string
	members  map[string][]string // of channels that not everybody reads
	names    map[string]string   // of people and "#channels", by id
	after    int                 // the last thing heard before the last Mark
	homes    []string            // who has opened their home since
	refused  map[string]string   // fields of forms, by person: what a client would not let them choose
}

var _ script.Stage = (*Stage)(nil)

// New makes a workspace for a house, with the app installed and in every channel.
func New(s *slacktest.Slack, h House) *Stage {
	st := &Stage{slack: s, workspace: s.Workspace("birkenfurt"), open: h.Open, people: map[string]string{}, channels: map[string]string{},
		members: map[string][]string{}, names: map[string]string{}, refused: map[string]string{}}
	st.workspace.Install()
	for _, name := range h.People {
		st.add(name)
	}
	for name, members := range h.Channels {
		in := []string{st.workspace.Bot}
		for _, m := range members {
			in = append(in, st.add(m))
		}
		id := st.workspace.Channel(name, members != nil, in...)
		st.channels[name], st.names[id] = id, "#"+name
		if members != nil {
			st.members[name] = members
		}
	}
	return st
}

// Workspace is where the stage stands.
func (s *Stage) Workspace() *slacktest.Workspace { return s.workspace }

// add lets somebody in. The lock is held, or nobody else is there yet.
func (s *Stage) add(name string) string {
	if id, known := s.people[name]; known {
		return id
	}
	id := s.workspace.User(slacktest.Profile{Name: name})
	s.people[name], s.names[id] = id, name
	return id
}

var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,21}$`)

// Knows reports whether there is such a person or "#channel".
func (s *Stage) Knows(who string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, isChannel := strings.CutPrefix(who, "#"); isChannel {
		return s.channels[name] != ""
	}
	return s.people[who] != "" || s.open && wellFormed.MatchString(who)
}

// ID is Slack's id of a person or "#channel".
func (s *Stage) ID(who string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, isChannel := strings.CutPrefix(who, "#"); isChannel {
		return s.channels[name]
	}
	return s.people[who]
}

// actor is somebody who is about to act.
func (s *Stage) actor(name string) (*slacktest.Person, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.people[name]
	if id == "" && s.open && wellFormed.MatchString(name) {
		id = s.add(name)
	}
	if id == "" {
		return nil, "", fmt.Errorf("nobody called %q is here", name)
	}
	return s.workspace.As(id), id, nil
}

// at is somebody who is about to act in a channel, by its name; "" is their direct
// messages with the bot.
func (s *Stage) at(who, channel string) (*slacktest.Person, string, error) {
	p, id, err := s.actor(who)
	if err != nil || channel == "" {
		return p, s.dm(id), err
	}
	s.mu.Lock()
	in := s.channels[channel]
	s.mu.Unlock()
	if in == "" {
		return nil, "", fmt.Errorf("there is no channel %q", channel)
	}
	return p, in, s.join(who, id, in)
}

func (s *Stage) dm(id string) string {
	if id == "" {
		return ""
	}
	return s.workspace.DM(id)
}

// join lets somebody into a channel that they may read.
func (s *Stage) join(who, id, channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := strings.TrimPrefix(s.names[channel], "#")
	if members, closed := s.members[name]; closed && !slices.Contains(members, who) {
		return fmt.Errorf("%s is in no channel %q", who, name)
	}
	if name != "" {
		s.workspace.Join(channel, id)
	}
	return nil
}

// Mark forgets what was said so far.
func (s *Stage) Mark(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after += len(s.workspace.Heard(s.after))
	s.homes = nil
	return nil
}

// Said is what the bot said since the last Mark.
func (s *Stage) Said(context.Context) ([]script.Said, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []script.Said
	for _, h := range s.workspace.Heard(s.after) {
		all = append(all, script.Said{To: s.names[h.To], Text: h.Text})
	}
	for _, name := range s.homes {
		if m, there := s.workspace.As(s.people[name]).Home(); there {
			words := m.Text
			for _, c := range m.Controls {
				words += "\n[" + c.Label + "]"
			}
			all = append(all, script.Said{To: name, Text: words})
		}
	}
	return all, nil
}

// Form is the form open for a person.
func (s *Stage) Form(_ context.Context, who string) (script.Form, bool, error) {
	s.mu.Lock()
	id, refused := s.people[who], s.refused[who]
	s.mu.Unlock()
	if id == "" {
		return script.Form{}, false, nil
	}
	m, open := s.workspace.As(id).Modal()
	f := script.Form{Errors: map[string]string{}}
	for _, field := range m.Fields {
		f.Fields = append(f.Fields, field.Block)
		if field.Error != "" {
			f.Errors[field.Block] = field.Error
		}
	}
	if refused != "" {
		f.Errors[refused] = "there is no such choice"
	}
	return f, open, nil
}
