package townhall

import "slices"

// WorkPackageState is where a work package stands.
type WorkPackageState string

// The states of a work package.
const (
	WorkPackageOpen    WorkPackageState = "open"
	WorkPackageClaimed WorkPackageState = "claimed"
	WorkPackageBlocked WorkPackageState = "blocked"
	WorkPackageDone    WorkPackageState = "done"
	WorkPackageDropped WorkPackageState = "dropped"
)

// WorkPackage is a small piece of a project that somebody can claim.
type WorkPackage struct {
	ID        WorkPackageID
	Version   int
	Project   ProjectID
	Milestone string // the milestone's id, or ""
	Title     string
	Hours     int // the estimate; 0 for none
	State     WorkPackageState
	ClaimedBy PersonID
	Helpers   []PersonID // who works on it together with ClaimedBy, the longest first
	Waits     string     // what it waits for, while State is WorkPackageBlocked
	Reason    string     // why it was dropped
	Result    string     // what came of it; may be skipped
	Links     []string   // http and https addresses
	Due       Date       // a workday, or no day

	// Lead, Sponsor and ProjectState are those of its project; storage loads
	// them beside it.
	Lead         PersonID
	Sponsor      PersonID
	ProjectState ProjectState

	// Coordination is who hears in the place of a lead; storage fills it in for a
	// step with a package whose project nobody leads.
	Coordination []PersonID
}

// Limits of a work package.
const (
	MaxHours = 8 // what takes longer is two packages
	MaxLinks = 10
	MaxURL   = 500
)

// WorkPackageStates are all states of a work package, in the order people meet
// them.
var WorkPackageStates = []WorkPackageState{WorkPackageOpen, WorkPackageClaimed, WorkPackageBlocked, WorkPackageDone, WorkPackageDropped}

// WorkPackageView is a work package with the names that a reader sees beside
// it. Storage loads it; cards show it.
type WorkPackageView struct {
	*WorkPackage
	ProjectTitle   string
	MilestoneTitle string
	OwnerName      string
	HelperNames    []string
	Decision       *DecisionView // the last one about it, nil if there was none
	Viewer         *Person
}

// Unfinished reports whether the package is still to be done.
func (w *WorkPackage) Unfinished() bool {
	return w.State != WorkPackageDone && w.State != WorkPackageDropped
}

// Taken reports whether somebody works on the package now, or waits to.
func (w *WorkPackage) Taken() bool {
	return w.State == WorkPackageClaimed || w.State == WorkPackageBlocked
}

// Hand reports whether p works on the package, as its owner or helping along.
func (w *WorkPackage) Hand(p PersonID) bool {
	return p != "" && (w.ClaimedBy == p || slices.Contains(w.Helpers, p))
}

// project is as much of the package's project as rights ask for.
func (w *WorkPackage) project() *Project {
	return &Project{ID: w.Project, Lead: w.Lead, Sponsor: w.Sponsor, State: w.ProjectState}
}
