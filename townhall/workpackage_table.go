package townhall

import "slices"

// WorkPackageAction is a step in the life of a work package.
type WorkPackageAction string

// The steps.
const (
	WorkPackageMake      WorkPackageAction = "make"
	WorkPackageClaim     WorkPackageAction = "claim"
	WorkPackageRelease   WorkPackageAction = "release"
	WorkPackageBlock     WorkPackageAction = "block"
	WorkPackageResume    WorkPackageAction = "resume"
	WorkPackageFinish    WorkPackageAction = "done"
	WorkPackageDrop      WorkPackageAction = "drop"
	WorkPackageReopen    WorkPackageAction = "reopen"
	WorkPackageOwnerGone WorkPackageAction = "owner_gone"
)

// What can be done with a work package without taking it a step further.
const (
	WorkPackageJoin     WorkPackageAction = "join"
	WorkPackageLeave    WorkPackageAction = "leave"
	WorkPackageHandOver WorkPackageAction = "hand_over"
	WorkPackageDue      WorkPackageAction = "due"
	WorkPackageCarry    WorkPackageAction = "carry"
	WorkPackageEdit     WorkPackageAction = "edit"
	WorkPackageLink     WorkPackageAction = "link"
	WorkPackageResult   WorkPackageAction = "result"
	WorkPackageSay      WorkPackageAction = "say"
)

// WorkPackageTransition is one line of the table of a work package's life.
type WorkPackageTransition struct {
	Action WorkPackageAction
	From   []WorkPackageState // empty: there is no package yet
	To     WorkPackageState
	Needs  Verb   // the right it takes; "" if it happens by itself
	Guard  string // what else must hold, in words for docs/states.md
	Tells  []Audience
}

// taken are the states in which somebody has the package.
var taken = []WorkPackageState{WorkPackageClaimed, WorkPackageBlocked}

// team are all who have to do with a package.
var team = []Audience{ToLead, ToOwner, ToHelper}

// WorkPackageTable is the life of a work package. The rules, docs/states.md and
// the tests all read it. Whoever takes a step is not told of it.
var WorkPackageTable = []WorkPackageTransition{
	{WorkPackageMake, nil, WorkPackageOpen, VerbAddPackage, "a title, at most 8 hours, due on a workday to come; its project is not over", nil},
	{WorkPackageClaim, []WorkPackageState{WorkPackageOpen}, WorkPackageClaimed, VerbClaim, "its project is neither paused nor over", []Audience{ToLead}},
	{WorkPackageRelease, taken, WorkPackageOpen, VerbWorkOn, "nobody helps along: otherwise a helper owns it from now on", []Audience{ToLead, ToOwner}},
	{WorkPackageBlock, []WorkPackageState{WorkPackageClaimed}, WorkPackageBlocked, VerbWorkOn, "what it waits for", append([]Audience{ToNoLead}, team...)},
	{WorkPackageResume, []WorkPackageState{WorkPackageBlocked}, WorkPackageClaimed, VerbWorkOn, "", team},
	{WorkPackageFinish, taken, WorkPackageDone, VerbWorkOn, "", team},
	{WorkPackageDrop, []WorkPackageState{WorkPackageOpen, WorkPackageClaimed, WorkPackageBlocked}, WorkPackageDropped, VerbSteerProject, "a reason", team},
	{WorkPackageReopen, []WorkPackageState{WorkPackageDone, WorkPackageDropped}, WorkPackageOpen, VerbSteerProject, "its project is not over", team},
	{WorkPackageOwnerGone, taken, WorkPackageOpen, "", "its owner has left the town, and nobody helps along", []Audience{ToLead}},
}

// WorkPackageWithoutStep says in which states the other things can be done.
var WorkPackageWithoutStep = map[WorkPackageAction][]WorkPackageState{
	WorkPackageJoin:   taken,
	WorkPackageDue:    {WorkPackageOpen, WorkPackageClaimed, WorkPackageBlocked},
	WorkPackageEdit:   {WorkPackageOpen, WorkPackageClaimed, WorkPackageBlocked},
	WorkPackageCarry:  {WorkPackageClaimed},
	WorkPackageLink:   WorkPackageStates,
	WorkPackageResult: {WorkPackageDone},
	WorkPackageSay:    WorkPackageStates,
}

