package townhall

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// NewHelpRequest asks the Lotsen something. Topic may be empty.
func NewHelpRequest(title, text, topic string, confidential bool, by *Person, on Date, cal *Calendar) (*HelpRequest, error) {
	if err := May(by, VerbAskLotsen, nil); err != nil {
		return nil, err
	}
	h := &HelpRequest{Title: oneLine(title), Text: strings.TrimSpace(text), Topic: topic, Confidential: confidential,
		Department: by.Department, State: HelpRequestNew, RequestedBy: by.ID, RequestedOn: on}
	if err := checkLen("question.no_text", "text", h.Title, MaxIdeaTitle); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(h.Text); n > MaxQuestion {
		return nil, tooLong("text", n, MaxQuestion)
	}
	if err := checkTopic(topic); topic != "" && err != nil {
		return nil, err
	}
	h.waitsFrom(on, cal)
	return h, nil
}

// waitsFrom notes until when somebody should claim the question.
func (h *HelpRequest) waitsFrom(on Date, cal *Calendar) {
	h.RemindOn = cal.AddWorkdays(on, ClaimWithin)
}

func checkTopic(topic string) error {
	if !slices.Contains(Topics, topic) {
		return Errf(Invalid, "question.unknown_topic", "Field", "topic")
	}
	return nil
}

// Claim makes by the one who looks after the question. One is the first.
func (h *HelpRequest) Claim(by *Person) ([]Notice, error) {
	notices, err := h.step(HelpRequestClaim, by, nil)
	if err == nil {
		h.ClaimedBy, h.RemindOn = by.ID, Date{}
	}
	return notices, err
}

// Release gives the question back to all Lotsen.
func (h *HelpRequest) Release(by *Person, on Date, cal *Calendar) ([]Notice, error) {
	notices, err := h.step(HelpRequestRelease, by, nil)
	if err == nil {
		h.ClaimedBy, h.AskedContact = "", ""
		h.waitsFrom(on, cal)
	}
	return notices, err
}

// Say says something in the conversation: what that means depends on who says it
// and on where the question stands. While nobody has claimed the question, its
// requester adds to it, and remark is nil.
func (h *HelpRequest) Say(by *Person, text string, on Date) (remark *Remark, action HelpRequestAction, notices []Notice, err error) {
	if !h.takesPart(by) {
		return nil, "", nil, Errf(Forbidden, "may.talk")
	}
	text, err = sentence("question.no_words", "answer", text)
	if err != nil {
		return nil, "", nil, err
	}
	action = HelpRequestSay
	switch own, mine := h.RequestedBy == by.ID, h.ClaimedBy == by.ID; {
	case own && h.State == HelpRequestNew:
		return nil, HelpRequestAmend, nil, h.amend(by, text)
	case own && h.State == HelpRequestWaiting && h.AskedContact == "":
		action = HelpRequestReply
		notices, err = h.step(action, by, nil)
	case mine && slices.Contains(inHand, h.State):
		action = HelpRequestAnswer
		notices, err = h.step(action, by, nil)
		h.AskedContact = ""
	case !slices.Contains(HelpRequestWithoutStep[HelpRequestSay], h.State):
		err = h.wrongState()
	default:
		notices = h.tell(action, nil, h.others(by)...)
	}
	if err != nil {
		return nil, "", nil, err
	}
	return &Remark{Question: h.ID, Author: by.ID, Text: text, On: on}, action, notices, nil
}

// others are those who hear what by says about a question without a step.
func (h *HelpRequest) others(by *Person) []Audience {
	switch {
	case h.RequestedBy != by.ID:
		return []Audience{ToRequester}
	case h.State == HelpRequestForwarded && h.ForwardedPerson != "":
		return []Audience{ToContact}
	}
	return []Audience{ToClaimer}
}

// amend adds to a question that nobody has claimed.
func (h *HelpRequest) amend(by *Person, more string) error {
	full := strings.TrimSpace(h.Text + "\n" + more)
	if n := utf8.RuneCountInString(full); n > MaxQuestion {
		return tooLong("answer", n, MaxQuestion)
	}
	_, err := h.step(HelpRequestAmend, by, nil)
	if err == nil {
		h.Text = full
	}
	return err
}

// AskBack asks the requester something and waits for the answer.
func (h *HelpRequest) AskBack(by *Person, question string, on Date) (*Remark, []Notice, error) {
	question, err := sentence("question.no_question", "answer", question)
	if err != nil {
		return nil, nil, err
	}
	notices, err := h.step(HelpRequestAskBack, by, nil)
	if err != nil {
		return nil, nil, err
	}
	h.AskedContact = ""
	return &Remark{Question: h.ID, Author: by.ID, Text: question, On: on}, notices, nil
}

// SetTopic says what the question is about. Nobody is told.
func (h *HelpRequest) SetTopic(by *Person, topic string) error {
	if err := May(by, VerbForwardQuestion, h); err != nil {
		return err
	}
	if !slices.Contains(HelpRequestWithoutStep[HelpRequestTopic], h.State) {
		return h.wrongState()
	}
	if err := checkTopic(topic); err != nil {
		return err
	}
	h.Topic = topic
	return nil
}

