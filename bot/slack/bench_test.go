package slack_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/slack/slackstage"
	"lotsenfunk/bot/slack/slacktest"
)

// BenchmarkAcknowledge measures how long 64 commands at once wait for their
// acknowledgement, beside a handler that does nothing in the same run.
func BenchmarkAcknowledge(b *testing.B) {
	empty := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	defer empty.Close()
	a := app()
	a.HTTP = &slacktest.Endpoints{Commands: empty.URL}
	s := slacktest.New(b, a)
	nothing := slackstage.New(s, slackstage.House{People: []string{bottest.Anna}, Channels: map[string][]string{"ideen": nil}})
	base, _ := rush(b, nothing)
	for name, overHTTP := range map[string]bool{"http": true, "socket": false} {
		b.Run(name, func(b *testing.B) {
			h := newHall(b, overHTTP)
			h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
				return bot.Private(bot.Message{Line: "Idee 53 ist eingereicht", Text: bot.Words(ev.Text)})
			}))
			median, longest := rush(b, h.stage)
			b.ReportMetric(float64(median.Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
			b.ReportMetric(float64(median)/float64(base), "×-empty")
		})
	}
}

// rush lets 64 people type at once, ten times for each round of the benchmark.
func rush(b *testing.B, stage *slackstage.Stage) (median, longest time.Duration) {
	const crowd = 64
	var mu sync.Mutex
	var took []time.Duration
	for range 10 * b.N {
		var all sync.WaitGroup
		for i := range crowd {
			all.Go(func() {
				began := time.Now()
				if err := stage.Say(b.Context(), bottest.Anna, strings.TrimPrefix(bottest.Public, "#"), fmt.Sprint("/idee Nummer ", i)); err != nil {
					b.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				took = append(took, time.Since(began))
			})
		}
		all.Wait()
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)-1]
}
