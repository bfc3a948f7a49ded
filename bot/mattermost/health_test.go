package mattermost_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/bot/mattermost/mmtest"
	"lotsenfunk/i18n"
)

// kept is a bot.Memory without a database: it keeps cursors.
type kept struct{ sync.Map }

func (k *kept) Cursor(_ context.Context, name string) (string, error) {
	v, _ := k.Load(name)
	s, _ := v.(string)
	return s, nil
}

func (k *kept) SaveCursor(_ context.Context, name, value string) error {
	k.Store(name, value)
	return nil
}

func (k *kept) AppendJournal(context.Context, string, []byte) error             { return nil }
func (k *kept) Journal(context.Context, string, func(entry []byte) error) error { return nil }

// journal is a log that can be waited for.
type journal struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan struct{}
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	select {
	case j.wrote <- struct{}{}:
	default:
	}
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// says waits until the log holds some words.
func (j *journal) says(t *testing.T, words string) {
	t.Helper()
	for !strings.Contains(j.String(), words) {
		select {
		case <-j.wrote:
		case <-t.Context().Done():
			t.Fatalf("the log has no %q:\n%s", words, j)
		}
	}
}

// run connects an adapter to a server until the test ends.
func run(t *testing.T, url string, roots *x509.CertPool) (*mattermost.Adapter, *journal) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	log := &journal{wrote: make(chan struct{}, 1)}
	a, err := mattermost.New(mattermost.Options{
		Servers:  []mattermost.Server{{Tenant: "birkenfurt", URL: url, Token: mmtest.Token}},
		Callback: "https://bot.example", Key: bytes.Repeat([]byte("k"), 32), Roots: roots, Memory: &kept{}, Now: func() time.Time { return time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC) },
		Printer: func(context.Context, bot.Account) *i18n.Printer { return catalogues.Printer(i18n.German, time.UTC) },
		Log:     slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- a.Run(ctx, bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
			if ev.Kind != bot.KindMessage {
				return bot.Nothing()
			}
			return bot.Private(bot.Message{Line: "Heard: " + ev.Text})
		}))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if strings.Contains(log.String(), mmtest.Token) {
			t.Errorf("the log holds the token:\n%s", log)
		}
	})
	return a, log
}

func connection(t *testing.T, a *mattermost.Adapter) bot.Connection {
	t.Helper()
	all := a.Connections()
	if len(all) != 1 || all[0].Tenant != (bot.Tenant{Platform: mattermost.Platform, ID: "birkenfurt"}) {
		t.Fatalf("%+v", all)
	}
	return all[0]
}

// A token that is revoked in the middle: the stream stays open and falls silent;
// the first request shows it. What is to be said waits,
// without asking again and again, and arrives when the token is good again.
func TestRevokedToken(t *testing.T) {
	server := mmtest.Start(t)
	a, log := run(t, server.URL, nil)
	if err := server.AwaitConnections(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	log.says(t, "connected")
	to := bot.Target{Tenant: bot.Tenant{Platform: mattermost.Platform, ID: "birkenfurt"}, Channel: mmtest.Channel}
	post := func() error {
		_, err := a.Post(t.Context(), to, bot.Message{Line: "Moin"}, "k")
		return err
	}
	if err := post(); err != nil {
		t.Fatal(err)
	}
	server.Revoke()
	for range 2 {
		if err := post(); !errors.Is(err, bot.ErrDisconnected) || errors.Is(err, bot.ErrGone) {
			t.Errorf("refused: %v", err)
		}
	}
	log.says(t, "does not take the bot's token: run")
	if c := connection(t, a); c.Up || !c.Refused || c.Trouble == "" {
		t.Errorf("%+v", c)
	}
	server.Allow()
	if err := server.AwaitConnections(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if err := post(); err != nil {
		t.Errorf("allowed again: %v", err)
	}
	if n := len(server.Said(mmtest.Channel)); n != 2 {
		t.Errorf("%d posts", n)
	}
}

// A server behind an authority that only the town knows, over REST and WebSocket.
func TestInternalAuthority(t *testing.T) {
	server := mmtest.StartTLS(t)
	t.Run("known", func(t *testing.T) {
		roots := x509.NewCertPool()
		roots.AddCert(server.Certificate())
		a, log := run(t, server.URL, roots)
		if err := server.AwaitConnections(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		log.says(t, "connected")
		if c := connection(t, a); c.Refused {
			t.Errorf("%+v", c)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		a, log := run(t, server.URL, nil)
		log.says(t, "certificate")
		if c := connection(t, a); c.Up || c.Refused {
			t.Errorf("%+v", c)
		}
		to := bot.Target{Tenant: bot.Tenant{Platform: mattermost.Platform, ID: "birkenfurt"}, Person: mmtest.Anna}
		if _, err := a.Post(t.Context(), to, bot.Message{Line: "Moin"}, "k"); !errors.Is(err, bot.ErrDisconnected) {
			t.Errorf("nothing was sent, but: %v", err)
		}
	})
}

// A server that is away is tried again after growing pauses, not every second.
func TestUnreachableServer(t *testing.T) {
	server := mmtest.Start(t)
	url := server.URL
	server.Close()
	a, log := run(t, url, nil)
	log.says(t, "the server cannot be reached; trying again")
	if c := connection(t, a); c.Up || c.Refused || c.Trouble != "the server cannot be reached" {
		t.Errorf("%+v", c)
	}
}

// What people do in a moment in which the server cannot be asked about it is
// answered when it can, once.
func TestTroubleInTheMiddle(t *testing.T) {
	server := mmtest.Start(t)
	a, _ := run(t, server.URL, nil)
	for !connection(t, a).Up { // it has caught up
		runtime.Gosched()
	}
	server.Break(1)
	if err := server.Say(mmtest.Anna, "Moin"); err != nil {
		t.Fatal(err)
	}
	if err := server.Await(t.Context(), mmtest.Direct(mmtest.Anna), "Heard: Moin"); err != nil {
		t.Fatal(err)
	}
	if err := server.AwaitConnections(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if said := server.Said(mmtest.Direct(mmtest.Anna)); len(said) != 1 {
		t.Errorf("%q", said)
	}
}
