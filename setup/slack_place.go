package setup

import (
	"context"
	"fmt"
	"slices"

	slackgo "github.com/slack-go/slack"

	"lotsenfunk/bot/slack"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// slackPlace is a channel of the town and where it is in the workspace.
type slackPlace struct {
	place
	in    *slackgo.Channel // nil if it has to be made
	there bool             // with the bot, and known to the town
}

// name is what the channel is called in Slack.
func (p slackPlace) name() string {
	if p.in != nil {
		return p.in.Name
	}
	return string(p.ID)
}

// slackPlaces are the town's channels for the workspace: those that it has there, and,
// until it is set up for the first time, one for each purpose, called as the town has
// it elsewhere or as is usual. Afterwards the town decides.
func (s *SlackSetup) slackPlaces(ctx context.Context) ([]slackPlace, error) {
	if err := s.listChannels(ctx); err != nil {
		return nil, err
	}
	here := func(c *townhall.Channel) bool { return c.Platform == slack.Platform && c.Tenant == s.Team() }
	var all []slackPlace
	add := func(c *townhall.Channel) error {
		p := slackPlace{place: place{Channel: c}}
		if err := s.findSlack(&p, here(c)); err != nil {
			return err
		}
		all = append(all, p)
		return nil
	}
	for _, c := range s.town.channels {
		if c.Purpose != "" && here(c) {
			if err := add(c); err != nil {
				return nil, err
			}
		}
	}
	if s.town.served {
		return all, nil
	}
	for _, usual := range s.usual() {
		purpose := func(c *townhall.Channel) bool { return c.Purpose == usual.Purpose }
		if slices.ContainsFunc(all, func(p slackPlace) bool { return purpose(p.Channel) }) {
			continue
		}
		c := usual
		if at := slices.IndexFunc(s.town.channels, purpose); at >= 0 {
			c = s.town.channels[at]
		}
		if err := add(c); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// listChannels reads all channels that the bot can see.
func (s *SlackSetup) listChannels(ctx context.Context) error {
	params := &slackgo.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}, Limit: 200}
	s.channels = nil
	for {
		page, next, err := s.site.GetConversationsContext(ctx, params)
		if err != nil {
			return s.site.refused("list the channels", err)
		}
		s.channels = append(s.channels, page...)
		if params.Cursor = next; next == "" {
			return nil
		}
	}
}

// findSlack looks for a channel in the workspace: the one it is already, or one of its
// name.
func (s *SlackSetup) findSlack(p *slackPlace, here bool) error {
	at := slices.IndexFunc(s.channels, func(c slackgo.Channel) bool { return here && c.ID == p.Remote })
	if at < 0 {
		at = slices.IndexFunc(s.channels, func(c slackgo.Channel) bool { return c.Name == string(p.ID) })
	}
	if at < 0 {
		return nil
	}
	c := &s.channels[at]
	switch {
	case c.IsArchived:
		return refuse("restore it or rename it", "the channel #%s is archived", c.Name)
	case p.closed() && !c.IsPrivate:
		return refuse("make it private or rename it", "the channel #%s is open to everybody, but what is asked of Lotsen is not", c.Name)
	}
	p.in, p.there = c, here && c.ID == p.Remote && c.IsMember
	return nil
}

// settleSlack makes a channel if it is not there, lets the bot in, and tells the town.
func (s *SlackSetup) settleSlack(ctx context.Context, p slackPlace) error {
	switch {
	case p.in == nil:
		if err := s.buildSlack(ctx, &p); err != nil {
			return err
		}
	case !p.in.IsMember:
		if _, _, _, err := s.site.JoinConversationContext(ctx, p.in.ID); err != nil {
			return s.site.refused("let the bot into the channel #"+p.in.Name, err)
		}
	}
	return s.store(ctx, func(store *storage.Store) error {
		if !slices.ContainsFunc(s.town.channels, func(c *townhall.Channel) bool { return c.ID == p.ID }) {
			if err := store.Update(ctx, s.town.org.ID, func(tx *storage.Tx) error { return tx.SaveChannel(p.Channel) }); err != nil {
				return err
			}
		}
		return program.Connect(ctx, store, s.town.org.ID, program.Link{Tenant: s.tenant(), Channels: map[townhall.ChannelID]string{p.ID: p.in.ID}})
	})
}

// buildSlack makes a channel. Into a closed one it lets the first admin, so that
// somebody can let the others in.
func (s *SlackSetup) buildSlack(ctx context.Context, p *slackPlace) error {
	made, err := s.site.CreateConversationContext(ctx, slackgo.CreateConversationParams{ChannelName: string(p.ID), IsPrivate: p.closed()})
	if err != nil {
		return s.site.refused("create the channel #"+string(p.ID), err)
	}
	p.in = made
	if key := "setup.channel." + string(p.Purpose) + ".purpose"; s.printer().Has(key) {
		if _, err := s.site.SetPurposeOfConversationContext(ctx, made.ID, s.printer().Line(key, nil)); err != nil {
			return s.site.refused("say what the channel #"+made.Name+" is for", err)
		}
	}
	if p.closed() && s.first != nil {
		if _, err := s.site.InviteUsersToConversationContext(ctx, made.ID, s.first.ID); err != nil {
			return s.site.refused("let "+s.first.Display+" into the channel #"+made.Name, err)
		}
		s.private = fmt.Sprintf("%s is in the closed channel #%s to let Lotsen and coordination in, and may leave it afterwards.", s.first.Display, made.Name)
	}
	return nil
}
