package mattermost

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/bot/wire"
	"lotsenfunk/i18n"
)

// Platform is the name of this adapter, as in bot.Tenant.Platform.
const Platform = "mattermost"

// Server is one Mattermost server. All its teams are one tenant, because people
// and their direct messages belong to the server.
type Server struct {
	Tenant string // the tenant's id: chosen at set-up, never changed
	URL    string // where the bot reaches the server: "https://chat.example.org"
	Token  string // the bot's access token
	// CommandTokens are those of commands that were created by hand. Tokens
	// of commands made by Reconcile are remembered by themselves.
	CommandTokens []string
}

// Options say which servers are connected, and with what.
type Options struct {
	Servers []Server
	// Callback is the address under which the servers reach Routes, without
	// a slash at its end: "https://lotsenfunk.example.org".
	Callback string
	// Key signs what passes through clients: at least 32 random bytes, the
	// same in every replica and after every start.
	Key []byte
	// Roots are the certification authorities that are trusted; nil for the
	// system's. Proxies are those that the environment names.
	Roots *x509.CertPool
	// Commands are those of a town. They are created in each team that the bot
	// is added to, if it may; nil creates none.
	Commands func(context.Context, bot.Tenant) ([]Command, error)
	// Memory keeps how far the stream was read.
	Memory bot.Memory
	// Now dates forms: they expire.
	Now func() time.Time
	// Printer prints the few words that are the adapter's own.
	Printer func(context.Context, bot.Account) *i18n.Printer
	Log     *slog.Logger
}

// Adapter connects any number of Mattermost servers.
type Adapter struct {
	o       Options
	key     secret
	servers map[string]*server // by tenant
	refused bot.Counter
	later   later
	answers bot.Answerer
}

var _ interface {
	bot.Adapter
	bot.Finder
	bot.Watched
} = (*Adapter)(nil)

// New makes the adapter. It asks no server for anything yet, so that one which
// is down keeps nothing from the others.
func New(o Options) (*Adapter, error) {
	if len(o.Key) < 32 {
		return nil, errors.New("mattermost: the key has less than 32 bytes")
	}
	a := &Adapter{o: o, key: o.Key, servers: map[string]*server{}}
	for _, s := range o.Servers {
		if s.Tenant == "" || s.Token == "" || !strings.HasPrefix(s.URL, "http") {
			return nil, fmt.Errorf("mattermost: server %q needs a tenant, an address that begins with http, and the bot's token", s.URL)
		}
		if a.servers[s.Tenant] != nil {
			return nil, fmt.Errorf("mattermost: two servers are tenant %q", s.Tenant)
		}
		a.servers[s.Tenant] = a.newServer(s)
	}
	return a, nil
}

// Name is Platform.
func (a *Adapter) Name() string { return Platform }

// Rates are far below what a small server takes, and so far above what a town needs
// that only a flood meets them: people's own posts are to stay quick meanwhile.
func (a *Adapter) Rates() bot.Rates {
	return bot.Rates{Workspace: bot.Rate{PerSecond: 100, Burst: 200}, Channel: bot.Rate{PerSecond: 20, Burst: 40}}
}

// Run listens to every server until the context ends. A connection that breaks
// is made again, and what was missed meanwhile is caught up on.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	a.answers.Set(h)
	var all sync.WaitGroup
	for _, s := range a.servers {
		all.Go(func() { s.listen(ctx, h) })
	}
	all.Wait()
	return a.later.settle(context.WithoutCancel(ctx))
}

// Settle waits until everything is said that was answered.
func (a *Adapter) Settle(ctx context.Context) error { return a.later.settle(ctx) }

// Refused counts what came in and was refused, by reason. None of it had any
// effect.
func (a *Adapter) Refused() map[string]int { return a.refused.Counts() }

// server finds the server of a tenant.
func (a *Adapter) server(t bot.Tenant) (*server, error) {
	s, ok := a.servers[t.ID]
	if !ok || t.Platform != Platform {
		return nil, fmt.Errorf("tenant %s is on no connected server: %w", t.ID, bot.ErrDisconnected)
	}
	if s.health.refused() { // until it is asked again, which listen does
		return nil, fmt.Errorf("%w: %w", bot.ErrDisconnected, errRefused)
	}
	return s, nil
}

// server is one Mattermost server and what is known of it.
type server struct {
	*Adapter
	tenant bot.Tenant
	client *model.Client4
	dialer *websocket.Dialer
	health *health
	teams  sync.Mutex // held while a team's commands are looked at

	users   kept[*model.User]
	roots   kept[*root]     // by post
	directs kept[string]    // channels of direct messages, by person
	places  kept[bot.Place] // the same channels, by their ids

	mu     sync.Mutex
	known  *facts   // nil until the server was asked
	tokens []string // digests of commands' tokens
}

func (a *Adapter) newServer(s Server) *server {
	client := model.NewAPIv4Client(s.URL)
	client.SetToken(s.Token)
	h := newHealth()
	client.HTTPClient = wire.HTTPClient(a.o.Roots)
	client.HTTPClient.Transport = &watching{client.HTTPClient.Transport, h}
	made := &server{
		Adapter: a, tenant: bot.Tenant{Platform: Platform, ID: s.Tenant}, client: client, dialer: wire.Dialer(a.o.Roots), health: h,
	}
	for _, given := range s.CommandTokens {
		made.tokens = append(made.tokens, a.key.digest(digestToken, given))
	}
	return made
}

// log is the operators' log. It never gets what somebody typed, nor a token.
func (s *server) log() *slog.Logger { return s.o.Log.With("platform", Platform, "tenant", s.tenant.ID) }
