package townfile

import (
	"fmt"
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// reader turns the file into a town and keeps the first thing that is wrong.
type reader struct {
	f        *file
	town     *Town
	err      error
	people   map[townhall.PersonID]bool
	contacts map[townhall.ContactID]bool
	rooms    map[townhall.DepartmentID]bool
	numbers  map[string]townhall.Number // of the file's own ids: I1, P1, AP1, H1
}

func (f *file) town() (*Town, error) {
	r := &reader{f: f, town: &Town{}, people: map[townhall.PersonID]bool{"": true}, contacts: map[townhall.ContactID]bool{"": true},
		rooms: map[townhall.DepartmentID]bool{"": true}, numbers: map[string]townhall.Number{"": 0}}
	r.organisation()
	r.channels()
	r.persons()
	r.number()
	r.ideas()
	r.projects()
	r.workPackages()
	r.helpRequests()
	r.references()
	r.decisions()
	r.cohort()
	return r.town, r.err
}

// wrong notes what is wrong with an entry, unless something was before.
func (r *reader) wrong(entry, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s", entry, fmt.Sprintf(format, args...))
	}
}

// check notes what is wrong unless ok holds.
func (r *reader) check(ok bool, entry, format string, args ...any) {
	if !ok {
		r.wrong(entry, format, args...)
	}
}

// calendar is the town's, if its days can be read.
func (r *reader) calendar() (*townhall.Calendar, error) {
	o := r.f.Organisation
	return townhall.NewCalendar(o.State, o.ExtraDaysOff, o.RemovedDaysOff)
}

func (r *reader) organisation() {
	if r.f.Organisation.ExtraDaysOff == nil { // not even an empty list
		r.f.Organisation.ExtraDaysOff = townhall.DefaultExtraDaysOff()
	}
	m, o := r.f.Meta, r.f.Organisation
	r.check(m.Schema == Schema, "meta.schema", "is %d, but this program reads %d", m.Schema, Schema)
	r.check(!m.ReferenceDate.IsZero(), "meta.reference_date", "is missing, for example '2027-03-18'")
	r.check(m.Language == "de" || m.Language == "en", "meta.language", "is %q, but may be de or en", m.Language)
	r.check(slices.Contains([]string{"", "du", "sie"}, m.Address), "meta.address", "is %q, but may be du or sie", m.Address)
	_, err := time.LoadLocation(m.Timezone)
	r.check(err == nil && m.Timezone != "", "meta.timezone", "%q is no time zone like Europe/Berlin", m.Timezone)
	r.check(o.ID != "" && o.Name != "", "organisation", "id and name are needed")
	_, err = r.calendar()
	r.check(err == nil, "organisation", "%v", err)
	r.check(o.Rhythm == "" || slices.Contains(townhall.Rhythms, o.Rhythm), "organisation", "there is no rhythm %q", o.Rhythm)
	for key, spec := range map[string]string{"team_lead": o.Digests.TeamLead, "leadership": o.Digests.Leadership, "coordination": o.Digests.Coordination} {
		if spec != "" {
			err := townhall.CheckDigestCron(spec)
			r.check(err == nil, "organisation.digests."+key, "%v; for example '%s', or %s", err, townhall.UsualDigests.TeamLead, townhall.Never)
		}
	}
	r.town.Reference = m.ReferenceDate
	r.town.Organisation = townhall.Organisation{ID: o.ID, Name: o.Name, State: o.State, Zone: m.Timezone, Language: m.Language,
		Address: m.Address, ExtraDaysOff: o.ExtraDaysOff, RemovedDaysOff: o.RemovedDaysOff, Rhythm: o.Rhythm, SetUp: m.ReferenceDate, Digests: townhall.DigestDefaults(o.Digests)}
	r.check(r.town.Organisation.SetDeadlines(r.deadlines()) == nil, "organisation", "answer_within and decide_within are 1 to %d working days, the answer not after the decision",
		townhall.MaxDeadline)
	r.reminders()
	if p := r.f.Programme; p != nil {
		label := townhall.RoleLabel(p.RoleLabel)
		r.check(label.Valid(), "programme.role_label", "needs singular_f, singular_m and plural, each of at most %d characters, or none of them", townhall.MaxRoleLabel)
		r.town.Organisation.RoleLabel = label
		r.town.Participants = p.Participants
	}
	for _, d := range o.Departments {
		r.check(d.ID != "" && !r.rooms[d.ID], "organisation.departments", "%q is empty or stands twice", d.ID)
		r.rooms[d.ID] = true
		r.town.Departments = append(r.town.Departments, townhall.Department{ID: d.ID, Name: d.Name})
	}
	for _, c := range o.Contacts {
		r.check(c.ID != "" && !r.contacts[c.ID], "organisation.contacts", "%q is empty or stands twice", c.ID)
		ways := 0
		for _, way := range []string{c.Email, string(c.Person), string(c.Channel)} {
			if way != "" {
				ways++
			}
		}
		r.check(ways == 1, "contact "+string(c.ID), "needs either email, person or channel")
		r.contacts[c.ID] = true
		r.town.Contacts = append(r.town.Contacts, townhall.Contact(c))
	}
}

