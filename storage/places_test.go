package storage_test

import (
	"slices"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// What is enqueued for the channel of a purpose is said in each workspace of the town,
// once: a second channel of the same workspace stays silent, and so do channels without
// a purpose.
func TestSaidInEachWorkspace(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		now := time.Date(2027, 3, 18, 9, 0, 0, 0, time.UTC)
		on := townhall.DateOf(now, time.UTC)
		update := func(fn func(*storage.Tx) error) {
			t.Helper()
			if err := db.Update(t.Context(), "aach", fn); err != nil {
				t.Fatal(err)
			}
		}
		update(func(tx *storage.Tx) error {
			o := townhall.Organisation{ID: "aach", Name: "Aach", State: "BW", Zone: "Europe/Berlin", Language: "de", SetUp: on, ReceiptSecret: []byte("secret")}
			err := tx.CreateOrganisation(&o)
			for _, c := range []townhall.Channel{
				{ID: "ideen", Purpose: townhall.PurposeIdeas, Platform: "mattermost", Tenant: "m", Remote: "1"},
				{ID: "ideen-2", Purpose: townhall.PurposeIdeas, Platform: "slack", Tenant: "T1", Remote: "C1"},
				{ID: "ideen-3", Purpose: townhall.PurposeIdeas, Platform: "slack", Tenant: "T1", Remote: "C2"},
				{ID: "alt", Platform: "slack", Tenant: "T1", Remote: "C3"},
				{ID: "anders", Platform: "mattermost", Tenant: "m", Remote: "2"},
			} {
				if c.Name = string(c.ID); err == nil {
					err = tx.SaveChannel(&c)
				}
			}
			return err
		})
		for name, look := range map[string]func(*storage.Tx) error{
			"by itself":    func(*storage.Tx) error { return nil },
			"by purpose":   func(tx *storage.Tx) error { _, _, err := tx.ChannelFor(townhall.PurposeIdeas); return err },
			"around ideas": func(tx *storage.Tx) error { _, err := tx.Around(""); return err },
			"to readers":   func(tx *storage.Tx) error { _, err := tx.Readers(1); return err },
		} {
			for to, want := range map[townhall.ChannelID][]townhall.ChannelID{"ideen": {"ideen", "ideen-2"}, "ideen-3": {"ideen-3"}, "alt": {"alt"}} {
				update(func(tx *storage.Tx) error {
					if err := look(tx); err != nil {
						return err
					}
					n := storage.Notice{Key: bot.Key(name + "/#" + string(to)), Class: storage.ClassAnswer, Channel: to, Kind: "idea.new", Due: now, On: on}
					return tx.Enqueue(n, n)
				})
				claimed, err := db.ClaimNotices(t.Context(), now.Add(time.Minute), time.Hour, 10)
				if err != nil {
					t.Fatal(err)
				}
				var said []townhall.ChannelID
				for _, n := range claimed {
					said = append(said, n.Channel)
					if n.Key != bot.Key(name+"/#"+string(n.Channel)) {
						t.Errorf("%s has the key %q", n.Channel, n.Key)
					}
				}
				if slices.Sort(said); !slices.Equal(said, want) {
					t.Errorf("%s, to %s: said in %v, not in %v", name, to, said, want)
				}
			}
		}
	})
}
