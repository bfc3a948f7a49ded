package storage

import (
	"slices"

	"lotsenfunk/townhall"
)

func surveyFields(s *townhall.Survey) fields {
	return fields{
		{"phase", &s.Phase, fixed},
		{"closes", (*isoDate)(&s.Closes), plain},
		{"closed", &s.Closed, plain},
		{"useful", jsonObject(&s.Useful), plain},
		{"enough", jsonObject(&s.Enough), plain},
	}
}

func answeredFields(m *townhall.Member) fields {
	return fields{{"town", &m.Org, fixed}, {"person", &m.Person, fixed}}
}

// Survey loads the survey of a working phase, nil if there is none yet. Whoever
// writes waits for others who do, so that no answer is lost.
func (t *Tx) Survey(key townhall.CohortKey, phase int) (*townhall.Survey, error) {
	if survey, known := t.surveys[key][phase]; known {
		return survey, nil
	}
	survey, err := t.loadSurvey(key, phase)
	if err == nil && !t.writes { // the same for everybody who asks in this transaction
		if t.surveys[key] == nil {
			keep(&t.surveys, key, map[int]*townhall.Survey{})
		}
		t.surveys[key][phase] = survey
	}
	return survey, err
}

func (t *Tx) loadSurvey(key townhall.CohortKey, phase int) (*townhall.Survey, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	a := args{"phase": phase}
	found, err := loadShared(s, "survey", surveyFields, "phase = :phase"+t.lock(), a)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	survey := &found[0]
	survey.Cohort = key.ID
	if survey.Useful == nil {
		survey.Useful = townhall.Sums{}
	}
	if survey.Enough == nil {
		survey.Enough = townhall.Sums{}
	}
	survey.Answered, err = loadShared(s, "survey_answered", answeredFields, "phase = :phase order by town, person", a)
	return survey, err
}

// OpenSurvey is Survey for whoever is about to answer: one that nobody has answered
// yet is made first, so that of two who answer at once one waits for the other.
func (t *Tx) OpenSurvey(key townhall.CohortKey, fresh *townhall.Survey) (*townhall.Survey, error) {
	s, err := t.shared(key)
	if err != nil {
		return nil, err
	}
	a := surveyFields(fresh).args()
	_, err = s.exec(`insert into survey (org_id, cohort, phase, closes, closed, useful, enough)
		values (:host, :cohort, :phase, :closes, :closed, :useful, :enough) on conflict do nothing`, a)
	if err != nil {
		return nil, err
	}
	return t.Survey(key, fresh.Phase)
}

// CanAnswer reports whether somebody of this town can answer the survey of a working
// phase on a day.
func (t *Tx) CanAnswer(c *townhall.Cohort, p *townhall.Person, phase townhall.Phase, today townhall.Date, cal *townhall.Calendar) (bool, error) {
	if open := c.SurveyOn(today, cal); open == nil || open.Number != phase.Number {
		return false, nil
	}
	survey, err := t.Survey(c.Key(), phase.Number)
	if err != nil || survey == nil {
		return err == nil, err
	}
	return !survey.Closed && !slices.Contains(survey.Answered, townhall.Member{Org: t.org, Person: p.ID}), nil
}

// SaveSurvey keeps the sums of a survey, and beside them who has answered, until
// it closes. Neither has a time, and no event tells of it.
func (t *Tx) SaveSurvey(host townhall.OrgID, survey *townhall.Survey) error {
	s, err := t.shared(townhall.CohortKey{Host: host, ID: survey.Cohort})
	if err != nil {
		return err
	}
	if err := s.upsert("survey", surveyFields(survey), "phase"); err != nil {
		return err
	}
	if survey.Closed {
		_, err := s.exec(`delete from survey_answered where org_id = :host and cohort = :cohort and phase = :phase`, args{"phase": survey.Phase})
		return err
	}
	for _, m := range survey.Answered {
		_, err := s.exec(`insert into survey_answered (org_id, cohort, phase, town, person) values (:host, :cohort, :phase, :town, :person)
			on conflict do nothing`, args{"phase": survey.Phase, "town": m.Org, "person": m.Person})
		if err != nil {
			return err
		}
	}
	return nil
}
