package townhall

// Phase is a working phase: from the day after a seminar day to the day before
// the next date.
type Phase struct {
	Number   int // from 1
	Title    string
	Seminar  OccurrenceID // the date it follows
	Next     OccurrenceID // the date it ends at; 0 if none comes
	From     Date
	Until    Date // included, workday or not
	Workdays int
	// LastWorkday is what reminders count from; no day if the phase has no workday.
	LastWorkday Date
}

// Phases are the working phases of the cohort by the host's calendar. They follow
// from the dates and are kept nowhere.
func (c *Cohort) Phases(cal *Calendar) []Phase {
	var phases []Phase
	live := c.Live()
	for i, o := range live {
		if !o.Phase {
			continue
		}
		p := Phase{Number: len(phases) + 1, Title: o.Title, Seminar: o.ID, From: o.Date.AddDays(1),
			Until: cal.TwoWeeks(o.Date, c.Rhythm).AddDays(-1)}
		if c.Rhythm == RhythmWorkdays { // its tenth workday, not the weekend after it
			p.Until = cal.AddWorkdays(o.Date, phaseWorkdays)
		}
		if i+1 < len(live) {
			p.Next = live[i+1].ID
			if last := live[i+1].Date.AddDays(-1); c.Rhythm == RhythmWeekday || last.Before(p.Until) {
				p.Until = last
			}
		}
		p.Workdays, p.LastWorkday = cal.Workdays(p.From, p.Until), cal.LastWorkday(p.From, p.Until)
		phases = append(phases, p)
	}
	return phases
}

// Middle is the workday in the middle of the phase: the third of five, the fifth
// of nine or ten.
func (p Phase) Middle(cal *Calendar) Date {
	return cal.AddWorkdays(p.From.AddDays(-1), (p.Workdays+1)/2)
}

// Covers reports whether d lies in the phase.
func (p Phase) Covers(d Date) bool { return !d.Before(p.From) && !p.Until.Before(d) }

// Position is where a cohort stands on a day.
type Position struct {
	Today *Occurrence // the date on this day; nil on most days
	Next  *Occurrence // the first date after this day; nil after the last
	Phase *Phase      // the working phase this day lies in; nil outside of them
	// WorkdaysLeft are those of the phase, this day included.
	WorkdaysLeft int
}

// Where says where the cohort stands on a day.
func (c *Cohort) Where(today Date, cal *Calendar) Position {
	var at Position
	for _, o := range c.Live() {
		if o.Date == today {
			at.Today = o
		}
		if at.Next == nil && today.Before(o.Date) {
			at.Next = o
		}
	}
	for _, p := range c.Phases(cal) {
		if p.Covers(today) {
			at.Phase, at.WorkdaysLeft = &p, cal.Workdays(today, p.Until)
		}
	}
	return at
}

// Fit is a working phase held against the hours that were agreed with somebody.
// It is shown to that person alone.
type Fit struct {
	Packages  int // hours of what they work on and is due in the phase
	Questions int // hours their open questions will take, as far as can be said
	Agreed    int // hours for the phase
}

// HoursPerQuestion is what an open question is taken for, since nobody estimates
// questions.
const HoursPerQuestion = 1

// Tight reports whether more is planned than was agreed.
func (f Fit) Tight() bool { return f.Packages+f.Questions > f.Agreed }

// Fit holds packages of so many hours and so many open questions of somebody
// against the hours a week that were agreed with them, over the days of the phase
// on which they work.
func (p Phase) Fit(hoursPerWeek int, s Settings, cal *Calendar, packages []int, questions int) Fit {
	f := Fit{Questions: questions * HoursPerQuestion}
	for _, hours := range packages {
		f.Packages += hours
	}
	days := 0
	for d := p.From; !p.Until.Before(d); d = d.AddDays(1) {
		if cal.Works(s, d) {
			days++
		}
	}
	if week := len(s.Works.Days()); week > 0 {
		f.Agreed = (2*hoursPerWeek*days + week) / (2 * week) // to the nearest hour
	}
	return f
}
