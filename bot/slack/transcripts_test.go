package slack_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/script"
	"lotsenfunk/bot/slack"
	"lotsenfunk/bot/slack/slackstage"
	"lotsenfunk/bot/slack/slacktest"
	"lotsenfunk/commands"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// commandWords are all words of all commands.
func commandWords() []string {
	return []string{"idee", "idea", "paket", "package", "lotse", "lehrgang", "programm", "programme", "bericht", "digest", "lotsenfunk"}
}

// TestTranscripts plays every chat in testdata with the whole program in a workspace,
// over HTTP or through sockets in turn; with LOTSENFUNK_SLACK=both in both ways each.
// Under the race detector an eighth of them is enough.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	both := os.Getenv("LOTSENFUNK_SLACK") == "both"
	for mode, overHTTP := range map[string]bool{"http": true, "socket": false} {
		t.Run(mode, func(t *testing.T) {
			for i, file := range files {
				if storagetest.RaceDetector && i%16 > 1 || !both && (i%2 == 0) != overHTTP {
					continue
				}
				t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
					t.Parallel()
					play(t, file, overHTTP)
				})
			}
		})
	}
}

func play(t *testing.T, file string, overHTTP bool) {
	chat, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	h := newTown(t, overHTTP, !bytes.HasPrefix(chat, []byte("# town: none\n")))
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	r := script.Runner{Stage: h.stage, House: h, Zone: h.chat.Program().Zone(), Given: h.chat.Given()}
	if err := r.Play(ctx, file, bytes.NewReader(chat)); err != nil {
		t.Error(err)
	}
	if faults := h.chat.Program().Catalogues.Faults(); len(faults) > 0 {
		t.Errorf("people saw ⟦…⟧ for: %s", strings.Join(faults, "; "))
	}
	if c := h.slack.Complaints(); len(c) > 0 {
		t.Errorf("Slack dropped something: %q", c)
	}
}

// town is the whole program behind a workspace. It is a script.House.
type town struct {
	*program.Chat
	chat    *program.Chat
	slack   *slacktest.Slack
	stage   *slackstage.Stage
	sockets bool
	handler atomic.Pointer[http.Handler]
	adapter atomic.Pointer[slack.Adapter]
}

// newTown sets a town up: the demo town, or an empty one.
func newTown(t testing.TB, overHTTP, demo bool) *town {
	t.Helper()
	db := storagetest.SQLite(t)
	var file *townfile.Town
	var err error
	if demo {
		if file, err = townfile.Demo(); err != nil {
			t.Fatal(err)
		}
	}
	org, err := program.Load(t.Context(), db.Store, file)
	if err != nil {
		t.Fatal(err)
	}
	h := &town{sockets: !overHTTP}
	h.workspace(t, overHTTP)
	h.furnish(t, db.Store, org, !demo)
	var logged bytes.Buffer
	t.Cleanup(func() {
		if t.Failed() || strings.Contains(logged.String(), "level=ERROR") {
			t.Errorf("the program logged:\n%s", &logged)
		}
	})
	log := slog.New(slog.NewTextHandler(&logged, nil))
	h.chat, err = program.NewChat(t.Context(), program.Options{DSN: db.DSN, Log: log, Connect: func(k program.Kit) ([]bot.Adapter, error) {
		return h.connect(k, log)
	}})
	if err != nil {
		t.Fatal(err)
	}
	h.Chat = h.chat
	t.Cleanup(func() {
		if err := h.chat.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := h.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

// workspace starts Slack.
func (h *town) workspace(t testing.TB, overHTTP bool) {
	a := app()
	a.Commands = nil
	for _, word := range commandWords() {
		a.Commands = append(a.Commands, "/"+word)
	}
	a.Shortcuts = []slacktest.Shortcut{{Name: "Idee einreichen", Callback: "idea.lamp", Message: true},
		{Name: "Neue Idee", Callback: "idea.write"}, {Name: "Frage stellen", Callback: "question.write"}}
	if overHTTP {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if to := h.handler.Load(); to != nil {
				(*to).ServeHTTP(w, r)
			}
		}))
		t.Cleanup(server.Close)
		a.HTTP = &slacktest.Endpoints{Commands: server.URL + slack.PathCommand, Interact: server.URL + slack.PathInteract,
			Options: server.URL + slack.PathInteract, Events: server.URL + slack.PathEvents}
	}
	h.slack = slacktest.Start(a, slacktest.NewClock(time.Unix(1_000_000_000, 0)))
	t.Cleanup(h.slack.Close)
}

