package commands

import (
	"slices"

	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// SlashCommand is a command as it is made known to a platform where somebody has
// to create it.
type SlashCommand struct {
	Word        string // without slash, as it is typed
	Hint        string // what may follow it
	Description string
}

// SlashCommands are the commands of a town: first under the words of its own
// language, then under those of the other one, for who reads that.
func SlashCommands(catalogues *i18n.Catalogues, org *townhall.Organisation) []SlashCommand {
	own, other := i18n.Pick(org.Language, org.Address), i18n.English
	if own == i18n.English {
		other = i18n.Pick("de", org.Address)
	}
	var all []SlashCommand
	for _, l := range []i18n.Language{own, other} {
		for _, c := range Guide(catalogues.Printer(l, org.Location()), org) {
			one := SlashCommand{Word: c.Word, Description: c.Hint}
			for _, v := range c.Verbs {
				if v.Word == "" && one.Hint == "" {
					one.Hint = v.Usage
				}
			}
			if !slices.ContainsFunc(all, func(o SlashCommand) bool { return o.Word == one.Word }) {
				all = append(all, one)
			}
		}
	}
	return all
}
