package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage/storagetest"
)

// blackout takes the database away while messages are on their way: some stand on the
// platform already, and nobody has noted it.
type blackout struct {
	testing.TB
	*pillar
	db    *storagetest.Cluster
	at    [2]int64 // at which messages
	posts atomic.Int64
	mu    sync.Mutex // held while the database is away
}

func (b *blackout) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.pillar.ServeHTTP(w, r)
	if r.Method != http.MethodPost {
		return
	}
	if n := b.posts.Add(1); n != b.at[0] && n != b.at[1] {
		return
	}
	b.mu.Lock()
	if err := b.db.Crash(); err != nil {
		b.Error(err)
	}
	go func() {
		defer b.mu.Unlock()
		if err := b.db.Start(); err != nil {
			b.Error(err)
		}
	}()
}

// A database that goes away without a word in mid fan-out, twice, and comes back loses
// nothing. On a platform that cannot be asked what it has got, at most what was on its
// way at these moments comes twice; on one that can, nothing does.
func TestDatabaseRestartLosesNothing(t *testing.T) {
	if testing.Short() || storagetest.RaceDetector {
		t.Skip("what a database does that goes away takes its time, and no race detector sees it")
	}
	const notices = 500
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, finds := range []bool{false, true} {
		t.Run(fmt.Sprint("the platform can find what was sent: ", finds), func(t *testing.T) {
			t.Parallel()
			db := storagetest.OwnPostgres(t)
			fillOutbox(t, db.Store, notices)
			b := &blackout{TB: t, pillar: &pillar{said: map[string][]posted{}}, db: db, at: [2]int64{notices / 5, notices * 3 / 5}}
			server := httptest.NewServer(b)
			t.Cleanup(server.Close)
			var adapter bot.Adapter = remote{server.URL, "the only one"}
			if finds {
				adapter = finding{remote{server.URL, "the only one"}}
			}
			s := scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: time.Now, Log: slog.New(slog.DiscardHandler),
				Adapters: []bot.Adapter{adapter}, Lease: workerLease})
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			ended := make(chan error, 1)
			go func() { ended <- s.Run(ctx) }()
			b.waitFor(t, notices*4/5) // after the second time
			b.mu.Lock()
			waitUntilSent(t, db.Again(t), notices)
			b.mu.Unlock()
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			b.check(t, notices, finds)
			if doubles, most := b.count-notices, len(b.at)*scheduler.DefaultInFlight; doubles > most {
				t.Errorf("%d were posted twice, more than the %d that were on their way", doubles, most)
			}
		})
	}
}
