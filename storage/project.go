package storage

import (
	"database/sql"

	"lotsenfunk/townhall"
)

func projectFields(p *townhall.Project) fields {
	return fields{
		{"id", &p.ID, fixed},
		{"version", &p.Version, fixed},
		{"title", &p.Title, plain},
		{"goal", &p.Goal, plain},
		{"benefit", &p.Benefit, plain},
		{"idea", ref(&p.Idea), plain},
		{"department", ref(&p.Department), plain},
		{"lead", ref(&p.Lead), plain},
		{"sponsor", ref(&p.Sponsor), plain},
		{"state", &p.State, plain},
		{"reason", &p.Reason, plain},
	}
}

// CreateProject makes a project with its milestones, under the next number or
// its own.
func (t *Tx) CreateProject(p *townhall.Project) error {
	p.Version = 1
	if err := create(t, "project", &p.ID, projectFields(p)); err != nil {
		return err
	}
	return t.saveMilestones(p)
}

// Project loads a project with its milestones; a missing one is the error
// project.unknown.
func (t *Tx) Project(id townhall.ProjectID) (*townhall.Project, error) {
	p, err := load(t, "project", projectFields, "id = :id"+t.lock(), args{"id": id})
	p, err = known(p, err, "project", id)
	if err != nil {
		return nil, err
	}
	return p, t.loadMilestones(p)
}

// SaveProject saves a project and its milestones; a stale version is ErrStale.
func (t *Tx) SaveProject(p *townhall.Project) error {
	if err := t.save("project", &p.Version, projectFields(p)); err != nil {
		return err
	}
	return t.saveMilestones(p)
}

// ProjectFilter says which projects FindProjects looks for. What is empty does
// not narrow the search.
type ProjectFilter struct {
	States []townhall.ProjectState
	Lead   townhall.PersonID
	// Of leads or backs them.
	Of    townhall.PersonID
	Limit int // 0 is no limit
}

// FindProjects finds projects with their milestones, the newest first.
func (t *Tx) FindProjects(f ProjectFilter) ([]*townhall.Project, error) {
	where, a := "true", args{}
	if len(f.States) > 0 {
		where += " and state in (select value from " + t.dialect.strings(":states") + ")"
		a["states"] = jsonList(&f.States)
	}
	if f.Lead != "" {
		where += " and lead = :lead"
		a["lead"] = f.Lead
	}
	if f.Of != "" {
		where += " and (lead = :of or sponsor = :of)"
		a["of"] = f.Of
	}
	where += " order by id desc"
	if f.Limit > 0 {
		where += " limit cast(:limit as integer)"
		a["limit"] = f.Limit
	}
	found, err := loadAll(t, "project", projectFields, where, a)
	if err != nil {
		return nil, err
	}
	return found, t.loadMilestones(found...)
}

// loadMilestones fills in the milestones of any number of projects at once.
func (t *Tx) loadMilestones(projects ...*townhall.Project) error {
	byID := make(map[townhall.ProjectID]*townhall.Project, len(projects))
	ids := make([]townhall.ProjectID, len(projects))
	for i, p := range projects {
		byID[p.ID], ids[i] = p, p.ID
	}
	return t.each(`select project, id, title, state, due from milestone
		where org_id = :org and project in (select cast(value as bigint) from `+t.dialect.strings(":projects")+`)
		order by project, seq`, args{"projects": jsonList(&ids)},
		func(rows *sql.Rows) error {
			var id townhall.ProjectID
			var m townhall.Milestone
			err := rows.Scan(&id, &m.ID, &m.Title, &m.State, (*isoDate)(&m.Due))
			if err == nil {
				byID[id].Milestones = append(byID[id].Milestones, m)
			}
			return err
		})
}

func (t *Tx) saveMilestones(p *townhall.Project) error {
	for seq, m := range p.Milestones {
		err := t.upsert("milestone", fields{
			{"id", &m.ID, fixed},
			{"project", &p.ID, plain},
			{"seq", &seq, plain},
			{"title", &m.Title, plain},
			{"state", &m.State, plain},
			{"due", (*isoDate)(&m.Due), plain},
		}, "id")
		if err != nil {
			return err
		}
	}
	return nil
}
