package townfile

import (
	"slices"
	"strings"
	"testing"

	"lotsenfunk/townhall"
)

func TestDemoTown(t *testing.T) {
	town, err := Demo()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(town.Ideas); n != 12 {
		t.Errorf("%d ideas, want 12", n)
	}
	if got := town.HelpRequests[len(town.HelpRequests)-1].ID; got != 52 {
		t.Errorf("the last number is %d, want 52", got)
	}
	if got := town.Ideas[0]; got.Project != 13 || len(got.Voters) != 11 || got.State != townhall.IdeaInProgress {
		t.Errorf("idea 1 is %+v", got)
	}
	if got := town.Decisions[0]; got.Thing != 17 || got.AskedOf != "leitung" || got.State != townhall.DecisionAsked {
		t.Errorf("decision 1 is %+v", got)
	}
	if c := town.Cohort; c.State != townhall.CohortRunning || len(c.Occurrences) != 6 || len(c.Participants) != 12 || c.Occurrences[2].Title != "Bedarfe erfassen und priorisieren" {
		t.Errorf("the cohort is %+v", c)
	}
	if got := town.Start().Format("2006-01-02 15:04 MST"); got != "2027-03-18 09:00 CET" {
		t.Errorf("starts at %s", got)
	}
}

func TestStrictness(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown key", "display: Poststelle", "display: Poststelle\n  colour: red", `unknown key "colour"`},
		{"unknown role", "- leadership\n", "- chief\n", `person leitung: there is no role "chief"`},
		{"unknown status", "status: accepted", "status: agreed", `idea I9: there is no status "agreed"`},
		{"unknown voter", "  - lotse-bauen\n  submitted_on: '2027-02-16'", "  - nobody\n  submitted_on: '2027-02-16'", `idea I1: voters: there is no person "nobody"`},
		{"unknown state", "state: BW", "state: XX", "XX"},
		{"bad date", "reference_date: '2027-03-18'", "reference_date: '18.3.2027'", "2027-03-18"},
		{"bad zone", "timezone: Europe/Berlin", "timezone: Berlin", `"Berlin" is no time zone`},
		{"other schema", "schema: 1", "schema: 9", "meta.schema: is 9"},
		{"no YAML", "meta:", "meta: [", "line"},
		{"unknown status of a decision", "status: asked\n  asked_on", "status: maybe\n  asked_on", `decision D1: there is no status "maybe"`},
		{"decision of no project", "project: P5\n  asked_by", "project: I5\n  asked_by", `decision D1: project: "I5" is no project`},
		{"a seminar day that is a day off", "seminar_day: '2027-03-30'", "seminar_day: '2027-03-29'", "programme: 2027-03-29 is a day off"},
		{"dates in disorder", "final_event: '2027-04-27'", "final_event: '2027-04-12'", "2027-04-12 does not come after"},
		{"a programme far away", "kickoff: '2027-02-23'", "kickoff: '0027-02-23'", "far away"},
		{"other workdays", "working_days: 7", "working_days: 8", "programme: phase 2: working_days is 8, but by the calendar 7"},
		{"another last workday", "last_working_day: '2027-03-25'", "last_working_day: '2027-03-29'", "phase 2: last_working_day is 2027-03-29, but by the calendar 2027-03-25"},
		{"unknown rhythm", "rhythm: fixed_weekday", "rhythm: often", `there is no rhythm "often"`},
		{"bad hour", "sessions_from: 09:00", "sessions_from: 9 Uhr", `"9 Uhr" is no time of day`},
		{"hours in disorder", "sessions_from: 09:00", "sessions_from: '17:00'", "cohort.bad_hours"},
		{"a deadline of nothing", "state: BW", "state: BW\n  answer_within: -1", "organisation: answer_within and decide_within are 1 to 120"},
		{"an answer after the decision", "state: BW", "state: BW\n  answer_within: 9\n  decide_within: 8", "organisation: answer_within and decide_within are 1 to 120"},
		{"a reminder of nothing", "state: BW", "state: BW\n  reminders: [{kind: coffee}]", `organisation.reminders: "coffee" does not exist`},
		{"a reminder too early", "state: BW", "state: BW\n  reminders: [{kind: package_due, days: 1}]", `organisation.reminders: "package_due" does not exist`},
		{"a reminder at night", "state: BW", "state: BW\n  reminders: [{kind: date, at: '06:00'}]", `organisation.reminders: "date" does not exist`},
		{"unknown project", "project: P1\n  milestone: P1-M1", "project: P99\n  milestone: P1-M1", `there is no "P99"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(string(demo), c.old, c.new, 1)
			if changed == string(demo) {
				t.Fatalf("%q is not in the demo town", c.old)
			}
			_, err := Parse("town.yaml", []byte(changed))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "town.yaml: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %q", err, c.want)
			}
		})
	}
	if _, err := Parse("town.yaml", nil); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty file: %v", err)
	}
}

func TestSettingsOfATown(t *testing.T) {
	town, err := Parse("town.yaml", []byte(strings.Replace(string(demo), "state: BW", `state: BW
  answer_within: 3
  reminders:
  - {kind: check_in, "off": true}
  - {kind: date, workdays: 3}
  - {kind: agreed, at: '16:00'}
  - {kind: open_packages, days: 0, at: '10:30'}`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	o := town.Organisation
	if o.AnswerWithin != 3 || o.DecideWithin != townhall.DefaultDecideWithin {
		t.Errorf("answer within %d, decide within %d", o.AnswerWithin, o.DecideWithin)
	}
	want := []townhall.ReminderChange{
		{Kind: townhall.ReminderCheckIn, Off: true, At: 9 * 60},
		{Kind: townhall.ReminderDate, Workdays: 3, At: 9 * 60},
		{Kind: townhall.ReminderAgreed, At: 16 * 60},
		{Kind: townhall.ReminderOpenPackages, At: 10*60 + 30},
	}
	if !slices.Equal(o.ReminderChanges, want) {
		t.Errorf("reminders are %+v", o.ReminderChanges)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(demo)
	f.Add([]byte("meta: {schema: 1}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if town, err := Parse("town.yaml", data); err == nil && town.Organisation.ID == "" {
			t.Error("a town without an id was accepted")
		}
	})
}
