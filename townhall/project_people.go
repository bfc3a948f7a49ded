package townhall

// SetPeople says who leads the project from now on, and who backs it. Whoever is
// new is told, and so is whoever it was before.
func (p *Project) SetPeople(by *Person, lead, sponsor PersonID) ([]Notice, error) {
	if err := May(by, VerbSteerProject, p); err != nil {
		return nil, err
	}
	switch {
	case p.Over():
		return nil, Errf(Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
	case lead == "":
		return nil, Errf(Invalid, "project.no_lead", "Field", "lead")
	}
	before := *p
	p.Lead, p.Sponsor = lead, sponsor
	var notices []Notice
	tell := func(kind string, to Audience, person PersonID) {
		if person != "" && person != by.ID {
			notices = append(notices, Notice{Kind: kind, To: to, Person: person, Thing: Number(p.ID),
				Values: map[string]string{"title": p.Title, "by": by.Display}})
		}
	}
	if lead != before.Lead {
		tell("project.lead", ToPerson, lead)
		tell("project.handed_on", ToLead, before.Lead)
	}
	if sponsor != before.Sponsor {
		tell("project.sponsor", ToPerson, sponsor)
		tell("project.handed_on", ToSponsor, before.Sponsor)
	}
	return notices, nil
}

// PersonGone takes the project from somebody who has left the town, and says
// whether they led or backed it. Nobody follows them by themselves: the
// coordination is told that somebody is to lead it; the lead, that somebody is to
// back it.
func (p *Project) PersonGone(gone PersonID, coordination []PersonID) (notices []Notice, changed bool) {
	tell := func(kind string, to ...PersonID) {
		for _, person := range to {
			if person != gone {
				notices = append(notices, Notice{Kind: kind, To: ToPerson, Person: person, Thing: Number(p.ID),
					Values: map[string]string{"title": p.Title}})
			}
		}
	}
	if p.Lead == gone {
		p.Lead, changed = "", true
		tell("project.lead_gone", coordination...)
	}
	if p.Sponsor == gone {
		p.Sponsor, changed = "", true
		if p.Lead != "" {
			coordination = []PersonID{p.Lead}
		}
		tell("project.sponsor_gone", coordination...)
	}
	return notices, changed
}
