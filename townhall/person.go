package townhall

import "slices"

// Role is what somebody is in the programme. Everybody is staff; the others
// come on top.
type Role string

// The roles.
const (
	RoleStaff       Role = "staff"
	RoleLotse       Role = "lotse"
	RoleCoordinator Role = "coordinator"
	RoleTeamLead    Role = "team_lead"
	RoleLeadership  Role = "leadership"
	RoleAdmin       Role = "admin"
	// RoleParticipant is had by joining a cohort, not by being given it.
	RoleParticipant Role = "participant"
)

// Roles are the roles that can be given, in the order people are shown them.
var Roles = []Role{RoleStaff, RoleLotse, RoleCoordinator, RoleTeamLead, RoleLeadership, RoleAdmin}

// Person is somebody who works in the town hall.
type Person struct {
	ID           PersonID
	Version      int
	Display      string
	Department   DepartmentID
	Roles        []Role
	Topics       []string // a Lotse's topics
	HoursPerWeek int      // a Lotse's agreed hours
	Language     string   // "de", "en", or "" for the organisation's
	Address      string   // "du", "sie", or "" for the organisation's
	Zone         string   // IANA time zone, or "" for the organisation's
	Gone         bool     // has left the town
	Muted        bool     // hears nothing unasked

	receiptFor IdeaID // this "person" is the holder of that idea's receipt code
}

// Is reports whether p has the role. Everybody who has not left is staff.
func (p *Person) Is(r Role) bool {
	if p == nil || p.Gone {
		return false
	}
	return r == RoleStaff || slices.Contains(p.Roles, r)
}

// IsAny reports whether p has one of the roles.
func (p *Person) IsAny(roles ...Role) bool {
	return slices.ContainsFunc(roles, p.Is)
}

// Identity ties a platform's account to a person.
type Identity struct {
	Platform string
	Tenant   string
	User     string // the platform's user id
	Person   PersonID
}

// SetRole gives p a role or takes it. Everybody stays staff, and the last admin
// of the people stays one: somebody must be able to give the role again. What is
// so already is a Conflict, so that nobody is told of it twice.
func SetRole(people []*Person, p *Person, r Role, give bool) error {
	has := slices.Contains(p.Roles, r)
	switch {
	case r == RoleStaff:
		return Errf(Invalid, "roles.staff", "Field", "role")
	case give && has:
		return Errf(Conflict, "roles.has_already", "Person", p.Display, "Field", "role")
	case !give && !has:
		return Errf(Conflict, "roles.has_not", "Person", p.Display, "Field", "role")
	case give:
		p.Roles = append(p.Roles, r)
	default:
		others := slices.ContainsFunc(people, func(o *Person) bool { return o.ID != p.ID && o.Is(RoleAdmin) })
		if r == RoleAdmin && !others {
			return Errf(Conflict, "roles.last_admin", "Field", "role")
		}
		p.Roles = slices.DeleteFunc(p.Roles, func(have Role) bool { return have == r })
	}
	return nil
}
