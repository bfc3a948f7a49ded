package commands

import (
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/townhall"
)

// cohortWayOut are the next steps out of an error about a cohort.
func (c *Call) cohortWayOut(e *townhall.Error) bot.Row {
	switch e.Key {
	case "cohort.which", "cohort.unknown_name":
		which := bot.Control{Action: c.row.Action, Label: c.P.Line("button.cohort.which", nil)}
		all, _ := e.Args["Cohorts"].([]townhall.CohortBrief)
		for _, b := range all {
			if value := strings.TrimSpace(b.String() + " " + c.behind()); len(value) <= maxValue {
				which.Options = append(which.Options, cards.CohortOption(c.P, b, value, all))
			}
		}
		if len(which.Options) > 0 {
			return bot.Row{which}
		}
	case "cohort.day_off":
		moved, ok := e.Args["Moved"].(townhall.Date)
		next, ok2 := e.Args["Other"].(townhall.Date)
		key, ok3 := e.Args["Key"].(townhall.CohortKey)
		if ok && ok2 && ok3 {
			value := key.String() + " " + moved.String() + " auf " + next.String()
			if c.Args.Alone {
				value += " allein"
			}
			return bot.Row{bot.Button("cohort.move", value, c.P.Line("button.cohort.day_instead", cards.Args(map[string]any{"Day": next})))}
		}
	case "cohort.not_in":
		return bot.Row{c.button("cohort.join", ""), c.button("cohort.menu", "")}
	case "cohort.phase_over":
		return bot.Row{c.button("cohort.check_in", c.Args.Cohort.String())}
	case "cohort.changed_since":
		if preview, ok := e.Args["Preview"].(string); ok {
			return bot.Row{bot.Button("cohort.move", preview, c.P.Line("button.cohort.preview", nil))}
		}
	case "cohort.no_such_date", "cohort.nothing_on", "cohort.joined_already", "cohort.waits_already", "cohort.no_phase", "cohort.there_already", "cohort.date_past", "cohort.date_cancelled":
		var meant string
		if c.Args.Cohort.ID != "" {
			meant = c.Args.Cohort.String()
		}
		return bot.Row{c.button("cohort.dates", meant)}
	}
	return nil
}

// behind is what was typed behind the verb, without the name of a cohort.
func (c *Call) behind() string {
	if c.tail != nil {
		return *c.tail
	}
	if c.Event.Kind != bot.KindCommand {
		return strings.TrimSpace(c.Event.Value)
	}
	_, rest := cutWord(c.Event.Text)
	return rest
}
