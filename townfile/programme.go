package townfile

import (
	"fmt"
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// farDays is how many days from the reference date a programme can lie.
const farDays = 3 * 366

// cohort reads the programme. Dates are the file's; what follows from them by the
// calendar is compared with what the file says of it.
func (r *reader) cohort() {
	p := r.f.Programme
	if p == nil || r.err != nil {
		return
	}
	cal, err := r.calendar()
	if err != nil {
		return // noted before
	}
	r.check(townhall.ValidID(p.ID), "programme", "id: %q may have small letters, digits and hyphens", p.ID)
	r.check(p.Title != "", "programme", "title is missing")
	r.check(p.Rhythm == "" || slices.Contains(townhall.Rhythms, p.Rhythm), "programme", "there is no rhythm %q", p.Rhythm)
	r.check(len(p.Phases) > 0 && len(p.Phases) <= townhall.MaxPhases, "programme", "%d phases, but there may be 1 to %d", len(p.Phases), townhall.MaxPhases)
	dates := r.programmeDates(cal)
	from, until := r.clock(p.SessionsFrom, townhall.DefaultFrom), r.clock(p.SessionsUntil, townhall.DefaultUntil)
	if r.err != nil {
		return
	}
	outline := townhall.Outline{Title: p.Title, Template: townhall.PhasesTemplate(len(p.Phases)), Rhythm: p.Rhythm, First: p.Kickoff,
		From: from, Until: until, Place: p.Place, Places: p.ParticipantsTarget}
	for _, phase := range p.Phases {
		outline.Phases = append(outline.Phases, phase.Title)
	}
	coordination := &townhall.Person{Roles: []townhall.Role{townhall.RoleCoordinator}}
	c, err := townhall.NewCohort(r.town.Organisation.ID, townhall.CohortID(p.ID), coordination, outline, cal, r.town.Start())
	if err != nil {
		r.wrong("programme", "%v", err)
		return
	}
	for i, d := range dates {
		if o := &c.Occurrences[i]; o.Date != d { // moved by hand
			o.Wanted, o.Date = d, d
		}
	}
	for _, id := range p.Participants {
		c.Participants = append(c.Participants, townhall.Participant{Member: townhall.Member{Org: c.Host, Person: id},
			State: townhall.ParticipationJoined, Since: r.town.Start()})
	}
	c.Pass(r.town.Reference)
	r.phases(c.Phases(cal))
	r.town.Cohort = c
}

// programmeDates are all dates of the programme, which come one after the other
// and are workdays.
func (r *reader) programmeDates(cal *townhall.Calendar) []townhall.Date {
	p := r.f.Programme
	dates := []townhall.Date{p.Kickoff}
	for _, phase := range p.Phases {
		dates = append(dates, phase.SeminarDay)
	}
	dates = append(dates, p.FinalEvent)
	for i, d := range dates {
		far := r.f.Meta.ReferenceDate.DaysUntil(d)
		r.check(!d.IsZero() && far < farDays && far > -farDays, "programme", "date %d, %q, is missing or far away", i+1, d)
		r.check(cal.Workday(d), "programme", "%s is a day off", d)
		r.check(i == 0 || dates[i-1].Before(d), "programme", "%s does not come after the date before it", d)
	}
	return dates
}

// phases compares what the file says of the working phases with the calendar.
func (r *reader) phases(have []townhall.Phase) {
	for i, said := range r.f.Programme.Phases {
		p, entry := have[i], fmt.Sprintf("programme: phase %d", i+1)
		r.check(said.Number == p.Number, entry, "number is %d", said.Number)
		for _, d := range []struct {
			key        string
			said, have townhall.Date
		}{{"work_from", said.WorkFrom, p.From}, {"work_until", said.WorkUntil, p.Until}, {"last_working_day", said.LastWorkingDay, p.LastWorkday}} {
			r.check(d.said.IsZero() || d.said == d.have, entry, "%s is %s, but by the calendar %s", d.key, d.said, d.have)
		}
		r.check(said.WorkingDays == 0 || said.WorkingDays == p.Workdays, entry, "working_days is %d, but by the calendar %d", said.WorkingDays, p.Workdays)
	}
}

// clock reads a time of day like 09:00; "" is the usual one.
func (r *reader) clock(s string, usual townhall.ClockTime) townhall.ClockTime {
	if s == "" {
		return usual
	}
	t, err := time.Parse("15:04", s)
	r.check(err == nil, "programme", "%q is no time of day like 09:00", s)
	return townhall.ClockTime(t.Hour()*60 + t.Minute())
}
