package townhall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsenfunk/townhall"
)

func TestSumProgress(t *testing.T) {
	today := day(t, "2027-03-23")
	mark := func(on string, packages, done int) townhall.ProgressMark {
		m := townhall.ProgressMark{Packages: packages, Done: done}
		if on != "" {
			m.On = day(t, on)
		}
		return m
	}
	type marks = []townhall.ProgressMark
	for name, c := range map[string]struct {
		projects []marks
		want     marks
	}{
		"no project":                       {nil, nil},
		"counted for the first time today": {[]marks{{mark("2027-03-23", 4, 1)}}, marks{mark("2027-03-23", 4, 1)}},
		"nothing was counted yet":          {[]marks{{mark("", 4, 1)}, {mark("", 2, 2)}}, marks{mark("", 6, 3)}},
		"what was never counted has always been so": {[]marks{{mark("", 4, 1)}, {mark("2027-03-18", 2, 0), mark("2027-03-22", 2, 1), mark("2027-03-23", 2, 1)}},
			marks{mark("2027-03-18", 6, 1), mark("2027-03-22", 6, 2), mark("2027-03-23", 6, 2)}},
		"a project that begins later adds to it": {[]marks{{mark("2027-03-18", 2, 0)}, {mark("2027-03-22", 3, 0)}},
			marks{mark("2027-03-18", 2, 0), mark("2027-03-22", 5, 0), mark("2027-03-23", 5, 0)}},
	} {
		if diff := cmp.Diff(c.want, townhall.SumProgress(c.projects, today)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
