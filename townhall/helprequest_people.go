package townhall

import (
	"slices"
	"strconv"
)

// Abandon ends the part that somebody has in the question who leaves the town:
// what they looked after is open for all Lotsen again, what they asked is
// settled. A question that is with a contact stays there.
func (h *HelpRequest) Abandon(p PersonID, on Date, cal *Calendar) (HelpRequestAction, []Notice) {
	switch {
	case h.RequestedBy == p:
		h.State, h.AskedContact, h.RemindOn = HelpRequestClosed, "", Date{}
		return HelpRequestSettle, h.tell(HelpRequestSettle, nil, ToClaimer, ToContact)
	case h.State == HelpRequestForwarded:
		h.ClaimedBy = ""
		return HelpRequestRelease, nil
	}
	h.State, h.ClaimedBy, h.AskedContact = HelpRequestNew, "", ""
	h.waitsFrom(on, cal)
	return HelpRequestRelease, h.tell(HelpRequestRelease, nil, ToRequester)
}

// Note names a remark in the notices about it: its words stand in one place.
func (r *Remark) Note(notices []Notice) {
	for i := range notices {
		values := map[string]string{"remark": strconv.Itoa(r.Seq)}
		for name, v := range notices[i].Values {
			values[name] = v
		}
		notices[i].Values = values
	}
}

// Receivers are the Lotsen who hear of a question nobody has claimed: all of
// them, or of a confidential one those who know its topic. If there are none it
// is the coordination. Who asked is never among them.
func (h *HelpRequest) Receivers(people []*Person) (receivers []*Person) {
	for _, p := range people {
		if p.Is(RoleLotse) && p.ID != h.RequestedBy && (!h.Confidential || slices.Contains(p.Topics, h.Topic)) {
			receivers = append(receivers, p)
		}
	}
	if len(receivers) > 0 {
		return receivers
	}
	for _, p := range people {
		if p.Is(RoleCoordinator) && p.ID != h.RequestedBy {
			receivers = append(receivers, p)
		}
	}
	return receivers
}
