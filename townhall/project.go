package townhall

import "slices"

// ProjectState is where a project stands.
type ProjectState string

// The states of a project.
const (
	ProjectPlanned ProjectState = "planned"
	ProjectActive  ProjectState = "active"
	ProjectPaused  ProjectState = "paused"
	ProjectDone    ProjectState = "done"
	ProjectStopped ProjectState = "stopped"
)

// Project is an idea, or a goal, being put into practice.
type Project struct {
	ID         ProjectID
	Version    int
	Title      string
	Goal       string
	Benefit    string // who has what from it
	Idea       IdeaID // 0 if it came from no idea
	Department DepartmentID
	Lead       PersonID
	Sponsor    PersonID
	State      ProjectState
	Reason     string // why it was paused or stopped
	Milestones []Milestone

	// Hands are those who work on its unfinished packages; storage fills them
	// in where a rule asks for them.
	Hands []PersonID
}

// MilestoneState is where a milestone stands.
type MilestoneState string

// The states of a milestone.
const (
	MilestonePlanned MilestoneState = "planned"
	MilestoneActive  MilestoneState = "active"
	MilestoneBlocked MilestoneState = "blocked"
	MilestoneDone    MilestoneState = "done"
)

// MilestoneStates are all states of a milestone, in the order people meet them.
var MilestoneStates = []MilestoneState{MilestonePlanned, MilestoneActive, MilestoneBlocked, MilestoneDone}

// Milestone is a step of a project with a date.
type Milestone struct {
	ID    string // unique within the organisation: "P1-M2"
	Title string
	State MilestoneState
	Due   Date
}

// Progress counts the packages of one milestone, or those without one, by their
// states.
type Progress map[WorkPackageState]int

// unfinished is how many are still to be done.
func (p Progress) unfinished() int {
	return p[WorkPackageOpen] + p[WorkPackageClaimed] + p[WorkPackageBlocked]
}

// ProjectView is a project with what a reader sees beside it. Storage loads it;
// cards show it.
type ProjectView struct {
	*Project
	LeadName    string
	SponsorName string
	Packages    []*WorkPackage
	Mandates    []MandateView
	Decision    *DecisionView // the last one about it, nil if there was none
	Viewer      *Person
}

// Over reports whether the project has ended, one way or the other.
func (p *Project) Over() bool { return p.State == ProjectDone || p.State == ProjectStopped }

// Milestone is the project's milestone with this id, nil if there is none.
func (p *Project) Milestone(id string) *Milestone {
	at := slices.IndexFunc(p.Milestones, func(m Milestone) bool { return m.ID == id })
	if at < 0 {
		return nil
	}
	return &p.Milestones[at]
}
