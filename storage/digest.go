package storage

import (
	"database/sql"
	"fmt"
	"time"

	"lotsenfunk/bot"
	"lotsenfunk/townhall"
)

func digestFields(d *townhall.DigestPlan) fields {
	return fields{
		{"person", &d.Person, fixed},
		{"cron", &d.Rhythm.Cron, plain},
		{"weeks", &d.Rhythm.Weeks, plain},
		{"off", &d.Off, plain},
		{"paused_until", (*isoDate)(&d.PausedUntil), plain},
		{"due", (*micros)(&d.Due), plain},
	}
}

// DigestPlan is what somebody has set about their Wochenstand, nil if nothing was
// set or due yet.
func (t *Tx) DigestPlan(p townhall.PersonID) (*townhall.DigestPlan, error) {
	return load(t, "digest", digestFields, "person = :person"+t.lock(), args{"person": p})
}

// DigestPlans are those of everybody, by person.
func (t *Tx) DigestPlans() ([]*townhall.DigestPlan, error) {
	return loadAll(t, "digest", digestFields, "true order by person", nil)
}

// SaveDigestPlan keeps what somebody has set, and which one was due last.
func (t *Tx) SaveDigestPlan(d *townhall.DigestPlan) error {
	return t.upsert("digest", digestFields(d), "person")
}

// DigestKind is the kind of the notice that brings somebody their Wochenstand.
const DigestKind = "digest"

// digestDue is the value of such a notice that says which one it is.
const digestDue = "due"

// LastDigest says up to when somebody has been told what was done: when the last
// Wochenstand that they were sent was due. The zero time if there was none, or so
// long ago that it is forgotten.
func (t *Tx) LastDigest(p townhall.PersonID) (time.Time, error) {
	values := map[string]string{}
	_, err := t.get(`select data from notice where org_id = :org and person = :person and kind = '`+DigestKind+`' and state = 'sent'
		order by key desc limit 1`, args{"person": p}, jsonObject(&values))
	if err != nil || values[digestDue] == "" {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, values[digestDue])
}

// NewDigestNotice is the notice that brings somebody the Wochenstand that was due
// at a moment. What stands in it is found when it is sent.
func NewDigestNotice(p townhall.PersonID, due time.Time, on townhall.Date) Notice {
	return Notice{Key: bot.Key(fmt.Sprintf("digest/%s/%s", p, on)), Class: ClassDigest, Person: p, Kind: DigestKind, Due: due, On: on,
		Values: map[string]string{digestDue: due.UTC().Format(time.RFC3339)}}
}

// DigestDue says which Wochenstand a notice brings: when it was due. The zero time
// if it brings none.
func DigestDue(n *Notice) time.Time {
	due, err := time.Parse(time.RFC3339, n.Values[digestDue])
	if n.Kind != DigestKind || err != nil {
		return time.Time{}
	}
	return due
}

// Digest makes the Wochenstand of somebody as of now: with what was done since the
// last one that they were sent, or since one would have come in their rhythm.
func (t *Tx) Digest(reader *townhall.Person, r townhall.DigestRhythm, now time.Time, zone *time.Location) (*townhall.Digest, error) {
	since, err := t.LastDigest(reader.ID)
	if err != nil {
		return nil, err
	}
	f := townhall.DigestFacts{Reader: reader, Today: townhall.DateOf(now, zone), First: since.IsZero()}
	if f.First {
		since = now.AddDate(0, 0, -r.Span())
	}
	f.Since = townhall.DateOf(since, zone)
	for _, find := range []func(*townhall.DigestFacts) error{t.digestWork, t.digestDecisions, t.digestRest,
		func(f *townhall.DigestFacts) (err error) {
			f.Happened, err = t.happened(since, f.Since)
			return err
		}} {
		if err := find(&f); err != nil {
			return nil, err
		}
	}
	return townhall.NewDigest(f), nil
}

