package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"lotsenfunk/cmd/lotsenfunk/config"
	"lotsenfunk/program"
)

// Config is what serve and doctor are told.
type Config = config.Config

// serveCmd is lotsenfunk serve.
type serveCmd struct{ Config }

// clock is the clock of the machine. Nothing turns it.
type clock struct{}

func (clock) Now() time.Time { return time.Now() }

// Run serves the configured chat servers until it is told to stop.
func (c *serveCmd) Run(e *env) error {
	s, err := c.Settings()
	if err != nil {
		return err
	}
	if err := hasDatabase(s); err != nil {
		return err
	}
	log := logger(e.errs, s.Level)
	service := program.Service{DSN: s.DB, Callback: s.Callback, PublicURL: s.PublicURL, Key: s.Key, Roots: s.Roots, Clock: clock{}, Log: log, Version: version(), Digests: s.Digests}
	for _, one := range s.Servers {
		service.Servers = append(service.Servers, program.Mattermost{URL: one.URL, Token: one.Token, Tenant: one.Tenant})
	}
	if s.Slack != nil {
		service.Slack = onSlack(s.Slack)
	}
	listener, err := listen(s.Listen)
	if err != nil {
		return err
	}
	p, err := service.Open(e.ctx)
	if err != nil {
		return errors.Join(cannotServe(s.DB, err), listener.Close())
	}
	return p.Answer(e.ctx, listener)
}

// onSlack is what the service is told of Slack.
func onSlack(s *config.Slack) *program.Slack {
	to := &program.Slack{AppToken: s.AppToken, SigningSecret: s.SigningSecret, API: s.API + "/"}
	if s.Team != "" {
		to.Workspaces = []program.Workspace{{Team: s.Team, Token: s.Token}}
	}
	if i := s.Install; i != nil {
		to.Install = &program.Install{ClientID: i.ClientID, ClientSecret: i.ClientSecret, URL: i.URL, Keys: i.Keys}
	}
	return to
}

// hasDatabase refuses a file that is not there: set-up makes it, and one without a
// town would serve nobody.
func hasDatabase(s config.Settings) error {
	file, platform := strings.TrimPrefix(s.DB, "sqlite:"), "mattermost"
	if len(s.Servers) == 0 {
		platform = "slack"
	}
	if strings.HasPrefix(s.DB, "postgres") || s.Slack != nil && s.Slack.Install != nil { // people begin, and set-up follows
		return nil
	}
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return badInput{fmt.Errorf("LOTSENFUNK_DB: there is no file %s; run lotsenfunk setup %s, which makes it, or name another one", file, platform)}
	}
	return nil
}

// cannotServe says what to do about what keeps the service from its start. A
// database server that does not answer may do so in a moment: that is no fault of
// the configuration.
func cannotServe(dsn string, err error) error {
	var unknown *program.NoTenant
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &unknown) && unknown.Missing.Platform == "slack":
		return badInput{fmt.Errorf("LOTSENFUNK_SLACK_TEAM: %w; run lotsenfunk setup slack, or name another database", err)}
	case unknown != nil:
		return badInput{fmt.Errorf("LOTSENFUNK_MATTERMOST_TENANT: %w; run lotsenfunk setup mattermost, or name another database", err)}
	case errors.Is(err, program.ErrNewerDatabase):
		return badInput{fmt.Errorf("LOTSENFUNK_DB: %w; use that version, or name another database", err)}
	case strings.HasPrefix(dsn, "postgres"):
		return fmt.Errorf("LOTSENFUNK_DB: %w; is the server there, and may this user use the database?", err)
	}
	return badInput{fmt.Errorf("LOTSENFUNK_DB: %w; it takes a file in a folder that may be written, or postgres://…", err)}
}

// logger writes lines to be read on a terminal, and JSON for whatever collects
// logs elsewhere.
func logger(w io.Writer, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if f, ok := w.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		return slog.New(slog.NewTextHandler(w, o))
	}
	return slog.New(slog.NewJSONHandler(w, o))
}
