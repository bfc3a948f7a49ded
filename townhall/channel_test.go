package townhall_test

import (
	"testing"

	"lotsenfunk/townhall"
)

func TestDedicate(t *testing.T) {
	town := func() []*townhall.Channel {
		return []*townhall.Channel{
			{ID: "ideen", Name: "Ideen", Purpose: townhall.PurposeIdeas, Platform: "p", Tenant: "t", Remote: "c1"},
			{ID: "rathaus", Name: "Rathaus", Purpose: townhall.PurposeAnnouncements, Platform: "p", Tenant: "t", Remote: "c2"},
		}
	}
	here := townhall.Channel{Name: "Ideen!", Platform: "p", Tenant: "t", Remote: "c3"}
	changed, err := townhall.Dedicate(town(), here, townhall.PurposeIdeas, false)
	if err != nil || len(changed) != 2 || changed[0].ID != "ideen" || changed[0].Purpose != "" || changed[1].ID != "ideen-2" || changed[1].Purpose != townhall.PurposeIdeas {
		t.Errorf("a new channel: %+v, %v", changed, err)
	}
	here.Remote = "c2"
	changed, err = townhall.Dedicate(town(), here, townhall.PurposeIdeas, false)
	if err != nil || len(changed) != 2 || changed[1].ID != "rathaus" || changed[1].Name != "Rathaus" {
		t.Errorf("a channel that had another purpose: %+v, %v", changed, err)
	}
	if _, err := townhall.Dedicate(town(), here, townhall.PurposeAnnouncements, false); townhall.ErrorCode(err) != townhall.Conflict {
		t.Errorf("as it is: %v", err)
	}
	if _, err := townhall.Dedicate(town(), here, townhall.PurposeHelpRequests, false); townhall.ErrorCode(err) != townhall.Invalid {
		t.Errorf("questions in an open channel: %v", err)
	}
	if changed, err := townhall.Dedicate(town(), here, townhall.PurposeHelpRequests, true); err != nil || len(changed) != 1 {
		t.Errorf("questions in a closed channel: %+v, %v", changed, err)
	}
	here.Platform = "another"
	if changed, err := townhall.Dedicate(town(), here, townhall.PurposeIdeas, false); err != nil || len(changed) != 1 || changed[0].ID != "ideen-2" {
		t.Errorf("a channel on another platform takes nothing from the first: %+v, %v", changed, err)
	}
}
