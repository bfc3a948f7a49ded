package slack

import (
	"context"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"lotsenfunk/bot"
	"lotsenfunk/bot/wire"
)

// connections is how many sockets are open side by side. Slack closes each of them
// now and then; what happens meanwhile comes through the other.
const connections = 2

// sockets counts those that are open.
type sockets struct{ n atomic.Int32 }

func (s *sockets) open() int { return int(s.n.Load()) }

// Run listens through sockets until the context ends; without a token for them it
// just waits.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	a.answers.Set(h)
	var all sync.WaitGroup
	a.mu.Lock()
	for _, w := range a.workspaces {
		all.Go(func() { w.meet(ctx) })
	}
	a.mu.Unlock()
	if a.o.Install != nil {
		all.Go(func() { a.watch(ctx) })
	}
	if a.o.AppToken != "" {
		for range connections {
			all.Go(func() { a.listen(ctx, h) })
		}
	}
	<-ctx.Done()
	all.Wait()
	a.jobs.Wait()
	return nil
}

// The pauses before a connection is made again that could not be made at all.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// listen keeps one connection until the context ends. The client makes a broken one
// again by itself; it gives up if Slack does not take the token.
func (a *Adapter) listen(ctx context.Context, h bot.Handler) {
	pause := firstPause
	for ctx.Err() == nil {
		connected := a.connection(ctx, h)
		if ctx.Err() != nil {
			return
		}
		if connected {
			pause = firstPause
		}
		a.o.Log.Error("no socket to Slack can be opened; trying again", "platform", Platform, "pause", pause)
		pause = rest(ctx, pause)
	}
}

// rest lets a pause go by, or about half of it, and returns the next one.
func rest(ctx context.Context, pause time.Duration) (next time.Duration) {
	timer := time.NewTimer(pause/2 + rand.N(pause/2+1))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return min(2*pause, lastPause)
}

// connection runs the client until it gives up, and reports whether it was ever
// connected.
func (a *Adapter) connection(ctx context.Context, h bot.Handler) (connected bool) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	api := slack.New("", slack.OptionAPIURL(a.o.API), slack.OptionAppLevelToken(a.o.AppToken), slack.OptionHTTPClient(a.http))
	client := socketmode.New(api, socketmode.OptionLog(log.New(io.Discard, "", 0)), socketmode.OptionDialer(wire.Dialer(a.o.Roots)))
	var reading sync.WaitGroup
	reading.Go(func() {
		up := false
		defer func() { a.sockets.mark(&up, false) }()
		for {
			select {
			case <-ctx.Done():
				return
			case ev := <-client.Events:
				switch ev.Type {
				case socketmode.EventTypeHello:
					connected = true
					a.sockets.mark(&up, true)
				case socketmode.EventTypeConnecting, socketmode.EventTypeConnectionError:
					a.sockets.mark(&up, false)
				case socketmode.EventTypeErrorBadMessage:
					a.note("socket", errUnreadable)
				default:
					a.begin(ctx, func(ctx context.Context) { a.envelope(ctx, h, client, ev) })
				}
			}
		}
	})
	_ = client.RunContext(ctx) // what it says is what its events said
	stop()
	reading.Wait()
	return connected
}

func (s *sockets) mark(was *bool, is bool) {
	if *was != is {
		*was = is
		s.n.Add(map[bool]int32{true: 1, false: -1}[is])
	}
}

// envelope takes what came through a socket and acknowledges it, unless it could not be
// answered: then an event comes again, and who typed a command is told.
func (a *Adapter) envelope(ctx context.Context, h bot.Handler, client *socketmode.Client, ev socketmode.Event) {
	var answer any
	var err error
	switch data := ev.Data.(type) {
	case slack.SlashCommand:
		answer, err = a.command(ctx, h, data)
	case slack.InteractionCallback:
		answer, err = a.interaction(ctx, h, data)
	case slackevents.EventsAPIEvent:
		err = a.event(ctx, h, data)
	default:
		return
	}
	if err != nil {
		a.note("socket", err)
		if statusOf(err) == http.StatusBadGateway {
			return
		}
	}
	ack, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := client.AckCtx(ack, ev.Request.EnvelopeID, answer); err != nil {
		a.o.Log.Warn("an acknowledgement could not be sent", "platform", Platform, "error", err)
		a.instead(ctx, ev.Data, answer)
	}
}

// instead says what was to go with an acknowledgement that could not be sent.
func (a *Adapter) instead(ctx context.Context, to, answer any) {
	command, typed := to.(slack.SlashCommand)
	m, says := answer.(slack.WebhookMessage)
	if !typed || !says || command.ResponseURL == "" {
		return
	}
	if err := a.postTo(ctx, command.ResponseURL, &m); err != nil {
		a.o.Log.Error("an answer is lost", "platform", Platform, "error", err)
	}
}
