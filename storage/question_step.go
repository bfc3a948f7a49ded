package storage

import (
	"slices"
	"time"

	"lotsenfunk/townhall"
)

// QuestionStep is one step in the life of a question to the Lotsen, and who is to
// hear of it.
type QuestionStep struct {
	Question *townhall.HelpRequest
	Action   townhall.HelpRequestAction
	Notices  []townhall.Notice
	Except   townhall.PersonID // who did it
	Now      time.Time
	On       townhall.Date
}

// RecordQuestion writes what a step leaves behind: the event, which holds nobody's
// words, the notices and the cards. The card of a confidential question stands in
// no channel, but before those who may claim it; whoever has claimed a question
// has its card in their direct messages, and the conversation goes on below it.
func (t *Tx) RecordQuestion(s QuestionStep) error {
	n := townhall.Number(s.Question.ID)
	step := Step{Thing: n, Action: "question." + string(s.Action), Notices: s.Notices, Card: townhall.KindHelpRequest,
		Except: s.Except, Now: s.Now, On: s.On}
	channel, readers, err := t.cardBefore(n, townhall.PurposeHelpRequests)
	if err != nil {
		return err
	}
	step.Cards = readers
	if !s.Question.Confidential {
		step.Channel = channel
	}
	switch {
	case s.Action == townhall.HelpRequestClaim:
		step.Cards = append(step.Cards, s.Question.ClaimedBy)
	case s.Question.State == townhall.HelpRequestNew && step.Channel == "":
		people, err := t.PeopleWith(townhall.RoleLotse, townhall.RoleCoordinator)
		if err != nil {
			return err
		}
		for _, p := range s.Question.Receivers(people) {
			step.Cards = append(step.Cards, p.ID)
		}
	}
	slices.Sort(step.Cards)
	step.Cards = slices.Compact(step.Cards)
	return t.Record(step)
}

// AbandonQuestions ends the part that somebody who leaves has in questions: what
// they had claimed is open for all Lotsen again, what they had asked is settled.
func (t *Tx) AbandonQuestions(p townhall.PersonID, now time.Time, on townhall.Date) error {
	theirs, err := t.FindHelpRequests(HelpRequestFilter{Of: p, States: townhall.OpenHelpRequests})
	if err != nil || len(theirs) == 0 {
		return err
	}
	o, err := t.Organisation()
	if err != nil {
		return err
	}
	cal, err := t.almanac.Calendar(o)
	if err != nil {
		return err
	}
	for _, q := range theirs {
		action, notices := q.Abandon(p, on, cal)
		if err := t.SaveHelpRequest(q); err != nil {
			return err
		}
		if err := t.RecordQuestion(QuestionStep{Question: q, Action: action, Notices: notices, Except: p, Now: now, On: on}); err != nil {
			return err
		}
	}
	return nil
}
