package slacktest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// user is somebody in a workspace.
type user struct {
	ID, Name, Real, Email, Locale, Zone    string
	Deleted, Bot, Restricted, UltraLimited bool

	alone []*message // what only they see, oldest first
	stack []*view    // modals, the topmost last
	home  *view
}

// Profile says what a new person is like. What is empty is usual: a member who
// writes German in Berlin.
type Profile struct {
	Name, Real, Email, Locale, Zone string
	Deleted, Bot                    bool
	Restricted, UltraRestricted     bool // guests, of several channels or of one
}

// channel is a conversation: public, private, between the bot and somebody, or among
// people.
type channel struct {
	ID, Name string
	Private  bool
	With     string // whose direct messages with the bot these are
	Among    bool   // direct messages among people: the bot is not in there
	Archived bool
	Purpose  string
	Members  []string
	messages []*message
	pins     []string
}

func (c *channel) direct() bool { return c.With != "" }

// kind is how scopes and events call it.
func (c *channel) kind() string {
	switch {
	case c.direct(), c.Among && len(c.Members) == 2:
		return "im"
	case c.Among:
		return "mpim"
	case c.Private:
		return "groups"
	}
	return "channels"
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// group is a user group.
type group struct {
	ID, Handle, Name string
	Members          []string
}

// User adds somebody and returns their id.
func (w *Workspace) User(p Profile) string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	u := &user{ID: w.slack.id("U"), Name: p.Name, Real: p.Real, Email: p.Email, Locale: p.Locale, Zone: p.Zone,
		Deleted: p.Deleted, Bot: p.Bot, Restricted: p.Restricted, UltraLimited: p.UltraRestricted}
	if u.Real == "" {
		u.Real = u.Name
	}
	if u.Locale == "" {
		u.Locale = "de-DE"
	}
	if u.Zone == "" {
		u.Zone = "Europe/Berlin"
	}
	w.users = append(w.users, u)
	return u.ID
}

// Change changes what somebody is like; the app is told (user_change).
func (w *Workspace) Change(id string, to func(*Profile)) {
	w.slack.mu.Lock()
	u := w.user(id)
	p := Profile{Name: u.Name, Real: u.Real, Email: u.Email, Locale: u.Locale, Zone: u.Zone, Deleted: u.Deleted, Bot: u.Bot,
		Restricted: u.Restricted, UltraRestricted: u.UltraLimited}
	to(&p)
	u.Name, u.Real, u.Email, u.Locale, u.Zone = p.Name, p.Real, p.Email, p.Locale, p.Zone
	u.Deleted, u.Bot, u.Restricted, u.UltraLimited = p.Deleted, p.Bot, p.Restricted, p.UltraRestricted
	w.tell("user_change", object{"type": "user_change", "user": w.userJSON(u, true)})
	w.slack.mu.Unlock()
}

// Channel makes a channel and returns its id. Nobody but those named is in it.
func (w *Workspace) Channel(name string, private bool, members ...string) string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	c := &channel{ID: w.slack.id("C"), Name: name, Private: private, Members: members}
	w.channels = append(w.channels, c)
	return c.ID
}

// Among makes direct messages among people and returns their id: among more than two
// they are a group message. Commands and the menus of messages work there as anywhere,
// but the bot cannot be let in.
func (w *Workspace) Among(people ...string) string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	c := &channel{ID: w.slack.id("D"), Private: true, Among: true, Members: people}
	if len(people) > 2 {
		c.ID = w.slack.id("C")
		c.Name = "mpdm-" + strings.ToLower(c.ID)
	}
	w.channels = append(w.channels, c)
	return c.ID
}

// MakePrivate makes a public channel private; the app is not told.
func (w *Workspace) MakePrivate(channel string) {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	if c := w.channel(channel); c != nil {
		c.Private = true
	}
}

// Join brings somebody into a channel, perhaps the bot.
func (w *Workspace) Join(channel, user string) {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	if c := w.channel(channel); c != nil && !c.Among && !c.has(user) {
		c.Members = append(c.Members, user)
		w.tell("member_joined_channel", object{"type": "member_joined_channel", "user": user, "channel": c.ID, "team": w.ID,
			"channel_type": map[bool]string{false: "C", true: "G"}[c.Private]})
	}
}

