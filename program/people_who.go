package program

import (
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/bot/room"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// account is the platform's account that a line names, or that of the built-in
// room for somebody who is named by id only.
func (i *peopleImport) account(l townfile.PersonLine) (townhall.Identity, string) {
	if l.Account == "" && l.Platform != "" {
		return townhall.Identity{}, "a platform without an account"
	}
	if l.Account == "" {
		return townhall.Identity{}, ""
	}
	platform := l.Platform
	if platform == "" {
		platform = room.Platform
	}
	var found []bot.Tenant
	for _, t := range i.tenants {
		if t.Platform == platform {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return townhall.Identity{}, fmt.Sprintf("the town has %d workspaces on the platform %q, not one", len(found), platform)
	}
	return townhall.Identity{Platform: platform, Tenant: found[0].ID, User: l.Account}, ""
}

// who finds the person of a line: by account, by id, by name; or makes a new one.
func (i *peopleImport) who(l townfile.PersonLine, account townhall.Identity) (p *townhall.Person, problem string, err error) {
	if account.User != "" {
		id, ok, err := i.tx.PersonOf(account)
		if err != nil {
			return nil, "", err
		}
		if ok && l.ID != "" && townhall.PersonID(l.ID) != id && i.find(l.ID) != nil {
			return nil, fmt.Sprintf("the account %s belongs to %s already", l.Account, id), nil
		}
		if ok {
			return i.find(string(id)), "", nil
		}
	}
	if l.ID != "" {
		if p = i.find(l.ID); p != nil {
			return p, "", nil
		}
		return i.newcomer(l)
	}
	var named []*townhall.Person
	for _, one := range i.people {
		if strings.EqualFold(one.Display, l.Name) && l.Name != "" {
			named = append(named, one)
		}
	}
	switch len(named) {
	case 0:
		return i.newcomer(l)
	case 1:
		return named[0], "", nil
	}
	return nil, fmt.Sprintf("%d people are called %q; give their id", len(named), l.Name), nil
}

func (i *peopleImport) find(id string) *townhall.Person {
	at := slices.IndexFunc(i.people, func(p *townhall.Person) bool { return string(p.ID) == id })
	if at < 0 {
		return nil
	}
	return i.people[at]
}

func (i *peopleImport) newcomer(l townfile.PersonLine) (*townhall.Person, string, error) {
	if l.Name == "" {
		return nil, "is new here and has no name", nil
	}
	id := townhall.PersonID(l.ID)
	if id == "" {
		id = townhall.NewPersonID(i.people, firstOf(l.Account, l.Name))
	}
	if !townhall.ValidID(string(id)) {
		return nil, fmt.Sprintf("%q is no id: small letters, digits and hyphens", id), nil
	}
	return &townhall.Person{ID: id}, "", nil
}
