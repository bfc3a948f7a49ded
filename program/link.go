package program

import (
	"context"
	"fmt"
	"slices"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// Link says where a town is on a chat platform.
type Link struct {
	Tenant   bot.Tenant
	People   map[townhall.PersonID]string  // their accounts, by the platform's ids
	Channels map[townhall.ChannelID]string // the platform's ids
}

// Connect gives a town a place on a chat platform: from then on its people are
// told there, and its channels are those. Done twice it changes nothing.
func Connect(ctx context.Context, store *storage.Store, org townhall.OrgID, l Link) error {
	return store.Update(ctx, org, func(tx *storage.Tx) error {
		tenants, err := tx.Tenants()
		if err != nil {
			return err
		}
		if !slices.Contains(tenants, l.Tenant) {
			if err := tx.AddTenant(l.Tenant); err != nil {
				return err
			}
		}
		for person, account := range l.People {
			id := townhall.Identity{Platform: l.Tenant.Platform, Tenant: l.Tenant.ID, User: account, Person: person}
			if err := tx.SaveIdentity(id); err != nil {
				return fmt.Errorf("the account of %s: %w", person, err)
			}
		}
		return connectChannels(tx, l)
	})
}

// connectChannels puts the town's channels where they are now. One that is in another
// workspace stays there, and gets a sister that says the same here.
func connectChannels(tx *storage.Tx, l Link) error {
	channels, err := tx.Channels()
	if err != nil {
		return err
	}
	for _, c := range channels {
		remote, ok := l.Channels[c.ID]
		if !ok || slices.ContainsFunc(channels, func(o *townhall.Channel) bool {
			return o != c && o.Platform == l.Tenant.Platform && o.Tenant == l.Tenant.ID && o.Remote == remote
		}) {
			continue
		}
		one := *c
		if elsewhere := c.Platform != l.Tenant.Platform || c.Tenant != l.Tenant.ID; elsewhere && c.Remote != "" && c.Platform != room.Platform {
			one.ID = townhall.NewChannelID(channels, c.Name)
			channels = append(channels, &one)
		}
		one.Platform, one.Tenant, one.Remote = l.Tenant.Platform, l.Tenant.ID, remote
		if err := tx.SaveChannel(&one); err != nil {
			return fmt.Errorf("channel %s: %w", one.ID, err)
		}
	}
	return nil
}
