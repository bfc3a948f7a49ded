package storage_test

import (
	"context"
	"testing"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// The same names in two towns are not mixed up, and who is asked for at once is
// the same as who is asked for in the town.
func TestReceiversOfManyTowns(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, db *storagetest.Database) {
		town(t, db.Store, birkenfurt)
		town(t, db.Store, "elsewhere")
		update(t, db.Store, "elsewhere", func(tx *storage.Tx) error {
			away := townhall.DefaultSettings("cem")
			away.Deputy = "dora"
			return tx.SaveSettings(away)
		})
		got, err := db.Receivers(context.Background(), []*storage.Notice{
			{Org: birkenfurt, Person: "cem"}, {Org: "elsewhere", Person: "cem"}, {Org: birkenfurt, Channel: "ideen"}, {Org: birkenfurt, Channel: "ideen"},
			{Org: birkenfurt, Person: "nobody"}, {Org: "nowhere", Person: "cem"}, {Org: "elsewhere", Channel: "cem"}})
		if err != nil {
			t.Fatal(err)
		}
		want := map[storage.Address]*storage.Receiver{}
		for _, org := range []townhall.OrgID{birkenfurt, "elsewhere"} {
			view(t, db.Store, org, func(tx *storage.Tx) error {
				o, err := tx.Organisation()
				if err != nil {
					return err
				}
				cem := &storage.Receiver{Org: o}
				if cem.Person, err = tx.Person("cem"); err != nil {
					return err
				}
				if cem.Settings, err = tx.Settings("cem"); err != nil {
					return err
				}
				if cem.Accounts, err = tx.Identities("cem"); err != nil {
					return err
				}
				want[storage.Address{Org: org, Person: "cem"}] = cem
				if org == birkenfurt {
					ideas := &storage.Receiver{Org: o, Settings: townhall.DefaultSettings("")}
					ideas.Channel, err = tx.Channel("ideen")
					want[storage.Address{Org: org, Channel: "ideen"}] = ideas
				}
				return err
			})
		}
		same(t, "receivers", got, want)
	})
}

// Where the thing stands is kept with what became of the notice, unless somebody
// else has it by now.
func TestFinishKeepsWhereItStands(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		o.enqueue(birkenfurt, answer("1"), answer("2"))
		claimed := o.expect("1", "2")
		o.now = o.now.Add(time.Minute)
		again := o.expect("1", "2")
		where := func(audience, message string) *storage.Posting {
			return &storage.Posting{Thing: 12, Audience: audience, Version: 3,
				Ref: bot.Ref{Tenant: bot.Tenant{Platform: "script", ID: "birkenfurt"}, Channel: "c", ID: message}}
		}
		sent := func(n *storage.Notice, p *storage.Posting) storage.Finished {
			return storage.Finished{Notice: n, Outcome: storage.Sent(p.Ref), Posting: p}
		}
		first, second := where("person:cem", "m1"), where("person:dora", "m2")
		lost, err := o.FinishNotices(context.Background(), []storage.Finished{sent(again[0], first), sent(claimed[1], where("person:dora", "lost"))})
		if err != nil || len(lost) != 1 || lost[0].Key != "2" {
			t.Fatal(lost, err)
		}
		if _, err := o.FinishNotices(context.Background(), []storage.Finished{sent(again[1], second)}); err != nil {
			t.Fatal(err)
		}
		view(o, o.Store, birkenfurt, func(tx *storage.Tx) error {
			all, err := tx.Postings(12)
			same(o, "postings", all, []*storage.Posting{first, second})
			return err
		})
	})
}

// Towns that have enough on their way are passed by.
func TestClaimLeavesTownsForLater(t *testing.T) {
	runOutbox(t, func(o *outbox) {
		town(o, o.Store, "elsewhere")
		o.enqueue(birkenfurt, answer("1"), answer("2"))
		o.enqueue("elsewhere", answer("3"))
		claimed, err := o.ClaimNotices(context.Background(), o.now, lease, 10, birkenfurt, "nowhere")
		if err != nil || len(claimed) != 1 || claimed[0].Key != "3" {
			t.Fatalf("claimed %v, %v", claimed, err)
		}
		o.expect("1", "2")
	})
}
