package slack

import "strings"

// Command is a slash command as the manifest declares it.
type Command struct {
	Word        string // without slash
	Hint        string // what may follow it
	Description string
}

// Shortcut is an entry of the app's in the menu of each message, or in the global
// one.
type Shortcut struct {
	Name        string
	Action      string // what is done, as in bot.Event.Action
	Description string
	Message     bool
}

// ManifestOptions say what the app is to be.
type ManifestOptions struct {
	Description string // one line
	Long        string // at least 174 characters: less is refused
	Commands    []Command
	Shortcuts   []Shortcut
	// HTTP is the address at which Slack reaches the bot, without a slash at its
	// end; "" for sockets.
	HTTP string
	// Install is the address at which browsers reach the page for installing; "" if
	// the app is for one workspace only, where it is installed on Slack's pages.
	// With it the tokens expire and are renewed.
	Install string
}

// Manifest is an app manifest as Slack reads it:
// docs.slack.dev/reference/app-manifest. The client's own type leaves out what is
// false, and whether people may write to the bot has to be said.
type Manifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Long        string `json:"long_description"`
		Background  string `json:"background_color"`
	} `json:"display_information"`
	Features struct {
		Home struct {
			Home     bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Bot struct {
			Name   string `json:"display_name"`
			Online bool   `json:"always_online"`
		} `json:"bot_user"`
		Shortcuts []manifestShortcut `json:"shortcuts"`
		Commands  []manifestCommand  `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Redirects []string `json:"redirect_urls,omitempty"`
		Scopes    struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `json:"request_url,omitempty"`
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			On  bool   `json:"is_enabled"`
			URL string `json:"request_url,omitempty"`
			// Searches in selects go the same way.
			Options string `json:"message_menu_options_url,omitempty"`
		} `json:"interactivity"`
		OrgDeploy bool `json:"org_deploy_enabled"`
		Socket    bool `json:"socket_mode_enabled"`
		Rotation  bool `json:"token_rotation_enabled"`
	} `json:"settings"`
}

type manifestShortcut struct {
	Name        string `json:"name"`
	Callback    string `json:"callback_id"`
	Description string `json:"description"`
	Type        string `json:"type"`
}

type manifestCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	Hint        string `json:"usage_hint,omitempty"`
	Escape      bool   `json:"should_escape"` // people and channels come by their ids
	URL         string `json:"url,omitempty"`
}

// appName is what the app and its bot are called.
const appName = "Lotsenfunk"

// NewManifest is the manifest of an app: all its commands, shortcuts, events and
// scopes.
func NewManifest(o ManifestOptions) Manifest {
	var m Manifest
	m.Metadata.Major, m.Metadata.Minor = 1, 1
	m.Display.Name, m.Display.Description, m.Display.Long, m.Display.Background = appName, cut(o.Description, maxAppLine), cut(o.Long, maxAppText), "#0d4453"
	m.Features.Home.Home, m.Features.Home.Messages = true, true
	m.Features.Bot.Name, m.Features.Bot.Online = appName, true
	m.OAuth.Scopes.Bot = names(Scopes())
	m.Settings.Events.Bot = names(Events())
	m.Settings.Interactivity.On = true
	m.Settings.Socket = o.HTTP == ""
	at := strings.TrimRight(o.HTTP, "/")
	if at != "" {
		m.Settings.Events.URL, m.Settings.Interactivity.URL, m.Settings.Interactivity.Options = at+PathEvents, at+PathInteract, at+PathInteract
	}
	if o.Install != "" {
		m.OAuth.Redirects = []string{strings.TrimRight(o.Install, "/") + PathInstalled}
		m.Settings.Rotation = true
	}
	for _, c := range o.Commands {
		one := manifestCommand{Command: "/" + c.Word, Description: cut(c.Description, maxCommandHelp), Hint: cut(c.Hint, maxCommandHint), Escape: true}
		if at != "" {
			one.URL = at + PathCommand
		}
		m.Features.Commands = append(m.Features.Commands, one)
	}
	for _, s := range o.Shortcuts {
		one := manifestShortcut{Name: cut(s.Name, maxShortcut), Callback: s.Action, Description: cut(s.Description, maxShortcutHelp), Type: "global"}
		if s.Message {
			one.Type = "message"
		}
		m.Features.Shortcuts = append(m.Features.Shortcuts, one)
	}
	return m
}
