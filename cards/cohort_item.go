package cards

import (
	"slices"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/i18n"
	"lotsenfunk/townhall"
)

// cohortButton makes a button for a cohort.
func cohortButton(p *i18n.Printer, v *townhall.CohortView, action string) bot.Control {
	return bot.Button(action, v.Key().String(), p.Line("button."+action, nil))
}

// Named puts the cohort's name above what is said of it to whoever would otherwise
// not know which is meant.
func Named(p *i18n.Printer, v *townhall.CohortView, m bot.Message) bot.Message {
	m.Text = NamedText(p, v, m.Text)
	return m
}

// NamedText is Named for a text.
func NamedText(p *i18n.Printer, v *townhall.CohortView, text bot.Text) bot.Text {
	if !v.Several {
		return text
	}
	return p.Text("cohort.title", CohortArgs(v)).Append(text)
}

// dateButton makes a button for a date of a cohort.
func dateButton(p *i18n.Printer, v *townhall.CohortView, action string, o *townhall.Occurrence) bot.Control {
	return bot.Button(action, v.Key().String()+" "+o.Date.String(), p.Line("button."+action, nil))
}

// attendButton says that the viewer cannot come to a date, or, if they have said that,
// that they can after all.
func attendButton(p *i18n.Printer, v *townhall.CohortView, o *townhall.Occurrence) bot.Control {
	if v.Cannot(o) {
		return dateButton(p, v, "cohort.can", o)
	}
	return dateButton(p, v, "cohort.cannot", o)
}

// addOccurrence adds what sentences about a date may use. It keeps its number when
// another one is called off: people know it by that.
func addOccurrence(args i18n.Args, c *townhall.Cohort, o *townhall.Occurrence) {
	nth := 0
	for _, other := range c.Occurrences {
		if other.Kind == o.Kind {
			nth++
		}
		if other.ID == o.ID {
			break
		}
	}
	args["Kind"], args["Nth"] = i18n.Key("cohort.kind."+string(o.Kind)), nth
	args["Date"], args["LongDate"] = Day(o.Date), i18n.LongDay(Day(o.Date))
	args["From"], args["Until"] = o.From.String(), o.Until.String()
	args["Place"], args["Agenda"], args["About"] = o.Place, o.Agenda, o.Title
}

// OccurrenceItem is a date in one line: when, what, where.
func OccurrenceItem(p *i18n.Printer, c *townhall.Cohort, o *townhall.Occurrence) bot.Text {
	args := i18n.Args{}
	addOccurrence(args, c, o)
	switch {
	case o.Cancelled:
		return p.Text("cohort.item.cancelled", args)
	case o.Place == "":
		return p.Text("cohort.item.plain", args)
	}
	return p.Text("cohort.item.placed", args)
}

// OccurrenceName is what a date is called: "Seminartag 3".
func OccurrenceName(p *i18n.Printer, c *townhall.Cohort, o *townhall.Occurrence) string {
	args := i18n.Args{}
	addOccurrence(args, c, o)
	return p.Line("cohort.kind."+string(o.Kind), args)
}

// PhaseName is what a working phase is called: "Arbeitsphase 2: Bedarfe erfassen".
func PhaseName(p *i18n.Printer, phase townhall.Phase) string {
	args := i18n.Args{"Phase": phase.Number, "Title": phase.Title}
	if phase.Title == "" {
		return p.Line("cohort.phase.name", args)
	}
	return p.Line("cohort.phase.name_titled", args)
}

// OccurrenceLabel is a date as a choice of a select.
func OccurrenceLabel(p *i18n.Printer, c *townhall.Cohort, o *townhall.Occurrence) string {
	args := i18n.Args{}
	addOccurrence(args, c, o)
	return p.Line("cohort.item.label", args)
}

// HoursLine are the hours of a date, as they are typed.
func HoursLine(p *i18n.Printer, o *townhall.Occurrence) string {
	return p.Line("cohort.hours", i18n.Args{"From": o.From.String(), "Until": o.Until.String()})
}

// CohortWhichDate asks which of the dates to come is meant. Of those to which the
// viewer cannot come only the others are offered to be refused, and the other way
// round.
func CohortWhichDate(p *i18n.Printer, v *townhall.CohortView, action string, now time.Time) bot.Message {
	which := bot.Control{Action: action, Label: p.Line("button.cohort.which_date", nil)}
	none := "cohort.no_dates_left"
	for _, o := range v.Live() {
		if v.Over(o, now) {
			continue
		}
		switch cannot := v.Cannot(o); {
		case action == "cohort.cannot" && cannot:
			none = "cohort.cannot_all"
		case action == "cohort.can" && !cannot:
			none = "cohort.can_all"
		default:
			which.Options = append(which.Options, bot.Option{Value: v.Key().String() + " " + o.Date.String(), Label: OccurrenceLabel(p, v.Cohort, o)})
		}
	}
	if len(which.Options) == 0 {
		return Named(p, v, Say(p, none, nil))
	}
	return Named(p, v, Say(p, "cohort.which_date", nil, bot.Row{which}))
}

// dayNames are the names of days off, each once.
func dayNames(p *i18n.Printer, days []string) (names []string) {
	for _, d := range days {
		if name := p.Line("day_off."+d, nil); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// warningItems are the lines about what is worth a look in a plan.
func warningItems(p *i18n.Printer, c *townhall.Cohort, towns map[townhall.OrgID]string, all []townhall.Warning) (items [][]bot.Span) {
	for _, w := range all {
		names := dayNames(p, w.Days)
		args := i18n.Args{"Days": names, "Count": len(names), "Phase": w.Phase, "Have": w.Have, "Usual": w.Usual, "School": w.School, "Town": towns[w.Town]}
		if o, err := c.Occurrence(w.Occurrence); err == nil {
			addOccurrence(args, c, o)
			args["Wanted"] = Day(w.Date)
		}
		items = append(items, spans(p.Text("cohort.warning."+string(w.Kind), args)))
	}
	return items
}

// warnings are these lines under their heading, or nothing.
func warnings(p *i18n.Printer, c *townhall.Cohort, towns map[townhall.OrgID]string, all []townhall.Warning) bot.Text {
	items := warningItems(p, c, towns, all)
	if len(items) == 0 {
		return nil
	}
	return p.Text("cohort.warnings", nil).Append(bot.Text{{Items: items}})
}

// spans are a text of one paragraph as a line of a list; nothing if it is empty,
// as a name may be.
func spans(t bot.Text) []bot.Span {
	if len(t) == 0 {
		return nil
	}
	return t[0].Spans
}
