package storage

import "lotsenfunk/townhall"

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
