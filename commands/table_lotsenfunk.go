package commands

import "lotsenfunk/townhall"

// lotsenfunkCommand is /lotsenfunk: the bot itself.
func lotsenfunkCommand() command {
	return command{name: "lotsenfunk", words: []string{"lotsenfunk"}, bare: "lotsenfunk.help", rows: []Row{
		{Action: "lotsenfunk.help", Command: "lotsenfunk", Words: []string{"hilfe", "help"}, Takes: takesNothing, Do: help, Help: "help.lotsenfunk.help"},
		{Action: "lotsenfunk.settings", Command: "lotsenfunk", Words: []string{"einstellungen", "settings", "einstellung"}, Takes: takesWordsOrNothing, Do: settings,
			Needs: townhall.VerbOwnSettings, Help: "help.lotsenfunk.settings"},
		{Action: "lotsenfunk.town_address", Takes: takesWords, Do: townAddress, Needs: townhall.VerbSetTownAddress},
		{Action: "lotsenfunk.roles", Command: "lotsenfunk", Words: []string{"rollen", "roles", "rolle", "role"}, Takes: takesWordsOrNothing, Do: roles, Submit: rolesForm,
			Needs: townhall.VerbSetRoles, Help: "help.lotsenfunk.roles"},
	}}
}
