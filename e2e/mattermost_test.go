package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/bottest"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/bot/script"
	"lotsenfunk/e2e/mmserver"
	"lotsenfunk/e2e/mmstage"
	"lotsenfunk/i18n"
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

func TestMattermost(t *testing.T) {
	server := mmserver.Start(t)
	t.Run("transcripts", func(t *testing.T) { mattermostTranscripts(t, server) })
	t.Run("conformance", func(t *testing.T) { mattermostConformance(t, server) })
	t.Run("forged", func(t *testing.T) { mattermostForged(t, server) })
	t.Run("three people", func(t *testing.T) { mattermostCrowd(t, server, 3) })
	t.Run("fifty people", func(t *testing.T) { mattermostCrowd(t, server, 50) })
	t.Run("two replicas", func(t *testing.T) { mattermostReplicas(t, server) })
	t.Run("commands", func(t *testing.T) { mattermostCommands(t, server) })
	t.Run("teams", func(t *testing.T) { mattermostTeams(t, server) })
	t.Run("the bot is away", func(t *testing.T) { mattermostBotAway(t, server) })
	t.Run("the server is away", func(t *testing.T) { mattermostServerAway(t, server) })
}

// callback is where the server reaches the bot, whichever bot that is just now.
type callback struct {
	*httptest.Server
	to atomic.Pointer[http.Handler]

	mu   sync.Mutex
	last map[string]delivered // by path
}

// delivered is a request as the server made it.
type delivered struct {
	header http.Header
	body   string
}

func newCallback(t testing.TB) *callback {
	c := &callback{last: map[string]delivered{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		c.mu.Lock()
		c.last[r.URL.Path] = delivered{r.Header.Clone(), string(body)}
		c.mu.Unlock()
		if h := c.to.Load(); h != nil {
			(*h).ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(c.Close)
	return c
}

// signingKey is the adapter's key in all tests.
var signingKey = bytes.Repeat([]byte("k"), 32)

// mattermostTranscripts plays every chat in testdata on the server, each in a
// team and with a bot of its own.
func mattermostTranscripts(t *testing.T, server *mmserver.Server) {
	files, err := filepath.Glob("../testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			if filepath.Base(file) == "message-menu.chat" {
				t.Skip("messages have no menu for bots here, and a 💡 is answered by silence where the menu is not")
			}
			chat, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			h := newHall(t, server, !bytes.HasPrefix(chat, []byte("# town: none\n")))
			ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
			defer stop()
			r := script.Runner{Stage: h.stage, House: h, Zone: h.chat.Program().Zone(), Given: h.chat.Given()}
			if err := r.Play(ctx, file, bytes.NewReader(chat)); err != nil {
				t.Error(err)
			}
			if faults := h.chat.Program().Catalogues.Faults(); len(faults) > 0 {
				t.Errorf("people saw ⟦…⟧ for: %s", strings.Join(faults, "; "))
			}
		})
	}
}

// hall is the whole program behind a real server. It is a script.House.
type hall struct {
	*program.Chat
	chat     *program.Chat
	stage    *mmstage.Stage
	callback *callback
	adapter  *mattermost.Adapter
	options  program.Options
	progress *mmstage.Progress
	logged   *signals
}

// signals are the lines of a log for which somebody waits, by their beginning.
type signals struct {
	slog.Handler
	told map[string]chan struct{}
}

// What the program logs when something is done that nobody is told of in chat.
const (
	logConnected = "connected"
	logCommands  = "the slash commands of a team are there"
	logNoRight   = "the bot was added to a team, but its slash commands could not all be created there"
)

func newSignals(h slog.Handler) *signals {
	s := &signals{Handler: h, told: map[string]chan struct{}{}}
	for _, line := range []string{logConnected, logCommands, logNoRight} {
		s.told[line] = make(chan struct{}, 16)
	}
	return s
}

// Handle tells who waits.
func (s *signals) Handle(ctx context.Context, r slog.Record) error {
	for line, told := range s.told {
		if strings.HasPrefix(r.Message, line) {
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}
	return s.Handler.Handle(ctx, r)
}

// WithAttrs keeps telling.
func (s *signals) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &signals{s.Handler.WithAttrs(attrs), s.told}
}

// meet waits until the program has logged a line, once for each time that it did.
func (h *hall) meet(ctx context.Context, line string) error {
	select {
	case <-h.logged.told[line]:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for %q in the log: %w", line, ctx.Err())
	}
}

// newHall sets a town up on a server: the demo town, or an empty one.
func newHall(t testing.TB, server *mmserver.Server, demo bool) *hall {
	t.Helper()
	ctx := t.Context()
	db := storagetest.SQLite(t)
	var town *townfile.Town
	if demo {
		var err error
		if town, err = townfile.Demo(); err != nil {
			t.Fatal(err)
		}
	}
	org, err := program.Load(ctx, db.Store, town)
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{callback: newCallback(t)}
	progress := &mmstage.Progress{}
	h.stage = h.build(t, server, db.Store, org, !demo, progress)
	var logged bytes.Buffer
	h.logged = newSignals(slog.NewTextHandler(&logged, nil))
	log := slog.New(h.logged)
	t.Cleanup(func() {
		if t.Failed() || strings.Contains(logged.String(), "level=ERROR") {
			t.Errorf("the program logged:\n%s", &logged)
		}
	})
	h.progress, h.options = progress, program.Options{DSN: db.DSN, Log: log, Connect: h.connect(progress, log)}
	h.start(t)
	t.Cleanup(func() {
		if err := h.chat.Close(); err != nil {
			t.Error(err)
		}
	})
	connected, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	if err := progress.Wait(connected, 1); err != nil {
		t.Fatal(err)
	}
	return h
}

