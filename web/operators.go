package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
)

// Options say what is watched.
type Options struct {
	Store    *storage.Store
	Adapters []bot.Adapter
	// Now is the program's clock.
	Now     func() time.Time
	Version string
	Log     *slog.Logger
}

// Operators are the pages for operators.
type Operators struct {
	o        Options
	numbers  numbers
	stopping atomic.Bool
}

// New makes the pages.
func New(o Options) *Operators {
	p := &Operators{o: o}
	p.numbers = newNumbers(p)
	return p
}

// patience is how long a page waits for the database.
const patience = 5 * time.Second

// Routes adds the pages.
func (p *Operators) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, map[string]bool{"alive": true}) })
	mux.HandleFunc("GET /readyz", p.ready)
	mux.Handle("GET /metrics", p.numbers.pages())
}

// Stopping says that the program is about to end: it is not ready any more.
func (p *Operators) Stopping() { p.stopping.Store(true) }

// readiness is what /readyz says, in one line.
type readiness struct {
	Ready   bool     `json:"ready"`
	Missing []string `json:"missing,omitempty"`
}

func (p *Operators) ready(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	missing := p.missing(ctx)
	status := http.StatusOK
	if len(missing) > 0 {
		status = http.StatusServiceUnavailable
	}
	answer(w, status, readiness{len(missing) == 0, missing})
}

// missing is what keeps the program from its work.
func (p *Operators) missing(ctx context.Context) (missing []string) {
	if p.stopping.Load() {
		missing = append(missing, "the program is stopping")
	}
	if err := p.o.Store.Ping(ctx); err != nil { // which may name the address: that is for the log
		p.o.Log.Warn("the database does not answer", "error", err)
		missing = append(missing, "the database does not answer")
	}
	for _, c := range p.connections() {
		if !c.Up {
			missing = append(missing, c.Tenant.Platform+" "+c.Tenant.ID+": "+c.Trouble)
		}
	}
	return missing
}

// connections are all workspaces that are to be connected.
func (p *Operators) connections() (all []bot.Connection) {
	for _, a := range p.o.Adapters {
		if watched, ok := a.(bot.Watched); ok {
			all = append(all, watched.Connections()...)
		}
	}
	return all
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // whoever asked is gone: the answer is in vain
}
