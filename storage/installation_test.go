package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/seal"
	"lotsenfunk/storage/storagetest"
)

func keys(t testing.TB, names ...string) *seal.Ring {
	t.Helper()
	var all []string
	for _, n := range names {
		all = append(all, n+":"+base64.StdEncoding.EncodeToString([]byte(strings.Repeat(n[:1], 32))))
	}
	r, err := seal.Parse(strings.Join(all, ","))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// house is a database with installations in it.
type house struct {
	*testing.T
	*storagetest.Database
	bot.Installs
	t1  bot.Tenant
	now time.Time
}

func runInstalls(t *testing.T, test func(*house)) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		test(&house{t, db, db.Installs(keys(t, "a")), bot.Tenant{Platform: "slack", ID: "T1"}, time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)})
	})
}

func (h *house) check(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) yes(ok bool, err error) {
	h.Helper()
	if h.check(err); !ok {
		h.Error("no, and it should be yes")
	}
}

func (h *house) no(ok bool, err error) {
	h.Helper()
	if h.check(err); ok {
		h.Error("yes, and it should be no")
	}
}

func (h *house) installed() bot.Installation {
	h.Helper()
	i, ok, err := h.Installation(h.Context(), h.t1)
	h.yes(ok, err)
	return i
}

// first installs it in T1.
func (h *house) first() bot.Installation {
	h.Helper()
	i := bot.Installation{Tenant: h.t1, Name: "Birkenfurt", Enterprise: "E1", Token: "xoxe.xoxb-1", Refresh: "xoxe-1", Expires: h.now.Add(12 * time.Hour)}
	h.check(h.Install(h.Context(), i, h.now))
	i.Version, i.Installed = 1, h.now
	same(h.T, "installation", h.installed(), i)
	return i
}

// What was installed is found again, with whether a town has the workspace; an
// installation over another one takes its place; a removed one has no token.
func TestInstallations(t *testing.T) {
	runInstalls(t, func(h *house) {
		ctx := h.Context()
		h.no(func() (bool, error) { _, ok, err := h.Installation(ctx, h.t1); return ok, err }())
		i := h.first()
		h.check(h.AddTenant(ctx, h.t1, birkenfurt))
		h.check(h.Install(ctx, bot.Installation{Tenant: bot.Tenant{Platform: "slack", ID: "T2"}, Name: "Anderswo", Token: "xoxb-2"}, h.now))
		i.Town = true
		all, err := h.Installations(ctx, "slack")
		h.check(err)
		same(h.T, "all", all, []bot.Installation{i, {Tenant: bot.Tenant{Platform: "slack", ID: "T2"}, Name: "Anderswo", Token: "xoxb-2", Version: 1, Installed: h.now}})

		h.no(h.Uninstall(ctx, h.t1, h.now.Add(-time.Second))) // told late, of an earlier one
		later := h.now.Add(time.Hour)
		h.yes(h.Uninstall(ctx, h.t1, later))
		h.no(h.Uninstall(ctx, h.t1, later))
		same(h.T, "removed", h.installed(), bot.Installation{Tenant: h.t1, Name: "Birkenfurt", Enterprise: "E1", Version: 2, Installed: h.now, Removed: later, Town: true})
		h.no(h.LeaseRenewal(ctx, h.t1, 2, later, later.Add(time.Minute)))
		h.no(h.Renewed(ctx, bot.Installation{Tenant: h.t1, Version: 2, Token: "x"}))

		h.check(h.Install(ctx, bot.Installation{Tenant: h.t1, Name: "Birkenfurt", Token: "xoxb-3"}, later.Add(time.Hour)))
		same(h.T, "again", h.installed(), bot.Installation{Tenant: h.t1, Name: "Birkenfurt", Token: "xoxb-3", Version: 3, Installed: later.Add(time.Hour), Town: true})
	})
}

// Of any number who want to renew a token, one does. If it does not come back, another
// one may after a while; and what the first brings then counts no more.
func TestOneRenewsTheToken(t *testing.T) {
	runInstalls(t, func(h *house) {
		i, ctx := h.first(), h.Context()
		var mine atomic.Int32
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				ok, err := h.LeaseRenewal(ctx, h.t1, 1, h.now, h.now.Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				if ok {
					mine.Add(1)
				}
			})
		}
		all.Wait()
		if mine.Load() != 1 {
			t.Errorf("%d renew it", mine.Load())
		}
		h.no(h.LeaseRenewal(ctx, h.t1, 1, h.now.Add(59*time.Second), h.now.Add(time.Hour)))
		h.yes(h.LeaseRenewal(ctx, h.t1, 1, h.now.Add(time.Minute), h.now.Add(time.Hour)))
		i.Token, i.Refresh, i.Expires = "xoxe.xoxb-4", "xoxe-4", h.now.Add(24*time.Hour)
		h.yes(h.Renewed(ctx, i))
		h.no(h.Renewed(ctx, i))
		i.Version = 2
		same(t, "renewed", h.installed(), i)
		h.no(h.LeaseRenewal(ctx, h.t1, 1, h.now.Add(2*time.Hour), h.now.Add(3*time.Hour)))
		h.yes(h.LeaseRenewal(ctx, h.t1, 2, h.now, h.now.Add(time.Hour)))
	})
}

