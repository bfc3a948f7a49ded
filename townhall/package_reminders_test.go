package townhall_test

import (
	"fmt"
	"testing"
	"time"

	"lotsenfunk/townhall"
)

func TestPackageReminders(t *testing.T) {
	_, cal := demo(t)
	away := townhall.DefaultSettings("anna")
	away.Absence = townhall.Absence{From: day(t, "2027-03-08"), Until: day(t, "2027-03-31")}
	away.Deputy = "ben"
	alone := away
	alone.Deputy = ""
	friday := townhall.DefaultSettings("anna")
	friday.Works = townhall.DaysOf(time.Friday)
	w := townhall.DuePackage{ID: 41, Org: "birkenfurt", Due: day(t, "2027-03-30"), Working: []townhall.PersonID{"anna"}}
	waits, both, undated := w, w, w
	waits.Waits = true
	both.Working = []townhall.PersonID{"anna", "ben"}
	undated.Due = townhall.Date{}
	for _, tt := range []struct {
		name string
		w    townhall.DuePackage
		anna townhall.Settings
		want string
	}{
		{"two workdays before, and on the day", w, townhall.DefaultSettings("anna"), "[03-24 09:00 package-soon/41/2027-03-30/anna  03-30 09:00 package-due/41/2027-03-30/anna ]"},
		{"only on Fridays", w, friday, "[03-19 09:00 package-soon/41/2027-03-30/anna ]"},
		{"to the deputy", w, away, "[03-24 09:00 package-soon/41/2027-03-30/ben anna 03-30 09:00 package-due/41/2027-03-30/ben anna]"},
		{"to the deputy once, who works on it too", both, away, "[03-24 09:00 package-soon/41/2027-03-30/ben anna 03-30 09:00 package-due/41/2027-03-30/ben anna]"},
		{"away for long and nobody stands in", w, alone, "[]"},
		{"it waits for something", waits, townhall.DefaultSettings("anna"), "[]"},
		{"it is due on no day", undated, townhall.DefaultSettings("anna"), "[]"},
	} {
		f := townhall.ReminderFacts{Rules: townhall.DefaultReminders(), Calendar: cal, Zone: berlin,
			Reach: reachOf(cal, map[townhall.PersonID]townhall.Settings{"anna": tt.anna})}
		var got []string
		for _, r := range tt.w.Reminders(f) {
			got = append(got, fmt.Sprintf("%s %s %s", r.At.Format("01-02 15:04"), r.Key, r.For))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
