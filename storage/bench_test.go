package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/storage/storagetest"
	"lotsenfunk/townhall"
)

// benchTown has n ideas whose titles are made of a few frequent and many rare
// words.
func benchTown(b *testing.B, db *storagetest.Database, n int) {
	b.Helper()
	town(b, db.Store, birkenfurt)
	update(b, db.Store, birkenfurt, func(tx *storage.Tx) error {
		for i := range n {
			if err := tx.CreateIdea(newIdea(b, benchTitle(i))); err != nil {
				return err
			}
		}
		return nil
	})
}

func benchTitle(n int) string {
	frequent := strings.Fields("Termine online buchen Formular digital Antrag Bürger Rathaus")
	rare := func(k int) string { return fmt.Sprintf("Vorgang%c%c", 'a'+k%26, 'a'+k/26%26) }
	return strings.Join([]string{frequent[n%8], frequent[n/8%8], rare(n), rare(n * 7)}, " ")
}

// What /idee writes, in a town with 1,000 ideas.
func BenchmarkFileIdea(b *testing.B) {
	storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
		benchTown(b, db, 1000)
		n := 1000
		for b.Loop() {
			n++
			fileIdea(b, db, n)
		}
	})
}

func fileIdea(b *testing.B, db *storagetest.Database, n int) {
	caller, err := db.Who(b.Context(), bot.Account{Tenant: bot.Tenant{Platform: "script", ID: string(birkenfurt)}, ID: "u-anna"})
	if err != nil || caller.Person == nil {
		b.Fatal(err)
	}
	idea := newIdea(b, benchTitle(n))
	update(b, db.Store, birkenfurt, func(tx *storage.Tx) error {
		_, err := tx.FirstTime(fmt.Sprint(n), idea.SubmittedOn)
		_, err1 := tx.SimilarCandidates(townhall.Terms(idea.Title))
		err2 := tx.CreateIdea(idea)
		event := &storage.Event{Thing: townhall.Number(idea.ID), Action: "idea.submitted", On: idea.SubmittedOn}
		err3 := tx.AppendEvent(event)
		err4 := tx.Enqueue(
			storage.Notice{Key: bot.Key(event.Key() + "/card"), Class: storage.ClassCard, Channel: "ideen", Kind: "idea.card", Thing: event.Thing},
			storage.Notice{Key: bot.Key(event.Key() + "/bela"), Class: storage.ClassAnswer, Person: "bela", Kind: "idea.submitted", Thing: event.Thing})
		return errors.Join(err, err1, err2, err3, err4)
	})
}

func BenchmarkSimilarCandidates(b *testing.B) {
	for _, ideas := range []int{1000, 10000} {
		b.Run(fmt.Sprint(ideas), func(b *testing.B) {
			storagetest.Bench(b, func(b *testing.B, db *storagetest.Database) {
				benchTown(b, db, ideas)
				terms := townhall.Terms("Termine online buchen im Rathaus statt Vorgangab per Formular")
				search := func() {
					view(b, db.Store, birkenfurt, func(tx *storage.Tx) error {
						_, err := tx.SimilarCandidates(terms)
						return err
					})
				}
				search() // the first one of a process reads all titles
				for b.Loop() {
					search()
				}
			})
		})
	}
}
