package townhall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestOrganisationReminders(t *testing.T) {
	o := &townhall.Organisation{}
	if diff := cmp.Diff(townhall.DefaultReminders(), o.Reminders()); diff != "" {
		t.Errorf("a town that has set nothing: %s", diff)
	}
	for _, c := range []townhall.ReminderChange{
		{Kind: townhall.ReminderInvitation, Days: 21, At: 10 * 60},
		{Kind: townhall.ReminderDate, At: 8 * 60}, // on the very day
		{Kind: townhall.ReminderCheckIn, Off: true},
		{Kind: townhall.ReminderPackageDue, At: townhall.ReminderHour}, // as usual
	} {
		if err := o.ChangeReminder(c); err != nil {
			t.Fatal(err)
		}
	}
	want := townhall.DefaultReminders()
	want[0].Days, want[0].At = 21, 10*60
	want[1].Workdays, want[1].At, want[1].Keeps = 0, 8*60, 0
	want = append(want[:3], want[4:]...)
	if diff := cmp.Diff(want, o.Reminders()); diff != "" {
		t.Errorf("with changes (-want +got): %s", diff)
	}
	if n := len(o.ReminderChanges); n != 3 {
		t.Errorf("%d changes are kept: what is as usual is none", n)
	}
	o.UsualReminder(townhall.ReminderCheckIn)
	if got := o.ReminderSetting(townhall.ReminderCheckIn); got != (townhall.ReminderChange{Kind: townhall.ReminderCheckIn, At: townhall.ReminderHour}) {
		t.Errorf("put back: %+v", got)
	}
	o.UsualReminder("")
	if diff := cmp.Diff(townhall.DefaultReminders(), o.Reminders()); diff != "" {
		t.Errorf("all put back: %s", diff)
	}
}

func TestReminderChangesThatCannotBeKept(t *testing.T) {
	for _, tt := range []struct {
		change townhall.ReminderChange
		key    string
	}{
		{townhall.ReminderChange{Kind: "coffee", At: 540}, "cohort.unknown_reminder"},
		{townhall.ReminderChange{Kind: townhall.ReminderAgreed, Workdays: 1, At: 540}, "cohort.reminder_on_day"},
		{townhall.ReminderChange{Kind: townhall.ReminderPackageDue, Days: 1, At: 540}, "cohort.reminder_on_day"},
		{townhall.ReminderChange{Kind: townhall.ReminderDate, Days: 1, Workdays: 1, At: 540}, "cohort.bad_reminder"},
		{townhall.ReminderChange{Kind: townhall.ReminderDate, Days: 61, At: 540}, "cohort.bad_reminder"},
		{townhall.ReminderChange{Kind: townhall.ReminderDate, Workdays: -1, At: 540}, "cohort.bad_reminder"},
		{townhall.ReminderChange{Kind: townhall.ReminderDate, Days: 1, At: 7 * 60}, "cohort.bad_reminder"},
		{townhall.ReminderChange{Kind: townhall.ReminderDate, Days: 1, At: 17 * 60}, "cohort.bad_reminder"},
	} {
		o := &townhall.Organisation{}
		if err := o.ChangeReminder(tt.change); errorKey(err) != tt.key || len(o.ReminderChanges) > 0 {
			t.Errorf("%+v: %v", tt.change, err)
		}
	}
	twice := []townhall.ReminderChange{{Kind: townhall.ReminderDate, At: 540}, {Kind: townhall.ReminderDate, At: 600}}
	if err := townhall.CheckReminderChanges(twice); errorKey(err) != "cohort.unknown_reminder" {
		t.Errorf("one that stands twice: %v", err)
	}
}

// TestAcceptedChangesMakeGoodRules: whatever a town has set, its rules can be kept,
// and a reminder helps on the day on which it comes.
func TestAcceptedChangesMakeGoodRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &townhall.Organisation{}
		for range rapid.IntRange(0, 6).Draw(t, "changes") {
			_ = o.ChangeReminder(townhall.ReminderChange{ // what is refused changes nothing
				Kind:     rapid.SampledFrom(townhall.ReminderKinds()).Draw(t, "kind"),
				Off:      rapid.Bool().Draw(t, "off"),
				Days:     rapid.IntRange(-1, 61).Draw(t, "days"),
				Workdays: rapid.IntRange(-1, 41).Draw(t, "workdays"),
				At:       townhall.ClockTime(rapid.IntRange(0, 24*60).Draw(t, "at")),
			})
		}
		rules := o.Reminders()
		if err := townhall.CheckReminders(rules); err != nil {
			t.Fatal(err)
		}
		for _, r := range rules {
			if r.Days == 0 && r.Workdays == 0 && r.Keeps < 0 {
				t.Fatalf("%s comes on the day and helps only before it", r.Kind)
			}
		}
	})
}

func TestDeadlinesOfATown(t *testing.T) {
	o := &townhall.Organisation{}
	if err := o.SetDeadlines(3, 20); err != nil || o.AnswerWithin != 3 || o.DecideWithin != 20 {
		t.Errorf("%d, %d, %v", o.AnswerWithin, o.DecideWithin, err)
	}
	for _, bad := range [][2]int{{0, 30}, {-1, 30}, {5, 4}, {5, 121}} {
		if err := o.SetDeadlines(bad[0], bad[1]); errorKey(err) != "town.bad_deadlines" || o.AnswerWithin != 3 {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
