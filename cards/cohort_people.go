package cards

import (
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// CohortJoined is what somebody reads who wants to take part: all dates at once, or
// where they stand on the waiting list.
func CohortJoined(p *i18n.Printer, v *townhall.CohortView, offered []*townhall.Project) bot.Message {
	mine := v.Mine()
	args := townsArgs(v)
	if mine != nil && mine.State == townhall.ParticipationWaiting {
		args["Number"] = waitingPlace(v.Cohort, mine)
		m := Say(p, "cohort.waits", args, bot.Row{cohortButton(p, v, "cohort.dates"), cohortButton(p, v, "cohort.leave")})
		m.Text = m.Text.Append(mutedText(p, v))
		return m
	}
	m := Say(p, "cohort.joined", args)
	m.Text = p.Text("cohort.title", args).Append(datesText(p, v), m.Text, mutedText(p, v))
	if mine != nil && mine.Project == 0 {
		m.Text = m.Text.Append(p.Text("cohort.take_project", nil))
		if take := projectSelect(p, v, offered); len(take.Options) > 0 {
			m.Rows = append(m.Rows, bot.Row{take})
		}
	}
	m.Rows = append(m.Rows, bot.Row{cohortButton(p, v, "cohort.dates"), cohortButton(p, v, "cohort.cannot"), bot.Button("idea.file", "", p.Line("button.idea.file", nil))})
	return m
}

// mutedText says what somebody will not hear who has muted the bot.
func mutedText(p *i18n.Printer, v *townhall.CohortView) bot.Text {
	if v.Viewer == nil || !v.Viewer.Muted {
		return nil
	}
	return p.Text("cohort.muted", nil)
}

// projectSelect offers projects to work on.
func projectSelect(p *i18n.Printer, v *townhall.CohortView, offered []*townhall.Project) bot.Control {
	take := bot.Control{Action: "cohort.project", Label: p.Line("button.cohort.take_project", nil)}
	for _, one := range offered {
		take.Options = append(take.Options, ProjectOption(one, v.Key().String()+" "+Num(one.ID)))
	}
	return take
}

// CohortProjects asks what somebody works on.
func CohortProjects(p *i18n.Printer, v *townhall.CohortView, offered []*townhall.Project) bot.Message {
	row := bot.Row{bot.Button("project.list", "", p.Line("button.project.list", nil)), bot.Button("idea.file", "", p.Line("button.idea.file", nil))}
	take := projectSelect(p, v, offered)
	if len(take.Options) == 0 {
		return Named(p, v, Say(p, "cohort.no_projects", nil, row))
	}
	return Named(p, v, Say(p, "cohort.which_project", nil, bot.Row{take}, row))
}

// CohortProjectChosen says what somebody works on now.
func CohortProjectChosen(p *i18n.Printer, v *townhall.CohortView, project *townhall.Project) bot.Message {
	return Named(p, v, Say(p, "cohort.project_chosen", i18n.Args{"Number": project.ID, "Title": project.Title}, bot.Row{ShowButton(p, townhall.KindProject, project.ID), cohortButton(p, v, "cohort.menu")}))
}

// CohortAttend says whether somebody can come to a date, as it is noted now.
func CohortAttend(p *i18n.Printer, v *townhall.CohortView, o *townhall.Occurrence) bot.Message {
	args := CohortArgs(v)
	addOccurrence(args, v.Cohort, o)
	if v.Cannot(o) {
		return Named(p, v, Say(p, "cohort.cannot", args, bot.Row{dateButton(p, v, "cohort.can", o), cohortButton(p, v, "cohort.dates")}))
	}
	return Named(p, v, Say(p, "cohort.can", args, bot.Row{dateButton(p, v, "cohort.cannot", o), cohortButton(p, v, "cohort.dates")}))
}

// CheckInAsked asks how somebody gets on.
func CheckInAsked(p *i18n.Printer, v *townhall.CohortView, at townhall.Position, said *townhall.CheckIn) bot.Message {
	args := CohortArgs(v)
	args["Phase"], args["Count"] = at.Phase.Number, at.WorkdaysLeft
	m := Say(p, "cohort.check_in", args)
	if said != nil {
		m.Text = p.Text("cohort.mine.said."+string(said.Answer), nil).Append(m.Text)
	}
	var row bot.Row
	for _, answer := range townhall.CheckInAnswers[:3] { // "not today" answers a reminder
		row = append(row, checkInButton(p, v, at.Phase.Number, answer))
	}
	m.Rows = []bot.Row{row}
	return Named(p, v, m)
}

// answerWord is an answer as a button's value has it.
func answerWord(a townhall.CheckInAnswer) string {
	switch a {
	case townhall.CheckInHelp:
		return "hilfe"
	case townhall.CheckInStuck:
		return "hängt"
	case townhall.CheckInNotToday:
		return "heute nicht"
	}
	return "läuft"
}

// CheckInNoted says what was noted and who sees it. lead says that there is a team
// lead whom the person could let know.
func CheckInNoted(p *i18n.Printer, v *townhall.CohortView, one *townhall.CheckIn, lead bool) bot.Message {
	key := "cohort.noted." + string(one.Answer)
	m := Say(p, key, CohortArgs(v))
	if one.Reason != "" && one.Answer != townhall.CheckInGoing {
		m.Text = p.Text("cohort.noted.reason", i18n.Args{"Reason": one.Reason}).Append(m.Text)
	}
	seen := "cohort.noted.seen_by"
	if one.ForLead {
		seen = "cohort.noted.seen_by_lead"
	}
	m.Text = m.Text.Append(p.Text(seen, CohortArgs(v)))
	if one.Answer == townhall.CheckInGoing {
		return Named(p, v, m)
	}
	row := bot.Row{bot.Button("cohort.ask", v.Key().String(), p.Line("button.question.ask", nil))}
	if one.Reason == "" {
		row = append(row, cohortButton(p, v, "cohort.check_in_reason"))
	}
	if one.Answer == townhall.CheckInStuck && lead {
		word, label := "ja", "button.cohort.tell_lead"
		if one.ForLead {
			word, label = "nein", "button.cohort.hide_lead"
		} else {
			m.Text = m.Text.Append(p.Text("cohort.noted.ask_lead", nil))
		}
		row = append(row, bot.Button("cohort.tell_lead", v.Key().String()+" "+word, p.Line(label, nil)))
	}
	m.Rows = []bot.Row{row}
	return Named(p, v, m)
}

// CohortParticipants is who takes part, who waits, who cannot come next, and how
// they get on, for those who run the cohort.
func CohortParticipants(p *i18n.Printer, v *townhall.CohortView, at townhall.Position, now time.Time, said []*townhall.CheckIn) bot.Message {
	m := Say(p, "cohort.participants", i18n.Args{"Count": v.Count(townhall.ParticipationJoined)}, bot.Row{cohortButton(p, v, "cohort.places"), cohortButton(p, v, "cohort.invite"), cohortButton(p, v, "cohort.menu")})
	hint := m.Text
	item := func(one townhall.Participant) string {
		name := v.Names[one.Member]
		if one.Org != v.Host {
			name = p.Line("cohort.person_of", i18n.Args{"Person": name, "Town": v.TownNames[one.Org]})
		}
		return name
	}
	var joined, waiting, missing [][]bot.Span
	for _, one := range v.Participants {
		args := i18n.Args{"Person": item(one), "Number": one.Project}
		switch {
		case one.State == townhall.ParticipationJoined && one.Project != 0 && one.Org == v.Host:
			joined = append(joined, spans(p.Text("cohort.person.project", args)))
		case one.State == townhall.ParticipationJoined:
			joined = append(joined, spans(p.Text("cohort.person.plain", args)))
		case one.State == townhall.ParticipationWaiting:
			waiting = append(waiting, spans(p.Text("cohort.person.plain", args)))
		}
	}
	next := v.Ahead(at, now)
	if next != nil {
		for _, one := range v.Missing(next.ID) {
			missing = append(missing, spans(p.Text("cohort.person.plain", i18n.Args{"Person": item(townhall.Participant{Member: one})})))
		}
	}
	m.Text = NamedText(p, v, nil)
	section := func(heading string, args i18n.Args, items [][]bot.Span) {
		if len(items) > 0 {
			m.Text = m.Text.Append(p.Text(heading, args), bot.Text{{Items: items}})
		}
	}
	section("cohort.people.joined", nil, joined)
	section("cohort.people.waiting", nil, waiting)
	if next != nil {
		args := i18n.Args{}
		addOccurrence(args, v.Cohort, next)
		section("cohort.people.missing", args, missing)
	}
	section("cohort.people.check_ins", nil, checkInItems(p, v, said))
	m.Text = m.Text.Append(hint)
	return m
}

// checkInItems are the answers of those who need something, with their names. Who
// gets on well needs none.
func checkInItems(p *i18n.Printer, v *townhall.CohortView, said []*townhall.CheckIn) (items [][]bot.Span) {
	for _, one := range said {
		if one.Answer == townhall.CheckInGoing || !v.MayReadCheckIn(v.Viewer, one) {
			continue
		}
		args := i18n.Args{"Person": v.Names[one.Member], "Reason": one.Reason}
		key := "cohort.said." + string(one.Answer)
		if one.Reason != "" {
			key = "cohort.said_why." + string(one.Answer)
		}
		items = append(items, spans(p.Text(key, args)))
	}
	return items
}

// CohortPlaces says how many can take part.
func CohortPlaces(p *i18n.Printer, v *townhall.CohortView) bot.Message {
	key := "cohort.places_set"
	if v.Places == 0 {
		key = "cohort.places_free"
	}
	args := CohortArgs(v)
	args["Number"] = v.Places
	return Named(p, v, Say(p, key, args, bot.Row{cohortButton(p, v, "cohort.participants"), cohortButton(p, v, "cohort.menu")}))
}

// CohortInvited says that another town can take part.
func CohortInvited(p *i18n.Printer, v *townhall.CohortView, town townhall.OrgID) bot.Message {
	args := CohortArgs(v)
	args["Town"] = v.TownNames[town]
	return Named(p, v, Say(p, "cohort.invited", args, bot.Row{cohortButton(p, v, "cohort.menu")}))
}

// CohortPlaceSet says where a date takes place now.
func CohortPlaceSet(p *i18n.Printer, v *townhall.CohortView, o *townhall.Occurrence) bot.Message {
	m := Say(p, "cohort.place_set", nil, bot.Row{cohortButton(p, v, "cohort.dates")})
	m.Text = NamedText(p, v, OccurrenceItem(p, v.Cohort, o))
	if o.Agenda != "" {
		m.Text = m.Text.Append(p.Text("cohort.item.agenda", i18n.Args{"Agenda": o.Agenda}))
	}
	m.Text = m.Text.Append(p.Text("cohort.seen_by.dates", townsArgs(v)))
	return m
}

// CohortDateCancelled says that one date was called off.
func CohortDateCancelled(p *i18n.Printer, v *townhall.CohortView, o *townhall.Occurrence) bot.Message {
	m := Named(p, v, Say(p, "cohort.date_called_off", i18n.Args{"Date": Day(o.Date)}, bot.Row{cohortButton(p, v, "cohort.dates")}))
	m.Text = m.Text.Append(toldText(p, v.Count(townhall.ParticipationJoined)))
	return m
}

// CohortCancelled says that the cohort was called off.
func CohortCancelled(p *i18n.Printer, v *townhall.CohortView) bot.Message {
	m := Named(p, v, Say(p, "cohort.called_off", CohortArgs(v), bot.Row{cohortButton(p, v, "cohort.menu")}))
	m.Text = m.Text.Append(toldText(p, v.Count(townhall.ParticipationJoined)+v.Count(townhall.ParticipationWaiting)))
	return m
}

// CohortUninvited says which town takes no part any more, and how many were told.
func CohortUninvited(p *i18n.Printer, v *townhall.CohortView, town string, told int) bot.Message {
	args := CohortArgs(v)
	args["Town"], args["Count"] = town, told
	return Named(p, v, Say(p, "cohort.uninvited", args, bot.Row{cohortButton(p, v, "cohort.participants")}))
}
