package commands_test

import (
	"testing"

	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// The town's own words come first; those of the other language are there too.
func TestSlashCommands(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	org := &townhall.Organisation{Language: "de", Zone: "Europe/Berlin", CommandWords: map[string]string{"idee": "vorschlag"}}
	words := map[string]commands.SlashCommand{}
	for _, c := range commands.SlashCommands(catalogues, org) {
		if _, twice := words[c.Word]; twice || c.Description == "" {
			t.Errorf("%+v", c)
		}
		words[c.Word] = c
	}
	for _, word := range []string{"vorschlag", "idea", "paket", "package", "lotse", "lehrgang", "programme", "bericht", "digest", "lotsenfunk"} {
		if _, ok := words[word]; !ok {
			t.Errorf("no /%s", word)
		}
	}
	if len(words) != 10 || words["vorschlag"].Hint != "<Text>" || words["vorschlag"].Description == words["idea"].Description {
		t.Errorf("%+v", words)
	}
}
