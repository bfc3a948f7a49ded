package setup

import (
	"context"
	"crypto/x509"
	"net/url"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/mattermost"
	"lotsenfunk/i18n"
)

// Wants is what is to be set up, as the operator said it, or as an earlier run
// left it in the environment file.
type Wants struct {
	URL        string // of the Mattermost server, as Lotsenfunk reaches it
	AdminToken string // used for the requests and kept nowhere
	Callback   string // where the server reaches Lotsenfunk
	Listen     string // where the service listens, behind the callback
	DSN        string // the database
	Key        []byte // signs buttons and forms
	Token      string // the bot's, or "" if there is none yet
	Tenant     string // the server's name in the database, or ""

	Teams []string // by their names; the first one gets the channels
	Bot   string   // the bot's user name
	Admin string   // user name of Lotsenfunk's first admin, or "" if there is one

	Town, State, Language, Zone string // "" is left as it is
	Address                     string // "du", "sie" or ""

	// SkipReach does not try whether the server reaches the callback.
	SkipReach bool
	// Roots are the authorities that are trusted; nil for the system's alone.
	Roots *x509.CertPool
}

// Setup is one run of the set-up.
type Setup struct {
	hall
	site *site // with the administrator's token

	asks    *model.User // the administrator
	teams   []*model.Team
	bot     *model.User // nil until it is made
	token   string      // the bot's, "" until it is made
	private string      // what to say at the end of the closed channel
}

// New begins a run. It asks nobody for anything yet.
func New(w Wants, now time.Time) (*Setup, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	w.URL, w.Callback = strings.TrimRight(w.URL, "/"), strings.TrimRight(w.Callback, "/")
	if w.Tenant == "" {
		w.Tenant = tenantOf(w.URL)
	}
	site := newSite(w.URL, w.AdminToken, "administrator's token", "make a new one: Profile > Security > Personal Access Tokens", w.Roots)
	site.secrets = append(site.secrets, w.Token)
	s := &Setup{hall: newHall(w, mattermost.Platform), site: site}
	s.now, s.catalogues = now, catalogues
	return s, nil
}

// tenantOf names a server in the database: by its host, once and for all.
func tenantOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.ToLower(u.Host) + strings.TrimRight(u.Path, "/")
}

// Token is the bot's access token, as soon as there is one.
func (s *Setup) Token() string { return s.token }

// Tenant is the server's name in the database.
func (s *Setup) Tenant() string { return s.w.Tenant }

// botName is the bot's user name.
func (s *Setup) botName() string { return "@" + s.w.Bot }

// Check looks at everything that can be looked at beforehand. It changes
// nothing but for the moment in which the server is asked to call us: for that
// it gets a slash command of its own, which is deleted again.
func (s *Setup) Check(ctx context.Context, tell func(Check)) (ok bool) {
	t := &tally{tell: tell}
	if _, err := s.site.ping(ctx); err != nil {
		t.refused(err)
		return false
	}
	t.fine("%s answers", s.w.URL)
	if s.who(ctx, t); t.wrong {
		return false
	}
	s.site.about(ctx, t)
	s.lookUpBot(ctx, t)
	s.permits(ctx, t)
	s.site.stream(ctx, t)
	s.lookUpTeams(ctx, t)
	s.lookUpTown(ctx, t)
	s.lookUpAdmin(ctx, t)
	s.lookUpWords(ctx, t)
	if len(s.teams) > 0 {
		s.reach(ctx, t)
	}
	return !t.wrong
}
