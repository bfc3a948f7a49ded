package townhall_test

import (
	"testing"

	"lotsenfunk/townhall"
)

func TestAlmanac(t *testing.T) {
	var a townhall.Almanac
	o := &townhall.Organisation{State: "BW", Zone: "Europe/Berlin"}
	first, err := a.Calendar(o)
	again, err2 := a.Calendar(&townhall.Organisation{State: "BW", Zone: "Europe/Vienna"})
	if err != nil || err2 != nil || first != again {
		t.Errorf("the same days make two calendars: %v, %v", err, err2)
	}
	day := townhall.Date{Year: 2027, Month: 3, Day: 18}
	o.ExtraDaysOff = []string{"2027-03-18 Stadtfest"}
	if changed, err := a.Calendar(o); err != nil || changed.Workday(day) || !first.Workday(day) {
		t.Errorf("a day off that was added: %v", err)
	}
	o.ExtraDaysOff, o.RemovedDaysOff = nil, []string{"2027-12-24"}
	if other, err := a.Calendar(o); err != nil || other == first {
		t.Errorf("a day off that was removed: %v", err)
	}
	if _, err := a.Calendar(&townhall.Organisation{State: "XX"}); err == nil {
		t.Error("a land that is not there has a calendar")
	}
	if z := a.Zone(o); z.String() != "Europe/Berlin" || a.Zone(o) != z {
		t.Errorf("its zone is %v", z)
	}
}
