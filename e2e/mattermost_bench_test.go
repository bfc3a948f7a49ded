package e2e

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/e2e/mmserver"
	"lotsenfunk/storage"
)

// typing is who types: they have filed an idea before, so that nobody asks them
// whether with their name.
const typing = "sb-kita"

// rounds is how often the commands are measured, in turns.
const rounds = 5

// BenchmarkMattermost measures slash commands through the real server: until the
// server is done with one, and until the bot's answer stands. Beside them, in
// turns, a command whose callback does nothing. One operation is one of each.
//
//	LOTSENFUNK_REQUIRE=mattermost go test -run '^$' -bench Mattermost -benchtime 300x .
func BenchmarkMattermost(b *testing.B) {
	server := mmserver.Start(b)
	h := newHall(b, server, true)
	client := typist(b, h, typing)
	empty(b, h, server)
	n := 0
	lines := map[string]func() string{
		"empty":        func() string { return "/leer" },
		"/paket":       func() string { return "/paket" },
		"/idee <Text>": func() string { n++; return "/idee " + invented(n) },
	}
	order := []string{"empty", "/paket", "/idee <Text>"}
	var clients []*model.Client4
	for i := range people {
		if err := h.stage.WalkIn(b.Context(), who(i)); err != nil {
			b.Fatal(err)
		}
		clients = append(clients, typist(b, h, who(i)))
	}
	h.stage.Close() // who watches costs time of their own
	b.Run("in turns", func(b *testing.B) {
		before := ideas(b, h)
		waits, stands := map[string][]time.Duration{}, map[string][]time.Duration{}
		for range rounds {
			returned, answered := map[string][]time.Duration{}, map[string][]time.Duration{}
			for range b.N {
				for _, name := range order {
					one, all := typed(b, h, client, lines[name]())
					returned[name], answered[name] = append(returned[name], one), append(answered[name], all)
				}
			}
			for _, name := range order {
				waits[name], stands[name] = append(waits[name], median(returned[name])), append(stands[name], median(answered[name]))
			}
		}
		if filed := ideas(b, h) - before; filed != rounds*b.N {
			b.Fatalf("%d of %d ideas are filed", filed, rounds*b.N)
		}
		ofEmpty := median(waits["empty"])
		for _, name := range order {
			unit := strings.Trim(strings.NewReplacer(" ", "-", "<", "", ">", "").Replace(name), "/")
			b.ReportMetric(milliseconds(median(waits[name])), "ms/"+unit)
			b.ReportMetric(float64(median(waits[name]))/float64(ofEmpty), "x/"+unit)
			b.ReportMetric(milliseconds(median(stands[name])), "ms-answer/"+unit)
		}
	})
	b.Run("64 at once", func(b *testing.B) { crowd(b, h, clients) })
}

// typed types a line: how long the server took it in hand, and after what time the
// bot's answer stood.
func typed(b *testing.B, h *hall, client *model.Client4, line string) (returned, answered time.Duration) {
	began := time.Now()
	if _, _, err := client.ExecuteCommandWithTeam(b.Context(), h.stage.Direct(typing), h.stage.Team(), line); err != nil {
		b.Fatalf("%s: %v", line, err)
	}
	returned = time.Since(began)
	if err := h.adapter.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	answered = time.Since(began)
	if err := h.Settle(b.Context()); err != nil { // nobody types again before everybody was told
		b.Fatal(err)
	}
	return returned, answered
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// median is the middle one.
func median(all []time.Duration) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

// typist is how somebody's client asks the server; they have written to the bot.
func typist(tb testing.TB, h *hall, who string) *model.Client4 {
	tb.Helper()
	client, err := h.stage.Client(tb.Context(), who)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// empty creates a command that is answered at once with nothing.
func empty(tb testing.TB, h *hall, server *mmserver.Server) {
	tb.Helper()
	program := *h.callback.to.Load()
	mux := http.NewServeMux()
	mux.Handle("/", program)
	mux.HandleFunc("POST /empty", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	var both http.Handler = mux
	h.callback.to.Store(&both)
	if _, _, err := server.Admin.CreateCommand(tb.Context(), &model.Command{TeamId: h.stage.Team(), Trigger: "leer", URL: h.callback.URL + "/empty", Method: "P"}); err != nil {
		tb.Fatal(err)
	}
}

// ideas is how many there are.
func ideas(b *testing.B, h *hall) (n int) {
	p := h.chat.Program()
	err := p.Store.View(b.Context(), p.Org.ID, func(tx *storage.Tx) error {
		counts, err := tx.CountIdeas()
		for _, one := range counts {
			n += one
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// invented is a sentence that is like no other idea.
func invented(n int) string {
	rnd := rand.New(rand.NewPCG(uint64(n), 1))
	words := make([]string, 3)
	for i := range words {
		for range 4 {
			words[i] += string("bdfgklmnprst"[rnd.IntN(12)]) + string("aeiou"[rnd.IntN(5)])
		}
	}
	return strings.Join(words, " ")
}

// people is how many type at once.
const people = 64

// crowd lets 64 people type at once. No error is allowed.
func crowd(b *testing.B, h *hall, clients []*model.Client4) {
	b.ResetTimer()
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	for i, client := range clients {
		all.Go(func() {
			for n := range b.N/people + 1 {
				for _, line := range []string{"/idee " + invented(10_000+people*n+i), "/paket", "/idee unterstützen 10"} {
					began := time.Now()
					_, _, err := client.ExecuteCommandWithTeam(context.WithoutCancel(b.Context()), h.stage.Direct(who(i)), h.stage.Team(), line)
					if err != nil {
						b.Errorf("%s: %v", line, err)
						return
					}
					mu.Lock()
					took = append(took, time.Since(began))
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	if err := h.adapter.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(milliseconds(median(took)), "ms-median")
	b.ReportMetric(milliseconds(took[len(took)-1]), "ms-slowest")
}
