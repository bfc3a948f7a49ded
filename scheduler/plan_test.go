package scheduler

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// birkenfurt are the facts of a town in which nothing is planned yet.
func birkenfurt(t *testing.T) facts {
	t.Helper()
	cal, err := townhall.NewCalendar("BW", []string{"12-24", "12-31"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return facts{zone: berlin(t), cal: cal, since: townhall.Date{Year: 2027, Month: 3, Day: 1}, leadership: []townhall.PersonID{"mia", "lena"}, lotsen: "lotsen",
		guides: []*townhall.Person{
			{ID: "lotte", Roles: []townhall.Role{townhall.RoleLotse}, Topics: []string{"e_file"}},
			{ID: "lars", Roles: []townhall.Role{townhall.RoleLotse}},
			{ID: "kim", Roles: []townhall.Role{townhall.RoleCoordinator}}}}
}

// parked are ideas 1, 2, … that are parked until these days.
func parked(t *testing.T, days ...string) []*townhall.Idea {
	t.Helper()
	var ideas []*townhall.Idea
	for n, day := range days {
		ideas = append(ideas, &townhall.Idea{ID: townhall.IdeaID(n + 1), State: townhall.IdeaParked, ParkedUntil: dayOf(t, day)})
	}
	return ideas
}

func dayOf(t *testing.T, day string) townhall.Date {
	t.Helper()
	d, err := townhall.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlannedWakes(t *testing.T) {
	zone := berlin(t)
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2027, month, day, hour, minute, 0, 0, zone)
	}
	for _, c := range []struct {
		name   string
		parked []string
		now    time.Time
		wakes  []townhall.IdeaID
		next   time.Time
	}{
		{"nothing is parked", nil, at(3, 18, 12, 0), nil, time.Time{}},
		{"a minute too early", []string{"2027-03-18"}, at(3, 18, 8, 59), nil, at(3, 18, 9, 0)},
		{"at its hour", []string{"2027-03-18"}, at(3, 18, 9, 0), []townhall.IdeaID{1}, time.Time{}},
		{"found after days of standing still", []string{"2027-03-18", "2027-04-12"}, at(3, 25, 3, 0), []townhall.IdeaID{1}, at(4, 12, 9, 0)},
		{"found after a year", []string{"2026-03-18"}, at(3, 25, 3, 0), []townhall.IdeaID{1}, time.Time{}},
		{"the earliest is next", []string{"2027-05-03", "2027-04-12", "2027-06-01"}, at(3, 18, 9, 0), nil, at(4, 12, 9, 0)},
		{"summer time begins on the day", []string{"2027-03-28"}, at(3, 27, 9, 0), nil, at(3, 28, 9, 0)},
		{"the day is the town's, not that of UTC", []string{"2027-03-18"}, time.Date(2027, 3, 18, 8, 0, 0, 0, time.UTC), []townhall.IdeaID{1}, time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := birkenfurt(t)
			f.parked = parked(t, c.parked...)
			var wakes []townhall.IdeaID
			due, next := plan(c.now, f)
			for _, p := range due {
				wakes = append(wakes, p.wake)
			}
			if !slices.Equal(wakes, c.wakes) {
				t.Errorf("ideas %v wake, not %v", wakes, c.wakes)
			}
			if !next.Equal(c.next) {
				t.Errorf("next at %v, not %v", next, c.next)
			}
		})
	}
}

// decision is one that was asked on a day.
func decision(asked townhall.Date, of townhall.PersonID, state townhall.DecisionState, rounds int) *townhall.DecisionView {
	d := &townhall.Decision{Thing: 17, ID: 1, AskedBy: "anna", AskedOf: of, State: state, AskedOn: asked}
	if state == townhall.DecisionCounterQuestion {
		rounds = max(rounds, 1)
	}
	for range rounds {
		d.Counter = append(d.Counter, townhall.CounterQuestion{Question: "Rückfrage?", On: asked.AddDays(1)})
	}
	return &townhall.DecisionView{Title: "Titel", Kind: townhall.KindProject, Decision: d}
}

