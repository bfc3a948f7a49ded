// Package e2e tries the whole program from outside. It is a module of its own,
// so that its tools are none of the program's.
package e2e

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/program"
	"lotsenfunk/townfile"
)

// town is the demo town on a database of its own, served on a free port.
type town struct {
	*testing.T
	program *program.Program
	url     string
}

func openTown(t *testing.T) *town {
	t.Helper()
	demo, err := townfile.Demo()
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Start(t.Context(), program.Options{
		DSN: filepath.Join(t.TempDir(), "town.db"), Town: demo,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- p.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return &town{t, p, "http://" + listener.Addr().String()}
}

// say lets a seat say something; channel "" is its direct messages.
func (t *town) say(seat, channel, words string) {
	t.Helper()
	t.did(t.program.Room.Say(t.Context(), seat, channel, words))
}

// post lets the bot say something in a channel.
func (t *town) post(channel string, m bot.Message) {
	t.Helper()
	_, err := t.program.Room.Post(t.Context(), bot.Target{Tenant: t.program.Room.Tenant(), Channel: channel}, m, "")
	t.did(err)
}

// did delivers what follows from what was done, if that went well.
func (t *town) did(err error) {
	t.Helper()
	if err == nil {
		err = t.program.Settle(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// newest is the last message a seat sees in a place.
func (t *town) newest(seat, channel string) string {
	t.Helper()
	posts := t.program.Room.Posts(seat, channel)
	if len(posts) == 0 {
		t.Fatalf("%s sees nothing in %q", seat, channel)
	}
	return posts[len(posts)-1].ID
}
