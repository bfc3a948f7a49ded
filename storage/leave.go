package storage

import (
	"time"

	"lotsenfunk/townhall"
)

// Depart frees what somebody had taken over who does not work here any more, and
// deletes what they had set. The person themselves is saved by the caller.
func (t *Tx) Depart(p townhall.PersonID, now time.Time, on townhall.Date) error {
	if err := t.ReleaseAll(p, now, on); err != nil {
		return err
	}
	if err := t.AbandonQuestions(p, now, on); err != nil {
		return err
	}
	return t.forgetSettings(p)
}

// forgetSettings deletes what somebody had set who leaves, and whom they were
// to stand in for.
func (t *Tx) forgetSettings(p townhall.PersonID) error {
	a := args{"person": p}
	if _, err := t.exec(`delete from person_setting where org_id = :org and person = :person`, a); err != nil {
		return err
	}
	_, err := t.exec(`update person_setting set deputy = null where org_id = :org and deputy = :person`, a)
	return err
}
