package program_test

import (
	"context"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
)

// Whoever writes for the first time is answered in the language of their account,
// and reminded by the clock that they live by.
func TestFirstContact(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		for seat, c := range map[string]struct{ language, zone, wantLanguage, wantZone string }{
			"grace": {"en-GB", "Europe/London", "en", "Europe/London"},
			"heidi": {"de", "Europe/Berlin", "", ""},
			"ivan":  {"", "Nirgendwo/Dorf", "", ""},
		} {
			ev := by(seat, "first-"+seat, typed("12"))
			ev.Who.Language, ev.Who.Zone = c.language, c.zone
			h.handle(ev)
			err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
				people, err := tx.People()
				for _, p := range people {
					if p.Display == seat && (p.Language != c.wantLanguage || p.Zone != c.wantZone) {
						t.Errorf("%s: language %q, zone %q", seat, p.Language, p.Zone)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A command word that nobody has, which a platform may still hand on, is answered.
func TestUnknownCommands(t *testing.T) {
	h := newHall(t, storagetest.SQLite(t), demo(t))
	said := everything(h.handle(by("sb-info", "d1", bot.Event{Kind: bot.KindCommand, Command: "lehrstunde"})))
	if !strings.Contains(said, "Diesen Befehl gibt es nicht.") {
		t.Errorf("%q", said)
	}
}
