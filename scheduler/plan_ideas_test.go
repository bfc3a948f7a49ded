package scheduler

import (
	"fmt"
	"slices"
	"testing"

	"lotsenfunk/townhall"
)

func TestIdeaDeadlines(t *testing.T) {
	for _, c := range []struct {
		name string
		idea townhall.Idea
		want []string // kind, day and receiver
	}{
		{"nobody has answered", townhall.Idea{State: townhall.IdeaSubmitted, Author: "anna"}, []string{"idea.answer_due 2027-03-25 kim"}},
		{"in review", townhall.Idea{State: townhall.IdeaInReview, Author: "anna", Reviewer: "lena"}, []string{"idea.decision_due 2027-05-03 lena"}},
		{"its reviewer reviews no longer", townhall.Idea{State: townhall.IdeaInReview, Author: "anna", Reviewer: "gone"}, []string{"idea.decision_due 2027-05-03 kim"}},
		{"of the only coordinator", townhall.Idea{State: townhall.IdeaSubmitted, Author: "kim"}, []string{"idea.answer_due 2027-03-25 mia", "idea.answer_due 2027-03-25 lena"}},
		{"a second consent is missing", townhall.Idea{State: townhall.IdeaInReview, Anonymous: true, Reviewer: "kim", Consents: []townhall.PersonID{"kim"}},
			[]string{"idea.decision_due 2027-05-03 mia", "idea.decision_due 2027-05-03 lena"}},
		{"its author is asked something", townhall.Idea{State: townhall.IdeaQuestion, Author: "anna", Reviewer: "kim"}, nil},
		{"parked", townhall.Idea{State: townhall.IdeaParked, Author: "anna", Reviewer: "kim"}, nil},
		{"decided", townhall.Idea{State: townhall.IdeaAccepted, Author: "anna", Reviewer: "kim"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := birkenfurt(t)
			c.idea.ID = 12
			o := townhall.Organisation{AnswerWithin: 5, DecideWithin: 30}
			c.idea.AnswerBy, c.idea.DecideBy = o.Deadlines(f.cal, dayOf(t, "2027-03-18"))
			f.waiting = []*townhall.Idea{&c.idea}
			var got []string
			for _, p := range f.occasions() {
				if !p.at.Equal(f.hour(p.remind.On)) {
					t.Errorf("%s comes at %s", p.remind.Kind, p.at)
				}
				got = append(got, fmt.Sprintf("%s %s %s", p.remind.Kind, p.remind.On, p.remind.Person))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, not %v", got, c.want)
			}
		})
	}
}
