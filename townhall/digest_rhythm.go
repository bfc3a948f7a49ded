package townhall

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// DigestRhythm says when somebody gets their Wochenstand, in their own zone.
type DigestRhythm struct {
	// Cron is minute, hour, day of the month, month and day of the week: "0 8 * * 1".
	Cron string
	// Weeks is 2 for every other week; 0 and 1 are as Cron says.
	Weeks int
}

// Never is written in place of a cron expression for no digest at all.
const Never = "never"

// cronFields are five fields and nothing else: a digest is due at a time of a
// day, not every so many minutes.
const cronFields = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow

// CheckDigestCron says for an operator what is wrong with a cron expression, nil
// if nothing is.
func CheckDigestCron(spec string) error {
	if spec == Never {
		return nil
	}
	if strings.Contains(spec, "=") {
		return fmt.Errorf("%q names a time zone; a digest comes by the clock of whoever gets it", spec)
	}
	parsed, err := cron.NewParser(cronFields).Parse(spec)
	if err != nil {
		return fmt.Errorf("%q is no cron expression of five fields: %w", spec, err)
	}
	at, ok := parsed.(*cron.SpecSchedule)
	switch {
	case !ok:
		return fmt.Errorf("%q is no time of a day", spec)
	case several(at.Hour) || several(at.Minute):
		return fmt.Errorf("%q is due more than once a day", spec)
	case at.Hour&(1<<changingHour) != 0:
		return fmt.Errorf("%q is due between 2 and 3 at night, an hour that is missing or comes twice when the clocks change", spec)
	case at.Next(time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC)).IsZero():
		return fmt.Errorf("%q names a day that never comes", spec)
	}
	return nil
}

// changingHour is the hour of the day in which the clocks change: nothing is
// planned in it.
const changingHour = 2

// valueBits are the values of a field; the highest bit only says that it was a *.
const valueBits = 1<<63 - 1

func several(field uint64) bool { return bits.OnesCount64(field&valueBits) > 1 }

// schedule is the rhythm's cron expression; false if it has none that can be read.
func (r DigestRhythm) schedule() (*cron.SpecSchedule, bool) {
	if r.Cron == "" || CheckDigestCron(r.Cron) != nil || r.Cron == Never {
		return nil, false
	}
	parsed, err := cron.NewParser(cronFields).Parse(r.Cron)
	if err != nil {
		return nil, false
	}
	at, ok := parsed.(*cron.SpecSchedule)
	return at, ok
}

// None reports whether nothing ever comes.
func (r DigestRhythm) None() bool {
	_, ok := r.schedule()
	return !ok
}

// Next is the first moment after last at which a digest is due, by the clock of a
// zone; the zero time if none ever is. In a rhythm of two weeks, last is the one
// before.
func (r DigestRhythm) Next(last time.Time, zone *time.Location) time.Time {
	at, ok := r.schedule()
	if !ok {
		return time.Time{}
	}
	last = last.In(zone)
	if r.Weeks > 1 {
		last = last.AddDate(0, 0, 7*(r.Weeks-1))
	}
	return at.Next(last)
}

// Latest is the last moment after last and not after now at which one was due; the
// zero time if none was. So of several that were missed one is found.
func (r DigestRhythm) Latest(last, now time.Time, zone *time.Location) (found time.Time) {
	for at := r.Next(last, zone); !at.IsZero() && !at.After(now); at = r.Next(at, zone) {
		found = at
	}
	return found
}

// Hour is the time of day at which it is due.
func (r DigestRhythm) Hour() ClockTime {
	at, ok := r.schedule()
	if !ok {
		return 0
	}
	return ClockTime(60*bits.TrailingZeros64(at.Hour&valueBits) + bits.TrailingZeros64(at.Minute&valueBits))
}

// star is the bit by which cron marks a field that was a *.
const star = 1 << 63

// Monthly reports whether days of the month decide, not days of the week.
func (r DigestRhythm) Monthly() bool {
	at, ok := r.schedule()
	return ok && at.Dom&star == 0
}

// Span is about how many days lie between two of them.
func (r DigestRhythm) Span() int {
	switch {
	case r.Monthly():
		return 31
	case r.Weeks > 1:
		return 7 * r.Weeks
	}
	return 7
}

// FirstOfMonth reports whether it is due on the first of every month, which is its
// first workday.
func (r DigestRhythm) FirstOfMonth() bool {
	at, ok := r.schedule()
	return ok && r.Monthly() && at.Dom&valueBits == 1<<1 && at.Month&star != 0 && at.Dow&star != 0
}

