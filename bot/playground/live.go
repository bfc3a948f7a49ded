package playground

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// bell wakes everybody who listens. Several rings may wake a listener once.
type bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

func (b *bell) listen() (rung <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[chan struct{}]bool{}
	}
	b.listeners[c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, c)
	}
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.listeners {
		select {
		case c <- struct{}{}:
		default: // one is waiting already
		}
	}
}

// live tells a window that its page may have changed, and nothing more: what
// changed it learns by asking for its own page. The first signal is sent at
// once, for what happened between drawing the page and listening here.
func (p *Playground) live(w http.ResponseWriter, r *http.Request) {
	if !p.sits(r) {
		http.NotFound(w, r)
		return
	}
	changed, stop := p.Room.Watch()
	defer stop()
	turned, stopClock := p.turned.listen()
	defer stopClock()

	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // never, where the server has one and it can be lifted
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		if _, err := io.WriteString(w, "event: changed\ndata:\n\n"); err != nil {
			return
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-changed:
		case <-turned:
		case <-r.Context().Done():
			return
		}
	}
}
