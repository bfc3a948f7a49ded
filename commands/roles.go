package commands

import (
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// roles lists who has which role, or changes one: "geben PERSON ROLLE", "nehmen
// PERSON ROLLE".
func roles(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	verb, rest := cutWord(c.Args.Text)
	switch fold(verb) {
	case "":
		return c.rolesCard()
	case "geben", "give", "nehmen", "take":
		give := fold(verb) == "geben" || fold(verb) == "give"
		words := strings.Fields(rest)
		if len(words) < 2 { // whom is said, or nothing
			return c.rolesForm(give, rest)
		}
		last := len(words) - 1
		return c.setRole(strings.Join(words[:last], " "), words[last], give)
	}
	if action, ok := roleVerbs[fold(verb)]; ok {
		row := c.router.byAction[action]
		a, fit := row.Takes(rest, c.Today)
		if fit == FullFit {
			return c.router.row(c, action, a)(c)
		}
	}
	return c.rolesOf(c.Args.Text)
}

// rolesOf shows the person who is named without saying what is to change; with
// more words behind the name it opens the form that gives a role.
func (c *Call) rolesOf(text string) (bot.Reply, error) {
	var p *townhall.Person
	var rest string
	err := c.View(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err == nil {
			p, rest, err = cutPerson(people, text)
		}
		return err
	})
	switch {
	case townhall.ErrorCode(err) == townhall.NotFound:
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "roles.usage")
	case err != nil:
		return bot.Nothing(), err
	case rest == "":
		return c.showPerson(string(p.ID))
	}
	return c.rolesForm(true, string(p.ID))
}

// roleVerbs are what else can be said of people behind "rollen".
var roleVerbs = map[string]string{
	"bereich": "lotsenfunk.department", "fachbereich": "lotsenfunk.department", "department": "lotsenfunk.department",
	"themen": "lotsenfunk.topics", "topics": "lotsenfunk.topics", "person": "lotsenfunk.person",
	"ausgeschieden": "lotsenfunk.leave", "left": "lotsenfunk.leave", "wieder-da": "lotsenfunk.return", "returned": "lotsenfunk.return",
}

func (c *Call) rolesCard() (bot.Reply, error) {
	var people []*townhall.Person
	err := c.View(func(tx *storage.Tx) (err error) {
		people, err = tx.People()
		return err
	})
	if err != nil {
		return bot.Nothing(), err
	}
	reply := c.say("roles.card", nil, bot.Row{
		bot.Button("lotsenfunk.roles", "geben", c.P.Line("button.roles.give", nil)),
		bot.Button("lotsenfunk.roles", "nehmen", c.P.Line("button.roles.take", nil)),
		c.button("lotsenfunk.person", ""), c.button("lotsenfunk.departments", "")})
	m := reply.Message()
	var items [][]bot.Span
	for _, role := range townhall.Roles[1:] {
		var names []string
		for _, p := range people {
			if p.Is(role) {
				names = append(names, p.Display)
			}
		}
		key := "roles.item"
		if len(names) == 0 {
			key = "roles.item_nobody"
		}
		items = append(items, c.P.Text(key, i18n.Args{"Role": i18n.Key("role." + string(role)), "Names": names})[0].Spans)
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}})
	return reply, nil
}

func (c *Call) rolesForm(give bool, who string) (bot.Reply, error) {
	person, err := c.personField(func(p *townhall.Person) bool { return !p.Gone })
	if err != nil {
		return bot.Nothing(), err
	}
	if slices.ContainsFunc(person.Options, func(o bot.Option) bool { return o.Value == who }) {
		person.Value = who
	}
	role := c.field(bot.FieldSelect, "role", 0)
	for _, r := range townhall.Roles[1:] {
		role.Options = append(role.Options, bot.Option{Value: string(r), Label: c.P.Line("role."+string(r), nil)})
	}
	key, state := "roles.take", State{}
	if give {
		key, state.Give = "roles.give", true
	}
	return c.form("lotsenfunk.roles", key, state, c.P.Text("roles.form_intro", nil), person, role), nil
}

func rolesForm(c *Call) (bot.Reply, error) {
	return c.setRole(c.value("person"), c.value("role"), c.State.Give)
}

// setRole gives or takes a role. The last admin stays one.
func (c *Call) setRole(who, what string, give bool) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbSetRoles, nil); err != nil {
		return bot.Nothing(), err
	}
	role, ok := c.roleNamed(what)
	if !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "roles.unknown_role", "Text", what, "Field", "role")
	}
	if g := c.groupNamed(who); g != nil {
		return c.setRoles(*g, role, give)
	}
	err = c.Update(func(tx *storage.Tx) error {
		people, err := tx.People()
		if err != nil {
			return err
		}
		p, err := personNamed(people, who)
		if err != nil {
			return err
		}
		if err := townhall.SetRole(people, p, role, give); err != nil {
			return err
		}
		key := "roles.taken"
		if give {
			key = "roles.given"
		}
		reply = c.say(key, i18n.Args{"Person": p.Display, "Role": i18n.Key("role." + string(role))})
		return c.recordRole(tx, p, role, give)
	})
	return reply, err
}

