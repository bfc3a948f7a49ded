package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
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

// moody is a platform on which one workspace has every kind of trouble, and the
// others have none. It can be asked what it has got.
type moody struct {
	mu    sync.Mutex
	mood  func() (err error, arrives bool) // of the workspace "moody"
	tried []bot.Key                        // in the order in which they came, the first time only
	said  map[bot.Key]int                  // how often each stands there
	hung  int                              // how many ran out of time
}

// errHangs lets a message hang until its time is up.
var errHangs = errors.New("no answer")

func (m *moody) Name() string                                             { return "sink" }
func (m *moody) Routes(*http.ServeMux, bot.Handler)                       {}
func (m *moody) Run(ctx context.Context, _ bot.Handler) error             { <-ctx.Done(); return nil }
func (m *moody) Update(context.Context, bot.Ref, bot.Message) (err error) { return nil }
func (m *moody) Delete(context.Context, bot.Ref) error                    { return nil }

func (m *moody) Post(ctx context.Context, to bot.Target, _ bot.Message, key bot.Key) (bot.Ref, error) {
	err, arrives := m.post(to, key)
	if errors.Is(err, errHangs) {
		<-ctx.Done()
		m.mu.Lock()
		defer m.mu.Unlock()
		m.hung++
		return bot.Ref{}, fmt.Errorf("%w: %w", err, ctx.Err())
	}
	if arrives && err == nil {
		return bot.Ref{Tenant: to.Tenant, Channel: to.Person, ID: string(key)}, nil
	}
	return bot.Ref{}, err
}

func (m *moody) post(to bot.Target, key bot.Key) (err error, arrives bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.tried, key) {
		m.tried = append(m.tried, key)
	}
	arrives = true
	if to.Tenant.ID == "moody" {
		err, arrives = m.mood()
	}
	if arrives {
		m.said[key]++
	}
	return err, arrives
}

func (m *moody) Find(_ context.Context, to bot.Target, key bot.Key) (bot.Ref, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return bot.Ref{Tenant: to.Tenant, Channel: to.Person, ID: string(key)}, m.said[key] > 0, nil
}

// of counts the messages of a town that stand there.
func (m *moody) of(org string) (n int) {
	for key := range m.said {
		if strings.HasPrefix(string(key), org+"/") {
			n++
		}
	}
	return n
}

// twoTowns is a store with a town in trouble and one without, and a scheduler.
func twoTowns(t *testing.T, db *storagetest.Database, m *moody, now *time.Time) *scheduler.Scheduler {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, org := range []townhall.OrgID{"moody", "well"} {
		smallTown(t, db.Store, org, 20)
	}
	return scheduler.New(scheduler.Options{Store: db.Store, Catalogues: catalogues, Now: func() time.Time { return *now },
		Log: slog.New(slog.DiscardHandler), Adapters: []bot.Adapter{m}, Lease: 1500 * time.Millisecond})
}

func tellAll(t *testing.T, db *storagetest.Database, org townhall.OrgID, class storage.Class, each int, now time.Time) {
	t.Helper()
	err := db.Update(t.Context(), org, func(tx *storage.Tx) error {
		var all []storage.Notice
		for p := range 20 {
			for i := range each {
				all = append(all, storage.Notice{Key: bot.Key(fmt.Sprintf("%s/%d/%d", class, i, p)), Class: class,
					Person: townhall.PersonID(fmt.Sprint("p", p)), Kind: "town.address", Due: now, On: townhall.DateOf(now, time.UTC)})
			}
		}
		return tx.Enqueue(all...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever one town's platform answers, each of its notices stands there once in
// the end, and the other town's stood there before.
func TestTroubleOfEveryKind(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		luck := rand.New(rand.NewPCG(7, 7))
		m := &moody{said: map[bot.Key]int{}, mood: func() (error, bool) {
			switch luck.IntN(12) {
			case 0:
				return errors.New("500 Internal Server Error"), false
			case 1:
				return fmt.Errorf("429: %w", &bot.RateLimited{After: 3 * time.Second}), false
			case 2:
				return errHangs, false
			case 3:
				return errHangs, true // it arrived, and the answer did not
			case 4:
				return fmt.Errorf("half an answer: %w", bot.ErrAmbiguous), true
			case 5:
				return fmt.Errorf("a page of a proxy: %w", bot.ErrAmbiguous), false
			}
			return nil, true
		}}
		s := twoTowns(t, db, m, &now)
		for _, org := range []townhall.OrgID{"moody", "well"} {
			tellAll(t, db, org, storage.ClassReminder, 2, now)
			tellAll(t, db, org, storage.ClassAnswer, 2, now)
		}
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := m.of("well"); n != 60 { // the two reminders to each are one message
			t.Errorf("%d of 60 messages stand in the town without trouble", n)
		}
		for round := 0; ; round++ {
			next, ok, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !ok || round > 1000 {
				break
			}
			now = next
			if err := s.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := m.of("moody"); n != 60 {
			t.Errorf("%d of 60 messages stand in the town with trouble", n)
		}
		for key, n := range m.said {
			if n != 1 {
				t.Errorf("%s stands there %d times", key, n)
			}
		}
		for i, key := range m.tried {
			if i < 16 && strings.Contains(string(key), "reminder") {
				t.Errorf("the %d. that was tried is %s", i+1, key)
			}
		}
	})
}

// A town whose platform hangs leaves room for the others, however much waits for
// it, and is left alone after a while.
func TestAHangingTownKeepsNobodyWaiting(t *testing.T) {
	now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
	m := &moody{said: map[bot.Key]int{}, mood: func() (error, bool) { return errHangs, false }}
	db := storagetest.SQLite(t)
	s := twoTowns(t, db, m, &now)
	tellAll(t, db, "moody", storage.ClassAnswer, 10, now)
	tellAll(t, db, "well", storage.ClassReminder, 1, now)
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := m.of("well"); n != 20 {
		t.Errorf("%d of 20 messages stand in the other town", n)
	}
	if m.hung > 64 {
		t.Errorf("%d messages of 200 ran out of time, and not only the first", m.hung)
	}
	counts, err := db.CountNotices(t.Context())
	if err != nil || counts[storage.NoticeDue] != 200 {
		t.Errorf("%d of 200 wait for another attempt, %v", counts[storage.NoticeDue], err)
	}
}
