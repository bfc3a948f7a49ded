package mattermost

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
)

// The pauses between two attempts to connect.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// listen reads the server's stream until the context ends. A connection that
// breaks is made again after a growing, jittered pause.
func (s *server) listen(ctx context.Context, h bot.Handler) {
	st := newStream(s, h)
	defer st.wait()
	pause := firstPause
	for ctx.Err() == nil {
		connected, err := s.read(ctx, st)
		if ctx.Err() != nil {
			return
		}
		if connected {
			pause = firstPause
		}
		wait := pause/2 + rand.N(pause/2+1)
		s.log().Warn("the connection to the server is lost; connecting again", "pause", wait, "error", err)
		pause = min(2*pause, lastPause)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// read connects, catches up on what was missed, and reads until the connection
// breaks. It reports whether there was a connection at all.
func (s *server) read(ctx context.Context, st *stream) (connected bool, err error) {
	if _, err := s.ask(ctx); err != nil {
		return false, err
	}
	socket, err := model.NewWebSocketClient4("ws"+strings.TrimPrefix(s.client.URL, "http"), s.client.AuthToken)
	if err != nil {
		return false, fmt.Errorf("open the WebSocket: %w", err)
	}
	socket.Listen()
	defer drain(socket)
	hello := time.NewTimer(timeout)
	defer hello.Stop()
	responses := socket.ResponseChannel
	for {
		select {
		case <-ctx.Done():
			return connected, ctx.Err()
		case <-hello.C:
			if !connected {
				return false, errors.New("the server does not greet the bot")
			}
		case <-socket.PingTimeoutChannel:
			return connected, errors.New("the server is silent")
		case _, ok := <-responses:
			if !ok {
				responses = nil
			}
		case ev, ok := <-socket.EventChannel:
			switch {
			case !ok:
				return connected, errors.New("the connection ended")
			case ev.EventType() == model.WebsocketEventHello:
				connected = true
				s.log().Info("connected")
				if err := st.catchUp(ctx); err != nil {
					return connected, fmt.Errorf("catch up: %w", err)
				}
			default:
				st.take(ctx, ev)
			}
		}
	}
}

// drain closes a connection and takes what is still in it: the client would
// wait for ever for somebody to do so.
func drain(socket *model.WebSocketClient) {
	socket.Close()
	for range socket.EventChannel {
	}
	for range socket.ResponseChannel {
	}
}
