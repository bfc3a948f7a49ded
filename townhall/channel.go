package townhall

import "slices"

// Purposes are what a town can use channels for, in the order they are shown.
// Set-up makes a channel for each.
var Purposes = []Purpose{PurposeIdeas, PurposeHelpRequests, PurposeAnnouncements}

// FurtherPurposes are those for which a town may have a channel, and need not.
var FurtherPurposes = []Purpose{PurposeCohort}

// Dedicate gives a channel a purpose and takes it from the channel of the same
// workspace that had it; it returns the channels that have changed. Questions to Lotsen are not for
// everybody to read: their channel is a closed one.
func Dedicate(all []*Channel, here Channel, to Purpose, private bool) (changed []*Channel, err error) {
	if to == PurposeHelpRequests && !private {
		return nil, Errf(Invalid, "channels.not_closed")
	}
	same := func(c *Channel) bool {
		return c.Platform == here.Platform && c.Tenant == here.Tenant && c.Remote == here.Remote
	}
	at := slices.IndexFunc(all, same)
	if at >= 0 && all[at].Purpose == to {
		return nil, Errf(Conflict, "channels.is_already")
	}
	for _, c := range all {
		if c.Purpose == to && c.Platform == here.Platform && c.Tenant == here.Tenant {
			c.Purpose = ""
			changed = append(changed, c)
		}
	}
	if at >= 0 {
		all[at].Purpose = to
		return append(changed, all[at]), nil
	}
	here.ID = NewChannelID(all, here.Name)
	here.Purpose = to
	return append(changed, &here), nil
}
