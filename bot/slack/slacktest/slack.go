package slacktest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Endpoints are the addresses of an app that is told over HTTP.
type Endpoints struct {
	Commands string // slash commands
	Interact string // buttons, modals, shortcuts
	Options  string // searches in selects
	Events   string
}

// App is the one app that is installed in every workspace, as its manifest says.
type App struct {
	Commands  []string // "/idee"
	Shortcuts []Shortcut
	Scopes    []string // of the bot's token
	Events    []string // "message.im"
	// HTTP is where the app is told; nil for sockets.
	HTTP *Endpoints
	// Rotation makes tokens that end, with one to refresh them.
	Rotation bool
}

// Shortcut is an entry of the app's in a menu: of a message's, or the global one.
type Shortcut struct {
	Name     string
	Callback string
	Message  bool
}

// What the app of this package is known by.
const (
	AppID         = "A0000000APP"
	ClientID      = "1234567890.1234567890"
	ClientSecret  = "client-secret-of-slacktest"
	SigningSecret = "signing-secret-of-slacktest"
	AppToken      = "xapp-1-slacktest"
)

// Slack is one Slack with any number of workspaces.
type Slack struct {
	URL   string // where the Web API is: slack.OptionAPIURL(s.URL)
	Clock *Clock
	App   App

	server *httptest.Server
	ctx    context.Context // ends with Close
	stop   context.CancelFunc
	work   sync.WaitGroup

	mu         sync.Mutex
	workspaces []*Workspace
	tokens     map[string]*token
	codes      map[string]*code
	triggers   map[string]*trigger
	hooks      map[string]*hook
	uploads    map[string]*upload
	conns      []*conn
	tickets    map[string]bool
	turn       int // whose turn it is among conns
	due        []*delivery
	last       *delivery
	faults     []*Fault
	outside    map[string]time.Time // when what was read last; nil if Slack does not mind
	calls      map[string]int
	used       map[string]bool // scopes
	told       map[string]bool // events
	complaints []string
	counter    int
	lastTS     int64         // in microseconds
	changed    chan struct{} // closed when anything is delivered or comes back
	looks      int           // at files, before they may be shown
	busy       int           // deliveries on their way
}

// New starts a Slack with one app and stops it when the test ends. Its clock
// begins on a Monday morning.
func New(t testing.TB, app App) *Slack {
	t.Helper()
	s := Start(app, NewClock(time.Date(2027, 4, 12, 7, 0, 0, 0, time.UTC)))
	t.Cleanup(s.Close)
	return s
}

// Start is New for those who close it themselves.
func Start(app App, clock *Clock) *Slack {
	s := &Slack{
		Clock: clock, App: app, tokens: map[string]*token{AppToken: {app: true, scopes: []string{"connections:write"}}},
		codes: map[string]*code{}, triggers: map[string]*trigger{}, hooks: map[string]*hook{}, uploads: map[string]*upload{},
		tickets: map[string]bool{}, calls: map[string]int{}, used: map[string]bool{}, told: map[string]bool{}, changed: make(chan struct{}),
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/hooks/", s.serveHook)
	mux.HandleFunc("/upload/", s.serveUpload)
	mux.HandleFunc("/socket", s.serveSocket)
	s.server = httptest.NewServer(mux)
	s.URL = s.server.URL + "/api/"
	return s
}

// Close stops everything and waits for it.
func (s *Slack) Close() {
	s.stop()
	s.mu.Lock()
	conns := slices.Clone(s.conns)
	s.mu.Unlock()
	for _, c := range conns {
		c.drop()
	}
	s.server.CloseClientConnections()
	s.server.Close()
	s.work.Wait()
}

// id makes an id as Slack's are: a letter that says of what, then capitals and
// digits. The lock is held.
func (s *Slack) id(kind string) string {
	s.counter++
	return fmt.Sprintf("%s0%08X", kind, s.counter)
}

// ts is the time stamp of a new message, later than any other. The lock is held.
func (s *Slack) ts() string {
	s.lastTS = max(s.lastTS+1, s.Clock.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// complain notes what Slack would drop without telling the app. The lock is held.
func (s *Slack) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// Complaints are what was refused where Slack tells nobody but the person: in
// answers to commands, buttons and forms.
func (s *Slack) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.complaints)
}

// Calls counts the calls of each method of the Web API, refused ones too.
func (s *Slack) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}

// Used are the scopes without which the app would have been refused something, or not
// told of it, and the events that it was told of; both in order.
func (s *Slack) Used() (scopes, events []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.used)), slices.Sorted(maps.Keys(s.told))
}

// signal tells those in Settle to look again. The lock is held.
func (s *Slack) signal() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Settle waits until nothing is on its way to the app any more. What waits for the
// clock (a repeated event) is not on its way.
func (s *Slack) Settle(ctx context.Context) error {
	for {
		s.mu.Lock()
		busy, changed := s.busy, s.changed
		s.mu.Unlock()
		if busy == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d things are on their way to the app: %w", busy, ctx.Err())
		}
	}
}

// Workspace is one workspace.
type Workspace struct {
	ID     string
	Domain string
	Name   string
	BotID  string // the app's bot: B…
	Bot    string // its user: U…
	Token  string // its token, or "" while the app is not installed
	// Restrict are methods that its administrators keep to themselves.
	Restrict map[string]bool

	slack    *Slack
	users    []*user
	channels []*channel
	groups   []*group
	views    map[string]*view
	files    map[string]*file
	heard    []Heard
}

// Workspace makes a workspace in which the app is not installed yet.
func (s *Slack) Workspace(domain string) *Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &Workspace{ID: s.id("T"), Domain: domain, Name: domain, slack: s, views: map[string]*view{}, files: map[string]*file{}}
	bot := &user{ID: s.id("U"), Name: "lotsenfunk", Real: "Lotsenfunk", Zone: "Europe/Berlin", Locale: "de-DE", Bot: true}
	w.users, w.Bot, w.BotID = append(w.users, bot), bot.ID, s.id("B")
	s.workspaces = append(s.workspaces, w)
	return w
}

// Install installs the app without the way through a browser and returns the
// bot's token.
func (w *Workspace) Install() string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	w.Token, _ = w.slack.issue(w, w.slack.App.Scopes)
	return w.Token
}
