package setup

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot"
	"lotsenfunk/bot/mattermost"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// Patient is an installation to be examined: what the service runs on.
type Patient struct {
	DSN      string
	Callback string
	Key      []byte
	Servers  []Server
	Slack    *SlackPatient // nil if nothing is on Slack
	// Roots are the authorities that are trusted; nil for the system's alone.
	Roots *x509.CertPool
	Now   func() time.Time
}

// Server is one Mattermost server of an installation.
type Server struct{ URL, Token, Tenant string }

// Examine repeats the checks of the set-up, with the bot's token only. It
// changes nothing.
func Examine(ctx context.Context, p Patient, tell func(Check)) (healthy bool) {
	t := &tally{tell: tell}
	store := p.database(ctx, t)
	if store != nil {
		defer store.Close()
		p.outbox(ctx, store, t)
	}
	if len(p.Servers) == 0 && p.Slack == nil {
		t.bad("run lotsenfunk setup mattermost or lotsenfunk setup slack", "no chat server is configured")
	}
	for _, server := range p.Servers {
		p.server(ctx, server, store, t)
	}
	if p.Slack != nil {
		p.slack(ctx, store, t)
	}
	return !t.wrong
}

// setUp is the command that has set up what is configured.
func (p Patient) setUp() string {
	if len(p.Servers) == 0 && p.Slack != nil {
		return "lotsenfunk setup slack"
	}
	return "lotsenfunk setup mattermost"
}

// database checks that the database can be used as it is.
func (p Patient) database(ctx context.Context, t *tally) *storage.Store {
	has, knows, err := storage.Schema(ctx, p.DSN)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.bad("run "+p.setUp()+", or put right what LOTSENFUNK_DB says", "there is no database: %v", err)
		return nil
	case err != nil:
		t.bad("start it, or put right what LOTSENFUNK_DB says", "the database cannot be used: %v", err)
		return nil
	case has == 0:
		t.bad("run "+p.setUp(), "the database is empty")
		return nil
	case has > knows:
		t.bad("use that version", "%v: its schema is %d, this one knows %d", storage.ErrNewerDatabase, has, knows)
		return nil
	case has < knows:
		t.note("the next start of lotsenfunk serve brings it up to date; make a backup before", "the database has schema %d, this version works with %d", has, knows)
		return nil
	}
	store, err := storage.Open(ctx, p.DSN)
	if err != nil {
		t.bad("put right what LOTSENFUNK_DB says", "the database cannot be used: %v", err)
		return nil
	}
	t.fine("the database (%s) answers, its schema is %d", store.Engine(), has)
	return store
}

