package townhall

import (
	"slices"
	"strings"
)

// ProjectAction is a step in the life of a project.
type ProjectAction string

// The steps.
const (
	ProjectMake   ProjectAction = "make"
	ProjectStart  ProjectAction = "start"
	ProjectPause  ProjectAction = "pause"
	ProjectResume ProjectAction = "resume"
	ProjectFinish ProjectAction = "finish"
	ProjectStop   ProjectAction = "stop"
)

// ProjectTransition is one line of the table of a project's life.
type ProjectTransition struct {
	Action ProjectAction
	From   []ProjectState
	To     ProjectState
	Needs  Verb
	Guard  string
}

// ProjectTable is the life of a project.
var ProjectTable = []ProjectTransition{
	{ProjectMake, nil, ProjectPlanned, VerbMakeProject, "a title and a goal; the idea it comes from is accepted"},
	{ProjectStart, []ProjectState{ProjectPlanned}, ProjectActive, VerbSteerProject, ""},
	{ProjectPause, []ProjectState{ProjectActive}, ProjectPaused, VerbSteerProject, "a reason"},
	{ProjectResume, []ProjectState{ProjectPaused}, ProjectActive, VerbSteerProject, ""},
	{ProjectFinish, []ProjectState{ProjectActive}, ProjectDone, "", "all its milestones are done"},
	{ProjectStop, []ProjectState{ProjectPlanned, ProjectActive, ProjectPaused}, ProjectStopped, VerbSteerProject, "a reason"},
}

// ProjectStates are all states of a project, in the order people meet them.
var ProjectStates = []ProjectState{ProjectPlanned, ProjectActive, ProjectPaused, ProjectDone, ProjectStopped}

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
// stopping, which need one.
func (p *Project) Step(a ProjectAction, by *Person, reason string) error {
	at := slices.IndexFunc(ProjectTable, func(t ProjectTransition) bool { return t.Action == a })
	t := ProjectTable[at]
	if t.Needs != "" {
		if err := May(by, t.Needs, p); err != nil {
			return err
		}
	}
	if !slices.Contains(t.From, p.State) {
		return Errf(Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
	}
	switch a {
	case ProjectPause, ProjectStop:
		var err error
		if reason, err = sentence("project.no_reason", "reason", reason); err != nil {
			return err
		}
	case ProjectFinish:
		if len(p.Milestones) == 0 || slices.ContainsFunc(p.Milestones, func(m Milestone) bool { return m.State != MilestoneDone }) {
			return Errf(Conflict, "project.milestones_open", "Number", p.ID)
		}
	}
	p.State, p.Reason = t.To, reason
	return nil
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