// furnish makes the stage for a town, and tells the town where it is.
func (h *town) furnish(t testing.TB, store *storage.Store, org townhall.OrgID, open bool) {
	t.Helper()
	var people []*townhall.Person
	var channels []*townhall.Channel
	err := store.View(t.Context(), org, func(tx *storage.Tx) (err error) {
		if people, err = tx.People(); err == nil {
			channels, err = tx.Channels()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	house := slackstage.House{Open: open, Channels: map[string][]string{}}
	for _, p := range people {
		house.People = append(house.People, string(p.ID))
	}
	for _, c := range channels {
		house.Channels[string(c.ID)] = members(c, people)
	}
	h.stage = slackstage.New(h.slack, house)
	link := program.Link{Tenant: bot.Tenant{Platform: slack.Platform, ID: h.stage.Workspace().ID},
		People: map[townhall.PersonID]string{}, Channels: map[townhall.ChannelID]string{}}
	for _, p := range people {
		link.People[p.ID] = h.stage.ID(string(p.ID))
	}
	for _, c := range channels {
		link.Channels[c.ID] = h.stage.ID("#" + string(c.ID))
	}
	if err := program.Connect(t.Context(), store, org, link); err != nil {
		t.Fatal(err)
	}
}

// members are who reads a channel; nil is everybody.
func members(c *townhall.Channel, people []*townhall.Person) []string {
	if len(c.Members) == 0 {
		return nil
	}
	names := []string{}
	for _, p := range people {
		for _, role := range c.Members {
			if p.Is(townhall.Role(role)) {
				names = append(names, string(p.ID))
				break
			}
		}
	}
	return names
}

func (h *town) connect(k program.Kit, log *slog.Logger) ([]bot.Adapter, error) {
	w := h.stage.Workspace()
	o := slack.Options{Workspaces: []slack.Workspace{{Team: w.ID, Token: w.Token}}, API: h.slack.URL, Key: bytes.Repeat([]byte("k"), 32),
		Now: h.slack.Clock.Now, Printer: k.Printer, Log: log, SigningSecret: slacktest.SigningSecret, Whole: commands.Whole,
		Rates: bot.Rates{Channel: bot.Rate{PerSecond: 1000, Burst: 1000}}} // the clock stands still while much is said
	if h.sockets {
		o.AppToken, o.SigningSecret = slacktest.AppToken, ""
	}
	h.slack.Clock.Set(k.Now())
	a, err := slack.New(o)
	h.adapter.Store(a)
	return []bot.Adapter{a}, err
}

// ready waits until Slack reaches the program.
func (h *town) ready(ctx context.Context) error {
	handler := h.chat.Program().Handler()
	h.handler.Store(&handler)
	if h.sockets {
		return h.slack.Connected(ctx, 2)
	}
	return nil
}

// Turn turns both clocks.
func (h *town) Turn(ctx context.Context, to time.Time) error {
	h.slack.Clock.Set(to)
	if err := h.chat.Turn(ctx, to); err != nil {
		return err
	}
	h.slack.Due()
	return h.Settle(ctx)
}

// Settle waits until nothing is due, here or there.
func (h *town) Settle(ctx context.Context) error {
	for range 2 { // what the bot says is told to it as well
		if err := h.slack.Settle(ctx); err != nil {
			return err
		}
		if err := h.adapter.Load().Settle(ctx); err != nil {
			return err
		}
		if err := h.chat.Settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Restart stops the program and starts it again on the same database.
func (h *town) Restart(ctx context.Context) error {
	if err := h.chat.Restart(ctx); err != nil {
		return err
	}
	return h.ready(ctx)
}
