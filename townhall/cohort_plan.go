package townhall

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Outline is what it takes to plan a cohort.
type Outline struct {
	Title    string
	Template Template
	Rhythm   Rhythm // "" is the default
	First    Date   // the kickoff, or whatever the template begins with
	From     ClockTime
	Until    ClockTime // 0 and 0 are the usual hours
	Place    string
	Places   int
	Towns    []OrgID
	Phases   []string // what the working phases are about, as far as that is known
}

// MaxPlace and MaxAgenda are how many characters a place and an agenda may have.
const (
	MaxPlace  = 200
	MaxAgenda = 2000
)

// maxPlaces is how many people a cohort can have: more is a slip of the finger.
const maxPlaces = 500

// NewCohort plans a cohort of the host's. Nobody is told yet: people join first.
func NewCohort(host OrgID, id CohortID, by *Person, o Outline, cal *Calendar, now time.Time) (*Cohort, error) {
	if err := May(by, VerbRunCohort, nil); err != nil {
		return nil, err
	}
	if o.Rhythm == "" {
		o.Rhythm = RhythmWeekday
	}
	if o.From == 0 && o.Until == 0 {
		o.From, o.Until = DefaultFrom, DefaultUntil
	}
	o.Title, o.Place = oneLine(o.Title), oneLine(o.Place)
	if err := o.check(cal, DateOf(now, time.UTC)); err != nil {
		return nil, err
	}
	return &Cohort{ID: id, Host: host, From: host, Towns: o.Towns, Title: o.Title, Template: o.Template.Name, Rhythm: o.Rhythm,
		State: CohortPlanned, Places: o.Places, Occurrences: o.plan(cal, now)}, nil
}

func (o *Outline) check(cal *Calendar, today Date) error {
	if err := checkLen("cohort.no_title", "title", o.Title, MaxIdeaTitle); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(o.Place); n > MaxPlace {
		return tooLong("place", n, MaxPlace)
	}
	if n := len(o.Template.Steps); n == 0 || n > MaxPhases+2 {
		return Errf(Invalid, "cohort.bad_phases", "Field", "phases", "Most", MaxPhases)
	}
	if o.Places < 0 || o.Places > maxPlaces {
		return Errf(Invalid, "cohort.bad_places", "Field", "places", "Most", maxPlaces)
	}
	if err := checkHours(o.From, o.Until); err != nil {
		return err
	}
	return checkDay(cal, o.First, today, "kickoff")
}

// checkHours says whether something can last from one time of day until another.
func checkHours(from, until ClockTime) error {
	if from < 0 || until >= dayOfMinutes || from >= until {
		return Errf(Invalid, "cohort.bad_hours", "Field", "from")
	}
	return nil
}

// maxAhead is how many days from today a date can be at most: more is a mistyped
// year.
const maxAhead = 3 * 366

// checkDay refuses a date that is far away, and a day off, for which it offers
// the next workday.
func checkDay(cal *Calendar, d, today Date, field string) error {
	if d.IsZero() {
		return Errf(Invalid, "cohort.no_date", "Field", field)
	}
	if away := today.DaysUntil(d); away > maxAhead || away < -maxAhead {
		return Errf(Invalid, "cohort.far_away", "Field", field, "Date", d)
	}
	if !cal.Workday(d) {
		return Errf(Invalid, "cohort.day_off", "Field", field, "Date", d, "Other", cal.NextWorkday(d))
	}
	return nil
}

// plan lays the steps of the template out over the calendar.
func (o *Outline) plan(cal *Calendar, now time.Time) []Occurrence {
	var plan []Occurrence
	phase := 0
	for i, s := range o.Template.Steps {
		one := Occurrence{ID: OccurrenceID(i + 1), Kind: s.Kind, Phase: s.Phase, Wanted: o.First,
			From: s.From, Until: s.Until, Place: o.Place, Revision: 1, Since: now}
		if s.From == 0 && s.Until == 0 {
			one.From, one.Until = o.From, o.Until
		}
		if s.Phase {
			if phase < len(o.Phases) {
				one.Title = strings.TrimSpace(o.Phases[phase])
			}
			phase++
		}
		if i > 0 {
			one.Wanted, one.Chained = s.Gap.from(plan[i-1], o.Rhythm, cal)
			one.Date = onto(cal, one, plan[i-1].Date)
		} else {
			one.Date = cal.NextWorkday(one.Wanted)
		}
		plan = append(plan, one)
	}
	return plan
}

// from is the day that lies a gap after an occurrence, and whether the gap is
// counted in workdays. Calendar days are counted from where the rhythm wanted the
// one before, so that a day off shifts one date and not all that follow.
func (g Gap) from(before Occurrence, r Rhythm, cal *Calendar) (wanted Date, chained bool) {
	switch {
	case g.Phase && r == RhythmWorkdays:
		return cal.TwoWeeks(before.Date, r), true
	case g.Phase:
		return cal.TwoWeeks(before.Wanted, r), false
	case g.Workdays > 0:
		return cal.AddWorkdays(before.Date, g.Workdays), true
	}
	return before.Wanted.AddDays(g.Days), false
}

// onto is the day on which an occurrence takes place: the first workday from
// where it is wanted, and never on or before the one that goes before it.
func onto(cal *Calendar, o Occurrence, before Date) Date {
	d := cal.NextWorkday(o.Wanted)
	if !before.Before(d) {
		return cal.AddWorkdays(before, 1)
	}
	return d
}

// Invite lets people of another town take part, whose coordination hears of it.
func (c *Cohort) Invite(by *Person, town OrgID) ([]Notice, error) {
	if err := c.CheckRun(by); err != nil {
		return nil, err
	}
	if town == c.Host || slices.Contains(c.Towns, town) {
		return nil, Errf(Conflict, "cohort.invited_already")
	}
	c.Towns = append(c.Towns, town)
	return []Notice{{Kind: "cohort.invite", To: ToCoordination, Org: town, Values: map[string]string{"title": c.Title, "cohort": string(c.ID)}}}, nil
}
