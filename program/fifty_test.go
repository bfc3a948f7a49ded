package program_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// TestFiftyClaimAtOnce: of fifty people who claim one package at the same moment,
// some by typing and some by button, one owns it. The other 49 are told who was
// faster, and offered to help along, which the first of them then does.
func TestFiftyClaimAtOnce(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		h := newHall(t, db, demo(t))
		const fifty = 50
		replies := make([]bot.Reply, fifty)
		for n := range fifty { // first contact makes them people
			h.handle(by(fmt.Sprintf("p-%d", n), fmt.Sprintf("hello-%d", n), bot.Event{Kind: bot.KindCommand, Command: "paket"}))
		}
		start := make(chan struct{})
		var all sync.WaitGroup
		for n := range fifty {
			ev := click("package.claim", "40")
			if n%2 == 0 {
				ev = bot.Event{Kind: bot.KindCommand, Command: "paket", Text: "nehmen 40"}
			}
			ev = by(fmt.Sprintf("p-%d", n), fmt.Sprintf("claim-%d", n), ev)
			all.Go(func() {
				<-start
				replies[n] = h.Program().Router.Handle(context.Background(), ev)
			})
		}
		close(start)
		all.Wait()
		h.checkFifty(replies)
	})
}

// checkFifty looks at what fifty people were answered who claimed package 40.
func (h *hall) checkFifty(replies []bot.Reply) {
	h.t.Helper()
	var owners []string
	var loser string
	for n, r := range replies {
		switch who := fmt.Sprintf("p-%d", n); {
		case strings.HasPrefix(r.Private.Plain(), "Arbeitspaket 40 ist jetzt deins."):
			owners = append(owners, who)
		default:
			loser = who
		}
	}
	if len(owners) != 1 {
		h.t.Fatalf("package 40 is owned by %q", owners)
	}
	for n, r := range replies {
		who := fmt.Sprintf("p-%d", n)
		said := r.Private.Plain()
		if who != owners[0] && (!strings.Contains(said, owners[0]+" war schneller.") || len(r.Private.Rows) != 1 ||
			len(r.Private.Rows[0]) != 2 || r.Private.Rows[0][0].Action != "package.join" || r.Private.Rows[0][1].Action != "package.free") {
			h.t.Errorf("%s is told %q with %v", who, said, r.Private.Rows)
		}
	}
	h.handle(by(loser, "join", click("package.join", "40")))
	err := h.Program().Store.View(context.Background(), "birkenfurt", func(tx *storage.Tx) error {
		v, err := tx.WorkPackageView(40, nil)
		if err != nil {
			return err
		}
		if v.State != townhall.WorkPackageClaimed || v.OwnerName != owners[0] || len(v.HelperNames) != 1 || v.HelperNames[0] != loser {
			h.t.Errorf("package 40 is %s, owned by %s, helped by %q", v.State, v.OwnerName, v.HelperNames)
		}
		return nil
	})
	if err != nil {
		h.t.Error(err)
	}
}
