package townhall

// WorkPackageDraft is what a lead says of a work package, new or changed.
type WorkPackageDraft struct {
	Title     string
	Milestone string // of the project; "" for none
	Hours     int
	Due       Date
}

// NewWorkPackage makes an open package of a project.
func NewWorkPackage(by *Person, p *Project, d WorkPackageDraft, cal *Calendar, today Date) (*WorkPackage, error) {
	if err := May(by, VerbAddPackage, p); err != nil {
		return nil, err
	}
	w := &WorkPackage{Project: p.ID, State: WorkPackageOpen, Lead: p.Lead, Sponsor: p.Sponsor, ProjectState: p.State}
	if p.Over() {
		return nil, Errf(Conflict, "package.project_over", "Number", p.ID, "State", p.State, "Field", "project")
	}
	return w, w.describe(p, d, cal, today)
}

// Edit describes the package anew. Its owner and helpers are told if the day
// changes.
func (w *WorkPackage) Edit(by *Person, p *Project, d WorkPackageDraft, cal *Calendar, today Date) ([]Notice, error) {
	if err := w.Check(WorkPackageEdit, by); err != nil {
		return nil, err
	}
	before := w.Due
	if d.Due == before {
		d.Due = Date{} // a day that has passed meanwhile stays
	}
	if err := w.describe(p, d, cal, today); err != nil {
		return nil, err
	}
	if w.Due.IsZero() {
		w.Due = before
	}
	if w.Due == before {
		return nil, nil
	}
	return w.tellDue(by), nil
}

// describe checks a draft and takes it over, all of it or nothing.
func (w *WorkPackage) describe(p *Project, d WorkPackageDraft, cal *Calendar, today Date) error {
	d.Title = oneLine(d.Title)
	if err := checkLen("package.no_title", "title", d.Title, MaxIdeaTitle); err != nil {
		return err
	}
	if d.Milestone != "" && p.Milestone(d.Milestone) == nil {
		return Errf(Invalid, "package.other_milestone", "Field", "milestone")
	}
	switch {
	case d.Hours < 0:
		return Errf(Invalid, "package.no_hours", "Field", "hours")
	case d.Hours > MaxHours:
		return Errf(Invalid, "package.too_big", "Field", "hours", "Count", d.Hours, "Most", MaxHours)
	}
	if err := CheckDay(cal, d.Due, today, "due"); err != nil {
		return err
	}
	w.Title, w.Milestone, w.Hours, w.Due = d.Title, d.Milestone, d.Hours, d.Due
	return nil
}

// CheckDay says whether something can be due on a day: on workdays from today
// on. No day is allowed. The error names the next workday as Next.
func CheckDay(cal *Calendar, due, today Date, field string) error {
	switch {
	case due.IsZero():
		return nil
	case due.Before(today):
		return Errf(Invalid, "package.due_past", "Field", field, "Date", due)
	case !cal.Workday(due):
		return Errf(Invalid, "package.due_day_off", "Field", field, "Date", due, "Next", cal.NextWorkday(due))
	}
	return nil
}

// SetDue moves the day.
func (w *WorkPackage) SetDue(by *Person, due Date, cal *Calendar, today Date) ([]Notice, error) {
	if err := w.Check(WorkPackageDue, by); err != nil {
		return nil, err
	}
	if err := CheckDay(cal, due, today, "due"); err != nil || due == w.Due {
		return nil, err // nobody is told twice
	}
	w.Due = due
	return w.tellDue(by), nil
}

func (w *WorkPackage) tellDue(by *Person) []Notice {
	return w.tell(WorkPackageDue, []Audience{ToOwner, ToHelper}, by, map[string]string{"until": w.Due.String()})
}
