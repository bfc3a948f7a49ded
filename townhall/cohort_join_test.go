package townhall_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

// smallCohort has two places and is open to a neighbour.
func smallCohort(t interface{ Fatal(...any) }) (*townhall.Cohort, townhall.Date) {
	cal := calendar(t, "BW", nil, nil)
	return newCohort(t, cal, townhall.Outline{Template: townhall.PhasesTemplate(2), First: day(t, "2027-02-23"), Places: 2,
		Towns: []townhall.OrgID{"nachbar"}}), day(t, "2027-01-12")
}

func joined(c *townhall.Cohort, state townhall.ParticipationState) (all []string) {
	for _, p := range c.Participants {
		if p.State == state {
			all = append(all, string(p.Person)+"@"+string(p.Org))
		}
	}
	return all
}

func TestJoin(t *testing.T) {
	c, today := smallCohort(t)
	now := today.At(10, 0, berlin)
	own, free, over := &townhall.Project{ID: 1, Lead: "anna"}, &townhall.Project{ID: 2}, &townhall.Project{ID: 3, State: townhall.ProjectDone}

	if _, _, err := c.Join(somebody("anna"), over, now); errorKey(err) != "cohort.project_over" || len(c.Participants) != 0 {
		t.Errorf("with a project that is over: %v", err)
	}
	p, notices, err := c.Join(somebody("anna"), own, now)
	if err != nil || p.Project != 1 || p.State != townhall.ParticipationJoined || told(notices) != "[cohort.join participant anna cohort.join coordination ]" {
		t.Errorf("anna: %v, %+v, %s", err, p, told(notices))
	}
	if _, _, err := c.Join(somebody("anna"), nil, now); errorKey(err) != "cohort.joined_already" {
		t.Errorf("twice: %v", err)
	}
	c.From = "nachbar"
	if _, _, err = c.Join(somebody("anna"), free, now); err != nil || free.Lead != "anna" {
		t.Errorf("the neighbour's anna takes a project: %v, %+v", err, free)
	}
	c.From = "birkenfurt"
	p, notices, err = c.Join(somebody("ben"), nil, now)
	if err != nil || p.State != townhall.ParticipationWaiting || told(notices) != "[cohort.wait coordination ]" {
		t.Errorf("ben: %v, %+v, %s", err, p, told(notices))
	}
	if _, _, err := c.Join(somebody("ben"), nil, now); errorKey(err) != "cohort.waits_already" {
		t.Errorf("waits twice: %v", err)
	}
	c.From = "fremd"
	if _, _, err := c.Join(somebody("zoe"), nil, now); errorKey(err) != "cohort.other_town" {
		t.Errorf("from another town: %v", err)
	}
	c.From = "birkenfurt"

	later := now.Add(time.Hour)
	notices, err = c.Leave(somebody("anna"), later)
	if err != nil || told(notices) != "[cohort.leave coordination  cohort.admit participant ben]" || notices[0].Values["admitted"] != "ben" {
		t.Errorf("anna leaves: %v, %s", err, told(notices))
	}
	if ben := c.Participant(townhall.Member{Org: "birkenfurt", Person: "ben"}); ben.State != townhall.ParticipationJoined || !ben.Since.Equal(later) {
		t.Errorf("ben: %+v", ben)
	}
	if got := fmt.Sprint(joined(c, townhall.ParticipationJoined)); got != "[anna@nachbar ben@birkenfurt]" {
		t.Errorf("taking part: %s", got)
	}
	if err := c.Choose(somebody("ben"), own); err != nil || c.Participant(townhall.Member{Org: "birkenfurt", Person: "ben"}).Project != 1 {
		t.Errorf("ben chooses: %v", err)
	}
	if err := c.Choose(somebody("anna"), own); errorKey(err) != "cohort.not_in" {
		t.Errorf("anna has left and chooses: %v", err)
	}
}

// told is who is told what, in short.
func told(notices []townhall.Notice) string {
	var all []string
	for _, n := range notices {
		all = append(all, fmt.Sprintf("%s %s %s", n.Kind, n.To, n.Person))
	}
	return fmt.Sprint(all)
}

