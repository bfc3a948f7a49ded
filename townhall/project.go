package townhall

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

// Milestone is a step of a project with a date.
type Milestone struct {
	ID    string // unique within the organisation: "P1-M2"
	Title string
	State MilestoneState
	Due   Date
}
