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
// acknowledgement, beside a handler that does nothing in the same run: in front of the
// adapter alone, and of the whole program, which looks an idea up or files one.
func BenchmarkAcknowledge(b *testing.B) {
	empty := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	defer empty.Close()
	a := app()
	a.HTTP = &slacktest.Endpoints{Commands: empty.URL}
	s := slacktest.New(b, a)
	nothing := slackstage.New(s, slackstage.House{People: []string{bottest.Anna}, Channels: map[string][]string{"ideen": nil}})
	for name, overHTTP := range map[string]bool{"http": true, "socket": false} {
		b.Run(name, func(b *testing.B) {
			h := newHall(b, overHTTP)
			h.handler.Store(bot.HandlerFunc(func(_ context.Context, ev bot.Event) bot.Reply {
				return bot.Private(bot.Message{Line: "Idee 53 ist eingereicht", Text: bot.Words(ev.Text)})
			}))
			compare(b, nothing, h.stage, h.settle, bottest.Anna, "/idee Nummer %d")
		})
		for what, line := range map[string]string{"look": "/idee 12", "file": "/idee ohne-namen Vorschlag Nummer %d"} {
			b.Run(name+"-"+what, func(b *testing.B) {
				h := newTown(b, overHTTP, true)
				compare(b, nothing, h.stage, h.Settle, "sb-standesamt", line)
			})
		}
	}
}

// compare measures both in turn, so that whatever else the machine does meets both.
func compare(b *testing.B, nothing, stage *slackstage.Stage, settle func(context.Context) error, who, line string) {
	var base, took []time.Duration
	for range 10 * b.N {
		base = append(base, rush(b, nothing, bottest.Anna, line)...)
		took = append(took, rush(b, stage, who, line)...)
		if err := settle(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(base)
	slices.Sort(took)
	median := took[len(took)/2]
	b.ReportMetric(float64(median.Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "longest-ms")
	b.ReportMetric(float64(median)/float64(base[len(base)/2]), "×-empty")
}

// rush lets 64 people type at once.
func rush(b *testing.B, stage *slackstage.Stage, who, line string) (took []time.Duration) {
	const crowd = 64
	took = make([]time.Duration, crowd)
	var all sync.WaitGroup
	for i := range crowd {
		all.Go(func() {
			began, typed := time.Now(), line
			if strings.Contains(line, "%d") {
				typed = fmt.Sprintf(line, began.UnixNano())
			}
			if err := stage.Say(b.Context(), who, strings.TrimPrefix(bottest.Public, "#"), typed); err != nil {
				b.Error(err)
			}
			took[i] = time.Since(began)
		})
	}
	all.Wait()
	return took
}