// deadlines are the working days until an idea is answered and decided.
func (r *reader) deadlines() (answer, decide int) {
	o := r.f.Organisation
	if answer, decide = o.AnswerWithin, o.DecideWithin; answer == 0 {
		answer = townhall.DefaultAnswerWithin
	}
	if decide == 0 {
		decide = max(townhall.DefaultDecideWithin, answer)
	}
	return answer, decide
}

// reminders reads what the town has set otherwise. What is not said of a reminder
// is as usual: with an hour alone it comes on its usual day.
func (r *reader) reminders() {
	var changes []townhall.ReminderChange
	for _, one := range r.f.Organisation.Reminders {
		change := new(townhall.Organisation).ReminderSetting(one.Kind)
		change.Kind, change.Off = one.Kind, one.Off
		switch {
		case one.Days != nil && one.Workdays != nil:
			change.Days, change.Workdays = *one.Days, *one.Workdays
		case one.Days != nil:
			change.Days, change.Workdays = *one.Days, 0
		case one.Workdays != nil:
			change.Days, change.Workdays = 0, *one.Workdays
		}
		change.At = r.clock(one.At, change.At)
		r.check(townhall.CheckReminderChanges(append(changes, change)) == nil, "organisation.reminders",
			"%q does not exist, stands twice, or cannot come then: there are %v", one.Kind, townhall.ReminderKinds())
		changes = append(changes, change)
	}
	r.town.Organisation.ReminderChanges = changes
}

func (r *reader) channels() {
	seen := map[townhall.ChannelID]bool{}
	for _, c := range r.f.Channels {
		r.check(c.ID != "" && !seen[c.ID], "channels", "%q is empty or stands twice", c.ID)
		seen[c.ID] = true
		r.check(slices.Contains([]townhall.Purpose{townhall.PurposeIdeas, townhall.PurposeHelpRequests, townhall.PurposeCohort,
			townhall.PurposeAnnouncements}, c.Purpose), "channel "+string(c.ID), "purpose %q does not exist", c.Purpose)
		for _, m := range c.Members {
			r.check(townhall.Role(m) == townhall.RoleParticipant || slices.Contains(townhall.Roles, townhall.Role(m)), "channel "+string(c.ID), "members: there is no role %q", m)
		}
		r.town.Channels = append(r.town.Channels, townhall.Channel{ID: c.ID, Name: c.Name, Purpose: c.Purpose, Members: c.Members})
	}
}

func (r *reader) persons() {
	for _, p := range r.f.People {
		entry := "person " + string(p.ID)
		r.check(p.ID != "" && !r.people[p.ID], "people", "%q is empty or stands twice", p.ID)
		r.people[p.ID] = true
		r.check(p.Display != "", entry, "display is missing")
		r.check(r.rooms[p.Department], entry, "there is no department %q", p.Department)
		for _, role := range p.Roles {
			r.check(slices.Contains(townhall.Roles, role), entry, "there is no role %q", role)
		}
		roles := slices.DeleteFunc(slices.Clone(p.Roles), func(role townhall.Role) bool { return role == townhall.RoleStaff })
		r.town.People = append(r.town.People, townhall.Person{ID: p.ID, Display: p.Display, Department: p.Department,
			Roles: roles, Topics: p.Topics, HoursPerWeek: p.HoursPerWeek})
	}
}

// number gives everything its number, in the order of the file.
func (r *reader) number() {
	next := func(id string) {
		r.check(id != "" && r.numbers[id] == 0, "numbers", "the id %q is empty or stands twice", id)
		r.numbers[id] = townhall.Number(len(r.numbers))
	}
	for _, i := range r.f.Ideas {
		next(i.ID)
	}
	for _, p := range r.f.Projects {
		next(p.ID)
	}
	for _, w := range r.f.WorkPackages {
		next(w.ID)
	}
	for _, h := range r.f.HelpRequests {
		next(h.ID)
	}
}

// known checks that a reference to a person leads to one.
func (r *reader) known(p townhall.PersonID, entry, key string) townhall.PersonID {
	r.check(r.people[p], entry, "%s: there is no person %q", key, p)
	return p
}