// Whoever has the database has no token; who lacks the key is told so, and so is who
// finds one row's tokens in another.
func TestTokensAreSealed(t *testing.T) {
	runInstalls(t, func(h *house) {
		h.first()
		var rows []byte
		driver := "sqlite"
		if h.Engine() == "PostgreSQL" {
			driver = "postgres"
		}
		raw, err := sql.Open(driver, h.DSN)
		h.check(err)
		defer raw.Close()
		h.check(raw.QueryRow(`select token from installation`).Scan(&rows))
		if len(rows) == 0 || bytes.Contains(rows, []byte("xoxb")) || seal.NameOf(rows) != "a" {
			t.Errorf("%q", rows)
		}
		if file := strings.TrimPrefix(h.DSN, "sqlite:"); !strings.Contains(file, "://") {
			for _, name := range []string{file, file + "-wal"} {
				if raw, err := os.ReadFile(filepath.Clean(name)); err == nil && bytes.Contains(raw, []byte("xoxb-1")) {
					t.Errorf("the token stands in %s", name)
				}
			}
		}
		locked, ok, err := h.Database.Installs(keys(t, "b")).Installation(h.Context(), h.t1)
		if h.yes(ok, err); !errors.Is(locked.Locked, seal.ErrKey) || strings.Contains(locked.Locked.Error(), "xox") || locked.Token+locked.Refresh != "" {
			t.Errorf("without its key: %+v", locked)
		}
		got, ok, err := h.Database.Installs(keys(t, "b", "a")).Installation(h.Context(), h.t1)
		if h.yes(ok, err); got.Token != "xoxe.xoxb-1" {
			t.Errorf("with an older key: %+v", got)
		}
	})
}

// Of an installation whose key is lost is said so; the others are as good as ever.
func TestOneKeyIsLost(t *testing.T) {
	runInstalls(t, func(h *house) {
		h.first()
		i := bot.Installation{Tenant: bot.Tenant{Platform: "slack", ID: "T2"}, Name: "Anderswo", Token: "xoxb-2", Version: 1, Installed: h.now}
		others := h.Database.Installs(keys(t, "b"))
		h.check(others.Install(h.Context(), i, h.now))
		all, err := others.Installations(h.Context(), "slack")
		if h.check(err); len(all) != 2 || !errors.Is(all[0].Locked, seal.ErrKey) || all[0].Name != "Birkenfurt" {
			t.Fatalf("%+v", all)
		}
		same(t, "the other one", all[1], i)
		h.yes(others.Uninstall(h.Context(), h.t1, h.now.Add(time.Hour)))
	})
}

// A state is good once, for the browser that has it, and for a while; and there are
// never too many.
func TestInstallStates(t *testing.T) {
	runInstalls(t, func(h *house) {
		ctx := context.Background()
		until := h.now.Add(10 * time.Minute)
		h.check(h.BeginInstall(ctx, [32]byte{1}, [32]byte{9}, h.now, until))
		h.no(h.FinishInstall(ctx, [32]byte{2}, [32]byte{9}, h.now))
		h.no(h.FinishInstall(ctx, [32]byte{1}, [32]byte{8}, h.now))
		h.no(h.FinishInstall(ctx, [32]byte{1}, [32]byte{9}, until))
		h.yes(h.FinishInstall(ctx, [32]byte{1}, [32]byte{9}, until.Add(-time.Second)))
		h.no(h.FinishInstall(ctx, [32]byte{1}, [32]byte{9}, h.now))
		var err error
		for n := range 1100 {
			if err = h.BeginInstall(ctx, [32]byte{byte(n), byte(n >> 8), 7}, [32]byte{}, h.now, until); err != nil {
				break
			}
		}
		if !errors.Is(err, bot.ErrTooMany) {
			t.Errorf("any number begin: %v", err)
		}
		h.check(h.BeginInstall(ctx, [32]byte{1}, [32]byte{9}, until, until.Add(time.Minute)))
	})
}
