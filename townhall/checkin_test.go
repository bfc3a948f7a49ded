package townhall_test

import (
	"testing"

	"lotsenfunk/townhall"
)

func TestCheckIn(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	anna := &townhall.Person{ID: "lotse-bauhof", Display: "Lotse Bauhof", Department: "bauhof"}

	if one, notices, err := c.NewCheckIn(anna, townhall.CheckInGoing, "", town.Reference, cal); err != nil || one.Phase != 2 || len(notices) != 0 {
		t.Errorf("going: %+v, %s, %v", one, told(notices), err)
	}
	if one, notices, err := c.NewCheckIn(anna, townhall.CheckInNotToday, "", town.Reference, cal); err != nil || one != nil || len(notices) != 0 {
		t.Errorf("not today: %+v, %s, %v", one, told(notices), err)
	}
	if _, _, err := c.NewCheckIn(somebody("zoe"), townhall.CheckInGoing, "", town.Reference, cal); errorKey(err) != "cohort.not_in" {
		t.Errorf("who does not take part: %v", err)
	}
	if _, _, err := c.NewCheckIn(anna, townhall.CheckInGoing, "", day(t, "2027-03-16"), cal); errorKey(err) != "cohort.no_phase" {
		t.Errorf("on a seminar day: %v", err)
	}
	if _, _, err := c.NewCheckIn(anna, "fine", "", town.Reference, cal); errorKey(err) != "cohort.bad_check_in" {
		t.Errorf("an unknown answer: %v", err)
	}
	one, notices, err := c.NewCheckIn(anna, townhall.CheckInStuck, "Die Entscheidung fehlt.", town.Reference, cal)
	if err != nil || told(notices) != "[check_in.stuck coordination ]" {
		t.Fatalf("stuck: %s, %v", told(notices), err)
	}
	if _, err := one.ShowLead(c, coordinator, true); errorKey(err) != "may.own_check_in" {
		t.Errorf("somebody else shows it: %v", err)
	}
	if notices, err = one.ShowLead(c, anna, true); err != nil || told(notices) != "[check_in.for_lead team_lead ]" {
		t.Errorf("anna shows it: %s, %v", told(notices), err)
	}
	if notices, err = one.ShowLead(c, anna, true); err != nil || len(notices) != 0 {
		t.Errorf("anna shows it twice: %s, %v", told(notices), err)
	}
	again, _, err := c.NewCheckIn(anna, townhall.CheckInStuck, "Immer noch.", town.Reference, cal)
	if err != nil || len(again.Follow(one, c, anna)) != 0 || !again.ForLead {
		t.Errorf("stuck as before: %+v, %v", again, err)
	}
	going, _, err := c.NewCheckIn(anna, townhall.CheckInGoing, "", town.Reference, cal)
	if err != nil || told(going.Follow(again, c, anna)) != "[check_in.unstuck team_lead ]" || going.ForLead {
		t.Errorf("it goes on, and the team lead who knew hears of it: %+v, %v", going, err)
	}
	if notices := again.Follow(going, c, anna); len(notices) != 0 {
		t.Errorf("who was never told: %s", told(notices))
	}
	one.Answer = townhall.CheckInHelp
	if _, err = one.ShowLead(c, anna, true); errorKey(err) != "cohort.not_stuck" {
		t.Errorf("only help is wanted: %v", err)
	}
	if _, err = one.ShowLead(c, anna, false); err != nil || one.ForLead {
		t.Errorf("not to show it is no fault: %v", err)
	}
}

// Who reads a check-in: the person, the host's coordination, and the team lead of
// the same department if the person says so. In another town the same id is
// somebody else.
func TestWhoSeesACheckIn(t *testing.T) {
	lead := somebody("lena", townhall.RoleTeamLead)
	lead.Department = "bauhof"
	other := somebody("lutz", townhall.RoleTeamLead)
	other.Department = "finanzen"
	for _, tt := range []struct {
		name             string
		reader           *townhall.Person
		from             townhall.OrgID
		sees, seesIfTold bool
	}{
		{"herself", somebody("anna"), "nachbar", true, true},
		{"the host's anna", somebody("anna"), "birkenfurt", false, false},
		{"the host's coordination", coordinator, "birkenfurt", true, true},
		{"her own town's coordination", coordinator, "nachbar", false, false},
		{"her team lead", lead, "nachbar", false, true},
		{"another team lead", other, "nachbar", false, false},
		{"the host's team lead", lead, "birkenfurt", false, false},
		{"leadership", somebody("mia", townhall.RoleLeadership), "nachbar", false, false},
	} {
		one := &townhall.CheckIn{Member: townhall.Member{Org: "nachbar", Person: "anna"}, Department: "bauhof", Answer: townhall.CheckInStuck}
		view := townhall.CheckInView{CheckIn: one, From: tt.from, Host: "birkenfurt"}
		if err := townhall.May(tt.reader, townhall.VerbSeeCheckIn, view); (err == nil) != tt.sees {
			t.Errorf("%s: %v", tt.name, err)
		}
		one.ForLead = true
		if err := townhall.May(tt.reader, townhall.VerbSeeCheckIn, view); (err == nil) != tt.seesIfTold {
			t.Errorf("%s, if anna says so: %v", tt.name, err)
		}
	}
}

func TestCheckInsTogetherFromFive(t *testing.T) {
	four := []*townhall.CheckIn{{Answer: townhall.CheckInGoing}, {Answer: townhall.CheckInGoing}, {Answer: townhall.CheckInHelp}, {Answer: townhall.CheckInStuck}}
	if got := townhall.CheckInCounts(four); got != nil {
		t.Errorf("of four people: %v", got)
	}
	if got := townhall.CheckInCounts(append(four, &townhall.CheckIn{Answer: townhall.CheckInGoing})); got[townhall.CheckInGoing] != 3 {
		t.Errorf("of five people: %v", got)
	}
}
