package townhall

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// MaxDepartment is how many characters a department's name may have.
const MaxDepartment = 80

// NameDepartment is a new department, or one of all under a new name. Two have
// never the same name.
func NameDepartment(all []*Department, id DepartmentID, name string) (*Department, error) {
	name = oneLine(name)
	if err := checkLen("people.no_name", "name", name, MaxDepartment); err != nil {
		return nil, err
	}
	for _, d := range all {
		if d.ID != id && strings.EqualFold(d.Name, name) {
			return nil, Errf(Conflict, "people.department_there", "Field", "name", "Name", name)
		}
	}
	if id == "" {
		return &Department{ID: DepartmentID(newID(name, func(id string) bool {
			return slices.ContainsFunc(all, func(d *Department) bool { return string(d.ID) == id })
		})), Name: name}, nil
	}
	at := slices.IndexFunc(all, func(d *Department) bool { return d.ID == id })
	if at < 0 {
		return nil, Errf(NotFound, "people.department_gone")
	}
	return &Department{ID: id, Name: name}, nil
}

// asID writes umlauts as an id does.
var asID = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// newID makes an id of a name: small letters and hyphens, with a number behind
// it if it is taken.
func newID(name string, taken func(string) bool) string {
	id := strings.Join(strings.FieldsFunc(asID.Replace(strings.ToLower(name)), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
	id = strings.Trim(id[:min(len(id), 30)], "-")
	if id == "" {
		id = "x"
	}
	for n, first := 2, id; taken(id); n++ {
		id = first + "-" + strconv.Itoa(n)
	}
	return id
}

// NewPersonID makes an id for somebody new, of their account or their name.
func NewPersonID(people []*Person, name string) PersonID {
	return PersonID(newID(name, func(id string) bool {
		return slices.ContainsFunc(people, func(p *Person) bool { return string(p.ID) == id })
	}))
}

// NewOrgID makes an id for a new town, of its name.
func NewOrgID(there []OrgID, name string) OrgID {
	return OrgID(newID(name, func(id string) bool { return slices.Contains(there, OrgID(id)) }))
}

// NewChannelID makes an id for a new channel, of its name.
func NewChannelID(there []*Channel, name string) ChannelID {
	return ChannelID(newID(name, func(id string) bool {
		return slices.ContainsFunc(there, func(c *Channel) bool { return string(c.ID) == id })
	}))
}

// ValidID reports whether s can be an id: small letters, digits and hyphens.
func ValidID(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
