package slack

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/bot/wire"
	"lotsenfunk/i18n"
)

// Platform is the name of this adapter, as in bot.Tenant.Platform.
const Platform = "slack"

// Workspace is one workspace in which the app is installed.
type Workspace struct {
	Team  string // Slack's id of it: "T…"; also the tenant's id
	Token string // the bot's: "xoxb-…"
}

// Options say which workspaces are connected, and how.
type Options struct {
	Workspaces []Workspace
	// AppToken opens sockets ("xapp-…"). Without it Slack must reach Routes.
	AppToken string
	// SigningSecret is what Slack signs its requests with.
	SigningSecret string
	// API is where Slack is, with a slash at its end; "" is Slack itself.
	API string
	// Install is how people install the app in further workspaces; nil if they do not.
	Install *InstallOptions
	// TakenOut has a town told that a workspace of it, by its name, took the app out at
	// a moment; once a day. It may be nil.
	TakenOut func(ctx context.Context, t bot.Tenant, name string, at time.Time) error
	// Key digests what everybody in a channel could read: at least 32 random
	// bytes, the same in every replica and after every start.
	Key []byte
	// Roots are the authorities that are trusted; nil for the system's alone.
	Roots *x509.CertPool
	// Whole is the action that shows a person all of a thing; its value is
	// Message.About.
	Whole string
	// Rates are how many messages Slack takes; the zero Rates are what it says.
	Rates bot.Rates
	// Now tells how old requests and forms are.
	Now func() time.Time
	// Printer prints the few words that are the adapter's own.
	Printer func(context.Context, bot.Account) *i18n.Printer
	Log     *slog.Logger
}

// Adapter connects any number of Slack workspaces.
type Adapter struct {
	o          Options
	mu         sync.Mutex
	workspaces map[string]*workspace // by team
	http       *http.Client
	refused    bot.Counter
	sockets    sockets
	jobs       sync.WaitGroup
	running    atomic.Int64
	waiting    atomic.Int32  // commands whose acknowledgement waits for the answer
	settled    chan struct{} // gets one whenever a job ends
	answers    bot.Answerer
}

var _ interface {
	bot.Adapter
	bot.Finder
	bot.Watched
	bot.Paced
	bot.Settler
} = (*Adapter)(nil)

// timeout is how long a request to Slack may take.
const timeout = wire.Timeout

// New makes the adapter. It asks Slack for nothing yet.
func New(o Options) (*Adapter, error) {
	if len(o.Key) < 32 {
		return nil, errors.New("slack: the key has less than 32 bytes")
	}
	if o.Install != nil && (o.Install.ClientID == "" || o.Install.ClientSecret == "" || o.Install.Installs == nil || !strings.HasPrefix(o.Install.URL, "https://")) {
		return nil, errors.New("slack: for people to install the app it needs its client id and secret, an address that begins with https://, and keys")
	}
	if o.AppToken == "" && o.SigningSecret == "" {
		return nil, errors.New("slack: neither a token for sockets nor a signing secret is given")
	}
	if o.Rates == (bot.Rates{}) {
		o.Rates = slackTakes
	}
	if o.API == "" {
		o.API = slack.APIURL
	}
	a := &Adapter{o: o, workspaces: map[string]*workspace{}, http: wire.HTTPClient(o.Roots), settled: make(chan struct{}, 1)}
	for _, w := range o.Workspaces {
		if w.Team == "" || w.Token == "" {
			return nil, errors.New("slack: a workspace needs its id and the bot's token")
		}
		if a.workspaces[w.Team] != nil {
			return nil, fmt.Errorf("slack: the workspace %s is given twice", w.Team)
		}
		a.workspaces[w.Team] = a.newWorkspace(w.Team, &access{Client: a.client(w.Token)})
	}
	return a, nil
}

// Name is Platform.
func (a *Adapter) Name() string { return Platform }

