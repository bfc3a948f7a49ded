package townhall

import (
	"cmp"
	"slices"
	"strings"
)

// digestBuilder fills the blocks of a digest.
type digestBuilder struct {
	d        *Digest
	f        DigestFacts
	projects map[ProjectID]*Project // that the digest covers
}

// waiting is what hangs: packages, projects, and questions by their topic. What
// waits longest comes first.
func (b *digestBuilder) waiting() {
	var lines []DigestLine
	for _, p := range b.f.Projects {
		if b.projects[p.ID] != nil && p.State == ProjectPaused {
			lines = append(lines, DigestLine{Kind: DigestProject, Number: Number(p.ID), Title: p.Title, Reason: p.Reason, On: b.f.Paused[p.ID]})
		}
	}
	for _, w := range b.f.Packages {
		if p := b.projects[w.Project]; p != nil && w.State == WorkPackageBlocked {
			lines = append(lines, DigestLine{Kind: DigestPackage, Number: Number(w.ID), Title: w.Title, Project: p.Title, Reason: w.Waits, On: b.f.Blocked[w.ID]})
		}
	}
	lines = append(lines, b.questions()...)
	slices.SortStableFunc(lines, func(a, c DigestLine) int { return byDay(a.On, c.On) })
	b.d.Waiting = lines
}

// byDay sorts days, and what has none behind them.
func byDay(a, b Date) int {
	if a.IsZero() != b.IsZero() {
		return cmp.Compare(b.String(), a.String())
	}
	return strings.Compare(a.String(), b.String())
}

// questions are those for which the Lotsen were reminded already, by their topic.
// Confidential ones are not counted: their topic is for those who may claim them;
// and of a department no few.
func (b *digestBuilder) questions() (lines []DigestLine) {
	at, total := map[string]int{}, 0
	for _, q := range b.f.Questions {
		if q.Confidential || q.State != HelpRequestNew || q.RemindOn.IsZero() || b.d.Today.Before(q.RemindOn) || !b.d.Scope.asks(q.Department) {
			continue
		}
		topic := cmp.Or(q.Topic, "other")
		i, there := at[topic]
		if !there {
			i, at[topic] = len(lines), len(lines)
			lines = append(lines, DigestLine{Kind: DigestQuestions, Topic: topic, On: q.RequestedOn})
		}
		lines[i].Count++
		if q.RequestedOn.Before(lines[i].On) {
			lines[i].On = q.RequestedOn
		}
		total++
	}
	if b.d.Scope.few(total) {
		return nil
	}
	return lines
}

// done is what came to something, once for each thing, if it is still so.
func (b *digestBuilder) done() {
	answered, met := map[Number]bool{}, map[string]bool{}
	for _, h := range b.f.Happened {
		line := DigestLine{Number: h.Thing, Title: h.Title, On: h.On}
		project := b.projects[h.Project]
		switch {
		case h.Action == "package.done" && h.State == string(WorkPackageDone) && project != nil:
			line.Kind, line.Project = DigestPackage, project.Title
		case h.Action == "project.milestone" && h.Milestone != "" && project != nil:
			line.Kind, line.Title, line.Project = DigestMilestone, h.Milestone, project.Title
		case h.Action == "project.finish" && project != nil:
			line.Kind = DigestProject
		case h.Action == "idea.finish" && h.State == string(IdeaImplemented) && b.d.Scope.Town:
			line.Kind = DigestIdea
		case h.Action == "idea.accept" && (h.State == string(IdeaAccepted) || h.State == string(IdeaInProgress)) && b.d.Scope.Town:
			line.Kind = DigestAccepted
		case h.Action == "question.answer" && b.d.Scope.asks(h.Department):
			answered[h.Thing] = true
			continue
		default:
			continue
		}
		if key := string(line.Kind) + itoa(line.Number) + line.Title; !met[key] {
			met[key] = true
			b.d.Done = append(b.d.Done, line)
		}
	}
	slices.SortStableFunc(b.d.Done, func(a, c DigestLine) int { return cmp.Compare(weight(a.Kind), weight(c.Kind)) })
	if len(answered) > 0 && !b.d.Scope.few(len(answered)) {
		b.d.Done = append(b.d.Done, DigestLine{Kind: DigestQuestions, Count: len(answered)})
	}
}

// weight puts what is bigger first.
func weight(k DigestKind) int {
	return slices.Index([]DigestKind{DigestProject, DigestMilestone, DigestIdea, DigestAccepted, DigestPackage}, k)
}

// coming is what is due in the next two weeks, by day.
func (b *digestBuilder) coming() {
	until := b.d.Today.AddDays(DigestDays)
	within := func(d Date) bool { return !d.IsZero() && !d.Before(b.d.Today) && !until.Before(d) }
	var lines []DigestLine
	for _, p := range b.f.Projects {
		if b.projects[p.ID] == nil || p.Over() {
			continue
		}
		for _, m := range p.Milestones {
			if m.State != MilestoneDone && within(m.Due) {
				lines = append(lines, DigestLine{Kind: DigestMilestone, Number: Number(p.ID), Title: m.Title, Project: p.Title, On: m.Due})
			}
		}
	}
	for _, w := range b.f.Packages {
		if p := b.projects[w.Project]; p != nil && !p.Over() && w.Unfinished() && within(w.Due) {
			lines = append(lines, DigestLine{Kind: DigestPackage, Number: Number(w.ID), Title: w.Title, Project: p.Title, On: w.Due})
		}
	}
	for _, m := range b.f.Mandates {
		p := b.projects[m.Project]
		if within(m.Until) && (m.GivenBy == b.d.Reader.ID || p != nil || m.Project == 0 && b.d.Scope.Town) {
			line := DigestLine{Kind: DigestMandate, Number: Number(m.Project), On: m.Until}
			if p != nil {
				line.Project = p.Title
			}
			lines = append(lines, line)
		}
	}
	if b.d.Scope.Town && b.f.Cohort != nil {
		for _, o := range b.f.Cohort.Live() {
			if within(o.Date) {
				lines = append(lines, DigestLine{Kind: DigestDate, On: o.Date, Date: o})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, c DigestLine) int { return byDay(a.On, c.On) })
	b.d.Coming = lines
}
