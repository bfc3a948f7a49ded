package storage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// settling are the actions after which a milestone may stand elsewhere.
var settling = []townhall.WorkPackageAction{townhall.WorkPackageMake, townhall.WorkPackageRelease, townhall.WorkPackageBlock,
	townhall.WorkPackageResume, townhall.WorkPackageFinish, townhall.WorkPackageDrop, townhall.WorkPackageReopen, townhall.WorkPackageOwnerGone}

// RecordWorkPackage writes what a step of a package, which is saved already,
// leaves behind: its event and notices, and what follows for its milestone and
// its project. Of the step, only notices, who did it and when are to be given.
func (t *Tx) RecordWorkPackage(w *townhall.WorkPackage, action townhall.WorkPackageAction, s Step) error {
	s.Thing, s.Action = townhall.Number(w.ID), "package."+string(action)
	if err := t.Record(s); err != nil {
		return err
	}
	if !slices.Contains(settling, action) {
		return nil
	}
	if err := t.NoteProgress(w.Project, s.On); err != nil {
		return err
	}
	return t.SettleMilestone(w.Project, w.Milestone, s)
}

// SettleMilestone lets a milestone and its project follow their packages. "" is
// no milestone: the package whose last step this was may have been the last one
// of the project all the same. The project's row is locked first, so that of two
// who do the last two packages at the same moment one sees both.
func (t *Tx) SettleMilestone(id townhall.ProjectID, milestone string, s Step) error {
	p, err := t.Project(id)
	if err != nil {
		return err
	}
	progress, err := t.Progress(id)
	if err != nil {
		return err
	}
	reached, changed := p.Settle(milestone, progress)
	return t.SaveProgress(p, reached, changed, progress, s)
}

// SaveProgress saves a project whose milestones have moved on, lets it end if
// nothing is left to do, and has everybody hear of it: the channel for
// announcements, and the people of the idea that it came from. Of the step, only
// who did it and when are used.
func (t *Tx) SaveProgress(p *townhall.Project, reached []townhall.Notice, changed bool, progress map[string]townhall.Progress, s Step) error {
	s.Data = nil // what the package's step says of itself
	finished, err := p.Step(townhall.ProjectFinish, nil, "", progress)
	if err != nil && townhall.ErrorCode(err) != townhall.Conflict {
		return err
	}
	done := err == nil
	if !changed && !done {
		return nil
	}
	if err := t.SaveProject(p); err != nil {
		return err
	}
	switch {
	case done:
		return t.recordFinish(p, finished, s)
	case len(reached) > 0:
		return t.recordMilestone(p, reached, s)
	}
	return nil
}

func (t *Tx) recordMilestone(p *townhall.Project, reached []townhall.Notice, s Step) error {
	s.Data = map[string]string{"milestone": reached[0].Values["text"]}
	if err := t.recordProject(p, "milestone", reached, s); err != nil || p.Idea == 0 {
		return err
	}
	idea, err := t.Idea(p.Idea)
	if err != nil {
		return err
	}
	return t.RecordIdea(IdeaStep{Idea: idea, Action: townhall.IdeaMilestone, Notices: idea.Milestone(p.ID, reached[0].Values["text"]),
		Except: s.Except, Now: s.Now, On: s.On})
}

// recordFinish celebrates a project that is done. Its idea is implemented; who
// hears it as the project's lead does not hear it again as a supporter.
func (t *Tx) recordFinish(p *townhall.Project, finished []townhall.Notice, s Step) error {
	idea, ofIdea, err := t.ideaOf(p)
	if err != nil {
		return err
	}
	if idea == nil {
		return t.recordProject(p, "finish", finished, s)
	}
	isChannel := func(n townhall.Notice) bool { return n.To == townhall.ToChannel }
	inChannel := slices.DeleteFunc(slices.Clone(finished), func(n townhall.Notice) bool { return !isChannel(n) })
	if err := t.recordProject(p, "finish", inChannel, s); err != nil {
		return err
	}
	return t.RecordIdea(IdeaStep{Idea: idea, Action: townhall.IdeaFinish, Except: s.Except, Now: s.Now, On: s.On,
		Notices: append(slices.DeleteFunc(slices.Clone(finished), isChannel), ofIdea...)})
}

// ideaOf takes the project's idea to the end; nil if it came from none, or from
// one that is not in progress.
func (t *Tx) ideaOf(p *townhall.Project) (*townhall.Idea, []townhall.Notice, error) {
	if p.Idea == 0 {
		return nil, nil, nil
	}
	idea, err := t.Idea(p.Idea)
	if err != nil {
		return nil, nil, err
	}
	notices, err := idea.Finish()
	if townhall.ErrorCode(err) == townhall.Conflict {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return idea, notices, t.SaveIdea(idea)
}

// recordProject records a step of a project, which is celebrated in the channel
// for announcements if its notices say so.
func (t *Tx) recordProject(p *townhall.Project, action string, notices []townhall.Notice, s Step) error {
	channel, ok, err := t.ChannelFor(townhall.PurposeAnnouncements)
	if err != nil {
		return err
	}
	s.Thing, s.Action, s.Notices = townhall.Number(p.ID), "project."+action, notices
	if ok {
		s.Channel = channel.ID
	}
	return t.Record(s)
}

// ReleaseAll gives back whatever packages a person has who leaves the town.
func (t *Tx) ReleaseAll(person townhall.PersonID, now time.Time, on townhall.Date) error {
	found, err := t.FindWorkPackages(WorkPackageFilter{Hand: person,
		States: []townhall.WorkPackageState{townhall.WorkPackageClaimed, townhall.WorkPackageBlocked}})
	if err != nil {
		return err
	}
	slices.SortFunc(found, func(a, b *townhall.WorkPackage) int { return cmp.Compare(a.Project, b.Project) }) // everybody locks in one order
	for _, one := range found {
		w, err := t.WorkPackageFor(townhall.WorkPackageOwnerGone, one.ID) // once more, locked
		if err != nil {
			return err
		}
		action, notices := w.PersonGone(person)
		if action == "" {
			continue
		}
		if err := t.SaveWorkPackage(w); err != nil {
			return err
		}
		step := Step{Notices: notices, Except: person, Now: now, On: on}
		if err := t.RecordWorkPackage(w, action, step); err != nil {
			return fmt.Errorf("release package %d: %w", w.ID, err)
		}
	}
	return nil
}
