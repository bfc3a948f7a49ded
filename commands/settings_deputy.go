package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// deputy names who stands in during an absence: a name, or "niemand".
func deputy(c *Call) (bot.Reply, error) {
	switch fold(c.Args.Text) {
	case "":
		return c.deputyForm()
	case "niemand", "keine", "keiner", "nobody", "none":
		return c.setDeputy("")
	}
	return c.setDeputy(c.Args.Text)
}

func (c *Call) deputyForm() (bot.Reply, error) {
	field := c.field(bot.FieldSelect, "deputy", 0)
	field.ID, field.Optional, field.Search = "person", true, findPeople
	err := c.View(func(tx *storage.Tx) error {
		s, err := tx.Settings(c.Person.ID)
		if err != nil {
			return err
		}
		people, err := tx.People()
		for _, p := range people {
			if !p.Gone && p.ID != c.Person.ID {
				field.Options = append(field.Options, bot.Option{Value: string(p.ID), Label: p.Display})
			}
		}
		field.Value = string(s.Deputy)
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.form("lotsenfunk.deputy", "settings.deputy", State{}, c.P.Text("settings.deputy.form_intro", nil), field), nil
}

func deputyForm(c *Call) (bot.Reply, error) { return c.setDeputy(c.value("person")) }

// setDeputy keeps a deputy, who is told.
func (c *Call) setDeputy(who string) (bot.Reply, error) {
	return c.changeSettings(func(tx *storage.Tx, s *townhall.Settings) error {
		if who == "" {
			return s.SetDeputy(nil)
		}
		people, err := tx.People()
		if err != nil {
			return err
		}
		p, err := personNamed(people, who)
		if err != nil {
			return err
		}
		before := s.Deputy
		if err := s.SetDeputy(p); err != nil || before == s.Deputy {
			return err
		}
		told := townhall.Notice{Kind: "person.deputy", Values: map[string]string{"by": c.Person.Display}}
		return tx.TellPerson(p.ID, told, string(c.Person.ID)+"/"+c.Today.String(), c.Now, c.Today)
	})
}
