package scheduler

import (
	"slices"
	"testing"
	"time"

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

// parked are ideas 1, 2, … that are parked until these days.
func parked(t *testing.T, days ...string) []*townhall.Idea {
	t.Helper()
	var ideas []*townhall.Idea
	for n, day := range days {
		until, err := townhall.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		ideas = append(ideas, &townhall.Idea{ID: townhall.IdeaID(n + 1), State: townhall.IdeaParked, ParkedUntil: until})
	}
	return ideas
}

func TestPlan(t *testing.T) {
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
		{"the earliest is next", []string{"2027-05-03", "2027-04-12", "2027-06-01"}, at(3, 18, 9, 0), nil, at(4, 12, 9, 0)},
		{"summer time begins on the day", []string{"2027-03-28"}, at(3, 27, 9, 0), nil, at(3, 28, 9, 0)},
		{"the day is the town's, not that of UTC", []string{"2027-03-18"}, time.Date(2027, 3, 18, 8, 0, 0, 0, time.UTC), []townhall.IdeaID{1}, time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts{zone: zone, parked: parked(t, c.parked...)}
			var wakes []townhall.IdeaID
			for _, i := range f.wakes(c.now) {
				wakes = append(wakes, i.ID)
			}
			if !slices.Equal(wakes, c.wakes) {
				t.Errorf("ideas %v wake, not %v", wakes, c.wakes)
			}
			if next := f.next(c.now); !next.Equal(c.next) {
				t.Errorf("next at %v, not %v", next, c.next)
			}
		})
	}
}
