package storage

import (
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

// A town may be in several workspaces. What is shown in its channel for a purpose is
// shown in each of them: in the first channel there that has the purpose, by id.

// oneInEach is the condition under which a channel called one is the first of its
// purpose in its workspace.
const oneInEach = `not exists (select 1 from channel other where other.org_id = :org and other.purpose = one.purpose
	and other.platform = one.platform and other.tenant = one.tenant and other.id < one.id)`

// collectPlaces is a select of the channels for the purpose :purpose.
func (d dialect) collectPlaces() string {
	return "(select " + d.collect("one.id") + " from channel one where one.org_id = :org and one.purpose = :purpose and one.purpose <> '' and " + oneInEach + ")"
}

// ChannelsFor finds the channels for a purpose, one in each workspace of the town.
// Every step of an interaction asks for them, so a Tx looks only once.
func (t *Tx) ChannelsFor(purpose townhall.Purpose) (all []*townhall.Channel, err error) {
	all, ok := t.channels[purpose]
	if ok {
		return all, nil
	}
	all, err = loadAll(t, "channel one", channelFields, "purpose = :purpose and "+oneInEach+" order by id", args{"purpose": purpose})
	if err != nil {
		return nil, err
	}
	t.channels[purpose] = all
	ids := make([]townhall.ChannelID, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	t.foundPlaces(ids)
	return all, nil
}

// ChannelFor finds the channel for a purpose; the first by id, if the town has one in
// each of several workspaces. What is enqueued for it is said in all of them.
func (t *Tx) ChannelFor(purpose townhall.Purpose) (c *townhall.Channel, ok bool, err error) {
	all, err := t.ChannelsFor(purpose)
	if err != nil || len(all) == 0 {
		return nil, false, err
	}
	return all[0], true, nil
}

// foundPlaces remembers channels that say the same, and returns the first of them or
// "".
func (t *Tx) foundPlaces(all []townhall.ChannelID) townhall.ChannelID {
	if len(all) == 0 {
		return ""
	}
	slices.Sort(all)
	for _, id := range all {
		t.places[id] = all
	}
	return all[0]
}

// placesOf are the channels in which is said what is said in one of them.
func (t *Tx) placesOf(id townhall.ChannelID) ([]townhall.ChannelID, error) {
	if all, ok := t.places[id]; ok {
		return all, nil
	}
	var all []townhall.ChannelID
	_, err := t.get(`select `+t.dialect.collect("one.id")+` from channel one join channel this
		on this.org_id = :org and this.id = :id and this.purpose = one.purpose and this.purpose <> ''
		where one.org_id = :org and `+oneInEach, args{"id": id}, jsonList(&all))
	if !slices.Contains(all, id) { // it has no purpose, or another one stands in for it
		all = []townhall.ChannelID{id}
	}
	t.foundPlaces(all)
	return all, err
}

// everywhere adds, to each notice for a channel, one for each other channel that says
// the same.
func (t *Tx) everywhere(notices []Notice) ([]Notice, error) {
	all := notices
	for _, n := range notices {
		if n.Channel == "" {
			continue
		}
		places, err := t.placesOf(n.Channel)
		if err != nil {
			return nil, err
		}
		for _, place := range places {
			if place != n.Channel {
				all = append(all[:len(all):len(all)], n.at(place))
			}
		}
	}
	return all, nil
}

// at is the same notice for another channel.
func (n Notice) at(place townhall.ChannelID) Notice {
	key, ends := strings.CutSuffix(string(n.Key), string(n.Channel))
	if !ends {
		key += "#"
	}
	n.Key, n.Channel = bot.Key(key+string(place)), place
	return n
}
