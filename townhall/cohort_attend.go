package townhall

import "slices"

// Miss is a date to which somebody cannot come. A date that has moved since does
// not count: they may be free on the new one.
type Miss struct {
	Occurrence OccurrenceID
	Revision   int
}

// CannotCome notes that somebody cannot come to a date. Nobody asks why; the
// host's coordination is told.
func (c *Cohort) CannotCome(p *Person, id OccurrenceID, today Date) ([]Notice, error) {
	one, o, err := c.attending(c.member(p), id, today)
	if err != nil {
		return nil, err
	}
	if one.misses(o) {
		return nil, nil // nobody is told twice
	}
	one.Misses = append(one.Misses, Miss{o.ID, o.Revision})
	return c.tellAttending("cohort.cannot_come", o, p.Display), nil
}

// CanCome takes that back.
func (c *Cohort) CanCome(p *Person, id OccurrenceID, today Date) ([]Notice, error) {
	one, o, err := c.attending(c.member(p), id, today)
	if err != nil || !one.misses(o) {
		return nil, err
	}
	one.Misses = slices.DeleteFunc(one.Misses, func(miss Miss) bool { return miss.Occurrence == id })
	return c.tellAttending("cohort.can_come", o, p.Display), nil
}

func (c *Cohort) tellAttending(kind string, o *Occurrence, name string) []Notice {
	return []Notice{{Kind: kind, To: ToCoordination, Org: c.Host, Values: c.values(o, "by", name)}}
}

// attending is somebody's part and a date that is still to come.
func (c *Cohort) attending(m Member, id OccurrenceID, today Date) (*Participant, *Occurrence, error) {
	one, err := c.takesPart(m)
	if err != nil {
		return nil, nil, err
	}
	o, err := c.Occurrence(id)
	switch {
	case err != nil:
		return nil, nil, err
	case o.Cancelled:
		return nil, nil, Errf(Conflict, "cohort.date_cancelled", "Date", o.Date)
	case o.Date.Before(today):
		return nil, nil, Errf(Conflict, "cohort.date_past", "Date", o.Date)
	}
	return one, o, nil
}

func (p *Participant) misses(o *Occurrence) bool {
	return slices.Contains(p.Misses, Miss{o.ID, o.Revision})
}

// Missing are those who cannot come to a date, as it stands now.
func (c *Cohort) Missing(id OccurrenceID) []Member {
	o, err := c.Occurrence(id)
	if err != nil {
		return nil
	}
	var all []Member
	for _, p := range c.Participants {
		if p.State == ParticipationJoined && p.misses(o) {
			all = append(all, p.Member)
		}
	}
	return all
}
