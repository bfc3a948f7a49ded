package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortSurvey asks the two questions about the working phase that has just ended;
// typed with two answers it counts them.
func cohortSurvey(c *Call) (reply bot.Reply, err error) {
	if words := strings.Fields(fold(c.Args.Text)); len(words) > 0 {
		if words[0] == "ueberspringen" || words[0] == "skip" {
			return cohortSurveySkip(c)
		}
		if len(words) != 2 {
			return bot.Nothing(), townhall.Errf(townhall.Invalid, "survey.bad_answer")
		}
		return c.answerSurvey(0, surveyWords[words[0]], surveyWords[words[1]])
	}
	err = c.View(func(tx *storage.Tx) error {
		v, phase, err := c.unanswered(tx)
		if err != nil {
			return err
		}
		useful, enough := c.field(bot.FieldSelect, "useful", 0), c.field(bot.FieldSelect, "enough", 0)
		for _, a := range townhall.SurveyAnswers {
			useful.Options = append(useful.Options, bot.Option{Value: string(a), Label: c.P.Line("survey.answer."+string(a), nil)})
		}
		enough.Options = useful.Options
		reply = c.form("cohort.survey", "survey", State{Key: v.Key().String(), Number: townhall.Number(phase.Number)},
			cards.NamedText(c.P, v, c.P.Text("survey.form_intro", c.surveyArgs(v, *phase))), useful, enough)
		return nil
	})
	return reply, err
}

// surveyWords are what somebody types in answer.
var surveyWords = map[string]townhall.SurveyAnswer{
	"ja": townhall.SurveyYes, "yes": townhall.SurveyYes, "teils": townhall.SurveyPartly, "partly": townhall.SurveyPartly,
	"nein": townhall.SurveyNo, "no": townhall.SurveyNo,
}

func cohortSurveyForm(c *Call) (bot.Reply, error) {
	return c.answerSurvey(int(c.State.Number), townhall.SurveyAnswer(c.value("useful")), townhall.SurveyAnswer(c.value("enough")))
}

// answerSurvey counts two answers. Nothing else is kept of them: no event, and no
// notice.
func (c *Call) answerSurvey(phase int, useful, enough townhall.SurveyAnswer) (reply bot.Reply, err error) {
	err = c.Update(func(tx *storage.Tx) error {
		v, open, err := c.surveyOf(tx, phase)
		if err != nil {
			return err
		}
		survey, err := tx.OpenSurvey(v.Key(), v.NewSurvey(*open, v.Calendar))
		if err != nil {
			return err
		}
		if !survey.Closed { // a date may have moved since
			survey.Closes = v.NewSurvey(*open, v.Calendar).Closes
		}
		if err := survey.Answer(v.Cohort, c.Person, useful, enough, c.Today); err != nil {
			return err
		}
		if err := tx.SaveSurvey(v.Host, survey); err != nil {
			return err
		}
		reply = c.answer(cards.Named(c.P, v, cards.Say(c.P, "survey.thanks", c.surveyArgs(v, *open))))
		return nil
	})
	return reply, err
}

// unanswered is the working phase whose survey is open, if the person has not
// answered it.
func (c *Call) unanswered(tx *storage.Tx) (*townhall.CohortView, *townhall.Phase, error) {
	v, phase, err := c.surveyOf(tx, 0)
	if err != nil {
		return nil, nil, err
	}
	can, err := tx.CanAnswer(v.Cohort, c.Person, *phase, c.Today, v.Calendar)
	if err == nil && !can {
		err = townhall.Errf(townhall.Conflict, "survey.answered")
	}
	return v, phase, err
}

// surveyOf is the working phase whose survey is open. A form may be of one that has
// closed since.
func (c *Call) surveyOf(tx *storage.Tx, phase int) (*townhall.CohortView, *townhall.Phase, error) {
	v, err := c.cohort(tx, c.recent)
	if err != nil {
		return nil, nil, err
	}
	if mine := v.Mine(); mine == nil || mine.State != townhall.ParticipationJoined {
		return nil, nil, townhall.Errf(townhall.Conflict, "cohort.not_in")
	}
	open := v.SurveyOn(c.Today, v.Calendar)
	switch {
	case open == nil && phase == 0:
		return nil, nil, townhall.Errf(townhall.Conflict, "survey.not_open")
	case open == nil || phase != 0 && open.Number != phase:
		return nil, nil, townhall.Errf(townhall.Conflict, "survey.closed")
	}
	return v, open, nil
}

// recent are cohorts that the person is in and that are under way or have just
// ended: the last survey closes after the last date.
func (c *Call) recent(b townhall.CohortBrief) bool {
	return b.Mine == townhall.ParticipationJoined && b.State != townhall.CohortCancelled &&
		!b.First.IsZero() && !c.Today.Before(b.First) && !b.Last.AddDays(townhall.SinceLast).Before(c.Today)
}

func (c *Call) surveyArgs(v *townhall.CohortView, phase townhall.Phase) i18n.Args {
	args := cards.CohortArgs(v)
	args["Phase"], args["Date"] = phase.Number, cards.Day(v.NewSurvey(phase, v.Calendar).Closes)
	return args
}

// cohortSurveySkip leaves the questions unanswered, and notes nothing.
func cohortSurveySkip(c *Call) (reply bot.Reply, err error) {
	err = c.View(func(tx *storage.Tx) error {
		v, open, err := c.unanswered(tx)
		if err == nil {
			reply = c.answer(cards.Named(c.P, v, cards.Say(c.P, "survey.skipped", c.surveyArgs(v, *open))))
		}
		return err
	})
	return reply, err
}
