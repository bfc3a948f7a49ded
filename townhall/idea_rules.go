package townhall

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Deadlines says until when the author hears of an idea filed on a day.
func (o *Organisation) Deadlines(cal *Calendar, on Date) (answerBy, decideBy Date) {
	return cal.AddWorkdays(on, o.AnswerWithin), cal.AddWorkdays(on, o.DecideWithin)
}

// TurnBack gives the reviewers time again, if it was not their turn until now: as
// long as for any idea after it was parked, as long as for an answer after its
// author was asked something. Was is the state before.
func (i *Idea) TurnBack(was IdeaState, o *Organisation, cal *Calendar, on Date) {
	answerBy, by := o.Deadlines(cal, on)
	switch {
	case i.State != IdeaInReview || was != IdeaParked && was != IdeaQuestion:
		return
	case was == IdeaQuestion:
		by = answerBy
	}
	if i.DecideBy.Before(by) {
		i.DecideBy = by
	}
}

// NewIdea files an idea. Author is empty for an anonymous one.
func NewIdea(title, description, category string, author PersonID, on Date) (*Idea, error) {
	i := &Idea{
		Title: oneLine(title), Description: strings.TrimSpace(description), Category: category,
		Source: SourceStaff, Author: author, Anonymous: author == "", State: IdeaSubmitted, SubmittedOn: on,
	}
	if err := checkLen("idea.no_title", "title", i.Title, MaxIdeaTitle); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(i.Description); n > MaxIdeaDescription {
		return nil, tooLong("description", n, MaxIdeaDescription)
	}
	if category != "" && !slices.Contains(Categories, category) {
		return nil, Errf(Invalid, "idea.unknown_category", "Field", "category")
	}
	return i, nil
}

// Amend adds to the description; only the author may, and only while nobody
// has decided.
func (i *Idea) Amend(by *Person, more string) error {
	if err := May(by, VerbOwn, i); err != nil {
		return err
	}
	if err := i.CheckState(IdeaAmend); err != nil {
		return err
	}
	more = strings.TrimSpace(more)
	if err := checkLen("idea.no_text", "description", more, MaxIdeaDescription); err != nil {
		return err
	}
	full := strings.TrimSpace(i.Description + "\n" + more)
	if n := utf8.RuneCountInString(full); n > MaxIdeaDescription {
		return tooLong("description", n, MaxIdeaDescription)
	}
	i.Description = full
	return nil
}

// CheckVote says whether the idea can be supported now.
func (i *Idea) CheckVote(by *Person) error {
	if err := May(by, VerbSupport, i); err != nil {
		return err
	}
	return i.CheckState(IdeaSupport)
}

// CheckComments says whether what was said about the idea may be read: of a
// withdrawn one only its author reads on.
func (i *Idea) CheckComments(by *Person) error {
	if i.State == IdeaWithdrawn && May(by, VerbOwn, i) != nil {
		return i.wrongState()
	}
	return May(by, VerbSee, i)
}

// NewComment says something about an idea.
func (i *Idea) NewComment(by *Person, text string, on Date) (Comment, []Notice, error) {
	if err := May(by, VerbSupport, i); err != nil {
		return Comment{}, nil, err
	}
	if err := i.CheckState(IdeaComment); err != nil {
		return Comment{}, nil, err
	}
	text = strings.TrimSpace(text)
	if err := checkLen("idea.no_text", "answer", text, MaxSentence); err != nil {
		return Comment{}, nil, err
	}
	values := map[string]string{"by": by.Display, "text": text}
	return Comment{Idea: i.ID, Author: by.ID, Text: text, On: on}, []Notice{
		{Kind: "idea.comment", To: ToAuthor, Thing: Number(i.ID), Values: values},
		{Kind: "idea.comment", To: ToChannel, Thing: Number(i.ID), Values: values},
	}, nil
}

