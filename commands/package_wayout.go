package commands

import (
	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/townhall"
)

// packageWayOut are the next steps out of an error about a package or a project.
func (c *Call) packageWayOut(e *townhall.Error) bot.Row {
	n := cards.Num(c.Args.Number)
	switch e.Key {
	case "package.still_free":
		return bot.Row{c.button("package.claim", n)}
	case "package.yours_already", "package.helping_already", "package.wrong_state", "may.work_on", "may.talk_about":
		return bot.Row{c.button("package.show", n)}
	case "package.project_over", "package.project_paused", "project.wrong_state", "project.which_milestone",
		"project.milestone_has_packages", "project.milestone_done_already":
		if p, ok := e.Args["Number"].(townhall.ProjectID); ok {
			return bot.Row{c.button("project.show", cards.Num(p))}
		}
	case "project.which", "project.unknown_name":
		return c.whichProject(e)
	case "may.add_package":
		return bot.Row{c.button("package.free", "")}
	case "package.due_day_off":
		return c.nextWorkday(e)
	}
	return nil
}

// nextWorkday offers the next workday in place of a day off.
func (c *Call) nextWorkday(e *townhall.Error) bot.Row {
	next, ok := e.Args["Next"].(townhall.Date)
	if !ok {
		return nil
	}
	value := cards.Num(c.Args.Number) + " " + next.String()
	switch c.row.Action {
	case "package.due":
	case "project.milestone":
		value = cards.Num(c.Args.Number) + " " + c.Args.Text + " bis " + next.String()
	default:
		return nil
	}
	if len(value) > maxValue {
		return nil
	}
	return bot.Row{bot.Button(c.row.Action, value, c.P.Line("button.package.due_next", cards.Args(map[string]any{"Day": next})))}
}
