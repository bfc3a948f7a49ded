package townhall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lotsenfunk/townhall"
)

func TestMergeSchoolHolidays(t *testing.T) {
	one := func(name, from, until string) townhall.SchoolHoliday {
		return townhall.SchoolHoliday{Name: name, From: day(t, from), Until: day(t, until)}
	}
	winter, easter, moved, autumn := one("Winterferien", "2026-12-23", "2027-01-09"), one("Osterferien", "2027-03-30", "2027-04-03"),
		one("Osterferien", "2027-03-25", "2027-04-03"), one("Herbstferien", "2027-10-26", "2027-10-30")
	known := townhall.SchoolHolidays{autumn, winter, easter}
	all, added, same, gone := known.Merge(townhall.SchoolHolidays{autumn, moved})
	for what, lists := range map[string][2]townhall.SchoolHolidays{
		"all": {all, {winter, moved, autumn}}, "added": {added, {moved}}, "same": {same, {autumn}}, "gone": {gone, {easter}}} {
		if diff := cmp.Diff(lists[1], lists[0]); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	if all, _, _, _ := known.Merge(nil); len(all) != 3 {
		t.Errorf("an empty list takes something away: %v", all)
	}
}

// TestMergeTwice: what was read is known afterwards, each once, and reading it a
// second time changes nothing.
func TestMergeTwice(t *testing.T) {
	list := func(t *rapid.T, label string) (all townhall.SchoolHolidays) {
		for range rapid.IntRange(0, 6).Draw(t, label) {
			from := day(t, "2027-01-01").AddDays(rapid.IntRange(0, 300).Draw(t, "from"))
			all = append(all, townhall.SchoolHoliday{Name: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "name"), From: from, Until: from.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))})
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		read := list(t, "read")
		all, _, _, _ := list(t, "known").Merge(read)
		again, added, _, gone := all.Merge(read)
		if diff := cmp.Diff(all, again); diff != "" || len(added) > 0 || len(gone) > 0 {
			t.Fatalf("the second time adds %v, takes %v: %s", added, gone, diff)
		}
		for _, h := range read {
			if _, ok := all.On(h.From); !ok {
				t.Fatalf("%v is not in %v", h, all)
			}
		}
	})
}