// Review takes the idea into review.
func (i *Idea) Review(by *Person) ([]Notice, error) {
	notices, err := i.step(IdeaReview, by, nil)
	if err == nil {
		i.Reviewer, i.ParkedUntil = by.ID, Date{}
	}
	return notices, err
}

// Ask asks the author something and waits for the answer.
func (i *Idea) Ask(by *Person, question string) ([]Notice, error) {
	question, err := sentence("idea.no_question", "answer", question)
	if err != nil {
		return nil, err
	}
	notices, err := i.step(IdeaAsk, by, map[string]string{"question": question})
	if err == nil {
		i.Reviewer, i.Question = by.ID, question
	}
	return notices, err
}

// Answer answers the open question; by is the author, or the holder of the
// receipt of an anonymous idea. The answer is kept as a comment.
func (i *Idea) Answer(by *Person, answer string, on Date) (Comment, []Notice, error) {
	answer, err := sentence("idea.no_answer", "answer", answer)
	if err != nil {
		return Comment{}, nil, err
	}
	notices, err := i.step(IdeaAnswer, by, map[string]string{"question": i.Question, "answer": answer})
	if err != nil {
		return Comment{}, nil, err
	}
	i.Question = ""
	return Comment{Idea: i.ID, Author: i.Author, Text: answer, On: on}, notices, nil
}

// Accept accepts the idea. An anonymous one takes two different people, because
// nobody can know whether its author is among them: after the first it waits in
// review, and accepted is false.
func (i *Idea) Accept(by *Person, on Date) (notices []Notice, accepted bool, err error) {
	if slices.Contains(i.Consents, by.ID) && slices.Contains(undecided, i.State) {
		return nil, false, Errf(Conflict, "idea.already_consented", "Number", i.ID)
	}
	if i.Anonymous && len(i.Consents) == 0 {
		notices, err = i.step(IdeaConsent, by, nil)
		if err == nil {
			i.Consents, i.Reviewer = []PersonID{by.ID}, by.ID
			i.Question, i.ParkedUntil = "", Date{}
		}
		return notices, false, err
	}
	notices, err = i.step(IdeaAccept, by, nil)
	if err == nil {
		i.decided(by, on)
	}
	return notices, err == nil, err
}

// Decline declines the idea with a reason that its author reads.
func (i *Idea) Decline(by *Person, reason string, on Date) ([]Notice, error) {
	reason, err := sentence("idea.no_reason", "reason", reason)
	if err != nil {
		return nil, err
	}
	notices, err := i.step(IdeaDecline, by, map[string]string{"reason": reason})
	if err == nil {
		i.decided(by, on)
		i.Reason = reason
	}
	return notices, err
}

// Park puts the idea aside until a day after today, on which it wakes up.
func (i *Idea) Park(by *Person, until, today Date) ([]Notice, error) {
	if err := May(by, VerbReview, i); err != nil {
		return nil, err
	}
	if !today.Before(until) {
		return nil, Errf(Invalid, "idea.park_past", "Field", "until")
	}
	if i.State == IdeaParked && i.ParkedUntil == until {
		return nil, nil // nobody is told twice
	}
	notices, err := i.step(IdeaPark, by, map[string]string{"until": until.String()})
	if err == nil {
		i.Reviewer, i.ParkedUntil, i.Question = by.ID, until, ""
	}
	return notices, err
}

// Wake brings a parked idea back into review when its day has come.
func (i *Idea) Wake(today Date) ([]Notice, error) {
	if i.State == IdeaParked && today.Before(i.ParkedUntil) {
		return nil, i.wrongState()
	}
	notices, err := i.step(IdeaWake, nil, nil)
	if err == nil {
		i.ParkedUntil = Date{}
	}
	return notices, err
}

