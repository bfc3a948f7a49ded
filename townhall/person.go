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
)

// Roles are all roles, in the order people are shown them.
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
