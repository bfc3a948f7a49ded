package program

import (
	"fmt"
	"slices"
	"strings"

	"lotsenfunk/commands"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townfile"
	"lotsenfunk/townhall"
)

// change makes somebody what their line says, and says in words what is new.
func (i *peopleImport) change(p *townhall.Person, l townfile.PersonLine) (changes []string, problem string, err error) {
	note := func(what, before, now string) {
		switch {
		case before == now:
		case p.Version == 0 && now != "":
			changes = append(changes, what+" "+now)
		case p.Version != 0:
			changes = append(changes, fmt.Sprintf("%s %s (was %s)", what, orNone(now), orNone(before)))
		}
	}
	if i.list.Has[townfile.ColumnLeft] && l.Left != p.Gone {
		if problem, err = i.leaveOrReturn(p, l.Left); err != nil || problem != "" {
			return nil, problem, err
		}
		note("left", yesNo(!l.Left), yesNo(l.Left))
	}
	if i.list.Has[townfile.ColumnName] && l.Name != "" {
		note("name", p.Display, l.Name)
		p.Display = l.Name
	}
	if i.list.Has[townfile.ColumnDepartment] {
		before := i.departmentName(p.Department)
		if p.Department, problem = i.department(l.Department); problem != "" {
			return nil, problem, nil
		}
		note("department", before, i.departmentName(p.Department))
	}
	if p.Gone { // has neither roles nor topics
		return changes, "", nil
	}
	if i.list.Has[townfile.ColumnRoles] {
		before := roleList(p)
		if problem := i.roles(p, l.Roles); problem != "" {
			return nil, problem, nil
		}
		note("roles", before, roleList(p))
	}
	topics, hours := p.Topics, p.HoursPerWeek
	if i.list.Has[townfile.ColumnTopics] {
		if topics, problem = i.topics(l.Topics); problem != "" {
			return nil, problem, nil
		}
	}
	if i.list.Has[townfile.ColumnHours] {
		hours = l.Hours
	}
	beforeTopics, beforeHours := strings.Join(slices.Sorted(slices.Values(p.Topics)), ", "), p.HoursPerWeek
	if i.list.Has[townfile.ColumnTopics] || i.list.Has[townfile.ColumnHours] {
		if err := townhall.SetTopics(p, topics, hours); err != nil {
			return nil, fmt.Sprintf("%d hours a week do not exist", hours), nil
		}
	}
	note("topics", beforeTopics, strings.Join(p.Topics, ", "))
	if beforeHours != p.HoursPerWeek {
		note("hours", fmt.Sprint(beforeHours), fmt.Sprint(p.HoursPerWeek))
	}
	return changes, "", nil
}

// leaveOrReturn marks somebody as having left, or as being back.
func (i *peopleImport) leaveOrReturn(p *townhall.Person, left bool) (problem string, err error) {
	switch {
	case !left:
		return "", townhall.Return(p)
	case p.Version == 0:
		return "is new here and has left: there is nothing to do, take the line out", nil
	}
	if townhall.ErrorCode(townhall.Leave(i.people, p)) != "" {
		return "is the last one with the role admin", nil
	}
	event := &storage.Event{Action: "people.leave", At: i.now, On: i.on, Data: map[string]string{"person": string(p.ID)}}
	if err := i.tx.AppendEvent(event); err != nil {
		return "", err
	}
	return "", i.tx.Depart(p.ID, i.now, i.on)
}

// department finds a department by its id or its name.
func (i *peopleImport) department(typed string) (townhall.DepartmentID, string) {
	if typed == "" {
		return "", ""
	}
	var names []string
	for _, d := range i.departments {
		if strings.EqualFold(string(d.ID), typed) || strings.EqualFold(d.Name, typed) {
			return d.ID, ""
		}
		names = append(names, d.Name)
	}
	return "", fmt.Sprintf("there is no department %q; there are %s", typed, strings.Join(names, ", "))
}

func (i *peopleImport) departmentName(id townhall.DepartmentID) string {
	for _, d := range i.departments {
		if d.ID == id {
			return d.Name
		}
	}
	return ""
}

// roles gives somebody exactly these roles. What is had by other ways stays.
func (i *peopleImport) roles(p *townhall.Person, typed []string) (problem string) {
	var want []townhall.Role
	for _, word := range typed {
		if townhall.Role(word) == townhall.RoleStaff || i.isStaff(word) {
			continue
		}
		role, ok := i.roleNamed(word)
		if !ok {
			return fmt.Sprintf("there is no role %q; there are %s", word, roleNames())
		}
		want = append(want, role)
	}
	for _, role := range townhall.Roles[1:] {
		if has := p.Is(role); has != slices.Contains(want, role) {
			if err := townhall.SetRole(i.people, p, role, !has); err != nil {
				return "is the last one with the role admin"
			}
		}
	}
	return ""
}

func (i *peopleImport) isStaff(word string) bool {
	return slices.ContainsFunc(i.printers, func(p *i18n.Printer) bool {
		return strings.EqualFold(p.Line("role."+string(townhall.RoleStaff), nil), word)
	})
}

// topics finds the topics that are named.
func (i *peopleImport) topics(typed []string) (topics []string, problem string) {
	for _, word := range typed {
		t, ok := commands.TopicNamed(word)
		if !ok {
			return nil, fmt.Sprintf("there is no topic %q; there are %s", word, strings.Join(townhall.Topics, ", "))
		}
		topics = append(topics, t)
	}
	return topics, ""
}

// roleNamed finds the role that a word means in any of the languages.
func (i *peopleImport) roleNamed(word string) (townhall.Role, bool) {
	for _, p := range i.printers {
		if role, ok := commands.RoleNamed(p, word); ok {
			return role, true
		}
	}
	return "", false
}

func roleNames() string {
	var all []string
	for _, r := range townhall.Roles {
		all = append(all, string(r))
	}
	return strings.Join(all, ", ")
}

// roleList are somebody's roles, in a fixed order.
func roleList(p *townhall.Person) string {
	var all []string
	for _, r := range townhall.Roles[1:] {
		if p.Is(r) {
			all = append(all, string(r))
		}
	}
	return strings.Join(all, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