// thing is the number of an id of the file.
func (r *reader) thing(id, entry, key string) townhall.Number {
	n, ok := r.numbers[id]
	r.check(ok, entry, "%s: there is no %q", key, id)
	return n
}

func (r *reader) ideas() {
	cal, err := r.calendar()
	if err != nil {
		return // noted before
	}
	for _, i := range r.f.Ideas {
		entry := "idea " + i.ID
		r.check(i.Title != "", entry, "title is missing")
		r.check(slices.Contains(townhall.IdeaStates, i.Status), entry, "there is no status %q", i.Status)
		r.check(i.Source == townhall.SourceStaff || i.Source == townhall.SourceCitizen, entry, "there is no source %q", i.Source)
		r.check(i.Category == "" || slices.Contains(townhall.Categories, i.Category), entry, "there is no category %q", i.Category)
		r.check(i.Effort >= 0 && i.Effort <= 5 && i.Benefit >= 0 && i.Benefit <= 5, entry, "effort and benefit go from 1 to 5")
		r.check(!i.SubmittedOn.IsZero(), entry, "submitted_on is missing")
		r.check(i.Status != townhall.IdeaParked || !i.ParkedUntil.IsZero(), entry, "parked_until is missing")
		r.check(i.Status != townhall.IdeaMerged || i.MergedInto != "", entry, "merged_into is missing")
		r.check(r.contacts[i.ForwardedTo], entry, "there is no contact %q", i.ForwardedTo)
		one := Idea{Voters: i.Voters, Idea: townhall.Idea{
			ID: townhall.IdeaID(r.numbers[i.ID]), Title: i.Title, Description: i.Description, Category: i.Category, Source: i.Source,
			Author: r.known(i.SubmittedBy, entry, "submitted_by"), Anonymous: i.Source == townhall.SourceStaff && i.SubmittedBy == "",
			State: i.Status, Effort: i.Effort, Benefit: i.Benefit, Project: townhall.ProjectID(r.thing(i.Project, entry, "project")),
			Reason: i.DecisionReason, SubmittedOn: i.SubmittedOn, DecidedOn: i.DecisionOn, ForwardedTo: i.ForwardedTo,
			ParkedUntil: i.ParkedUntil, MergedInto: townhall.IdeaID(r.thing(i.MergedInto, entry, "merged_into")),
		}}
		one.AnswerBy, one.DecideBy = r.town.Organisation.Deadlines(cal, i.SubmittedOn)
		for _, v := range i.Voters {
			r.check(v != "", entry, "voters: an empty entry")
			r.known(v, entry, "voters")
		}
		r.town.Ideas = append(r.town.Ideas, one)
	}
}

func (r *reader) projects() {
	for _, p := range r.f.Projects {
		entry := "project " + p.ID
		r.check(p.Title != "", entry, "title is missing")
		r.check(slices.Contains(townhall.ProjectStates, p.Status), entry, "there is no status %q", p.Status)
		r.check(r.rooms[p.Department], entry, "there is no department %q", p.Department)
		one := townhall.Project{ID: townhall.ProjectID(r.numbers[p.ID]), Title: p.Title, Goal: p.Goal, Department: p.Department,
			Idea: townhall.IdeaID(r.thing(p.Idea, entry, "idea")), State: p.Status,
			Lead: r.known(p.Lead, entry, "lead"), Sponsor: r.known(p.Sponsor, entry, "sponsor")}
		for _, m := range p.Milestones {
			r.check(slices.Contains([]townhall.MilestoneState{townhall.MilestonePlanned, townhall.MilestoneActive,
				townhall.MilestoneBlocked, townhall.MilestoneDone}, m.Status), entry, "milestone %s: there is no status %q", m.ID, m.Status)
			r.check(!m.DueOn.IsZero(), entry, "milestone %s: due_on is missing", m.ID)
			one.Milestones = append(one.Milestones, townhall.Milestone{ID: m.ID, Title: m.Title, State: m.Status, Due: m.DueOn})
		}
		r.town.Projects = append(r.town.Projects, one)
	}
}

func (r *reader) workPackages() {
	for _, w := range r.f.WorkPackages {
		entry := "work package " + w.ID
		r.check(slices.Contains(townhall.WorkPackageStates, w.Status), entry, "there is no status %q", w.Status)
		r.town.WorkPackages = append(r.town.WorkPackages, townhall.WorkPackage{ID: townhall.WorkPackageID(r.numbers[w.ID]),
			Project: townhall.ProjectID(r.thing(w.Project, entry, "project")), Milestone: w.Milestone, Title: w.Title, Hours: w.EffortHours,
			State: w.Status, ClaimedBy: r.known(w.ClaimedBy, entry, "claimed_by"), Waits: w.BlockedReason, Due: w.DueOn})
	}
}

