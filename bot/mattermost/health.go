package mattermost

import (
	"maps"
	"slices"
	"sync"

	"lotsenfunk/bot"
)

// Connections says how it stands with each server, by tenant.
func (a *Adapter) Connections() []bot.Connection {
	var all []bot.Connection
	for _, tenant := range slices.Sorted(maps.Keys(a.servers)) {
		s := a.servers[tenant]
		c := s.health.look()
		c.Tenant = s.tenant
		all = append(all, c)
	}
	return all
}

// health is how it stands with one server.
type health struct {
	mu   sync.Mutex
	is   bot.Connection
	told chan struct{} // gets one when the stream is to be left
}

func newHealth() *health {
	return &health{is: bot.Connection{Trouble: "not connected yet"}, told: make(chan struct{}, 1)}
}

func (h *health) look() bot.Connection {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.is
}

func (h *health) refused() bool { return h.look().Refused }

// up: the stream stands.
func (h *health) up() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.is = bot.Connection{Up: true}
}

// taken: the server takes the token.
func (h *health) taken() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.is.Refused = false
	select {
	case <-h.told: // of an earlier time
	default:
	}
}

// refuse: the server does not take the token. The stream would only fall silent,
// so whoever reads it is told.
func (h *health) refuse() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.is = bot.Connection{Refused: true, Trouble: errRefused.Error()}
	h.leave()
}

// leave has the connection made anew.
func (h *health) leave() {
	select {
	case h.told <- struct{}{}:
	default: // has been told
	}
}

// down: there is no stream, or none any more. What went wrong is in the log.
func (h *health) down(connected bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.is.Refused:
	case connected:
		h.is = bot.Connection{Trouble: "the connection is lost"}
	default:
		h.is = bot.Connection{Trouble: "the server cannot be reached"}
	}
}