// digestWork finds the projects and packages, and since when they wait.
func (t *Tx) digestWork(f *townhall.DigestFacts) (err error) {
	if f.Projects, err = t.FindProjects(ProjectFilter{}); err != nil {
		return err
	}
	f.Packages, err = t.FindWorkPackages(WorkPackageFilter{
		States: []townhall.WorkPackageState{townhall.WorkPackageOpen, townhall.WorkPackageClaimed, townhall.WorkPackageBlocked}})
	if err != nil {
		return err
	}
	f.Blocked, f.Paused = map[townhall.WorkPackageID]townhall.Date{}, map[townhall.ProjectID]townhall.Date{}
	err = t.each(`select event.thing, max(event.day) from work_package
			join event on event.org_id = work_package.org_id and event.thing = work_package.id and event.action = 'package.block'
		where work_package.org_id = :org and work_package.state = 'blocked' group by event.thing`, nil, func(rows *sql.Rows) error {
		var id townhall.WorkPackageID
		var day isoDate
		err := rows.Scan(&id, &day)
		f.Blocked[id] = townhall.Date(day)
		return err
	})
	if err != nil {
		return err
	}
	return t.each(`select event.thing, max(event.day) from project
			join event on event.org_id = project.org_id and event.thing = project.id and event.action = 'project.pause'
		where project.org_id = :org and project.state = 'paused' group by event.thing`, nil, func(rows *sql.Rows) error {
		var id townhall.ProjectID
		var day isoDate
		err := rows.Scan(&id, &day)
		f.Paused[id] = townhall.Date(day)
		return err
	})
}

// digestDecisions finds what is to be decided, and what is to be reviewed.
func (t *Tx) digestDecisions(f *townhall.DigestFacts) (err error) {
	if f.Decisions, err = t.OpenDecisions(f.Reader); err != nil {
		return err
	}
	if townhall.May(f.Reader, townhall.VerbReview, nil) == nil {
		f.Review, err = t.CountFound(IdeaFilter{States: townhall.ToReview(), NotBy: f.Reader.ID})
	}
	return err
}

// digestRest finds the questions that wait, the mandates that end, and the cohort.
func (t *Tx) digestRest(f *townhall.DigestFacts) (err error) {
	f.Questions, err = t.FindHelpRequests(HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew}})
	if err != nil {
		return err
	}
	if f.Mandates, err = t.EndingMandates(f.Today); err != nil {
		return err
	}
	all, err := t.Cohorts(f.Reader.ID)
	if err != nil {
		return err
	}
	best := townhall.MostRelevant(all, f.Today)
	if best == nil || !best.Open(f.Today) {
		return nil
	}
	f.Cohort, err = t.CohortView(best.CohortKey, f.Reader)
	return err
}

// happened is what came to something from a moment on, the oldest first. Of an idea
// without a name only the day is known: it counts from that day on.
func (t *Tx) happened(since time.Time, on townhall.Date) (all []townhall.Happened, err error) {
	err = t.each(`select e.thing, e.action, e.day, e.data,
			case when w.id is not null then 'work_package' when p.id is not null then 'project' when i.id is not null then 'idea' else 'help_request' end,
			coalesce(w.title, p.title, i.title, ''), coalesce(w.state, p.state, i.state, h.state, ''), coalesce(w.project, p.id, 0), coalesce(h.department, '')
		from event e
			left join work_package w on w.org_id = e.org_id and w.id = e.thing
			left join project p on p.org_id = e.org_id and p.id = e.thing
			left join idea i on i.org_id = e.org_id and i.id = e.thing
			left join help_request h on h.org_id = e.org_id and h.id = e.thing
		where e.org_id = :org and e.day >= :day and (e.at >= :since or e.at = 0)
			and e.action in ('package.done', 'project.milestone', 'project.finish', 'idea.accept', 'idea.finish', 'question.answer')
		order by e.day, e.thing, e.seq`, args{"since": micros(since), "day": isoDate(on)}, func(rows *sql.Rows) error {
		var h townhall.Happened
		data := map[string]string{}
		err := rows.Scan(&h.Thing, &h.Action, (*isoDate)(&h.On), jsonObject(&data), &h.Kind, &h.Title, &h.State, &h.Project, &h.Department)
		h.Milestone = data["milestone"]
		all = append(all, h)
		return err
	})
	return all, err
}

