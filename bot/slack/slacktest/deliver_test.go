package slacktest_test

import (
	"context"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"lotsenfunk/bot/slack/slacktest"
)

// An event that is answered with no 200 comes again: at once, after a minute and
// after five, with its number and the reason.
func TestEventAgain(t *testing.T) {
	r, p := overHTTP(t)
	r.must(r.Verify(t.Context()))
	p.set(func(p *program) { p.status, p.retries = http.StatusInternalServerError, nil })
	_, err := r.ws.As(r.anna).Write(t.Context(), r.ws.DM(r.anna), "x")
	r.must(err)
	r.must(r.Settle(t.Context()))
	if n := r.Waiting(); n != 1 {
		t.Fatalf("%d events wait", n)
	}
	r.Turn(time.Minute)
	r.must(r.Settle(t.Context()))
	p.set(func(p *program) { p.status = 0 })
	r.Turn(5 * time.Minute)
	r.must(r.Settle(t.Context()))
	if want := []string{"", "1http_error", "2http_error", "3http_error"}; !slices.Equal(p.retries, want) {
		t.Errorf("retries %q, want %q", p.retries, want)
	}
	if len(p.ids) != 4 || p.ids[0] != p.ids[3] || r.Waiting() != 0 {
		t.Errorf("the events %v, %d wait", p.ids, r.Waiting())
	}

	p.set(func(p *program) { p.status = http.StatusInternalServerError })
	_, err = r.ws.As(r.anna).Write(t.Context(), r.ws.DM(r.anna), "y")
	r.must(err)
	for range 4 {
		r.Turn(5 * time.Minute)
		r.must(r.Settle(t.Context()))
	}
	if r.Waiting() != 0 || len(r.Complaints()) != 1 {
		t.Errorf("%d wait, complaints %q", r.Waiting(), r.Complaints())
	}
}

// Three seconds on the clock are the most that an answer may take.
func TestLate(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		hold := make(chan struct{})
		p.set(func(p *program) { p.hold = hold })
		failed := make(chan error)
		go func() { failed <- r.ws.As(r.anna).Command(context.WithoutCancel(t.Context()), r.ideas, "/idee") }()
		r.must(p.await(t.Context(), func() bool { n, _, _ := p.counts(); return n == 1 }))
		r.Turn(slacktest.AckTime - time.Millisecond)
		select {
		case err := <-failed:
			t.Errorf("given up too early: %v", err)
		default:
		}
		r.Turn(time.Millisecond)
		if err := <-failed; err == nil || !strings.Contains(err.Error(), "operation_timeout") {
			t.Errorf("late: %v", err)
		}
		p.set(func(p *program) { p.hold = nil })
		close(hold)
	})
}

func TestRedeliver(t *testing.T) {
	both(t, func(t *testing.T, r *rig, p *program) {
		r.must(r.ws.As(r.anna).Command(t.Context(), r.ideas, "/idee"))
		first := p.command(t)
		r.must(r.Redeliver(t.Context()))
		if n, _, _ := p.counts(); n != 2 || p.command(t).TriggerID != first.TriggerID {
			t.Errorf("%d commands, the last with another trigger", n)
		}
		_, err := r.ws.As(r.anna).Write(t.Context(), r.ws.DM(r.anna), "x")
		r.must(err)
		r.must(r.Redeliver(t.Context()))
		if len(p.ids) != 2 || p.ids[0] != p.ids[1] {
			t.Errorf("events %v", p.ids)
		}
	})
}

// A connection that ends takes nothing with it: what was not acknowledged goes
// through another.
func TestDroppedConnection(t *testing.T) {
	for name, end := range map[string]func(*slacktest.Slack){
		"dropped": (*slacktest.Slack).Drop,
		"refresh": func(s *slacktest.Slack) { s.Disconnect("refresh_requested") },
		"warning": func(s *slacktest.Slack) { s.Disconnect("warning") },
	} {
		t.Run(name, func(t *testing.T) {
			r, p := overSocket(t)
			hold := make(chan struct{})
			p.set(func(p *program) { p.hold = hold })
			var all sync.WaitGroup
			errs := make([]error, 4)
			for i := range errs {
				all.Go(func() { errs[i] = r.ws.As(r.anna).Command(context.WithoutCancel(t.Context()), r.ideas, "/idee") })
			}
			r.must(p.await(t.Context(), func() bool { n, _, _ := p.counts(); return n == 4 }))
			end(r.Slack)
			r.must(p.await(t.Context(), func() bool { n, _, _ := p.counts(); return n == 6 })) // two of them again
			p.set(func(p *program) { p.hold = nil })
			close(hold)
			all.Wait()
			for _, err := range errs {
				r.must(err)
			}
			r.must(r.Connected(within(t, 20*time.Second), 2)) // it came back
		})
	}
}

func TestNoConnection(t *testing.T) {
	r := newRig(t, app())
	if err := r.ws.As(r.anna).Command(t.Context(), r.ideas, "/idee"); err == nil {
		t.Error("a command reached nobody, and nobody says so")
	}
	_, err := r.ws.As(r.anna).Write(t.Context(), r.ws.DM(r.anna), "x")
	r.must(err)
	p := &program{}
	p.connect(r)
	r.must(r.Connected(t.Context(), 1))
	r.Turn(time.Minute)
	r.must(r.Settle(t.Context()))
	if _, _, n := p.counts(); n != 1 || r.Waiting() != 0 {
		t.Errorf("%d events came, %d wait", n, r.Waiting())
	}
}

// An app has ten connections at most; an eleventh is told so and closed.
func TestTooManyConnections(t *testing.T) {
	r := newRig(t, app())
	dial := func() *websocket.Conn {
		_, address, err := r.client.StartSocketModeContext(t.Context())
		r.must(err)
		ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
		r.must(err)
		t.Cleanup(func() { ws.Close() })
		if _, again, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil); err == nil || again.StatusCode != http.StatusForbidden {
			t.Error("an address was good twice")
		}
		return ws
	}
	for n := range slacktest.MaxConnections + 1 {
		var said struct{ Type, Reason string }
		r.must(dial().ReadJSON(&said))
		if want := n < slacktest.MaxConnections; (said.Type == "hello") != want || (said.Reason == "too_many_websockets") == want {
			t.Errorf("connection %d is told %+v", n+1, said)
		}
	}
}

// Whoever closes it is alone again.
func TestCloseEndsEverything(t *testing.T) {
	s := slacktest.Start(app(), slacktest.NewClock(time.Unix(1_800_000_000, 0)))
	ws := s.Workspace("birkenfurt")
	anna := ws.User(slacktest.Profile{Name: "anna"})
	ws.Install()
	client := slack.New(ws.Token, slack.OptionAPIURL(s.URL), slack.OptionAppLevelToken(slacktest.AppToken))
	_, address, err := client.StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := s.Connected(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	said := make(chan error)
	go func() { said <- ws.As(anna).Command(context.WithoutCancel(t.Context()), ws.DM(anna), "/idee") }() // nobody acknowledges it
	if _, _, err := conn.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := <-said; err == nil {
		t.Error("a command succeeded that nobody heard")
	}
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	if strings.Contains(string(stacks), "slacktest.(*conn)") || strings.Contains(string(stacks), "slacktest.(*Slack)") {
		t.Errorf("something is still running:\n%s", stacks)
	}
}
