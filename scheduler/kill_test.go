package scheduler_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// workerLease is the lease of the workers that are killed.
const workerLease = time.Second

// TestMain is a worker, if the test below has started it as one.
func TestMain(m *testing.M) {
	if os.Getenv("LOTSENFUNK_WORKER") != "" {
		if err := work(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// work delivers what is due in the database to the platform until it is killed.
func work() error {
	ctx := context.Background()
	store, err := storage.Open(ctx, os.Getenv("LOTSENFUNK_WORKER"))
	if err != nil {
		return err
	}
	catalogues, err := i18n.Load()
	if err != nil {
		return err
	}
	remote := remote{os.Getenv("LOTSENFUNK_WORKER_PLATFORM"), os.Getenv("LOTSENFUNK_WORKER_NAME")}
	var adapter bot.Adapter = remote
	if os.Getenv("LOTSENFUNK_WORKER_FINDS") != "" {
		adapter = finding{remote}
	}
	return scheduler.New(scheduler.Options{Store: store, Catalogues: catalogues, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Adapters: []bot.Adapter{adapter}, Lease: workerLease}).Run(ctx)
}

// killedWorkers says how many workers are killed, and how much they have to send
// meanwhile; LOTSENFUNK_KILLS asks for more.
func killedWorkers(t *testing.T) (kills, notices int) {
	t.Helper()
	kills = 6
	if n, err := strconv.Atoi(os.Getenv("LOTSENFUNK_KILLS")); err == nil {
		kills = n
	}
	return kills, 500 * max(1, kills/5)
}

// Workers that are killed at any moment lose nothing: everything is sent. It is
// sent twice only where a worker died between the platform's answer and the
// commit, and never on a platform that can be asked what it has got.
func TestKilledWorkersLoseNothing(t *testing.T) {
	if testing.Short() || storagetest.RaceDetector {
		t.Skip("what happens in killed processes takes its time, and no race detector sees it")
	}
	const replicas = 3
	kills, notices := killedWorkers(t)
	for _, finds := range []bool{false, true} {
		t.Run(fmt.Sprint("the platform can find what was sent: ", finds), func(t *testing.T) {
			db := storagetest.Postgres(t)
			fillOutbox(t, db.Store, notices)
			p := &pillar{said: map[string][]posted{}, died: map[string]time.Time{}}
			server := httptest.NewServer(p)
			t.Cleanup(server.Close)
			workers := make([]*exec.Cmd, replicas)
			for i := range workers {
				workers[i] = startWorker(t, db.DSN, server.URL, fmt.Sprint("w", i), finds)
			}
			for n := range kills {
				p.waitFor(t, (n+1)*notices*4/5/kills+rand.IntN(notices/20))
				i := n % replicas
				p.kill(t, workers[i])
				workers[i] = startWorker(t, db.DSN, server.URL, fmt.Sprint("w", replicas+n), finds)
			}
			waitUntilSent(t, db.Store, notices)
			for _, w := range workers {
				p.kill(t, w)
			}
			p.check(t, notices, finds)
		})
	}
}

// fillOutbox makes towns with notices that are due.
func fillOutbox(t *testing.T, store *storage.Store, notices int) {
	t.Helper()
	const towns, people = 25, 20
	each := notices / towns / people
	for n := range towns {
		org := townhall.OrgID(fmt.Sprintf("town-%02d", n))
		smallTown(t, store, org, people)
		err := store.Update(context.Background(), org, func(tx *storage.Tx) error {
			var all []storage.Notice
			for p := range people {
				for i := range each {
					all = append(all, storage.Notice{Key: bot.Key(fmt.Sprintf("note/%d/%d", i, p)), Class: storage.ClassAnswer,
						Person: townhall.PersonID(fmt.Sprint("p", p)), Kind: "town.address", Due: time.Now(), On: townhall.DateOf(time.Now(), time.UTC)})
				}
			}
			return tx.Enqueue(all...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func startWorker(t *testing.T, dsn, platform, name string, finds bool) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "LOTSENFUNK_WORKER="+dsn, "LOTSENFUNK_WORKER_PLATFORM="+platform, "LOTSENFUNK_WORKER_NAME="+name)
	if finds {
		cmd.Env = append(cmd.Env, "LOTSENFUNK_WORKER_FINDS=yes")
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	cmd.Env = []string{name}
	return cmd
}

// waitUntilSent waits until the database says that all were sent.
func waitUntilSent(t *testing.T, store *storage.Store, notices int) {
	t.Helper()
	for patience := time.Now().Add(2 * time.Minute); time.Now().Before(patience); <-time.After(50 * time.Millisecond) {
		counts, err := store.CountNotices(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if counts[storage.NoticeSent] == notices {
			return
		}
	}
	t.Fatal("not everything was sent")
}

// pillar is a platform on which messages can be read by everybody.
type pillar struct {
	mu    sync.Mutex
	said  map[string][]posted
	count int
	died  map[string]time.Time // workers, and when they were killed
}

// posted is one message: who posted it, and when.
type posted struct {
	by string
	at time.Time
}

func (p *pillar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := r.FormValue("key")
	if r.Method == http.MethodGet {
		_ = json.NewEncoder(w).Encode(len(p.said[key]) > 0)
		return
	}
	p.said[key] = append(p.said[key], posted{r.FormValue("by"), time.Now()})
	p.count++
}

// waitFor waits until so many messages stand there.
func (p *pillar) waitFor(t *testing.T, n int) {
	t.Helper()
	for patience := time.Now().Add(time.Minute); time.Now().Before(patience); <-time.After(2 * time.Millisecond) {
		p.mu.Lock()
		enough := p.count >= n
		p.mu.Unlock()
		if enough {
			return
		}
	}
	t.Fatalf("%d messages never came", n)
}

// kill ends a worker as a power cut does.
func (p *pillar) kill(t *testing.T, worker *exec.Cmd) {
	t.Helper()
	p.mu.Lock()
	p.died[worker.Env[0]] = time.Now()
	p.mu.Unlock()
	if err := worker.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = worker.Wait() // "killed"
}

func (p *pillar) check(t *testing.T, notices int, finds bool) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.said) != notices {
		t.Errorf("%d of %d messages stand on the platform", len(p.said), notices)
	}
	doubles := 0
	for key, all := range p.said {
		for i, one := range all[1:] {
			doubles++
			before := all[i]
			if died := p.died[before.by]; died.After(one.at) { // so it did not die before it could say that it was done
				t.Errorf("%s was posted by %s, and %v later by %s, while the first lived on for %v",
					key, before.by, one.at.Sub(before.at), one.by, died.Sub(one.at))
			}
		}
	}
	t.Logf("%d workers were killed; %d of %d were posted twice", len(p.died), doubles, notices)
	if finds && doubles > 0 {
		t.Errorf("%d were posted twice on a platform that can be asked", doubles)
	}
}

// remote is the adapter to a pillar.
type remote struct{ address, name string }

func (r remote) Name() string                                 { return "sink" }
func (r remote) Routes(*http.ServeMux, bot.Handler)           {}
func (r remote) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }
func (r remote) Update(context.Context, bot.Ref, bot.Message) error {
	return nil
}
func (r remote) Delete(context.Context, bot.Ref) error { return nil }

func (r remote) Post(ctx context.Context, to bot.Target, _ bot.Message, key bot.Key) (bot.Ref, error) {
	query := url.Values{"key": {string(key)}, "by": {r.name}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.address+"?"+query.Encode(), nil)
	if err != nil {
		return bot.Ref{}, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return bot.Ref{}, err
	}
	return bot.Ref{Tenant: to.Tenant, Channel: to.Person, ID: string(key)}, resp.Body.Close()
}

// finding is a remote that can be asked what it has got.
type finding struct{ remote }

func (f finding) Find(ctx context.Context, to bot.Target, key bot.Key) (ref bot.Ref, found bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.address+"?"+url.Values{"key": {string(key)}}.Encode(), nil)
	if err != nil {
		return bot.Ref{}, false, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return bot.Ref{}, false, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&found)
	return bot.Ref{Tenant: to.Tenant, Channel: to.Person, ID: string(key)}, found, err
}
