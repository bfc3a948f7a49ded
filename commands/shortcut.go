package commands

import (
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Menu is a menu of a platform's in which a row may stand.
type Menu string

// The menus.
const (
	MenuOfMessage Menu = "message" // that every message has
	MenuAnywhere  Menu = "global"  // that of the whole platform
)

// Shortcut is an entry in a menu, as it is made known to a platform where somebody has
// to create it.
type Shortcut struct {
	Action      string
	Menu        Menu
	Name        string // at most 24 characters, as Slack has it
	Description string
}

// Shortcuts are the entries of a town, in its language.
func Shortcuts(catalogues *i18n.Catalogues, org *townhall.Organisation) []Shortcut {
	p := cards.PrinterIn(catalogues, i18n.Pick(org.Language, org.Address), org, org.Location())
	var all []Shortcut
	for _, row := range Rows() {
		if row.Shortcut != "" {
			all = append(all, Shortcut{Action: row.Action, Menu: row.Shortcut,
				Name: p.Line("shortcut."+row.Action+".name", nil), Description: p.Line("shortcut."+row.Action+".hint", nil)})
		}
	}
	return all
}
