package townhall_test

import (
	"slices"
	"testing"

	"lotsenfunk/townhall"
)

// heard are the notices in short: kind, audience and person.
func heard(notices []townhall.Notice) (all []string) {
	for _, n := range notices {
		all = append(all, n.Kind+" "+string(n.To)+" "+string(n.Person))
	}
	return all
}

func TestWhoLeavesAProject(t *testing.T) {
	coordination := []townhall.PersonID{"cora", "carl"}
	for _, c := range []struct {
		gone, lead, sponsor townhall.PersonID
		want                []string
	}{
		{"anna", "anna", "ben", []string{"project.lead_gone person cora", "project.lead_gone person carl"}},
		{"ben", "anna", "ben", []string{"project.sponsor_gone person anna"}},
		{"ben", "", "ben", []string{"project.sponsor_gone person cora", "project.sponsor_gone person carl"}},
		{"cora", "cora", "ben", []string{"project.lead_gone person carl"}},
		{"eva", "anna", "ben", nil},
	} {
		p := &townhall.Project{ID: 13, Lead: c.lead, Sponsor: c.sponsor}
		notices, changed := p.PersonGone(c.gone, coordination)
		if got := heard(notices); !slices.Equal(got, c.want) || changed != (c.want != nil) {
			t.Errorf("%s leaves: %q, %v", c.gone, got, changed)
		}
		if p.Lead == c.gone || p.Sponsor == c.gone {
			t.Errorf("%s has left and leads or backs the project", c.gone)
		}
	}
}

func TestWhoLeadsFromNowOn(t *testing.T) {
	for _, c := range []struct {
		by            townhall.PersonID
		lead, sponsor townhall.PersonID
		state         townhall.ProjectState
		want          []string
		refused       string
	}{
		{"anna", "eva", "ben", townhall.ProjectActive, []string{"project.lead person eva"}, ""},
		{"cora", "eva", "", townhall.ProjectActive, []string{"project.lead person eva", "project.handed_on lead anna", "project.handed_on sponsor ben"}, ""},
		{"cora", "cora", "ben", townhall.ProjectPaused, []string{"project.handed_on lead anna"}, ""},
		{"cora", "anna", "ben", townhall.ProjectActive, nil, ""},
		{"cora", "", "ben", townhall.ProjectActive, nil, "project.no_lead"},
		{"cora", "eva", "ben", townhall.ProjectDone, nil, "project.wrong_state"},
		{"ben", "eva", "ben", townhall.ProjectActive, nil, "may.steer_project"},
	} {
		by := &townhall.Person{ID: c.by}
		if c.by == "cora" {
			by.Roles = []townhall.Role{townhall.RoleCoordinator}
		}
		p := &townhall.Project{ID: 13, Lead: "anna", Sponsor: "ben", State: c.state}
		notices, err := p.SetPeople(by, c.lead, c.sponsor)
		if got := heard(notices); !slices.Equal(got, c.want) || key(err) != c.refused {
			t.Errorf("%s makes %s lead: %q, %v", c.by, c.lead, got, err)
		}
		if changed := p.Lead != "anna" || p.Sponsor != "ben"; err != nil && changed {
			t.Errorf("%s was refused with %v and changed the project", c.by, err)
		}
	}
}
