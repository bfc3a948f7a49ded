package storage

import (
	"time"

	"lotsenfunk/townhall"
)

func settingsFields(s *townhall.Settings) fields {
	return fields{
		{"person", &s.Person, fixed},
		{"works", &s.Works, plain},
		{"away_from", (*isoDate)(&s.Absence.From), plain},
		{"away_until", (*isoDate)(&s.Absence.Until), plain},
		{"deputy", ref(&s.Deputy), plain},
		{"quiet_from", &s.Quiet.From, plain},
		{"quiet_until", &s.Quiet.Until, plain},
	}
}

// Settings are what somebody has set for themselves, or the usual.
func (t *Tx) Settings(p townhall.PersonID) (townhall.Settings, error) {
	s, err := load(t, "person_setting", settingsFields, "person = :person", args{"person": p})
	if err != nil || s == nil {
		return townhall.DefaultSettings(p), err
	}
	return *s, nil
}

// SaveSettings keeps what somebody has set.
func (t *Tx) SaveSettings(s townhall.Settings) error {
	return t.upsert("person_setting", settingsFields(&s), "person")
}

// Depart deletes what is kept for somebody who does not work here any more, and
// frees what they had taken over. The person themselves is saved by the caller.
func (t *Tx) Depart(p townhall.PersonID, now time.Time, on townhall.Date) error {
	if err := t.AbandonQuestions(p, now, on); err != nil {
		return err
	}
	return t.ForgetSettings(p)
}

// ForgetSettings deletes what somebody had set who leaves, and whom they were
// to stand in for.
func (t *Tx) ForgetSettings(p townhall.PersonID) error {
	a := args{"person": p}
	if _, err := t.exec(`delete from person_setting where org_id = :org and person = :person`, a); err != nil {
		return err
	}
	_, err := t.exec(`update person_setting set deputy = null where org_id = :org and deputy = :person`, a)
	return err
}