// Forward hands the idea to a contact outside the programme.
func (i *Idea) Forward(by *Person, to Contact, reason string, on Date) ([]Notice, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n > MaxSentence {
		return nil, tooLong("reason", n, MaxSentence)
	}
	notices, err := i.step(IdeaForward, by, map[string]string{"contact": to.Name, "reason": reason})
	if err != nil {
		return nil, err
	}
	i.decided(by, on)
	i.ForwardedTo, i.Reason = to.ID, reason
	if to.Person != "" {
		notices = append(notices, Notice{Kind: "idea.forward_received", To: ToPerson, Person: to.Person,
			Thing: Number(i.ID), Values: map[string]string{"reason": reason}})
	}
	return notices, nil
}

// Merge puts the idea into another one, which gets its votes and followers.
// Into is the end of the chain: an idea that is merged itself is refused, so
// that no circle can arise.
func (i *Idea) Merge(by *Person, into *Idea, on Date) ([]Notice, error) {
	if err := May(by, VerbReview, i); err != nil {
		return nil, err
	}
	switch {
	case into.ID == i.ID:
		return nil, Errf(Invalid, "idea.merge_circle", "Number", i.ID, "Field", "into")
	case into.State == IdeaMerged || into.State == IdeaWithdrawn || into.State == IdeaDeclined:
		return nil, Errf(Conflict, "idea.merge_target", "Number", into.ID, "State", into.State, "Field", "into")
	}
	notices, err := i.step(IdeaMerge, by, map[string]string{"into": itoa(Number(into.ID)), "title": into.Title})
	if err == nil {
		i.decided(by, on)
		i.MergedInto = into.ID
	}
	return notices, err
}

// Withdraw takes the idea back.
func (i *Idea) Withdraw(by *Person, on Date) ([]Notice, error) {
	notices, err := i.step(IdeaWithdraw, by, nil)
	if err == nil {
		i.Question, i.ParkedUntil, i.DecidedOn = "", Date{}, on
	}
	return notices, err
}

// Rate notes effort and benefit, 1 to 5 each; 0 leaves the value as it is.
func (i *Idea) Rate(by *Person, effort, benefit int) error {
	if err := May(by, VerbReview, i); err != nil {
		return err
	}
	if effort < 0 || effort > 5 || benefit < 0 || benefit > 5 || effort+benefit == 0 {
		return Errf(Invalid, "idea.bad_rating")
	}
	if err := i.CheckState(IdeaRate); err != nil {
		return err
	}
	if effort > 0 {
		i.Effort = effort
	}
	if benefit > 0 {
		i.Benefit = benefit
	}
	return nil
}

// CheckProject says whether a project can be made of the idea now.
func (i *Idea) CheckProject() error {
	return i.CheckState(IdeaStart)
}

// Start notes that a project was made of the idea.
func (i *Idea) Start(by *Person, p ProjectID, title string) ([]Notice, error) {
	notices, err := i.step(IdeaStart, by, map[string]string{"project": itoa(Number(p)), "title": title})
	if err == nil {
		i.Project, i.Reason = p, ""
	}
	return notices, err
}

// Milestone tells the idea's people that its project has reached a milestone.
func (i *Idea) Milestone(p ProjectID, title string) []Notice {
	var notices []Notice
	for _, to := range everybodyConcerned {
		notices = append(notices, Notice{Kind: "idea." + string(IdeaMilestone), To: to, Thing: Number(i.ID),
			Values: map[string]string{"project": itoa(Number(p)), "title": title}})
	}
	return notices
}

// Finish notes that the idea's project is done.
func (i *Idea) Finish() ([]Notice, error) { return i.step(IdeaFinish, nil, nil) }

// GiveBack returns the idea to accepted because its project was stopped.
func (i *Idea) GiveBack(reason string) ([]Notice, error) {
	notices, err := i.step(IdeaGiveBack, nil, map[string]string{"reason": reason})
	if err == nil {
		i.Reason = reason
	}
	return notices, err
}

// decided clears what only an undecided idea has.
func (i *Idea) decided(by *Person, on Date) {
	i.Reviewer, i.DecidedOn = by.ID, on
	i.Question, i.ParkedUntil, i.Consents = "", Date{}, nil
}
