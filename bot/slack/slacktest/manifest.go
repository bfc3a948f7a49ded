package slacktest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// What a manifest may hold: docs.slack.dev/reference/app-manifest
const (
	MaxAppName        = 35
	MaxAppDescription = 140
	MinLong           = 174
	MaxLong           = 4000
	MaxBotName        = 80
	MaxManifestWords  = 50 // slash commands
	MaxCommandWord    = 32 // with its slash
	MaxCommandText    = 2000
	MaxUsageHint      = 1000
	MaxEachShortcuts  = 5 // of a message's menu, and of the global one
	MaxShortcutName   = 24
	MaxShortcutText   = 150
	MaxManifestScopes = 255
	MaxManifestEvents = 100
	MaxRedirects      = 1000
)

// manifestKeys are the keys that a manifest may have, by the place.
func manifestKeys() map[string]string {
	return map[string]string{
		"":                             "_metadata display_information features oauth_config settings",
		"_metadata":                    "major_version minor_version",
		"display_information":          "name description long_description background_color",
		"features":                     "app_home bot_user shortcuts slash_commands unfurl_domains",
		"features.app_home":            "home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled",
		"features.bot_user":            "display_name always_online",
		"features.shortcuts":           "name callback_id description type",
		"features.slash_commands":      "command description usage_hint should_escape url",
		"oauth_config":                 "redirect_urls scopes",
		"oauth_config.scopes":          "bot user",
		"settings":                     "allowed_ip_address_ranges event_subscriptions interactivity org_deploy_enabled socket_mode_enabled token_rotation_enabled",
		"settings.event_subscriptions": "request_url bot_events user_events",
		"settings.interactivity":       "is_enabled request_url message_menu_options_url",
	}
}

// eventScopes are what an app must be granted to be told of an event, one of them if
// there are several: docs.slack.dev/reference/events
func eventScopes() map[string]string {
	return map[string]string{
		"app_home_opened": "", "app_uninstalled": "", "tokens_revoked": "",
		"message.im": "im:history", "message.channels": "channels:history", "message.groups": "groups:history",
		"reaction_added": "reactions:read", "reaction_removed": "reactions:read", "user_change": "users:read",
		"member_joined_channel": "channels:read", "member_left_channel": "channels:read", "channel_rename": "channels:read",
		"subteam_created": "usergroups:read", "subteam_updated": "usergroups:read", "subteam_members_changed": "usergroups:read",
	}
}

var (
	commandWord = regexp.MustCompile(`^/[a-z0-9_-]+$`)
	// docs.slack.dev/reference/methods/conversations.create, "Naming": no capitals, no
	// spaces, and of all other signs these two; letters of any language.
	channelName = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{Nd}_-]+$`)
	hexColour   = regexp.MustCompile(`^#(?:[0-9a-fA-F]{3}){1,2}$`)
)

// manifest is one that is looked at.
type manifest struct {
	all    object
	faults []string
}

func (m *manifest) bad(at, format string, args ...any) {
	m.faults = append(m.faults, at+": "+fmt.Sprintf(format, args...))
}

// CheckManifest says what apps.manifest.validate would refuse, and returns the app
// that the manifest makes.
func CheckManifest(raw []byte) (App, []string) {
	v, ok := decode(raw)
	all, isObject := v.(object)
	if !ok || !isObject {
		return App{}, []string{"/: no JSON object"}
	}
	m := &manifest{all: all}
	m.keys("", all)
	m.display()
	app := App{Scopes: m.list("oauth_config", "scopes", "bot"), Events: m.list("settings", "event_subscriptions", "bot_events")}
	app.Rotation, _ = m.at("settings", "token_rotation_enabled").(bool)
	m.commands(&app)
	m.shortcuts(&app)
	m.granted(app)
	m.addresses(&app)
	return app, m.faults
}

// keys refuses what no manifest has.
func (m *manifest) keys(at string, o object) {
	may, known := manifestKeys()[at]
	if !known {
		return
	}
	for key, v := range o {
		if !slices.Contains(strings.Fields(may), key) {
			m.bad("/"+strings.ReplaceAll(at, ".", "/"), "must NOT have additional property %s", key)
			continue
		}
		inner := strings.TrimPrefix(at+"."+key, ".")
		switch v := v.(type) {
		case object:
			m.keys(inner, v)
		case []any:
			for _, one := range v {
				if o, ok := one.(object); ok {
					m.keys(inner, o)
				}
			}
		}
	}
}

// at is what stands at a place, nil if nothing does.
func (m *manifest) at(path ...string) any {
	var v any = m.all
	for _, key := range path {
		o, ok := v.(object)
		if !ok {
			return nil
		}
		v = o[key]
	}
	return v
}

func (m *manifest) words(path ...string) string {
	s, _ := m.at(path...).(string)
	return s
}

func (m *manifest) list(path ...string) (all []string) {
	list, _ := m.at(path...).([]any)
	for _, one := range list {
		s, _ := one.(string)
		if s == "" || slices.Contains(all, s) {
			m.bad("/"+strings.Join(path, "/"), "%q is empty or stands twice", s)
		}
		all = append(all, s)
	}
	return all
}

