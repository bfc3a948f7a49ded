package townhall

import (
	"slices"
	"time"
)

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

// Topics are what questions are about and what Lotsen know about.
var Topics = []string{"online_service", "e_file", "process", "process_mapping", "accessibility", "knowledge_transfer", "training", "method",
	"specialist_software", "ai", "acceptance", "it_support", "decision", "data_protection", "other"}

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

// Clock is the zone by whose clock somebody lives: their own, or the town's.
func (p *Person) Clock(town *time.Location) *time.Location {
	if p.Zone == "" {
		return town
	}
	own, err := time.LoadLocation(p.Zone)
	if err != nil {
		return town
	}
	return own
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

// Leave marks p as somebody who does not work here any more. Roles, topics and
// hours end; the name stays beside what they have filed. The last admin cannot
// leave.
func Leave(people []*Person, p *Person) error {
	if p.Gone {
		return Errf(Conflict, "people.gone_already", "Person", p.Display, "Field", "person")
	}
	if p.Is(RoleAdmin) {
		if err := SetRole(people, p, RoleAdmin, false); err != nil {
			return err
		}
	}
	p.Gone, p.Roles, p.Topics, p.HoursPerWeek = true, nil, nil, 0
	return nil
}

// Return marks p as somebody who works here again, as staff: roles are given
// anew.
func Return(p *Person) error {
	if !p.Gone {
		return Errf(Conflict, "people.not_gone", "Person", p.Display, "Field", "person")
	}
	p.Gone = false
	return nil
}

// maxHours is how many hours a week a Lotse may be given at most.
const maxHours = 40

// SetTopics says what a Lotse knows about, and how many hours a week are agreed.
func SetTopics(p *Person, topics []string, hours int) error {
	switch {
	case p.Gone:
		return Errf(NotFound, "person.unknown", "Field", "person")
	case hours < 0 || hours > maxHours:
		return Errf(Invalid, "people.bad_hours", "Field", "hours", "Most", maxHours)
	}
	for _, topic := range topics {
		if !slices.Contains(Topics, topic) {
			return Errf(Invalid, "people.unknown_topic", "Field", "topics", "Text", topic)
		}
	}
	p.Topics, p.HoursPerWeek = slices.Compact(slices.Sorted(slices.Values(topics))), hours
	return nil
}
