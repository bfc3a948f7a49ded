package slacktest

import (
	"slices"
	"strings"
)

// conversationsCreate: docs.slack.dev/reference/methods/conversations.create
func conversationsCreate(c *call) (object, *refusal) {
	name, private := c.str("name"), c.yes("is_private")
	if r := c.need(map[bool]string{false: "channels:manage", true: "groups:write"}[private]); r != nil {
		return nil, r
	}
	switch {
	case name == "":
		return nil, refuse("invalid_name_required")
	case length(name) > MaxChannelName:
		return nil, refuse("invalid_name_maxlength")
	case !channelName.MatchString(name):
		return nil, refuse("invalid_name_specials")
	case slices.ContainsFunc(c.w.channels, func(in *channel) bool { return in.Name == name && !in.direct() }):
		return nil, refuse("name_taken") // archived and closed ones have theirs, too
	case c.w.Restrict[c.method]:
		return nil, refuse("restricted_action")
	}
	in := &channel{ID: c.id("C"), Name: name, Private: private, Members: []string{c.w.Bot}}
	c.w.channels = append(c.w.channels, in)
	return object{"channel": c.w.channelJSON(in)}, nil
}

// managed is a channel that the bot may change.
func (c *call) managed() (*channel, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil || in.direct() || in.Private && !in.has(c.w.Bot) {
		return nil, refuse("channel_not_found")
	}
	if r := c.need(map[bool]string{false: "channels:manage", true: "groups:write"}[in.Private]); r != nil {
		return nil, r
	}
	switch {
	case in.Archived:
		return nil, refuse("is_archived")
	case !in.has(c.w.Bot):
		return nil, refuse("not_in_channel")
	}
	return in, nil
}

// conversationsInvite: docs.slack.dev/reference/methods/conversations.invite
func conversationsInvite(c *call) (object, *refusal) {
	in, r := c.managed()
	if r != nil {
		return nil, r
	}
	for _, id := range strings.Split(c.str("users"), ",") {
		u := c.w.user(id)
		switch {
		case u == nil:
			return nil, refuse("user_not_found")
		case id == c.w.Bot:
			return nil, refuse("cant_invite_self")
		case in.has(id):
			return nil, refuse("already_in_channel")
		case u.UltraLimited:
			return nil, refuse("ura_max_channels")
		}
		in.Members = append(in.Members, id)
	}
	return object{"channel": c.w.channelJSON(in)}, nil
}

// conversationsSetPurpose: docs.slack.dev/reference/methods/conversations.setPurpose
func conversationsSetPurpose(c *call) (object, *refusal) {
	in, r := c.managed()
	if r != nil {
		return nil, r
	}
	if length(c.str("purpose")) > MaxPurpose {
		return nil, refuse("too_long")
	}
	in.Purpose = c.str("purpose")
	return object{"channel": c.w.channelJSON(in)}, nil
}
