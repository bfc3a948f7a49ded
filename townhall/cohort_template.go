package townhall

// Template is the shape of a cohort, as data: its steps in order.
type Template struct {
	Name  string // a catalogue key below cohort.template
	Steps []Step
}

// Step is one date of a template.
type Step struct {
	Kind OccurrenceKind
	Gap  Gap // from the step before; the first step has none
	// Phase says that a working phase lies between this step and the next.
	Phase bool
	// From and Until are hours of this step's own; 0 and 0 are the cohort's.
	From, Until ClockTime
}

// Gap is the way from one step to the next: one of the three.
type Gap struct {
	Days     int  // calendar days, so that the weekday stays
	Workdays int  // workdays: 1 is the very next one
	Phase    bool // a working phase, in the rhythm of the cohort
}

// DefaultPhases is how many working phases a cohort has, if nobody says otherwise.
const DefaultPhases = 4

// MaxPhases is how many working phases a cohort has at most.
const MaxPhases = 12

// DefaultFrom and DefaultUntil are the hours of a seminar day.
const (
	DefaultFrom  = ClockTime(9 * 60)
	DefaultUntil = ClockTime(16 * 60)
)

// PhasesTemplate is a kickoff day, a week later n times a seminar day with a
// working phase, and a closing day.
func PhasesTemplate(n int) Template {
	t := Template{Name: "phases", Steps: []Step{{Kind: OccurrenceKickoff}}}
	for i := range n {
		gap := Gap{Phase: true}
		if i == 0 {
			gap = Gap{Days: 7}
		}
		t.Steps = append(t.Steps, Step{Kind: OccurrenceSeminar, Gap: gap, Phase: true})
	}
	t.Steps = append(t.Steps, Step{Kind: OccurrenceClosing, Gap: Gap{Phase: true}})
	return t
}

// Templates are the shapes that are offered, the default first.
func Templates() []Template {
	return []Template{
		PhasesTemplate(DefaultPhases),
		{"webinar", []Step{ // a webinar, and a week later one day and a half
			{Kind: OccurrenceWebinar, From: 10 * 60, Until: 12 * 60},
			{Kind: OccurrenceSeminar, Gap: Gap{Days: 7}},
			{Kind: OccurrenceSeminar, Gap: Gap{Workdays: 1}, From: 9 * 60, Until: 12*60 + 30},
		}},
		{"three_days", []Step{ // three days, a week apart
			{Kind: OccurrenceSeminar},
			{Kind: OccurrenceSeminar, Gap: Gap{Days: 7}},
			{Kind: OccurrenceSeminar, Gap: Gap{Days: 7}},
		}},
	}
}

// FindTemplate is the template of that name.
func FindTemplate(name string) (Template, error) {
	for _, t := range Templates() {
		if t.Name == name {
			return t, nil
		}
	}
	return Template{}, Errf(Invalid, "cohort.no_template", "Field", "template")
}