func TestPlannedDecisions(t *testing.T) {
	for _, c := range []struct {
		name     string
		decision *townhall.DecisionView
		on       string // the first day on which it is planned
		to       []townhall.PersonID
	}{
		{"five working days later", decision(dayOf(t, "2027-03-17"), "lena", townhall.DecisionAsked, 0), "2027-03-24", []townhall.PersonID{"lena"}},
		{"over Easter", decision(dayOf(t, "2027-03-24"), "lena", townhall.DecisionAsked, 0), "2027-04-02", []townhall.PersonID{"lena"}},
		{"leadership is asked", decision(dayOf(t, "2027-03-17"), "", townhall.DecisionAsked, 0), "2027-03-24", []townhall.PersonID{"mia", "lena"}},
		{"the asker's turn", decision(dayOf(t, "2027-03-17"), "lena", townhall.DecisionCounterQuestion, 1), "2027-03-25", []townhall.PersonID{"anna"}},
		{"taken back", decision(dayOf(t, "2027-03-17"), "lena", townhall.DecisionWithdrawn, 1), "", nil},
		{"decided", decision(dayOf(t, "2027-03-17"), "lena", townhall.DecisionYes, 0), "", nil},
		{"due before the town was loaded", decision(dayOf(t, "2027-02-17"), "lena", townhall.DecisionAsked, 0), "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := birkenfurt(t)
			f.decisions = []*townhall.DecisionView{c.decision}
			var to []townhall.PersonID
			day := dayOf(t, "2027-03-02")
			for ; len(to) == 0 && day.Before(dayOf(t, "2027-04-30")); day = day.AddDays(1) {
				due, _ := plan(day.At(9, 0, f.zone), f)
				for _, p := range due {
					to = append(to, p.remind.Person)
				}
			}
			if !slices.Equal(to, c.to) {
				t.Errorf("%v are reminded, not %v", to, c.to)
			}
			if found := day.AddDays(-1).String(); c.on != "" && found != c.on {
				t.Errorf("planned for %s, not %s", found, c.on)
			}
		})
	}
}

// question is one that should be claimed by a day.
func question(until townhall.Date, topic string, confidential bool, state townhall.HelpRequestState) *townhall.HelpRequest {
	return &townhall.HelpRequest{ID: 53, Topic: topic, Confidential: confidential, RequestedBy: "anna", State: state, RemindOn: until}
}

func TestPlannedQuestions(t *testing.T) {
	monday := dayOf(t, "2027-03-22")
	for _, c := range []struct {
		name     string
		question *townhall.HelpRequest
		noRoom   bool
		want     []string // day, kind and receiver
	}{
		{"the channel, then the coordination", question(monday, "e_file", false, townhall.HelpRequestNew), false,
			[]string{"2027-03-22 question.reminder #lotsen", "2027-03-24 question.overdue kim"}},
		{"a confidential one: who knows the topic", question(monday, "e_file", true, townhall.HelpRequestNew), false,
			[]string{"2027-03-22 question.reminder lotte", "2027-03-24 question.overdue kim"}},
		{"a confidential one without a topic", question(monday, "", true, townhall.HelpRequestNew), false,
			[]string{"2027-03-22 question.reminder kim", "2027-03-24 question.overdue kim"}},
		{"a town without a channel", question(monday, "", false, townhall.HelpRequestNew), true,
			[]string{"2027-03-22 question.reminder lotte", "2027-03-22 question.reminder lars", "2027-03-24 question.overdue kim"}},
		{"claimed", question(monday, "", false, townhall.HelpRequestClaimed), false, nil},
		{"nobody waits for it", question(townhall.Date{}, "", false, townhall.HelpRequestNew), false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := birkenfurt(t)
			f.questions = []*townhall.HelpRequest{c.question}
			if c.noRoom {
				f.lotsen = ""
			}
			var got []string
			for _, p := range f.occasions() {
				receiver := string(p.remind.Person)
				if p.remind.Channel != "" {
					receiver = "#" + string(p.remind.Channel)
				}
				got = append(got, p.remind.On.String()+" "+p.remind.Kind+" "+receiver)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("planned %q, not %q", got, c.want)
			}
		})
	}
}

func TestPlannedMandates(t *testing.T) {
	for _, c := range []struct {
		name         string
		given, until string
		want         []string
	}{
		{"two weeks before, and on the last working day before its last", "2027-03-05", "2027-09-30", []string{"2027-09-16", "2027-09-29"}},
		{"never on a day off", "2027-03-05", "2027-12-31", []string{"2027-12-17", "2027-12-30"}},
		{"Christmas and a Monday", "2027-03-05", "2028-01-10", []string{"2027-12-27", "2028-01-07"}},
		{"given for a week", "2027-03-05", "2027-03-12", []string{"2027-03-11"}},
		{"given on the day on which it would be told", "2027-03-11", "2027-03-12", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := birkenfurt(t)
			f.mandates = []*townhall.Mandate{{Project: 17, GivenBy: "lena", Text: "Vorrang", GivenOn: dayOf(t, c.given), Until: dayOf(t, c.until)}}
			var got []string
			for _, p := range f.occasions() {
				got = append(got, p.remind.On.String())
				if p.remind.Person != "lena" || p.remind.Kind != "mandate.ends" {
					t.Errorf("planned %+v", p.remind)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("planned for %q, not %q", got, c.want)
			}
		})
	}
}

