package townhall

import (
	"fmt"
	"slices"
	"strings"
)

// NewProject plans a project.
func NewProject(title, goal, benefit string, idea IdeaID, lead, sponsor PersonID) (*Project, error) {
	p := &Project{Title: oneLine(title), Goal: strings.TrimSpace(goal), Benefit: strings.TrimSpace(benefit),
		Idea: idea, Lead: lead, Sponsor: sponsor, State: ProjectPlanned}
	if err := checkLen("project.no_title", "title", p.Title, MaxIdeaTitle); err != nil {
		return nil, err
	}
	if err := checkLen("project.no_goal", "goal", p.Goal, MaxSentence); err != nil {
		return nil, err
	}
	if len([]rune(p.Benefit)) > MaxSentence {
		return nil, tooLong("benefit", len([]rune(p.Benefit)), MaxSentence)
	}
	return p, nil
}

// Step takes the project a step further; reason is kept for pausing and
// stopping, which need one. progress are the packages of its milestones by the
// milestones' ids, which only finishing asks for.
func (p *Project) Step(a ProjectAction, by *Person, reason string, progress map[string]Progress) ([]Notice, error) {
	if err := p.Check(a, by); err != nil {
		return nil, err
	}
	switch a {
	case ProjectPause, ProjectStop:
		var err error
		if reason, err = sentence("project.no_reason", "reason", reason); err != nil {
			return nil, err
		}
	case ProjectFinish:
		if !p.ready(progress) {
			return nil, Errf(Conflict, "project.milestones_open", "Number", p.ID)
		}
	default:
		reason = ""
	}
	t := projectTransition(a)
	p.State, p.Reason = t.To, reason
	return p.notices(string(a), t.Tells, by, map[string]string{"reason": reason}), nil
}

// ready reports whether nothing is left to do.
func (p *Project) ready(progress map[string]Progress) bool {
	for _, count := range progress {
		if count.unfinished() > 0 {
			return false
		}
	}
	return len(p.Milestones) > 0 &&
		!slices.ContainsFunc(p.Milestones, func(m Milestone) bool { return m.State != MilestoneDone })
}

// AddMilestone adds a step with a date at the end; one of the same title gets
// the new date.
func (p *Project) AddMilestone(by *Person, title string, due Date, cal *Calendar, today Date) (*Milestone, error) {
	if err := May(by, VerbSteerProject, p); err != nil {
		return nil, err
	}
	if p.Over() {
		return nil, Errf(Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
	}
	title = oneLine(title)
	if err := checkLen("project.no_milestone_title", "title", title, MaxIdeaTitle); err != nil {
		return nil, err
	}
	if due.IsZero() {
		return nil, Errf(Invalid, "project.no_day", "Field", "until")
	}
	if err := CheckDay(cal, due, today, "until"); err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(p.Milestones, func(m Milestone) bool { return strings.EqualFold(m.Title, title) }); at >= 0 {
		p.Milestones[at].Due = due
		return &p.Milestones[at], nil
	}
	id := fmt.Sprintf("%d-M%d", p.ID, len(p.Milestones)+1)
	p.Milestones = append(p.Milestones, Milestone{ID: id, Title: title, State: MilestonePlanned, Due: due})
	p.goOn()
	return p.Milestone(id), nil
}

// ReachMilestone marks a milestone as done that has no packages which would do
// it by themselves.
func (p *Project) ReachMilestone(by *Person, id string, progress map[string]Progress) ([]Notice, error) {
	if err := May(by, VerbSteerProject, p); err != nil {
		return nil, err
	}
	m := p.Milestone(id)
	switch {
	case m == nil:
		return nil, Errf(NotFound, "project.unknown_milestone", "Field", "milestone")
	case p.Over() || m.State == MilestoneDone:
		return nil, Errf(Conflict, "project.milestone_done_already", "Number", p.ID)
	case progress[id].unfinished() > 0:
		return nil, Errf(Conflict, "project.milestone_has_packages", "Number", p.ID, "Count", progress[id].unfinished())
	}
	m.State = MilestoneDone
	p.goOn()
	return p.reached(*m), nil
}

// Settle lets a milestone follow its packages: done when all are and at least
// one was not dropped, blocked when all that is left waits, and open again when
// something is to be done after all. changed says whether the project is to be
// saved.
func (p *Project) Settle(milestone string, progress map[string]Progress) (notices []Notice, changed bool) {
	m := p.Milestone(milestone)
	if m == nil {
		return nil, false
	}
	before := slices.Clone(p.Milestones)
	count := progress[milestone]
	left := count.unfinished()
	switch {
	case left == 0 && count[WorkPackageDone] > 0:
		if m.State != MilestoneDone {
			m.State = MilestoneDone
			notices = p.reached(*m)
		}
	case left > 0 && left == count[WorkPackageBlocked]:
		m.State = MilestoneBlocked
	case left > 0 && (m.State == MilestoneDone || m.State == MilestoneBlocked), left == 0 && m.State == MilestoneBlocked:
		m.State = MilestoneActive
	}
	p.goOn()
	return notices, !slices.Equal(before, p.Milestones)
}

// goOn makes the first milestone that is not done the active one.
func (p *Project) goOn() {
	at := slices.IndexFunc(p.Milestones, func(m Milestone) bool { return m.State != MilestoneDone })
	if at >= 0 && p.Milestones[at].State == MilestonePlanned {
		p.Milestones[at].State = MilestoneActive
	}
}

// reached celebrates a milestone in the channel, without any name.
func (p *Project) reached(m Milestone) []Notice {
	return p.notices("milestone", []Audience{ToChannel}, nil, map[string]string{"text": m.Title})
}

// Told are the notices to those who are named in a new project.
func (p *Project) Told() []Notice {
	var notices []Notice
	values := map[string]string{"project": itoa(Number(p.ID)), "title": p.Title}
	if p.Lead != "" {
		notices = append(notices, Notice{Kind: "project.lead", To: ToPerson, Person: p.Lead, Thing: Number(p.ID), Values: values})
	}
	if p.Sponsor != "" && p.Sponsor != p.Lead {
		notices = append(notices, Notice{Kind: "project.sponsor", To: ToPerson, Person: p.Sponsor, Thing: Number(p.ID), Values: values})
	}
	return notices
}
