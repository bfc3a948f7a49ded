package townhall_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestSurvey(t *testing.T) {
	town, cal := demo(t)
	c := town.Cohort
	s := c.NewSurvey(c.Phases(cal)[1], cal)
	if s.Closes.String() != "2027-04-05" { // five workdays after 25 March, over Easter
		t.Errorf("closes on %s", s.Closes)
	}
	on := day(t, "2027-03-30")
	anna := somebody("lotse-bauen")
	if err := s.Answer(c, anna, townhall.SurveyYes, townhall.SurveyNo, on); err != nil {
		t.Fatal(err)
	}
	for want, err := range map[string]error{
		"survey.answered":   s.Answer(c, anna, townhall.SurveyNo, townhall.SurveyNo, on),
		"survey.bad_answer": s.Answer(c, somebody("lotse-kultur"), "great", townhall.SurveyNo, on),
		"cohort.not_in":     s.Answer(c, somebody("zoe"), townhall.SurveyYes, townhall.SurveyNo, on),
		"survey.closed":     s.Answer(c, somebody("lotse-kultur"), townhall.SurveyYes, townhall.SurveyNo, day(t, "2027-04-06")),
	} {
		if errorKey(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if len(s.Answered) != 1 || s.Useful[townhall.SurveyYes] != 1 {
		t.Errorf("%+v", s)
	}
}

// However many answer, the sums are right, shown once and from five on; and when
// the survey has closed nothing says who has answered.
func TestSurveyIsShownOnceAndFromFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &townhall.Cohort{Host: "b", From: "b", State: townhall.CohortRunning}
		today := day(t, "2027-03-30")
		s := &townhall.Survey{Closes: today, Useful: townhall.Sums{}, Enough: townhall.Sums{}}
		n := rapid.IntRange(0, 9).Draw(t, "people")
		want := townhall.Sums{}
		for i := range n {
			p := somebody(townhall.PersonID(fmt.Sprint("p", i)))
			c.Participants = append(c.Participants, townhall.Participant{Member: townhall.Member{Org: "b", Person: p.ID}, State: townhall.ParticipationJoined})
			useful := rapid.SampledFrom(townhall.SurveyAnswers).Draw(t, "useful")
			want[useful]++
			if err := s.Answer(c, p, useful, townhall.SurveyYes, today); err != nil {
				t.Fatal(err)
			}
		}
		shown := s.Close()
		if (shown != nil) != (n >= townhall.MinAnswers) || len(s.Answered) != 0 || s.Close() != nil {
			t.Fatalf("%d people: %+v, %+v", n, shown, s)
		}
		if shown == nil {
			if len(s.Useful)+len(s.Enough) > 0 {
				t.Fatalf("%d answers are kept: %+v", n, s)
			}
			return
		}
		if shown.Count != n || shown.Enough[townhall.SurveyYes] != n {
			t.Fatalf("%d people: %+v", n, shown)
		}
		for _, a := range townhall.SurveyAnswers {
			if shown.Useful[a] != want[a] {
				t.Fatalf("%s: %+v, want %+v", a, shown.Useful, want)
			}
		}
	})
}
