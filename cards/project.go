package cards

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Project shows a project to one person: what it is for, who stands behind it,
// its milestones, and the packages that are still to be done.
func Project(p *i18n.Printer, v townhall.ProjectView) bot.Message {
	args := projectArgs(v.Project)
	args["Lead"], args["Sponsor"] = v.LeadName, v.SponsorName
	m := bot.Message{Line: p.Line("project.card.line", args), Text: p.Text("project.card.text", args)}
	for _, detail := range []struct {
		is  bool
		key string
	}{
		{v.Benefit != "", "project.benefit"}, {v.Reason != "", "project.reason"},
		{v.LeadName != "", "project.lead"}, {v.LeadName == "" && !v.Over(), "project.nobody_leads"}, {v.SponsorName != "", "project.sponsor"},
	} {
		if detail.is {
			m.Text = m.Text.Append(p.Text(detail.key, args))
		}
	}
	m.Text = m.Text.Append(mandates(p, v.Mandates)...).Append(milestones(p, v)...)
	var open []*townhall.WorkPackage
	for _, w := range v.Packages {
		if w.Unfinished() {
			open = append(open, w)
		}
	}
	if len(open) > 0 {
		m.Text = m.Text.Append(p.Text("project.packages", i18n.Args{"Count": len(open)}), packageItems(p, open[:min(len(open), PageSize)]))
		m.Rows = append(m.Rows, bot.Row{choosePackage(p, "package.show", "button.package.choose", open[:min(len(open), maxChoices)])})
	}
	if v.Decision != nil {
		m.Text = m.Text.Append(DecisionLine(p, *v.Decision))
	}
	m.Text = m.Text.Append(p.Text("project.seen_by", nil))
	first, _ := projectButtons(p, v)
	if len(first) > 0 {
		m.Rows = append(m.Rows, first)
	}
	return m
}

// maxChoices is how many options a select has at most, on every platform.
const maxChoices = 100

// ProjectMore is what Project keeps behind "Mehr".
func ProjectMore(p *i18n.Printer, v townhall.ProjectView) bot.Message {
	args := projectArgs(v.Project)
	m := bot.Message{Line: p.Line("project.card.line", args), Text: p.Text("project.more_text", args)}
	_, more := projectButtons(p, v)
	m.Rows = inRows(more)
	if there := reachable(v); len(there) > 0 {
		reach := bot.Control{Action: "project.reached", Label: p.Line("button.project.reached", nil)}
		for _, ms := range there {
			reach.Options = append(reach.Options, bot.Option{Value: Num(v.ID) + " " + ms.ID, Label: shorten(ms.Title, 70)})
		}
		m.Rows = append(m.Rows, bot.Row{reach})
	}
	return m
}

// reachable are the milestones that no package will complete, so that the lead
// says when they are done.
func reachable(v townhall.ProjectView) (there []townhall.Milestone) {
	if v.Over() || townhall.May(v.Viewer, townhall.VerbSteerProject, v.Project) != nil {
		return nil
	}
	left := map[string]bool{}
	for _, w := range v.Packages {
		left[w.Milestone] = left[w.Milestone] || w.Unfinished()
	}
	for _, ms := range v.Milestones {
		if ms.State != townhall.MilestoneDone && !left[ms.ID] {
			there = append(there, ms)
		}
	}
	return there
}

// projectButtons are the viewer's buttons in the order of their use.
func projectButtons(p *i18n.Printer, v townhall.ProjectView) (first, more bot.Row) {
	var all bot.Row
	add := func(may bool, action string) {
		if may {
			all = append(all, button(p, action, townhall.Number(v.ID)))
		}
	}
	may := func(verb townhall.Verb) bool { return !v.Over() && townhall.May(v.Viewer, verb, v.Project) == nil }
	add(v.Can(townhall.ProjectStart, v.Viewer), "project.start")
	add(v.Can(townhall.ProjectResume, v.Viewer), "project.resume")
	add(may(townhall.VerbAddPackage), "package.new")
	add(may(townhall.VerbSteerProject), "project.milestone")
	add(may(townhall.VerbBackProject), "project.mandate")
	if v.Decision != nil && v.Decision.State != townhall.DecisionWithdrawn {
		all = append(all, DecisionButton(p, *v.Decision))
	}
	if v.Decision == nil || !v.Decision.Open() {
		add(may(townhall.VerbSteerProject), "package.decision")
	}
	if v.Idea != 0 {
		all = append(all, ShowButton(p, townhall.KindIdea, v.Idea))
	}
	add(may(townhall.VerbSteerProject), "project.people")
	add(v.Can(townhall.ProjectPause, v.Viewer), "project.pause")
	add(v.Can(townhall.ProjectStop, v.Viewer), "project.stop")
	return firstFour(all, button(p, "project.more", townhall.Number(v.ID)), len(reachable(v)) > 0)
}