// Leave takes somebody out of a channel.
func (w *Workspace) Leave(channel, user string) {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	if c := w.channel(channel); c != nil {
		c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == user })
	}
}

// Archive closes a channel.
func (w *Workspace) Archive(channel string) {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	if c := w.channel(channel); c != nil {
		c.Archived = true
	}
}

// Group makes a user group and returns its id.
func (w *Workspace) Group(handle string, members ...string) string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	g := &group{ID: w.slack.id("S"), Handle: handle, Name: handle, Members: members}
	w.groups = append(w.groups, g)
	return g.ID
}

// Rename gives a user group another handle.
func (w *Workspace) Rename(group, handle string) {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	for _, g := range w.groups {
		if g.ID == group {
			g.Handle = handle
		}
	}
}

// DM is the channel of somebody's direct messages with the bot, opened if need be.
func (w *Workspace) DM(user string) string {
	w.slack.mu.Lock()
	defer w.slack.mu.Unlock()
	return w.open(user).ID
}

// open opens direct messages. The lock is held here and below.
func (w *Workspace) open(user string) *channel {
	for _, c := range w.channels {
		if c.With == user {
			return c
		}
	}
	c := &channel{ID: w.slack.id("D"), With: user, Members: []string{user, w.Bot}, Private: true}
	w.channels = append(w.channels, c)
	return c
}

func (w *Workspace) user(id string) *user {
	i := slices.IndexFunc(w.users, func(u *user) bool { return u.ID == id })
	if i < 0 {
		return nil
	}
	return w.users[i]
}

func (w *Workspace) channel(id string) *channel {
	i := slices.IndexFunc(w.channels, func(c *channel) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return w.channels[i]
}

// must is a person who can act: not the bot, not deleted.
func (w *Workspace) must(id string) (*user, error) {
	u := w.user(id)
	if u == nil || u.Deleted {
		return nil, fmt.Errorf("%s is nobody in the workspace %s", id, w.Domain)
	}
	return u, nil
}

// userJSON is a person as users.info tells: docs.slack.dev/reference/objects/user-object
func (w *Workspace) userJSON(u *user, locale bool) object {
	o := object{
		"id": u.ID, "team_id": w.ID, "name": u.Name, "deleted": u.Deleted, "real_name": u.Real, "is_bot": u.Bot, "is_app_user": false,
		"is_restricted": u.Restricted || u.UltraLimited, "is_ultra_restricted": u.UltraLimited, "is_admin": false, "is_owner": false,
		"tz": u.Zone, "tz_label": u.Zone, "tz_offset": w.offset(u.Zone), "updated": w.slack.Clock.Now().Unix(),
		"profile": object{"real_name": u.Real, "display_name": u.Name, "real_name_normalized": u.Real, "display_name_normalized": u.Name, "team": w.ID},
	}
	if w.slack.granted(w, "users:read.email") && u.Email != "" {
		o["profile"].(object)["email"] = u.Email
	}
	if locale {
		o["locale"] = u.Locale
	}
	return o
}

// offset is how many seconds a zone is ahead of Greenwich now.
func (w *Workspace) offset(zone string) int {
	at, err := time.LoadLocation(zone)
	if err != nil {
		return 0
	}
	_, seconds := w.slack.Clock.Now().In(at).Zone()
	return seconds
}

// channelJSON is a conversation as conversations.info tells.
func (w *Workspace) channelJSON(c *channel) object {
	o := object{"id": c.ID, "is_archived": c.Archived, "is_im": c.kind() == "im", "is_mpim": c.kind() == "mpim", "is_private": c.Private, "context_team_id": w.ID}
	if c.direct() {
		o["user"], o["is_open"] = c.With, true
		return o
	}
	o["name"], o["name_normalized"], o["purpose"] = c.Name, strings.ToLower(c.Name), object{"value": c.Purpose}
	o["is_channel"], o["is_group"], o["is_member"], o["num_members"] = !c.Private, c.Private, c.has(w.Bot), len(c.Members)
	return o
}
