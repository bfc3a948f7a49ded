package setup

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot"
	"lotsenfunk/bot/slack"
	"lotsenfunk/seal"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// SlackPatient is how an installation is connected with Slack.
type SlackPatient struct {
	Team, Token             string // "" if people install the app only
	AppToken, SigningSecret string
	API                     string
	// Keys are those of the tokens in the database; nil if nobody installs the app.
	Keys *seal.Ring
}

// slack examines the workspaces in Slack.
func (p Patient) slack(ctx context.Context, store *storage.Store, t *tally) {
	w := p.Slack
	ways := SlackWants{AppToken: w.AppToken, SigningSecret: w.SigningSecret}
	if w.Token != "" {
		p.workspace(ctx, newSlackSite(w.API, w.Token, w.AppToken, p.Roots), w.Team, ways, store, t)
		ways.AppToken = "" // looked at
	}
	if w.Keys == nil || store == nil {
		return
	}
	all, err := store.Installs(w.Keys).Installations(ctx, slack.Platform)
	if err != nil {
		t.bad("look at the database's log", "the installations cannot be read: %v", err)
		return
	}
	if len(all) == 0 {
		t.note("people do that on the page /slack/install of the service", "nobody has installed the app in a workspace yet")
	}
	for _, i := range all {
		switch {
		case !i.Removed.IsZero():
			t.bad("have it installed there again, or leave it at that: what waits to be said there is kept", "the app was taken out of the workspace %s (%s) on %s", i.Name, i.Tenant.ID, i.Removed.Format(time.DateOnly))
		case i.Locked != nil:
			t.bad("put right what LOTSENFUNK_TOKEN_KEYS says: older keys stay behind a comma as long as they have sealed something; or have the app installed there again", "the workspace %s (%s): %v", i.Name, i.Tenant.ID, i.Locked)
		case !i.Town:
			t.note("run lotsenfunk setup slack --workspace "+i.Tenant.ID, "the workspace %s (%s) belongs to no town", i.Name, i.Tenant.ID)
		case !i.Expires.IsZero() && !p.Now().Before(i.Expires):
			t.bad("see whether lotsenfunk serve runs, which renews it; if it does, have the app installed there again", "the token of the workspace %s (%s) has expired", i.Name, i.Tenant.ID)
		default:
			p.workspace(ctx, newSlackSite(w.API, i.Token, w.AppToken, p.Roots), i.Tenant.ID, ways, store, t)
			ways.AppToken = ""
		}
	}
}

// workspace examines one workspace with the bot's token there.
func (p Patient) workspace(ctx context.Context, s *slackSite, team string, ways SlackWants, store *storage.Store, t *tally) {
	s.secrets = append(s.secrets, ways.SigningSecret)
	own := &tally{tell: t.tell}
	defer func() { t.wrong = t.wrong || own.wrong }()
	if s.workspace(ctx, &team, own); own.wrong {
		return
	}
	if clock, err := http.ParseTime(s.me.Header.Get("Date")); err == nil {
		if apart := clock.Sub(p.Now()).Abs(); apart > time.Minute {
			own.bad("have this machine set its clock by the network: of requests that are five minutes off nobody knows how old they are", "the clocks of this machine and of Slack are %s apart", apart.Round(time.Second))
		}
	}
	s.scopes(own)
	s.ways(ctx, ways, own)
	if store == nil {
		return
	}
	who, err := store.Who(ctx, bot.Account{Tenant: bot.Tenant{Platform: slack.Platform, ID: team}})
	switch {
	case err != nil:
		own.bad("look at the database's log", "the database cannot be read: %v", err)
		return
	case who.Org == nil:
		own.bad("run lotsenfunk setup slack, or put right what LOTSENFUNK_SLACK_TEAM says", "no town in the database has the workspace %s", team)
		return
	}
	own.fine("its town is %s", who.Org.Name)
	p.slackChannels(ctx, s, team, who.Org.ID, store, own)
}

// slackChannels checks that each purpose has a channel, and the bot is in it.
func (p Patient) slackChannels(ctx context.Context, s *slackSite, team string, org townhall.OrgID, store *storage.Store, t *tally) {
	var channels []*townhall.Channel
	err := store.View(ctx, org, func(tx *storage.Tx) (err error) {
		channels, err = tx.Channels()
		return err
	})
	if err != nil {
		t.bad("look at the database's log", "the database cannot be read: %v", err)
		return
	}
	var fine []string
	for _, purpose := range townhall.Purposes {
		at := slices.IndexFunc(channels, func(c *townhall.Channel) bool {
			return c.Purpose == purpose && c.Platform == slack.Platform && c.Tenant == team
		})
		if at < 0 {
			t.note("choose one with /lotsenfunk kanäle, if the town wants it", "no channel in the workspace serves the purpose %s", purpose)
			continue
		}
		is, err := s.GetConversationInfoContext(ctx, &slackgo.GetConversationInfoInput{ChannelID: channels[at].Remote})
		switch {
		case slackCode(err) == "channel_not_found":
			t.bad("let the bot in, or choose another one with /lotsenfunk kanäle", "the bot does not see the channel %s, or it is gone", channels[at].Name)
		case err != nil:
			t.refused(s.refused("look for the channel "+channels[at].Name, err))
		case is.IsArchived:
			t.bad("restore it, or choose another one with /lotsenfunk kanäle", "the channel #%s is archived", is.Name)
		case !is.IsMember:
			t.bad("let the bot in: /invite @"+s.me.User+" in that channel", "the bot is not in the channel #%s", is.Name)
		default:
			fine = append(fine, "#"+is.Name)
		}
	}
	if len(fine) > 0 {
		t.fine("the channels are there: %s", strings.Join(fine, " "))
	}
}
