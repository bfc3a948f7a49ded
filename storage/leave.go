package storage

import (
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// Depart frees what somebody had taken over who does not work here any more,
// takes from them what they led, and deletes what they had set. The person themselves is saved by the caller.
func (t *Tx) Depart(p townhall.PersonID, now time.Time, on townhall.Date) error {
	if err := t.LeaveProjects(p, now, on); err != nil {
		return err
	}
	if err := t.ReleaseAll(p, now, on); err != nil {
		return err
	}
	if err := t.AbandonQuestions(p, now, on); err != nil {
		return err
	}
	if err := t.leaveCohorts(p, now, on); err != nil {
		return err
	}
	return t.forgetSettings(p)
}

// LeaveProjects takes the projects that somebody led or backed from them. The
// coordination hears which of them nobody leads now.
func (t *Tx) LeaveProjects(person townhall.PersonID, now time.Time, on townhall.Date) error {
	found, err := t.FindProjects(ProjectFilter{Of: person, States: []townhall.ProjectState{
		townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
	if err != nil || len(found) == 0 {
		return err
	}
	coordination, err := t.idsWith(townhall.RoleCoordinator)
	if err != nil {
		return err
	}
	for _, one := range slices.Backward(found) { // by number, as everybody locks them
		p, err := t.Project(one.ID)
		if err != nil {
			return err
		}
		notices, changed := p.PersonGone(person, coordination)
		if !changed {
			continue
		}
		if err := t.SaveProject(p); err != nil {
			return err
		}
		if err := t.recordProject(p, "person_gone", notices, Step{Except: person, Now: now, On: on}); err != nil {
			return err
		}
	}
	return nil
}

// forgetSettings deletes what somebody had set who leaves, and whom they were
// to stand in for.
func (t *Tx) forgetSettings(p townhall.PersonID) error {
	a := args{"person": p}
	if _, err := t.exec(`delete from person_setting where org_id = :org and person = :person`, a); err != nil {
		return err
	}
	if _, err := t.exec(`delete from digest where org_id = :org and person = :person`, a); err != nil {
		return err
	}
	_, err := t.exec(`update person_setting set deputy = null where org_id = :org and deputy = :person`, a)
	return err
}