// recordRole keeps a person whose role has changed, and tells them.
func (c *Call) recordRole(tx *storage.Tx, p *townhall.Person, role townhall.Role, give bool) error {
	if err := tx.SavePerson(p); err != nil {
		return err
	}
	action := "role.take"
	if give {
		action = "role.give"
	}
	event := &storage.Event{Action: action, Actor: c.Person.ID, At: c.Now, On: c.Today, Data: map[string]string{"person": string(p.ID), "role": string(role)}}
	if err := tx.AppendEvent(event); err != nil || p.ID == c.Person.ID {
		return err
	}
	return tx.TellPerson(p.ID, townhall.Notice{Kind: action, Values: map[string]string{"role": string(role)}}, event.Key(), c.Now, c.Today)
}

// groupNamed is the platform's group of people that somebody means, or nil.
func (c *Call) groupNamed(who string) *bot.Group {
	for i, g := range c.Event.Groups {
		if name := fold(strings.TrimSpace(who)); name == fold("@"+g.Name) || name == fold("@"+g.ID) {
			return &c.Event.Groups[i]
		}
	}
	return nil
}

// setRoles gives or takes a role, for everybody of a group for whom that changes
// something. Who was never here before becomes a person of the town.
func (c *Call) setRoles(g bot.Group, role townhall.Role, give bool) (reply bot.Reply, err error) {
	switch {
	case g.Unread:
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "roles.group_unread", "Group", "@"+g.Name)
	case g.Size > g.Most:
		return bot.Nothing(), townhall.Errf(townhall.Conflict, "roles.group_large", "Group", "@"+g.Name, "Size", g.Size, "Most", g.Most)
	}
	err = c.Update(func(tx *storage.Tx) error {
		changed := 0
		for _, who := range g.Members {
			if who.Guest || who.Bot {
				continue
			}
			did, err := c.setRoleOf(tx, who, role, give)
			if err != nil {
				return err
			}
			if did {
				changed++
			}
		}
		args := i18n.Args{"Count": changed, "Group": "@" + g.Name, "Role": i18n.Key("role." + string(role))}
		switch {
		case changed == 0:
			return townhall.Errf(townhall.Conflict, "roles.group_unchanged", "Group", "@"+g.Name)
		case give:
			reply = c.say("roles.given_group", args)
		default:
			reply = c.say("roles.taken_group", args)
		}
		return nil
	})
	return reply, err
}

// setRoleOf gives somebody with an account a role or takes it, unless that is so
// already.
func (c *Call) setRoleOf(tx *storage.Tx, who bot.Account, role townhall.Role, give bool) (did bool, err error) {
	id, known, err := tx.PersonOf(townhall.Identity{Platform: who.Tenant.Platform, Tenant: who.Tenant.ID, User: who.ID})
	if err != nil || !known && !give {
		return false, err
	}
	if !known {
		p := newPerson(who, c.Org)
		if err := arrive(tx, p, who); err != nil {
			return false, err
		}
		id = p.ID
	}
	people, err := tx.People()
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(people, func(p *townhall.Person) bool { return p.ID == id && !p.Gone && p.Is(role) != give })
	if i < 0 {
		return false, nil
	}
	if err := townhall.SetRole(people, people[i], role, give); err != nil {
		return false, err
	}
	return true, c.recordRole(tx, people[i], role, give)
}

// roleNamed finds a role by its English name or by its name in the catalogue.
func (c *Call) roleNamed(typed string) (townhall.Role, bool) { return RoleNamed(c.P, typed) }

// RoleNamed finds a role that can be given: by its English name, by its name in
// the printer's language, or by what people call it.
func RoleNamed(p *i18n.Printer, typed string) (townhall.Role, bool) {
	typed = fold(strings.TrimSpace(typed))
	or := " " + p.Line("or", nil) + " "
	at := slices.IndexFunc(townhall.Roles[1:], func(r townhall.Role) bool {
		name := p.Line("role."+string(r), nil)
		named := func(word string) bool { return typed == fold(word) }
		return typed == string(r) || named(name) || slices.ContainsFunc(strings.Split(name, or), named) || slices.Contains(roleWords[r], typed)
	})
	if at < 0 {
		return "", false
	}
	return townhall.Roles[1:][at], true
}

// roleWords are what people type for a role.
var roleWords = map[townhall.Role][]string{
	townhall.RoleLotse:       {"lotse", "lotsin"},
	townhall.RoleCoordinator: {"koordination", "koordinator", "koordinatorin"},
	townhall.RoleTeamLead:    {"teamleitung", "leitung", "amtsleitung"},
	townhall.RoleLeadership:  {"verwaltungsspitze", "spitze"},
	townhall.RoleAdmin:       {"admin", "administration"},
}

// personNamed finds a person by id, by mention or by display name.
func personNamed(people []*townhall.Person, typed string) (*townhall.Person, error) {
	typed = fold(strings.TrimPrefix(strings.TrimSpace(typed), "@"))
	var found []*townhall.Person
	for _, p := range people {
		if fold(string(p.ID)) == typed || fold(p.Display) == typed {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return nil, townhall.Errf(townhall.NotFound, "person.unknown", "Text", typed, "Field", "person")
	}
	return found[0], nil
}
