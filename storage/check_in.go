package storage

import "lotsenfunk/townhall"

func checkInFields(c *townhall.CheckIn) fields {
	return fields{
		{"phase", &c.Phase, fixed},
		{"town", &c.Org, fixed},
		{"person", &c.Person, fixed},
		{"department", &c.Department, plain},
		{"answer", &c.Answer, plain},
		{"reason", &c.Reason, plain},
		{"for_lead", &c.ForLead, plain},
		{"day", (*isoDate)(&c.On), plain},
	}
}

// SaveCheckIn keeps somebody's Zwischenstand of a working phase, in place of the
// one that they gave before. It is in no log.
func (t *Tx) SaveCheckIn(host townhall.OrgID, ci *townhall.CheckIn) error {
	s, err := t.shared(townhall.CohortKey{Host: host, ID: ci.Cohort})
	if err != nil {
		return err
	}
	return s.upsert("check_in", checkInFields(ci), "phase, town, person")
}

// CheckIn is what somebody of this town has said of a working phase, nil if
// nothing.
func (t *Tx) CheckIn(key townhall.CohortKey, phase int, person townhall.PersonID) (*townhall.CheckIn, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	found, err := loadShared(s, "check_in", checkInFields, "phase = :phase and town = :org and person = :person",
		args{"phase": phase, "person": person})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	found[0].Cohort = key.ID
	return &found[0], nil
}

// CheckIns are all of a working phase, by town and person: of all towns for the
// host, of their own people for another town. Who may read which is not decided
// here.
func (t *Tx) CheckIns(key townhall.CohortKey, phase int) (all []*townhall.CheckIn, err error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	found, err := loadShared(s, "check_in", checkInFields, "phase = :phase and (:org = :host or town = :org) order by town, person", args{"phase": phase})
	for i := range found {
		found[i].Cohort = key.ID
		all = append(all, &found[i])
	}
	return all, err
}