func (r *reader) helpRequests() {
	cal, err := r.calendar()
	if err != nil {
		return // noted before
	}
	for _, h := range r.f.HelpRequests {
		entry := "help request " + h.ID
		r.check(h.Title != "", entry, "title is missing")
		r.check(h.Category == "" || slices.Contains(townhall.Topics, h.Category), entry, "there is no category %q", h.Category)
		r.check(slices.Contains(townhall.HelpRequestStates, h.Status), entry, "there is no status %q", h.Status)
		r.check(r.rooms[h.Department], entry, "there is no department %q", h.Department)
		r.check(r.contacts[h.ForwardedTo], entry, "there is no contact %q", h.ForwardedTo)
		one := townhall.HelpRequest{ID: townhall.HelpRequestID(r.numbers[h.ID]),
			Title: h.Title, Text: h.Description, Topic: h.Category, Confidential: h.Confidential, Department: h.Department, State: h.Status,
			RequestedBy: r.known(h.RequestedBy, entry, "requested_by"), ClaimedBy: r.known(h.ClaimedBy, entry, "claimed_by"),
			ForwardedTo: h.ForwardedTo, Resolution: h.Resolution, Article: h.KnowledgeArticle, RequestedOn: h.RequestedOn}
		if h.Status == townhall.HelpRequestNew {
			one.RemindOn = cal.AddWorkdays(h.RequestedOn, townhall.ClaimWithin)
		}
		for _, c := range r.town.Contacts {
			if c.ID == h.ForwardedTo {
				one.ForwardedPerson = c.Person
			}
		}
		r.town.HelpRequests = append(r.town.HelpRequests, one)
	}
}

// references checks what points to people from elsewhere.
func (r *reader) references() {
	for _, c := range r.town.Contacts {
		r.known(c.Person, "contact "+string(c.ID), "person")
		known := slices.ContainsFunc(r.town.Channels, func(there townhall.Channel) bool { return there.ID == c.Channel })
		r.check(c.Channel == "" || known, "contact "+string(c.ID), "channel: there is no channel %q", c.Channel)
	}
	for _, p := range r.town.Participants {
		r.known(p, "programme", "participants")
	}
	for _, m := range r.f.Mandates {
		entry := "mandate " + m.ID
		r.check(m.GivenBy != "", entry, "given_by is missing")
		r.check(!m.ValidUntil.IsZero(), entry, "valid_until is missing")
		r.check(m.Scope == "programme" || m.Scope == "project", entry, "there is no scope %q", m.Scope)
		one := townhall.Mandate{GivenBy: r.known(m.GivenBy, entry, "given_by"), Text: m.Text, HoursPerWeek: m.HoursPerWeek, Until: m.ValidUntil, GivenOn: m.GivenOn}
		if m.Scope == "project" {
			one.Project = townhall.ProjectID(r.thing(m.Target, entry, "target"))
		}
		r.town.Mandates = append(r.town.Mandates, one)
	}
}

// decisions are put to the sponsors of their projects.
func (r *reader) decisions() {
	count, open := map[townhall.Number]townhall.DecisionID{}, map[townhall.Number]bool{}
	for _, d := range r.f.Decisions {
		entry := "decision " + d.ID
		r.check(slices.Contains(townhall.DecisionStates, d.Status), entry, "there is no status %q", d.Status)
		r.check(d.Question != "" && d.AskedBy != "" && !d.AskedOn.IsZero(), entry, "question, asked_by and asked_on are needed")
		one := townhall.Decision{Thing: r.thing(d.Project, entry, "project"), AskedBy: r.known(d.AskedBy, entry, "asked_by"), Question: d.Question,
			State: d.Status, AskedOn: d.AskedOn}
		at := slices.IndexFunc(r.town.Projects, func(p townhall.Project) bool { return townhall.Number(p.ID) == one.Thing })
		r.check(at >= 0, entry, "project: %q is no project", d.Project)
		if at >= 0 {
			one.AskedOf = r.town.Projects[at].Sponsor
		}
		if d.Status == townhall.DecisionCounterQuestion { // what was asked back stands in no file
			one.Counter = []townhall.CounterQuestion{{}}
		}
		r.check(!one.Open() || !open[one.Thing], entry, "a second decision of %s is open", d.Project)
		open[one.Thing] = open[one.Thing] || one.Open()
		count[one.Thing]++
		one.ID = count[one.Thing]
		r.town.Decisions = append(r.town.Decisions, one)
	}
}