// Weekdays are the days of the week on which it is due, of Monday to Friday; none
// if it is monthly.
func (r DigestRhythm) Weekdays() (days []time.Weekday) {
	at, ok := r.schedule()
	if !ok || r.Monthly() {
		return nil
	}
	for _, d := range Weekdays {
		if at.Dow&(1<<d) != 0 {
			days = append(days, d)
		}
	}
	return days
}

// WeeklyDigest is due on days of the week at a time of day.
func WeeklyDigest(days WorkingDays, at ClockTime, weeks int) (DigestRhythm, error) {
	if err := checkDigestHour(at); err != nil {
		return DigestRhythm{}, err
	}
	var numbers []string
	for _, d := range days.Days() {
		numbers = append(numbers, fmt.Sprint(int(d)))
	}
	switch {
	case len(numbers) == 0:
		return DigestRhythm{}, Errf(Invalid, "digest.no_day", "Field", "days")
	case len(numbers) > 1 && weeks > 1: // every other week has one day
		return DigestRhythm{}, Errf(Invalid, "digest.one_day", "Field", "days")
	}
	return DigestRhythm{Cron: fmt.Sprintf("%d %d * * %s", at%60, at/60, strings.Join(numbers, ",")), Weeks: weeks}, nil
}

// MonthlyDigest is due at a time of day on the first of the month, which on a day
// off means the next workday.
func MonthlyDigest(at ClockTime) (DigestRhythm, error) {
	if err := checkDigestHour(at); err != nil {
		return DigestRhythm{}, err
	}
	return DigestRhythm{Cron: fmt.Sprintf("%d %d 1 * *", at%60, at/60)}, nil
}

func checkDigestHour(at ClockTime) error {
	if at < FirstHour || at >= LastHour {
		return Errf(Invalid, "digest.bad_hour", "Field", "at", "From", FirstHour.String(), "Until", LastHour.String())
	}
	return nil
}

// Less is the next rarer rhythm: one day a week, then every other week, then once
// a month. ok is false if it cannot be rarer.
func (r DigestRhythm) Less() (rarer DigestRhythm, ok bool) {
	days := r.Weekdays()
	switch hour := r.Hour(); {
	case r.None() || r.Monthly():
		return r, false
	case len(days) > 1:
		rarer, _ = WeeklyDigest(DaysOf(days[0]), hour, 1)
	case len(days) == 1 && r.Weeks < 2:
		rarer = DigestRhythm{Cron: r.Cron, Weeks: 2}
	default:
		rarer, _ = MonthlyDigest(hour)
	}
	return rarer, rarer != DigestRhythm{}
}

// DigestDefaults are the cron expressions by which people get their Wochenstand
// who have said nothing else; "" leaves it to what stands behind it, Never is none.
type DigestDefaults struct {
	TeamLead     string `json:"team_lead,omitempty"`
	Leadership   string `json:"leadership,omitempty"`
	Coordination string `json:"coordination,omitempty"` // while a cohort runs
}

// UsualDigests are the defaults where nobody has set any: team leads and, while a
// cohort runs, the coordination on Mondays, leadership at the beginning of the
// month.
var UsualDigests = DigestDefaults{TeamLead: "0 8 * * 1", Leadership: "0 8 1 * *", Coordination: "0 8 * * 1"}

// Over are the defaults where they say something, and base where they do not.
func (d DigestDefaults) Over(base DigestDefaults) DigestDefaults {
	return DigestDefaults{TeamLead: cmp.Or(d.TeamLead, base.TeamLead), Leadership: cmp.Or(d.Leadership, base.Leadership),
		Coordination: cmp.Or(d.Coordination, base.Coordination)}
}

// For is the rhythm of somebody who has said nothing: of several roles the one in
// which they get most. running says that a cohort of the town runs.
func (d DigestDefaults) For(p *Person, running bool) DigestRhythm {
	switch {
	case p.Is(RoleTeamLead):
		return DigestRhythm{Cron: d.TeamLead}
	case p.Is(RoleCoordinator) && running:
		return DigestRhythm{Cron: d.Coordination}
	case p.Is(RoleLeadership):
		return DigestRhythm{Cron: d.Leadership}
	}
	return DigestRhythm{}
}

// CohortRuns reports whether a cohort that a town hosts runs on a day.
func CohortRuns(all []CohortBrief, host OrgID, today Date) bool {
	return slices.ContainsFunc(all, func(b CohortBrief) bool { return b.Host == host && b.StateOn(today) == CohortRunning })
}