// workPackageVerbs are the rights for what is no step.
var workPackageVerbs = map[WorkPackageAction]Verb{
	WorkPackageJoin: VerbClaim, WorkPackageDue: VerbSteerProject, WorkPackageEdit: VerbSteerProject,
	WorkPackageCarry: VerbWorkOn,
	WorkPackageLink:  VerbWorkOn, WorkPackageResult: VerbWorkOn, WorkPackageSay: VerbTalkAbout,
}

func workPackageTransition(a WorkPackageAction) (WorkPackageTransition, bool) {
	at := slices.IndexFunc(WorkPackageTable, func(t WorkPackageTransition) bool { return t.Action == a })
	if at < 0 {
		return WorkPackageTransition{}, false
	}
	return WorkPackageTable[at], true
}

// Check says whether a person may do this to the package now: for the buttons
// on its card, and so that no form asks for words that would be refused.
func (w *WorkPackage) Check(a WorkPackageAction, by *Person) error {
	from, verb := WorkPackageWithoutStep[a], workPackageVerbs[a]
	if t, ok := workPackageTransition(a); ok {
		from, verb = t.From, t.Needs
	}
	if verb != "" {
		if err := May(by, verb, w); err != nil {
			return err
		}
	}
	if !slices.Contains(from, w.State) {
		return Errf(Conflict, "package.wrong_state", "Number", w.ID, "State", w.State)
	}
	return w.checkProject(a)
}

// Can reports whether Check has nothing against it.
func (w *WorkPackage) Can(a WorkPackageAction, p *Person) bool { return w.Check(a, p) == nil }

// checkProject says whether the package's project allows the action. What is
// over is left as it is; a pause keeps new people away and nobody from ending
// what they began.
func (w *WorkPackage) checkProject(a WorkPackageAction) error {
	switch a {
	case WorkPackageClaim, WorkPackageJoin, WorkPackageReopen, WorkPackageEdit, WorkPackageDue, WorkPackageCarry:
	default:
		return nil
	}
	switch {
	case w.ProjectState == ProjectDone || w.ProjectState == ProjectStopped:
		return Errf(Conflict, "package.project_over", "Number", w.Project, "State", w.ProjectState)
	case w.ProjectState == ProjectPaused && a == WorkPackageClaim:
		return Errf(Conflict, "package.project_paused", "Number", w.Project)
	}
	return nil
}

// step takes the package a line of the table further and returns the notices.
// The guards of each action are checked by its own method first.
func (w *WorkPackage) step(a WorkPackageAction, by *Person, values map[string]string) ([]Notice, error) {
	if err := w.Check(a, by); err != nil {
		return nil, err
	}
	t, _ := workPackageTransition(a)
	notices := w.tell(a, t.Tells, by, values)
	w.State = t.To
	return notices, nil
}

// tell makes the notices to audiences, as they are now: a step that takes the
// package from its owner tells the one who had it.
func (w *WorkPackage) tell(a WorkPackageAction, to []Audience, by *Person, values map[string]string) []Notice {
	all := map[string]string{"by": by.Display}
	for name, v := range values {
		all[name] = v
	}
	var notices []Notice
	for _, audience := range to {
		for _, p := range w.audience(audience) {
			if p != by.ID {
				notices = append(notices, Notice{Kind: "package." + string(a), To: audience, Person: p, Thing: Number(w.ID), Values: all})
			}
		}
	}
	return notices
}

func (w *WorkPackage) audience(a Audience) []PersonID {
	switch {
	case a == ToLead && w.Lead != "":
		return []PersonID{w.Lead}
	case a == ToOwner && w.ClaimedBy != "":
		return []PersonID{w.ClaimedBy}
	case a == ToHelper:
		return w.Helpers
	case a == ToNoLead:
		return w.Coordination
	}
	return nil
}
