package setup

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"lotsenfunk/bot/mattermost"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/program"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// place is a channel of the town and where it is on the server.
type place struct {
	*townhall.Channel
	is *model.Channel // nil if it has to be made
}

// closed: what is asked there is not for everybody.
func (p place) closed() bool { return len(p.Members) > 0 || p.Purpose == townhall.PurposeHelpRequests }

// places are the town's channels: those it has, and, until it is set up here for
// the first time, one for each purpose. Afterwards the town decides.
func (s *Setup) places(ctx context.Context) ([]place, error) {
	var all []place
	for _, c := range s.town.channels {
		if c.Purpose != "" {
			all = append(all, place{Channel: c})
		}
	}
	for _, c := range s.usual() {
		if !s.town.served && !slices.ContainsFunc(all, func(p place) bool { return p.Purpose == c.Purpose }) {
			all = append(all, place{Channel: c})
		}
	}
	for i := range all {
		if err := s.find(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// usual are the channels of a town that has none yet.
func (s *hall) usual() []*townhall.Channel {
	p := s.printer()
	var all []*townhall.Channel
	for _, purpose := range townhall.Purposes {
		name := p.Line("setup.channel."+string(purpose)+".name", nil)
		c := &townhall.Channel{ID: townhall.NewChannelID(all, name), Name: name, Purpose: purpose}
		if purpose == townhall.PurposeHelpRequests {
			c.Members = []string{string(townhall.RoleLotse), string(townhall.RoleCoordinator)}
		}
		all = append(all, c)
	}
	return all
}

// printer prints what stands in channels.
func (s *hall) printer() *i18n.Printer {
	return cards.PrinterIn(s.catalogues, i18n.Pick(s.town.org.Language, s.town.org.Address), s.town.org, time.UTC)
}

// find looks for a channel on the server: the one it is already, or one of its
// name in the first team.
func (s *Setup) find(ctx context.Context, p *place) error {
	if p.Platform == mattermost.Platform && p.Tenant == s.w.Tenant {
		c, resp, err := s.site.GetChannel(ctx, p.Remote)
		if err == nil && c.DeleteAt == 0 {
			p.is = c
			return nil
		}
		if err != nil && (resp == nil || resp.StatusCode != http.StatusNotFound) {
			return s.site.refused("look for the channel ~"+p.Name, resp, err)
		}
	}
	c, resp, err := s.site.GetChannelByName(ctx, string(p.ID), s.teams[0].Id, "")
	switch {
	case resp != nil && resp.StatusCode == http.StatusNotFound:
		return nil
	case err != nil:
		return s.site.refused("look for the channel ~"+string(p.ID), resp, err)
	case p.closed() && c.Type != model.ChannelTypePrivate:
		return refuse("make it private or rename it", "the channel ~%s in the team %s is open to everybody, but what is asked of Lotsen is not", c.Name, s.teams[0].Name)
	}
	p.is = c
	return nil
}

// ready reports whether a channel is there, known to the town, and has the bot.
func (s *Setup) ready(ctx context.Context, p place) bool {
	if p.is == nil || p.Remote != p.is.Id || p.Tenant != s.w.Tenant || s.bot == nil {
		return false
	}
	return s.site.member(ctx, p.is, s.bot)
}

// settle makes a channel if it is not there, lets the bot in, and tells the town.
func (s *Setup) settle(ctx context.Context, p place) error {
	if p.is == nil {
		if err := s.build(ctx, &p); err != nil {
			return err
		}
	}
	if err := s.join(ctx, p, s.bot); err != nil {
		return err
	}
	if p.closed() && p.Remote != p.is.Id {
		if err := s.handOver(ctx, p); err != nil {
			return err
		}
	}
	return s.store(ctx, func(store *storage.Store) error {
		if !slices.ContainsFunc(s.town.channels, func(c *townhall.Channel) bool { return c.ID == p.ID }) {
			err := store.Update(ctx, s.town.org.ID, func(tx *storage.Tx) error { return tx.SaveChannel(p.Channel) })
			if err != nil {
				return err
			}
		}
		return program.Connect(ctx, store, s.town.org.ID, program.Link{Tenant: s.tenant(), Channels: map[townhall.ChannelID]string{p.ID: p.is.Id}})
	})
}

func (s *Setup) build(ctx context.Context, p *place) error {
	c := &model.Channel{TeamId: s.teams[0].Id, Name: string(p.ID), DisplayName: p.Name, Type: model.ChannelTypeOpen}
	if p.closed() {
		c.Type = model.ChannelTypePrivate
	}
	if key := "setup.channel." + string(p.Purpose) + ".purpose"; s.printer().Has(key) {
		c.Purpose = s.printer().Line(key, nil)
	}
	made, resp, err := s.site.CreateChannel(ctx, c)
	if err != nil {
		return s.site.refused("create the channel ~"+c.Name, resp, err)
	}
	p.is = made
	return nil
}

func (s *Setup) join(ctx context.Context, p place, who *model.User) error {
	if _, resp, err := s.site.AddChannelMember(ctx, p.is.Id, who.Id); err != nil {
		return s.site.refused("add @"+who.Username+" to the channel ~"+p.is.Name, resp, err)
	}
	return nil
}

// handOver lets the first admin into a closed channel that is new, so that
// somebody can let the others in, and takes out whoever gave the token: they only
// made it. One that people are in already is theirs.
func (s *Setup) handOver(ctx context.Context, p place) error {
	members, resp, err := s.site.GetChannelMembers(ctx, p.is.Id, 0, 10, "")
	if err != nil {
		return s.site.refused("look who is in the channel ~"+p.is.Name, resp, err)
	}
	others := slices.ContainsFunc(members, func(m model.ChannelMember) bool {
		return m.UserId != s.asks.Id && m.UserId != s.bot.Id && (s.first == nil || m.UserId != s.first.ID)
	})
	if s.first == nil || others {
		return nil
	}
	if err := s.join(ctx, p, &model.User{Id: s.first.ID, Username: s.first.Name}); err != nil {
		return err
	}
	s.private = "~" + p.is.Name
	if s.first.ID == s.asks.Id {
		return nil
	}
	if resp, err := s.site.RemoveUserFromChannel(ctx, p.is.Id, s.asks.Id); err != nil {
		return s.site.refused("take @"+s.asks.Username+" out of the channel ~"+p.is.Name, resp, err)
	}
	return nil
}
