package cards

import (
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Cohort is a cohort as somebody sees it on a day, with what is theirs in it.
type Cohort struct {
	*townhall.CohortView
	Today   townhall.Date
	Now     time.Time
	Project *townhall.Project  // what they work on, nil while they have not chosen
	CheckIn *townhall.CheckIn  // what they have said of this working phase
	Work    townhall.PhaseWork // what they have to do in this working phase
	Others  []townhall.CohortBrief
	Worth   []townhall.Warning // what those who run it should look at
}

// CohortArgs are the arguments that all sentences about a cohort may use.
func CohortArgs(v *townhall.CohortView) i18n.Args {
	return i18n.Args{"Title": v.Title, "State": i18n.Key("state.cohort." + string(v.State)), "Host": v.HostName, "Reason": v.Reason,
		"Joined": v.Count(townhall.ParticipationJoined), "Waiting": v.Count(townhall.ParticipationWaiting), "Places": v.Places}
}

// NoCohort says that there is none, and offers to plan one to who may.
func NoCohort(p *i18n.Printer, viewer *townhall.Person) bot.Message {
	if townhall.May(viewer, townhall.VerbRunCohort, nil) == nil {
		return Say(p, "cohort.none_run", nil, bot.Row{primary(bot.Button("cohort.new", "", p.Line("button.cohort.new", nil)))})
	}
	return Say(p, "cohort.none", nil)
}

// CohortCard is where a cohort stands, what is next, and what is the viewer's.
func CohortCard(p *i18n.Printer, c Cohort) bot.Message {
	args, at := CohortArgs(c.CohortView), c.Where(c.Today, c.Calendar)
	key := "cohort.card." + string(c.State)
	if c.State == townhall.CohortRunning {
		switch {
		case at.Today != nil:
			key = "cohort.card.today"
			if c.Over(at.Today, c.Now) {
				key = "cohort.card.today_over"
			}
			addOccurrence(args, c.Cohort, at.Today)
		case at.Phase != nil:
			key = "cohort.card.phase"
			args["Phase"], args["Count"] = at.Phase.Number, at.WorkdaysLeft
		}
	}
	if at.Next != nil && c.State == townhall.CohortPlanned {
		addOccurrence(args, c.Cohort, at.Next)
	}
	m := bot.Message{Line: p.Line(key+".line", args), Text: p.Text("cohort.title", args)}
	if p.Has(key + ".text") {
		m.Text = m.Text.Append(p.Text(key+".text", args))
	}
	if c.Open() {
		m.Text = m.Text.Append(c.phaseLine(p, at), c.nextLine(p, at))
	}
	m.Text = m.Text.Append(c.mine(p)...).Append(warnings(p, c.Cohort, c.TownNames, c.Worth))
	m.Text = m.Text.Append(c.seenBy(p))
	m.Rows = []bot.Row{c.buttons(p)}
	if len(c.Others) > 0 {
		other := bot.Control{Action: "cohort.menu", Label: p.Line("button.cohort.other", nil)}
		for _, b := range c.Others {
			other.Options = append(other.Options, CohortOption(p, b, b.String(), c.Others))
		}
		m.Rows = append(m.Rows, bot.Row{other})
	}
	return m
}

// CohortOption is a cohort as a choice of a select; with its first date if another one
// of all is called the same.
func CohortOption(p *i18n.Printer, b townhall.CohortBrief, value string, all []townhall.CohortBrief) bot.Option {
	same := func(other townhall.CohortBrief) bool { return other.Title == b.Title && other.CohortKey != b.CohortKey }
	label := shorten(b.Title, 70)
	if slices.ContainsFunc(all, same) && !b.First.IsZero() {
		label = p.Line("cohort.from_day", i18n.Args{"Title": shorten(b.Title, 40), "Date": Day(b.First)})
	}
	return bot.Option{Value: value, Label: label}
}

// phaseLine is what the working phase is about and when it ends.
func (c Cohort) phaseLine(p *i18n.Printer, at townhall.Position) bot.Text {
	if at.Phase == nil || c.State != townhall.CohortRunning {
		return nil
	}
	return phaseText(p, *at.Phase)
}

func phaseText(p *i18n.Printer, phase townhall.Phase) bot.Text {
	args := i18n.Args{"Phase": phase.Number, "Title": phase.Title, "From": Day(phase.From), "Until": Day(phase.Until), "Count": phase.Workdays}
	switch {
	case phase.LastWorkday.IsZero():
		return p.Text("cohort.phase.no_workdays", args)
	case phase.Title == "":
		args["Last"] = Day(phase.LastWorkday)
		return p.Text("cohort.phase.plain", args)
	}
	args["Last"] = Day(phase.LastWorkday)
	return p.Text("cohort.phase.titled", args)
}

// nextLine is the date that comes next.
func (c Cohort) nextLine(p *i18n.Printer, at townhall.Position) bot.Text {
	next := c.Ahead(at, c.Now)
	if next == nil {
		return nil
	}
	return p.Text("cohort.next", i18n.Args{"Item": OccurrenceItem(p, c.Cohort, next)})
}

// mine are the lines about the viewer's own part.
func (c Cohort) mine(p *i18n.Printer) []bot.Text {
	one := c.Mine()
	switch {
	case one == nil && c.Open():
		return []bot.Text{p.Text("cohort.mine.none", nil), c.placesLine(p)}
	case one == nil:
		return nil
	case one.State == townhall.ParticipationWaiting:
		return []bot.Text{p.Text("cohort.mine.waiting", i18n.Args{"Number": waitingPlace(c.Cohort, one)})}
	}
	var lines []bot.Text
	if c.Project != nil {
		lines = append(lines, p.Text("cohort.mine.project", i18n.Args{"Number": c.Project.ID, "Title": c.Project.Title}))
	} else {
		lines = append(lines, p.Text("cohort.mine.no_project", nil))
	}
	for _, o := range c.Live() {
		if c.Cannot(o) && !c.Over(o, c.Now) {
			lines = append(lines, p.Text("cohort.mine.cannot", i18n.Args{"Date": Day(o.Date)}))
		}
	}
	if c.CheckIn != nil {
		lines = append(lines, p.Text("cohort.mine.said."+string(c.CheckIn.Answer), nil))
	}
	return append(lines, c.workLine(p)...)
}

// workLine is what the viewer has open in this working phase, and whether it fits
// into the hours agreed with them.
func (c Cohort) workLine(p *i18n.Printer) (lines []bot.Text) {
	if c.Work.Due > 0 {
		lines = append(lines, p.Text("cohort.mine.packages", i18n.Args{"Count": c.Work.Due}))
	}
	return append(lines, FitLine(p, c.Work.Fit))
}

// FitLine says whether what somebody has to do fits into the hours agreed with
// them; nothing if none are, or nothing is to do.
func FitLine(p *i18n.Printer, fit *townhall.Fit) bot.Text {
	if fit == nil || fit.Packages+fit.Questions == 0 {
		return nil
	}
	key := "cohort.fit.fits"
	if fit.Tight() {
		key = "cohort.fit.tight"
	}
	return p.Text(key, i18n.Args{"Packages": fit.Packages, "Questions": fit.Questions, "Count": fit.Packages + fit.Questions, "Agreed": fit.Agreed})
}

// placesLine says whether a place is free.
func (c Cohort) placesLine(p *i18n.Printer) bot.Text {
	if c.Places == 0 {
		return nil
	}
	free := c.Places - c.Count(townhall.ParticipationJoined)
	if free <= 0 {
		return p.Text("cohort.places.full", CohortArgs(c.CohortView))
	}
	return p.Text("cohort.places.free", i18n.Args{"Count": free, "Places": c.Places})
}

func (c Cohort) seenBy(p *i18n.Printer) bot.Text {
	if c.Mine() == nil {
		return p.Text("cohort.seen_by.dates", townsArgs(c.CohortView))
	}
	return p.Text("cohort.seen_by.mine", townsArgs(c.CohortView))
}

// townsArgs name the towns whose people see the dates.
func townsArgs(v *townhall.CohortView) i18n.Args {
	args := CohortArgs(v)
	names := []string{v.HostName}
	for _, town := range v.Cohort.Towns {
		names = append(names, v.TownNames[town])
	}
	args["Towns"] = names
	return args
}

// waitingPlace is the how-manieth somebody is on the waiting list.
func waitingPlace(c *townhall.Cohort, one *townhall.Participant) int {
	place := 0
	for i := range c.Participants {
		if c.Participants[i].State == townhall.ParticipationWaiting {
			place++
		}
		if &c.Participants[i] == one {
			break
		}
	}
	return place
}

// buttons are the viewer's next steps, at most four.
func (c Cohort) buttons(p *i18n.Printer) bot.Row {
	var row bot.Row
	one := c.Mine()
	at := c.Where(c.Today, c.Calendar)
	joined := one != nil && one.State == townhall.ParticipationJoined
	add := func(action string) {
		if len(row) < 3 {
			row = append(row, cohortButton(p, c.CohortView, action))
		}
	}
	if c.Open() && joined && at.Phase != nil {
		add("cohort.check_in")
	}
	if c.Open() && c.Runs() {
		add("cohort.participants")
		add("cohort.move")
	}
	if c.Open() && one == nil && !c.Runs() {
		add("cohort.join")
	}
	add("cohort.dates")
	if next := c.Ahead(at, c.Now); next != nil && c.Open() && joined && !c.Runs() && len(row) < 3 {
		row = append(row, c.attend(p, next))
	}
	row[0] = primary(row[0])
	if c.Open() && (one != nil || c.Runs()) || !c.Open() && c.mayPlan() {
		row = append(row, cohortButton(p, c.CohortView, "cohort.menu_more"))
	}
	return row
}

// attend is the button with which the viewer says that they cannot come, whichever date
// they mean; or that they can come to the next one after all.
func (c Cohort) attend(p *i18n.Printer, next *townhall.Occurrence) bot.Control {
	if c.Cannot(next) {
		return dateButton(p, c.CohortView, "cohort.can", next)
	}
	return cohortButton(p, c.CohortView, "cohort.cannot")
}

func (c Cohort) mayPlan() bool { return townhall.May(c.Viewer, townhall.VerbRunCohort, nil) == nil }

// CohortMore is what stands behind "Mehr".
func CohortMore(p *i18n.Printer, c Cohort) bot.Message {
	var own, run bot.Row
	one := c.Mine()
	if c.Open() {
		switch {
		case one == nil:
			own = append(own, cohortButton(p, c.CohortView, "cohort.join"))
		default:
			leave := cohortButton(p, c.CohortView, "cohort.leave")
			leave.Confirm, leave.Style = p.Line("cohort.leave_confirm", nil), bot.StyleDanger
			own = append(own, cohortButton(p, c.CohortView, "cohort.project"), cohortButton(p, c.CohortView, "cohort.cannot"))
			if slices.ContainsFunc(c.Live(), func(o *townhall.Occurrence) bool { return c.Cannot(o) && !c.Over(o, c.Now) }) {
				own = append(own, cohortButton(p, c.CohortView, "cohort.can"))
			}
			own = append(own, leave)
		}
		if c.Runs() {
			run = append(run, cohortButton(p, c.CohortView, "cohort.place"), cohortButton(p, c.CohortView, "cohort.places"), cohortButton(p, c.CohortView, "cohort.cancel"))
		}
	}
	if c.mayPlan() {
		run = append(run, bot.Button("cohort.new", "", p.Line("button.cohort.new", nil)))
	}
	return Named(p, c.CohortView, Say(p, "cohort.rest", nil, own, run))
}
