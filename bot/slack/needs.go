package slack

// Need is a scope that the app asks for, or an event that it listens to, and what
// for. docs/slack.md shows both lists; the manifest is made from them.
type Need struct {
	Name string
	For  string // what it is used for
	// Without says what is missing if it is left out, "" if nothing works then.
	Without string
	// SetUp: only set-up uses it, so that a town which makes its channels by hand
	// may leave it out of the manifest.
	SetUp bool
}

// Scopes are what the bot's token may do. There is none among them that reads what
// nobody let the bot into, and none for the whole directory of people.
func Scopes() []Need {
	return []Need{
		{Name: "commands", For: "the slash commands, and the entries in the menus of messages"},
		{Name: "chat:write", For: "to say something: cards in the town's channels, answers, direct messages; to bring cards up to date and to take them away"},
		{Name: "users:read", For: "the name, language, time zone and kind (guest, bot) of whoever acts or is told something"},
		{Name: "im:write", For: "to open direct messages with somebody who is to be told something"},
		{Name: "im:history", For: "to read what people write to the bot in direct messages, and to see there whether something was said already before it is said again"},
		{Name: "channels:read", For: "the name of the public channel in which something happens"},
		{Name: "channels:history", For: "in public channels that the bot is in: answers below its own cards, and whether a card stands there already", Without: "answers below cards are not heard; a card may stand there twice after a failure"},
		{Name: "groups:read", For: "the same for private channels that the bot is in"},
		{Name: "groups:history", For: "the same for private channels that the bot is in", Without: "answers below the cards there are not heard"},
		{Name: "usergroups:read", For: "who is in a user group that somebody gives a role to", Without: "roles are given to people only"},
		{Name: "reactions:read", For: "💡 on a message that the bot can see offers to file it as an idea", Without: "💡 does nothing"},
		{Name: "files:write", For: "the pictures of how far projects are", Without: "cards come without pictures"},
		{Name: "files:read", For: "whether a picture has arrived at Slack, before a card shows it", Without: "cards come without pictures"},
		{Name: "channels:join", For: "set-up lets the bot into the town's public channels", Without: "invite it by hand: /invite @Lotsenfunk", SetUp: true},
		{Name: "channels:manage", For: "set-up makes the town's public channels that are not there yet", Without: "make them by hand before", SetUp: true},
		{Name: "groups:write", For: "set-up makes the closed channel of the Lotsen, and lets the first admin in", Without: "make it by hand before, and invite the bot", SetUp: true},
	}
}

// Events are what Slack tells the app of by itself.
func Events() []Need {
	return []Need{
		{Name: "app_home_opened", For: "somebody looks at the bot's home: what waits for them, and what is theirs"},
		{Name: "message.im", For: "somebody writes to the bot in direct messages"},
		{Name: "message.channels", For: "somebody answers below a card in a public channel; of all other messages nothing is kept"},
		{Name: "message.groups", For: "the same in private channels that the bot is in"},
		{Name: "reaction_added", For: "💡 on a message offers to file it as an idea"},
		{Name: "reaction_removed", For: "💡 is taken back: so is the offer"},
		{Name: "user_change", For: "somebody has another name, language or time zone now"},
		{Name: "app_uninstalled", For: "the app was taken out of the workspace: nothing is sent there any more"},
		{Name: "tokens_revoked", For: "the bot's token was revoked: the same"},
	}
}

// names are the names of needs.
func names(all []Need) []string {
	var list []string
	for _, n := range all {
		list = append(list, n.Name)
	}
	return list
}
