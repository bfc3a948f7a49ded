package townhall

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
	Hours     int // the estimate
	State     WorkPackageState
	ClaimedBy PersonID
	Waits     string // what it waits for, while State is WorkPackageBlocked
	Due       Date
}

// WorkPackageStates are all states of a work package, in the order people meet
// them.
var WorkPackageStates = []WorkPackageState{WorkPackageOpen, WorkPackageClaimed, WorkPackageBlocked, WorkPackageDone, WorkPackageDropped}
