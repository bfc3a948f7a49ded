package commands

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"lotsenfunk/bot"
	"lotsenfunk/cards"
	"lotsenfunk/i18n"
	"lotsenfunk/storage"
	"lotsenfunk/townhall"
)

// cohortNew opens the form for a new cohort; what was typed behind it is its title.
func cohortNew(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	title := c.field(bot.FieldLine, "title", townhall.MaxIdeaTitle)
	title.Value = c.Args.Text
	template := c.field(bot.FieldSelect, "template", 0)
	for n := 1; n <= mostOffered; n++ {
		template.Options = append(template.Options, bot.Option{Value: phasesValue(n), Label: c.P.Line("cohort.template.phases", i18n.Args{"Count": n})})
	}
	for _, t := range townhall.Templates()[1:] {
		template.Options = append(template.Options, bot.Option{Value: t.Name, Label: c.P.Line("cohort.template."+t.Name, nil)})
	}
	template.Value = phasesValue(townhall.DefaultPhases)
	first := c.field(bot.FieldDate, "first_date", 40)
	first.ID = "date"
	rhythm := c.field(bot.FieldSelect, "rhythm", 0)
	for _, r := range townhall.Rhythms {
		rhythm.Options = append(rhythm.Options, bot.Option{Value: string(r), Label: c.P.Line("cohort.rhythm."+string(r), nil)})
	}
	rhythm.Value = string(townhall.Rhythms[0])
	if c.Org.Rhythm != "" {
		rhythm.Value = string(c.Org.Rhythm)
	}
	place := c.field(bot.FieldLine, "hours_and_place", townhall.MaxPlace+20)
	place.ID, place.Optional = "place", true
	place.Value = c.P.Line("cohort.hours", i18n.Args{"From": townhall.DefaultFrom.String(), "Until": townhall.DefaultUntil.String()})
	return c.form("cohort.new", "cohort.new", State{}, c.P.Text("cohort.new.form_intro", nil), title, template, first, rhythm, place), nil
}

// mostOffered is how many working phases the form offers.
const mostOffered = 6

func phasesValue(n int) string { return "phases-" + strconv.Itoa(n) }

// template is the one that the form names.
func template(value string) (townhall.Template, error) {
	if n, ok := strings.CutPrefix(value, "phases-"); ok {
		if n, err := strconv.Atoi(n); err == nil && n > 0 && n <= townhall.MaxPhases {
			return townhall.PhasesTemplate(n), nil
		}
	}
	return townhall.FindTemplate(value)
}

// cohortNewForm plans the cohort. Nobody is told: people join first.
func cohortNewForm(c *Call) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	o := townhall.Outline{Title: c.value("title"), Rhythm: townhall.Rhythm(c.value("rhythm"))}
	if o.Template, err = template(c.value("template")); err != nil {
		return bot.Nothing(), err
	}
	if o.First, err = c.dayIn("date"); err != nil {
		return bot.Nothing(), err
	}
	var ok bool
	if o.From, o.Until, o.Place, ok = hoursAndPlace(c.value("place")); !ok {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.bad_hours", "Field", "place")
	}
	cal, err := c.router.calendar(c.Org)
	if err != nil {
		return bot.Nothing(), err
	}
	err = c.Update(func(tx *storage.Tx) error {
		id, err := c.newCohortID(tx, o.First)
		if err != nil {
			return err
		}
		cohort, err := townhall.NewCohort(c.Org.ID, id, c.Person, o, cal, c.Now)
		if err != nil {
			return asField(err, "kickoff", "date")
		}
		if err := tx.CreateCohort(cohort); err != nil {
			return err
		}
		if err := c.recordCohort(tx, cohort.Key(), "cohort.make", []townhall.Notice{cohort.Announcement()}); err != nil {
			return err
		}
		v, err := c.cohortOf(tx, cohort.Key())
		if err != nil {
			return err
		}
		warnings, err := c.cohortWarnings(tx, v)
		reply = c.answer(cards.CohortMade(c.P, v, warnings))
		return err
	})
	return reply, err
}

// newCohortID names a new cohort by the year and month of its first date, and
// counts on where there is one already.
func (c *Call) newCohortID(tx *storage.Tx, first townhall.Date) (townhall.CohortID, error) {
	all, err := tx.Cohorts("")
	if err != nil {
		return "", err
	}
	taken := map[townhall.CohortID]bool{}
	for _, b := range all {
		taken[b.ID] = taken[b.ID] || b.Host == c.Org.ID
	}
	for n := 1; ; n++ {
		id := townhall.CohortID("dl-" + strconv.Itoa(first.Year) + "-" + strconv.Itoa(n))
		if !taken[id] {
			return id, nil
		}
	}
}

