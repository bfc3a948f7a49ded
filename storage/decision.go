package storage

import (
	"database/sql"
	"errors"

	"lotsenfunk/townhall"
)

func decisionFields(d *townhall.Decision) fields {
	return fields{
		{"thing", &d.Thing, fixed},
		{"id", &d.ID, fixed},
		{"version", &d.Version, fixed},
		{"asked_by", ref(&d.AskedBy), fixed},
		{"asked_of", ref(&d.AskedOf), plain},
		{"question", &d.Question, fixed},
		{"state", &d.State, plain},
		{"counter", jsonList(&d.Counter), plain},
		{"asked_back_by", ref(&d.AskedBackBy), plain},
		{"sentence", &d.Sentence, plain},
		{"decided_by", ref(&d.DecidedBy), plain},
		{"asked_on", (*isoDate)(&d.AskedOn), plain},
		{"decided_on", (*isoDate)(&d.DecidedOn), plain},
	}
}

// CreateDecision keeps a decision that was asked for. The id is the caller's; a
// second open one of the same thing is refused by the database.
func (t *Tx) CreateDecision(d *townhall.Decision) error {
	d.Version = 1
	return t.insert("decision", decisionFields(d))
}

// SaveDecision saves a decision; a stale version is ErrStale.
func (t *Tx) SaveDecision(d *townhall.Decision) error {
	f := decisionFields(d)
	changed, err := t.exec("update decision set version = version + 1, "+assignments(f, ":")+
		" where org_id = :org and thing = :thing and id = :id and version = :version", f.args())
	if err != nil {
		return err
	}
	if changed == 0 {
		return ErrStale
	}
	d.Version++
	return nil
}

// Decision is the last decision of a thing, nil if there was none.
func (t *Tx) Decision(thing townhall.Number) (*townhall.Decision, error) {
	d, err := load(t, "decision", decisionFields, "thing = :thing order by id desc limit 1"+t.lock(), args{"thing": thing})
	if err != nil || d == nil || d.AskedOf == "" {
		return d, err
	}
	d.AskedOf, err = t.stillHere(d.AskedOf)
	return d, err
}

// stillHere is the person, or "" if they have left.
func (t *Tx) stillHere(id townhall.PersonID) (here townhall.PersonID, err error) {
	_, err = t.get(`select id from person where org_id = :org and id = :id and not gone`, args{"id": string(id)}, &here)
	return here, err
}

// Subject is the package or project of a number with whom a decision about it
// concerns on a day. Any other number is the error decision.no_thing.
func (t *Tx) Subject(n townhall.Number, on townhall.Date) (*townhall.Subject, error) {
	kind, ok, err := t.Lookup(n)
	if err != nil {
		return nil, err
	}
	m := &townhall.Subject{Number: n, Kind: kind}
	project := townhall.ProjectID(n)
	switch {
	case ok && kind == townhall.KindWorkPackage:
		wp, err := t.WorkPackage(townhall.WorkPackageID(n))
		if err != nil {
			return nil, err
		}
		m.Title, project = wp.Title, wp.Project
		m.Over = wp.State == townhall.WorkPackageDone || wp.State == townhall.WorkPackageDropped
		if wp.ClaimedBy != "" {
			m.Working = append([]townhall.PersonID{wp.ClaimedBy}, wp.Helpers...)
		}
	case ok && kind == townhall.KindProject:
		p, err := t.Project(project)
		if err != nil {
			return nil, err
		}
		m.Title, m.Over = p.Title, p.State == townhall.ProjectDone || p.State == townhall.ProjectStopped
		if m.Working, err = t.Hands(project); err != nil {
			return nil, err
		}
	default:
		return nil, unknownSubject(n)
	}
	if err := t.peopleOf(m, project); err != nil {
		return nil, err
	}
	m.StandIn, err = t.standIn(m.Sponsor, on)
	return m, err
}

func unknownSubject(n townhall.Number) error {
	return townhall.Errf(townhall.NotFound, "decision.no_thing", "Number", n)
}

