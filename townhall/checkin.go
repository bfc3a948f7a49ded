package townhall

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// CheckInAnswer is how somebody gets on in a working phase.
type CheckInAnswer string

// The answers. CheckInNotToday is none: it asks to be asked again.
const (
	CheckInGoing    CheckInAnswer = "going"
	CheckInHelp     CheckInAnswer = "help"
	CheckInStuck    CheckInAnswer = "stuck"
	CheckInNotToday CheckInAnswer = "not_today"
)

// CheckInAnswers are all answers, in the order people are shown them.
var CheckInAnswers = []CheckInAnswer{CheckInGoing, CheckInHelp, CheckInStuck, CheckInNotToday}

// CheckIn is somebody's Zwischenstand in a working phase: one each, the last
// answer counts. The host's coordination reads it, and nobody else unless they say
// so.
type CheckIn struct {
	Cohort CohortID
	Phase  int
	Member
	Department DepartmentID // of the member, for their team lead
	Answer     CheckInAnswer
	Reason     string
	// ForLead says that their team lead may know. Only somebody who is stuck is
	// asked, and only they say it.
	ForLead bool
	On      Date
}

// NewCheckIn notes how somebody gets on. A reason is nobody's duty. With
// CheckInNotToday there is nothing to note and the check-in is nil.
func (c *Cohort) NewCheckIn(p *Person, answer CheckInAnswer, reason string, today Date, cal *Calendar) (*CheckIn, []Notice, error) {
	if p == nil || p.Gone {
		return nil, nil, May(p, VerbSee, nil)
	}
	m := c.member(p)
	if _, err := c.takesPart(m); err != nil {
		return nil, nil, err
	}
	at := c.Where(today, cal)
	if at.Phase == nil {
		return nil, nil, Errf(Conflict, "cohort.no_phase")
	}
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n > MaxSentence {
		return nil, nil, tooLong("reason", n, MaxSentence)
	}
	one := &CheckIn{Cohort: c.ID, Phase: at.Phase.Number, Member: m, Department: p.Department, Answer: answer, Reason: reason, On: today}
	switch answer {
	case CheckInNotToday:
		return nil, nil, nil
	case CheckInGoing:
		return one, nil, nil
	case CheckInHelp, CheckInStuck:
		return one, []Notice{{Kind: "check_in." + string(answer), To: ToCoordination, Org: c.Host, Values: one.values(c, p)}}, nil
	}
	return nil, nil, Errf(Invalid, "cohort.bad_check_in", "Field", "answer")
}

// AskAgain is when somebody who would rather not say it today is asked once more: on
// the next day on which they work. False if the phase is over then.
func (p Phase) AskAgain(r Reach, today Date, zone *time.Location) (at, until time.Time, ok bool) {
	until = p.LastWorkday.At(LastHour.clock(zone))
	at, ok = r.Later(today.AddDays(1).At(ReminderHour.clock(r.Zone)), until)
	return at, until, ok
}

// AskAgainKey is under which somebody is asked once more.
func (p Phase) AskAgainKey(c CohortKey, asked Date, who PersonID) string {
	return fmt.Sprintf("check-in-again/%s/%d/%s/%s", c, p.Number, asked, who)
}

// ShowLead lets the team lead of somebody who is stuck know, or not any more.
// Only they decide that.
func (ci *CheckIn) ShowLead(c *Cohort, p *Person, show bool) ([]Notice, error) {
	if c.member(p) != ci.Member {
		return nil, Errf(Forbidden, "may.own_check_in")
	}
	if ci.Answer != CheckInStuck && show {
		return nil, Errf(Conflict, "cohort.not_stuck")
	}
	told := ci.ForLead
	ci.ForLead = show
	if told || !show {
		return nil, nil
	}
	return []Notice{{Kind: "check_in.for_lead", To: ToTeamLead, Org: ci.Org, Values: ci.values(c, p)}}, nil
}

// Follow takes over from the answer before, in the same working phase, what the team
// lead knows: that it hangs they know on, and that it does not any more they are told.
func (ci *CheckIn) Follow(before *CheckIn, c *Cohort, p *Person) []Notice {
	switch {
	case before == nil || !before.ForLead:
		return nil
	case ci.Answer == CheckInStuck:
		ci.ForLead = true
		return nil
	}
	values := before.values(c, p)
	delete(values, "reason")
	return []Notice{{Kind: "check_in.unstuck", To: ToTeamLead, Org: ci.Org, Values: values}}
}

func (ci *CheckIn) values(c *Cohort, p *Person) map[string]string {
	return map[string]string{"title": c.Title, "cohort": string(c.ID), "by": p.Display, "department": string(ci.Department), "reason": ci.Reason}
}

// CheckInView is a check-in as somebody of a town sees it: an id of a person
// means something in their own town only.
type CheckInView struct {
	*CheckIn
	From OrgID // the reader's town
	Host OrgID // the cohort's
}

// ownedBy: a check-in is that of whoever gave it.
func (v CheckInView) ownedBy(p *Person) bool {
	return v.From == v.Org && v.Person != "" && v.Person == p.ID
}

// shownTo reports whether p is the team lead whom it was shown to.
func (v CheckInView) shownTo(p *Person) bool {
	return v.From == v.Org && v.ForLead && p.Is(RoleTeamLead) && p.Department != "" && p.Department == v.Department
}

// MinAnswers is how many people must have answered before anything is shown of
// their answers together, so that nobody can be picked out.
const MinAnswers = 5

// CheckInCounts is how a phase gets on, without names; nil with fewer than
// MinAnswers people.
func CheckInCounts(all []*CheckIn) map[CheckInAnswer]int {
	if len(all) < MinAnswers {
		return nil
	}
	counts := map[CheckInAnswer]int{}
	for _, c := range all {
		counts[c.Answer]++
	}
	return counts
}