// build makes the stage for a town, and tells the town where it is.
func (h *hall) build(t testing.TB, server *mmserver.Server, store *storage.Store, org townhall.OrgID, open bool, progress *mmstage.Progress) *mmstage.Stage {
	t.Helper()
	house := mmstage.House{Open: open, Channels: map[string][]string{}, Words: commandWords(), Callback: h.callback.URL, Key: signingKey, Memory: store.Memory()}
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
	for _, p := range people {
		house.People = append(house.People, string(p.ID))
	}
	for _, c := range channels {
		house.Channels[string(c.ID)] = members(c, people)
	}
	stage, err := mmstage.New(t.Context(), server, house, progress)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stage.Close)
	link := program.Link{Tenant: bot.Tenant{Platform: mattermost.Platform, ID: mmstage.Tenant},
		People: map[townhall.PersonID]string{}, Channels: map[townhall.ChannelID]string{}}
	for _, p := range people {
		link.People[p.ID] = stage.ID(string(p.ID))
	}
	for _, c := range channels {
		link.Channels[c.ID] = stage.ID("#" + string(c.ID))
	}
	if err := program.Connect(t.Context(), store, org, link); err != nil {
		t.Fatal(err)
	}
	return stage
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

// connect connects a program to the stage's server.
func (h *hall) connect(progress *mmstage.Progress, log *slog.Logger) func(program.Kit) ([]bot.Adapter, error) {
	return func(k program.Kit) (_ []bot.Adapter, err error) {
		progress.Memory = k.Memory
		h.adapter, err = mattermost.New(mattermost.Options{
			Servers: []mattermost.Server{h.stage.Connected()}, Callback: h.callback.URL, Key: signingKey,
			Memory: progress, Now: k.Now, Printer: k.Printer, Log: log, Commands: program.MattermostCommands(k),
		})
		return []bot.Adapter{h.adapter}, err
	}
}

// start starts the program.
func (h *hall) start(t testing.TB) {
	t.Helper()
	var err error
	if h.chat, err = program.NewChat(t.Context(), h.options); err != nil {
		t.Fatal(err)
	}
	h.Chat = h.chat
	h.answer()
	if err := h.meet(t.Context(), logConnected); err != nil {
		t.Fatal(err)
	}
}

func (h *hall) answer() {
	handler := h.chat.Program().Handler()
	h.callback.to.Store(&handler)
}

// Restart stops the program and starts it again on the same database.
func (h *hall) Restart(ctx context.Context) error {
	if err := h.chat.Restart(ctx); err != nil {
		return err
	}
	h.answer()
	return h.meet(ctx, logConnected)
}

// mattermostConformance runs the suite that every adapter passes.
func mattermostConformance(t *testing.T, server *mmserver.Server) {
	callback := newCallback(t)
	memory := storagetest.SQLite(t).Memory()
	progress := &mmstage.Progress{Memory: memory, Tells: true}
	stage, err := mmstage.New(t.Context(), server, mmstage.House{
		People:   []string{bottest.Anna, bottest.Ben, bottest.Cem},
		Channels: map[string][]string{strings.TrimPrefix(bottest.Public, "#"): nil, strings.TrimPrefix(bottest.Members, "#"): {bottest.Anna, bottest.Ben}},
		Words:    []string{bottest.Command}, Callback: callback.URL, Key: signingKey, Memory: memory,
	}, progress)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stage.Close)
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	adapter, err := mattermost.New(mattermost.Options{
		Servers: []mattermost.Server{stage.Connected()}, Callback: callback.URL, Key: signingKey, Memory: progress, Now: time.Now,
		Printer: func(context.Context, bot.Account) *i18n.Printer {
			return catalogues.Printer(i18n.German, time.UTC)
		},
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	var handler atomic.Value
	relay := bot.HandlerFunc(func(ctx context.Context, ev bot.Event) bot.Reply {
		if ev.Kind == bot.KindHome {
			return bot.Private(bot.Message{Line: "Was möchtest du tun?"})
		}
		defer progress.Handled(ev)
		return handler.Load().(bot.HandlerFunc)(ctx, ev)
	})
	mux := http.NewServeMux()
	adapter.Routes(mux, relay)
	var h http.Handler = mux
	callback.to.Store(&h)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- adapter.Run(ctx, relay) }()
	t.Cleanup(func() { stop(); <-ended })
	if err := progress.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	bottest.Run(t, func(*testing.T) bottest.Subject {
		return bottest.Subject{
			Adapter: adapter, Stage: stage, Tenant: bot.Tenant{Platform: mattermost.Platform, ID: mmstage.Tenant}, ID: stage.ID,
			Connect: func(h bot.Handler) { handler.Store(bot.HandlerFunc(h.Handle)) },
			Settle:  adapter.Settle,
			Lacks:   []bot.Kind{bot.KindShortcut, bot.KindHome},
		}
	})
	if alarms, err := stage.Alarms(t.Context()); err != nil || len(alarms) > 0 {
		t.Errorf("the server took words for more: %q %v", alarms, err)
	}
	mattermostPicture(t, adapter, stage)
}
