package slack

import (
	"context"
	"errors"
	"time"

	"lotsenfunk/bot"
)

// most is how much of a kind is remembered before all of it is forgotten.
const most = 10_000

// remember keeps a value. The lock is held.
func remember[V any](all map[string]V, id string, v V) {
	if len(all) >= most {
		clear(all)
	}
	all[id] = v
}

// How long a fact counts. Slack does not tell of everything that changes, and of what
// it does it tells one process only.
const (
	fresh    = 10 * time.Minute
	again    = time.Minute // if it could not be asked for
	patience = time.Second // somebody waits, and the old fact is better than none
)

// fact is what Slack said of something, and when.
type fact[V any] struct {
	is V
	at time.Time
}

// recall is a fact as it is remembered, or else asked for: for the first time, and when
// it is old. If asking fails the old one goes on counting, unless Slack says that what
// it is about is not there any more.
func recall[V any](ctx context.Context, w *workspace, all map[string]fact[V], id string, ask func(context.Context) (V, error)) (V, error) {
	now := w.o.Now()
	w.mu.Lock()
	old, known := all[id]
	w.mu.Unlock()
	if known && now.Sub(old.at) < fresh {
		return old.is, nil
	}
	if known {
		var stop func()
		ctx, stop = context.WithTimeout(ctx, patience)
		defer stop()
	}
	f := fact[V]{at: now}
	var err error
	f.is, err = ask(ctx)
	switch {
	case err == nil:
	case !known || errors.Is(err, bot.ErrGone):
		return f.is, err
	default:
		f = fact[V]{old.is, now.Add(again - fresh)}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	remember(all, id, f)
	return f.is, nil
}
