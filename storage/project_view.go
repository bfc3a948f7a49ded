package storage

import (
	"database/sql"

	"lotsenfunk/townhall"
)

// ProjectView loads a project with its packages and mandates, and the names that
// a reader sees beside it. The viewer may be nil: nobody in particular.
func (t *Tx) ProjectView(id townhall.ProjectID, viewer *townhall.Person) (*townhall.ProjectView, error) {
	p, err := t.Project(id)
	if err != nil {
		return nil, err
	}
	view := &townhall.ProjectView{Project: p, Viewer: viewer}
	_, err = t.get(`select coalesce(lead.display, ''), coalesce(sponsor.display, '') from project
		left join person lead on lead.org_id = project.org_id and lead.id = project.lead
		left join person sponsor on sponsor.org_id = project.org_id and sponsor.id = project.sponsor
		where project.org_id = :org and project.id = :id`, args{"id": id}, &view.LeadName, &view.SponsorName)
	if err != nil {
		return nil, err
	}
	if view.Packages, err = t.WorkPackages(id); err != nil {
		return nil, err
	}
	for _, w := range view.Packages {
		p.Hands = withHands(p.Hands, w)
	}
	if view.Mandates, err = t.Mandates(id); err != nil {
		return nil, err
	}
	view.Decision, err = t.DecisionView(townhall.Number(id), viewer)
	return view, err
}

// Hands are those who work on a project's unfinished packages.
func (t *Tx) Hands(project townhall.ProjectID) (hands []townhall.PersonID, err error) {
	packages, err := t.WorkPackages(project)
	for _, w := range packages {
		hands = withHands(hands, w)
	}
	return hands, err
}

func withHands(hands []townhall.PersonID, w *townhall.WorkPackage) []townhall.PersonID {
	if !w.Taken() {
		return hands
	}
	return append(append(hands, w.ClaimedBy), w.Helpers...)
}

// Progress counts a project's packages by their milestone, "" for none, and
// their state.
func (t *Tx) Progress(project townhall.ProjectID) (map[string]townhall.Progress, error) {
	progress := map[string]townhall.Progress{}
	err := t.each(`select coalesce(milestone, ''), state, count(*) from work_package
		where org_id = :org and project = :project group by milestone, state`, args{"project": project},
		func(rows *sql.Rows) error {
			var milestone string
			var state townhall.WorkPackageState
			var n int
			err := rows.Scan(&milestone, &state, &n)
			if progress[milestone] == nil {
				progress[milestone] = townhall.Progress{}
			}
			progress[milestone][state] = n
			return err
		})
	return progress, err
}