// NoteProgress keeps how far a project is, as of a day.
func (t *Tx) NoteProgress(id townhall.ProjectID, on townhall.Date) error {
	_, err := t.exec(`insert into progress (org_id, project, day, packages, done)
		select cast(:org as text), cast(:project as bigint), cast(:day as text),
			count(*), coalesce(sum(case when state = 'done' then 1 else 0 end), 0)
		from work_package where org_id = :org and project = :project and state <> 'dropped'
		on conflict (org_id, project, day) do update set packages = excluded.packages, done = excluded.done`,
		args{"project": id, "day": isoDate(on)})
	return err
}

// ProgressMarks are the marks of a project, the oldest first.
func (t *Tx) ProgressMarks(id townhall.ProjectID) (all []townhall.ProgressMark, err error) {
	err = t.each(`select day, packages, done from progress where org_id = :org and project = :project order by day`, args{"project": id},
		func(rows *sql.Rows) error {
			var m townhall.ProgressMark
			err := rows.Scan((*isoDate)(&m.On), &m.Packages, &m.Done)
			all = append(all, m)
			return err
		})
	return all, err
}

// DigestRest adds to a Wochenstand what stands behind "Alles ansehen".
func (t *Tx) DigestRest(d *townhall.Digest) (*townhall.DigestRest, error) {
	r := &townhall.DigestRest{Digest: d}
	var err error
	if r.Ideas, err = t.CountIdeas(); err != nil {
		return nil, err
	}
	open, err := t.FindHelpRequests(HelpRequestFilter{States: []townhall.HelpRequestState{townhall.HelpRequestNew, townhall.HelpRequestClaimed,
		townhall.HelpRequestWaiting, townhall.HelpRequestForwarded}})
	if err != nil {
		return nil, err
	}
	r.Questions = d.Scope.CountTopics(open)
	if err := t.digestPhase(r); err != nil {
		return nil, err
	}
	projects, err := t.FindProjects(ProjectFilter{States: []townhall.ProjectState{townhall.ProjectPlanned, townhall.ProjectActive, townhall.ProjectPaused}})
	if err != nil {
		return nil, err
	}
	for _, p := range projects {
		if d.Scope.Covers(p) {
			r.Projects = append(r.Projects, p)
		}
	}
	r.Progress, err = t.ProgressOf(r.Projects, d.Today)
	return r, err
}

// digestPhase finds the working phase and what people have answered in it and
// before.
func (t *Tx) digestPhase(r *townhall.DigestRest) error {
	if r.Cohort == nil {
		return nil
	}
	r.Phase = r.Cohort.Where(r.Today, r.Cohort.Calendar).Phase
	if !r.SeesAnswers() {
		return nil
	}
	if r.Phase != nil {
		all, err := t.CheckIns(r.Cohort.Key(), r.Phase.Number)
		if err != nil {
			return err
		}
		r.CheckIns = townhall.CheckInCounts(all)
	}
	for _, p := range r.Cohort.Phases(r.Cohort.Calendar) {
		survey, err := t.Survey(r.Cohort.Key(), p.Number)
		if err != nil {
			return err
		}
		if survey == nil {
			continue
		}
		if shown := survey.Result(); shown != nil {
			r.Survey, r.SurveyPhase = shown, p.Number
		}
	}
	return nil
}

// ProgressOf is how far projects were together, up to today. The only mark has no
// day if nothing was counted yet.
func (t *Tx) ProgressOf(projects []*townhall.Project, today townhall.Date) ([]townhall.ProgressMark, error) {
	var all [][]townhall.ProgressMark
	for _, p := range projects {
		marks, err := t.ProgressMarks(p.ID)
		if err != nil {
			return nil, err
		}
		progress, err := t.Progress(p.ID)
		if err != nil {
			return nil, err
		}
		now := townhall.ProgressMark{On: today}
		if len(marks) == 0 { // nothing has changed in it since days are counted
			now.On = townhall.Date{}
		}
		for _, milestone := range progress {
			for state, n := range milestone {
				if state != townhall.WorkPackageDropped {
					now.Packages += n
				}
			}
			now.Done += milestone[townhall.WorkPackageDone]
		}
		all = append(all, append(marks, now))
	}
	return townhall.SumProgress(all, today), nil
}
