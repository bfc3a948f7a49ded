package slacktest

import (
	"cmp"
	"slices"
	"strings"
)

func conversationsOpen(c *call) (object, *refusal) {
	if id := c.str("channel"); id != "" {
		in := c.w.channel(id)
		if in == nil || !in.direct() {
			return nil, refuse("channel_not_found")
		}
		return object{"channel": c.w.channelJSON(in)}, nil
	}
	ids := strings.Split(c.str("users"), ",")
	if len(ids) != 1 {
		return nil, refuse("method_not_supported_for_channel_type") // this workspace has no group messages
	}
	u := c.w.user(ids[0])
	switch {
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Deleted:
		return nil, refuse("user_disabled")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	}
	channel := object{"id": c.w.open(u.ID).ID}
	if c.yes("return_im") {
		channel = c.w.channelJSON(c.w.open(u.ID))
	}
	return object{"channel": channel}, nil
}

// readable is a conversation that the bot may look at for a purpose: "history",
// or "read" for what it is.
func (c *call) readable(purpose string) (*channel, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil || in.Private && !in.Among && !in.has(c.w.Bot) {
		return nil, refuse("channel_not_found")
	}
	if r := c.need(in.kind() + ":" + purpose); r != nil {
		return nil, r
	}
	if in.Among {
		return nil, refuse("channel_not_found")
	}
	if purpose == "history" && !in.has(c.w.Bot) {
		return nil, refuse("not_in_channel")
	}
	return in, nil
}

func conversationsInfo(c *call) (object, *refusal) {
	in, r := c.readable("read")
	if r != nil {
		return nil, r
	}
	return object{"channel": c.w.channelJSON(in)}, nil
}