func TestCannotCome(t *testing.T) {
	c, today := smallCohort(t)
	cal := calendar(t, "BW", nil, nil)
	anna := somebody("anna")
	if _, err := c.CannotCome(anna, 2, today); errorKey(err) != "cohort.not_in" {
		t.Errorf("who does not take part: %v", err)
	}
	if _, _, err := c.Join(anna, nil, time.Time{}); err != nil {
		t.Fatal(err)
	}
	notices, err := c.CannotCome(anna, 2, today)
	if err != nil || told(notices) != "[cohort.cannot_come coordination ]" || notices[0].Org != "birkenfurt" || notices[0].Values["date"] != "2027-03-02" {
		t.Errorf("%v, %+v", err, notices)
	}
	if notices, err = c.CannotCome(anna, 2, today); err != nil || len(notices) != 0 {
		t.Errorf("twice: %v, %s", err, told(notices))
	}
	if got := c.Missing(2); len(got) != 1 {
		t.Errorf("missing: %v", got)
	}
	// On another day anna may be free.
	m, err := c.PreviewMove(coordinator, 2, day(t, "2027-03-03"), true, cal, today)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Apply(m, coordinator, time.Time{}); err != nil || len(c.Missing(2)) != 0 {
		t.Errorf("%v, still missing: %v", err, c.Missing(2))
	}
	if _, err = c.CannotCome(anna, 2, today); err != nil || len(c.Missing(2)) != 1 {
		t.Errorf("%v, missing: %v", err, c.Missing(2))
	}
	if notices, err = c.CanCome(anna, 2, today); err != nil || len(c.Missing(2)) != 0 || told(notices) != "[cohort.can_come coordination ]" {
		t.Errorf("%v, missing: %v, %s", err, c.Missing(2), told(notices))
	}
	if _, err = c.CannotCome(anna, 2, day(t, "2027-03-04")); errorKey(err) != "cohort.date_past" {
		t.Errorf("what is over: %v", err)
	}
	o, err := c.OccurrenceOn(day(t, "2027-03-03"))
	if err != nil || o.ID != 2 {
		t.Errorf("on 3 March: %v, %v", o, err)
	}
	if _, err = c.OccurrenceOn(day(t, "2027-03-04")); errorKey(err) != "cohort.nothing_on" {
		t.Errorf("on 4 March: %v", err)
	}
}

// TestPlacesAreKept lets people of two towns come and go.
func TestPlacesAreKept(t *testing.T) {
	people := []*townhall.Person{somebody("anna"), somebody("ben"), somebody("cem"), somebody("dora"), somebody("eva")}
	rapid.Check(t, func(t *rapid.T) {
		c, today := smallCohort(t)
		now := today.At(9, 0, berlin)
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			now = now.Add(time.Minute)
			c.From = rapid.SampledFrom([]townhall.OrgID{"birkenfurt", "nachbar"}).Draw(t, "town")
			p := rapid.SampledFrom(people).Draw(t, "person")
			waiting := joined(c, townhall.ParticipationWaiting)
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "action") {
			case 0, 1:
				_, _, err = c.Join(p, nil, now)
			case 2:
				_, err = c.Leave(p, now)
			case 3:
				c.From = "birkenfurt"
				_, err = c.SetPlaces(coordinator, rapid.IntRange(0, 6).Draw(t, "places"), now)
			}
			if k := errorKey(err); err != nil && k != "cohort.joined_already" && k != "cohort.waits_already" && k != "cohort.not_in" {
				t.Fatal(err)
			}
			checkPlaces(t, c, waiting)
		}
	})
}

func checkPlaces(t *rapid.T, c *townhall.Cohort, waited []string) {
	in, waiting := joined(c, townhall.ParticipationJoined), joined(c, townhall.ParticipationWaiting)
	if len(waiting) > 0 && (c.Places == 0 || len(in) < c.Places) {
		t.Fatalf("%v wait although of %d places %d are taken", waiting, c.Places, len(in))
	}
	// Who came first is in first: those of the waiting list who still wait came last.
	var still []string
	for _, w := range waited {
		if slices.Contains(waiting, w) {
			still = append(still, w)
		} else if len(still) > 0 && slices.Contains(in, w) {
			t.Fatalf("%s was let in before %v", w, still)
		}
	}
	seen := map[townhall.Member]bool{}
	for _, p := range c.Participants {
		if seen[p.Member] {
			t.Fatalf("%v is there twice", p.Member)
		}
		seen[p.Member] = true
	}
}
