package commands

import (
	"slices"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// person shows what the administration keeps of somebody, with the ways to
// change it; without a name a form asks whom.
func person(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		field, err := c.personField(func(*townhall.Person) bool { return true })
		if err != nil {
			return bot.Nothing(), err
		}
		return c.form("lotsenfunk.person", "people.pick", State{}, c.P.Text("people.pick.form_intro", nil), field), nil
	}
	return c.showPerson(c.Args.Text)
}

func personForm(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.showPerson(c.value("person"))
}

func (c *Call) showPerson(name string) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		p, err := personNamed(people, name)
		if err != nil {
			return err
		}
		department, err := departmentName(tx, p.Department)
		reply = c.answer(cards.Person(c.P, "people.card", p, department))
		return err
	})
	return reply, err
}

// personField is a select of the people that fit.
func (c *Call) personField(fits func(*townhall.Person) bool) (bot.Field, error) {
	field := c.field(bot.FieldSelect, "person", 0)
	field.Search = findPeople
	err := c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		for _, p := range people {
			if fits(p) {
				field.Options = append(field.Options, bot.Option{Value: string(p.ID), Label: p.Display})
			}
		}
		return err
	})
	return field, err
}

// changePerson changes somebody by a rule, notes it, tells them, and shows what
// is kept of them now. The rule gets everybody, and returns the person, the
// event to note, if any, and the notice to them, if any.
func (c *Call) changePerson(rule func(tx *storage.Tx, people []*townhall.Person) (*townhall.Person, string, townhall.Notice, error)) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	err = c.Update(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		p, action, notice, err := rule(tx, people)
		if err != nil {
			return err
		}
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		if action != "" {
			event := &storage.Event{Action: action, Actor: c.Person.ID, At: c.Now, On: c.Today, Data: map[string]string{"person": string(p.ID)}}
			if err := tx.AppendEvent(event); err != nil {
				return err
			}
		}
		if notice.Kind != "" && p.ID != c.Person.ID {
			if err := tx.TellPerson(p.ID, notice, token(), c.Now, c.Today); err != nil {
				return err
			}
		}
		department, err := departmentName(tx, p.Department)
		reply = c.answer(cards.Person(c.P, "people.changed", p, department))
		return err
	})
	return reply, err
}

// topics says what a Lotse knows about and how many hours a week are agreed:
// "NAME E-Akte, Schulung 4"; with the name alone a form asks.
func topics(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.router.row(c, "lotsenfunk.person", Args{})(c)
	}
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	var p *townhall.Person
	var rest string
	err := c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		p, rest, err = cutPerson(people, c.Args.Text)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if rest == "" {
		return c.topicsForm(p), nil
	}
	hours := p.HoursPerWeek
	words := strings.Fields(rest)
	if w := fold(words[len(words)-1]); len(words) > 1 && slices.Contains([]string{"stunden", "stunde", "hours", "h"}, w) {
		words = words[:len(words)-1]
	}
	if n, err := strconv.Atoi(words[len(words)-1]); err == nil {
		hours, words = n, words[:len(words)-1]
	}
	return c.setTopics(string(p.ID), strings.Join(words, " "), hours)
}

func (c *Call) topicsForm(p *townhall.Person) bot.Reply {
	var all, has []string
	several, hours := c.field(bot.FieldSeveral, "topics", 500), c.field(bot.FieldLine, "hours", 3)
	for _, t := range townhall.Topics {
		label := c.P.Line("topic."+t, nil)
		all = append(all, label)
		several.Options = append(several.Options, bot.Option{Value: t, Label: label})
	}
	for _, t := range p.Topics {
		has = append(has, c.P.Line("topic."+t, nil))
	}
	several.Value, several.Optional = strings.Join(has, ", "), true
	hours.ID, hours.Value, hours.Optional = "hours", strconv.Itoa(p.HoursPerWeek), true
	return c.form("lotsenfunk.topics", "people.topics", State{Key: string(p.ID)},
		c.P.Text("people.topics.form_intro", i18n.Args{"Person": p.Display, "Names": all}), several, hours)
}

func topicsForm(c *Call) (bot.Reply, error) {
	hours, err := strconv.Atoi(c.value("hours"))
	if c.value("hours") != "" && err != nil {
		hours = -1 // refused
	}
	return c.setTopics(c.State.Key, c.value("topics"), hours)
}

// setTopics keeps topics that are typed in a row.
func (c *Call) setTopics(who, typed string, hours int) (bot.Reply, error) {
	known, unknown := topicsNamed(typed)
	if unknown != "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "people.unknown_topic", "Text", unknown, "Field", "topics")
	}
	return c.changePerson(func(_ *storage.Tx, people []*townhall.Person) (*townhall.Person, string, townhall.Notice, error) {
		p, err := personNamed(people, who)
		if err != nil {
			return nil, "", townhall.Notice{}, err
		}
		return p, "", townhall.Notice{Kind: "person.topics"}, townhall.SetTopics(p, known, hours)
	})
}

// leave marks somebody as not working here any more: what they had taken over is
// free again.
func leave(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.router.row(c, "lotsenfunk.person", Args{})(c)
	}
	return c.changePerson(func(tx *storage.Tx, people []*townhall.Person) (*townhall.Person, string, townhall.Notice, error) {
		p, err := personNamed(people, c.Args.Text)
		if err != nil {
			return nil, "", townhall.Notice{}, err
		}
		if err := townhall.Leave(people, p); err != nil {
			return nil, "", townhall.Notice{}, err
		}
		return p, "people.leave", townhall.Notice{}, tx.Depart(p.ID, c.Now, c.Today)
	})
}

// comeBack marks somebody as working here again.
func comeBack(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.router.row(c, "lotsenfunk.person", Args{})(c)
	}
	return c.changePerson(func(_ *storage.Tx, people []*townhall.Person) (*townhall.Person, string, townhall.Notice, error) {
		p, err := personNamed(people, c.Args.Text)
		if err != nil {
			return nil, "", townhall.Notice{}, err
		}
		return p, "people.return", townhall.Notice{}, townhall.Return(p)
	})
}

// cutPerson splits a line after the name, or the id, of a person: the longest
// one that it begins with.
func cutPerson(people []*townhall.Person, text string) (p *townhall.Person, rest string, err error) {
	words := strings.Fields(text)
	for n := len(words); n > 0; n-- {
		if p, err = personNamed(people, strings.Join(words[:n], " ")); err == nil {
			return p, strings.Join(words[n:], " "), nil
		}
	}
	return nil, "", townhall.Errf(townhall.NotFound, "person.unknown", "Text", text, "Field", "person")
}
