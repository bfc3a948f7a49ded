package slacktest

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// conn is one WebSocket connection of the app.
type conn struct {
	slack *Slack
	ws    *websocket.Conn
	gone  chan struct{}
	once  sync.Once

	mu      sync.Mutex // also for writing
	pending map[string]chan reply
}

func connectionsOpen(c *call) (object, *refusal) {
	if c.App.HTTP != nil {
		return nil, refuse("socket_mode_not_enabled") // the app's manifest says HTTP
	}
	ticket := c.id("ticket")
	c.tickets[ticket] = true
	return object{"url": "ws" + strings.TrimPrefix(c.server.URL, "http") + "/socket?ticket=" + ticket + "&app_id=" + AppID}, nil
}

// pingEvery is how often the app's end is shown that the connection lives. It is
// the only thing here that a watch on the wall decides.
const pingEvery = 5 * time.Second

// serveSocket is a connection from its hello to its end.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known := s.tickets[ticket]
	delete(s.tickets, ticket) // once
	s.mu.Unlock()
	if !known {
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{slack: s, ws: ws, gone: make(chan struct{}), pending: map[string]chan reply{}}
	s.mu.Lock()
	s.work.Add(1)
	defer s.work.Done()
	full := len(s.conns) >= MaxConnections
	if !full {
		s.conns = append(s.conns, c)
	}
	n := len(s.conns)
	closing := s.ctx.Err() != nil
	s.mu.Unlock()
	if full || closing {
		_ = c.write(object{"type": "disconnect", "reason": "too_many_websockets", "debug_info": object{"host": "slacktest"}})
		_ = ws.Close()
		return
	}
	defer s.forget(c)
	if c.write(object{"type": "hello", "num_connections": n, "connection_info": object{"app_id": AppID},
		"debug_info": object{"host": "slacktest", "build_number": 1, "approximate_connection_time": 18060}}) != nil {
		return
	}
	s.mu.Lock()
	s.signal()
	s.mu.Unlock()
	s.work.Go(c.ping)
	c.read()
}

func (s *Slack) forget(c *conn) {
	c.drop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = slices.DeleteFunc(s.conns, func(one *conn) bool { return one == c })
	s.signal()
}

// drop ends a connection without a word.
func (c *conn) drop() {
	c.once.Do(func() {
		close(c.gone)
		_ = c.ws.Close()
	})
}

func (c *conn) ping() {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.mu.Lock()
			_ = c.ws.WriteMessage(websocket.PingMessage, []byte("Ping from slacktest"))
			c.mu.Unlock()
		case <-c.gone:
			return
		}
	}
}

func (c *conn) write(v object) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ws.WriteJSON(v)
}

// read takes the app's acknowledgements. One that is too long is dropped, as is
// anything that is none.
func (c *conn) read() {
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			Envelope string          `json:"envelope_id"`
			Payload  json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(raw, &ack) != nil || len(ack.Payload) > MaxAckPayload {
			c.slack.mu.Lock()
			c.slack.complain("an acknowledgement of %d bytes was dropped", len(raw))
			c.slack.mu.Unlock()
			continue
		}
		got := reply{empty: len(ack.Payload) == 0 || string(ack.Payload) == "null"}
		if !got.empty {
			got.body, _ = decode(ack.Payload)
		}
		c.mu.Lock()
		waiting := c.pending[ack.Envelope]
		delete(c.pending, ack.Envelope)
		c.mu.Unlock()
		if waiting != nil {
			waiting <- got
		}
	}
}

// sendSocket sends an envelope through one of the connections. If that ends before
// the acknowledgement, it goes through another.
func (s *Slack) sendSocket(ctx context.Context, d *delivery) (reply, error) {
	late, stop := s.Clock.after(AckTime)
	defer stop()
	for {
		c := s.next()
		if c == nil {
			return reply{}, errNoOne
		}
		got, err := c.send(ctx, d, late)
		if err != errGone {
			return got, err
		}
		d.reason = "connection_failed"
	}
}

// next is the connection whose turn it is.
func (s *Slack) next() *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range s.conns {
		s.turn++
		c := s.conns[s.turn%len(s.conns)]
		select {
		case <-c.gone:
		default:
			return c
		}
	}
	return nil
}

func (c *conn) send(ctx context.Context, d *delivery, late <-chan struct{}) (reply, error) {
	kind := d.kind
	if kind == kindOptions {
		kind = kindInteract
	}
	acked := make(chan reply, 1)
	c.mu.Lock()
	c.pending[d.envelope] = acked
	c.mu.Unlock()
	envelope := object{"type": kind, "envelope_id": d.envelope, "payload": d.payload, "accepts_response_payload": kind != kindEvent}
	if kind == kindEvent {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempt, d.reason
	}
	if c.write(envelope) != nil {
		c.drop()
		return reply{}, errGone
	}
	select {
	case got := <-acked:
		return got, nil
	case <-c.gone:
		return reply{}, errGone
	case <-late:
		return reply{}, errTimeout
	case <-c.slack.ctx.Done():
		return reply{}, c.slack.ctx.Err()
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
}

// Connections counts the app's connections.
func (s *Slack) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Connected waits until the app has so many connections.
func (s *Slack) Connected(ctx context.Context, n int) error {
	for {
		s.mu.Lock()
		there, changed := 0, s.changed
		for _, c := range s.conns {
			select {
			case <-c.gone: // it will be forgotten
			default:
				there++
			}
		}
		s.mu.Unlock()
		if there == n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Disconnect tells the app that its oldest connection will end: with "warning"
// soon, with "refresh_requested" now (docs.slack.dev/apis/events-api/using-socket-mode,
// "Disconnect").
func (s *Slack) Disconnect(reason string) {
	c := s.oldest()
	if c == nil {
		return
	}
	_ = c.write(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "slacktest"}})
	if reason == "refresh_requested" {
		c.drop()
	}
}

// Drop ends the app's oldest connection without a word.
func (s *Slack) Drop() {
	if c := s.oldest(); c != nil {
		c.drop()
	}
}

func (s *Slack) oldest() *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.conns) == 0 {
		return nil
	}
	return s.conns[0]
}
