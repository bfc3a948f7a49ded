package townhall

import "slices"

// mayQuestion decides about questions to the Lotsen. Leadership and admins have
// no part in them; only the coordination sees those that wait.
func mayQuestion(p *Person, v Verb, t Thing, own bool) error {
	q, _ := t.(*HelpRequest)
	guide := p.IsAny(RoleLotse, RoleCoordinator)
	mine := q != nil && q.ClaimedBy != "" && q.ClaimedBy == p.ID
	open := q == nil || !q.Confidential
	switch v {
	case VerbAskLotsen:
		return nil
	case VerbReadQuestion:
		return allow(own || (q != nil && q.takesPart(p)) || (guide && open), "may.read_question")
	case VerbOwnQuestion:
		return allow(own, "may.own_question")
	case VerbTakeQuestions:
		switch {
		case own:
			return Errf(Forbidden, "may.take_own")
		case guide && !open && !p.Is(RoleCoordinator) && !slices.Contains(p.Topics, q.Topic):
			return Errf(Forbidden, "may.take_topic")
		}
		return allow(guide, "may.take_questions")
	case VerbHandleQuestion:
		return allow(mine, "may.handle_question")
	case VerbForwardQuestion:
		unclaimed := q != nil && q.ClaimedBy == "" && open && guide && !own
		return allow(mine || unclaimed, "may.handle_question")
	case VerbReleaseQuestion:
		return allow(mine || (q != nil && open && p.Is(RoleCoordinator) && !own), "may.handle_question")
	case VerbReturnQuestion:
		contact := q != nil && q.ForwardedPerson != "" && q.ForwardedPerson == p.ID
		unclaimed := q != nil && q.ClaimedBy == "" && open && guide && !own
		return allow(mine || contact || unclaimed, "may.return_question")
	}
	return Errf(Forbidden, "may.nobody")
}

func (h *HelpRequest) ownedBy(p *Person) bool { return h.RequestedBy != "" && h.RequestedBy == p.ID }

// takesPart reports whether p talks in the conversation about the question.
func (h *HelpRequest) takesPart(p *Person) bool {
	return p != nil && p.ID != "" && !p.Gone && slices.Contains([]PersonID{h.RequestedBy, h.ClaimedBy, h.ForwardedPerson}, p.ID)
}
