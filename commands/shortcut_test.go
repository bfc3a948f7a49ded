package commands_test

import (
	"testing"
	"unicode/utf8"

	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Every entry of a menu has a name that fits, in each language, and a row of its own.
func TestShortcuts(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, org := range []townhall.Organisation{{Language: "de", Address: "du"}, {Language: "de"}, {Language: "en"}} {
		org.Zone = "Europe/Berlin"
		menus := map[commands.Menu]int{}
		for _, s := range commands.Shortcuts(catalogues, &org) {
			menus[s.Menu]++
			if n := utf8.RuneCountInString(s.Name); n == 0 || n > 24 || s.Description == "" || utf8.RuneCountInString(s.Description) > 150 {
				t.Errorf("%s: %+v", org.Language, s)
			}
		}
		if menus[commands.MenuOfMessage] != 1 || menus[commands.MenuAnywhere] != 2 {
			t.Errorf("%v", menus)
		}
	}
	for _, fault := range catalogues.Faults() {
		t.Error(fault)
	}
}