// Forward hands the question to a contact. With a confidential one the requester
// is asked first: asked is true, and it goes nowhere before they agree.
func (h *HelpRequest) Forward(by *Person, to Contact) (notices []Notice, asked bool, err error) {
	if to.Person != "" && to.Person == h.RequestedBy {
		return nil, false, Errf(Invalid, "question.forward_self", "Field", "contact")
	}
	if !h.Confidential {
		before := *h
		h.ForwardedPerson = to.Person // they are told
		notices, err = h.step(HelpRequestForward, by, map[string]string{"contact": to.Name})
		if err != nil {
			*h = before
			return nil, false, err
		}
		if h.ClaimedBy == "" { // who hands it on looks after it, should it come back
			h.ClaimedBy = by.ID
		}
		h.forwarded(to)
		return notices, false, nil
	}
	if to.Channel != "" {
		return nil, false, Errf(Invalid, "question.no_channel", "Field", "contact")
	}
	notices, err = h.step(HelpRequestAskConsent, by, map[string]string{"contact": to.Name})
	if err == nil {
		h.AskedContact = to.ID
	}
	return notices, err == nil, err
}

func (h *HelpRequest) forwarded(to Contact) {
	h.ForwardedTo, h.ForwardedPerson, h.AskedContact, h.RemindOn = to.ID, to.Person, "", Date{}
}

// Consent forwards a confidential question, because its requester agrees. To is
// the contact they were asked about.
func (h *HelpRequest) Consent(by *Person, to Contact) ([]Notice, error) {
	before := *h
	h.ForwardedPerson = to.Person // they are told
	notices, err := h.step(HelpRequestConsent, by, map[string]string{"contact": to.Name})
	if err != nil {
		*h = before
		return nil, err
	}
	h.forwarded(to)
	return notices, nil
}

// Refuse keeps a confidential question with who has claimed it.
func (h *HelpRequest) Refuse(by *Person) ([]Notice, error) {
	notices, err := h.step(HelpRequestRefuse, by, nil)
	if err == nil {
		h.AskedContact = ""
	}
	return notices, err
}

// Return brings a forwarded question back: to who looks after it, or else to the
// Lotse who fetches it, or to all Lotsen.
func (h *HelpRequest) Return(by *Person, on Date, cal *Calendar) ([]Notice, error) {
	if err := May(by, VerbReturnQuestion, h); err != nil {
		return nil, err
	}
	before := *h
	if h.ClaimedBy == "" && by.ID != h.ForwardedPerson {
		h.ClaimedBy = by.ID
	}
	action := HelpRequestReturn
	if h.ClaimedBy == "" {
		action = HelpRequestRequeue
	}
	notices, err := h.step(action, by, nil)
	if err != nil {
		*h = before
		return nil, err
	}
	h.ForwardedTo, h.ForwardedPerson = "", ""
	if h.State == HelpRequestNew {
		h.waitsFrom(on, cal)
	}
	return notices, nil
}

// Settle closes the question because its requester needs no answer any more.
func (h *HelpRequest) Settle(by *Person) ([]Notice, error) { return h.finish(HelpRequestSettle, by) }

// Close closes the question; its requester is asked whether it helped.
func (h *HelpRequest) Close(by *Person) ([]Notice, error) { return h.finish(HelpRequestClose, by) }

func (h *HelpRequest) finish(a HelpRequestAction, by *Person) ([]Notice, error) {
	notices, err := h.step(a, by, nil)
	if err == nil {
		h.AskedContact, h.RemindOn = "", Date{}
	}
	return notices, err
}

// Help notes that it helped.
func (h *HelpRequest) Help(by *Person) ([]Notice, error) {
	notices, err := h.step(HelpRequestHelp, by, nil)
	if err == nil {
		h.Helped = true
	}
	return notices, err
}

// Reopen takes a closed question up again because it did not help; the words,
// which may be missing, say what is still open.
func (h *HelpRequest) Reopen(by *Person, words string, on Date, cal *Calendar) (*Remark, []Notice, error) {
	words = strings.TrimSpace(words)
	if n := utf8.RuneCountInString(words); n > MaxSentence {
		return nil, nil, tooLong("answer", n, MaxSentence)
	}
	action := HelpRequestReopen
	if h.ClaimedBy == "" {
		action = HelpRequestReask
	}
	notices, err := h.step(action, by, nil)
	if err != nil {
		return nil, nil, err
	}
	h.Helped, h.ForwardedTo, h.ForwardedPerson = false, "", ""
	if h.State == HelpRequestNew {
		h.waitsFrom(on, cal)
	}
	if words == "" {
		return nil, notices, nil
	}
	return &Remark{Question: h.ID, Author: by.ID, Text: words, On: on}, notices, nil
}
