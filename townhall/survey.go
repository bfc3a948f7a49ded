package townhall

import "time"

// SurveyAnswer is an answer to one of the two questions at the end of a working
// phase.
type SurveyAnswer string

// The answers.
const (
	SurveyYes    SurveyAnswer = "yes"
	SurveyPartly SurveyAnswer = "partly"
	SurveyNo     SurveyAnswer = "no"
)

// SurveyAnswers are all answers, in the order people are shown them.
var SurveyAnswers = []SurveyAnswer{SurveyYes, SurveyPartly, SurveyNo}

// SurveyWorkdays is how many workdays after the end of its phase a survey is open.
const SurveyWorkdays = 5

// Survey is two anonymous questions at the end of a working phase: was it useful,
// was there enough time? Who has answered is kept as long as it is open, so that
// nobody answers twice; of the answers only their sums are kept, so that no answer
// stands beside another one, or beside a person or a time.
type Survey struct {
	Cohort   CohortID
	Phase    int
	Closes   Date     // the last day on which it can be answered
	Answered []Member // emptied at the close
	Useful   Sums
	Enough   Sums
	Closed   bool
}

// Sums are how often each answer was given.
type Sums map[SurveyAnswer]int

// NewSurvey is the survey at the end of a phase.
func (c *Cohort) NewSurvey(p Phase, cal *Calendar) *Survey {
	return &Survey{Cohort: c.ID, Phase: p.Number, Closes: cal.AddWorkdays(p.LastWorkday, SurveyWorkdays), Useful: Sums{}, Enough: Sums{}}
}

// ClosesAt is the moment at which the survey closes.
func (s *Survey) ClosesAt(zone *time.Location) time.Time { return s.Closes.At(LastHour.clock(zone)) }

// Answer counts somebody's answers. They cannot be changed afterwards, for nobody
// knows which they were. It logs nothing and tells nobody.
func (s *Survey) Answer(c *Cohort, p *Person, useful, enough SurveyAnswer, today Date) error {
	if err := May(p, VerbSee, c); err != nil {
		return err
	}
	m := c.member(p)
	if one := c.Participant(m); one == nil || one.State != ParticipationJoined {
		return Errf(Conflict, "cohort.not_in")
	}
	if s.Closed || s.Closes.Before(today) {
		return Errf(Conflict, "survey.closed")
	}
	for _, a := range s.Answered {
		if a == m {
			return Errf(Conflict, "survey.answered")
		}
	}
	if !useful.known() || !enough.known() {
		return Errf(Invalid, "survey.bad_answer", "Field", "useful")
	}
	s.Answered = append(s.Answered, m)
	s.Useful[useful]++
	s.Enough[enough]++
	return nil
}

func (a SurveyAnswer) known() bool { return a == SurveyYes || a == SurveyPartly || a == SurveyNo }

// SurveyResult is what is shown of a survey, once, when it has closed.
type SurveyResult struct {
	Count          int
	Useful, Enough Sums
}

// Close ends the survey and forgets who has answered. With fewer than MinAnswers
// answers it forgets these too, and there is nothing to show: shown is nil.
func (s *Survey) Close() (shown *SurveyResult) {
	if s.Closed {
		return nil
	}
	count := len(s.Answered)
	s.Closed, s.Answered = true, nil
	if count < MinAnswers {
		s.Useful, s.Enough = Sums{}, Sums{}
		return nil
	}
	return &SurveyResult{Count: count, Useful: s.Useful, Enough: s.Enough}
}
