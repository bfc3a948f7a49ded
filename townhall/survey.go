package townhall

import (
	"strconv"
	"time"
)

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

// SurveyKey names a survey among those of a town's cohorts.
type SurveyKey struct {
	Cohort CohortID
	Phase  int
}

// Sums are how often each answer was given.
type Sums map[SurveyAnswer]int

// SurveyOn is the working phase whose survey can be answered on a day, nil if there
// is none: from its last workday on, until the survey closes.
func (c *Cohort) SurveyOn(today Date, cal *Calendar) *Phase {
	var open *Phase
	for _, p := range c.Phases(cal) {
		if c.asks(p) && !today.Before(p.LastWorkday) && !c.NewSurvey(p, cal).Closes.Before(today) {
			open = &p
		}
	}
	return open
}

// Surveys are the surveys of the cohort's working phases, but of those that were
// over when their date was set: of these nobody was asked.
func (c *Cohort) Surveys(cal *Calendar) []*Survey {
	var all []*Survey
	for _, p := range c.Phases(cal) {
		if c.asks(p) {
			all = append(all, c.NewSurvey(p, cal))
		}
	}
	return all
}

func (c *Cohort) asks(p Phase) bool {
	set := c.Occurrences[c.index(p.Seminar)].Since
	return p.Workdays > 0 && set.Before(p.LastWorkday.AddDays(1).At(0, 0, time.UTC))
}

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

// Tell says what came of a survey that so many have answered, once, to those who
// take part and to the host's coordination. With too few answers it says just that;
// if there was none at all, to the coordination alone.
func (s *Survey) Tell(c *Cohort, answered int, shown *SurveyResult) []Notice {
	kind, values := "survey.nothing", map[string]string{"title": c.Title, "phase": strconv.Itoa(s.Phase)}
	if shown != nil {
		kind, values["count"] = "survey.result", strconv.Itoa(shown.Count)
		for _, a := range SurveyAnswers {
			values["useful_"+string(a)], values["enough_"+string(a)] = strconv.Itoa(shown.Useful[a]), strconv.Itoa(shown.Enough[a])
		}
	}
	notices := []Notice{{Kind: kind, To: ToCoordination, Org: c.Host, Values: values}}
	for _, p := range c.Participants {
		if p.State == ParticipationJoined && answered > 0 {
			notices = append(notices, c.notice(kind, ToParticipant, p.Member, values))
		}
	}
	if c.Count(ParticipationJoined) == 0 {
		return nil
	}
	return notices
}