// dayIn reads the day of a field.
func (c *Call) dayIn(field string) (townhall.Date, error) {
	typed := c.value(field)
	if typed == "" {
		return townhall.Date{}, townhall.Errf(townhall.Invalid, "cohort.no_date", "Field", field)
	}
	d, ok := ParseDate(typed, c.Today)
	if !ok {
		return d, townhall.Errf(townhall.Invalid, "error.bad_date", "Text", typed, "Field", field)
	}
	return d, nil
}

// asField says which of a form's fields an error is about that a rule knows by
// another name.
func asField(err error, rule, form string) error {
	var e *townhall.Error
	if !errors.As(err, &e) || e.Args["Field"] != rule {
		return err
	}
	e.Args["Field"] = form
	return err
}

// hours reads "9:00 bis 16:00", "9-16 Uhr"; what follows is a place.
var hours = regexp.MustCompile(`(?i)^(\d{1,2}(?:[:.]\d{2})?)\s*(?:uhr|h)?\s*(?:bis|until|to|-|–)\s*(\d{1,2}(?:[:.]\d{2})?)\s*(?:uhr|h|o'clock)?\s*[,;]?\s*(.*)$`)

// hoursAndPlace reads hours and a place in one line, either of which may be
// missing: 0 and 0 are the usual hours.
func hoursAndPlace(line string) (from, until townhall.ClockTime, place string, ok bool) {
	m := hours.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return 0, 0, strings.TrimSpace(line), true
	}
	from, ok1 := parseClock(m[1])
	until, ok2 := parseClock(m[2])
	return from, until, m[3], ok1 && ok2
}

// cohortPlaces says how many can take part; whoever waits gets a free place.
func cohortPlaces(c *Call) (bot.Reply, error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" {
		return c.cohortForm("cohort.places", func(v *townhall.CohortView) ([]bot.Field, error) {
			places := c.field(bot.FieldLine, "places", 4)
			places.Value = strconv.Itoa(v.Places)
			return []bot.Field{places}, v.CheckRun(c.Person)
		})
	}
	return c.setPlaces(c.Args.Offset)
}

func cohortPlacesForm(c *Call) (bot.Reply, error) {
	n, err := strconv.Atoi(c.value("places"))
	if err != nil {
		n = -1 // refused
	}
	return c.setPlaces(n)
}

func (c *Call) setPlaces(n int) (bot.Reply, error) {
	return c.changeCohort("cohort.places", c.hosted, func(_ *storage.Tx, v *townhall.CohortView) ([]townhall.Notice, error) {
		return v.SetPlaces(c.Person, n, c.Now)
	}, func(v *townhall.CohortView) bot.Message {
		return cards.CohortPlaces(c.P, v)
	})
}

// cohortInvite lets people of another town of the same installation take part.
func cohortInvite(c *Call) (reply bot.Reply, err error) {
	if err := townhall.May(c.Person, townhall.VerbRunCohort, nil); err != nil {
		return bot.Nothing(), err
	}
	if c.Args.Text == "" && c.Event.Kind != bot.KindSubmit {
		return c.cohortForm("cohort.invite", func(v *townhall.CohortView) ([]bot.Field, error) {
			return []bot.Field{c.field(bot.FieldLine, "town", 64)}, v.CheckRun(c.Person)
		})
	}
	town := townhall.OrgID(fold(c.textOr("town")))
	if town == "" {
		return bot.Nothing(), townhall.Errf(townhall.Invalid, "cohort.which_town", "Field", "town")
	}
	err = c.Update(func(tx *storage.Tx) error {
		v, err := c.cohort(tx, c.hosted)
		if err != nil {
			return err
		}
		notices, err := v.Invite(c.Person, town)
		if err != nil {
			return err
		}
		if err := tx.InviteTown(v.ID, town); err != nil {
			return err
		}
		if err := c.recordCohort(tx, v.Key(), "cohort.invite", notices); err != nil {
			return err
		}
		if v, err = c.cohortOf(tx, v.Key()); err != nil {
			return err
		}
		reply = c.answer(cards.CohortInvited(c.P, v, town))
		return nil
	})
	return reply, err
}
