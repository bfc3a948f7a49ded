package cards

import (
	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// Feed is what the calendar of a cohort offers.
type Feed struct {
	Offered bool // the program can be reached over the web
	Has     bool // the viewer has an address already
}

// datesText is all dates of a cohort and its working phases, in order.
func datesText(p *i18n.Printer, v *townhall.CohortView) bot.Text {
	phases := map[townhall.OccurrenceID]townhall.Phase{}
	for _, phase := range v.Phases(v.Calendar) {
		phases[phase.Seminar] = phase
	}
	var items [][]bot.Span
	for i := range v.Occurrences {
		o := &v.Occurrences[i]
		text := OccurrenceItem(p, v.Cohort, o)
		if v.Cannot(o) && !o.Cancelled {
			text = p.Text("cohort.item.cannot", i18n.Args{"Item": text})
		}
		items = append(items, spans(text))
		if o.Agenda != "" && !o.Cancelled {
			items = append(items, spans(p.Text("cohort.item.agenda", i18n.Args{"Agenda": o.Agenda})))
		}
		if phase, ok := phases[o.ID]; ok {
			items = append(items, spans(phaseText(p, phase)))
		}
	}
	return bot.Text{{Items: items}}
}

// CohortDates are all dates of a cohort.
func CohortDates(p *i18n.Printer, v *townhall.CohortView, f Feed, worth []townhall.Warning) bot.Message {
	m := Say(p, "cohort.dates", CohortArgs(v))
	m.Text = p.Text("cohort.title", CohortArgs(v)).Append(datesText(p, v), warnings(p, v.Cohort, v.TownNames, worth), p.Text("cohort.seen_by.dates", townsArgs(v)))
	var row bot.Row
	if f.Offered {
		subscribe := cohortButton(p, v, "cohort.feed")
		if f.Has {
			subscribe.Label = p.Line("button.cohort.feed_new", nil)
			row = append(row, subscribe, cohortButton(p, v, "cohort.feed_end"))
		} else {
			row = append(row, subscribe)
		}
	}
	if v.Open() && v.Runs() {
		row = append(row, cohortButton(p, v, "cohort.move"))
	}
	if len(row) > 0 {
		m.Rows = []bot.Row{row}
	}
	return m
}

// CohortFeed shows somebody the address of their calendar, once.
func CohortFeed(p *i18n.Printer, v *townhall.CohortView, address string) bot.Message {
	return Named(p, v, Say(p, "cohort.feed", i18n.Args{"Link": i18n.Link{URL: address}}, bot.Row{cohortButton(p, v, "cohort.feed_end")}))
}

// CohortMade is what the coordination reads of a cohort that it has planned.
func CohortMade(p *i18n.Printer, v *townhall.CohortView, worth []townhall.Warning) bot.Message {
	m := Say(p, "cohort.made", CohortArgs(v), bot.Row{cohortButton(p, v, "cohort.places"), cohortButton(p, v, "cohort.move"), cohortButton(p, v, "cohort.menu")})
	m.Text = p.Text("cohort.title", CohortArgs(v)).Append(datesText(p, v), warnings(p, v.Cohort, v.TownNames, worth), m.Text)
	return m
}

// CohortMove is what moving a date would do: the dates and working phases that
// change, and who is told.
func CohortMove(p *i18n.Printer, v *townhall.CohortView, move *townhall.Move, worth []townhall.Warning) bot.Message {
	m := bot.Message{Line: p.Line("cohort.preview.line", i18n.Args{"Count": len(move.Changes)})}
	var items [][]bot.Span
	for _, change := range move.Changes {
		args := i18n.Args{}
		if o, err := v.Occurrence(change.Occurrence); err == nil {
			addOccurrence(args, v.Cohort, o)
		}
		args["Before"], args["After"] = Day(change.From), Day(change.To)
		items = append(items, spans(p.Text("cohort.preview.date", args)))
	}
	for _, change := range move.Phases {
		if change.Before == nil || change.After == nil || change.Before.Workdays == change.After.Workdays {
			continue
		}
		items = append(items, spans(p.Text("cohort.preview.phase", i18n.Args{"Phase": change.After.Number, "Before": change.Before.Workdays, "Count": change.After.Workdays})))
	}
	m.Text = NamedText(p, v, bot.Text{{Items: items}}).Append(warnings(p, move.Preview(v.Cohort), v.TownNames, worth))
	if len(move.Told) == 0 {
		m.Text = m.Text.Append(p.Text("cohort.preview.told_nobody", nil))
	} else {
		var names []string
		for _, one := range move.Told {
			names = append(names, v.Names[one])
		}
		m.Text = m.Text.Append(p.Text("cohort.preview.told", i18n.Args{"Count": len(names), "Names": names}))
	}
	value := func(how string) string {
		return v.Key().String() + " " + Num(int64(move.Occurrence)) + " " + move.To.String() + " " + how + " " + Num(int64(move.Version))
	}
	how := "all"
	if move.Alone {
		how = "alone"
	}
	row := bot.Row{bot.Primary("cohort.move_now", value(how), p.Line("button.cohort.move_now", nil))}
	if o, err := v.Occurrence(move.Occurrence); err == nil && (move.Alone || len(move.Changes) > 1) {
		other, label := v.Key().String()+" "+o.Date.String()+" auf "+move.To.String(), "button.cohort.move_all"
		if !move.Alone {
			other, label = other+" allein", "button.cohort.move_alone"
		}
		row = append(row, bot.Button("cohort.move", other, p.Line(label, nil)))
	}
	m.Rows = []bot.Row{append(row, cohortButton(p, v, "cohort.menu"))}
	return m
}

// CohortMoved says what was moved.
func CohortMoved(p *i18n.Printer, v *townhall.CohortView, move *townhall.Move) bot.Message {
	args := i18n.Args{"Count": len(move.Changes)}
	m := Say(p, "cohort.moved", args, bot.Row{cohortButton(p, v, "cohort.dates")})
	m.Text = NamedText(p, v, datesText(p, v)).Append(toldText(p, len(move.Told)))
	return m
}

// toldText says how many people are told.
func toldText(p *i18n.Printer, n int) bot.Text {
	if n == 0 {
		return p.Text("cohort.told_nobody", nil)
	}
	return p.Text("cohort.told", i18n.Args{"Count": n})
}
