package townhall

import "slices"

// DigestScope is what somebody's Wochenstand is about: all that concerns them,
// in one.
type DigestScope struct {
	Town       bool         // everything: leadership and the coordination
	Department DepartmentID // that of a team lead
	Projects   []ProjectID  // that they lead or back
}

// DigestScopeOf says what somebody's Wochenstand is about. own are the projects
// that they lead or back, and that go on.
func DigestScopeOf(p *Person, own []*Project) (s DigestScope) {
	s.Town = p.IsAny(RoleCoordinator, RoleLeadership)
	if p.Is(RoleTeamLead) {
		s.Department = p.Department
	}
	for _, one := range own {
		if one.Lead == p.ID || one.Sponsor == p.ID {
			s.Projects = append(s.Projects, one.ID)
		}
	}
	return s
}

// Empty reports whether there is nothing that it could be about.
func (s DigestScope) Empty() bool { return !s.Town && s.Department == "" && len(s.Projects) == 0 }

// Check refuses a digest about nothing, and says who gets one.
func (s DigestScope) Check() error {
	if s.Empty() {
		return Errf(Conflict, "digest.no_scope")
	}
	return nil
}

// Covers reports whether a project belongs to it.
func (s DigestScope) Covers(p *Project) bool {
	return s.Town || s.Department != "" && p.Department == s.Department || slices.Contains(s.Projects, p.ID)
}

// asks reports whether a question asked from a department belongs to it.
func (s DigestScope) asks(from DepartmentID) bool {
	return s.Town || s.Department != "" && from == s.Department
}

// few reports whether a number of questions is too small to be told: in a single
// department somebody could be picked out of fewer than MinAnswers.
func (s DigestScope) few(questions int) bool { return !s.Town && questions < MinAnswers }

// DigestBlock is one of the four blocks of a Wochenstand.
type DigestBlock string

// The blocks, in their order.
const (
	DigestDecide  DigestBlock = "decide"
	DigestWaiting DigestBlock = "waiting"
	DigestDone    DigestBlock = "done"
	DigestComing  DigestBlock = "coming"
)

// DigestKind says what a line is about.
type DigestKind string

// The kinds of lines.
const (
	DigestPackage   DigestKind = "package"
	DigestProject   DigestKind = "project"
	DigestMilestone DigestKind = "milestone"
	DigestIdea      DigestKind = "idea"
	DigestAccepted  DigestKind = "idea_accepted"
	DigestQuestions DigestKind = "questions" // Count of them
	DigestReview    DigestKind = "review"    // Count of ideas that wait for one
	DigestDate      DigestKind = "date"      // of a cohort
	DigestMandate   DigestKind = "mandate"   // that ends
)

// DigestLine is one line of a block. No line names anybody.
type DigestLine struct {
	Kind    DigestKind
	Number  Number // of the thing; 0 for none
	Title   string
	Project string // its title, where the line is about a part of one
	Reason  string // what it waits for
	On      Date   // since when, or until when; no day if that is not known
	Topic   string // of questions
	Count   int
	Date    *Occurrence // of the cohort
}

// Digest is somebody's Wochenstand.
type Digest struct {
	Reader  *Person
	Scope   DigestScope
	Today   Date
	Since   Date // from when on something counts as done since the last one
	First   bool // nothing was sent before
	Decide  []*DecisionView
	Review  int // ideas that wait for the reader's review
	Waiting []DigestLine
	Done    []DigestLine
	Coming  []DigestLine
	Cohort  *CohortView // the one that the dates are of; nil for none
	// Asked are decisions that the reader has asked for. Only who looks for
	// themselves is shown them.
	Asked []*DecisionView
}

// Nothing reports whether there is nothing to say. What the reader asked
// themselves is no news.
func (d *Digest) Nothing() bool {
	return len(d.Decide)+d.Review+len(d.Waiting)+len(d.Done)+len(d.Coming) == 0
}

// Happened is what the log tells of a thing that came to something.
type Happened struct {
	Thing      Number
	Action     string // "package.done"
	On         Date
	Kind       Kind
	Title      string // of the thing, now
	State      string // of the thing, now
	Project    ProjectID
	Department DepartmentID // from which a question came
	Milestone  string       // the title of the one that was reached
}

// DigestFacts are what a Wochenstand is made of.
type DigestFacts struct {
	Reader    *Person
	Today     Date
	Since     Date
	First     bool
	Projects  []*Project     // all, with their milestones
	Packages  []*WorkPackage // all that are not finished
	Blocked   map[WorkPackageID]Date
	Paused    map[ProjectID]Date
	Decisions []*DecisionView // all that are open
	Review    int             // ideas that wait for the reader's review; 0 if they do not review
	Questions []*HelpRequest  // all that nobody has claimed
	Happened  []Happened      // since Since
	Mandates  []*Mandate      // that have not ended
	Cohort    *CohortView     // that is planned or runs; nil for none
}

// DigestDays is how far a Wochenstand looks ahead.
const DigestDays = 14

// NewDigest makes somebody's Wochenstand of what there is, as far as they may
// read it.
func NewDigest(f DigestFacts) *Digest {
	var own []*Project
	for _, p := range f.Projects {
		if !p.Over() {
			own = append(own, p)
		}
	}
	d := &Digest{Reader: f.Reader, Scope: DigestScopeOf(f.Reader, own), Today: f.Today, Since: f.Since, First: f.First, Review: f.Review,
		Cohort: f.Cohort}
	for _, v := range f.Decisions {
		if v.WaitsFor(f.Reader) {
			d.Decide = append(d.Decide, v)
		}
	}
	if d.Scope.Empty() {
		return d
	}
	b := digestBuilder{d: d, f: f, projects: map[ProjectID]*Project{}}
	for _, p := range f.Projects {
		if d.Scope.Covers(p) {
			b.projects[p.ID] = p
		}
	}
	b.waiting()
	b.done()
	b.coming()
	return d
}