// peopleOf fills in who leads and who backs the project, and leadership. The
// project's row is not locked: it does not change.
func (t *Tx) peopleOf(m *townhall.Subject, project townhall.ProjectID) error {
	_, err := t.get(`select project.lead, person.id from project
			left join person on person.org_id = :org and person.id = project.sponsor and not person.gone
		where project.org_id = :org and project.id = :project`,
		args{"project": project}, ref(&m.Lead), ref(&m.Sponsor))
	if err != nil {
		return err
	}
	m.Leadership, err = t.idsWith(townhall.RoleLeadership)
	return err
}

// standIn is who decides in place of somebody who is away on a day; "" if they
// are there or nobody stands in. That somebody does not work on this day of the
// week counts for nothing: they will be back soon enough.
func (t *Tx) standIn(p townhall.PersonID, on townhall.Date) (townhall.PersonID, error) {
	if p == "" {
		return "", nil
	}
	var failed error
	deputy := townhall.StandIn(p, townhall.MatterWork, on, func(id townhall.PersonID) (townhall.Settings, bool) {
		s, err := t.Settings(id)
		here, err1 := t.stillHere(id)
		failed = errors.Join(failed, err, err1)
		s.Works = townhall.EveryWorkingDay
		return s, here != ""
	})
	if deputy == p {
		deputy = ""
	}
	return deputy, failed
}

// decisionViews loads decisions as the viewer sees them; where may end in an
// order.
func (t *Tx) decisionViews(viewer *townhall.Person, where string, a args) ([]*townhall.DecisionView, error) {
	var all []*townhall.DecisionView
	query := "select " + decisionFields(new(townhall.Decision)).columnsOf("d") + `,
		coalesce(work_package.title, project.title), case when work_package.id is null then 'project' else 'work_package' end,
		coalesce(work_package.state in ('done', 'dropped'), project.state in ('done', 'stopped')),
		coalesce(asker.display, ''), coalesce(decider.display, ''), coalesce(decider.gone, false), coalesce(done.display, '')
		from decision d left join work_package on work_package.org_id = :org and work_package.id = d.thing
			left join project on project.org_id = :org and project.id = d.thing
			left join person asker on asker.org_id = :org and asker.id = d.asked_by
			left join person decider on decider.org_id = :org and decider.id = d.asked_of
			left join person done on done.org_id = :org and done.id = d.decided_by
		where d.org_id = :org and ` + where
	err := t.each(query, a, func(rows *sql.Rows) error {
		v := &townhall.DecisionView{Decision: new(townhall.Decision), Viewer: viewer}
		var gone bool
		err := rows.Scan(append(decisionFields(v.Decision).pointers(),
			&v.Title, &v.Kind, &v.Over, &v.AskedByName, &v.AskedOfName, &gone, &v.DecidedByName)...)
		if gone { // leadership decides now
			v.AskedOf, v.AskedOfName = "", ""
		}
		all = append(all, v)
		return err
	})
	return all, err
}

// DecisionView is the last decision of a thing as somebody sees it, nil if there
// was none. The viewer may be nil: nobody in particular.
func (t *Tx) DecisionView(thing townhall.Number, viewer *townhall.Person) (*townhall.DecisionView, error) {
	found, err := t.decisionViews(viewer, "d.thing = :thing order by d.id desc limit 1", args{"thing": thing})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// OpenDecisions are all decisions that have still to be made, the oldest first,
// but for those of packages and projects that are over.
func (t *Tx) OpenDecisions(viewer *townhall.Person) ([]*townhall.DecisionView, error) {
	return t.decisionViews(viewer, `d.state in ('asked', 'counter_question')
		and coalesce(work_package.state not in ('done', 'dropped'), project.state not in ('done', 'stopped'))
		order by d.asked_on, d.thing`, nil)
}

// DecisionsAskedBy are the decisions that somebody has asked for, the newest
// first, at most limit.
func (t *Tx) DecisionsAskedBy(p *townhall.Person, limit int) ([]*townhall.DecisionView, error) {
	return t.decisionViews(p, "d.asked_by = :asker order by d.asked_on desc, d.thing desc, d.id desc limit cast(:limit as integer)",
		args{"asker": p.ID, "limit": limit})
}
