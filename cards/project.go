package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Project shows a project with its milestones. Names are the display names of
// its lead and its sponsor, "" for none.
func Project(p *i18n.Printer, project *townhall.Project, lead, sponsor string) bot.Message {
	args := projectArgs(project)
	args["Lead"], args["Sponsor"] = lead, sponsor
	m := bot.Message{Line: p.Line("project.card.line", args), Text: p.Text("project.card.text", args)}
	if project.Benefit != "" {
		m.Text = m.Text.Append(p.Text("project.benefit", args))
	}
	if project.Reason != "" {
		m.Text = m.Text.Append(p.Text("project.reason", args))
	}
	if lead != "" {
		m.Text = m.Text.Append(p.Text("project.lead", args))
	}
	if sponsor != "" {
		m.Text = m.Text.Append(p.Text("project.sponsor", args))
	}
	var items [][]bot.Span
	for _, ms := range project.Milestones {
		item := p.Text("project.milestone", i18n.Args{"Title": ms.Title, "Date": Day(ms.Due), "State": i18n.Key("state.milestone." + string(ms.State))})
		items = append(items, item[0].Spans)
	}
	if len(items) > 0 {
		m.Text = m.Text.Append(bot.Text{{Items: items}})
	}
	if project.Idea != 0 {
		m.Rows = []bot.Row{{ShowButton(p, townhall.KindIdea, project.Idea)}}
	}
	return m
}

// ProjectMade says that an idea has become a project.
func ProjectMade(p *i18n.Printer, project *townhall.Project, idea *townhall.Idea) bot.Message {
	args := projectArgs(project)
	args["Idea"] = idea.ID
	return Say(p, "project.made", args, bot.Row{
		bot.Button("idea.show", Num(project.ID), p.Line("button.project.show", nil)),
		ShowButton(p, townhall.KindIdea, idea.ID),
	})
}

// WorkPackage shows a work package whose number was asked for.
func WorkPackage(p *i18n.Printer, wp *townhall.WorkPackage) bot.Message {
	return Say(p, "work_package.card", i18n.Args{"Number": wp.ID, "Title": wp.Title, "Hours": wp.Hours, "Project": wp.Project,
		"Date": Day(wp.Due), "State": i18n.Key("state.work_package." + string(wp.State))},
		bot.Row{bot.Button("idea.show", Num(wp.Project), p.Line("button.project.show", nil))})
}

func projectArgs(project *townhall.Project) i18n.Args {
	return i18n.Args{"Number": project.ID, "Title": project.Title, "Goal": project.Goal, "Benefit": project.Benefit,
		"Reason": project.Reason, "State": i18n.Key("state.project." + string(project.State))}
}