func conversationsMembers(c *call) (object, *refusal) {
	in, r := c.readable("read")
	if r != nil {
		return nil, r
	}
	part, next := page(c, in.Members, 100)
	return object{"members": part, "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsList(c *call) (object, *refusal) {
	types := c.str("types")
	if types == "" {
		types = "public_channel"
	}
	names := map[string]string{"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
	var all []*channel
	for _, kind := range strings.Split(types, ",") {
		if names[kind] == "" {
			return nil, refuse("invalid_types")
		}
		if r := c.need(names[kind] + ":read"); r != nil {
			return nil, r
		}
		for _, in := range c.w.channels {
			if in.kind() == names[kind] && (!in.Private || in.has(c.w.Bot)) && !(c.yes("exclude_archived") && in.Archived) {
				all = append(all, in)
			}
		}
	}
	part, next := page(c, all, 100)
	list := []any{}
	for _, in := range part {
		list = append(list, c.w.channelJSON(in))
	}
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsHistory(c *call) (object, *refusal) {
	in, r := c.readable("history")
	if r != nil {
		return nil, r
	}
	var all []*message
	for _, m := range in.messages {
		if m.Thread == "" && c.within(m.TS) {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b *message) int { return cmp.Compare(b.TS, a.TS) }) // newest first
	return c.list(in, all)
}

func conversationsReplies(c *call) (object, *refusal) {
	in, r := c.readable("history")
	if r != nil {
		return nil, r
	}
	m := in.find(c.str("ts"))
	if m == nil {
		return nil, refuse("thread_not_found")
	}
	root := cmp.Or(m.Thread, m.TS)
	all := slices.DeleteFunc(c.w.replies(in, root), func(m *message) bool { return m.TS != root && !c.within(m.TS) })
	return c.list(in, all)
}

// within reports whether a time stamp lies between oldest and latest, which count
// only with inclusive.
func (c *call) within(ts string) bool {
	oldest, latest, inclusive := c.str("oldest"), c.str("latest"), c.yes("inclusive")
	if oldest != "" && oldest != "0" && (ts < oldest || ts == oldest && !inclusive) {
		return false
	}
	return latest == "" || ts < latest || ts == latest && inclusive
}

func (c *call) list(in *channel, all []*message) (object, *refusal) {
	if c.outside != nil {
		c.args["limit"] = float64(min(c.number("limit", OutsidePage), OutsidePage))
	}
	part, next := page(c, all, 100)
	list := []any{}
	for _, m := range part {
		list = append(list, c.w.messageJSON(in, m, c.yes("include_all_metadata")))
	}
	return object{"messages": list, "has_more": next != "", "response_metadata": object{"next_cursor": next}}, nil
}

func conversationsJoin(c *call) (object, *refusal) {
	in := c.w.channel(c.str("channel"))
	switch {
	case in == nil || in.Private && !in.has(c.w.Bot):
		return nil, refuse("channel_not_found")
	case in.Private:
		return nil, refuse("method_not_supported_for_channel_type")
	case in.Archived:
		return nil, refuse("is_archived")
	}
	if !in.has(c.w.Bot) {
		in.Members = append(in.Members, c.w.Bot)
	}
	return object{"channel": c.w.channelJSON(in)}, nil
}

func usersInfo(c *call) (object, *refusal) {
	u := c.w.user(c.str("user"))
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return object{"user": c.w.userJSON(u, c.yes("include_locale"))}, nil
}

func usersList(c *call) (object, *refusal) {
	part, next := page(c, c.w.users, 100)
	list := []any{}
	for _, u := range part {
		list = append(list, c.w.userJSON(u, c.yes("include_locale")))
	}
	return object{"members": list, "response_metadata": object{"next_cursor": next}}, nil
}

func usersLookup(c *call) (object, *refusal) {
	for _, u := range c.w.users {
		if u.Email != "" && strings.EqualFold(u.Email, c.str("email")) && !u.Deleted {
			return object{"user": c.w.userJSON(u, false)}, nil
		}
	}
	return nil, refuse("users_not_found")
}

func usergroupsList(c *call) (object, *refusal) {
	list := []any{}
	for _, g := range c.w.groups {
		o := object{"id": g.ID, "team_id": c.w.ID, "handle": g.Handle, "name": g.Name, "user_count": len(g.Members), "is_usergroup": true}
		if c.yes("include_users") {
			o["users"] = g.Members
		}
		list = append(list, o)
	}
	return object{"usergroups": list}, nil
}

func usergroupsUsers(c *call) (object, *refusal) {
	for _, g := range c.w.groups {
		if g.ID == c.str("usergroup") {
			return object{"users": g.Members}, nil
		}
	}
	return nil, refuse("no_such_subteam")
}

// item is the message that a reaction or a pin is about.
func (c *call) item() (*channel, *message, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil || in.Private && !in.has(c.w.Bot) {
		return nil, nil, refuse("channel_not_found")
	}
	ts := c.str("timestamp")
	if ts == "" {
		return nil, nil, refuse("no_item_specified")
	}
	m := in.find(ts)
	if m == nil {
		return nil, nil, refuse("message_not_found")
	}
	return in, m, nil
}

func reactionsAdd(c *call) (object, *refusal) {
	in, m, r := c.item()
	if r != nil {
		return nil, r
	}
	name := strings.Trim(c.str("name"), ":")
	if name == "" {
		return nil, refuse("invalid_name")
	}
	if !c.w.react(in, m, c.w.Bot, name, true) {
		return nil, refuse("already_reacted")
	}
	return object{}, nil
}

func reactionsRemove(c *call) (object, *refusal) {
	in, m, r := c.item()
	if r != nil {
		return nil, r
	}
	if !c.w.react(in, m, c.w.Bot, strings.Trim(c.str("name"), ":"), false) {
		return nil, refuse("no_reaction")
	}
	return object{}, nil
}

func reactionsGet(c *call) (object, *refusal) {
	in, m, r := c.item()
	if r != nil {
		return nil, r
	}
	return object{"type": "message", "channel": in.ID, "message": c.w.messageJSON(in, m, false)}, nil
}

func pinsAdd(c *call) (object, *refusal) {
	in, m, r := c.item()
	if r != nil {
		return nil, r
	}
	if slices.Contains(in.pins, m.TS) {
		return nil, refuse("already_pinned")
	}
	in.pins = append(in.pins, m.TS)
	return object{}, nil
}

func pinsRemove(c *call) (object, *refusal) {
	in, m, r := c.item()
	if r != nil {
		return nil, r
	}
	if !slices.Contains(in.pins, m.TS) {
		return nil, refuse("no_pin")
	}
	in.pins = slices.DeleteFunc(in.pins, func(ts string) bool { return ts == m.TS })
	return object{}, nil
}

func pinsList(c *call) (object, *refusal) {
	in := c.w.channel(c.str("channel"))
	if in == nil {
		return nil, refuse("channel_not_found")
	}
	items := []any{}
	for _, ts := range in.pins {
		if m := in.find(ts); m != nil {
			items = append(items, object{"type": "message", "channel": in.ID, "message": c.w.messageJSON(in, m, false)})
		}
	}
	return object{"items": items}, nil
}
