package mmstage

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"

	"lotsenfunk/bot"
)

// Progress is a bot.Memory that tells how far the bot has read the stream.
type Progress struct {
	bot.Memory
	Tells bool      // Handled is called
	Other *Progress // of another replica, or nil

	mu        sync.Mutex
	read      int64
	waiting   map[chan struct{}]int64
	unreacted chan struct{}
}

// SaveCursor keeps a cursor and wakes those who wait for it.
func (p *Progress) SaveCursor(ctx context.Context, name, value string) error {
	err := p.Memory.SaveCursor(ctx, name, value)
	at, noTime := strconv.ParseInt(value, 10, 64)
	if err != nil || noTime != nil || !strings.HasSuffix(name, "/read") {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = max(p.read, at)
	maps.DeleteFunc(p.waiting, func(arrived chan struct{}, until int64) bool {
		if until <= p.read {
			close(arrived)
		}
		return until <= p.read
	})
	return nil
}

// Wait waits until the bot has done what there was to do about everything up to
// a moment.
func (p *Progress) Wait(ctx context.Context, at int64) error {
	if p.Other != nil {
		if err := p.Other.Wait(ctx, at); err != nil {
			return err
		}
	}
	p.mu.Lock()
	if p.read >= at {
		p.mu.Unlock()
		return nil
	}
	if p.waiting == nil {
		p.waiting = map[chan struct{}]int64{}
	}
	arrived := make(chan struct{})
	p.waiting[arrived] = at
	p.mu.Unlock()
	select {
	case <-arrived:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the bot has not read what was said: %w", ctx.Err())
	}
}

// Handled is called with each event that was handed over and answered, by tests
// whose handler is their own.
func (p *Progress) Handled(ev bot.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ev.Kind == bot.KindUnreaction && p.unreacted != nil {
		close(p.unreacted)
		p.unreacted = nil
	}
}

// Unreaction waits for a reaction to be taken back, where events are handed to
// Handled: the server does not say when somebody did so.
func (p *Progress) Unreaction() (wait func(context.Context) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.Tells {
		return func(context.Context) error { return nil }
	}
	p.unreacted = make(chan struct{})
	arrived := p.unreacted
	return func(ctx context.Context) error {
		select {
		case <-arrived:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
