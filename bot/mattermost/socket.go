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
	"lotsenfunk/bot/wire"
)

// The pauses between two attempts to connect.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// checkEvery is how often the server is asked whether it still takes the token:
// if not, the stream would only fall silent.
const checkEvery = time.Minute

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
		s.health.down(connected)
		wait := pause/2 + rand.N(pause/2+1)
		s.complain(connected, wait, err)
		pause = min(2*pause, lastPause)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// complain says in the log why there is no connection, and what to do about it.
func (s *server) complain(connected bool, pause time.Duration, err error) {
	log := s.log().With("pause", pause, "error", err)
	switch {
	case s.health.refused():
		log.Error("the server does not take the bot's token: run lotsenfunk setup mattermost for a new one and start again; until then all messages wait")
	case connected:
		log.Warn("the connection to the server is lost; connecting again")
	default:
		log.Warn("the server cannot be reached; trying again")
	}
}

// read connects, catches up on what was missed, and reads until the connection
// breaks. It reports whether there was a connection at all.
func (s *server) read(ctx context.Context, st *stream) (connected bool, err error) {
	if _, err := s.ask(ctx); err != nil {
		return false, err
	}
	s.health.taken()
	socket, err := model.NewWebSocketClient4WithDialer(s.dialer, "ws"+strings.TrimPrefix(s.client.URL, "http"), s.client.AuthToken)
	if err != nil {
		return false, fmt.Errorf("open the WebSocket: %w", err)
	}
	socket.Listen()
	defer drain(socket)
	hello := time.NewTimer(wire.Timeout)
	defer hello.Stop()
	check := time.NewTicker(checkEvery)
	defer check.Stop()
	responses := socket.ResponseChannel
	for {
		select {
		case <-ctx.Done():
			return connected, ctx.Err()
		case <-hello.C:
			if !connected {
				return false, errors.New("the server does not greet the bot")
			}
		case <-check.C:
			st.all.Go(func() { _, _, _ = s.client.GetMe(ctx, "") }) // a refusal is seen by whoever watches the answers
		case <-s.health.told:
			return connected, errors.New("requests to the server fail")
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
				s.health.up()
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
