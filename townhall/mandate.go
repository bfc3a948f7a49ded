package townhall

// Mandate is the backing of somebody who may give it: a sentence on which
// people can rely, and how long. Everybody has at most one for each project; a
// new one takes the place of the old.
type Mandate struct {
	Project      ProjectID // 0: the whole programme
	GivenBy      PersonID
	Text         string
	HoursPerWeek int // 0 if none are named
	Until        Date
	GivenOn      Date
}

// MandateView is a mandate with the name of whoever gave it.
type MandateView struct {
	*Mandate
	GiverName string
}

// maxHoursPerWeek is a full week.
const maxHoursPerWeek = 40

// NewMandate backs a project. Its lead is told.
func NewMandate(by *Person, p *Project, text string, hours int, until, today Date) (*Mandate, []Notice, error) {
	if err := May(by, VerbBackProject, p); err != nil {
		return nil, nil, err
	}
	if p.Over() {
		return nil, nil, Errf(Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
	}
	text, err := sentence("project.no_mandate", "answer", text)
	switch {
	case err != nil:
		return nil, nil, err
	case hours < 0 || hours > maxHoursPerWeek:
		return nil, nil, Errf(Invalid, "project.bad_hours", "Field", "hours", "Most", maxHoursPerWeek)
	case until.IsZero() || !today.Before(until):
		return nil, nil, Errf(Invalid, "project.mandate_past", "Field", "until")
	}
	m := &Mandate{Project: p.ID, GivenBy: by.ID, Text: text, HoursPerWeek: hours, Until: until, GivenOn: today}
	return m, p.notices("mandate", []Audience{ToLead}, by, map[string]string{"by": by.Display, "text": text, "until": until.String()}), nil
}
