package program

import (
	"context"
	"fmt"
	"slices"

	"lotsenfunk/bot"
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
		channels, err := tx.Channels()
		if err != nil {
			return err
		}
		for _, c := range channels {
			remote, ok := l.Channels[c.ID]
			if !ok {
				continue
			}
			c.Platform, c.Tenant, c.Remote = l.Tenant.Platform, l.Tenant.ID, remote
			if err := tx.SaveChannel(c); err != nil {
				return fmt.Errorf("channel %s: %w", c.ID, err)
			}
		}
		return nil
	})
}
