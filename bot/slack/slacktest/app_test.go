package slacktest_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"lotsenfunk/bot/slack/slacktest"
)

// program is an app at work: it remembers what it is told and answers as the test
// says.
type program struct {
	mu       sync.Mutex
	commands []slack.SlashCommand
	actions  []slack.InteractionCallback
	events   []slackevents.EventsAPIEvent
	ids      []string // of events
	retries  []string
	answer   any             // to what is asked
	hold     <-chan struct{} // before an answer is given
	status   int
	news     chan struct{} // closed when the app is told something
}

// await waits until the app was told as much as there says.
func (p *program) await(ctx context.Context, there func() bool) error {
	for {
		p.mu.Lock()
		if p.news == nil {
			p.news = make(chan struct{})
		}
		news := p.news
		p.mu.Unlock()
		if there() {
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *program) told(what any) (answer any, hold <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.news != nil {
		close(p.news)
		p.news = nil
	}
	switch what := what.(type) {
	case slack.SlashCommand:
		p.commands = append(p.commands, what)
	case slack.InteractionCallback:
		p.actions = append(p.actions, what)
	case slackevents.EventsAPIEvent:
		p.events = append(p.events, what)
		if cb, ok := what.Data.(*slackevents.EventsAPICallbackEvent); ok {
			p.ids = append(p.ids, cb.EventID)
		}
		return nil, p.hold
	}
	return p.answer, p.hold
}

// set says how the next things are answered.
func (p *program) set(to func(*program)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	to(p)
}

func (p *program) action(t *testing.T) slack.InteractionCallback {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.actions) == 0 {
		t.Fatal("the app was told of no interaction")
	}
	return p.actions[len(p.actions)-1]
}

func (p *program) command(t *testing.T) slack.SlashCommand {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.commands) == 0 {
		t.Fatal("the app was told of no command")
	}
	return p.commands[len(p.commands)-1]
}

// event is the last event of which the app was told.
func (p *program) event(t *testing.T) any {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.events) == 0 {
		t.Fatal("the app was told of no event")
	}
	return p.events[len(p.events)-1].InnerEvent.Data
}

func (p *program) counts() (commands, actions, events int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.commands), len(p.actions), len(p.events)
}

// ServeHTTP is the app behind an address.
func (p *program) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	right := http.Header{}
	var at int64
	_ = json.Unmarshal([]byte(r.Header.Get("X-Slack-Request-Timestamp")), &at)
	slacktest.Sign(right, slacktest.SigningSecret, at, string(body))
	if !hmac.Equal([]byte(right.Get("X-Slack-Signature")), []byte(r.Header.Get("X-Slack-Signature"))) {
		http.Error(w, "forged", http.StatusUnauthorized)
		return
	}
	p.set(func(p *program) {
		p.retries = append(p.retries, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	})
	what, challenge := p.read(r, body)
	if challenge != "" {
		_, _ = io.WriteString(w, challenge)
		return
	}
	answer, hold := p.told(what)
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}
	p.mu.Lock()
	status := p.status
	p.mu.Unlock()
	if status != 0 {
		w.WriteHeader(status)
		return
	}
	if answer != nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	}
}

func (p *program) read(r *http.Request, body []byte) (what any, challenge string) {
	again := r.Clone(context.Background())
	again.Body = io.NopCloser(bytes.NewReader(body))
	switch r.URL.Path {
	case "/commands":
		c, _ := slack.SlashCommandParse(again)
		return c, ""
	case "/events":
		ev, _ := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
		if v, ok := ev.Data.(*slackevents.EventsAPIURLVerificationEvent); ok {
			return nil, v.Challenge
		}
		return ev, ""
	}
	a, _ := slack.InteractionCallbackParse(again)
	return a, ""
}

// overHTTP starts a workspace whose app is behind an address.
func overHTTP(t *testing.T) (*rig, *program) {
	t.Helper()
	p := &program{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	a := app()
	a.HTTP = &slacktest.Endpoints{Commands: server.URL + "/commands", Interact: server.URL + "/interact", Options: server.URL + "/options", Events: server.URL + "/events"}
	return newRig(t, a), p
}

// overSocket starts a workspace whose app has two connections.
func overSocket(t *testing.T) (*rig, *program) {
	t.Helper()
	r := newRig(t, app())
	p := &program{}
	for range 2 {
		p.connect(r)
	}
	r.must(r.Connected(t.Context(), 2))
	return r, p
}

// connect makes a connection that lasts until the test ends.
func (p *program) connect(r *rig) {
	client := socketmode.New(r.client, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { _ = client.RunContext(ctx) })
	all.Go(func() {
		for {
			select {
			case ev := <-client.Events:
				p.take(ctx, client, ev)
			case <-ctx.Done():
				return
			}
		}
	})
	r.Cleanup(func() {
		cancel()
		all.Wait()
	})
}

func (p *program) take(ctx context.Context, client *socketmode.Client, ev socketmode.Event) {
	switch ev.Type {
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
	default:
		return
	}
	go func() {
		answer, hold := p.told(ev.Data)
		if hold != nil {
			select {
			case <-hold:
			case <-ctx.Done():
				return
			}
		}
		_ = client.AckCtx(ctx, ev.Request.EnvelopeID, answer)
	}()
}

// both runs a test in either mode.
func both(t *testing.T, test func(*testing.T, *rig, *program)) {
	t.Helper()
	t.Run("http", func(t *testing.T) {
		r, p := overHTTP(t)
		test(t, r, p)
	})
	t.Run("socket", func(t *testing.T) {
		r, p := overSocket(t)
		test(t, r, p)
	})
}
