package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// settings shows the person's settings, or changes one: a word such as "du",
// "englisch" or "stumm", or a verb with what follows it: "abwesend 1.4. bis 9.4.".
func settings(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.settingsCard("settings.card")
	}
	first, rest := cutWord(c.Args.Text)
	if action, ok := settingVerbs[fold(first)]; ok {
		return c.router.row(c, action, Args{Text: rest})(c)
	}
	words := strings.Fields(fold(c.Args.Text))
	last := words[len(words)-1]
	if words[0] == "stadt" || words[0] == "town" {
		return c.router.row(c, "lotsenfunk.town_address", Args{Text: last})(c)
	}
	if len(words) == 2 && words[0] == "wieder" && last == "da" {
		return c.router.row(c, "lotsenfunk.back", Args{})(c)
	}
	change, ok := settingOf[last]
	if !ok || len(words) > 3 {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.unknown")
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
	return c.settingsCard("settings.changed")
}

// settingWord changes a setting that is named without "einstellungen" before it.
func settingWord(c *Call) (bot.Reply, error) {
	first, _ := cutWord(c.Args.Text)
	_, verb := settingVerbs[fold(first)]
	if _, word := settingOf[fold(c.Args.Text)]; !verb && !word {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "error.unknown_verb")
	}
	return c.router.row(c, "lotsenfunk.settings", c.Args)(c)
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

// settingVerbs are the settings that need more than a word, and their rows.
var settingVerbs = map[string]string{
	"sprache": "lotsenfunk.language", "anrede": "lotsenfunk.language", "language": "lotsenfunk.language",
	"abwesend": "lotsenfunk.absence", "abwesenheit": "lotsenfunk.absence", "weg": "lotsenfunk.absence", "away": "lotsenfunk.absence", "absent": "lotsenfunk.absence",
	"da": "lotsenfunk.back", "anwesend": "lotsenfunk.back", "back": "lotsenfunk.back", "present": "lotsenfunk.back",
	"arbeitstage": "lotsenfunk.days", "tage": "lotsenfunk.days", "days": "lotsenfunk.days", "working-days": "lotsenfunk.days",
	"vertretung": "lotsenfunk.deputy", "deputy": "lotsenfunk.deputy",
	"ruhe": "lotsenfunk.quiet", "ruhezeit": "lotsenfunk.quiet", "quiet": "lotsenfunk.quiet",
}

// settingsCard shows all settings in words.
func (c *Call) settingsCard(key string) (bot.Reply, error) {
	view := cards.Settings{Person: c.Person, ManagesTown: townhall.May(c.Person, townhall.VerbSetTownAddress, nil) == nil}
	err := c.View(func(tx *storage.Tx) (err error) {
		if view.Settings, err = tx.Settings(c.Person.ID); err != nil {
			return err
		}
		if view.DeputyName, err = displayName(tx, view.Deputy); err != nil {
			return err
		}
		view.Department, err = departmentName(tx, c.Person.Department)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	view.Absent = !view.Absence.Over(c.Today)
	return c.answer(cards.SettingsCard(c.P, key, view)), nil
}

// settingsMore is the rest of the settings' buttons.
func settingsMore(c *Call) (bot.Reply, error) {
	rows := []bot.Row{{c.button("lotsenfunk.days", ""), c.button("lotsenfunk.deputy", ""), c.button("lotsenfunk.quiet", "")}}
	if townhall.May(c.Person, townhall.VerbSetTownAddress, nil) == nil {
		rows = append(rows, cards.TownAddressRow(c.P))
	}
	return c.say("settings.rest", nil, rows...), nil
}

// language offers the languages and forms of address; named, it sets one.
func language(c *Call) (bot.Reply, error) {
	if word := fold(c.Args.Text); word != "" {
		if _, ok := settingOf[word]; !ok {
			return bot.Nothing(), townhall.Errf(townhall.Invalid, "settings.unknown")
		}
		return c.router.row(c, "lotsenfunk.settings", Args{Text: word})(c)
	}
	return c.say("settings.which_language", i18n.Args{"Language": i18n.Key("settings.language." + string(c.P.Language()))}, cards.LanguageRow(c.P)), nil
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

// changeSettings changes the person's own settings by a rule, and shows them.
func (c *Call) changeSettings(change func(*storage.Tx, *townhall.Settings) error) (bot.Reply, error) {
	err := c.Update(func(tx *storage.Tx) error {
		s, err := tx.Settings(c.Person.ID)
		if err != nil {
			return err
		}
		if err := change(tx, &s); err != nil {
			return err
		}
		return tx.SaveSettings(s)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.settingsCard("settings.changed")
}
