package web

import (
	"cmp"
	"context"
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"lotsenfunk/bot"
)

// numbers are the program's metrics. Their labels are kinds, classes, states,
// reasons and tenants: lists of ours or of the configuration, never people.
type numbers struct {
	registry     *prometheus.Registry
	interactions *prometheus.HistogramVec
}

func newNumbers(p *Operators) numbers {
	n := numbers{
		registry: prometheus.NewRegistry(),
		interactions: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "lotsenfunk_interaction_duration_seconds", Help: "How long it took to answer what somebody did.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"platform", "kind", "outcome"}),
	}
	build := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "lotsenfunk_build_info", Help: "1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": p.o.Version, "go": runtime.Version(), "database": p.o.Store.Engine()}}, func() float64 { return 1 })
	n.registry.MustRegister(n.interactions, build, state{p}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return n
}

func (n numbers) pages() http.Handler {
	return promhttp.HandlerFor(n.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// Measured hands everything over to h and takes down how it went.
func (p *Operators) Measured(h bot.Handler) bot.Handler {
	return bot.HandlerFunc(func(ctx context.Context, ev bot.Event) bot.Reply {
		begun := p.o.Now()
		reply := h.Handle(ctx, ev)
		outcome := cmp.Or(string(reply.Outcome), "done")
		p.numbers.interactions.WithLabelValues(ev.Who.Tenant.Platform, string(ev.Kind), outcome).Observe(p.o.Now().Sub(begun).Seconds())
		return reply
	})
}

// state collects the numbers that stand in the database and in the adapters.
type state struct{ *Operators }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("lotsenfunk_"+name, help, labels, nil)
}

// descriptions are what state collects.
type descriptions struct{ database, notices, oldest, refused, up, token *prometheus.Desc }

func described() descriptions {
	return descriptions{
		database: describe("database_up", "1 if the database answers."),
		notices:  describe("notices", "Notices that are kept, by class and state: due, retrying and later are to be sent.", "class", "state"),
		oldest:   describe("notice_oldest_due_seconds", "How long the oldest notice that could be sent has been waiting; 0 if none is."),
		refused:  describe("requests_refused_total", "Requests that were refused and had no effect, by reason.", "platform", "reason"),
		up:       describe("platform_up", "1 if the chat server is connected.", "platform", "tenant"),
		token:    describe("platform_token_refused", "1 if the chat server does not take the bot's token.", "platform", "tenant"),
	}
}

// Describe names what is collected.
func (s state) Describe(to chan<- *prometheus.Desc) {
	d := described()
	for _, one := range []*prometheus.Desc{d.database, d.notices, d.oldest, d.refused, d.up, d.token} {
		to <- one
	}
}

// Collect collects. Without the database the rest is told all the same.
func (s state) Collect(to chan<- prometheus.Metric) {
	d := described()
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	for _, c := range s.connections() {
		gauge(d.up, number(c.Up), c.Tenant.Platform, c.Tenant.ID)
		gauge(d.token, number(c.Refused), c.Tenant.Platform, c.Tenant.ID)
	}
	for _, a := range s.o.Adapters {
		watched, ok := a.(bot.Watched)
		if !ok {
			continue
		}
		for reason, n := range watched.Refused() {
			to <- prometheus.MustNewConstMetric(d.refused, prometheus.CounterValue, float64(n), a.Name(), reason)
		}
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	now := s.o.Now()
	counts, oldest, waiting, err := s.o.Store.WatchNotices(ctx, now)
	gauge(d.database, number(err == nil))
	if err != nil {
		s.o.Log.Warn("the notices could not be counted", "error", err)
		return
	}
	for _, c := range counts {
		gauge(d.notices, float64(c.N), string(c.Class), string(c.State))
	}
	age := 0.0
	if waiting {
		age = max(0, now.Sub(oldest).Seconds())
	}
	gauge(d.oldest, age)
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
