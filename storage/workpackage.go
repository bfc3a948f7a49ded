package storage

import (
	"database/sql"
	"slices"

	"lotsenfunk/townhall"
)

func workPackageFields(p *townhall.WorkPackage) fields {
	return fields{
		{"id", &p.ID, fixed},
		{"version", &p.Version, fixed},
		{"project", &p.Project, fixed},
		{"milestone", ref(&p.Milestone), plain},
		{"title", &p.Title, plain},
		{"hours", &p.Hours, plain},
		{"state", &p.State, plain},
		{"claimed_by", ref(&p.ClaimedBy), plain},
		{"helpers", jsonList(&p.Helpers), plain},
		{"waits", &p.Waits, plain},
		{"reason", &p.Reason, plain},
		{"result", &p.Result, plain},
		{"links", jsonList(&p.Links), plain},
		{"due", (*isoDate)(&p.Due), plain},
		{"(select project.lead from project where project.org_id = :org and project.id = work_package.project)", ref(&p.Lead), counted},
		{"(select project.sponsor from project where project.org_id = :org and project.id = work_package.project)", ref(&p.Sponsor), counted},
		{"(select project.state from project where project.org_id = :org and project.id = work_package.project)", &p.ProjectState, counted},
	}
}

// CreateWorkPackage makes a work package, under the next number or its own.
func (t *Tx) CreateWorkPackage(p *townhall.WorkPackage) error {
	p.Version = 1
	return create(t, "work_package", &p.ID, workPackageFields(p))
}

// WorkPackage loads a work package with what its project adds; a missing one is
// the error package.unknown.
func (t *Tx) WorkPackage(id townhall.WorkPackageID) (*townhall.WorkPackage, error) {
	p, err := load(t, "work_package", workPackageFields, "id = :id"+t.lock(), args{"id": id})
	return known(p, err, "package", id)
}

// WorkPackageFor loads a work package for a step. Where its milestone, and so its
// project, may follow, the project's row is locked first, as whoever stops the
// project does: neither waits for the other in a circle, and the step finds the
// project as it stands now.
func (t *Tx) WorkPackageFor(action townhall.WorkPackageAction, id townhall.WorkPackageID) (*townhall.WorkPackage, error) {
	if lock := t.lock(); lock != "" && (slices.Contains(settling, action) || action == townhall.WorkPackageEdit) {
		var project townhall.ProjectID
		_, err := t.get(`select id from project where org_id = :org
			and id = (select project from work_package where org_id = :org and id = :id)`+lock, args{"id": id}, &project)
		if err != nil {
			return nil, err
		}
	}
	w, err := t.WorkPackage(id)
	if err != nil || w.Lead != "" {
		return w, err
	}
	w.Coordination, err = t.idsWith(townhall.RoleCoordinator)
	return w, err
}

// SaveWorkPackage saves a work package; a stale version is ErrStale. So of all
// who claim it at the same moment one does.
func (t *Tx) SaveWorkPackage(p *townhall.WorkPackage) error {
	return t.save("work_package", &p.Version, workPackageFields(p))
}

// WorkPackages are all work packages of a project, by number.
func (t *Tx) WorkPackages(project townhall.ProjectID) ([]*townhall.WorkPackage, error) {
	return loadAll(t, "work_package", workPackageFields, "project = :project order by id", args{"project": project})
}

// WorkPackageFilter says which packages FindWorkPackages looks for. What is
// empty does not narrow the search.
type WorkPackageFilter struct {
	States []townhall.WorkPackageState
	// Hand works on them, as their owner or helping along; Hands are several of whom one
	// does.
	Hand  townhall.PersonID
	Hands []townhall.PersonID
	// InProjects are the states of the projects they belong to.
	InProjects []townhall.ProjectState
	Limit      int // 0 is no limit
	Offset     int
}

// where is the condition and its parameters.
func (f WorkPackageFilter) where(d dialect) (string, args) {
	where, a := "true", args{}
	if len(f.States) > 0 {
		where += " and state in (select value from " + d.strings(":states") + ")"
		a["states"] = jsonList(&f.States)
	}
	if f.Hand != "" {
		where += " and (claimed_by = :hand or exists (select 1 from " + d.strings("helpers") + " where value = :hand))"
		a["hand"] = f.Hand
	}
	if len(f.Hands) > 0 {
		hands := d.strings(":hands")
		where += " and (claimed_by in (select value from " + hands + ") or exists (select value from " + d.strings("helpers") + " intersect select value from " + hands + "))"
		a["hands"] = jsonList(&f.Hands)
	}
	if len(f.InProjects) > 0 {
		where += ` and project in (select project.id from project where project.org_id = :org
			and project.state in (select value from ` + d.strings(":in_projects") + "))"
		a["in_projects"] = jsonList(&f.InProjects)
	}
	return where, a
}

// FindWorkPackages finds packages, those due first before the others.
func (t *Tx) FindWorkPackages(f WorkPackageFilter) ([]*townhall.WorkPackage, error) {
	where, a := f.where(t.dialect)
	where += " order by case when due = '' then 1 else 0 end, due, id"
	if f.Limit > 0 {
		where += " limit cast(:limit as integer) offset :offset"
		a["limit"], a["offset"] = f.Limit, f.Offset
	}
	return loadAll(t, "work_package", workPackageFields, where, a)
}

// CountWorkPackages is how many FindWorkPackages would find without a limit.
func (t *Tx) CountWorkPackages(f WorkPackageFilter) (n int, err error) {
	where, a := f.where(t.dialect)
	_, err = t.get("select count(*) from work_package where org_id = :org and "+where, a, &n)
	return n, err
}

// WorkPackageView loads a work package with the names that a reader sees beside
// it. The viewer may be nil: nobody in particular.
func (t *Tx) WorkPackageView(id townhall.WorkPackageID, viewer *townhall.Person) (*townhall.WorkPackageView, error) {
	p, err := t.WorkPackage(id)
	if err != nil {
		return nil, err
	}
	view := &townhall.WorkPackageView{WorkPackage: p, Viewer: viewer}
	_, err = t.get(`select project.title, coalesce(milestone.title, ''), coalesce(owner.display, '')
		from work_package
		join project on project.org_id = work_package.org_id and project.id = work_package.project
		left join milestone on milestone.org_id = work_package.org_id and milestone.id = work_package.milestone
		left join person owner on owner.org_id = work_package.org_id and owner.id = work_package.claimed_by
		where work_package.org_id = :org and work_package.id = :id`, args{"id": id},
		&view.ProjectTitle, &view.MilestoneTitle, &view.OwnerName)
	if err != nil {
		return nil, err
	}
	if view.Decision, err = t.DecisionView(townhall.Number(id), viewer); err != nil || len(p.Helpers) == 0 {
		return view, err
	}
	names := map[townhall.PersonID]string{}
	err = t.each(`select id, display from person where org_id = :org and id in (select value from `+t.dialect.strings(":helpers")+`)`,
		args{"helpers": jsonList(&p.Helpers)}, func(rows *sql.Rows) error {
			var id townhall.PersonID
			var name string
			err := rows.Scan(&id, &name)
			names[id] = name
			return err
		})
	for _, h := range p.Helpers {
		view.HelperNames = append(view.HelperNames, names[h])
	}
	return view, err
}