// mandates are the sentences on which the project's people can rely.
func mandates(p *i18n.Printer, all []townhall.MandateView) (texts []bot.Text) {
	for _, m := range all {
		key := "project.mandate_line"
		if m.HoursPerWeek > 0 {
			key = "project.mandate_hours"
		}
		texts = append(texts, p.Text(key, i18n.Args{"By": m.GiverName, "Text": m.Text, "Date": Day(m.Until), "Count": m.HoursPerWeek}))
	}
	return texts
}

// milestones lists the project's milestones and how far each is.
func milestones(p *i18n.Printer, v townhall.ProjectView) []bot.Text {
	done, all := map[string]int{}, map[string]int{}
	for _, w := range v.Packages {
		if w.State == townhall.WorkPackageDropped {
			continue
		}
		all[w.Milestone]++
		if w.State == townhall.WorkPackageDone {
			done[w.Milestone]++
		}
	}
	var items [][]bot.Span
	for _, ms := range v.Milestones {
		key := "project.milestone_line"
		if all[ms.ID] > 0 {
			key = "project.milestone_counted"
		}
		items = append(items, p.Text(key, i18n.Args{"Title": ms.Title, "Date": Day(ms.Due), "Count": all[ms.ID], "Done": done[ms.ID],
			"State": i18n.Key("state.milestone." + string(ms.State))})[0].Spans)
	}
	if len(items) == 0 {
		return nil
	}
	return []bot.Text{{{Items: items}}}
}

// ProjectMade says that an idea has become a project, or, with no idea, a goal.
func ProjectMade(p *i18n.Printer, project *townhall.Project, idea *townhall.Idea) bot.Message {
	args := projectArgs(project)
	row := bot.Row{bot.Button("project.show", Num(project.ID), p.Line("button.project.show", nil))}
	if idea == nil {
		return Say(p, "project.made_of_goal", args, append(row, button(p, "project.milestone", townhall.Number(project.ID))))
	}
	args["Idea"] = idea.ID
	return Say(p, "project.made", args, append(row, ShowButton(p, townhall.KindIdea, idea.ID)))
}

// Projects lists projects, one line each, with a select to open one of them, and
// the mandates of the whole programme.
func Projects(p *i18n.Printer, projects []*townhall.Project, backing []townhall.MandateView, rows ...bot.Row) bot.Message {
	if len(projects) == 0 {
		return Say(p, "project.list_none", nil, rows...)
	}
	m := Say(p, "project.list", i18n.Args{"Count": len(projects)})
	var items [][]bot.Span
	open := bot.Control{Action: "project.show", Label: p.Line("button.project.choose", nil)}
	for _, project := range projects[:min(len(projects), maxChoices)] {
		args := projectArgs(project)
		args["Title"] = shorten(project.Title, listExcerpt)
		items = append(items, p.Text("project.item", args)[0].Spans)
		open.Options = append(open.Options, ProjectOption(project, Num(project.ID)))
	}
	m.Text = m.Text.Append(bot.Text{{Items: items}}).Append(mandates(p, backing)...)
	m.Rows = append(m.Rows, bot.Row{open})
	for _, r := range rows {
		if len(r) > 0 {
			m.Rows = append(m.Rows, r)
		}
	}
	return m
}

// projectNotice are the next steps that a notice about a project offers.
func projectNotice(p *i18n.Printer, t Told) bot.Row {
	row := bot.Row{bot.Button("project.show", Num(t.Number), p.Line("button.project.show", nil))}
	switch t.Kind {
	case "project.lead_gone", "project.sponsor_gone":
		return append(bot.Row{primary(button(p, "project.people", t.Number))}, row...)
	}
	if strings.TrimPrefix(t.Kind, "project.") == "lead" && t.Project != nil && t.Project.Can(townhall.ProjectStart, t.Project.Viewer) {
		row = append(row, button(p, "project.milestone", t.Number), button(p, "package.new", t.Number), button(p, "project.start", t.Number))
	}
	return row
}

func projectArgs(project *townhall.Project) i18n.Args {
	return i18n.Args{"Number": project.ID, "Title": project.Title, "Goal": project.Goal, "Benefit": project.Benefit,
		"Reason": project.Reason, "State": i18n.Key("state.project." + string(project.State))}
}

// ProjectOption is a project as a choice of a select.
func ProjectOption(one *townhall.Project, value string) bot.Option {
	return bot.Option{Value: value, Label: shorten(Num(one.ID)+" "+one.Title, 70)}
}
