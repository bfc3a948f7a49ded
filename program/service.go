package program

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/bot/slack"
	"lotsenfunk/commands"
	"lotsenfunk/seal"
	"lotsenfunk/townhall"
)

// Mattermost is one Mattermost server: its address, the bot's token there, and
// the tenant that it is.
type Mattermost = mattermost.Server

// Workspace is one Slack workspace and the bot's token there.
type Workspace = slack.Workspace

// Slack says how the app is connected with Slack, and with which workspaces.
type Slack struct {
	Workspaces []Workspace
	// AppToken opens sockets, SigningSecret proves that Slack is asking; one of the
	// two is needed.
	AppToken, SigningSecret string
	API                     string // where Slack is; "" is Slack itself
	// Install is how people install the app in further workspaces; nil if they do
	// not. Keys seal the tokens of these.
	Install *Install
}

// Install is what people need who install the app in their workspace.
type Install struct {
	ClientID, ClientSecret string // the app's
	URL                    string // where browsers reach the page
	Keys                   *seal.Ring
}

// Service says what is served to which chat servers.
type Service struct {
	DSN      string
	Servers  []Mattermost // none if all are on Slack
	Slack    *Slack       // nil if nobody is
	Callback string       // where the servers reach it
	// PublicURL is where people's calendars reach it; "" if they are to have none.
	PublicURL string
	Key       []byte // signs buttons and forms
	Roots     *x509.CertPool
	Clock     Clock
	Log       *slog.Logger
	Version   string
	Digests   townhall.DigestDefaults // when people get their Wochenstand who have set nothing else
}

// The times of the service. A chat server that takes the bot's answer waits at
// most half a minute for it.
const (
	readTime  = 30 * time.Second
	writeTime = time.Minute
	idleTime  = 2 * time.Minute
	graceTime = 15 * time.Second
)

// Open starts the program behind its chat servers. One that cannot be reached is
// tried again and again; nothing waits for it.
func (s Service) Open(ctx context.Context) (*Program, error) {
	return Start(ctx, Options{DSN: s.DSN, Clock: s.Clock, Log: s.Log, Version: s.Version, PublicURL: s.PublicURL, Digests: s.Digests, Connect: s.connect})
}

// connect makes the adapters of all platforms that there are.
func (s Service) connect(k Kit) (all []bot.Adapter, err error) {
	if len(s.Servers) > 0 {
		a, err := mattermost.New(mattermost.Options{Servers: s.Servers, Callback: s.Callback, Key: s.Key, Roots: s.Roots, Commands: MattermostCommands(k),
			Memory: k.Memory, Now: k.Now, Printer: k.Printer, Log: s.Log})
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	if s.Slack != nil {
		var install *slack.InstallOptions
		if i := s.Slack.Install; i != nil {
			install = &slack.InstallOptions{ClientID: i.ClientID, ClientSecret: i.ClientSecret, URL: i.URL, Installs: k.Installs(i.Keys)}
		}
		a, err := slack.New(slack.Options{Install: install, TakenOut: k.TakenOut, Workspaces: s.Slack.Workspaces, AppToken: s.Slack.AppToken, SigningSecret: s.Slack.SigningSecret, API: s.Slack.API,
			Whole: commands.Whole, Key: s.Key, Roots: s.Roots, Now: k.Now, Printer: k.Printer, Log: s.Log})
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// Answer serves chat servers and operators on a listener until the context ends.
// Then it takes nothing new, finishes what has begun, and closes the program.
func (p *Program) Answer(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	p.log.Info("serving", "address", l.Addr().String(), "database", p.Store.Engine(), "connects", len(p.connections()))
	select {
	case err := <-ended:
		return errors.Join(fmt.Errorf("serve: %w", err), p.Close())
	case <-ctx.Done():
	}
	p.log.Info("stopping; what has begun is finished")
	p.operators.Stopping()
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer done()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // who still asks then asks for too much
	}
	if err = errors.Join(err, p.Close()); err == nil {
		p.log.Info("stopped")
	}
	return err
}

// connections are the workspaces that the program is to be connected with.
func (p *Program) connections() (all []bot.Connection) {
	for _, a := range p.adapters {
		if watched, ok := a.(bot.Watched); ok {
			all = append(all, watched.Connections()...)
		}
	}
	return all
}