// size checks how long a text is.
func (m *manifest) size(at, s string, least, most int) {
	if n := length(s); n < least || n > most {
		m.bad(at, "has %d characters, and must have %d to %d", n, least, most)
	}
}

func (m *manifest) display() {
	m.size("/display_information/name", m.words("display_information", "name"), 1, MaxAppName)
	m.size("/display_information/description", m.words("display_information", "description"), 0, MaxAppDescription)
	if long := m.words("display_information", "long_description"); long != "" {
		m.size("/display_information/long_description", long, MinLong, MaxLong)
	}
	if c := m.words("display_information", "background_color"); c != "" && !hexColour.MatchString(c) {
		m.bad("/display_information/background_color", "%q is no colour", c)
	}
	m.size("/features/bot_user/display_name", m.words("features", "bot_user", "display_name"), 1, MaxBotName)
}

func (m *manifest) commands(app *App) {
	list, _ := m.at("features", "slash_commands").([]any)
	if len(list) > MaxManifestWords {
		m.bad("/features/slash_commands", "has %d items, and may have %d", len(list), MaxManifestWords)
	}
	for i, one := range list {
		at := fmt.Sprintf("/features/slash_commands/%d", i)
		c, _ := one.(object)
		word, _ := c["command"].(string)
		text, _ := c["description"].(string)
		hint, _ := c["usage_hint"].(string)
		if !commandWord.MatchString(word) || length(word) > MaxCommandWord || slices.Contains(app.Commands, word) {
			m.bad(at+"/command", "%q is no word, too long, or stands twice", word)
		}
		m.size(at+"/description", text, 1, MaxCommandText)
		m.size(at+"/usage_hint", hint, 0, MaxUsageHint)
		app.Commands = append(app.Commands, word)
	}
}

func (m *manifest) shortcuts(app *App) {
	list, _ := m.at("features", "shortcuts").([]any)
	each := map[string]int{}
	for i, one := range list {
		at := fmt.Sprintf("/features/shortcuts/%d", i)
		c, _ := one.(object)
		name, _ := c["name"].(string)
		id, _ := c["callback_id"].(string)
		text, _ := c["description"].(string)
		kind, _ := c["type"].(string)
		m.size(at+"/name", name, 1, MaxShortcutName)
		m.size(at+"/callback_id", id, 1, MaxCallbackID)
		m.size(at+"/description", text, 1, MaxShortcutText)
		if each[kind]++; kind != "message" && kind != "global" || each[kind] > MaxEachShortcuts {
			m.bad(at+"/type", "%q is no type, or there are too many", kind)
		}
		app.Shortcuts = append(app.Shortcuts, Shortcut{Name: name, Callback: id, Message: kind == "message"})
	}
}

// granted checks that what the app is to be told of it may hear.
func (m *manifest) granted(app App) {
	if len(app.Scopes) > MaxManifestScopes || len(app.Events) > MaxManifestEvents {
		m.bad("/", "too many scopes or events")
	}
	for _, e := range app.Events {
		scope, known := eventScopes()[e]
		if !known || scope != "" && !slices.Contains(app.Scopes, scope) {
			m.bad("/settings/event_subscriptions/bot_events", "%s is no event, or needs the scope %s", e, scope)
		}
	}
	if len(app.Commands)+len(app.Shortcuts) > 0 && !slices.Contains(app.Scopes, "commands") {
		m.bad("/oauth_config/scopes/bot", "commands and shortcuts need the scope commands")
	}
}

// addresses checks where the app is told: everywhere over https, or through sockets.
func (m *manifest) addresses(app *App) {
	socket, _ := m.at("settings", "socket_mode_enabled").(bool)
	e := &Endpoints{Interact: m.words("settings", "interactivity", "request_url"), Options: m.words("settings", "interactivity", "message_menu_options_url"),
		Events: m.words("settings", "event_subscriptions", "request_url")}
	if list, _ := m.at("features", "slash_commands").([]any); len(list) > 0 {
		for _, one := range list {
			c, _ := one.(object)
			e.Commands, _ = c["url"].(string)
			m.address("/features/slash_commands/url", e.Commands, !socket)
		}
	}
	m.address("/settings/interactivity/request_url", e.Interact, !socket)
	m.address("/settings/event_subscriptions/request_url", e.Events, !socket && len(app.Events) > 0)
	if !socket {
		app.HTTP = e
	}
	redirects := m.list("oauth_config", "redirect_urls")
	if len(redirects) > MaxRedirects {
		m.bad("/oauth_config/redirect_urls", "too many")
	}
	for _, one := range redirects {
		m.address("/oauth_config/redirect_urls", one, true)
	}
}

func (m *manifest) address(at, address string, needed bool) {
	u, err := url.Parse(address)
	if address == "" && !needed {
		return
	}
	if err != nil || u.Scheme != "https" || u.Host == "" {
		m.bad(at, "%q is no https address", address)
	}
}