// Whatever the facts, and whenever the planner looks: nobody is reminded on a day
// off or before the hour, twice of the same, or of what is done; and what it says
// will be next is next.
func TestPlanProperties(t *testing.T) {
	f := birkenfurt(t)
	rapid.Check(t, func(t *rapid.T) {
		begin := townhall.Date{Year: 2027, Month: 3, Day: 1}
		f.parked, f.decisions, f.questions = nil, nil, nil
		for n := range rapid.IntRange(0, 3).Draw(t, "questions") {
			q := question(f.cal.NextWorkday(begin.AddDays(rapid.IntRange(-40, 60).Draw(t, "until"))), rapid.SampledFrom([]string{"", "e_file"}).Draw(t, "topic"),
				rapid.Bool().Draw(t, "confidential"), rapid.SampledFrom(townhall.HelpRequestStates).Draw(t, "question"))
			q.ID = townhall.HelpRequestID(50 + n)
			f.questions = append(f.questions, q)
		}
		for n := range rapid.IntRange(0, 5).Draw(t, "decisions") {
			d := decision(begin.AddDays(rapid.IntRange(-40, 60).Draw(t, "asked")), rapid.SampledFrom([]townhall.PersonID{"lena", "mia", ""}).Draw(t, "of"),
				rapid.SampledFrom(townhall.DecisionStates).Draw(t, "state"), rapid.IntRange(0, 2).Draw(t, "rounds"))
			d.Thing = townhall.Number(n + 1)
			f.decisions = append(f.decisions, d)
		}
		said := map[string]time.Time{}
		f.mandates = nil
		for n := range rapid.IntRange(0, 3).Draw(t, "mandates") {
			given := begin.AddDays(rapid.IntRange(-40, 60).Draw(t, "given"))
			f.mandates = append(f.mandates, &townhall.Mandate{Project: townhall.ProjectID(90 + n), GivenBy: "lena", GivenOn: given, Until: given.AddDays(rapid.IntRange(1, 90).Draw(t, "for"))})
		}
		now := begin.At(rapid.IntRange(0, 23).Draw(t, "hour"), 0, f.zone)
		for range rapid.IntRange(1, 12).Draw(t, "looks") {
			due, next := plan(now, f)
			for _, p := range due {
				checkReminder(t, f, p, now, said)
			}
			later := now.Add(time.Duration(rapid.IntRange(1, 24*20).Draw(t, "pause")) * time.Hour)
			if !next.IsZero() && next.Before(later) {
				if due, _ := plan(next, f); len(due) == 0 && f.counts(next, next) {
					t.Fatalf("nothing is due at %v", next)
				}
				later = next
			}
			now = later
		}
	})
}

func checkReminder(t *rapid.T, f facts, p planned, now time.Time, said map[string]time.Time) {
	day := townhall.DateOf(p.at, f.zone)
	if p.at.After(now) || p.at.Hour() != PlanHour || !f.cal.Workday(day) || !f.since.Before(day) {
		t.Fatalf("at %v something is planned for %v", now, p.at)
	}
	if now.Sub(p.at) > (tooOld+1)*24*time.Hour {
		t.Fatalf("at %v something is planned for %v: too old", now, p.at)
	}
	for _, d := range f.decisions {
		turn := townhall.DecisionAsked
		if p.remind.Person == d.AskedBy {
			turn = townhall.DecisionCounterQuestion
		}
		if d.Thing == p.remind.Thing && d.State != turn {
			t.Fatalf("%s is reminded of a decision that is %s", p.remind.Person, d.State)
		}
	}
	for _, q := range f.questions {
		if townhall.Number(q.ID) == p.remind.Thing && (q.State != townhall.HelpRequestNew || q.Confidential && p.remind.Channel != "") {
			t.Fatalf("%s is planned for a question that is %s", key(p), q.State)
		}
	}
	if before, ok := said[key(p)]; ok && !before.Equal(p.at) {
		t.Fatalf("%s is planned for %v and for %v", key(p), before, p.at)
	}
	said[key(p)] = p.at
}

func key(p planned) string { return string(p.remind.Key) }
