package setup

import (
	"context"
	"crypto/x509"
	"regexp"
	"slices"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/i18n"
	"lotsenfunk/seal"
	"lotsenfunk/storage"
)

// SlackWants is what is to be set up in a Slack workspace, as the operator said it, or
// as an earlier run left it in the environment file.
type SlackWants struct {
	Token         string     // the bot's, "" if people installed the app there
	AppToken      string     // opens sockets, "" without them
	SigningSecret string     // proves that Slack is asking, "" with sockets
	Team          string     // Slack's id of the workspace, "" to take that of the token
	API           string     // where Slack is, with a slash at its end
	Keys          *seal.Ring // of the tokens in the database, nil if there are none
	DSN           string
	Admin         string // id or name of Lotsenfunk's first admin, or "" if there is one

	Town, State, Language, Zone string // "" is left as it is
	Address                     string // "du", "sie" or ""

	// Roots are the authorities that are trusted; nil for the system's alone.
	Roots *x509.CertPool
}

// SlackSetup is one run of the set-up in a Slack workspace.
type SlackSetup struct {
	hall
	slackWants SlackWants
	site       *slackSite
	private    string // what to say of the closed channel at the end
	channels   []slackgo.Channel
}

// NewSlack begins a run. It asks nobody for anything yet.
func NewSlack(w SlackWants, now time.Time) (*SlackSetup, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	s := &SlackSetup{hall: newHall(Wants{DSN: w.DSN, Tenant: w.Team, Town: w.Town, State: w.State, Language: w.Language, Zone: w.Zone, Address: w.Address}, slack.Platform),
		slackWants: w, site: newSlackSite(w.API, w.Token, w.AppToken, w.Roots)}
	s.site.secrets = append(s.site.secrets, w.SigningSecret)
	s.now, s.catalogues = now, catalogues
	return s, nil
}

// LookUpSlack finds the town of a workspace, or that name, in a database, as LookUp
// does.
func LookUpSlack(ctx context.Context, dsn, team, name string) (town Town, ok bool, err error) {
	return lookUp(ctx, newHall(Wants{DSN: dsn, Tenant: team, Town: name}, slack.Platform))
}

// Team is Slack's id of the workspace, as soon as it is known.
func (s *SlackSetup) Team() string { return s.hall.w.Tenant }

// Check looks at everything that can be looked at beforehand, and changes nothing.
func (s *SlackSetup) Check(ctx context.Context, tell func(Check)) (ok bool) {
	t := &tally{tell: tell}
	if s.slackWants.Token == "" {
		if s.takeInstalled(ctx, t); t.wrong {
			return false
		}
	}
	if s.site.workspace(ctx, &s.hall.w.Tenant, t); t.wrong {
		return false
	}
	s.site.scopes(t)
	s.site.ways(ctx, s.slackWants, t)
	s.lookUpTown(ctx, t)
	s.lookUpSlackAdmin(ctx, t)
	return !t.wrong
}

// takeInstalled takes the token of a workspace in which somebody installed the app.
func (s *SlackSetup) takeInstalled(ctx context.Context, t *tally) {
	if s.slackWants.Keys == nil {
		t.bad("name the service's keys with LOTSENFUNK_TOKEN_KEYS", "the token of the workspace %s is sealed, and no key is given", s.slackWants.Team)
		return
	}
	i, ok, err := installation(ctx, s.slackWants.DSN, s.slackWants.Team, s.slackWants.Keys)
	switch {
	case err != nil:
		t.bad("put right what LOTSENFUNK_DB and LOTSENFUNK_TOKEN_KEYS say", "the token of the workspace %s cannot be read: %v", s.slackWants.Team, err)
		return
	case !ok:
		t.bad("have it installed there: open the page /slack/install of the service", "nobody has installed the app in the workspace %s", s.slackWants.Team)
		return
	case !i.Removed.IsZero():
		t.bad("have it installed there again", "the app was taken out of the workspace %s on %s", s.slackWants.Team, i.Removed.Format(time.DateOnly))
		return
	}
	s.site = newSlackSite(s.slackWants.API, i.Token, s.slackWants.AppToken, s.slackWants.Roots)
	s.site.secrets = append(s.site.secrets, s.slackWants.SigningSecret, i.Refresh)
	t.fine("the app is installed in the workspace %s (%s)", i.Name, i.Tenant.ID)
}

