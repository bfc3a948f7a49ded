package mmtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"
)

// The people and the place that every server has.
const (
	Bot     = "bbbbbbbbbbbbbbbbbbbbbbbbbb"
	Anna    = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	Ben     = "eeeeeeeeeeeeeeeeeeeeeeeeee"
	Channel = "iiiiiiiiiiiiiiiiiiiiiiiiii"
)

// Token is the bot's access token.
const Token = "bot-token-0815"

// Server is a small Mattermost server.
type Server struct {
	*httptest.Server

	mu      sync.Mutex
	refuses bool // the token
	breaks  int  // requests that fail from now on
	posts   []*model.Post
	sockets map[*websocket.Conn]bool
	joined  int           // connections there have been
	changed chan struct{} // closed when something has changed
	clock   int64         // of posts
}

// Start starts a server that ends with the test.
func Start(tb testing.TB) *Server {
	s := newServer()
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	tb.Cleanup(s.end)
	return s
}

// StartTLS starts a server behind a certificate that only it vouches for.
func StartTLS(tb testing.TB) *Server {
	s := newServer()
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are meant to fail
	s.Server.StartTLS()
	tb.Cleanup(s.end)
	return s
}

func newServer() *Server {
	return &Server{sockets: map[*websocket.Conn]bool{}, changed: make(chan struct{}), clock: 1_000_000}
}

func (s *Server) end() {
	s.Disconnect()
	s.Close()
}

// Direct is the channel of somebody's direct messages with the bot.
func Direct(user string) string { return "d" + user[1:] }

// Disconnect breaks all connections of the WebSocket.
func (s *Server) Disconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for socket := range s.sockets {
		_ = socket.Close()
	}
}

// Revoke revokes the bot's token. An open WebSocket stays and falls silent: the
// worst that a server may do.
func (s *Server) Revoke() { s.refuse(true) }

// Allow makes the token good again.
func (s *Server) Allow() { s.refuse(false) }

// Break makes the next n requests fail, as a proxy does whose server is away;
// but those by which a connection begins.
func (s *Server) Break(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.breaks = n
}

func (s *Server) refuse(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuses = yes
}

// Posts are the posts that stand there, oldest first.
func (s *Server) Posts() []*model.Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*model.Post(nil), s.posts...)
}

// Said are the words of the bot in a channel, oldest first.
func (s *Server) Said(channel string) (words []string) {
	for _, p := range s.Posts() {
		if p.UserId == Bot && p.ChannelId == channel {
			words = append(words, strings.ReplaceAll(p.Message, "\u2060", ""))
		}
	}
	return words
}

// Await waits until the bot has said something in a channel that holds some words.
func (s *Server) Await(ctx context.Context, channel, words string) error {
	return s.until(ctx, "no "+words+" in "+channel, func() bool {
		for _, said := range s.Said(channel) {
			if strings.Contains(said, words) {
				return true
			}
		}
		return false
	})
}

// AwaitConnections waits until there have been so many connections.
func (s *Server) AwaitConnections(ctx context.Context, n int) error {
	return s.until(ctx, fmt.Sprintf("no %d connections", n), func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.joined >= n
	})
}

func (s *Server) until(ctx context.Context, otherwise string, done func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return errors.Join(errors.New(otherwise), ctx.Err())
		}
	}
}

// notify says that something has changed; the lock is held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Say lets somebody write to the bot.
func (s *Server) Say(user, text string) error {
	p := s.keep(&model.Post{UserId: user, ChannelId: Direct(user), Message: text})
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ev := model.NewWebSocketEvent(model.WebsocketEventPosted, "", p.ChannelId, "", nil, "")
	ev.Add("post", string(raw))
	ev.Add("channel_type", string(model.ChannelTypeDirect))
	return s.tell(ev)
}

func (s *Server) tell(ev *model.WebSocketEvent) error {
	raw, err := ev.ToJSON()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuses {
		return nil // the stream of a revoked token stays open and silent
	}
	for socket := range s.sockets {
		err = errors.Join(err, socket.WriteMessage(websocket.TextMessage, raw))
	}
	return err
}

// keep adds a post.
func (s *Server) keep(p *model.Post) *model.Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock += 1000
	p.Id, p.CreateAt, p.UpdateAt = model.NewId(), s.clock, s.clock
	s.posts = append(s.posts, p)
	s.notify()
	return p
}

// listen serves a WebSocket.
func (s *Server) listen(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close()
	var challenge struct {
		Data map[string]string `json:"data"`
	}
	if socket.ReadJSON(&challenge) != nil || challenge.Data["token"] != Token {
		return
	}
	hello := model.NewWebSocketEvent(model.WebsocketEventHello, "", "", Bot, nil, "")
	raw, err := hello.ToJSON()
	if err != nil {
		return
	}
	s.mu.Lock()
	s.sockets[socket] = true
	s.joined++
	err = socket.WriteMessage(websocket.TextMessage, raw)
	s.notify()
	s.mu.Unlock()
	for err == nil {
		_, _, err = socket.ReadMessage()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sockets, socket)
}
