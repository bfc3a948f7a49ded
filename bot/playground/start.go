package playground

import (
	"cmp"
	"hash/fnv"
	"net/http"
	"slices"
	"strings"
	"unicode"
)

// start is the page where a seat is chosen.
type start struct {
	voice
	Town      string
	Languages []language
	Groups    []group
}

type language struct {
	Code, Name string
	Current    bool
}

// group are the people listed under one role.
type group struct {
	Role, Title, What string
	People            []face
}

// face is how a person is shown: a name, and initials on a colour of their own.
type face struct {
	ID, Name, Department, Initials string
	Tone                           int
}

func (p *Playground) start(w http.ResponseWriter, r *http.Request) {
	if wish := r.URL.Query().Get("lang"); wish != "" {
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(choose(wish, "de")), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	}
	v := p.voice(r, "")
	page := start{voice: v, Town: p.Town, Groups: p.groups(v)}
	for _, code := range []string{"de", "en"} {
		page.Languages = append(page.Languages, language{code, v.T("language." + code), code == v.Lang()})
	}
	p.render(w, http.StatusOK, "start", page)
}

// groups lists everybody under their first role, and seats that the options
// say nothing about at the end.
func (p *Playground) groups(v voice) []group {
	order := []string{"staff", "coordinator", "lotse", "team_lead", "leadership", "admin", "other"}
	byRole := map[string][]face{}
	for _, s := range p.Room.Seats() {
		role := "other"
		if who, known := p.person(s.ID); known && slices.Contains(order, who.role()) {
			role = who.role()
		}
		byRole[role] = append(byRole[role], p.face(s.ID))
	}
	var found []group
	for _, role := range order {
		if people := byRole[role]; len(people) > 0 {
			found = append(found, group{role, v.T("group." + role + ".title"), v.T("group." + role + ".what"), people})
		}
	}
	return found
}

func (p Person) role() string {
	if len(p.Roles) == 0 {
		return "staff"
	}
	return p.Roles[0]
}

func (p *Playground) person(seat string) (who Person, known bool) {
	i := slices.IndexFunc(p.People, func(x Person) bool { return x.ID == seat })
	if i < 0 {
		return Person{}, false
	}
	return p.People[i], true
}

// face shows who sits on a seat, also somebody who walked in.
func (p *Playground) face(seat string) face {
	who, _ := p.person(seat)
	name := who.Name
	if name == "" {
		name = seat
		for _, s := range p.Room.Seats() {
			if s.ID == seat {
				name = cmp.Or(s.Name, seat)
			}
		}
	}
	sum := fnv.New32a()
	sum.Write([]byte(seat))
	return face{ID: seat, Name: name, Department: who.Department, Initials: initials(name), Tone: int(sum.Sum32() % 6)}
}

// initials are the first two letters of the last word: it says more than the
// first one ("Sachbearbeitung"), and two first letters side by side can make
// abbreviations that nobody wants on their door.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "?"
	}
	last := []rune(words[len(words)-1])
	return strings.ToUpper(string(last[0])) + string(last[1:min(2, len(last))])
}
