package scheduler_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/scheduler"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

const town townhall.OrgID = "birkenfurt"

// hall is a small town hall on a real database, a platform that fails when it
// is told to, and a clock that the test turns.
type hall struct {
	*testing.T
	db         *storagetest.Database
	catalogues *i18n.Catalogues
	platform   *platform
	scheduler  *scheduler.Scheduler
	idea       *townhall.Idea
	now        time.Time
}

func newHall(t *testing.T) *hall {
	t.Helper()
	return hallOn(t, storagetest.SQLite(t))
}

func hallOn(t *testing.T, db *storagetest.Database) *hall {
	t.Helper()
	h := &hall{T: t, db: db, platform: &platform{}, now: time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)}
	var err error
	if h.catalogues, err = i18n.Load(); err != nil {
		t.Fatal(err)
	}
	h.scheduler = h.on(h.db.Store)
	h.update(func(tx *storage.Tx) error {
		err := errors.Join(
			tx.CreateOrganisation(&townhall.Organisation{ID: town, Name: "Birkenfurt", State: "BW", Zone: "Europe/Berlin", Language: "de",
				ReceiptSecret: []byte("secret")}),
			tx.AddTenant(bot.Tenant{Platform: "test", ID: string(town)}),
			tx.SaveChannel(&townhall.Channel{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas,
				Platform: "test", Tenant: string(town), Remote: "c-ideen"}))
		for _, id := range []townhall.PersonID{"cem", "dora"} {
			err = errors.Join(err, tx.CreatePerson(&townhall.Person{ID: id, Display: "Person " + string(id)}),
				tx.SaveIdentity(townhall.Identity{Platform: "test", Tenant: string(town), User: "u-" + string(id), Person: id}))
		}
		if err != nil {
			return err
		}
		if h.idea, err = townhall.NewIdea("Standesamt-Termine im Netz buchen", "", "", "cem", h.today()); err != nil {
			return err
		}
		return tx.CreateIdea(h.idea)
	})
	return h
}

// on makes a scheduler over the store, as one of several replicas would.
func (h *hall) on(store *storage.Store) *scheduler.Scheduler {
	return scheduler.New(scheduler.Options{Store: store, Catalogues: h.catalogues, Now: func() time.Time { return h.now },
		Log: slog.New(slog.DiscardHandler), Adapters: []bot.Adapter{h.platform}})
}

func (h *hall) replica() *scheduler.Scheduler { return h.on(h.db.Again(h)) }

func (h *hall) zone() *time.Location {
	h.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		h.Fatal(err)
	}
	return zone
}

func (h *hall) today() townhall.Date { return townhall.DateOf(h.now, time.UTC) }

func (h *hall) update(fn func(*storage.Tx) error) {
	h.Helper()
	if err := h.db.Update(context.Background(), town, fn); err != nil {
		h.Fatal(err)
	}
}

func (h *hall) change(id townhall.PersonID, change func(*townhall.Person)) {
	h.Helper()
	h.update(func(tx *storage.Tx) error {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		change(p)
		return tx.SavePerson(p)
	})
}

// tell enqueues a notice about the idea, once for each key.
func (h *hall) tell(to townhall.PersonID, key string) {
	h.Helper()
	h.enqueue(to, townhall.Notice{Kind: "idea.comment", Thing: townhall.Number(h.idea.ID),
		Values: map[string]string{"by": "Dora", "text": "Gern"}}, key)
}

func (h *hall) enqueue(to townhall.PersonID, n townhall.Notice, key string) {
	h.Helper()
	h.update(func(tx *storage.Tx) error { return tx.TellPerson(to, n, key, h.now, h.today()) })
}

func (h *hall) settle() {
	h.Helper()
	if err := h.scheduler.Settle(context.Background()); err != nil {
		h.Fatal(err)
	}
}

// next is when something is due again.
func (h *hall) next() time.Time {
	h.Helper()
	next, ok, err := h.scheduler.Next(context.Background())
	if err != nil || !ok {
		h.Fatal("nothing is due any more: ", err)
	}
	return next
}

func (h *hall) counts(want map[storage.NoticeState]int) {
	h.Helper()
	got, err := h.db.CountNotices(context.Background())
	if err != nil {
		h.Fatal(err)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		h.Errorf("notices by state (-want +got):\n%s", diff)
	}
}

// stands are the messages on the platform, oldest first: n of them.
func (h *hall) stands(n int) []standing {
	h.Helper()
	h.platform.mu.Lock()
	defer h.platform.mu.Unlock()
	if len(h.platform.all) != n {
		h.Fatalf("%d messages stand on the platform, not %d", len(h.platform.all), n)
	}
	return slices.Clone(h.platform.all)
}

// standing is a message on the platform.
type standing struct {
	ref     bot.Ref
	target  bot.Target
	key     bot.Key
	message bot.Message
}

// platform keeps messages in memory. It fails as often as it is told to.
type platform struct {
	mu       sync.Mutex
	failures []error
	arrives  bool // whether a message stands there although posting it failed
	asked    int  // how often a message was to be posted
	all      []standing
}

func (p *platform) fail(err error) { p.failures = append(p.failures, err) }

func (p *platform) remove(ref bot.Ref) {
	p.all = slices.DeleteFunc(p.all, func(s standing) bool { return s.ref == ref })
}

func (p *platform) Name() string                                 { return "test" }
func (p *platform) Routes(*http.ServeMux, bot.Handler)           {}
func (p *platform) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }

func (p *platform) Post(_ context.Context, to bot.Target, m bot.Message, key bot.Key) (bot.Ref, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	var err error
	if len(p.failures) > 0 {
		err, p.failures = p.failures[0], p.failures[1:]
	}
	ref := bot.Ref{Tenant: to.Tenant, Channel: cmp.Or(to.Channel, "d-"+to.Person), ID: fmt.Sprint("m", p.asked)}
	if err == nil || p.arrives {
		p.all = append(p.all, standing{ref, to, key, m})
	}
	if err != nil {
		return bot.Ref{}, err
	}
	return ref, nil
}

func (p *platform) Update(_ context.Context, ref bot.Ref, m bot.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.all {
		if p.all[i].ref == ref {
			p.all[i].message = m
			return nil
		}
	}
	return bot.ErrGone
}

func (p *platform) Delete(_ context.Context, ref bot.Ref) error {
	p.remove(ref)
	return nil
}

func (p *platform) Find(_ context.Context, _ bot.Target, key bot.Key) (bot.Ref, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.all {
		if s.key == key {
			return s.ref, true, nil
		}
	}
	return bot.Ref{}, false, nil
}
