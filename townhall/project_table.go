package townhall

import "slices"

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
	Tells  []Audience
}

// everybodyInIt are all who lead, back or work on a project.
var everybodyInIt = []Audience{ToLead, ToSponsor, ToHands}

// ProjectTable is the life of a project. Whoever takes a step is not told of it.
var ProjectTable = []ProjectTransition{
	{ProjectMake, nil, ProjectPlanned, VerbMakeProject, "a title and a goal; the idea it comes from, if any, is accepted", []Audience{ToLead, ToSponsor}},
	{ProjectStart, []ProjectState{ProjectPlanned}, ProjectActive, VerbSteerProject, "", []Audience{ToLead, ToSponsor}},
	{ProjectPause, []ProjectState{ProjectActive}, ProjectPaused, VerbSteerProject, "a reason", everybodyInIt},
	{ProjectResume, []ProjectState{ProjectPaused}, ProjectActive, VerbSteerProject, "", everybodyInIt},
	{ProjectFinish, []ProjectState{ProjectPlanned, ProjectActive, ProjectPaused}, ProjectDone, "", "all its milestones are done, and no package is left", []Audience{ToLead, ToSponsor, ToChannel}},
	{ProjectStop, []ProjectState{ProjectPlanned, ProjectActive, ProjectPaused}, ProjectStopped, VerbSteerProject, "a reason; its unfinished packages are dropped", everybodyInIt},
}

// ProjectStates are all states of a project, in the order people meet them.
var ProjectStates = []ProjectState{ProjectPlanned, ProjectActive, ProjectPaused, ProjectDone, ProjectStopped}

func projectTransition(a ProjectAction) ProjectTransition {
	return ProjectTable[slices.IndexFunc(ProjectTable, func(t ProjectTransition) bool { return t.Action == a })]
}

// Check says whether a person may take the project this step now.
func (p *Project) Check(a ProjectAction, by *Person) error {
	t := projectTransition(a)
	if t.Needs != "" {
		if err := May(by, t.Needs, p); err != nil {
			return err
		}
	}
	if !slices.Contains(t.From, p.State) {
		return Errf(Conflict, "project.wrong_state", "Number", p.ID, "State", p.State)
	}
	return nil
}

// Can reports whether Check has nothing against it.
func (p *Project) Can(a ProjectAction, by *Person) bool { return p.Check(a, by) == nil }

// notices are those of an action to audiences. Who hears it as the lead does
// not hear it again as the sponsor.
func (p *Project) notices(action string, to []Audience, by *Person, values map[string]string) []Notice {
	all := map[string]string{"project": itoa(Number(p.ID)), "title": p.Title}
	for name, v := range values {
		all[name] = v
	}
	told := map[PersonID]bool{"": true}
	if by != nil {
		told[by.ID] = true
	}
	var notices []Notice
	add := func(to Audience, people ...PersonID) {
		for _, person := range people {
			if !told[person] {
				told[person] = true
				notices = append(notices, Notice{Kind: "project." + action, To: to, Person: person, Thing: Number(p.ID), Values: all})
			}
		}
	}
	for _, audience := range to {
		switch audience {
		case ToLead:
			add(audience, p.Lead)
		case ToSponsor:
			add(audience, p.Sponsor)
		case ToHands:
			add(audience, p.Hands...)
		case ToChannel:
			notices = append(notices, Notice{Kind: "project." + action, To: ToChannel, Thing: Number(p.ID), Values: all})
		}
	}
	return notices
}