// Refused counts what came in and was refused, by reason. None of it had any
// effect.
func (a *Adapter) Refused() map[string]int { return a.refused.Counts() }

// workspace is one workspace and what is known of it.
type workspace struct {
	*Adapter
	tenant  bot.Tenant
	access  atomic.Pointer[access]
	denied  atomic.Bool // Slack does not take the token
	removed atomic.Bool // the app was taken out, as Slack told
	locked  atomic.Bool // what the database has of its token cannot be opened
	met     atomic.Bool // Slack has said that it is there, and whose the token is

	renewing sync.Mutex

	pauses pauses

	mu      sync.Mutex
	me      *slack.AuthTestResponse // nil until asked
	users   map[string]fact[bot.Account]
	places  map[string]fact[bot.Place]
	roots   map[string]root         // by channel and time stamp
	direct  map[string]string       // the channels of direct messages with the bot, by person
	readers map[string]string       // the same the other way round
	handles map[string]fact[string] // of user groups
	homes   map[string]home         // that were opened, by person
	seen    map[string]bool         // deliveries
	stale   bool                    // something has changed that homes may show,
	rounds  bool                    // and somebody looks at them
}

func (a *Adapter) newWorkspace(team string, c *access) *workspace {
	w := &workspace{Adapter: a, tenant: bot.Tenant{Platform: Platform, ID: team},
		users: map[string]fact[bot.Account]{}, places: map[string]fact[bot.Place]{}, roots: map[string]root{}, direct: map[string]string{}, readers: map[string]string{}, handles: map[string]fact[string]{}, homes: map[string]home{}, seen: map[string]bool{}}
	w.access.Store(c)
	return w
}

// workspace finds the workspace of a tenant, to write to it. One that took the app out
// is bot.ErrDisconnected.
func (a *Adapter) workspace(ctx context.Context, t bot.Tenant) (*workspace, error) {
	if t.Platform != Platform {
		return nil, a.gone(t, errUnknown)
	}
	w, err := a.team(ctx, t.ID)
	if err == nil && w.removed.Load() {
		err = errTakenOut
	}
	if err != nil {
		return nil, a.gone(t, err)
	}
	_, err = w.self(ctx) // with the token of another workspace nothing is said anywhere
	return w, err
}

// log is the operators' log. It never gets what somebody typed, nor a token.
func (w *workspace) log() *slog.Logger {
	return w.o.Log.With("platform", Platform, "tenant", w.tenant.ID)
}

// begin does something beside everything else; what is begun is finished, whatever
// becomes of the request that caused it.
func (a *Adapter) begin(ctx context.Context, job func(context.Context)) {
	a.running.Add(1)
	ctx = context.WithoutCancel(ctx)
	a.jobs.Go(func() {
		defer func() {
			a.running.Add(-1)
			select {
			case a.settled <- struct{}{}:
			default:
			}
		}()
		job(ctx)
	})
}

// Settle waits until everything is said that was answered.
func (a *Adapter) Settle(ctx context.Context) error {
	for a.running.Load() > 0 {
		select {
		case <-a.settled:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	select { // others may wait as well
	case a.settled <- struct{}{}:
	default:
	}
	return nil
}

// Connections says how it stands with each workspace, by team.
func (a *Adapter) Connections() []bot.Connection {
	var all []bot.Connection
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, team := range slices.Sorted(maps.Keys(a.workspaces)) {
		w := a.workspaces[team]
		c := bot.Connection{Tenant: w.tenant, Refused: w.denied.Load()}
		switch {
		case w.removed.Load():
			c.Trouble = errTakenOut.Error()
		case w.locked.Load():
			c.Trouble = errLocked.Error()
		case c.Refused:
			c.Trouble = errDenied.Error()
		case !w.met.Load():
			c.Trouble = "Slack has not answered yet"
		case a.o.AppToken != "" && a.sockets.open() == 0:
			c.Trouble = "no socket is connected"
		default:
			c.Up = true
		}
		all = append(all, c)
	}
	return all
}
