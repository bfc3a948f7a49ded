package storage

import (
	"database/sql"

	"lotsenfunk/townhall"
)

func mandateFields(m *townhall.Mandate) fields {
	return fields{
		{"project", &m.Project, fixed},
		{"given_by", &m.GivenBy, fixed},
		{"body", &m.Text, plain},
		{"hours_per_week", &m.HoursPerWeek, plain},
		{"until", (*isoDate)(&m.Until), plain},
		{"given_on", (*isoDate)(&m.GivenOn), plain},
	}
}

// SaveMandate keeps a mandate, in place of the one that the same person gave
// for the same project before.
func (t *Tx) SaveMandate(m *townhall.Mandate) error {
	return t.upsert("mandate", mandateFields(m), "project, given_by")
}

// Mandates are those of a project, and of the whole programme for project 0,
// with the names of who gave them; the first given first.
func (t *Tx) Mandates(project townhall.ProjectID) (all []townhall.MandateView, err error) {
	columns := mandateFields(new(townhall.Mandate)).columnsOf("mandate")
	err = t.each("select "+columns+`, person.display from mandate
		join person on person.org_id = mandate.org_id and person.id = mandate.given_by
		where mandate.org_id = :org and mandate.project = :project order by mandate.given_on, mandate.given_by`,
		args{"project": project}, func(rows *sql.Rows) error {
			v := townhall.MandateView{Mandate: new(townhall.Mandate)}
			err := rows.Scan(append(mandateFields(v.Mandate).pointers(), &v.GiverName)...)
			all = append(all, v)
			return err
		})
	return all, err
}

// EndingMandates are those that have not ended before a day, of projects that are
// not over and by people who have not left: whoever gave them may want to give
// them anew.
func (t *Tx) EndingMandates(from townhall.Date) ([]*townhall.Mandate, error) {
	return loadAll(t, "mandate", mandateFields, `until >= :from
		and given_by in (select id from person where person.org_id = :org and not gone)
		and project not in (select id from project where project.org_id = :org and state in ('done', 'stopped'))
		order by until, project, given_by`, args{"from": isoDate(from)})
}
