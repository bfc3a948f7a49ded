package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// help says what can be done, by role.
func help(c *Call) (bot.Reply, error) {
	var blocks []bot.Text
	for _, command := range c.router.commands {
		var items [][]bot.Span
		for i := range command.rows {
			row := &command.rows[i]
			if row.Help == "" || !c.offered(row) {
				continue
			}
			items = append(items, c.P.Text(row.Help, i18n.Args{"Command": "/" + commandWord(c.P, c.Org, command.name)})[0].Spans)
		}
		blocks = append(blocks, c.P.Text("help.heading."+command.name, nil), bot.Text{{Items: items}})
	}
	m := c.say("help.card", i18n.Args{"Town": c.Org.Name},
		bot.Row{c.button("idea.menu", ""), c.button("lotsenfunk.settings", "")})
	body := m.Message()
	body.Text = body.Text.Append(blocks...).Append(c.P.Text("help.privacy", nil))
	return m, nil
}

// offered reports whether the help lists the row for this person. What needs
// ownership of one thing is listed for everybody.
func (c *Call) offered(row *Row) bool {
	if row.Needs == "" || row.Needs == townhall.VerbOwn {
		return true
	}
	return townhall.May(c.Person, row.Needs, nil) == nil
}

// settings shows the person's settings, or changes one: "du", "sie", "deutsch",
// "englisch", "stumm", "laut".
func settings(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.settingsCard("settings.card"), nil
	}
	words := strings.Fields(fold(c.Args.Text))
	change, ok := settingOf[words[len(words)-1]]
	if !ok || len(words) > 3 {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.unknown")
	}
	if words[0] == "stadt" || words[0] == "town" {
		c.Args.Text = words[len(words)-1]
		return townAddress(c)
	}
	err := c.Update(func(tx *storage.Tx) error {
		p, err := tx.Person(c.Person.ID)
		if err != nil {
			return err
		}
		change(p)
		c.Person = p
		return tx.SavePerson(p)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	c.P = c.router.printer(c, c.Person)
	return c.settingsCard("settings.changed"), nil
}

// settingOf maps what is typed or chosen to what it changes.
var settingOf = map[string]func(*townhall.Person){
	"du":       func(p *townhall.Person) { p.Language, p.Address = "de", "du" },
	"sie":      func(p *townhall.Person) { p.Language, p.Address = "de", "sie" },
	"deutsch":  func(p *townhall.Person) { p.Language = "de" },
	"german":   func(p *townhall.Person) { p.Language = "de" },
	"de":       func(p *townhall.Person) { p.Language = "de" },
	"englisch": func(p *townhall.Person) { p.Language = "en" },
	"english":  func(p *townhall.Person) { p.Language = "en" },
	"en":       func(p *townhall.Person) { p.Language = "en" },
	"stumm":    func(p *townhall.Person) { p.Muted = true },
	"mute":     func(p *townhall.Person) { p.Muted = true },
	"laut":     func(p *townhall.Person) { p.Muted = false },
	"unmute":   func(p *townhall.Person) { p.Muted = false },
	"standard": func(p *townhall.Person) { p.Language, p.Address = "", "" },
	"default":  func(p *townhall.Person) { p.Language, p.Address = "", "" },
}

func (c *Call) settingsCard(key string) bot.Reply {
	row := bot.Row{
		bot.Button("lotsenfunk.settings", "du", c.P.Line("button.settings.du", nil)),
		bot.Button("lotsenfunk.settings", "sie", c.P.Line("button.settings.sie", nil)),
		bot.Button("lotsenfunk.settings", "english", c.P.Line("button.settings.english", nil)),
		bot.Button("lotsenfunk.settings", "standard", c.P.Line("button.settings.standard", nil)),
	}
	sound := bot.Button("lotsenfunk.settings", "stumm", c.P.Line("button.settings.mute", nil))
	if c.Person.Muted {
		sound = bot.Button("lotsenfunk.settings", "laut", c.P.Line("button.settings.unmute", nil))
	}
	rows := []bot.Row{row, {sound}}
	if townhall.May(c.Person, townhall.VerbSetTownAddress, nil) == nil {
		rows = append(rows, cards.TownAddressRow(c.P))
	}
	heard := "settings.hears"
	if c.Person.Muted {
		heard = "settings.muted"
	}
	return c.say(key, i18n.Args{"Language": i18n.Key("settings.language." + string(c.P.Language())), "Heard": i18n.Key(heard)}, rows...)
}

// townAddress sets how German speaks to people in this town.
func townAddress(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetTownAddress, nil); err != nil {
		return bot.Nothing(), err
	}
	address := fold(c.Args.Text)
	if address != "du" && address != "sie" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.unknown")
	}
	err := c.Update(func(tx *storage.Tx) error {
		org, err := tx.Organisation()
		if err != nil {
			return err
		}
		org.Address = address
		c.Org = org
		return tx.SaveOrganisation(org)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	c.P = c.router.printer(c, c.Person)
	return c.say("settings.town_address", i18n.Args{"Language": i18n.Key("settings.address." + address)}), nil
}
