// Package setuptest gives tests a small Mattermost server that remembers what
// was made on it, calls callbacks, and refuses what a test wants refused. How a
// real one behaves the end-to-end tests see.
//
// It imports Mattermost's model only. Start reading at New.
package setuptest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// AdminToken is the administrator's token.
const AdminToken = "administratorstoken0123456"

// Refusal is how a request is refused.
type Refusal struct {
	Status int
	ID     string // the server's own name of the reason
}

// Server is the small server. Its fields may be changed between requests.
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	Refuse   map[string]Refusal // by method and path, with * for ids: "POST /bots"
	Version  string
	Site     string
	NoStream bool // the WebSocket does not open
	Internal string
	Off      map[string]bool // settings that are switched off

	users    map[string]*model.User
	tokens   map[string]string // user by token
	teams    map[string]*model.Team
	members  map[string]bool // team or channel, and user
	channels map[string]*model.Channel
	commands map[string]*model.Command
	Changed  []string // requests that changed something
}

// New makes a server with an administrator, the team rathaus, and the member of
// staff anna in it. It ends with the test.
func New(tb testing.TB) *Server {
	s := &Server{Refuse: map[string]Refusal{}, Version: "6.6.0", Off: map[string]bool{}, users: map[string]*model.User{}, tokens: map[string]string{},
		teams: map[string]*model.Team{}, members: map[string]bool{}, channels: map[string]*model.Channel{}, commands: map[string]*model.Command{}}
	s.Server = httptest.NewServer(s.routes())
	tb.Cleanup(s.Close)
	s.Site = s.URL
	admin := s.User("admin", "system_user system_admin")
	s.tokens[AdminToken] = admin.Id
	team := s.Team("rathaus")
	anna := s.User("anna", "system_user")
	s.members[team.Id+anna.Id] = true
	return s
}

// User adds somebody.
func (s *Server) User(name, roles string) *model.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &model.User{Id: model.NewId(), Username: name, Roles: roles}
	s.users[u.Id] = u
	return u
}

// Team adds a team with its first channel.
func (s *Server) Team(name string) *model.Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &model.Team{Id: model.NewId(), Name: name}
	s.teams[t.Id] = t
	s.channel(&model.Channel{TeamId: t.Id, Name: model.DefaultChannelName, Type: model.ChannelTypeOpen})
	return t
}

// Channel adds a channel.
func (s *Server) Channel(team *model.Team, name string, kind model.ChannelType) *model.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channel(&model.Channel{TeamId: team.Id, Name: name, Type: kind})
}

func (s *Server) channel(c *model.Channel) *model.Channel {
	c.Id = model.NewId()
	s.channels[c.Id] = c
	return c
}

// Command adds somebody's command.
func (s *Server) Command(team *model.Team, word, address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &model.Command{Id: model.NewId(), Token: model.NewId(), TeamId: team.Id, Trigger: word, URL: address, Method: "P"}
	s.commands[c.Id] = c
}

// Members are who is in a channel, by their user names, in order.
func (s *Server) Members(channel string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, c := range s.channels {
		for _, u := range s.users {
			if c.Name == channel && s.members[c.Id+u.Id] {
				names = append(names, u.Username)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Token lets somebody sign in with a token, or, with nobody, no longer.
func (s *Server) Token(token string, u *model.User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, token)
	if u != nil {
		s.tokens[token] = u.Id
	}
}

// Revoke takes every token of a user name back.
func (s *Server) Revoke(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, id := range s.tokens {
		if s.users[id].Username == name {
			delete(s.tokens, token)
		}
	}
}

// Words are the commands of a team, in order.
func (s *Server) Words(team string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var words []string
	for _, c := range s.commands {
		if s.teams[c.TeamId].Name == team {
			words = append(words, c.Trigger)
		}
	}
	slices.Sort(words)
	return words
}

// Set changes something between requests.
func (s *Server) Set(change func(*Server)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// Changes are the requests that changed something, and forgets them.
func (s *Server) Changes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.Changed
	s.Changed = nil
	return all
}

func refuse(w http.ResponseWriter, status int, id, message string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(model.AppError{Id: id, Message: message, StatusCode: status})
}

func answer(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// handle is one route: with who asks, with the lock held.
type handle func(w http.ResponseWriter, r *http.Request, me *model.User)

// on wraps a route: it knows who asks, refuses what is to be refused, and notes
// what changes something.
func (s *Server) on(pattern string, open bool, do handle) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if refusal, ok := s.Refuse[pattern]; ok {
			refuse(w, refusal.Status, refusal.ID, "No.")
			return
		}
		_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		me := s.users[s.tokens[token]]
		if me == nil && !open {
			refuse(w, http.StatusUnauthorized, "api.context.invalid_token.error", "Invalid session token="+token+", err=…")
			return
		}
		if r.Method != http.MethodGet {
			s.Changed = append(s.Changed, pattern)
		}
		do(w, r, me)
	}
}

// Join makes somebody a member of a team.
func (s *Server) Join(team string, u *model.User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.teams {
		if t.Name == team {
			s.members[t.Id+u.Id] = true
		}
	}
}

// Empty makes it a server that has nobody and nothing yet.
func (s *Server) Empty() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.users)
	clear(s.tokens)
	clear(s.teams)
	clear(s.channels)
}

// Forget deletes a command.
func (s *Server) Forget(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, c := range s.commands {
		if c.Trigger == word {
			delete(s.commands, id)
		}
	}
}

// Archive archives a channel.
func (s *Server) Archive(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		if c.Name == name {
			c.DeleteAt = 1
		}
	}
}

// Leave takes somebody out of a channel.
func (s *Server) Leave(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		for _, u := range s.users {
			if c.Name == channel && u.Username == user {
				delete(s.members, c.Id+u.Id)
			}
		}
	}
}
