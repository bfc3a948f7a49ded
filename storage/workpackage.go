package storage

import "lotsenfunk/townhall"

func workPackageFields(p *townhall.WorkPackage) fields {
	return fields{
		{"id", &p.ID, fixed},
		{"version", &p.Version, fixed},
		{"project", &p.Project, plain},
		{"milestone", ref(&p.Milestone), plain},
		{"title", &p.Title, plain},
		{"hours", &p.Hours, plain},
		{"state", &p.State, plain},
		{"claimed_by", ref(&p.ClaimedBy), plain},
		{"waits", &p.Waits, plain},
		{"due", (*isoDate)(&p.Due), plain},
	}
}

// CreateWorkPackage makes a work package, under the next number or its own.
func (t *Tx) CreateWorkPackage(p *townhall.WorkPackage) error {
	if err := number(t, &p.ID); err != nil {
		return err
	}
	p.Version = 1
	return t.insert("work_package", workPackageFields(p))
}

// WorkPackage loads a work package; a missing one is the error package.unknown.
func (t *Tx) WorkPackage(id townhall.WorkPackageID) (*townhall.WorkPackage, error) {
	p, err := load(t, "work_package", workPackageFields, "id = :id"+t.lock(), args{"id": id})
	return known(p, err, "package", id)
}

// WorkPackages are all work packages of a project, by number.
func (t *Tx) WorkPackages(project townhall.ProjectID) ([]*townhall.WorkPackage, error) {
	return loadAll(t, "work_package", workPackageFields, "project = :project order by id", args{"project": project})
}
