package commands

import (
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// departments lists the Fachbereiche, or adds one: "neu NAME".
func departments(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	verb, name := cutWord(c.Args.Text)
	switch {
	case verb == "":
		return c.departmentsCard("people.departments")
	case slices.Contains([]string{"neu", "new"}, fold(verb)) && name == "":
		return c.departmentForm("")
	case slices.Contains([]string{"neu", "new"}, fold(verb)):
		return c.saveDepartment("", name)
	}
	return bot.Nothing(), townhall.Errf(townhall.Invalid, "people.departments_usage")
}

func (c *Call) departmentsCard(key string) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		all, err := tx.Departments()
		reply = c.answer(cards.Departments(c.P, key, all))
		return err
	})
	return reply, err
}

// departmentForm asks for the name of a new department, or a new name for one.
func (c *Call) departmentForm(id townhall.DepartmentID) (bot.Reply, error) {
	name := c.field(bot.FieldLine, "name", townhall.MaxDepartment)
	err := c.View(func(tx *storage.Tx) (err error) {
		if id != "" {
			name.Value, err = departmentName(tx, id)
		}
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.form("lotsenfunk.department_name", "people.department_name", State{Key: string(id)}, c.P.Text("people.department_name.form_intro", nil), name), nil
}

// renameDepartment opens the form for a department that was chosen.
func renameDepartment(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	return c.departmentForm(townhall.DepartmentID(c.Args.Text))
}

func departmentNameForm(c *Call) (bot.Reply, error) {
	return c.saveDepartment(townhall.DepartmentID(c.State.Key), c.value("name"))
}

// saveDepartment adds a department, or gives one another name.
func (c *Call) saveDepartment(id townhall.DepartmentID, name string) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	err := c.Update(func(tx *storage.Tx) error {
		all, err := tx.Departments()
		if err != nil {
			return err
		}
		d, err := townhall.NameDepartment(all, id, name)
		if err != nil {
			return err
		}
		return tx.SaveDepartment(d)
	})
	if err != nil {
		return bot.Nothing(), err
	}
	return c.departmentsCard("people.departments_saved")
}

// department says where somebody works: "NAME FACHBEREICH"; with the name alone a
// form asks. "keiner" is none.
func department(c *Call) (bot.Reply, error) {
	if c.Args.Text == "" {
		return c.router.row(c, "lotsenfunk.person", Args{})(c)
	}
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	var p *townhall.Person
	var rest string
	var all []*townhall.Department
	err := c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		if p, rest, err = cutPerson(people, c.Args.Text); err != nil {
			return err
		}
		all, err = tx.Departments()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	if rest != "" {
		return c.setDepartment(string(p.ID), rest)
	}
	field := c.field(bot.FieldSelect, "department", 0)
	field.Value, field.Optional = string(p.Department), true
	field.Options, field.Search = departmentOptions(all), findDepartments
	return c.form("lotsenfunk.department", "people.department", State{Key: string(p.ID)},
		c.P.Text("people.department.form_intro", i18n.Args{"Person": p.Display}), field), nil
}

func departmentForm(c *Call) (bot.Reply, error) {
	return c.setDepartment(c.State.Key, c.value("department"))
}

func (c *Call) setDepartment(who, where string) (bot.Reply, error) {
	return c.changePerson(func(tx *storage.Tx, people []*townhall.Person) (*townhall.Person, string, townhall.Notice, error) {
		notice := townhall.Notice{Kind: "person.department"}
		p, err := personNamed(people, who)
		if err != nil {
			return nil, "", notice, err
		}
		if where == "" || slices.Contains([]string{"keiner", "kein", "none"}, fold(where)) {
			p.Department = ""
			return p, "", notice, nil
		}
		all, err := tx.Departments()
		if err != nil {
			return nil, "", notice, err
		}
		where := fold(strings.TrimSpace(where))
		at := slices.IndexFunc(all, func(d *townhall.Department) bool { return fold(string(d.ID)) == where || fold(d.Name) == where })
		if at < 0 {
			var names []string
			for _, d := range all {
				names = append(names, d.Name)
			}
			return nil, "", notice, townhall.Errf(townhall.NotFound, "people.unknown_department", "Names", names, "Field", "department")
		}
		p.Department = all[at].ID
		return p, "", notice, nil
	})
}

// departmentName is the name of a department, "" for none.
func departmentName(tx *storage.Tx, id townhall.DepartmentID) (string, error) {
	all, err := tx.Departments()
	for _, d := range all {
		if d.ID == id {
			return d.Name, err
		}
	}
	return "", err
}
