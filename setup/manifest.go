package setup

import (
	"bytes"
	"encoding/json"
	"time"

	"lotsenfunk/bot/slack"
	"lotsenfunk/cards"
	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// ManifestWants is what an app manifest for Slack is to say.
type ManifestWants struct {
	// HTTP is the address at which Slack reaches the bot; "" for sockets.
	HTTP string
	// Install is where people's browsers reach the page for installing the app in
	// several workspaces; "" if there is one workspace only.
	Install string
	// Language, Address and Words are the town's: "de" or "en", "du" or "sie", and
	// its own words for commands.
	Language, Address string
	Words             map[string]string
}

// SlackManifest is the manifest of the app, to be given to Slack as it is.
func SlackManifest(w ManifestWants) ([]byte, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	org := &townhall.Organisation{Language: w.Language, Address: w.Address, CommandWords: w.Words, Zone: "Europe/Berlin"}
	p := cards.PrinterIn(catalogues, i18n.Pick(org.Language, org.Address), org, time.UTC)
	o := slack.ManifestOptions{HTTP: w.HTTP, Install: w.Install, Description: p.Line("setup.slack.line", nil), Long: p.Line("setup.slack.long", nil)}
	for _, c := range commands.SlashCommands(catalogues, org) {
		o.Commands = append(o.Commands, slack.Command(c))
	}
	for _, s := range commands.Shortcuts(catalogues, org) {
		o.Shortcuts = append(o.Shortcuts, slack.Shortcut{Name: s.Name, Action: s.Action, Description: s.Description, Message: s.Menu == commands.MenuOfMessage})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // hints are like <number>
	e.SetIndent("", "  ")
	err = e.Encode(slack.NewManifest(o))
	return b.Bytes(), err
}
