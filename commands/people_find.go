package commands

import (
	"cmp"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// findPeople is the action that finds people by their names, for selects of people.
const findPeople = "lotsenfunk.find_people"

// mostFound is how many people are found at most: who looks for somebody types on.
const mostFound = 100

// peopleFound are the people whose names hold what was typed; those whose names begin
// with it come first.
func peopleFound(c *Call) (bot.Reply, error) {
	var people []*townhall.Person
	err := c.View(func(tx *storage.Tx) (err error) {
		people, err = tx.People()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	typed := fold(c.Args.Text)
	people = slices.DeleteFunc(people, func(p *townhall.Person) bool { return p.Gone || !strings.Contains(fold(p.Display), typed) })
	slices.SortStableFunc(people, func(a, b *townhall.Person) int {
		return cmp.Compare(strings.Index(fold(a.Display), typed), strings.Index(fold(b.Display), typed))
	})
	var reply bot.Reply
	for _, p := range people[:min(len(people), mostFound)] {
		reply.Options = append(reply.Options, bot.Option{Value: string(p.ID), Label: p.Display})
	}
	return reply, nil
}
