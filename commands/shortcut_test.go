package commands_test

import (
	"context"
	"testing"
	"unicode/utf8"

	"lotsenfunk/bot"
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

// Whoever chooses it in a message's menu hears why no idea comes of the message; a 💡
// on the same message may mean anything.
func TestMessageThatBecomesNoIdea(t *testing.T) {
	d := newDesk(t)
	bela := bot.Account{Tenant: cem.Tenant, ID: "u-bela", Name: "Bela"}
	for name, c := range map[string]struct {
		where bot.Place
		quote bot.Quote
		says  string
	}{
		"in a closed channel": {bot.Place{ID: "c1", Private: true}, bot.Quote{Text: "Vertretung regeln", Author: bela}, "Diese Nachricht sehen nicht alle."},
		"in direct messages":  {bot.Place{ID: "d1", Direct: true}, bot.Quote{Text: "Vertretung regeln", Author: bela}, "Diese Nachricht sehen nicht alle."},
		"a picture":           {bot.Place{ID: "c2"}, bot.Quote{Text: " ", Author: bela}, "In dieser Nachricht steht kein Text."},
		"a bot's":             {bot.Place{ID: "c2"}, bot.Quote{Text: "Heute: Linsen", Author: bot.Account{Tenant: cem.Tenant, ID: "u-bot", Bot: true}}, "Diese Nachricht kommt von einem Programm."},
		"the bot's own":       {bot.Place{ID: "c2"}, bot.Quote{Text: "Frage 2", Mine: true}, "Diese Nachricht kommt von Lotsenfunk und zeigt keine Idee."},
	} {
		event := bot.Event{Who: cem, Where: c.where, Source: bot.Ref{Tenant: cem.Tenant, Channel: c.where.ID, ID: "m9"}, Quote: &c.quote}
		event.Kind, event.Emoji, event.Delivery = bot.KindReaction, "💡", name+" 1"
		if m := d.router.Handle(context.Background(), event).Message(); m != nil {
			t.Errorf("%s: a 💡 is answered %q", name, m.Line)
		}
		event.Kind, event.Emoji, event.Action, event.Delivery = bot.KindShortcut, "", "idea.lamp", name+" 2"
		reply := d.router.Handle(context.Background(), event)
		if reply.Private == nil || reply.Private.Line != c.says || reply.Outcome != bot.Refused || len(reply.Private.Rows) != 1 {
			t.Errorf("%s: the menu is answered %+v", name, reply)
		}
	}
}