// installation reads what the database has of a workspace.
func installation(ctx context.Context, dsn, team string, keys *seal.Ring) (i bot.Installation, ok bool, err error) {
	if _, _, err := storage.Schema(ctx, dsn); err != nil {
		return i, false, err
	}
	store, err := storage.Open(ctx, dsn)
	if err != nil {
		return i, false, err
	}
	defer store.Close()
	i, ok, err = store.Installs(keys).Installation(ctx, bot.Tenant{Platform: slack.Platform, ID: team})
	if err == nil {
		err = i.Locked
	}
	return i, ok, err
}

// lookUpSlackAdmin finds who is to be Lotsenfunk's first admin: by their id, or by a
// name that only one member of staff has.
func (s *SlackSetup) lookUpSlackAdmin(ctx context.Context, t *tally) {
	name := strings.TrimPrefix(s.slackWants.Admin, "@")
	switch {
	case name == "" && s.town.admins > 0:
		return
	case name == "":
		t.bad("name somebody with --admin", "nobody is named as Lotsenfunk's first admin")
		return
	}
	users, err := s.site.GetUsersContext(ctx)
	if err != nil {
		t.refused(s.site.refused("look for @"+name, err))
		return
	}
	found := slices.DeleteFunc(users, func(u slackgo.User) bool { return u.ID != name && !named(u, name) })
	switch {
	case len(found) == 0:
		t.bad("write the name as their profile shows it, or the member id from its menu (U…)", "there is no %s who could be the first admin", name)
		return
	case len(found) > 1:
		t.bad("write the member id from the menu of their profile (U…)", "several people are called %s", name)
		return
	}
	u := found[0]
	if u.IsBot || u.Deleted || u.IsRestricted || u.IsUltraRestricted || u.IsStranger {
		t.bad("name a member of staff", "%s is a bot, a guest or not active, and cannot be the first admin", name)
		return
	}
	s.first = &account{u.ID, u.Name, displayOf(u)}
	t.fine("%s can be Lotsenfunk's first admin", s.first.Display)
}

// named reports whether somebody is called so.
func named(u slackgo.User, name string) bool {
	return slices.ContainsFunc([]string{u.Name, u.RealName, u.Profile.DisplayName, u.Profile.RealName}, func(one string) bool { return one != "" && strings.EqualFold(one, name) })
}

// displayOf is how somebody is called, as the adapter calls them.
func displayOf(u slackgo.User) string {
	for _, name := range []string{u.Profile.DisplayName, u.Profile.RealName, u.RealName} {
		if name != "" {
			return name
		}
	}
	return u.Name
}

// signingSecret is what Slack's secrets look like.
var signingSecret = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Steps says what there is and what is missing, in the order in which it is made. It is
// called after Check.
func (s *SlackSetup) Steps(ctx context.Context) ([]Step, error) {
	steps := []Step{s.townStep()}
	places, err := s.slackPlaces(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		is := "the channel #" + p.name()
		if p.closed() {
			is = "the closed channel #" + p.name()
		}
		steps = append(steps, Step{is + ", with the bot", p.there && p.Tenant == s.Team(), func(ctx context.Context) error { return s.settleSlack(ctx, p) }})
	}
	if s.first != nil {
		steps = append(steps, s.adminStep())
	}
	return append(steps, Step{"the workspace as set up, in the database", s.town.served, func(ctx context.Context) error {
		return s.store(ctx, func(store *storage.Store) error {
			return store.Memory().SaveCursor(ctx, s.mark(), s.now.UTC().Format(time.DateOnly))
		})
	}}), nil
}

// Left is what people have to do themselves, "" if nothing.
func (s *SlackSetup) Left() string { return s.private }