// outbox checks what waits to be said, of all towns.
func (p Patient) outbox(ctx context.Context, store *storage.Store, t *tally) {
	ids, err := store.Organisations(ctx)
	if err == nil && len(ids) == 0 {
		t.bad("run "+p.setUp(), "the database has no town")
	}
	for _, id := range ids {
		err = errors.Join(err, store.View(ctx, id, func(tx *storage.Tx) error {
			due, _, dead, err := tx.CountNotices(p.Now())
			if err != nil {
				return err
			}
			if dead > 0 {
				kinds, err := tx.TroubledNotices()
				if err != nil {
					return err
				}
				t.note("their receivers are gone, or a channel is", "%s: notices that could not be delivered and are given up: %d (%s)", id, dead,
					strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
			}
			t.fine("%s: notices that are due: %d", id, due)
			return nil
		}))
	}
	if err != nil {
		t.bad("look at the database's log", "the database cannot be read: %v", err)
	}
}

// server examines one chat server.
func (p Patient) server(ctx context.Context, server Server, store *storage.Store, t *tally) {
	s := newSite(strings.TrimRight(server.URL, "/"), server.Token, "bot's token",
		"run lotsenfunk setup mattermost once more: the bot gets a new one, and what waits to be said is kept", p.Roots)
	clock, err := s.ping(ctx)
	if err != nil {
		t.refused(err)
		return
	}
	t.fine("%s answers", s.url)
	if apart := clock.Sub(p.Now()).Abs(); !clock.IsZero() && apart > time.Minute {
		t.bad("have both machines set their clocks by the network", "the clocks of this machine and of %s are %s apart", s.url, apart.Round(time.Second))
	}
	me, resp, err := s.GetMe(ctx, "")
	if err != nil {
		t.refused(s.refused("ask who the bot is", resp, err))
		return
	}
	if !me.IsBot {
		t.note("run lotsenfunk setup mattermost, which makes a bot account", "the token is that of @%s, who is no bot", me.Username)
	} else {
		t.fine("the bot's token is valid: @%s", me.Username)
	}
	s.about(ctx, t)
	s.stream(ctx, t)
	if org, places := p.town(ctx, s, me, server.Tenant, store, t); org != nil {
		p.teams(ctx, s, me, org, places, t)
	}
}

// town checks the town of a server and its channels; both are returned.
func (p Patient) town(ctx context.Context, s *site, me *model.User, tenant string, store *storage.Store, t *tally) (*townhall.Organisation, []*model.Channel) {
	if store == nil {
		return nil, nil
	}
	who, err := store.Who(ctx, bot.Account{Tenant: bot.Tenant{Platform: mattermost.Platform, ID: tenant}})
	switch {
	case err != nil:
		t.bad("look at the database's log", "the database cannot be read: %v", err)
		return nil, nil
	case who.Org == nil:
		t.bad("run lotsenfunk setup mattermost, or put right what LOTSENFUNK_MATTERMOST_TENANT says", "no town in the database has the server %q", tenant)
		return nil, nil
	}
	t.fine("its town is %s", who.Org.Name)
	var channels []*townhall.Channel
	err = store.View(ctx, who.Org.ID, func(tx *storage.Tx) (err error) {
		channels, err = tx.Channels()
		return err
	})
	if err != nil {
		t.bad("look at the database's log", "the database cannot be read: %v", err)
	}
	return who.Org, p.channels(ctx, s, me, tenant, channels, t)
}

// channels checks that each purpose has a channel, and the bot is in it.
func (p Patient) channels(ctx context.Context, s *site, me *model.User, tenant string, channels []*townhall.Channel, t *tally) (there []*model.Channel) {
	var fine []string
	for _, purpose := range townhall.Purposes {
		at := slices.IndexFunc(channels, func(c *townhall.Channel) bool { return c.Purpose == purpose })
		if at < 0 {
			t.note("choose one with /lotsenfunk kanäle, if the town wants it", "no channel serves the purpose %s", purpose)
			continue
		}
		c := channels[at]
		if c.Platform != mattermost.Platform || c.Tenant != tenant {
			continue // on another server of the town
		}
		is, resp, err := s.GetChannel(ctx, c.Remote)
		switch {
		case err == nil && is.DeleteAt != 0:
			t.bad("restore it, or choose another one with /lotsenfunk kanäle", "the channel ~%s is archived", is.Name)
		case err == nil && !s.member(ctx, is, me):
			t.bad("let the bot in: /invite @"+me.Username+" in that channel", "the bot is not in the channel ~%s", is.Name)
		case err == nil:
			fine, there = append(fine, "~"+is.Name), append(there, is)
		case resp != nil && (resp.StatusCode == http.StatusForbidden || resp.StatusCode == http.StatusNotFound):
			t.bad("let the bot in, or choose another one with /lotsenfunk kanäle", "the bot does not see the channel %s, or it is gone", c.Name)
		default:
			t.refused(s.refused("look for the channel "+c.Name, resp, err))
		}
	}
	if len(fine) > 0 {
		t.fine("the channels are there: %s", strings.Join(fine, " "))
	}
	return there
}

// member reports whether somebody is in a channel.
func (s *site) member(ctx context.Context, c *model.Channel, who *model.User) bool {
	_, _, err := s.GetChannelMember(ctx, c.Id, who.Id, "")
	return err == nil
}

// teams checks the bot's teams: their commands, and that the server reaches the
// service, which answers the bot's own command. It is typed in one of the town's
// channels: in others the bot may have no right to.
func (p Patient) teams(ctx context.Context, s *site, me *model.User, org *townhall.Organisation, places []*model.Channel, t *tally) {
	teams, resp, err := s.GetTeamsForUser(ctx, me.Id, "")
	if err != nil {
		t.refused(s.refused("look up the bot's teams", resp, err))
		return
	}
	if len(teams) == 0 {
		t.bad("run lotsenfunk setup mattermost --team …", "the bot is in no team")
	}
	catalogues, err := i18n.Load()
	if err != nil {
		t.refused(err)
		return
	}
	reached := false
	for _, team := range teams {
		word := p.commands(ctx, s, team, commandsOf(catalogues, org), t)
		at := slices.IndexFunc(places, func(c *model.Channel) bool { return c.TeamId == team.Id })
		if word != "" && at >= 0 && !reached {
			reached = true
			p.reach(ctx, s, team, places[at], word, t)
		}
	}
	if !reached {
		t.note("put right what is said above", "whether the server reaches the service could not be tried: no team has both a channel of the town and a command")
	}
}

// commands checks the commands of a team and returns the word of one that is
// there.
func (p Patient) commands(ctx context.Context, s *site, team *model.Team, wanted []mattermost.Command, t *tally) (word string) {
	there, resp, err := s.ListAutocompleteCommands(ctx, team.Id)
	if err != nil {
		t.refused(s.refused("list the commands of the team "+team.Name, resp, err))
		return ""
	}
	var missing []string
	for _, c := range wanted {
		if !slices.ContainsFunc(there, func(o *model.Command) bool { return o.Trigger == c.Word }) {
			missing = append(missing, "/"+c.Word)
		} else if word == "" {
			word = c.Word
		}
	}
	if len(missing) > 0 {
		t.bad("run lotsenfunk setup mattermost once more", "the team %s lacks the commands %s", team.Name, strings.Join(missing, " "))
	} else {
		t.fine("the team %s has the commands", team.Name)
	}
	return word
}

// reach has the server call the service by one of its commands.
func (p Patient) reach(ctx context.Context, s *site, team *model.Team, where *model.Channel, word string, t *tally) {
	nonce := rand.Text()
	answer, resp, err := s.ExecuteCommand(ctx, where.Id, mattermost.ReachCommand(word, nonce))
	var app *model.AppError
	switch {
	case err == nil && mattermost.Reached(answer, p.Key, nonce):
		t.fine("the server reaches the service at %s", p.Callback)
	case err == nil:
		t.bad("run lotsenfunk setup mattermost once more", "the command /%s in the team %s leads to another program, or LOTSENFUNK_KEY is not the service's", word, team.Name)
	case errors.As(err, &app) && strings.HasPrefix(app.Id, "api.command.execute_command.failed_"):
		t.bad("see whether lotsenfunk serve runs and "+p.Callback+" leads there; if it does, run lotsenfunk setup mattermost once more, for the command's token may be another one",
			"at %s somebody answers, but does not take the command", p.Callback)
	case errors.As(err, &app) && app.Id == "api.command.execute_command.failed.app_error":
		t.bad("see whether lotsenfunk serve runs, the name and the proxy lead to it, the firewall lets the Mattermost server through, and the host is listed under Allow untrusted internal connections to",
			"the server does not reach %s", p.Callback)
	default:
		t.refused(s.refused(fmt.Sprintf("run /%s in the team %s", word, team.Name), resp, err))
	}
}
